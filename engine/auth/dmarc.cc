#include "engine/auth/dmarc.h"

#include "engine/auth/dmarc_alignment.h"

namespace kenpin {
namespace {

// A leg that does not align is lost whatever its mechanism might still say, and the other way around.
DmarcLeg EvaluateLeg(const AuthenticatedIdentifier& identifier, AlignmentMode mode) {
  const Aligned aligned = AlignedIn(mode, identifier.alignment);
  if (identifier.state == AuthState::kNotPass || aligned == Aligned::kNo) return DmarcLeg::kNo;
  return identifier.state == AuthState::kPass && aligned == Aligned::kYes ? DmarcLeg::kYes
                                                                          : DmarcLeg::kUnknown;
}

void EvaluateLegs(const DmarcDiscovery& policy, const AuthenticatedIdentifier& spf,
                  std::span<const AuthenticatedIdentifier> dkim, DmarcEvaluation* evaluation) {
  const DmarcRecord* record = policy.record;
  evaluation->spf = EvaluateLeg(spf, record == nullptr ? AlignmentMode::kRelaxed : record->aspf);
  for (size_t i = 0; i < dkim.size(); ++i) {
    const DmarcLeg leg = EvaluateLeg(dkim[i], record == nullptr ? AlignmentMode::kRelaxed : record->adkim);
    if (leg == DmarcLeg::kNo) continue;
    evaluation->dkim = leg;
    if (leg != DmarcLeg::kYes) continue;
    evaluation->aligned_signature = i;
    return;
  }
}

DmarcResult FoldLegs(DmarcLeg spf, DmarcLeg dkim) {
  if (spf == DmarcLeg::kYes || dkim == DmarcLeg::kYes) return DmarcResult::kPass;
  return spf == DmarcLeg::kNo && dkim == DmarcLeg::kNo ? DmarcResult::kFail : DmarcResult::kTempError;
}

}  // namespace

std::string_view DmarcResultName(DmarcResult result) {
  constexpr std::string_view kNames[] = {"none", "pass", "fail", "temperror", "permerror"};
  return kNames[static_cast<size_t>(result)];
}

std::string_view DmarcLegName(DmarcLeg leg) {
  constexpr std::string_view kNames[] = {"no", "yes", "unknown"};
  return kNames[static_cast<size_t>(leg)];
}

DmarcEvaluation EvaluateDmarc(const DmarcDiscovery& policy, const AuthenticatedIdentifier& spf,
                              std::span<const AuthenticatedIdentifier> dkim) {
  DmarcEvaluation evaluation;
  evaluation.reason = policy.reason;
  EvaluateLegs(policy, spf, dkim, &evaluation);
  switch (policy.result) {
    case DmarcLookup::kNone:
      evaluation.result = DmarcResult::kNone;
      break;
    case DmarcLookup::kPermError:
      evaluation.result = DmarcResult::kPermError;
      break;
    case DmarcLookup::kPending:
    case DmarcLookup::kTempError:
      evaluation.result = DmarcResult::kTempError;
      break;
    case DmarcLookup::kFound:
      evaluation.result = FoldLegs(evaluation.spf, evaluation.dkim);
      break;
  }
  if (evaluation.result == DmarcResult::kFail && policy.policy)
    evaluation.disposition = AppliedPolicy(*policy.policy, *policy.record);
  return evaluation;
}

}  // namespace kenpin
