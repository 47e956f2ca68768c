// A file that is read as a whole: what people hand to options.
#ifndef KENPIN_IO_WHOLE_FILE_H_
#define KENPIN_IO_WHOLE_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace kenpin {

// Files above this are no such thing.
inline constexpr size_t kMaxWholeFileBytes = size_t{1} << 30;

// Reads the regular file at `path`. An error names it, says what happened and what to do; `what` is what the
// file should be, as in "a snapshot or zone file". Thread-safe.
absl::StatusOr<std::string> ReadTextFile(const std::string& path, std::string_view what);

}  // namespace kenpin

#endif  // KENPIN_IO_WHOLE_FILE_H_
