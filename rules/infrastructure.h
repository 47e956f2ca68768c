// The infra-* family: the sending host, its names and its connection, as the border hop and DNS show them.
#ifndef KENPIN_RULES_INFRASTRUCTURE_H_
#define KENPIN_RULES_INFRASTRUCTURE_H_

#include <cstdint>
#include <span>

#include "rules/rule.h"

namespace kenpin {

// More names than that of one address are more than receivers look at.
inline constexpr uint32_t kManyPtrNames = 10;

Verdict CheckInfraPtr(const Evidence& evidence);
Verdict CheckInfraFcrdns(const Evidence& evidence);
Verdict CheckInfraTls(const Evidence& evidence);
Verdict CheckInfraTlsVersion(const Evidence& evidence);
Verdict CheckInfraHelo(const Evidence& evidence);
Verdict CheckInfraDomainResolves(const Evidence& evidence, Provider provider);

// The rows of this family.
std::span<const RuleInfo> InfrastructureRules();

}  // namespace kenpin

#endif  // KENPIN_RULES_INFRASTRUCTURE_H_
