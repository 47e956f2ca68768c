// Reads an mbox in parallel: hands out byte ranges of it, each of which is loaded on any thread.
//
// A record belongs to the range in which its From_ line begins. Whoever loads a range looks for its first
// From_ line and reads on past its end until the next one. Since the From_ test is a pure function of the
// octets around a line, neighbours agree without talking.
#ifndef KENPIN_IO_MBOX_RANGES_H_
#define KENPIN_IO_MBOX_RANGES_H_

#include <memory>

#include "io/byte_source.h"
#include "io/input.h"

namespace kenpin {

// `first_record` is the offset of the first From_ line; what stands before it is counted as read with the
// first range. `first_flaws` are given to the first record. Of a `part` in octets only its records are read.
std::unique_ptr<InputReader> MakeMboxRangeReader(std::shared_ptr<const SharedFile> file, uint32_t input,
                                                 uint64_t first_record, uint8_t first_flaws,
                                                 const InputPart& part,
                                                 std::shared_ptr<const ReadSettings> settings);

// Reads the records from `begin` on, where one begins. What stands before is not counted as read.
std::unique_ptr<InputReader> MakeMboxTailReader(std::shared_ptr<const SharedFile> file, uint32_t input,
                                                uint64_t begin, std::shared_ptr<const ReadSettings> settings);

}  // namespace kenpin

#endif  // KENPIN_IO_MBOX_RANGES_H_
