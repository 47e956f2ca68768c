#include "engine/auth/best_signature.h"

namespace kenpin {
namespace {

// How good a signature is, best last. The receiver's word goes before kenpin's result; but one that verifies
// here, whatever the receiver says, still tells more than one that passes nowhere.
enum class Worth : uint8_t { kNone, kOwnPass, kOwnPassAligned, kPass, kPassAligned };

Worth WorthOf(const SignatureEvidence& signature) {
  const AlignmentResult alignment = signature.alignment;
  const bool aligned = alignment == AlignmentResult::kRelaxed || alignment == AlignmentResult::kStrict;
  const bool own_pass = signature.result == DkimResult::kPass;
  if (signature.receiver == ReceiverSays::kPass || (own_pass && signature.receiver != ReceiverSays::kNotPass))
    return aligned ? Worth::kPassAligned : Worth::kPass;
  if (!own_pass) return Worth::kNone;
  return aligned ? Worth::kOwnPassAligned : Worth::kOwnPass;
}

}  // namespace

std::optional<uint32_t> ChooseBestSignature(std::span<const SignatureEvidence> signatures) {
  if (signatures.empty()) return std::nullopt;
  uint32_t best = 0;
  for (uint32_t i = 1; i < signatures.size(); ++i) {
    if (WorthOf(signatures[i]) > WorthOf(signatures[best])) best = i;
  }
  return best;
}

}  // namespace kenpin
