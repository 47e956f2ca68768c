// Encoded-words (RFC 2047): where they stand, whether they may stand there, and whether they can be decoded.
#ifndef KENPIN_ENGINE_MAIL_ENCODED_WORD_H_
#define KENPIN_ENGINE_MAIL_ENCODED_WORD_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// §2: an encoded-word has at most 75 octets. Longer ones are found all the same.
inline constexpr size_t kMaxEncodedWord = 75;

// =?charset?encoding?text?= ; views into the field body.
struct EncodedWord {
  size_t begin = 0;           // Of "=?".
  size_t end = 0;             // Behind "?=".
  std::string_view charset;   // Without the language of RFC 2231 §5.
  std::string_view encoding;  // "B" or "Q" in either case, or what else stands there.
  std::string_view text;
};

// Returns the first encoded-word of `body` at or after `from`, or nothing. Linear over all calls that go on
// at `end`.
std::optional<EncodedWord> FindEncodedWord(std::string_view body, size_t from);

// Returns the octets that the word stands for (§4), in `arena`; nothing if the encoding is neither B nor Q,
// or its text is broken. Padding may be missing, as every mail reader allows.
std::optional<std::string_view> DecodeEncodedWord(const EncodedWord& word, Arena& arena);

// Returns `body` with every word that can be decoded replaced by its octets, and without the white space
// between two of them (§6.2); in `arena`, or `body` itself where there is no word. Words that cannot be
// decoded stay as they stand. Never longer than `body`. Linear.
std::string_view DecodeEncodedWords(std::string_view body, Arena& arena);

// Looks at all fields of the header section. An encoded-word is at home in unstructured fields, in comments
// and in display names (§5); one in the quotes of a display name is not told apart from one without them,
// since mail readers do not. Costs nothing when no "=?" occurs.
EncodedWordFacts ParseEncodedWordFacts(const MessageView& message, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_ENCODED_WORD_H_
