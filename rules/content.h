// The content-* family: what a message makes people believe by its sender's name and its subject.
#ifndef KENPIN_RULES_CONTENT_H_
#define KENPIN_RULES_CONTENT_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

Verdict CheckContentDisplayName(const Evidence& evidence);
Verdict CheckContentSubjectHonest(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> ContentRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_CONTENT_H_
