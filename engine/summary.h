// The summary: what the verdicts of many messages add up to, per Author Domain and rolled up to the
// Organizational Domain.
//
// Every thread folds into a SummaryTable of its own; the tables are merged once, at the end. All that is kept
// is either a sum, or "the smallest k" of something that has a total order (samples by ordinal, selectors by
// name), so that the result is the same whatever thread saw which message: merge is commutative and
// associative.
#ifndef KENPIN_ENGINE_SUMMARY_H_
#define KENPIN_ENGINE_SUMMARY_H_

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/evidence.h"
#include "engine/corpus_facts.h"
#include "engine/sample_list.h"
#include "engine/sender_system_counts.h"
#include "io/chunk.h"
#include "io/sorted_runs.h"
#include "rules/compliance.h"
#include "rules/rule.h"

namespace kenpin {

// A domain with more selectors than this keeps the first ones in bytewise order; the rest is only counted.
inline constexpr size_t kMaxSelectorsPerDomain = 64;
// Above this the fingerprints of all threads together go to a temporary file.
inline constexpr size_t kFingerprintMemoryBytes = 32u << 20;

struct SelectorKey {
  std::string domain;
  std::string selector;
  std::string algorithm;
  int bits = 0;
  auto operator<=>(const SelectorKey&) const = default;
};

struct SelectorCounts {
  uint64_t signatures = 0;
  uint64_t passed = 0;
};

struct RuleCounts {
  OutcomeCounts outcomes;  // Of all mail.
  OutcomeCounts indirect;  // Of list and forwarded mail: part of `outcomes`, and not held against the domain.
  SampleList samples;

  OutcomeCounts direct() const;
};

// The counts of all rules, by RuleId. They are the largest part of what is kept of a domain: copies share
// them until one is changed, so that most domains, whose mail has one Author Domain only, keep them once for
// the row of that domain and for its Organizational Domain's. Copies may be read by several threads at a
// time.
class RuleTable {
 public:
  using Array = std::array<RuleCounts, kRuleCount>;

  const RuleCounts& operator[](size_t rule) const { return get()[rule]; }
  const RuleCounts& back() const { return get().back(); }
  Array::const_iterator begin() const { return get().begin(); }
  Array::const_iterator end() const { return get().end(); }

  // To be changed: from here on it shares nothing.
  RuleCounts& operator[](size_t rule) { return own()[rule]; }
  RuleCounts& back() { return own().back(); }
  Array::iterator begin() { return own().begin(); }
  Array::iterator end() { return own().end(); }
  Array& own();

  // Both keep at most `sample_limit` samples a rule.
  void Merge(RuleTable&& other, size_t sample_limit);

 private:
  const Array& get() const;

  std::shared_ptr<Array> shared_;  // Null: nothing was counted yet.
};

// How the mail of a domain was delivered, as far as the border hop tells.
struct TlsCounts {
  std::array<uint64_t, kTlsVersionCount> versions{};  // By TlsVersion; kUnstated: TLS of some kind.
  uint64_t plain = 0;                                 // By a writer that always marks TLS, without a mark.
  uint64_t unknown = 0;
};

// The DMARC policy that applied.
struct PolicyCounts {
  uint64_t no_record = 0;
  std::array<uint64_t, 3> policies{};  // By DmarcPolicy.
  uint64_t unknown = 0;
};

// What is counted for one name.
struct DomainCounts {
  uint64_t messages = 0;
  uint64_t bytes = 0;
  uint64_t unsigned_messages = 0;
  std::array<uint64_t, kStreamCount> streams{};  // By Stream.
  TlsCounts tls;
  PolicyCounts policies;
  RuleTable rules;
  std::map<int32_t, uint64_t> days;          // Messages by UTC day since 1970 of the delivery, else the Date.
  std::map<int32_t, uint64_t> failing_days;  // Those of them that fail something required; direct mail only.
  std::map<SelectorKey, SelectorCounts> selectors;
  uint64_t other_selectors = 0;  // Signatures under selectors past kMaxSelectorsPerDomain.
  SenderSystemTable systems;
  uint64_t distinct_bodies = 0;  // Known after the merge: bodies with different digests.
  CorpusCounts corpus;

  void Merge(DomainCounts&& other, size_t sample_limit);
};

// One message, as the summary wants to see it.
struct SummaryInput {
  const Evidence* evidence = nullptr;
  const VerdictSet* verdicts = nullptr;
  Ordinal ordinal;
  uint64_t length = 0;
  std::string_view source;
  std::optional<std::array<uint8_t, 32>> body_digest;
  TrafficClass traffic = TrafficClass::kUnknown;
  bool fails_required = false;  // A rule that is required of senders of this size fails.
};

struct DomainSummary {
  std::string domain;  // The Author Domain, or the Organizational Domain of a rolled-up row; empty for mail
                       // without a usable one.
  DomainCounts counts;
  std::vector<DomainSummary> subdomains;  // Only in rolled-up rows; ordered by name.
  // Only in rolled-up rows: facts and samples; the verdicts are given by JudgeCorpora().
  CorpusSummary corpus;
};

// What has been counted, before it is rolled up: by Organizational Domain, then by Author Domain. Without
// distinct_bodies, which the fingerprints tell.
using DomainTree = std::map<std::string, std::map<std::string, DomainCounts>>;

// One thread's counters. Not thread-safe.
class SummaryTable {
 public:
  // `address_text` as in CorpusCollector.
  SummaryTable(size_t sample_limit, size_t fingerprint_bytes, AddressText address_text = {});
  ~SummaryTable();
  SummaryTable(SummaryTable&&) noexcept;

  void Add(const SummaryInput& input);
  uint64_t messages() const;

  // Adds what has been counted to `tree`, and empties the table but for its fingerprints.
  void MoveInto(DomainTree* tree);
  SortedRuns& fingerprints();

  // MoveInto() of all tables, and RollUp().
  static absl::Status Finish(std::span<SummaryTable* const> tables, std::vector<DomainSummary>* rows);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Adds what `from` has counted, which belongs to other messages. At most `sample_limit` samples of a rule
// stay.
void MergeTrees(DomainTree&& from, size_t sample_limit, DomainTree* tree);

// Makes rolled-up rows, most messages first, then by name; the row without a name last. An error concerns
// only the temporary files behind distinct_bodies and the corpus facts, which are then left at 0.
absl::Status RollUp(DomainTree&& tree, std::span<SortedRuns* const> fingerprints, size_t sample_limit,
                    std::vector<DomainSummary>* rows);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SUMMARY_H_
