// The catalogue: the rows of all families in the order of RuleId. Facts and figures are those of the sources
// named in a row; "from memory" marks what could not be checked against a stored text, "unconfirmed" what no
// source states. Adding a rule is adding an enumerator in rule.h, a check and a row in its family, and cases
// to its test.
#include "rules/rule.h"

#include <algorithm>
#include <iterator>

#include "rules/alignment.h"
#include "rules/authentication.h"
#include "rules/content.h"
#include "rules/dkim.h"
#include "rules/dmarc.h"
#include "rules/feedback.h"
#include "rules/format.h"
#include "rules/forwarding.h"
#include "rules/identity.h"
#include "rules/infrastructure.h"
#include "rules/spf.h"
#include "rules/unsubscribe.h"

namespace kenpin {
namespace {

struct ConsequenceWords {
  Consequence id;
  std::string_view name;
  Bilingual text;
};

// In the order of Consequence.
constexpr ConsequenceWords kConsequences[] = {
    {Consequence::kByLevel, "by_level", {"as the level says", "区分による"}},
    {Consequence::kNone, "none", {"nothing", "なし"}},
    {Consequence::kAdvice, "advice", {"advice only", "推奨のみ"}},
    {Consequence::kNotStated, "not_stated", {"not stated", "公表なし"}},
    {Consequence::kRejected, "rejected", {"rejected", "拒否"}},
    {Consequence::kMayBeRejected, "may_be_rejected", {"may be rejected", "拒否の可能性"}},
    {Consequence::kThrottledOrRejected,
     "throttled_or_rejected",
     {"throttled, rejected or in the spam folder", "流量制限、拒否、または迷惑メール扱い"}},
    {Consequence::kSpamOrRejected,
     "spam_or_rejected",
     {"in the spam folder or rejected", "迷惑メール扱いまたは拒否"}},
    {Consequence::kSupportLost, "support_lost", {"support lost", "サポート対象外"}},
    {Consequence::kMayBeRejectedOrUnsupported,
     "may_be_rejected_or_support_lost",
     {"may be rejected (G-SMTP), support lost (G-FAQ)", "拒否の可能性（G-SMTP）、サポート対象外（G-FAQ）"}},
    {Consequence::kWarningShown,
     "warning_shown",
     {"shown with a warning, may not be delivered", "警告を表示、届かない可能性"}},
    {Consequence::kMayBeFiltered,
     "may_be_filtered",
     {"may be filtered or refused", "振り分けまたは拒否の可能性"}},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kConsequences); ++i) {
    if (static_cast<size_t>(kConsequences[i].id) != i) return false;
  }
  return std::size(kConsequences) == kConsequenceCount;
}
static_assert(InOrder());

using Catalogue = std::array<RuleInfo, kRuleCount>;

// A row that is missing has no check, which the tests of the catalogue would see.
Catalogue CollectRows() {
  Catalogue catalogue{};
  for (const std::span<const RuleInfo> family :
       {AuthenticationRules(), SpfRules(), DkimRules(), DmarcRules(), AlignmentRules(), InfrastructureRules(),
        FormatRules(), IdentityRules(), ContentRules(), UnsubscribeRules(), ForwardingRules(),
        FeedbackRules()}) {
    for (const RuleInfo& row : family) catalogue[static_cast<size_t>(row.id)] = row;
  }
  return catalogue;
}

const Catalogue& TheCatalogue() {
  static const Catalogue catalogue = CollectRows();
  return catalogue;
}

// How bad an outcome is when one is chosen of several.
int WeightOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFail:
      return 4;
    case Outcome::kUnknown:
      return 3;
    case Outcome::kWarn:
      return 2;
    case Outcome::kPass:
      return 1;
    case Outcome::kNotApplicable:
      break;
  }
  return 0;
}

// The worst verdict of those who ask for the rule; of equals the first provider's.
Verdict JudgeForAll(const RuleInfo& rule, const Evidence& evidence) {
  const bool asked = LevelFor(rule, Provider::kAll) != Level::kInfo;
  std::optional<Verdict> worst;
  for (const Provider provider : ProvidersOf(Provider::kAll)) {
    if (asked && rule.level[provider] == Level::kInfo) continue;
    const Verdict verdict = rule.check_for(evidence, provider);
    if (!worst || WeightOf(verdict.outcome) > WeightOf(worst->outcome)) worst = verdict;
  }
  return *worst;
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

std::string_view ConsequenceName(Consequence consequence) {
  return kConsequences[static_cast<size_t>(consequence)].name;
}

const Bilingual& ConsequenceText(Consequence consequence) {
  return kConsequences[static_cast<size_t>(consequence)].text;
}

std::span<const RuleInfo> Rules() { return TheCatalogue(); }

const RuleInfo& GetRule(RuleId id) { return TheCatalogue()[static_cast<size_t>(id)]; }

std::optional<RuleId> FindRule(std::string_view name) {
  for (const RuleInfo& rule : TheCatalogue()) {
    if (rule.name == name) return rule.id;
  }
  return std::nullopt;
}

Level LevelFor(const RuleInfo& rule, Provider profile) {
  Level highest = Level::kInfo;
  for (const Provider provider : ProvidersOf(profile)) highest = std::max(highest, rule.level[provider]);
  return highest;
}

Consequence ConsequenceAt(const Levels& level, const Consequences& stated, Provider provider) {
  if (level[provider] == Level::kInfo) return Consequence::kNone;
  if (stated[provider] != Consequence::kByLevel) return stated[provider];
  return level[provider] == Level::kShould ? Consequence::kAdvice : Consequence::kNotStated;
}

Consequence ConsequenceAt(const RuleInfo& rule, Provider provider) {
  return ConsequenceAt(rule.level, rule.consequence, provider);
}

Verdict JudgeRule(const RuleInfo& rule, const Evidence& evidence, Provider profile) {
  if (rule.check != nullptr) return rule.check(evidence);
  return profile == Provider::kAll ? JudgeForAll(rule, evidence) : rule.check_for(evidence, profile);
}

VerdictSet Judge(const Evidence& evidence, Provider profile) {
  const Catalogue& catalogue = TheCatalogue();
  VerdictSet verdicts;
  for (size_t i = 0; i < kRuleCount; ++i) verdicts[i] = JudgeRule(catalogue[i], evidence, profile);
  return verdicts;
}

}  // namespace kenpin
