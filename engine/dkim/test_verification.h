// For tests: takes one message all the way, from its bytes to the evidence, as a chunk's worker does.
#ifndef KENPIN_ENGINE_DKIM_TEST_VERIFICATION_H_
#define KENPIN_ENGINE_DKIM_TEST_VERIFICATION_H_

#include <memory>
#include <string_view>
#include <vector>

#include "engine/dkim/verify.h"
#include "engine/mail/test_message.h"
#include "io/dns.h"

namespace kenpin::test {

struct VerificationOptions {
  VerifyContext context;
  uint32_t quoted_from_lines = 0;
  MessageExtent extent = MessageExtent::kWhole;
};

// Owns all that the evidence points to. The message's bytes and the scratch arena are gone before keys are
// looked at, so that a view that survives them is seen by AddressSanitizer.
class Verification {
 public:
  Verification(std::string_view bytes, DnsClient& dns, const VerificationOptions& options = {}) {
    BodyHasher hasher;
    PreparedSignatures prepared;
    {
      Arena scratch;
      const TestMessage message(bytes);
      SignaturePreparer preparer;
      prepared = preparer.Prepare(message.view, options.extent, dns, scratch, keep_);
      const BodyHashPlan plan = PlanBodyHashes(prepared.signatures, {}, scratch);
      flaws = prepared.flaws;
      flaws |= plan.flaws;
      BodyFacts facts;
      hasher.Compute(message.view.body(), FirstBodyReading(options.quoted_from_lines), plan.hashes, &facts);
      const BodyMatchInput input{message.view.body(), plan.hashes, &facts, options.quoted_from_lines};
      passes = MatchBodyHashes(input, hasher, prepared.signatures, scratch);
    }
    SignatureVerifier verifier;
    for (const PendingSignature& pending : prepared.signatures) {
      evidence.push_back(VerifySignature(pending, dns, keys_, verifier, options.context));
    }
  }

  std::vector<DkimEvidence> evidence;
  ParseFlaws flaws;
  int passes = 0;

 private:
  Arena keep_;
  KeyStore keys_;
};

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_TEST_VERIFICATION_H_
