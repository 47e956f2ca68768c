// Bodies for tests: bytes with just the slack that the kernels were promised, generators over alphabets that
// hurt, and the SIMD targets.
#ifndef KENPIN_ENGINE_DKIM_TEST_BODY_H_
#define KENPIN_ENGINE_DKIM_TEST_BODY_H_

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dkim/body_hash.h"
#include "hwy/highway.h"
#include "io/buffer.h"

namespace kenpin::test {

// A copy of `bytes` that begins `alignment` bytes behind a 64-byte boundary, with exactly kBufferSlack
// readable bytes at both ends; what stands there is `filler`, which must not matter. The address sanitizer
// sees every byte that is read beyond.
class PaddedBytes {
 public:
  explicit PaddedBytes(std::string_view bytes, size_t alignment = 0, char filler = '\n')
      : size_(bytes.size()), skip_(alignment) {
    const size_t needed = kBufferSlack + alignment + bytes.size() + kBufferSlack;
    // An aligned block would be rounded up, so the bytes are put at its end and the rounding is in front.
    rounding_ = (64 - needed % 64) % 64;
    memory_ = static_cast<char*>(std::aligned_alloc(64, needed + rounding_));
    std::fill(memory_, memory_ + needed + rounding_, filler);
    std::copy(bytes.begin(), bytes.end(), memory_ + offset());
  }
  ~PaddedBytes() { std::free(memory_); }
  PaddedBytes(const PaddedBytes&) = delete;
  PaddedBytes& operator=(const PaddedBytes&) = delete;
  std::string_view view() const { return {memory_ + offset(), size_}; }

 private:
  size_t offset() const { return rounding_ + kBufferSlack + skip_; }

  char* memory_;
  size_t size_;
  size_t skip_;
  size_t rounding_;
};

// Few symbols, so that every neighbourhood of the hard ones turns up.
inline const std::string_view kHardAlphabets[] = {
    {"a \t\r\n\x80\0", 7}, {"a \n", 3}, {"a\r\n", 3}, {" \r\n", 3},
    {"\r\n", 2},           {" \t", 2},  {"a \t", 3},  {"aaaaaaaaaaaaaaaaaaaa \n", 22},
};

template <class Random>
std::string RandomBody(std::string_view alphabet, size_t size, Random* random) {
  std::string body(size, '\0');
  for (char& c : body) c = alphabet[(*random)() % alphabet.size()];
  return body;
}

// Runs of one symbol or pair each, some of them long, so that whole blocks are alike.
template <class Random>
std::string RandomRuns(size_t size, Random* random) {
  static const std::string_view kRuns[] = {"a",    " ",     "\t ",  "\n",  "\r",
                                           "\r\n", "word ", "\x80", " \n", " \r\n"};
  std::string body;
  while (body.size() < size) {
    std::string_view run = kRuns[(*random)() % std::size(kRuns)];
    for (size_t i = (*random)() % 4 == 0 ? (*random)() % 200 : (*random)() % 4; i > 0; --i) body += run;
  }
  body.resize(size);
  return body;
}

// Words in lines that end with LF, or all with CRLF, most of them about as long as a block of the kernels.
// About every `rarity` octets something else: WSP, CR, an empty line. 0: nowhere.
template <class Random>
std::string RandomText(size_t size, size_t rarity, Random* random) {
  static const std::string_view kEvents[] = {"  ",     " \n", "\t", "\r",   "\r\n",
                                             "\n\n\n", "\n ", "\v", "\x80", " \r"};
  const std::string_view line_end = (*random)() % 2 == 0 ? "b\n" : "b\r\n";
  std::string body;
  while (body.size() < size) {
    const size_t line = (*random)() % 8 == 0 ? (*random)() % 200 : 60 + (*random)() % 20;
    for (size_t i = 0; i < line; ++i) {
      const bool event = rarity != 0 && (*random)() % rarity == 0;
      if (event) body += kEvents[(*random)() % std::size(kEvents)];
      body += (*random)() % 7 == 0 && i % 2 == 1 ? ' ' : 'a';
    }
    body += line_end;
  }
  body.resize(size);
  return body;
}

inline std::string Printable(std::string_view bytes) {
  std::string text;
  for (char c : bytes) {
    char hex[8];
    std::snprintf(hex, sizeof hex, "\\x%02x", static_cast<unsigned char>(c));
    text += c == '\r'             ? "\\r"
            : c == '\n'           ? "\\n"
            : c == '\t'           ? "\\t"
            : c >= ' ' && c < 127 ? std::string(1, c)
                                  : hex;
  }
  return text;
}

inline bool SameFacts(const BodyFacts& a, const BodyFacts& b) {
  return a.line_ends.crlf == b.line_ends.crlf && a.line_ends.lone_lf == b.line_ends.lone_lf &&
         a.line_ends.lone_cr == b.line_ends.lone_cr && a.longest_line == b.longest_line &&
         a.has_eight_bit == b.has_eight_bit && a.has_nul == b.has_nul;
}

inline bool SameHash(const BodyHash& a, const BodyHash& b) {
  return a.request == b.request && a.digest == b.digest && a.digest_size == b.digest_size &&
         a.canonical_length == b.canonical_length;
}

// Runs `check` under every SIMD target of this machine, and the scalar one.
template <class Check>
void ForEachTarget(Check check) {
  std::vector<int64_t> targets = {HWY_SCALAR | HWY_EMU128};
  const int64_t supported = hwy::SupportedTargets();
  for (int bit = 0; bit < 61; ++bit) {
    if (supported >> bit & 1) targets.push_back(int64_t{1} << bit);
  }
  for (int64_t target : targets) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    check(hwy::TargetName(target & -target));
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_TEST_BODY_H_
