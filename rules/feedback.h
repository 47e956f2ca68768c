// feedback-id: whether Gmail's feedback loop can use the field.
#ifndef KENPIN_RULES_FEEDBACK_H_
#define KENPIN_RULES_FEEDBACK_H_

#include <cstdint>
#include <span>

#include "rules/rule.h"

namespace kenpin {

inline constexpr uint32_t kShortestSenderId = 5;
inline constexpr uint32_t kLongestSenderId = 15;
// a:b:c:SenderId; of more parts the last ones are used.
inline constexpr uint32_t kFeedbackIdParts = 4;

Verdict CheckFeedbackId(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> FeedbackRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_FEEDBACK_H_
