#include "io/named_status.h"

#include <fmt/format.h>

#include <string>

namespace kenpin {

absl::Status NamedStatus(std::string_view path, const absl::Status& status) {
  const absl::string_view message = status.message();
  return status.ok() ? status : NamedStatus(path, status.code(), {message.data(), message.size()});
}

absl::Status NamedStatus(std::string_view path, absl::StatusCode code, std::string_view message) {
  const std::string text = fmt::format("{}: {}", path, message);
  return {code, absl::string_view(text.data(), text.size())};
}

}  // namespace kenpin
