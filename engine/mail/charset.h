// Character sets as far as the header needs them: is the name known to anybody, and does a piece of text end
// in the middle of a character? Nothing is converted for the report, and hashing always stays on raw bytes.
#ifndef KENPIN_ENGINE_MAIL_CHARSET_H_
#define KENPIN_ENGINE_MAIL_CHARSET_H_

#include <cstddef>
#include <span>
#include <string_view>

namespace kenpin {

// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).
bool IsUtf8(std::string_view text);

// Whether ICU knows a charset of this name or alias; letter case does not count. Any thread.
bool IsKnownCharset(std::string_view name);

// Whether `text`, in the known charset `name`, ends inside a multibyte character. False for an unknown
// charset and where the text stops making sense before its end. Any thread: each has its own converters.
bool EndsInsideCharacter(std::string_view text, std::string_view name);

// Writes `text` in UTF-8 to `out` as long as four octets of it are left, and returns the number of octets.
// What makes no sense in the charset becomes U+FFFD. Text in UTF-8 or in an unknown charset is copied as it
// stands, as much of it as fits, and may be cut inside of a character. Any thread.
size_t ConvertToUtf8(std::string_view text, std::string_view name, std::span<char> out);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_CHARSET_H_
