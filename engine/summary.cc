#include "engine/summary.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "engine/mail/date.h"

namespace kenpin {
namespace {

// Keeps the first kMaxSelectorsPerDomain keys. A key is dropped only while that many smaller ones stand, and
// those never leave: so what is kept at the end was never dropped anywhere, and its counts are whole.
void TrimSelectors(DomainCounts& counts) {
  while (counts.selectors.size() > kMaxSelectorsPerDomain) {
    const std::map<SelectorKey, SelectorCounts>::iterator last = std::prev(counts.selectors.end());
    counts.other_selectors += last->second.signatures;
    counts.selectors.erase(last);
  }
}

std::optional<int32_t> DayOf(const Evidence& evidence) {
  const std::optional<int64_t> time = CountedTime(evidence);
  if (!time) return std::nullopt;
  return static_cast<int32_t>(*time / kSecondsPerDay);
}

template <size_t N>
void AddTo(std::array<uint64_t, N>& sum, const std::array<uint64_t, N>& other) {
  for (size_t i = 0; i < N; ++i) sum[i] += other[i];
}

void CountTls(const Evidence& evidence, const VerdictSet& verdicts, TlsCounts& tls) {
  const Outcome outcome = verdicts[static_cast<size_t>(RuleId::kInfraTls)].outcome;
  if (outcome == Outcome::kPass || outcome == Outcome::kWarn) {
    ++tls.versions[static_cast<size_t>(evidence.delivery->border_hop.tls.version)];
  } else if (outcome == Outcome::kFail) {
    ++tls.plain;
  } else {
    ++tls.unknown;
  }
}

void CountPolicy(const DmarcEvidence& dmarc, PolicyCounts& policies) {
  if (dmarc.policy) {
    ++policies.policies[static_cast<size_t>(*dmarc.policy)];
  } else if (dmarc.lookup == DmarcLookup::kNone) {
    ++policies.no_record;
  } else {
    ++policies.unknown;
  }
}

}  // namespace

OutcomeCounts RuleCounts::direct() const {
  OutcomeCounts direct = outcomes;
  for (size_t i = 0; i < kOutcomeCount; ++i) direct.counts[i] -= indirect.counts[i];
  return direct;
}

const RuleTable::Array& RuleTable::get() const {
  static const Array* const kNothing = new Array();
  return shared_ == nullptr ? *kNothing : *shared_;
}

RuleTable::Array& RuleTable::own() {
  if (shared_ == nullptr) {
    shared_ = std::make_shared<Array>();
  } else if (shared_.use_count() > 1) {
    shared_ = std::make_shared<Array>(*shared_);
  }
  return *shared_;
}

void RuleTable::Merge(RuleTable&& other, size_t sample_limit) {
  if (shared_ == nullptr || other.shared_ == nullptr) {
    if (shared_ == nullptr) shared_ = std::move(other.shared_);
    return;
  }
  Array& mine = own();
  const bool is_last = other.shared_.use_count() == 1;
  for (size_t i = 0; i < kRuleCount; ++i) {
    RuleCounts& rule = (*other.shared_)[i];
    mine[i].outcomes += rule.outcomes;
    mine[i].indirect += rule.indirect;
    mine[i].samples.Merge(is_last ? std::move(rule.samples) : SampleList(rule.samples), sample_limit);
  }
}

void DomainCounts::Merge(DomainCounts&& other, size_t sample_limit) {
  messages += other.messages;
  bytes += other.bytes;
  unsigned_messages += other.unsigned_messages;
  AddTo(streams, other.streams);
  AddTo(tls.versions, other.tls.versions);
  tls.plain += other.tls.plain;
  tls.unknown += other.tls.unknown;
  AddTo(policies.policies, other.policies.policies);
  policies.no_record += other.policies.no_record;
  policies.unknown += other.policies.unknown;
  rules.Merge(std::move(other.rules), sample_limit);
  for (const auto& [day, count] : other.days) days[day] += count;
  for (const auto& [day, count] : other.failing_days) failing_days[day] += count;
  for (const auto& [key, count] : other.selectors) {
    SelectorCounts& mine = selectors[key];
    mine.signatures += count.signatures;
    mine.passed += count.passed;
  }
  corpus.Merge(std::move(other.corpus), sample_limit);
  other_selectors += other.other_selectors;
  systems.Merge(other.systems);
  TrimSelectors(*this);
}

struct SummaryTable::Impl {
  Impl(size_t samples, size_t fingerprint_bytes, AddressText address_text)
      : sample_limit(samples), collector(samples, std::move(address_text)), fingerprints(fingerprint_bytes) {}

  struct Row {
    std::string org_domain;
    uint64_t domain_hash = 0;
    uint64_t org_hash = 0;
    DomainCounts counts;
  };

  Row& FindRow(const AuthorFacts& author);
  void AddSelectors(const Evidence& evidence, DomainCounts& counts);

  size_t sample_limit;
  uint64_t messages = 0;
  // Rows by Author Domain. The rows are large: they stand behind pointers, so that growing the table moves
  // little.
  absl::flat_hash_map<std::string, std::unique_ptr<Row>> rows;
  CorpusCollector collector;
  SortedRuns fingerprints;
  std::string lookup;    // Reused, so that finding a row allocates nothing.
  SelectorKey selector;  // Likewise.
};

SummaryTable::SummaryTable(size_t sample_limit, size_t fingerprint_bytes, AddressText address_text)
    : impl_(std::make_unique<Impl>(sample_limit, fingerprint_bytes, std::move(address_text))) {}
SummaryTable::~SummaryTable() = default;
SummaryTable::SummaryTable(SummaryTable&&) noexcept = default;

uint64_t SummaryTable::messages() const { return impl_->messages; }

SummaryTable::Impl::Row& SummaryTable::Impl::FindRow(const AuthorFacts& author) {
  lookup.assign(author.domain);
  std::unique_ptr<Row>& row = rows[lookup];
  if (row == nullptr) {
    row = std::make_unique<Row>();
    // A domain that is itself a public suffix is rolled up under its own name.
    row->org_domain.assign(author.org_domain.empty() ? author.domain : author.org_domain);
    row->domain_hash = NameHash(author.domain);
    row->org_hash = NameHash(row->org_domain);
  }
  return *row;
}

void SummaryTable::Impl::AddSelectors(const Evidence& evidence, DomainCounts& counts) {
  for (const SignatureEvidence& signature : evidence.signatures) {
    selector.domain.assign(signature.domain);
    selector.selector.assign(signature.selector);
    selector.algorithm.assign(DkimAlgorithmName(signature.algorithm));
    selector.bits = signature.key_bits;
    SelectorCounts& found = counts.selectors[selector];
    ++found.signatures;
    if (signature.result == DkimResult::kPass) ++found.passed;
  }
  TrimSelectors(counts);
}

void SummaryTable::Add(const SummaryInput& input) {
  const Evidence& evidence = *input.evidence;
  Impl::Row& row = impl_->FindRow(evidence.author);
  DomainCounts& counts = row.counts;
  ++impl_->messages;
  ++counts.messages;
  counts.bytes += input.length;
  if (evidence.signatures.empty()) ++counts.unsigned_messages;
  ++counts.streams[static_cast<size_t>(evidence.stream)];
  CountTls(evidence, *input.verdicts, counts.tls);
  CountPolicy(evidence.dmarc, counts.policies);
  RuleTable::Array& rules = counts.rules.own();
  for (size_t i = 0; i < kRuleCount; ++i) {
    const Verdict verdict = (*input.verdicts)[i];
    RuleCounts& rule = rules[i];
    rule.outcomes.Add(verdict.outcome);
    if (evidence.stream != Stream::kDirect) rule.indirect.Add(verdict.outcome);
    if (rule.samples.Wants(verdict.outcome, input.ordinal, impl_->sample_limit)) {
      rule.samples.Offer({input.ordinal, verdict.outcome, verdict.reason, evidence.stream,
                          std::string(input.source), std::string(evidence.mail->message_id.id)},
                         impl_->sample_limit);
    }
  }
  if (const std::optional<int32_t> day = DayOf(evidence)) {
    ++counts.days[*day];
    if (input.fails_required && evidence.stream == Stream::kDirect) ++counts.failing_days[*day];
  }
  impl_->AddSelectors(evidence, counts);
  counts.systems.Add(evidence, *input.verdicts);
  if (input.body_digest) {
    impl_->fingerprints.Add(BodyFingerprint(row.org_hash, row.domain_hash, *input.body_digest));
  }
  impl_->collector.Add({&evidence, input.ordinal, input.source,
                        input.body_digest ? &*input.body_digest : nullptr, input.traffic, row.org_hash},
                       &counts.corpus, &impl_->fingerprints);
}

namespace {

bool MoreMessages(const DomainSummary& a, const DomainSummary& b) {
  if (a.domain.empty() != b.domain.empty()) return b.domain.empty();
  if (a.counts.messages != b.counts.messages) return a.counts.messages > b.counts.messages;
  return a.domain < b.domain;
}

}  // namespace

void SummaryTable::MoveInto(DomainTree* tree) {
  for (auto& [domain, row] : impl_->rows) {
    (*tree)[row->org_domain][domain].Merge(std::move(row->counts), impl_->sample_limit);
    row.reset();
  }
  impl_->rows.clear();
}

SortedRuns& SummaryTable::fingerprints() { return impl_->fingerprints; }

absl::Status SummaryTable::Finish(std::span<SummaryTable* const> tables, std::vector<DomainSummary>* rows) {
  const size_t sample_limit = tables.empty() ? 0 : tables.front()->impl_->sample_limit;
  std::vector<SortedRuns*> fingerprints;
  DomainTree tree;
  for (SummaryTable* table : tables) {
    table->MoveInto(&tree);
    fingerprints.push_back(&table->fingerprints());
  }
  return RollUp(std::move(tree), fingerprints, sample_limit, rows);
}

void MergeTrees(DomainTree&& from, size_t sample_limit, DomainTree* tree) {
  for (auto& [org_domain, subdomains] : from) {
    std::map<std::string, DomainCounts>& mine = (*tree)[org_domain];
    for (auto& [domain, counts] : subdomains) mine[domain].Merge(std::move(counts), sample_limit);
  }
  from.clear();
}

absl::Status RollUp(DomainTree&& tree, std::span<SortedRuns* const> fingerprints, size_t sample_limit,
                    std::vector<DomainSummary>* rows) {
  FoldedCorpus folded;
  const absl::Status status = FoldFingerprints(fingerprints, sample_limit, &folded);
  rows->clear();
  // A row may hold some 10 KB, and there may be many: none is there twice.
  rows->reserve(tree.size());
  for (; !tree.empty(); tree.erase(tree.begin())) {
    auto& [org_domain, subdomains] = *tree.begin();
    DomainSummary org;
    org.domain = org_domain;
    org.subdomains.reserve(subdomains.size());
    for (auto& [domain, counts] : subdomains) {
      org.counts.Merge(DomainCounts(counts), sample_limit);
      const auto bodies = folded.distinct_bodies.find(NameHash(domain));
      counts.distinct_bodies = bodies == folded.distinct_bodies.end() ? 0 : bodies->second;
      DomainSummary& subdomain = org.subdomains.emplace_back();
      subdomain.domain = domain;
      subdomain.counts = std::move(counts);
    }
    const FoldedDomain* found = folded.Find(org_domain);
    if (found != nullptr) org.counts.distinct_bodies = found->distinct_bodies;
    org.corpus = SummarizeCorpus(org.counts.corpus, found, org.counts.days, sample_limit);
    org.corpus.facts.messages = org.counts.messages;
    org.corpus.facts.has_domain = !org_domain.empty();
    rows->push_back(std::move(org));
  }
  std::sort(rows->begin(), rows->end(), MoreMessages);
  return status;
}

}  // namespace kenpin
