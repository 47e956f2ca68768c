// What the program says to people while it works: on stderr, which carries no data.
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

}  // namespace kenpin

#endif  // KENPIN_ENGINE_COMPLAIN_H_
