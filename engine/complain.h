// What the program says to people: on stderr while it works, which carries no data, and answers on stdout.
#ifndef KENPIN_ENGINE_COMPLAIN_H_
#define KENPIN_ENGINE_COMPLAIN_H_

#include <absl/status/status.h>

#include <string_view>

namespace kenpin {

// Writes `text` to stderr as it is. A stderr that takes nothing (closed, full) stops no run. Any thread.
void TellUser(std::string_view text);

// Writes "kenpin: ", the text made printable (paths and names come from outside), and a newline. Any thread.
void Complain(std::string_view text);
void Complain(const absl::Status& status);

// Writes an answer to stdout. Returns whether all of it went out; if not, that was said. One thread.
bool PrintAnswer(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_COMPLAIN_H_
