#include "engine/report/domain_rules.h"

#include "rules/reason.h"

namespace kenpin {
namespace {

// The worst first.
constexpr Outcome kBySeverity[] = {Outcome::kFail, Outcome::kUnknown, Outcome::kWarn, Outcome::kPass,
                                   Outcome::kNotApplicable};

Outcome WorstOf(const OutcomeCounts& counts) {
  for (const Outcome outcome : kBySeverity) {
    if (counts[outcome] > 0) return outcome;
  }
  return Outcome::kNotApplicable;
}

DomainRule MessageRule(const RunSummary& run, const DomainSummary& domain, const RuleInfo& rule) {
  const RuleCounts& counts = domain.counts.rules[static_cast<size_t>(rule.id)];
  const OutcomeCounts direct = counts.direct();
  DomainRule line;
  line.outcome = WorstOf(direct);
  line.affected = direct[line.outcome];
  line.messages = direct.total();
  line.unknown = direct[Outcome::kUnknown];
  for (const Sample& sample : counts.samples.samples()) {
    if (sample.outcome != line.outcome || sample.stream != Stream::kDirect) continue;
    if (line.samples.empty()) line.reason = sample.reason;
    line.samples.push_back(&sample);
  }
  line.excused = line.outcome == Outcome::kFail && !FailsTooOften(run, domain, rule.id);
  return line;
}

DomainRule CorpusRule(const RunSummary& run, const DomainSummary& domain, const CorpusRuleInfo& rule) {
  const Verdict verdict = domain.corpus.verdicts[static_cast<size_t>(rule.id)].verdict;
  DomainRule line;
  line.outcome = verdict.outcome;
  line.reason = verdict.reason;
  line.affected = line.messages = domain.counts.messages;
  line.unknown = verdict.outcome == Outcome::kUnknown ? line.messages : 0;
  for (const Sample& sample : domain.corpus.samples[static_cast<size_t>(rule.id)].samples())
    line.samples.push_back(&sample);
  line.excused = line.outcome == Outcome::kFail && IsWaived(run, domain, rule.id);
  return line;
}

template <typename Info>
RuleWeight WeightOf(const Info& rule, const RunSummary& run) {
  if (IsRequired(rule.id, run.provider, run.sender_size)) return RuleWeight::kRequired;
  return LevelFor(rule, run.provider) == Level::kInfo ? RuleWeight::kInformation : RuleWeight::kRecommended;
}

}  // namespace

Word RuleWeightWord(RuleWeight weight) {
  constexpr Word kWords[] = {"told", "recommended", "required"};
  return kWords[static_cast<size_t>(weight)];
}

std::vector<RuleHead> RuleHeads(const RunSummary& run) {
  std::vector<RuleHead> heads;
  heads.reserve(kRuleCount + kCorpusRuleCount);
  for (const RuleInfo& rule : Rules()) {
    heads.push_back({rule.name, rule.title, rule.remedy, rule.source, WeightOf(rule, run), false});
  }
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    heads.push_back({rule.name, rule.title, rule.remedy, rule.source, WeightOf(rule, run), true});
  }
  return heads;
}

std::vector<DomainRule> RulesOf(const RunSummary& run, const DomainSummary& domain) {
  std::vector<DomainRule> lines;
  lines.reserve(kRuleCount + kCorpusRuleCount);
  for (const RuleInfo& rule : Rules()) lines.push_back(MessageRule(run, domain, rule));
  for (const CorpusRuleInfo& rule : CorpusRules()) lines.push_back(CorpusRule(run, domain, rule));
  for (size_t i = 0; i < lines.size(); ++i) lines[i].head = i;
  return lines;
}

const Waiver* FindWaiver(const RunSummary& run, WaivableRule rule, std::string_view domain_of_mail) {
  for (const Waiver& waiver : run.waivers) {
    if (waiver.Covers(rule, domain_of_mail)) return &waiver;
  }
  return nullptr;
}

bool IsWaived(const RunSummary& run, const DomainSummary& domain, CorpusRuleId rule) {
  const Waiver* waiver = FindWaiver(run, rule, domain.domain);
  return waiver != nullptr && !waiver->expired;
}

bool FailsTooOften(const RunSummary& run, const DomainSummary& domain, RuleId rule) {
  const size_t index = static_cast<size_t>(rule);
  uint64_t failing = 0;
  for (const DomainSummary& subdomain : domain.subdomains) {
    const Waiver* waiver = FindWaiver(run, rule, subdomain.domain);
    if (waiver == nullptr || waiver->expired)
      failing += subdomain.counts.rules[index].direct()[Outcome::kFail];
  }
  const uint64_t messages = domain.counts.rules[index].direct().total();
  return failing > 0 && static_cast<double>(failing) * 100 > run.max_fail * static_cast<double>(messages);
}

std::string_view ShownName(std::string_view domain, Language language) {
  return domain.empty() ? Word("no_domain").text().In(language) : domain;
}

std::string_view ShownName(const DomainSummary& domain, Language language) {
  return ShownName(domain.domain, language);
}

}  // namespace kenpin
