// The end of an mbox, remembered so that a later run can tell whether the file has only grown.
//
// What is remembered is where the last records begin and end, how they were cut, and a digest of their
// octets. An mbox has only grown if its old tail is there as it was, cut in the same way, and the next record
// begins where it ended: then reading on from there gives the same records as reading the whole file.
#ifndef KENPIN_IO_MBOX_TAIL_H_
#define KENPIN_IO_MBOX_TAIL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "io/byte_source.h"
#include "io/input.h"

namespace kenpin {

struct MboxTail {
  uint64_t begin = 0;  // Offset of a record's From_ line.
  uint64_t end = 0;    // Size of the file.
  std::string sha256;  // 32 octets: of the octets between, and of how they are cut into records.
  bool operator==(const MboxTail&) const = default;
};

// The tail of a file that is read by From_ lines alone, whose first one stands at `first_record`. Reads the
// last records, and at least kFromLookAhead octets: what stands before is not cut otherwise when the file
// grows. Null if the file cannot be read to its size.
std::optional<MboxTail> ReadMboxTail(const std::shared_ptr<const SharedFile>& file, uint64_t first_record,
                                     const ReadSettings& settings);

// Whether `file` is longer than the tail, holds it, and goes on with a record behind it.
bool HasGrownFrom(const MboxTail& tail, const std::shared_ptr<const SharedFile>& file, uint64_t first_record,
                  const ReadSettings& settings);

}  // namespace kenpin

#endif  // KENPIN_IO_MBOX_TAIL_H_
