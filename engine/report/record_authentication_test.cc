#include "engine/report/record_authentication.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace kenpin {
namespace {

using OrderedJson = nlohmann::ordered_json;

class RecordAuthentication : public ::testing::Test {
 protected:
  RecordAuthentication() { evidence_.delivery = &delivery_; }
  OrderedJson Write() {
    std::string out;
    JsonWriter json(&out);
    json.BeginObject();
    WriteAuthentication(evidence_, verdicts_, json);
    json.EndObject();
    return OrderedJson::parse(out);
  }
  Verdict& TlsVerdict() { return verdicts_[static_cast<size_t>(RuleId::kInfraTls)]; }

  DeliveryFacts delivery_;
  Evidence evidence_;
  VerdictSet verdicts_{};
};

TEST_F(RecordAuthentication, WhatIsNotKnownIsNull) {
  const OrderedJson json = Write();
  EXPECT_TRUE(json["spf"].is_null());
  EXPECT_TRUE(json["dmarc"].is_null());
  EXPECT_TRUE(json["tls"].is_null());
  EXPECT_EQ(
      json["arc"],
      (OrderedJson{
          {"result", "none"}, {"instances", 0}, {"reason", "no_sets"}, {"sealers", OrderedJson::array()}}));
  EXPECT_TRUE(json["envelope"]["mail_from"].is_null());
  EXPECT_EQ(json["envelope"]["mail_from_basis"], "unknown");
  EXPECT_EQ(json["receiver"]["trust"], "none");
  EXPECT_EQ(json["indirect_proof"], "none");
}

TEST_F(RecordAuthentication, SpfNamesWhatItRestsOn) {
  delivery_.envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
  delivery_.envelope.mail_from = "b@bounce.example";
  delivery_.envelope.client = ParseIpAddress("2001:db8::1");
  delivery_.envelope.client_basis = EnvelopeBasis::kReceived;
  evidence_.spf.basis = ResultBasis::kAuthResults;
  evidence_.spf.result = SpfResult::kSoftfail;
  evidence_.spf.domain = "bounce.example";
  evidence_.spf.names.result = AlignmentResult::kNone;
  const OrderedJson spf = Write()["spf"];
  EXPECT_EQ(spf["result"], "softfail");
  EXPECT_EQ(spf["domain"], "bounce.example");
  EXPECT_EQ(spf["identity"], "mailfrom");
  EXPECT_EQ(spf["ip"], "2001:db8::1");
  EXPECT_EQ(spf["basis"], "return_path");
  EXPECT_EQ(spf["aligned"], false);
  EXPECT_EQ(spf["result_basis"], "auth_results");
  EXPECT_TRUE(spf["computed"].is_null());
}

TEST_F(RecordAuthentication, NullSenderIsEmptyAndJudgedByHelo) {
  delivery_.envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
  delivery_.envelope.null_sender = true;
  delivery_.envelope.helo_basis = EnvelopeBasis::kOption;
  delivery_.envelope.helo = "out.example";
  evidence_.spf.basis = ResultBasis::kComputed;
  evidence_.spf.identity = SpfIdentity::kHelo;
  evidence_.spf.computed = true;
  evidence_.spf.own_result = evidence_.spf.result = SpfResult::kPass;
  evidence_.spf.own_reason = SpfReason::kMatched;
  evidence_.spf.lookups = 3;
  const OrderedJson json = Write();
  EXPECT_EQ(json["envelope"]["mail_from"], "");
  EXPECT_EQ(json["spf"]["basis"], "option");
  EXPECT_EQ(json["spf"]["reason"], "matched");
  EXPECT_EQ(json["spf"]["lookups"], 3);
  EXPECT_TRUE(json["spf"]["aligned"].is_null());
}

TEST_F(RecordAuthentication, Dmarc) {
  evidence_.dmarc.basis = ResultBasis::kComputed;
  evidence_.dmarc.result = DmarcResult::kPass;
  evidence_.dmarc.policy = DmarcPolicy::kQuarantine;
  evidence_.dmarc.record_domain = "news.example";
  evidence_.dmarc.method = OrgMethod::kPublicSuffixList;
  const OrderedJson dmarc = Write()["dmarc"];
  EXPECT_EQ(dmarc["result"], "pass");
  EXPECT_EQ(dmarc["policy"], "quarantine");
  EXPECT_EQ(dmarc["record_domain"], "news.example");
  EXPECT_EQ(dmarc["org_domain_by"], "psl");
}

TEST_F(RecordAuthentication, TlsOfTheBorderHop) {
  delivery_.border = 2;
  delivery_.border_hop.by = "mx.example";
  delivery_.border_hop.tls.version = TlsVersion::kTls13;
  delivery_.border_hop.tls.cipher = "TLS_AES_128_GCM_SHA256";
  TlsVerdict().outcome = Outcome::kWarn;
  EXPECT_EQ(Write()["tls"], (OrderedJson{{"result", "pass"},
                                         {"version", "TLS 1.3"},
                                         {"cipher", "TLS_AES_128_GCM_SHA256"},
                                         {"hop", 2},
                                         {"by", "mx.example"}}));
  delivery_.border_hop.tls = {};
  TlsVerdict().outcome = Outcome::kFail;
  EXPECT_EQ(Write()["tls"]["result"], "fail");
  EXPECT_TRUE(Write()["tls"]["version"].is_null());
}

TEST_F(RecordAuthentication, ArcNamesItsSealers) {
  const ArcSet sets[] = {{ArcChainStatus::kNone, "list.example", "s", "list.example", "s"},
                         {ArcChainStatus::kPass, "fwd.example", "s", "fwd.example", "s"}};
  evidence_.arc.result = ArcResult::kPass;
  evidence_.arc.reason = ArcReason::kVerified;
  evidence_.arc.instances = 2;
  evidence_.arc.sets = sets;
  const OrderedJson arc = Write()["arc"];
  EXPECT_EQ(arc["result"], "pass");
  EXPECT_EQ(arc["instances"], 2);
  EXPECT_EQ(arc["sealers"], (OrderedJson{"list.example", "fwd.example"}));
}

}  // namespace
}  // namespace kenpin
