// What a partial and a manifest hold, which may come from anybody: refused, or read as something that is
// written and read again as the same.
#include <string>
#include <string_view>

#include "engine/partial/domain_codec.h"
#include "engine/partial/manifest.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

constexpr size_t kSamples = 3;

void CheckDomain(std::string_view bytes) {
  DomainCounts counts;
  if (!DecodeDomain(bytes, kSamples, &counts)) return;
  for (const RuleCounts& rule : counts.rules) {
    Require(rule.samples.samples().size() <= kSamples, "samples are bounded");
    for (size_t i = 0; i < kOutcomeCount; ++i) {
      Require(rule.indirect.counts[i] <= rule.outcomes.counts[i], "a part is not more than the whole");
    }
  }
  Require(counts.selectors.size() <= kMaxSelectorsPerDomain, "selectors are bounded");
  ByteWriter first;
  EncodeDomain(counts, &first);
  DomainCounts again;
  Require(DecodeDomain(first.bytes(), kSamples, &again), "what is written can be read");
  ByteWriter second;
  EncodeDomain(again, &second);
  Require(first.bytes() == second.bytes(), "and is the same");
}

void CheckManifest(std::string_view text) {
  const absl::StatusOr<Manifest> manifest = ReadManifest(text);
  if (!manifest.ok()) return;
  const absl::StatusOr<Manifest> again = ReadManifest(WriteManifest(*manifest));
  Require(again.ok() && again->parts == manifest->parts && again->paths == manifest->paths,
          "a manifest is written as it was read");
  Require(PartsOf(*manifest, manifest->shards).size() == manifest->paths.size(), "every path has its part");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  CheckDomain(text.view());
  CheckManifest(text.view());
  return 0;
}
