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

namespace kenpin {

// The words of RFC 7489 §11.2.
enum class DmarcResult : uint8_t {
  kNone,       // No record applies.
  kPass,       // An aligned identifier passed.
  kFail,       // Neither leg did, definitely.
  kTempError,  // It can not be told: DNS (§5.3.6), or a leg is unknown and the other does not pass.
  kPermError,  // The record can not be used.
};
std::string_view DmarcResultName(DmarcResult result);  // "none", "pass", ...

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

// A leg of DMARC: pass and aligned in the mode that the record asks for.
enum class DmarcLeg : uint8_t { kNo, kYes, kUnknown };
std::string_view DmarcLegName(DmarcLeg leg);  // "no", "yes", "unknown"

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
