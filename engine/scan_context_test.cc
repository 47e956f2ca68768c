#include "engine/scan_context.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(ScanContext, NothingIsDecidedByDefault) {
  const ScanOptions options;
  ScanContext context;
  FillScanContext(options, 1705363200, &context);
  EXPECT_EQ(context.judged_time.now, 1705363200);
  EXPECT_FALSE(context.judged_time.by);
  EXPECT_FALSE(context.mode);
  EXPECT_FALSE(context.traffic);
  EXPECT_TRUE(context.dns_off);
  EXPECT_EQ(context.envelope.mail_from_basis, EnvelopeBasis::kUnknown);
}

TEST(ScanContext, TakesTheEnvelopeAndTheTime) {
  ScanOptions options;
  options.envelope.mail_from = SenderAddress{"a@shop.example", "shop.example"};
  options.envelope.helo = "mail.shop.example";
  options.at.kind = AtSpec::Kind::kTime;
  options.at.time = 5;
  options.traffic = Traffic::kMarketing;
  ScanContext context;
  FillScanContext(options, 7, &context);
  EXPECT_EQ(context.envelope.mail_from_basis, EnvelopeBasis::kOption);
  EXPECT_EQ(context.envelope.mail_from_domain, "shop.example");
  EXPECT_FALSE(context.envelope.null_sender);
  EXPECT_EQ(context.envelope.helo, "mail.shop.example");
  EXPECT_EQ(context.envelope.client_basis, EnvelopeBasis::kUnknown);
  EXPECT_EQ(context.judged_time.by, JudgedBy::kGiven);
  EXPECT_EQ(context.judged_time.given, 5);
  EXPECT_EQ(context.traffic, UnsubscribeClass::kMarketing);
}

}  // namespace
}  // namespace kenpin
