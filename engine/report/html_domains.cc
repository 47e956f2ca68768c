#include "engine/report/html_domains.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "engine/report/domain_figures.h"
#include "engine/report/html_data.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

// Outcomes in the order of the page's columns.
constexpr std::array<Outcome, kOutcomeCount> kOutcomeColumns = {
    Outcome::kPass, Outcome::kWarn, Outcome::kFail, Outcome::kNotApplicable, Outcome::kUnknown};

class RowWriter {
 public:
  RowWriter(const DomainSummary& domain, const RunSummary& run, HtmlDetail detail, ReasonMarks* reasons)
      : domain_(domain), counts_(domain.counts), run_(run), detail_(detail), reasons_(*reasons) {}

  std::string Write() {
    json_.BeginObject();
    Text("name", domain_.domain);
    Count("messages", counts_.messages);
    Count("bytes", counts_.bytes);
    Count("unsigned", counts_.unsigned_messages);
    const std::optional<bool> bulk = IsBulkSender(domain_.corpus.facts);
    json_.Key("bulk");
    if (bulk) {
      json_.Bool(*bulk);
    } else {
      json_.Null();
    }
    Count("failing", CountFailingRules(counts_, &domain_, run_));
    json_.Key("states");
    json_.String(States(counts_, &domain_.corpus.verdicts));
    json_.Key("detail");
    if (detail_ == HtmlDetail::kRow) {
      json_.Null();
    } else {
      WriteDetail();
    }
    json_.EndObject();
    return std::move(out_);
  }

 private:
  bool full() const { return detail_ == HtmlDetail::kFull; }

  void Text(std::string_view key, std::string_view text) {
    json_.Key(key);
    json_.String(PrintableText(text, kMaxHtmlColumns));
  }
  void Count(std::string_view key, uint64_t count) {
    json_.Key(key);
    json_.Unsigned(count);
  }
  void Item(std::string_view text) { json_.String(PrintableText(text, kMaxHtmlColumns)); }

  // A reason's word, whose sentence the page then has; null for none.
  void Why(Reason reason) {
    if (reason == Reason::kNone) return json_.Null();
    reasons_[static_cast<size_t>(reason)] = true;
    json_.String(ReasonName(reason));
  }

  Compliance Judge(const OutcomeTable& outcomes, const RequirementInfo& requirement,
                   const CorpusVerdicts* corpus) const {
    return FoldCompliance(requirement, outcomes, run_.provider, run_.sender_size, corpus);
  }

  // One letter a requirement: compliant, needs work, unknown, or (X) does not apply.
  std::string States(const DomainCounts& counts, const CorpusVerdicts* corpus) const {
    std::string states;
    const OutcomeTable outcomes = DirectOutcomesOf(counts);
    for (const RequirementInfo& requirement : Requirements()) {
      const Compliance compliance = Judge(outcomes, requirement, corpus);
      states += compliance.applies ? ComplianceStateName(compliance.state).front() : 'X';
    }
    return states;
  }

  void WriteDetail() {
    json_.BeginObject();
    WriteRequirements();
    WriteDays();
    WriteRules();
    WriteCorpusRules();
    WriteSamples();
    WriteSystems();
    WriteSelectors();
    WriteTls();
    WritePolicies();
    WriteSubdomains();
    json_.EndObject();
  }

  // [reason, rule, affected, messages] of each.
  void WriteRequirements() {
    json_.Key("requirements");
    json_.BeginArray();
    const OutcomeTable outcomes = DirectOutcomesOf(counts_);
    for (const RequirementInfo& requirement : Requirements()) {
      const Compliance compliance = Judge(outcomes, requirement, &domain_.corpus.verdicts);
      json_.BeginArray();
      Why(compliance.reason);
      json_.StringOrNull(compliance.rule          ? GetRule(*compliance.rule).name
                         : compliance.corpus_rule ? GetCorpusRule(*compliance.corpus_rule).name
                                                  : std::string_view());
      json_.Unsigned(compliance.affected);
      json_.Unsigned(compliance.messages);
      json_.EndArray();
    }
    json_.EndArray();
  }

  // [day, messages, failing], the last days.
  void WriteDays() {
    json_.Key("days");
    json_.BeginArray();
    if (full() && !counts_.days.empty()) {
      auto day = counts_.days.end();
      for (size_t n = 0; n < kMaxHtmlDays && day != counts_.days.begin(); ++n) --day;
      for (; day != counts_.days.end(); ++day) {
        const auto failing = counts_.failing_days.find(day->first);
        json_.BeginArray();
        json_.Number(day->first);
        json_.Unsigned(day->second);
        json_.Unsigned(failing == counts_.failing_days.end() ? 0 : failing->second);
        json_.EndArray();
      }
    }
    json_.EndArray();
  }

  // [rule, pass, warn, fail, na, unknown] of those that say anything but pass and na.
  void WriteRules() {
    json_.Key("rules");
    json_.BeginArray();
    for (size_t i = 0; i < kRuleCount; ++i) {
      const OutcomeCounts direct = counts_.rules[i].direct();
      if (direct[Outcome::kFail] + direct[Outcome::kWarn] + direct[Outcome::kUnknown] == 0) continue;
      json_.BeginArray();
      json_.Unsigned(i);
      for (const Outcome outcome : kOutcomeColumns) json_.Unsigned(direct[outcome]);
      json_.EndArray();
    }
    json_.EndArray();
  }

  // [rule, outcome, reason], likewise.
  void WriteCorpusRules() {
    json_.Key("corpus");
    json_.BeginArray();
    for (size_t i = 0; i < kCorpusRuleCount; ++i) {
      const Verdict verdict = domain_.corpus.verdicts[i].verdict;
      if (verdict.outcome == Outcome::kPass || verdict.outcome == Outcome::kNotApplicable) continue;
      json_.BeginArray();
      json_.Unsigned(i);
      json_.String(OutcomeName(verdict.outcome));
      Why(verdict.reason);
      json_.EndArray();
    }
    json_.EndArray();
  }

  // [rule, outcome, reason, source, offset, Message-ID].
  void WriteSamples() {
    json_.Key("samples");
    json_.BeginArray();
    for (size_t i = 0; i < kRuleCount; ++i) {
      for (const Sample& sample : counts_.rules[i].samples.samples()) {
        if (!full() && sample.outcome != Outcome::kFail) break;
        json_.BeginArray();
        json_.Unsigned(i);
        json_.String(OutcomeName(sample.outcome));
        Why(sample.reason);
        json_.String(PrintablePath(sample.source, kMaxHtmlColumns));
        json_.Unsigned(sample.ordinal.offset);
        Item(sample.message_id);
        json_.EndArray();
        if (!full()) break;
      }
    }
    json_.EndArray();
  }

  // [name, certain, likely, claimed, "rule (count), ..."].
  void WriteSystems() {
    json_.Key("systems");
    json_.BeginArray();
    for (const SenderSystemCounts& system : counts_.systems.systems()) {
      json_.BeginArray();
      json_.String(SenderSystemName(system.system));
      for (const Certainty sure : {Certainty::kCertain, Certainty::kLikely, Certainty::kClaimed}) {
        json_.Unsigned(system.by(sure));
      }
      std::string fails;
      for (const RuleInfo& rule : Rules()) {
        const uint64_t failing = system.failing[static_cast<size_t>(rule.id)];
        if (failing == 0 || !IsRequired(rule.id, run_.provider, run_.sender_size)) continue;
        if (!fails.empty()) fails += ", ";
        fails += std::string(rule.name) + " (" + GroupDigits(failing) + ")";
      }
      json_.String(fails);
      json_.EndArray();
    }
    json_.EndArray();
  }

  // [d, s, algorithm, bits, signatures, passed].
  void WriteSelectors() {
    json_.Key("selectors");
    json_.BeginArray();
    size_t left = full() ? kMaxHtmlSelectors : 0;
    for (const auto& [key, count] : counts_.selectors) {
      if (left-- == 0) break;
      json_.BeginArray();
      Item(key.domain);
      Item(key.selector);
      Item(key.algorithm);
      json_.Number(key.bits);
      json_.Unsigned(count.signatures);
      json_.Unsigned(count.passed);
      json_.EndArray();
    }
    json_.EndArray();
  }

  // [name, messages] where there are any.
  void Pair(std::string_view name, uint64_t count) {
    if (count == 0) return;
    json_.BeginArray();
    json_.String(name);
    json_.Unsigned(count);
    json_.EndArray();
  }

  void WriteTls() {
    json_.Key("tls");
    json_.BeginArray();
    for (size_t i = 0; i < kTlsVersionCount; ++i) {
      const std::string_view name = TlsVersionName(static_cast<TlsVersion>(i));
      Pair(name.empty() ? "TLS" : name, counts_.tls.versions[i]);
    }
    Pair("plain", counts_.tls.plain);
    Pair("unknown", counts_.tls.unknown);
    json_.EndArray();
  }

  void WritePolicies() {
    json_.Key("policies");
    json_.BeginArray();
    for (const DmarcPolicy policy : {DmarcPolicy::kReject, DmarcPolicy::kQuarantine, DmarcPolicy::kNone}) {
      Pair(DmarcPolicyName(policy), counts_.policies.policies[static_cast<size_t>(policy)]);
    }
    Pair("no_record", counts_.policies.no_record);
    Pair("unknown", counts_.policies.unknown);
    json_.EndArray();
  }

  // [domain, messages, failing, states]; nothing where there is only the domain itself.
  void WriteSubdomains() {
    json_.Key("subdomains");
    json_.BeginArray();
    const bool told =
        full() && (domain_.subdomains.size() > 1 ||
                   (!domain_.subdomains.empty() && domain_.subdomains.front().domain != domain_.domain));
    for (size_t i = 0; told && i < std::min(domain_.subdomains.size(), kMaxHtmlSubdomains); ++i) {
      const DomainSummary& subdomain = domain_.subdomains[i];
      json_.BeginArray();
      Item(subdomain.domain);
      json_.Unsigned(subdomain.counts.messages);
      json_.Unsigned(CountFailingRules(subdomain.counts, nullptr, run_));
      json_.String(States(subdomain.counts, nullptr));
      json_.EndArray();
    }
    json_.EndArray();
  }

  const DomainSummary& domain_;
  const DomainCounts& counts_;
  const RunSummary& run_;
  const HtmlDetail detail_;
  ReasonMarks& reasons_;
  std::string out_;
  JsonWriter json_{&out_};
};

}  // namespace

size_t CountFailingRules(const DomainCounts& counts, const DomainSummary* org, const RunSummary& run) {
  size_t failing = 0;
  for (size_t i = 0; i < kRuleCount; ++i) {
    failing += IsRequired(static_cast<RuleId>(i), run.provider, run.sender_size) &&
                       counts.rules[i].direct()[Outcome::kFail] > 0
                   ? 1
                   : 0;
  }
  for (size_t i = 0; org != nullptr && i < kCorpusRuleCount; ++i) {
    failing += IsRequired(static_cast<CorpusRuleId>(i), run.provider, run.sender_size) &&
                       org->corpus.verdicts[i].verdict.outcome == Outcome::kFail
                   ? 1
                   : 0;
  }
  return failing;
}

std::string HtmlDomainRow(const DomainSummary& domain, const RunSummary& run, HtmlDetail detail,
                          ReasonMarks* reasons) {
  return RowWriter(domain, run, detail, reasons).Write();
}

HtmlDomains TellHtmlDomains(const RunSummary& run, size_t max_bytes) {
  HtmlDomains told;
  const size_t count = std::min(run.domains.size(), kMaxHtmlDomains);
  told.left_out = run.domains.size() - count;
  told.rows.reserve(count);
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    told.rows.push_back(HtmlDomainRow(run.domains[i], run, HtmlDetail::kRow, &told.reasons));
    bytes += told.rows.back().size();
  }
  // Takes the longer text where it fits; false at the first one that does not, so that more messages never
  // mean less detail.
  const auto tell_more = [&](size_t i, HtmlDetail detail) {
    std::string row = HtmlDomainRow(run.domains[i], run, detail, &told.reasons);
    if (bytes - told.rows[i].size() + row.size() > max_bytes) return false;
    bytes += row.size() - told.rows[i].size();
    told.rows[i] = std::move(row);
    return true;
  };
  size_t with_detail = 0;
  while (with_detail < count && tell_more(with_detail, HtmlDetail::kBrief)) ++with_detail;
  size_t full = 0;
  while (full < with_detail && tell_more(full, HtmlDetail::kFull)) ++full;
  told.without_detail = count - with_detail;
  told.brief = with_detail - full;
  return told;
}

}  // namespace kenpin
