// What the fuzz targets share. A target is one file NAME_fuzz.cc with a LLVMFuzzerTestOneInput() that asks of
// any octets what must hold of all of them; what does not hold ends the program. The same input always takes
// the same way: choices (where to cut, how large a buffer is) come from a hash of the input, so that seeds
// are plain text.
#ifndef KENPIN_TESTS_FUZZ_FUZZ_H_
#define KENPIN_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

// Absent unless libFuzzer calls.
extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size) __attribute__((weak));

namespace kenpin::fuzz {

// Ends the program, in a way that a fuzzer takes for a finding, unless `holds`.
inline void Require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

// The input in memory of exactly its size, so that AddressSanitizer sees a read beyond it.
class Exact {
 public:
  explicit Exact(std::string_view text) : size_(text.size()), bytes_(new char[text.size()]) {
    if (!text.empty()) std::memcpy(bytes_.get(), text.data(), text.size());
  }
  std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  size_t size_;
  std::unique_ptr<char[]> bytes_;
};

inline std::string_view InputText(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Choices that depend on the input alone.
class Dice {
 public:
  explicit Dice(std::string_view input) {
    for (const char c : input) state_ = (state_ ^ static_cast<uint8_t>(c)) * 0x100000001b3u;
  }
  // A number below `limit`, which is not 0.
  size_t Below(size_t limit) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>((state_ >> 33) % limit);
  }

 private:
  uint64_t state_ = 0xcbf29ce484222325u;
};

// Reads every octet of a view: AddressSanitizer sees one that is gone or was never there.
inline void Touch(std::string_view view) {
  unsigned sum = 0;
  for (const char c : view) sum += static_cast<uint8_t>(c);
  volatile unsigned sink = sum;
  static_cast<void>(sink);
}

// Whether all of `part` lies in `whole`; an empty part may also lie nowhere.
inline bool LiesIn(std::string_view part, std::string_view whole) {
  if (part.data() == nullptr) return part.empty();
  return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

// What stands around a text whose neighbours may be read but must not matter.
enum class Around : uint8_t { kZeros, kMail, kEightBit };
inline constexpr Around kArounds[] = {Around::kZeros, Around::kMail, Around::kEightBit};

// A text with 64 octets on both sides, of which the last of all is the last of the allocation. `shift` octets
// more stand in front, for texts that begin anywhere in a vector.
class Surrounded {
 public:
  Surrounded(std::string_view text, Around around, size_t shift = 0)
      : size_(text.size()), begin_(kSlack + shift), bytes_(new char[begin_ + size_ + kSlack]) {
    for (size_t i = 0; i < begin_; ++i) bytes_[i] = Filler(around, i);
    if (!text.empty()) std::memcpy(bytes_.get() + begin_, text.data(), size_);
    for (size_t i = 0; i < kSlack; ++i) bytes_[begin_ + size_ + i] = Filler(around, i);
  }
  std::string_view view() const { return {bytes_.get() + begin_, size_}; }

  // A view that something made of the text must lie inside of it, or in memory of its own.
  void RequireSound(std::string_view made) const {
    const std::string_view all(bytes_.get(), begin_ + size_ + kSlack);
    const bool near =
        !made.empty() && made.data() + made.size() > all.data() && made.data() < all.data() + all.size();
    Require(!near || LiesIn(made, view()), "views lie inside of the text");
    Touch(made);
  }

 private:
  static constexpr size_t kSlack = 64;
  static char Filler(Around around, size_t i) {
    static constexpr std::string_view kMail = "\n--=?\r:<a href=http://x.example/>\nFrom: x\n\n ";
    if (around == Around::kZeros) return '\0';
    return around == Around::kMail ? kMail[i % kMail.size()] : static_cast<char>(0x80 + i % 0x80);
  }

  size_t size_;
  size_t begin_;
  std::unique_ptr<char[]> bytes_;
};

// Whether a fuzzer calls, which tries many inputs of a kind, or somebody who replays some.
inline bool IsFuzzing() { return LLVMFuzzerMutate != nullptr; }

}  // namespace kenpin::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#endif  // KENPIN_TESTS_FUZZ_FUZZ_H_
