// Transfer encodings and ISO-2022-JP undone at the speed of memory, for texts that are looked at and then
// forgotten. Broken input never fails: what cannot be decoded stands as it is or is left out, as in mail
// readers.
//
// All may be called from any thread. 64 octets behind `in` must be readable, and 64 behind what is said to be
// written must be writable; they never change a result.
#ifndef KENPIN_ENGINE_MAIL_TEXT_DECODE_H_
#define KENPIN_ENGINE_MAIL_TEXT_DECODE_H_

#include <cstddef>
#include <string_view>

namespace kenpin {

// Room that must be writable behind an output.
inline constexpr size_t kDecodeSlack = 64;

// RFC 2045 §6.7. Writes at most in.size() octets to `out` and returns their number. An '=' that begins
// neither two hexadecimal digits (of either case) nor a soft line break stands for itself.
size_t DecodeQuotedPrintable(std::string_view in, char* out);

// RFC 2045 §6.8. Writes at most 3 * (in.size() / 4 + 1) octets to `out` and returns their number. Octets
// outside the alphabet are skipped; padding ends a quantum, and what follows it begins another.
size_t DecodeBase64(std::string_view in, char* out);

// ISO-2022-JP (RFC 1468, with JIS X 0201 katakana and JIS X 0212) as EUC-JP, in which every octet below 128
// is ASCII. Writes at most 3 * in.size() octets to `out` and returns their number.
size_t Iso2022JpToEucJp(std::string_view in, char* out);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_TEXT_DECODE_H_
