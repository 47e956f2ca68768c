// The DMARC result of a message (RFC 9989 §5.3.5): a record applies, and one authenticated identifier is
// aligned, or none is.
#ifndef KENPIN_ENGINE_AUTH_DMARC_H_
#define KENPIN_ENGINE_AUTH_DMARC_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/dmarc_result.h"

namespace kenpin {

// What SPF or one DKIM signature said.
enum class AuthState : uint8_t {
  kPass,
  kNotPass,  // Definitely: none, neutral, softfail, fail, policy, permerror, no signature.
  kUnknown,  // temperror, not evaluated, a key that is gone.
};

// One identifier that an authentication mechanism looked at.
struct AuthenticatedIdentifier {
  AuthState state = AuthState::kNotPass;
  AlignmentResult alignment = AlignmentResult::kNone;  // By the method that the protocol result follows.
};

struct DmarcEvaluation {
  DmarcResult result = DmarcResult::kNone;
  // The discovery's reason; for pass, fail and an unknown leg it is kOk or kFallbackToNone.
  DmarcReason reason = DmarcReason::kNoRecord;
  DmarcLeg spf = DmarcLeg::kNo;
  DmarcLeg dkim = DmarcLeg::kNo;
  std::optional<size_t> aligned_signature;  // The first signature that makes `dkim` kYes.
  // What the Domain Owner wants done with the message: set for kFail only, t=y regarded. Absent when unknown.
  std::optional<DmarcPolicy> disposition;
};

// `spf` is the SPF identifier (the MAIL FROM domain, or HELO for the null sender, §4.4.2), `dkim` one entry a
// signature. Legs are reported also when no record applies, in relaxed mode. `policy` must not be kPending.
// Pure; any thread.
DmarcEvaluation EvaluateDmarc(const DmarcDiscovery& policy, const AuthenticatedIdentifier& spf,
                              std::span<const AuthenticatedIdentifier> dkim);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_H_
