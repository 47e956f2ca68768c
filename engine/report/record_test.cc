#include "engine/report/record.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rules/reason.h"

namespace kenpin {
namespace {

using OrderedJson = nlohmann::ordered_json;

class Record : public ::testing::Test {
 protected:
  Record() {
    evidence_.mail = &mail_;
    evidence_.delivery = &delivery_;
    for (Verdict& verdict : verdicts_) verdict = {Outcome::kPass, Reason::kNone};
  }
  OrderedJson Write() {
    std::string out;
    AppendRecord({&evidence_, &verdicts_, source_, 7, 100, digest_, profile_}, &out);
    EXPECT_EQ(out.find('\n'), out.size() - 1) << "one record is one line";
    return OrderedJson::parse(out);
  }

  MailFacts mail_;
  DeliveryFacts delivery_;
  Evidence evidence_;
  VerdictSet verdicts_{};
  std::string source_ = "a.mbox";
  Provider profile_ = Provider::kGmail;
  std::optional<std::array<uint8_t, 32>> digest_;
};

TEST_F(Record, AbsentIsNullNeverLeftOut) {
  const OrderedJson json = Write();
  for (const char* key :
       {"message_id", "author_domain", "org_domain", "date", "sender_system", "sender_system_certainty",
        "transport_system", "body_digest", "spf", "dmarc", "tls"}) {
    ASSERT_TRUE(json.contains(key)) << key;
    EXPECT_TRUE(json[key].is_null()) << key;
  }
  EXPECT_EQ(json["dkim"], OrderedJson::array());
  EXPECT_EQ(json["flaws"], OrderedJson::array());
  EXPECT_EQ(json["reasons"], OrderedJson::object());
  EXPECT_EQ(json["rules"].size(), kRuleCount);
}

TEST_F(Record, KeysStandInTheDocumentedOrder) {
  // clang-format off
  const std::vector<std::string> expected = {
      "schema_version", "source", "offset", "length", "message_id", "author_domain", "org_domain", "date",
      "mode", "stream", "sender_system", "sender_system_certainty", "transport_system", "flaws",
      "body_digest", "dkim", "spf", "dmarc", "arc", "tls", "envelope", "receiver", "indirect_proof",
      "unsubscribe", "profile", "profile_date", "rules", "reasons", "rules_by_profile"};
  // clang-format on
  std::vector<std::string> keys;
  const OrderedJson json = Write();
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_EQ(keys, expected);
}

TEST_F(Record, SignatureInFull) {
  std::vector<SignatureEvidence> signatures(1);
  SignatureEvidence& s = signatures[0];
  s.domain = "shop.example";
  s.selector = "s1";
  s.algorithm_text = "rsa-sha256";
  s.header_canonicalization = Canonicalization::kRelaxed;
  s.result = DkimResult::kPass;
  s.reason = DkimReason::kVerified;
  s.body_limit = 12;
  s.key_bits = 2048;
  s.hashed = true;
  s.body_hash_ok = true;
  s.body_hash_size = 32;
  s.key_source = KeySource::kSnapshot;
  s.alignment = AlignmentResult::kRelaxed;
  evidence_.signatures = signatures;
  const OrderedJson json = Write()["dkim"][0];
  EXPECT_EQ(json["d"], "shop.example");
  EXPECT_EQ(json["c"], "relaxed/simple");
  EXPECT_EQ(json["i"], nullptr);
  EXPECT_EQ(json["l"], 12);
  EXPECT_EQ(json["bits"], 2048);
  EXPECT_EQ(json["result"], "pass");
  EXPECT_EQ(json["reason"], "verified");
  EXPECT_EQ(json["body_hash"], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  EXPECT_EQ(json["body_hash_ok"], true);
  EXPECT_EQ(json["aligned"], true);
  EXPECT_EQ(json["key_source"], "snapshot");
}

TEST_F(Record, HostileTextStaysText) {
  source_ = "a\n\"b\\";
  mail_.message_id.id = "\xFFx\x1b[31m";
  mail_.flaws.Add(ParseFlaw::kNulByte);
  digest_.emplace();
  digest_->fill(0xAB);
  const OrderedJson json = Write();
  EXPECT_EQ(json["source"], source_);
  EXPECT_EQ(json["message_id"], "\uFFFDx\x1b[31m");
  EXPECT_EQ(json["flaws"], OrderedJson::array({"nul_byte"}));
  EXPECT_EQ(json["body_digest"].get<std::string>().substr(0, 4), "abab");
}

// Yahoo accepts a mailto alone.
TEST_F(Record, UnderAllTellsWhoDiffers) {
  evidence_.unsubscribe_class = UnsubscribeClass::kMarketing;
  mail_.unsubscribe.field_count = mail_.unsubscribe.mailto_uris = 1;
  EXPECT_TRUE(Write()["rules_by_profile"].is_null());
  profile_ = Provider::kAll;
  verdicts_ = Judge(evidence_, profile_);
  const OrderedJson json = Write();
  EXPECT_EQ(json["rules"]["unsub-one-click"], "fail");
  EXPECT_EQ(json["rules_by_profile"]["yahoo"]["unsub-one-click"], "warn");
  EXPECT_FALSE(json["rules_by_profile"].contains("apple")) << json["rules_by_profile"];
}

}  // namespace
}  // namespace kenpin
