// The second half of DKIM verification (RFC 6376 §6.1.2, §6.1.3): when the answers of DNS are there,
// signature and digest meet the key. The first half, while the message's bytes are there, is prepare.h.
#ifndef KENPIN_ENGINE_DKIM_VERIFY_H_
#define KENPIN_ENGINE_DKIM_VERIFY_H_

#include <cstdint>

#include "engine/crypto/public_key.h"
#include "engine/crypto/rsa_lanes.h"
#include "engine/dkim/key_record.h"
#include "engine/dkim/prepare.h"
#include "engine/dkim/result.h"
#include "io/dns.h"

namespace kenpin {

// The result word that belongs to a reason.
DkimResult DkimResultOf(DkimReason reason);

// What the absence of a key today says about the day that is judged.
enum class AbsentKey : uint8_t {
  kDefinite,   // Before sending, or with DNS contemporary with the judged time: kKeyNotFound, kKeyRevoked.
  kMayBeGone,  // An old message and the DNS of today: keys rotate, so it cannot be told (kKeyGone).
};

struct VerifyContext {
  int64_t at = 0;  // The judged time, Unix seconds: for x= and for which of several recorded answers applies.
  AbsentKey absent_key = AbsentKey::kDefinite;
  KeySource source = KeySource::kSnapshot;  // What `dns` is.
};

// Puts the check that VerifySignature() will make first, at the same judged time, into `batch`, if the key is
// there; *pending must live until the batch has run. Not a must: it only saves VerifySignature() the work.
void BatchSignature(const DnsClient& dns, KeyStore& keys, int64_t at, PendingSignature* pending,
                    RsaBatch* batch);

// The second half. The signature's question must be answered (an open one counts as kDnsFailure). Where
// several things are wrong, the reason is the first of: the field itself; the key, where it is definitely
// unusable; body or header mismatch; what makes a signature that verifies not count (algorithm, key length);
// x= and t=; what kept the key from being had. The header is checked even when the body hash differs. The
// evidence's views are those of `pending`.
DkimEvidence VerifySignature(const PendingSignature& pending, const DnsClient& dns, KeyStore& keys,
                             SignatureVerifier& verifier, const VerifyContext& context);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_VERIFY_H_
