// The members of a tar or zip archive, one after another, as they stand in it. Nothing is ever written to the
// disk: a member's name is data, whatever paths it holds.
#ifndef KENPIN_IO_ARCHIVE_MEMBERS_H_
#define KENPIN_IO_ARCHIVE_MEMBERS_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "io/archive_handle.h"
#include "io/byte_source.h"
#include "io/compression.h"
#include "io/decompressing_source.h"

namespace kenpin {

struct ArchiveMember {
  std::string name;   // As it stands in the archive.
  uint32_t rank = 0;  // Among all that stands in it, folders and links too.
  bool is_link = false;
  bool is_encrypted = false;
};

// Not thread-safe.
class ArchiveMembers {
 public:
  // Of a stream.
  // `meter`: if the source decompresses, its meter; what comes out of members is compared with what went in
  // there.
  ArchiveMembers(ArchiveKind kind, std::unique_ptr<ByteSource> source, const ExpansionLimits& limits,
                 std::shared_ptr<const ExpansionMeter> meter = nullptr);
  // Of a file, in which a zip's directory can be found.
  // Reading ends with a failure once `stop_fd` can be read; -1: never.
  ArchiveMembers(ArchiveKind kind, std::shared_ptr<const SharedFile> file, const ExpansionLimits& limits,
                 int stop_fd = -1);

  // Goes to the next file or link; folders and devices are passed over. Returns false at the end, which is an
  // early one if failure() says so.
  bool Next();
  // Of the last Next() that returned true.
  const ArchiveMember& member() const { return member_; }
  // Files and links so far.
  uint64_t count() const { return count_; }

  // Reads the next octets of the member; fewer than `size` at its end, which is a bad one if member_error()
  // says so.
  size_t Read(char* out, size_t size);
  // What is wrong with the data of the member; empty: nothing so far. Whoever reads of a member must look at
  // it: what stands behind the member may be lost with it.
  const std::string& member_error() const { return member_error_; }

  // Why nothing more can be read of the archive, unless a member's error has told it already. Its offset is
  // that in the stream of the archive.
  const std::optional<ReadFailure>& failure() const { return failure_; }

 private:
  bool Open();
  bool Reopen();
  bool End(std::string what);
  bool Drain();
  uint64_t PackedBytes() const;
  std::string Describe(const char* why) const;

  ArchiveKind kind_;
  ExpansionLimits limits_;
  std::unique_ptr<ByteSource> source_;           // Null for a file.
  std::shared_ptr<const ExpansionMeter> meter_;  // Of a compressed stream; else null.
  uint64_t file_size_ = 0;                       // Of the file.
  ArchiveInput input_;
  ArchiveHandle archive_;
  ArchiveData data_;
  ArchiveMember member_;
  std::string member_error_;
  std::optional<ReadFailure> failure_;
  uint64_t unpacked_ = 0;  // Octets of members that were read.
  uint64_t headers_ = 0;
  uint64_t count_ = 0;
  bool is_open_ = false;
  bool at_end_ = false;
  bool is_broken_ = false;  // The handle: it can read nothing behind the current member.
  int restarts_ = 0;        // Handles that were given up so.
};

}  // namespace kenpin

#endif  // KENPIN_IO_ARCHIVE_MEMBERS_H_
