// What every rule says of a domain, one line a rule: the common ground of the reports that list findings.
#ifndef KENPIN_ENGINE_REPORT_DOMAIN_RULES_H_
#define KENPIN_ENGINE_REPORT_DOMAIN_RULES_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/report/words.h"
#include "engine/run_summary.h"
#include "rules/language.h"

namespace kenpin {

// How much a rule weighs for a sender of the run's size.
enum class RuleWeight : uint8_t {
  kInformation,  // Nobody asks for it.
  kRecommended,
  kRequired,
};
Word RuleWeightWord(RuleWeight weight);  // "for information", "recommended", "required"

// A rule of the catalogue, of messages or of the corpus, for reports that treat both alike. Static.
struct RuleHead {
  std::string_view name;
  Bilingual title;
  Bilingual remedy;
  std::string_view source;
  RuleWeight weight = RuleWeight::kInformation;  // By the profile.
  bool of_corpus = false;                        // Judged once a domain.
  bool required() const { return weight == RuleWeight::kRequired; }
};

// All rules: those of messages, then those of the corpus, each in the order of its catalogue.
std::vector<RuleHead> RuleHeads(const RunSummary& run);

// What a rule says of an Organizational Domain. Views and pointers live as long as the run.
struct DomainRule {
  size_t head = 0;  // Index into RuleHeads().
  // The worst outcome in direct mail: fail, unknown, warn, pass, na. Of the corpus: the outcome.
  Outcome outcome = Outcome::kNotApplicable;
  uint64_t affected = 0;  // Direct messages with that outcome; of the corpus all of the domain's.
  uint64_t messages = 0;  // Direct messages that were judged; of the corpus all of the domain's.
  uint64_t unknown = 0;   // Direct messages of which the rule can not tell.
  Reason reason{};        // Of the corpus, or of the first sample; kNone where there is none.
  bool excused = false;  // It fails, but so rarely (--max-fail) or so well known (--waivers) that it does not
                         // count.
  std::vector<const Sample*> samples;  // With that outcome in direct mail; the first ones of the corpus.
};

// One line for every rule, in the order of RuleHeads().
std::vector<DomainRule> RulesOf(const RunSummary& run, const DomainSummary& domain);

// Whether more of the domain's direct mail fails the rule, but for what a waiver covers, than --max-fail lets
// pass.
bool FailsTooOften(const RunSummary& run, const DomainSummary& domain, RuleId rule);

// The first waiver of the run that speaks of the rule and the domain, expired or not; null: none.
const Waiver* FindWaiver(const RunSummary& run, WaivableRule rule, std::string_view domain_of_mail);

// Whether a waiver that holds covers what the rule says of the domain's whole mail.
bool IsWaived(const RunSummary& run, const DomainSummary& domain, CorpusRuleId rule);

// The domain's name; for mail without a usable author "(no usable From)". Of a name that is given by itself,
// likewise; it lives as long as `domain`.
std::string_view ShownName(std::string_view domain, Language language);
std::string_view ShownName(const DomainSummary& domain, Language language);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_DOMAIN_RULES_H_
