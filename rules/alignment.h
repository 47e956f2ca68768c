// The align-* family: whether the domain that the reader sees is one that the message's proofs speak for.
#ifndef KENPIN_RULES_ALIGNMENT_H_
#define KENPIN_RULES_ALIGNMENT_H_

#include <span>

#include "rules/rule.h"

namespace kenpin {

// An authenticated identifier that passes and is aligned with the Author Domain, in the mode that the DMARC
// record asks for.
enum class LegState : uint8_t {
  kAligned,
  kNotAligned,  // Definitely.
  kUnknown,
};
struct Leg {
  LegState state = LegState::kUnknown;
  Reason reason{};       // Why it is not aligned, or not known.
  bool passing = false;  // Some identifier of the mechanism passes, aligned or not.
  bool open = false;     // Whether some identifier passes can not be told.
};

// SPF's leg, of MAIL FROM or, with the null sender, of HELO.
Leg SpfLeg(const Evidence& evidence);

// DKIM's leg, over all signatures, and all that a trusted receiver saw.
Leg DkimLeg(const Evidence& evidence);

Verdict CheckAlignFrom(const Evidence& evidence);
Verdict CheckAlignSpf(const Evidence& evidence);
Verdict CheckAlignDkim(const Evidence& evidence);
Verdict CheckAlignBoth(const Evidence& evidence);

// The rows of this family.
std::span<const RuleInfo> AlignmentRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_ALIGNMENT_H_
