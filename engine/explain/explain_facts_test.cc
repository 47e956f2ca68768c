#include "engine/explain/explain_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/test_message.h"
#include "engine/test_stores.h"
#include "io/dns_snapshot.h"

namespace kenpin {
namespace {

constexpr std::string_view kMail =
    "Authentication-Results: mx.receiver.org; spf=pass smtp.mailfrom=shop.com\r\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.com; s=sel; h=From:Subject:From:X-None;\r\n"
    " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n"
    "Date: Tue, 16 Jan 2024 09:00:00 +0900\r\n"
    "From: Shop <news@mail.shop.com>\r\n"
    "Message-ID: <1@mail.shop.com>\r\n"
    "Subject: Hello\r\n"
    "\r\n"
    "Hello.\r\n";

class ExplainFacts : public ::testing::Test {
 protected:
  ExplainFacts() : message_(kMail) {
    context_ = stores_.Context(*dns_);
    context_.dns_off = true;
    worker_.emplace(context_, 0, 1);
    MessageRange range;
    range.bytes = message_.view.bytes();
    worker_->chunk().files = {"test.eml"};
    worker_->chunk().messages = {range};
    worker_->ProcessBytes(&pending_);
    EXPECT_TRUE(worker_->Examine(pending_.messages.front(), &pending_.questions, &evidence_));
  }

  ExplainedMessage Message() {
    return {context_, message_.view, pending_.messages.front(), evidence_, message_.arena};
  }

  TestMessage message_;
  std::unique_ptr<DnsClient> dns_ = MakeDnsOff();
  TestStores stores_;
  ScanContext context_;
  std::optional<Worker> worker_;
  PendingChunk pending_;
  Evidence evidence_;
  Explanation told_;
};

TEST_F(ExplainFacts, NamesOfTheSignatureLeadToFields) {
  ExplainSignatures(Message(), &told_);
  ASSERT_EQ(told_.signatures.size(), 1u);
  const std::vector<ExplainedField>& fields = told_.signatures[0].fields;
  ASSERT_EQ(fields.size(), 4u);
  EXPECT_EQ(fields[0].field, 4u);
  EXPECT_EQ(fields[1].field, 6u);
  EXPECT_FALSE(fields[2].field) << "From is over-signed";
  EXPECT_FALSE(fields[3].field);
  EXPECT_EQ(told_.signatures[0].key_name, "sel._domainkey.shop.com");
  EXPECT_EQ(told_.signatures[0].key_status, DnsStatus::kOff);
  EXPECT_EQ(told_.signatures[0].stated_body_hash, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(told_.signatures[0].cause, "empty_body");
}

TEST_F(ExplainFacts, OfABodyThatIsNotThereNoCauseIsLookedFor) {
  pending_.messages.front().facts.flaws.Add(ParseFlaw::kTooLarge);
  ExplainSignatures(Message(), &told_);
  ASSERT_EQ(told_.signatures.size(), 1u);
  EXPECT_EQ(told_.signatures[0].cause, "not_tried");
}

TEST_F(ExplainFacts, AClaimOfTheSenderIsNotBelieved) {
  ExplainTrace(Message(), &told_);
  EXPECT_TRUE(told_.hops.empty());
  ASSERT_EQ(told_.claims.size(), 1u);
  EXPECT_EQ(told_.claims[0].disbelief, Disbelief::kNotDelivered);
}

TEST_F(ExplainFacts, NamesAreComparedByBothMethods) {
  ExplainPolicies(Message(), &told_);
  EXPECT_EQ(told_.spf_text, "") << "there is no client";
  EXPECT_NE(told_.dmarc_text.find("mail.shop.com"), std::string::npos);
  ASSERT_EQ(told_.names.size(), 1u);
  EXPECT_EQ(told_.names[0].domain, "shop.com");
  EXPECT_EQ(told_.names[0].list_org, "shop.com");
  EXPECT_EQ(told_.names[0].names.by_list, AlignmentResult::kRelaxed);
}

}  // namespace
}  // namespace kenpin
