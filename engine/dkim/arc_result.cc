// The words of ARC results, as reports spell them.
#include "engine/dkim/arc_result.h"

#include <array>

namespace kenpin {
namespace {

constexpr std::string_view kResultNames[] = {"none", "pass", "fail"};

constexpr std::array<std::string_view, static_cast<size_t>(ArcReason::kCount)> kReasonNames = {
    "no_sets",           "verified",      "too_many_sets", "sealed_as_failed",         "instance",
    "duplicate_field",   "missing_field", "chain_status",  "message_signature_failed", "seal_failed",
    "message_too_large",
};
static_assert(!kReasonNames.back().empty());

}  // namespace

std::string_view ArcResultName(ArcResult result) { return kResultNames[static_cast<size_t>(result)]; }

std::string_view ArcReasonName(ArcReason reason) { return kReasonNames[static_cast<size_t>(reason)]; }

bool ArcEvidence::undetermined() const {
  if (reason == ArcReason::kMessageTooLarge) return true;
  // All reasons from here on say that no key could be had.
  return cause && *cause >= DkimReason::kDnsFailure;
}

}  // namespace kenpin
