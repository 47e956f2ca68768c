// What a message shows of itself, as evidence beside the rules that judge it: names, domains, texts, links.
#ifndef KENPIN_ENGINE_REPORT_EXPLAIN_IDENTITY_H_
#define KENPIN_ENGINE_REPORT_EXPLAIN_IDENTITY_H_

#include <string>

#include "engine/report/explanation.h"

namespace kenpin {

// The facts behind a rule of this kind, in one line; empty for other rules. What a message chose is printable
// and cut. Pure.
std::string IdentityEvidence(const Explanation& explanation, RuleId rule);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EXPLAIN_IDENTITY_H_
