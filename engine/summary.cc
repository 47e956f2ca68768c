#include "engine/summary.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace kenpin {
namespace {

constexpr int64_t kSecondsPerDay = 86400;
// Dates outside 1970..2100 are kept out of the calendar: a hostile Date must not buy a row a message.
constexpr int64_t kLastCountedTime = 4102444800;

// How bad an outcome is as a sample; smaller is worse.
int Severity(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFail:
      return 0;
    case Outcome::kUnknown:
      return 1;
    case Outcome::kWarn:
      return 2;
    case Outcome::kPass:
    case Outcome::kNotApplicable:
      break;
  }
  return 3;
}

bool WorseSample(Outcome a, const Ordinal& at_a, Outcome b, const Ordinal& at_b) {
  const int severity_a = Severity(a);
  const int severity_b = Severity(b);
  return severity_a != severity_b ? severity_a < severity_b : at_a < at_b;
}

// FNV-1a: the names are hashed only to group fingerprints, and must hash the same on every machine.
uint64_t NameHash(std::string_view name) {
  uint64_t h = 14695981039346656037u;
  for (const char c : name) h = (h ^ static_cast<uint8_t>(c)) * 1099511628211u;
  return h;
}

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
  std::optional<int64_t> time = evidence.delivered_at;
  if (!time && evidence.mail->date.form == DateFacts::Form::kOk) time = evidence.mail->date.time;
  if (!time || *time < 0 || *time >= kLastCountedTime) return std::nullopt;
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

bool SampleList::Wants(Outcome outcome, const Ordinal& ordinal, size_t limit) const {
  if (Severity(outcome) > 2 || limit == 0) return false;
  if (samples_.size() < limit) return true;
  return WorseSample(outcome, ordinal, samples_.back().outcome, samples_.back().ordinal);
}

void SampleList::Offer(Sample sample, size_t limit) {
  if (!Wants(sample.outcome, sample.ordinal, limit)) return;
  const std::vector<Sample>::iterator place =
      std::lower_bound(samples_.begin(), samples_.end(), sample, [](const Sample& a, const Sample& b) {
        return WorseSample(a.outcome, a.ordinal, b.outcome, b.ordinal);
      });
  samples_.insert(place, std::move(sample));
  if (samples_.size() > limit) samples_.pop_back();
}

void SampleList::Merge(SampleList other, size_t limit) {
  for (Sample& sample : other.samples_) Offer(std::move(sample), limit);
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
  for (size_t i = 0; i < kRuleCount; ++i) {
    rules[i].outcomes += other.rules[i].outcomes;
    rules[i].indirect += other.rules[i].indirect;
    rules[i].samples.Merge(std::move(other.rules[i].samples), sample_limit);
  }
  for (const auto& [day, count] : other.days) days[day] += count;
  for (const auto& [key, count] : other.selectors) {
    SelectorCounts& mine = selectors[key];
    mine.signatures += count.signatures;
    mine.passed += count.passed;
  }
  other_selectors += other.other_selectors;
  systems.Merge(other.systems);
  TrimSelectors(*this);
}

struct SummaryTable::Impl {
  Impl(size_t samples, size_t fingerprint_bytes) : sample_limit(samples), bodies(fingerprint_bytes) {}

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
  SortedRuns bodies;
  std::string lookup;    // Reused, so that finding a row allocates nothing.
  SelectorKey selector;  // Likewise.
};

SummaryTable::SummaryTable(size_t sample_limit, size_t fingerprint_bytes)
    : impl_(std::make_unique<Impl>(sample_limit, fingerprint_bytes)) {}
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
  for (size_t i = 0; i < kRuleCount; ++i) {
    const Verdict verdict = (*input.verdicts)[i];
    RuleCounts& rule = counts.rules[i];
    rule.outcomes.Add(verdict.outcome);
    if (evidence.stream != Stream::kDirect) rule.indirect.Add(verdict.outcome);
    if (rule.samples.Wants(verdict.outcome, input.ordinal, impl_->sample_limit)) {
      rule.samples.Offer({input.ordinal, verdict.outcome, verdict.reason, evidence.stream,
                          std::string(input.source), std::string(evidence.mail->message_id.id)},
                         impl_->sample_limit);
    }
  }
  if (const std::optional<int32_t> day = DayOf(evidence)) ++counts.days[*day];
  impl_->AddSelectors(evidence, counts);
  counts.systems.Add(evidence, *input.verdicts);
  if (input.body_digest) {
    Fingerprint f{{row.org_hash, 0, 0, row.domain_hash}};
    std::memcpy(&f.words[1], input.body_digest->data(), 16);
    impl_->bodies.Add(f);
  }
}

namespace {

// Counts different bodies per Organizational Domain and per Author Domain from the sorted fingerprints: (org,
// body, author).
absl::Status CountBodies(std::span<SortedRuns* const> sources,
                         absl::flat_hash_map<uint64_t, uint64_t>* by_org,
                         absl::flat_hash_map<uint64_t, uint64_t>* by_domain) {
  Fingerprint last;
  bool first = true;
  return SortedRuns::Merge(sources, [&](const Fingerprint& f) {
    const bool new_body =
        first || f.words[0] != last.words[0] || f.words[1] != last.words[1] || f.words[2] != last.words[2];
    if (new_body) ++(*by_org)[f.words[0]];
    if (new_body || f.words[3] != last.words[3]) ++(*by_domain)[f.words[3]];
    last = f;
    first = false;
  });
}

bool MoreMessages(const DomainSummary& a, const DomainSummary& b) {
  if (a.domain.empty() != b.domain.empty()) return b.domain.empty();
  if (a.counts.messages != b.counts.messages) return a.counts.messages > b.counts.messages;
  return a.domain < b.domain;
}

}  // namespace

absl::Status SummaryTable::Finish(std::span<SummaryTable* const> tables, std::vector<DomainSummary>* rows) {
  const size_t sample_limit = tables.empty() ? 0 : tables.front()->impl_->sample_limit;
  std::vector<SortedRuns*> bodies;
  std::map<std::string, std::map<std::string, DomainCounts>> tree;  // Organizational Domain, Author Domain.
  for (SummaryTable* table : tables) {
    for (auto& [domain, row] : table->impl_->rows) {
      tree[row->org_domain][domain].Merge(std::move(row->counts), sample_limit);
    }
    table->impl_->rows.clear();
    bodies.push_back(&table->impl_->bodies);
  }
  absl::flat_hash_map<uint64_t, uint64_t> by_org;
  absl::flat_hash_map<uint64_t, uint64_t> by_domain;
  const absl::Status status = CountBodies(bodies, &by_org, &by_domain);
  const auto find = [&status](const absl::flat_hash_map<uint64_t, uint64_t>& map,
                              std::string_view name) -> uint64_t {
    const auto found = map.find(NameHash(name));
    return status.ok() && found != map.end() ? found->second : 0;
  };
  rows->clear();
  for (auto& [org_domain, subdomains] : tree) {
    DomainSummary org;
    org.domain = org_domain;
    for (auto& [domain, counts] : subdomains) {
      org.counts.Merge(DomainCounts(counts), sample_limit);
      counts.distinct_bodies = find(by_domain, domain);
      org.subdomains.push_back({domain, std::move(counts), {}});
    }
    org.counts.distinct_bodies = find(by_org, org_domain);
    rows->push_back(std::move(org));
  }
  std::sort(rows->begin(), rows->end(), MoreMessages);
  return status;
}

}  // namespace kenpin
