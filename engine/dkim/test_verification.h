// For tests: takes one message all the way, from its bytes to the evidence, as a chunk's worker does.
#ifndef KENPIN_ENGINE_DKIM_TEST_VERIFICATION_H_
#define KENPIN_ENGINE_DKIM_TEST_VERIFICATION_H_

#include <gtest/gtest.h>

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

// What a check decides is the same, whether a batch went before it or not.
inline void ExpectSameFindings(const DkimEvidence& a, const DkimEvidence& b) {
  EXPECT_EQ(a.result, b.result);
  EXPECT_EQ(a.reason, b.reason);
  EXPECT_EQ(a.header_ok, b.header_ok);
  EXPECT_EQ(a.header_reading, b.header_reading);
  EXPECT_EQ(a.key_type, b.key_type);
  EXPECT_EQ(a.key_bits, b.key_bits);
  EXPECT_EQ(a.key_records, b.key_records);
  EXPECT_EQ(a.key_testing, b.key_testing);
  EXPECT_EQ(a.other_keys_unusable, b.other_keys_unusable);
}

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
    RsaBatch batch(CryptoKernels::kLanes);
    for (PendingSignature& pending : prepared.signatures)
      BatchSignature(dns, keys_, options.context.at, &pending, &batch);
    batch.Finish();
    batched = batch.counts().valid;
    for (size_t i = 0; i < evidence.size(); ++i) {
      ExpectSameFindings(evidence[i],
                         VerifySignature(prepared.signatures[i], dns, keys_, verifier, options.context));
    }
  }

  std::vector<DkimEvidence> evidence;
  ParseFlaws flaws;
  int passes = 0;
  uint64_t batched = 0;  // Signatures that a batch found valid.

 private:
  Arena keep_;
  KeyStore keys_;
};

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_TEST_VERIFICATION_H_
