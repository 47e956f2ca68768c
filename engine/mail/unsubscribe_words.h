// The words by which mail offers to stop coming, in eleven languages, and where they stand in a text.
//
// A text is searched as it stands after its transfer encoding is undone: the words are put into the text's
// charset once, instead of the text into ours each time. That needs a charset in which ASCII octets always
// are ASCII (UTF-8, ISO 8859, EUC, and for practical purposes Shift_JIS, GB18030, Big5); others are converted
// before (engine/mail/text_source.h).
#ifndef KENPIN_ENGINE_MAIL_UNSUBSCRIBE_WORDS_H_
#define KENPIN_ENGINE_MAIL_UNSUBSCRIBE_WORDS_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace kenpin {

// A word's place in a text; octets.
struct WordHit {
  size_t begin = 0;
  size_t end = 0;
};

// No word takes more octets, with the white space inside.
inline constexpr size_t kLongestWord = 128;

// The first word of unsubscribing in `text` that begins at or after `from`. `charset` is the text's, by any
// name that ICU knows; empty or unknown is read as UTF-8. Letter case of ASCII and of accented Latin letters
// does not count; a space in a word is any white space, and lines may break between CJK characters. Linear.
// 64 octets on both sides of `text` must be readable. Any thread: each makes its own tables, once per
// charset.
std::optional<WordHit> FindUnsubscribeWord(std::string_view text, std::string_view charset, size_t from);

// Whether the table has words for the script in which the letters of `text` beyond ASCII are written mostly:
// Latin, Han, Kana or Hangul. True where there are hardly any. Of UTF-8 the characters tell, of other
// charsets the name. 64 octets behind `text` must be readable.
bool CoversScriptOf(std::string_view text, std::string_view charset);

// Whether a language tag (RFC 5646; of <html lang> or Content-Language) is of a language that the table has,
// or says nothing.
bool CoversLanguage(std::string_view tag);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_UNSUBSCRIBE_WORDS_H_
