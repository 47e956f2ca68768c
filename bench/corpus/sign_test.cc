// Canonicalization by the examples of RFC 6376, and signatures checked with the public half of the key.
#include "bench/corpus/sign.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include "bench/corpus/compose.h"
#include "bench/corpus/plan.h"

namespace kenpin::corpus {
namespace {

struct CanonCase {
  const char* name;
  std::string_view input;
  std::string_view simple;
  std::string_view relaxed;
};

TEST(SignTest, CanonicalBody) {
  const CanonCase cases[] = {
      {"RFC 6376 3.4.5", " C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n"},
      {"empty", "", "\r\n", ""},
      {"one empty line", "\r\n", "\r\n", ""},
      {"empty lines", "\r\n\r\n", "\r\n", ""},
      {"no line end", "a", "a\r\n", "a\r\n"},
      {"line of white space at the end", "a\r\n \t\r\n", "a\r\n \t\r\n", "a\r\n"},
      {"CR CR LF", "a\r\r\nb\r\n", "a\r\r\nb\r\n", "a\r\r\nb\r\n"},
  };
  for (const CanonCase& c : cases) {
    EXPECT_EQ(CanonicalBody(c.input, Canon::kSimple), c.simple) << c.name;
    EXPECT_EQ(CanonicalBody(c.input, Canon::kRelaxed), c.relaxed) << c.name;
  }
}

TEST(SignTest, CanonicalField) {
  const CanonCase cases[] = {
      {"RFC 6376 3.4.5", "A: X\r\n", "A: X\r\n", "a:X\r\n"},
      {"folded", "B : Y\t\r\n\tZ  \r\n", "B : Y\t\r\n\tZ  \r\n", "b:Y Z\r\n"},
      {"empty", "C:\r\n", "C:\r\n", "c:\r\n"},
      {"white space only", "D: \t\r\n", "D: \t\r\n", "d:\r\n"},
  };
  for (const CanonCase& c : cases) {
    EXPECT_EQ(CanonicalField(c.input, Canon::kSimple), c.simple) << c.name;
    EXPECT_EQ(CanonicalField(c.input, Canon::kRelaxed), c.relaxed) << c.name;
  }
}

bool Verify(const SigningKey& key, std::string_view data, std::string_view signature) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool rsa = key.type == KeyType::kRsa;
  const std::string hashed = ComputeDigest(DigestType::kSha256, data);
  const std::string_view input = rsa ? data : std::string_view(hashed);
  EXPECT_EQ(EVP_DigestVerifyInit(context, nullptr, rsa ? EVP_sha256() : nullptr, nullptr, key.key.get()), 1);
  const int verdict =
      EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
                       reinterpret_cast<const unsigned char*>(input.data()), input.size());
  EVP_MD_CTX_free(context);
  return verdict == 1;
}

TEST(SignTest, EveryKeySignsTheSameWayTwice) {
  const KeyRing& ring = KeyRing::Get();
  for (const SigningKey* key :
       {&ring.Rsa2048(0), &ring.Rsa2048(7), &ring.Rsa1024(1), &ring.Rsa512(), &ring.Ed25519(2)}) {
    const std::string signature = SignBytes(*key, DigestType::kSha256, "some header\r\n");
    EXPECT_EQ(signature, SignBytes(*key, DigestType::kSha256, "some header\r\n")) << key->bits;
    EXPECT_TRUE(Verify(*key, "some header\r\n", signature)) << key->bits;
    EXPECT_FALSE(Verify(*key, "Some header\r\n", signature)) << key->bits;
  }
}

TEST(SignTest, OverSignsFromAndSkipsOmittedFields) {
  Plan plan = DrawPlan(PlanFrame{}, 5, kSingle | kCampaignOnly, nullptr);
  plan.signers.front().oversign_from = true;
  plan.signers.front().omitted = {"subject"};
  Message message(plan);
  ComposeMessage(message);
  SignMessage(message);
  const std::string& text = GetField(message, "DKIM-Signature").text;
  EXPECT_NE(text.find("h=from:from:to:date:"), std::string::npos) << text;
  EXPECT_EQ(text.find("subject"), std::string::npos) << text;
  EXPECT_EQ(message.keys.size(), 1U);
}

}  // namespace
}  // namespace kenpin::corpus
