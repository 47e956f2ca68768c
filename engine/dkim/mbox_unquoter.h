// Finds the characters that an mbox writer may have put before lines of a body, which may come in pieces: the
// first '>' of every line that matches ">+From " (the mboxrd way).
#ifndef KENPIN_ENGINE_DKIM_MBOX_UNQUOTER_H_
#define KENPIN_ENGINE_DKIM_MBOX_UNQUOTER_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "io/buffer.h"

namespace kenpin {

// Not thread-safe. Use: Take for each piece of the body, then Finish.
class MboxUnquoter {
 public:
  // Calls, in the order of the body, `octets(std::string_view)` with what belongs to it either way and
  // `quote()` for each '>' that may be quoting. The views are never empty, have kBufferSlack readable bytes
  // at both ends if `piece` has, and are valid during the call. Some bytes at the end of a piece may be told
  // only when the next one shows what they are.
  template <class Octets, class Quote>
  void Take(std::string_view piece, Octets octets, Quote quote);

  // The body has ended: tells what is still held back.
  template <class Octets>
  void Finish(Octets octets) {
    if (is_held_) octets(Held());
    *this = MboxUnquoter();
  }

  // A '>' with slack around it.
  static std::string_view PaddedQuote() { return PaddedQuotedFrom().substr(0, 1); }

 private:
  static constexpr std::string_view kFrom = "From ";
  static constexpr std::string_view kQuotedFrom = ">From ";

  // A view of kQuotedFrom with slack around it.
  static std::string_view PaddedQuotedFrom() {
    struct Padded {
      std::array<char, kBufferSlack> before{};
      std::array<char, kQuotedFrom.size()> text{'>', 'F', 'r', 'o', 'm', ' '};
      std::array<char, kBufferSlack> behind{};
    };
    static constexpr Padded kPadded;
    return {kPadded.text.data(), kPadded.text.size()};
  }
  std::string_view Held() const { return PaddedQuotedFrom().substr(0, 1 + matched_); }

  template <class Octets, class Quote>
  size_t Resolve(std::string_view piece, Octets octets, Quote quote);

  bool at_line_begin_ = true;
  // At the end of the last piece stood a run of '>' at the begin of a line and `matched_` octets of kFrom.
  // All of the run but one has been told: whichever of them is the quote, the rest is the same.
  bool is_held_ = false;
  size_t matched_ = 0;
};

// Goes on with what is held. Returns how much of the piece that has used up.
template <class Octets, class Quote>
size_t MboxUnquoter::Resolve(std::string_view piece, Octets octets, Quote quote) {
  size_t i = 0;
  if (matched_ == 0) {
    i = std::min(piece.find_first_not_of('>'), piece.size());
    if (i > 0) octets(piece.substr(0, i));
  }
  while (i < piece.size() && piece[i] == kFrom[matched_]) {
    ++i;
    if (++matched_ < kFrom.size()) continue;
    is_held_ = false;
    quote();
    octets(PaddedQuotedFrom().substr(1));
    return i;
  }
  if (i == piece.size()) return i;
  is_held_ = false;
  octets(Held());
  return i;
}

template <class Octets, class Quote>
void MboxUnquoter::Take(std::string_view piece, Octets octets, Quote quote) {
  if (piece.empty()) return;
  size_t begin = is_held_ ? Resolve(piece, octets, quote) : 0;
  if (is_held_) return;
  const auto tell = [&](size_t end) {
    if (end > begin) octets(piece.substr(begin, end - begin));
  };
  for (size_t search = begin; search < piece.size();) {
    const void* const found = std::memchr(piece.data() + search, '>', piece.size() - search);
    if (found == nullptr) break;
    const size_t first = static_cast<size_t>(static_cast<const char*>(found) - piece.data());
    const size_t behind = std::min(piece.find_first_not_of('>', first), piece.size());
    search = behind;
    const bool begins_line = first == 0 ? at_line_begin_ : piece[first - 1] == '\n';
    const std::string_view rest = piece.substr(behind, kFrom.size());
    if (!begins_line || !kFrom.starts_with(rest)) continue;
    tell(first);
    begin = first + 1;
    if (rest.size() == kFrom.size()) {
      quote();
      continue;
    }
    tell(behind);
    is_held_ = true;
    at_line_begin_ = false;  // Whatever comes next.
    matched_ = rest.size();
    return;
  }
  tell(piece.size());
  at_line_begin_ = piece.back() == '\n';
}

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_MBOX_UNQUOTER_H_
