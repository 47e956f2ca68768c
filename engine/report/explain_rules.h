// The section of `kenpin explain` on rules: what each says of the message, why, what it rests on, and what to
// do. Failing ones first.
#ifndef KENPIN_ENGINE_REPORT_EXPLAIN_RULES_H_
#define KENPIN_ENGINE_REPORT_EXPLAIN_RULES_H_

#include <string>
#include <vector>

#include "engine/report/explanation.h"
#include "engine/report/page_writer.h"

namespace kenpin {

// All rules: fail, unknown, warn, pass, na; within one outcome in the order of the catalogue.
std::vector<RuleId> RulesByOutcome(const VerdictSet& verdicts);

// What of the message the rule looked at, in one line: header fields as they stand, or results. Empty where
// there is nothing to show.
std::string RuleEvidence(const Explanation& explanation, RuleId rule);

// The SMTP replies that the profile's providers state, e.g. "gmail 550 5.7.26"; empty if none does.
std::string SmtpCodesOf(const RuleInfo& rule, Provider profile);

void WriteRules(const Explanation& explanation, PageWriter& page);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EXPLAIN_RULES_H_
