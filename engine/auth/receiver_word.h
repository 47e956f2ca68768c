// What a trusted receiver said, in the words of the protocols: which of its results speaks of which
// signature, and what each word is worth (RFC 8601 §2.7, and what receivers write beyond it).
#ifndef KENPIN_ENGINE_AUTH_RECEIVER_WORD_H_
#define KENPIN_ENGINE_AUTH_RECEIVER_WORD_H_

#include <cstddef>
#include <optional>
#include <span>

#include "engine/auth/dmarc.h"
#include "engine/auth/evidence.h"
#include "engine/mail/arena.h"

namespace kenpin {

// RFC 6008 §3: header.b holds the first eight characters at least. A shorter one names no signature.
inline constexpr size_t kMinSignaturePrefix = 8;

// What one dkim= is worth.
ReceiverSays SaysOf(const ReceiverDkim& entry);

// What spf= says; absent for words that no receiver writes of SPF. Timeouts are temperror.
std::optional<SpfResult> SpfResultOf(AuthWord word);

// What dmarc= says; absent likewise. bestguesspass is kNone: there is no record.
std::optional<DmarcResult> DmarcResultOf(AuthWord word);

// Writes the receiver's word into the signatures that it speaks of: by the beginning of b=, else by domain
// and selector where only one entry and one signature have them. Returns the other entries but for those
// without a domain, in `arena`, without names. Linear but for the number of entries times that of signatures.
std::span<StrayDkim> TieReceiverWords(const ReceiverResults& results, std::span<SignatureEvidence> signatures,
                                      Arena& arena);

// How the signature counts as a leg of DMARC: the receiver's word where there is one, else kenpin's result.
// What DNS said at another time proves no failure, nor does a copy that the receiver may have altered.
// `evidence` holds mode, mail, delivery and dns_contemporary. Pure.
AuthState StateOf(const Evidence& evidence, const SignatureEvidence& signature);
AuthState StateOf(const StrayDkim& stray);
AuthState StateOfSpf(const Evidence& evidence, const SpfEvidence& spf);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_RECEIVER_WORD_H_
