// The catalogue: the rows of all families in the order of RuleId. Facts and figures are those of the sources
// named in a row; "from memory" marks what could not be checked against a stored text, "unconfirmed" what no
// source states. Adding a rule is adding an enumerator in rule.h, a check and a row in its family, and cases
// to its test.
#include "rules/rule.h"

#include "rules/alignment.h"
#include "rules/authentication.h"
#include "rules/dkim.h"
#include "rules/dmarc.h"
#include "rules/feedback.h"
#include "rules/format.h"
#include "rules/forwarding.h"
#include "rules/infrastructure.h"
#include "rules/spf.h"
#include "rules/unsubscribe.h"

namespace kenpin {
namespace {

using Catalogue = std::array<RuleInfo, kRuleCount>;

// A row that is missing has no check, which the tests of the catalogue would see.
Catalogue CollectRows() {
  Catalogue catalogue{};
  for (const std::span<const RuleInfo> family :
       {AuthenticationRules(), SpfRules(), DkimRules(), DmarcRules(), AlignmentRules(), InfrastructureRules(),
        FormatRules(), UnsubscribeRules(), ForwardingRules(), FeedbackRules()}) {
    for (const RuleInfo& row : family) catalogue[static_cast<size_t>(row.id)] = row;
  }
  return catalogue;
}

const Catalogue& TheCatalogue() {
  static const Catalogue catalogue = CollectRows();
  return catalogue;
}

}  // namespace

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass:
      return "pass";
    case Outcome::kWarn:
      return "warn";
    case Outcome::kFail:
      return "fail";
    case Outcome::kNotApplicable:
      return "na";
    case Outcome::kUnknown:
      break;
  }
  return "unknown";
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kInfo:
      return "info";
    case Level::kShould:
      return "should";
    case Level::kMustBulk:
      return "must/bulk";
    case Level::kMustAll:
      break;
  }
  return "must/all";
}

std::span<const RuleInfo> Rules() { return TheCatalogue(); }

const RuleInfo& GetRule(RuleId id) { return TheCatalogue()[static_cast<size_t>(id)]; }

std::optional<RuleId> FindRule(std::string_view name) {
  for (const RuleInfo& rule : TheCatalogue()) {
    if (rule.name == name) return rule.id;
  }
  return std::nullopt;
}

VerdictSet Judge(const Evidence& evidence) {
  const Catalogue& catalogue = TheCatalogue();
  VerdictSet verdicts;
  for (size_t i = 0; i < kRuleCount; ++i) verdicts[i] = catalogue[i].check(evidence);
  return verdicts;
}

}  // namespace kenpin
