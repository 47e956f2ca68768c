// The encodings of mail, written plainly: base64, quoted-printable, encoded-words, ISO-2022-JP, dates.
// Nothing here comes from the engine: the generator is a witness of its own.
#ifndef KENPIN_BENCH_CORPUS_CODEC_H_
#define KENPIN_BENCH_CORPUS_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenpin::corpus {

// How the words of a header or body are written as bytes.
enum class Charset : uint8_t {
  kAscii,      // The text has no other characters.
  kUtf8,       // Any text.
  kIso2022Jp,  // RFC 1468; every line ends in ASCII.
};
std::string_view CharsetName(Charset charset);

// Base64 on one line; `input` may hold any bytes.
std::string Base64(std::string_view input);

// Base64 in lines of 76 characters (RFC 2045 §6.8), each ended by CRLF.
std::string Base64Lines(std::string_view input);

// Quoted-printable (RFC 2045 §6.7) of whole CRLF lines, so that pieces encoded apart may be joined. A
// trailing space or tab is encoded.
std::string QuotedPrintable(std::string_view lines);

// UTF-8 to ISO-2022-JP. Every line of the result ends in ASCII, so pieces may be joined at line ends. Only
// characters of JIS X 0208.
std::string ToIso2022Jp(std::string_view utf8);

// UTF-8 to another charset, by its name. Throws std::runtime_error where that has not all the characters.
std::string FromUtf8(std::string_view utf8, std::string_view charset);

// A header text as encoded-words (RFC 2047 §2: at most 75 characters each, whole characters in each), folded
// with CRLF SP between them. Text in ASCII comes back as it is.
std::string EncodedWords(std::string_view utf8, Charset charset);

// Whether every byte is below 128.
bool IsAscii(std::string_view text);

// Days since 1970-01-01 of a date of the Gregorian calendar; months and days count from 1.
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day);

// "Tue, 07 Apr 2026 09:00:00 +0900" (RFC 5322 §3.3) for Unix seconds and minutes east of UTC.
std::string MailDate(int64_t unix_seconds, int zone_minutes);

// "Tue Apr  7 00:00:00 2026" in UTC: the date of a From_ line (RFC 4155).
std::string AsctimeDate(int64_t unix_seconds);

// "2026-04-07T00:00:00Z" (RFC 3339).
std::string Rfc3339(int64_t unix_seconds);

// Midnight UTC of "YYYY-MM-DD", or nothing if it is no such date.
std::optional<int64_t> ParseDay(std::string_view text);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_CODEC_H_
