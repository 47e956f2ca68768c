// The content-* family: what a message makes people believe by its sender's name, its subject, its HTML and
// its links.
#ifndef KENPIN_RULES_CONTENT_H_
#define KENPIN_RULES_CONTENT_H_

#include <cstdint>
#include <span>

#include "rules/rule.h"

namespace kenpin {

// Fewer hidden characters, the preheader aside, are by chance.
inline constexpr uint32_t kHiddenCharacters = 20;

// Why a part of the body's text was not read, kNone if all was.
Reason WhyBodyIsCut(const Evidence& evidence);

Verdict CheckContentDisplayName(const Evidence& evidence);
Verdict CheckContentSubjectHonest(const Evidence& evidence);
Verdict CheckContentHiddenHtml(const Evidence& evidence);
Verdict CheckContentLinks(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> ContentRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_CONTENT_H_
