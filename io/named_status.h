// Errors that say which file they are about.
#ifndef KENPIN_IO_NAMED_STATUS_H_
#define KENPIN_IO_NAMED_STATUS_H_

#include <absl/status/status.h>

#include <string_view>

namespace kenpin {

// "path: message" with the same code; what is no error stays as it is.
absl::Status NamedStatus(std::string_view path, const absl::Status& status);
// The same of a new error.
absl::Status NamedStatus(std::string_view path, absl::StatusCode code, std::string_view message);

}  // namespace kenpin

#endif  // KENPIN_IO_NAMED_STATUS_H_
