// Base64 as DKIM writes it (RFC 6376 §2.10: base64string, with folding white space anywhere), into the
// caller's memory.
#ifndef KENPIN_ENGINE_CRYPTO_BASE64_H_
#define KENPIN_ENGINE_CRYPTO_BASE64_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kenpin {

// An upper bound of the octets that `characters` characters decode to, and the exact length that `octets`
// octets encode to.
inline constexpr size_t MaxBase64DecodedSize(size_t characters) { return characters / 4 * 3 + 2; }
inline constexpr size_t Base64EncodedSize(size_t octets) { return (octets + 2) / 3 * 4; }

// Decodes `text` into `out`, which must hold MaxBase64DecodedSize(text.size()) octets. Returns the number of
// octets; nullopt for anything but the alphabet of RFC 4648 §4 with SP, HTAB, CR and LF anywhere, or a last
// quantum of one character, or padding that does not complete the last quantum. The ABNF lets the padding be
// absent, and so does this; the unused bits of the last quantum may be anything, as in every verifier that is
// known. The empty string decodes to nothing.
std::optional<size_t> DecodeBase64(std::string_view text, std::span<uint8_t> out);

// Encodes with padding into `out`, which must hold Base64EncodedSize(octets.size()) characters. Returns the
// text, a view into `out`.
std::string_view EncodeBase64(std::span<const uint8_t> octets, std::span<char> out);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_BASE64_H_
