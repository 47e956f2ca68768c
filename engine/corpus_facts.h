// What is counted of a domain's messages for the rules about the whole corpus, beside the fingerprints
// (corpus_fold.h): sums, and the matrix of who sends what. Everything merges commutatively and associatively.
//
// Memory a domain: kTrafficClassCount × kMaxStreamsPerClass rows of the matrix and the samples; at most about
// 64 KiB with the longest names.
#ifndef KENPIN_ENGINE_CORPUS_FACTS_H_
#define KENPIN_ENGINE_CORPUS_FACTS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/auth/evidence.h"
#include "engine/corpus_fold.h"
#include "engine/sample_list.h"
#include "io/sorted_runs.h"
#include "rules/corpus_rule.h"

namespace kenpin {

// A class with more combinations of From, d= and client keeps the first in their order; the rest is only
// counted.
inline constexpr size_t kMaxStreamsPerClass = 32;

// Who sends: From, the signature that counts, and the client.
struct StreamKey {
  std::string address;  // As written, the domain in lower case.
  std::string signer;   // d=; empty: not signed.
  uint64_t client = 0;  // ClientCode().
  auto operator<=>(const StreamKey&) const = default;
};
using StreamMatrix = std::array<std::map<StreamKey, uint64_t>, kTrafficClassCount>;

using CorpusSamples = std::array<SampleList, kCorpusRuleCount>;

// Of one Author Domain, and summed up of an Organizational Domain.
struct CorpusCounts {
  UnsubscribeUris uris;                                 // landing_pages, addresses and short_tokens.
  VolumeFacts volume;                                   // All but the peak.
  std::array<uint64_t, kTrafficClassCount> messages{};  // Direct mail by class.
  StreamMatrix streams;
  CorpusSamples samples;

  void Merge(CorpusCounts&& other, size_t sample_limit);
};

// What the corpus rules say of an Organizational Domain, and by what.
struct CorpusSummary {
  CorpusFacts facts;
  CorpusVerdicts verdicts;
  CorpusSamples samples;
};

// One message, for CorpusCollector.
struct CorpusInput {
  const Evidence* evidence = nullptr;
  Ordinal ordinal;
  std::string_view source;
  const std::array<uint8_t, 32>* body_digest = nullptr;  // Null: not known.
  TrafficClass traffic = TrafficClass::kUnknown;
  uint64_t org_hash = 0;  // NameHash() of the Organizational Domain.
};

// When the message was delivered, else its Date; absent outside 1970..2100: a hostile date must not buy
// memory.
std::optional<int64_t> CountedTime(const Evidence& evidence);

// The class of a message: as told, else by what its signs say.
TrafficClass ClassOfTraffic(std::optional<TrafficClass> told, UnsubscribeClass by_signs);

// How the address of a stream is kept; empty: as it is written.
using AddressText = std::function<std::string(std::string_view)>;

// Adds messages to counts and fingerprints. Keeps strings for reuse, so that nothing is allocated in steady
// state. One per thread.
class CorpusCollector {
 public:
  // Which streams are kept depends on their text: who redacts it does so here, not at the end, so that the
  // parts of a run agree with the whole.
  explicit CorpusCollector(size_t sample_limit, AddressText address_text = {})
      : sample_limit_(sample_limit), address_text_(std::move(address_text)) {}
  void Add(const CorpusInput& input, CorpusCounts* counts, SortedRuns* fingerprints);

 private:
  void AddUri(const CorpusInput& input, CorpusCounts* counts, SortedRuns* fingerprints);
  void AddStream(const CorpusInput& input, CorpusCounts* counts);

  void SetAddress(const FromFacts& from);

  size_t sample_limit_;
  AddressText address_text_;
  StreamKey key_;
  std::string written_;  // The address that address_text_ made key_.address of.
  std::string lookup_;   // The address at hand.
};

// Puts together what is known of an Organizational Domain but for outside data and verdicts. `days` are its
// messages by day.
CorpusSummary SummarizeCorpus(CorpusCounts& counts, const FoldedDomain* folded,
                              const std::map<int32_t, uint64_t>& days, size_t sample_limit);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CORPUS_FACTS_H_
