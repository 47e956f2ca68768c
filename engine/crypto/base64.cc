// Base64 of keys, signatures and body hashes. Four table lookups make three octets; whatever is not four
// letters in a row (folding, padding, the end) takes the slow road, one character at a time, and comes back.
#include "engine/crypto/base64.h"

#include <array>

namespace kenpin {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// What a character is: its value below 64, or one of these.
constexpr uint8_t kWhiteSpace = 0x40;
constexpr uint8_t kPadding = 0x41;
constexpr uint8_t kForeign = 0x80;

constexpr std::array<uint8_t, 256> MakeClasses() {
  std::array<uint8_t, 256> classes{};
  for (uint8_t& value : classes) value = kForeign;
  for (size_t i = 0; i < kAlphabet.size(); ++i) {
    classes[static_cast<uint8_t>(kAlphabet[i])] = static_cast<uint8_t>(i);
  }
  for (char c : {' ', '\t', '\r', '\n'}) classes[static_cast<uint8_t>(c)] = kWhiteSpace;
  classes[static_cast<uint8_t>('=')] = kPadding;
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = MakeClasses();

// Letters collected until four make three octets.
struct Quantum {
  uint32_t bits = 0;
  int letters = 0;
};

// Writes the octets of a last quantum of two or three letters. False if one letter is left over: six bits are
// no octet.
bool WriteRest(const Quantum& quantum, std::span<uint8_t> out, size_t* size) {
  if (quantum.letters == 1) return false;
  if (quantum.letters == 2) {
    out[(*size)++] = static_cast<uint8_t>(quantum.bits >> 4);
  } else if (quantum.letters == 3) {
    out[(*size)++] = static_cast<uint8_t>(quantum.bits >> 10);
    out[(*size)++] = static_cast<uint8_t>(quantum.bits >> 2);
  }
  return true;
}

// Whether `text`, which begins with the first '=', is just the padding that completes a quantum of `letters`
// letters.
bool IsPadding(std::string_view text, int letters) {
  int padding = 0;
  for (char c : text) {
    uint8_t cls = kClasses[static_cast<uint8_t>(c)];
    if (cls == kPadding) {
      ++padding;
    } else if (cls != kWhiteSpace) {
      return false;
    }
  }
  return letters >= 2 && letters + padding == 4;
}

void WriteOctets(uint32_t bits, std::span<uint8_t> out, size_t* size) {
  out[*size] = static_cast<uint8_t>(bits >> 16);
  out[*size + 1] = static_cast<uint8_t>(bits >> 8);
  out[*size + 2] = static_cast<uint8_t>(bits);
  *size += 3;
}

}  // namespace

std::optional<size_t> DecodeBase64(std::string_view text, std::span<uint8_t> out) {
  const uint8_t* in = reinterpret_cast<const uint8_t*>(text.data());
  size_t size = 0;
  size_t i = 0;
  Quantum quantum;
  while (i < text.size()) {
    if (quantum.letters == 0) {
      for (; i + 4 <= text.size(); i += 4) {
        uint32_t a = kClasses[in[i]], b = kClasses[in[i + 1]], c = kClasses[in[i + 2]],
                 d = kClasses[in[i + 3]];
        if ((a | b | c | d) >= 64) break;
        WriteOctets(a << 18 | b << 12 | c << 6 | d, out, &size);
      }
      if (i == text.size()) break;
    }
    uint8_t cls = kClasses[in[i]];
    if (cls == kPadding) {
      if (!IsPadding(text.substr(i), quantum.letters)) return std::nullopt;
      break;
    }
    ++i;
    if (cls == kWhiteSpace) continue;
    if (cls == kForeign) return std::nullopt;
    quantum.bits = quantum.bits << 6 | cls;
    if (++quantum.letters == 4) {
      WriteOctets(quantum.bits, out, &size);
      quantum = {};
    }
  }
  if (!WriteRest(quantum, out, &size)) return std::nullopt;
  return size;
}

std::string_view EncodeBase64(std::span<const uint8_t> octets, std::span<char> out) {
  size_t size = 0;
  for (size_t i = 0; i < octets.size(); i += 3) {
    size_t rest = octets.size() - i;
    uint32_t bits = static_cast<uint32_t>(octets[i]) << 16;
    if (rest > 1) bits |= static_cast<uint32_t>(octets[i + 1]) << 8;
    if (rest > 2) bits |= octets[i + 2];
    out[size] = kAlphabet[bits >> 18];
    out[size + 1] = kAlphabet[bits >> 12 & 63];
    out[size + 2] = rest > 1 ? kAlphabet[bits >> 6 & 63] : '=';
    out[size + 3] = rest > 2 ? kAlphabet[bits & 63] : '=';
    size += 4;
  }
  return {out.data(), size};
}

}  // namespace kenpin
