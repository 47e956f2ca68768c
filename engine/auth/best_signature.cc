#include "engine/auth/best_signature.h"

namespace kenpin {

std::optional<uint32_t> ChooseBestSignature(std::span<const SignatureEvidence> signatures) {
  if (signatures.empty()) return std::nullopt;
  std::optional<uint32_t> passing;
  for (uint32_t i = 0; i < signatures.size(); ++i) {
    if (signatures[i].result != DkimResult::kPass) continue;
    const AlignmentResult alignment = signatures[i].alignment;
    if (alignment == AlignmentResult::kRelaxed || alignment == AlignmentResult::kStrict) return i;
    if (!passing) passing = i;
  }
  return passing ? passing : std::optional<uint32_t>(0);
}

}  // namespace kenpin
