// Which of a message's DKIM signatures counts. Receivers ask for one good signature, so that rules about a
// signature judge the best one; the others can only add a remark.
#ifndef KENPIN_ENGINE_AUTH_BEST_SIGNATURE_H_
#define KENPIN_ENGINE_AUTH_BEST_SIGNATURE_H_

#include <cstdint>
#include <optional>
#include <span>

#include "engine/auth/evidence.h"

namespace kenpin {

// The index of the first signature that passes and is aligned with the Author Domain, else of the first that
// passes, else 0; nothing when there is none. The receiver's word decides what passes, where it spoke; a
// signature that only kenpin sees pass comes behind. `signatures` are in the order of the message, topmost
// first.
// Pure; any thread.
std::optional<uint32_t> ChooseBestSignature(std::span<const SignatureEvidence> signatures);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_BEST_SIGNATURE_H_
