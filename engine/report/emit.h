// How a writer hands over its text: piece by piece, so that a report on many domains is never held whole.
#ifndef KENPIN_ENGINE_REPORT_EMIT_H_
#define KENPIN_ENGINE_REPORT_EMIT_H_

#include <functional>
#include <string>
#include <string_view>

namespace kenpin {

// Takes the next piece. Returns whether more is wanted: after false a writer may stop where it is.
using Emit = std::function<bool(std::string_view)>;

// Hands over what has gathered in `text` and empties it; its memory stays for the next piece. Returns what
// `emit` returns.
inline bool EmitPiece(const Emit& emit, std::string* text) {
  const bool wanted = emit(*text);
  text->clear();
  return wanted;
}

// All pieces as one string. `write` is called with an Emit.
template <typename Write>
std::string Collect(const Write& write) {
  std::string text;
  write([&text](std::string_view piece) {
    text += piece;
    return true;
  });
  return text;
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EMIT_H_
