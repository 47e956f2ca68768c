// Body canonicalization: every SIMD target, any split into pieces and any room give the octets of the
// reference; hashes and line facts are those of the octet-by-octet twins, by the streams and by the lanes.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/crypto/digest.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/canonical_body.h"
#include "engine/dkim/reference_canonicalization.h"
#include "engine/dkim/test_body.h"
#include "engine/dkim/test_canonical_body.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;
using test::ReferenceCanonicalBody;

constexpr LineEndReading kReadings[] = {LineEndReading::kStandard, LineEndReading::kCrBeforeLfIsData,
                                        LineEndReading::kLoneLfIsData, LineEndReading::kLoneCrEndsLine};
constexpr Canonicalization kForms[] = {Canonicalization::kSimple, Canonicalization::kRelaxed};

// What the reference gives; it is slow, and asked at most once an input.
class Expected {
 public:
  // `body` must outlive it.
  explicit Expected(std::string_view body) : body_(body) {}
  const std::string& Of(Canonicalization form, LineEndReading reading) {
    std::optional<std::string>& known = octets_[static_cast<size_t>(reading)][static_cast<size_t>(form)];
    if (!known) known = ReferenceCanonicalBody(body_, form, reading);
    return *known;
  }
  const std::string& Unquoted(Canonicalization form) {
    std::optional<std::string>& known = unquoted_[static_cast<size_t>(form)];
    if (!known) known = ReferenceCanonicalBody(test::ReferenceUnquoted(body_), form);
    return *known;
  }

 private:
  std::string_view body_;
  std::array<std::array<std::optional<std::string>, 2>, 4> octets_;
  std::array<std::optional<std::string>, 2> unquoted_;
};

void CheckPieces(std::string_view body, Expected& expected, fuzz::Dice& dice) {
  std::vector<size_t> splits;
  for (size_t at = 0; dice.Below(8) != 0 && at < body.size(); splits.push_back(at))
    at += 1 + dice.Below(body.size() - at);
  const size_t block = kMinCanonicalBlockSize + dice.Below(100);
  bool differs = false;
  for (const LineEndReading reading : kReadings) {
    for (const Canonicalization form : kForms) {
      // A fuzzer looks at the standard reading, and at one in three of the others.
      if (fuzz::IsFuzzing() && reading != LineEndReading::kStandard && dice.Below(3) != 0) continue;
      const test::ProducedBody produced = test::ProduceBody(body, splits, form, reading, block);
      Require(produced.used_up, "every piece is used up");
      Require(produced.octets == expected.Of(form, reading), "canonical octets are those of the reference");
      differs = produced.differs.value_or(differs);
    }
  }
  Require(differs == (expected.Of(Canonicalization::kSimple, LineEndReading::kStandard) !=
                      expected.Of(Canonicalization::kRelaxed, LineEndReading::kStandard)),
          "whether both forms are the same is found out");
}

BodyFacts FactsByBytes(std::string_view body) {
  LineScan scan;
  ScanLinesByBytes(body, &scan);
  return scan.Facts();
}

void CheckHashes(std::string_view body, Expected& expected, BodyHasher& hasher, MboxQuoting quoting,
                 fuzz::Dice& dice) {
  std::vector<BodyHash> hashes;
  const uint64_t limit = dice.Below(body.size() + 3);
  for (const Canonicalization form : kForms) {
    for (const HashAlgorithm hash : {HashAlgorithm::kSha256, HashAlgorithm::kSha1}) {
      for (const uint64_t l : {kNoBodyLimit, limit}) hashes.emplace_back().request = {form, hash, l};
    }
  }
  BodyFacts facts;
  hasher.Compute(body, {LineEndReading::kStandard, quoting}, hashes, &facts);
  Require(test::SameFacts(facts, FactsByBytes(body)), "line facts");
  for (const BodyHash& hash : hashes) {
    const Canonicalization form = hash.request.canonicalization;
    const std::string& canonical = quoting == MboxQuoting::kUnquote
                                       ? expected.Unquoted(form)
                                       : expected.Of(form, LineEndReading::kStandard);
    Require(hash.canonical_length == canonical.size(), "the length of the canonical body");
    const std::string_view covered = std::string_view(canonical).substr(0, hash.request.limit);
    const Digest digest = Hasher(hash.request.hash).Compute(covered);
    Require(hash.digest_size == digest.size && std::equal(hash.bytes().begin(), hash.bytes().end(),
                                                          digest.bytes().begin(), digest.bytes().end()),
            "a body hash is the hash of the reference");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  fuzz::Dice dice(input);
  static BodyHasher streams(CryptoKernels::kOpenssl);
  static BodyHasher lanes(CryptoKernels::kLanes);
  Expected expected(input);
  const fuzz::Surrounded text(input, fuzz::kArounds[dice.Below(3)], dice.Below(64));
  test::ForEachTarget([&](const char*) { CheckPieces(text.view(), expected, dice); });
  for (const MboxQuoting quoting : {MboxQuoting::kAsStored, MboxQuoting::kUnquote}) {
    CheckHashes(text.view(), expected, streams, quoting, dice);
    CheckHashes(text.view(), expected, lanes, quoting, dice);
  }
  return 0;
}
