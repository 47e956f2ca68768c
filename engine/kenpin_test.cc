#include "engine/kenpin.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "engine/report/summary_json.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kPlain =
    "Date: Tue, 16 Jan 2024 09:00:00 +0900\r\n"
    "From: Shop <news@mail.shop.com>\r\n"
    "To: a@receiver.org\r\n"
    "Message-ID: <1@mail.shop.com>\r\n"
    "Subject: Hello\r\n"
    "\r\n"
    "Hello.\r\n";

constexpr std::string_view kKeysZone =
    ";kenpin 1\n"
    ";kenpin nxdomain _dmarc.mail.shop.com\n"
    ";kenpin nxdomain _dmarc.com\n"
    "shop.com. 60 IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
    "_dmarc.shop.com. 60 IN TXT \"v=DMARC1; p=reject; rua=mailto:d@shop.com\"\n";

constexpr int64_t kNow = 1705363200;  // 2024-01-16.

std::unique_ptr<Engine> Opened(EngineOptions options = {}) {
  options.now = kNow;
  absl::StatusOr<std::unique_ptr<Engine>> engine = Engine::Open(options);
  EXPECT_TRUE(engine.ok()) << engine.status();
  return *std::move(engine);
}

Outcome OutcomeOf(const Inspection& inspection, RuleId rule) {
  return inspection.verdicts[static_cast<size_t>(rule)].outcome;
}

// Shops by number, each with a date and an id of its own.
std::string Message(int number) {
  std::string message(kPlain);
  message.replace(message.find("<1@"), 2, "<" + std::to_string(number));
  if (number % 2 == 0) message.replace(message.find("mail.shop.com>\r\nTo"), 13, "mail.else.com");
  if (number % 3 == 0) message.erase(0, message.find("From:"));
  return message;
}

// What is told of a run, without what threads and the clock do to it.
std::string Told(Engine& engine) {
  absl::StatusOr<RunSummary> run = engine.Finish();
  EXPECT_TRUE(run.ok()) << run.status();
  run->seconds = 0;
  run->threads = 0;
  return SummaryAsJson(*run);
}

TEST(Kenpin, WhatCanNotBeHadIsAnErrorThatNamesIt) {
  EngineOptions options;
  options.dns = "no such\nthing";
  absl::StatusOr<std::unique_ptr<Engine>> engine = Engine::Open(options);
  EXPECT_EQ(engine.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(engine.status().message()).find('\n'), std::string::npos);
  options.dns = "/nonexistent/keys.zone";
  engine = Engine::Open(options);
  EXPECT_NE(std::string(engine.status().message()).find("/nonexistent/keys.zone"), std::string::npos);
  options.dns = "off";
  options.public_suffix_list = "/nonexistent/psl.dat";
  engine = Engine::Open(options);
  EXPECT_NE(std::string(engine.status().message()).find("/nonexistent/psl.dat"), std::string::npos);
}

TEST(Kenpin, OneMessage) {
  const std::unique_ptr<Engine> engine = Opened();
  const Inspection& seen = engine->NewInspector().Inspect({.bytes = kPlain, .source = "a.eml"});
  EXPECT_EQ(seen.evidence.author.domain, "mail.shop.com");
  EXPECT_EQ(seen.evidence.author.org_domain, "shop.com");
  EXPECT_EQ(seen.evidence.mode, Mode::kPresend);
  EXPECT_EQ(OutcomeOf(seen, RuleId::kFormatDate), Outcome::kPass);
  EXPECT_EQ(OutcomeOf(seen, RuleId::kDkimVerify), Outcome::kNotApplicable);
  EXPECT_EQ(OutcomeOf(seen, RuleId::kAuthDkim), Outcome::kFail);
  EXPECT_FALSE(seen.complies);
  ASSERT_TRUE(seen.body_digest.has_value());
  EXPECT_EQ((*seen.body_digest)[0], 0xc9);  // SHA-256 of "Hello.\r\n" begins c9942ad5.
  const Json record = Json::parse(seen.record);
  EXPECT_EQ(record["source"], "a.eml");
  EXPECT_EQ(record["message_id"], "1@mail.shop.com");
  EXPECT_EQ(record["rules"]["auth-dkim"], "fail");
}

TEST(Kenpin, TheSessionIsThatOfOneMessage) {
  const TestDirectory directory;
  EngineOptions options;
  options.dns = directory.Write("keys.zone", std::string(kKeysZone));
  const std::unique_ptr<Engine> engine = Opened(options);
  Inspector& inspector = engine->NewInspector();
  {
    const Session session{"bounce@shop.com", "192.0.2.1", "out.shop.com"};
    const Inspection& told = inspector.Inspect({.bytes = kPlain, .source = "a", .session = &session});
    EXPECT_EQ(told.evidence.spf.result, SpfResult::kPass);
    EXPECT_EQ(told.evidence.delivery->envelope.helo, "out.shop.com");
    EXPECT_EQ(told.evidence.dmarc.result, DmarcResult::kPass);
  }
  const Inspection& alone = inspector.Inspect({.bytes = kPlain, .source = "b"});
  EXPECT_EQ(alone.evidence.delivery->envelope.client_basis, EnvelopeBasis::kUnknown);
  EXPECT_EQ(alone.evidence.delivery->envelope.mail_from_basis, EnvelopeBasis::kUnknown);
  EXPECT_NE(alone.evidence.spf.result, SpfResult::kPass);
  const Session stranger{"", "203.0.113.9", std::nullopt};
  const Inspection& null = inspector.Inspect({.bytes = kPlain, .source = "c", .session = &stranger});
  EXPECT_TRUE(null.evidence.delivery->envelope.null_sender);
  EXPECT_EQ(null.evidence.delivery->envelope.client_basis, EnvelopeBasis::kOption);
  const Session garbage{"no domain at all", "not an address", ""};
  const Inspection& none = inspector.Inspect({.bytes = kPlain, .source = "d", .session = &garbage});
  EXPECT_EQ(none.evidence.delivery->envelope.client_basis, EnvelopeBasis::kUnknown);
  EXPECT_EQ(none.evidence.delivery->envelope.mail_from_basis, EnvelopeBasis::kUnknown);
  EXPECT_EQ(none.evidence.delivery->envelope.helo_basis, EnvelopeBasis::kUnknown);
}

TEST(Kenpin, AnyBytesAreAnswered) {
  const std::unique_ptr<Engine> engine = Opened();
  Inspector& inspector = engine->NewInspector();
  const std::string zeros(1000, '\0');
  std::string all;
  for (int i = 0; i < 512; ++i) all += static_cast<char>(i);
  uint32_t number = 0;
  for (const std::string_view bytes :
       {std::string_view(), std::string_view("\n"), std::string_view("\r"), std::string_view("From:"),
        std::string_view(zeros), std::string_view(all)}) {
    const Inspection& seen = inspector.Inspect({.bytes = bytes, .source = "odd", .number = number++});
    EXPECT_FALSE(seen.complies);
    EXPECT_EQ(Json::parse(seen.record)["length"], bytes.size());
  }
  const absl::StatusOr<RunSummary> run = engine->Finish();
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->totals.messages, 6u);
}

TEST(Kenpin, OptionsAreObeyed) {
  EngineOptions options;
  options.mode = Mode::kSent;
  options.profile = Provider::kYahoo;
  options.at = 1700000000;
  options.traffic = UnsubscribeClass::kTransactional;
  options.name = "outbox";
  const std::unique_ptr<Engine> engine = Opened(options);
  const Inspection& seen = engine->NewInspector().Inspect({.bytes = kPlain, .source = "a"});
  EXPECT_EQ(seen.evidence.mode, Mode::kSent);
  EXPECT_EQ(seen.evidence.judged_at, 1700000000);
  EXPECT_EQ(seen.evidence.unsubscribe_class, UnsubscribeClass::kTransactional);
  const absl::StatusOr<RunSummary> run = engine->Finish();
  ASSERT_TRUE(run.ok());
  EXPECT_EQ(run->profile, "yahoo");
  EXPECT_EQ(run->at, "@1700000000");
  ASSERT_EQ(run->inputs.size(), 1u);
  EXPECT_EQ(run->inputs[0].path, "outbox");
  EXPECT_EQ(run->inputs[0].messages, 1u);
  EXPECT_EQ(run->inputs[0].bytes, kPlain.size());
}

TEST(Kenpin, TheSummaryIsTheSameForAnyNumberOfThreads) {
  constexpr int kMessages = 60;
  const std::unique_ptr<Engine> one = Opened();
  Inspector& alone = one->NewInspector();
  for (int i = 0; i < kMessages; ++i)
    alone.Inspect({.bytes = Message(i), .source = "m", .number = static_cast<uint32_t>(i)});
  const std::unique_ptr<Engine> several = Opened();
  std::vector<std::thread> threads;
  for (int part = 0; part < 3; ++part) {
    threads.emplace_back([&several, part] {
      Inspector& inspector = several->NewInspector();
      for (int i = kMessages - 1 - part; i >= 0; i -= 3)
        inspector.Inspect({.bytes = Message(i), .source = "m", .number = static_cast<uint32_t>(i)});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string told = Told(*one);
  EXPECT_EQ(Told(*several), told);
  EXPECT_EQ(Json::parse(told)["totals"]["messages"], kMessages);
  EXPECT_EQ(Json::parse(told)["domains"].size(), 2u);
}

}  // namespace
}  // namespace kenpin
