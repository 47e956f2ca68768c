#include "engine/complain.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

// A complaint is a line or two; a hostile path must not fill the screen.
constexpr size_t kMaxComplaintColumns = 500;

}  // namespace

void TellUser(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(STDERR_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    text.remove_prefix(static_cast<size_t>(n));
  }
}

void Complain(std::string_view text) {
  TellUser("kenpin: " + PrintableText(text, kMaxComplaintColumns) + "\n");
}

void Complain(const absl::Status& status) {
  Complain(std::string_view(status.message().data(), status.message().size()));
}

bool PrintAnswer(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return true;
  Complain(std::string_view("the answer could not be written to stdout"));
  return false;
}

}  // namespace kenpin
