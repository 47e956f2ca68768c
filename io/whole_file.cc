#include "io/whole_file.h"

#include <fcntl.h>

#include <absl/status/status.h>
#include <fmt/format.h>

#include "io/file.h"

namespace kenpin {

absl::StatusOr<std::string> ReadTextFile(const std::string& path, std::string_view what) {
  const OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  if (!opened.error.empty()) return absl::NotFoundError(fmt::format("{}: {}", path, opened.error));
  if (opened.is_directory) {
    return absl::InvalidArgumentError(fmt::format("{}: is a directory; give the path of {}", path, what));
  }
  if (opened.size > kMaxWholeFileBytes) {
    return absl::InvalidArgumentError(
        fmt::format("{}: has more than 1 GiB; give the path of {}", path, what));
  }
  std::string text(opened.size, '\0');
  const ReadResult read = ReadAt(opened.file, 0, text.data(), text.size());
  if (read.error_number != 0) {
    return absl::DataLossError(fmt::format("{}: {}", path, DescribeError("cannot read", read.error_number)));
  }
  text.resize(read.bytes);
  return text;
}

}  // namespace kenpin
