// A body as its canonical octets, made piece by piece: the producer of RFC 6376 §3.4.3 and §3.4.4, with a
// hash or anything else as the consumer. Any number of producers can run side by side, each with a block of
// its own.
#ifndef KENPIN_ENGINE_DKIM_CANONICAL_BODY_H_
#define KENPIN_ENGINE_DKIM_CANONICAL_BODY_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/dkim/body_hash.h"
#include "engine/dkim/body_kernels.h"

namespace kenpin {

// A good size for a block: with the input that it was made from it stays in the first-level cache.
inline constexpr size_t kCanonicalBlockSize = 16384;
// Every block must be at least this large.
inline constexpr size_t kMinCanonicalBlockSize = 2048;

// Owns no memory; not thread-safe. Use: Start, then Next until it is empty for each piece of the body, then
// Finish until it is empty.
class CanonicalBody {
 public:
  void Start(Canonicalization canonicalization, LineEndReading reading);
  // After Start() for relaxed by the standard reading: also finds out whether simple would give the same
  // octets, as it does for most encoded text.
  void CompareWithSimple() { comparing_ = true; }

  // Takes bytes from the front of *input, whose surroundings must be readable (kBufferSlack). Returns the
  // next canonical octets: a view into `block` or into *input itself, valid until either changes. Empty only
  // when *input is used up.
  std::string_view Next(std::string_view* input, std::span<char> block);

  // The octets that only the end of the body decides. Call until it returns an empty view.
  std::string_view Finish(std::span<char> block);

  // Line facts of all that Next took. Only kept for relaxed by the standard reading, where they cost next to
  // nothing.
  const LineScan& scan() const { return scan_; }

  // With CompareWithSimple(): whether simple gives other octets than those that Next() and Finish() have made
  // so far. Final once Finish() was called: if it is false then, both forms of the body are the same.
  bool differs_from_simple() const { return differs_; }

 private:
  void Compare(std::string_view taken, size_t made);
  bool MayPassThrough() const;
  std::string_view PassThrough(std::string_view* input);
  std::string_view Convert(std::string_view* input, std::span<char> block);
  KernelProgress RunKernel(std::string_view input, std::span<char> room);
  std::string_view WriteOwed(std::span<char> block);
  void OweHeld();

  Canonicalization canonicalization_ = Canonicalization::kRelaxed;
  LineEndReading reading_ = LineEndReading::kStandard;
  CanonicalState state_;
  LineScan scan_;
  // Line ends behind the last data. They are dropped if the body ends here and written if data follows.
  uint64_t held_ = 0;
  // Line ends that data was found behind: to be written before anything else.
  uint64_t owed_ = 0;
  bool has_data_ = false;    // The canonical body is more than line ends.
  bool converting_ = false;  // A lone LF was found: this body can not be hashed as it is stored.
  bool ended_ = false;
  bool comparing_ = false;
  bool differs_ = false;
  uint64_t taken_ = 0;       // With CompareWithSimple(), as long as nothing differs: octets of input so far.
  uint64_t made_ = 0;        // Likewise: octets returned.
  std::string_view ending_;  // The last octets, once the body has ended.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_CANONICAL_BODY_H_
