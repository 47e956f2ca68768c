// For tests: takes one message's chain all the way, and makes chains. The signed text is written down here a
// second time on strings, by the words of RFC 8617 §5.1, so that sealer and verifier cannot make the same
// mistake.
#ifndef KENPIN_ENGINE_DKIM_TEST_ARC_H_
#define KENPIN_ENGINE_DKIM_TEST_ARC_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/dkim/arc.h"
#include "engine/dkim/test_signer.h"
#include "engine/mail/test_message.h"

namespace kenpin::test {

// Owns all that the evidence points to. The message's bytes and the scratch arena are gone before keys are
// looked at, so that a view that survives them is seen by AddressSanitizer.
class ArcValidation {
 public:
  ArcValidation(std::string_view bytes, DnsClient& dns, const VerifyContext& context = {},
                MessageExtent extent = MessageExtent::kWhole) {
    PendingArcChain pending;
    {
      Arena scratch;
      const TestMessage message(bytes);
      ArcPreparer preparer;
      BodyHasher hasher;
      pending = preparer.Prepare(message.view, extent, dns, scratch, keep_);
      const BodyHashPlan plan = PlanBodyHashes({{}, {}, pending.message_signatures}, scratch);
      body_hashes = plan.hashes.size();
      BodyFacts facts;
      hasher.Compute(message.view.body(), FirstBodyReading(0), plan.hashes, &facts);
      MatchBodyHashes({message.view.body(), plan.hashes, &facts, 0}, hasher, pending.message_signatures,
                      scratch);
    }
    flaws = pending.flaws;
    SignatureVerifier verifier;
    evidence = VerifyArcChain(pending, dns, keys_, verifier, context);
    // The same with a batch before it.
    RsaBatch batch(CryptoKernels::kLanes);
    BatchArcChain(dns, keys_, context.at, &pending, &batch);
    batch.Finish();
    batched = batch.counts().valid;
    const ArcEvidence again = VerifyArcChain(pending, dns, keys_, verifier, context);
    EXPECT_EQ(again.result, evidence.result);
    EXPECT_EQ(again.reason, evidence.reason);
    EXPECT_EQ(again.cause, evidence.cause);
    EXPECT_EQ(again.oldest_pass, evidence.oldest_pass);
  }

  ArcEvidence evidence;
  ParseFlaws flaws;
  size_t body_hashes = 0;
  uint64_t batched = 0;  // Signatures and seals that a batch found valid.

 private:
  Arena keep_;
  KeyStore keys_;
};

struct SealOptions {
  uint32_t instance = 1;
  std::string domain = "relay.example";
  std::string selector = "arc";
  std::string status;  // cv=; empty: none at instance 1, else pass.
  std::string results = "mx.relay.example; spf=pass smtp.mailfrom=example.com";
  std::string message_names = "From:To:Subject:Date";
  std::string more_in_message;  // Further tags of the message signature, each with a semicolon behind it.
  std::string more_in_seal;
  DkimAlgorithm algorithm = DkimAlgorithm::kRsaSha256;
};

inline std::string SignArcField(const std::string& signed_text, const PrivateKey& key,
                                DkimAlgorithm algorithm) {
  Hasher hasher(HashAlgorithm::kSha256);
  const Digest digest = hasher.Compute(signed_text);
  return Base64(algorithm == DkimAlgorithm::kEd25519Sha256
                    ? SignEd25519(key, digest.bytes())
                    : SignRsa(key, HashAlgorithm::kSha256, digest.bytes()));
}

// The fields of `message` called `name`, of the instance.
inline std::string ReferenceArcField(std::string_view message, std::string_view name, uint32_t instance) {
  const std::string tag = " i=" + std::to_string(instance) + ";";
  for (const ReferenceField& field : ReferenceFields(message)) {
    if (EqualsIgnoreCase(field.name, name) && field.raw.find(tag) != field.raw.npos)
      return ReferenceCanonicalField(field, Canonicalization::kRelaxed) + "\r\n";
  }
  return {};
}

// The message with one more ARC Set on top.
inline std::string SealMessage(std::string_view message, const PrivateKey& key,
                               const SealOptions& options = {}) {
  const std::string head = " i=" + std::to_string(options.instance) +
                           "; a=" + std::string(DkimAlgorithmName(options.algorithm)) +
                           "; d=" + options.domain + "; s=" + options.selector + "; ";
  const std::string results =
      "ARC-Authentication-Results: i=" + std::to_string(options.instance) + "; " + options.results;
  Hasher hasher(HashAlgorithm::kSha256);
  const std::string body = ReferenceCanonicalBody(ReferenceBody(message), Canonicalization::kRelaxed);
  std::string signature = "ARC-Message-Signature:" + head + options.more_in_message +
                          "c=relaxed/relaxed;\r\n h=" + options.message_names +
                          "; bh=" + Base64(hasher.Compute(body).bytes()) + ";\r\n b=";
  std::vector<std::string> names;
  for (size_t begin = 0; begin <= options.message_names.size();) {
    const size_t end = std::min(options.message_names.find(':', begin), options.message_names.size());
    names.push_back(options.message_names.substr(begin, end - begin));
    begin = end + 1;
  }
  signature +=
      SignArcField(ReferenceCanonicalHeader(ReferenceFields(message), names,
                                            {"ARC-Message-Signature", signature}, Canonicalization::kRelaxed),
                   key, options.algorithm);
  const std::string status = !options.status.empty() ? options.status
                             : options.instance == 1 ? "none"
                                                     : "pass";
  std::string seal = "ARC-Seal:" + head + options.more_in_seal + "cv=" + status + ";\r\n b=";
  std::string sealed;
  for (uint32_t i = 1; i < options.instance; ++i) {
    for (const std::string_view name : {"ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"})
      sealed += ReferenceArcField(message, name, i);
  }
  for (const std::string& field : {results, signature})
    sealed += ReferenceCanonicalField({field.substr(0, field.find(':')), field}, Canonicalization::kRelaxed) +
              "\r\n";
  sealed += ReferenceCanonicalField({"ARC-Seal", seal}, Canonicalization::kRelaxed);
  seal += SignArcField(sealed, key, options.algorithm);
  return seal + "\r\n" + signature + "\r\n" + results + "\r\n" + std::string(message);
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_TEST_ARC_H_
