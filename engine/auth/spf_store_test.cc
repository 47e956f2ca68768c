#include "engine/auth/spf_store.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "io/dns_snapshot.h"
#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using test::ZoneDns;

const SpfEvaluation* Evaluate(SpfStore& store, DnsClient& dns, std::string_view mail_from,
                              SpfEvaluation* spare, std::string_view client = "192.0.2.1",
                              std::string_view helo = "h.example", int64_t at = 0) {
  std::vector<DnsQuestionId> open;
  const SpfEvaluation* evaluation =
      store.Evaluate({*ParseIpAddress(client), mail_from, helo}, dns, at, &open, spare);
  EXPECT_TRUE(open.empty());
  EXPECT_NE(evaluation, nullptr);
  return evaluation;
}

TEST(SpfStore, SendersOfADomainShare) {
  ZoneDns dns;
  dns.Add("d.example", RrType::kTxt, "v=spf1 ip4:192.0.2.1 -all exp=e.example");
  dns.Add("e.example", RrType::kTxt, "%{l} at %{t}");
  SpfStore store;
  SpfEvaluation spare;
  const SpfEvaluation* first = Evaluate(store, dns, "x@d.example", &spare);
  EXPECT_EQ(first->result, SpfResult::kPass);
  EXPECT_EQ(Evaluate(store, dns, "y@d.example", &spare), first);
  EXPECT_EQ(Evaluate(store, dns, "<z@d.example>", &spare), first);
  EXPECT_EQ(Evaluate(store, dns, "x@d.example", &spare, "::ffff:192.0.2.1"), first);
  EXPECT_NE(Evaluate(store, dns, "x@d.example", &spare, "192.0.2.2"), first);
  EXPECT_NE(Evaluate(store, dns, "x@d.example", &spare, "192.0.2.1", "i.example"), first);
  EXPECT_NE(Evaluate(store, dns, "x@D.example", &spare), first);
  const SpfEvaluation* failed = Evaluate(store, dns, "x@d.example", &spare, "192.0.2.2");
  EXPECT_EQ(failed->result, SpfResult::kFail);
  EXPECT_EQ(failed->explanation, "");
}

TEST(SpfStore, LocalPartMacrosPartThem) {
  ZoneDns dns;
  dns.Add("d.example", RrType::kTxt, "v=spf1 exists:%{l}.ok.example -all");
  dns.Add("x.ok.example", RrType::kA, "127.0.0.2");
  SpfStore store;
  SpfEvaluation spare;
  for (int round = 0; round < 2; ++round) {
    EXPECT_EQ(Evaluate(store, dns, "x@d.example", &spare)->result, SpfResult::kPass);
    EXPECT_EQ(Evaluate(store, dns, "y@d.example", &spare)->result, SpfResult::kFail);
    EXPECT_EQ(Evaluate(store, dns, "@d.example", &spare)->result, SpfResult::kFail);
  }
  EXPECT_EQ(Evaluate(store, dns, "x@d.example", &spare), Evaluate(store, dns, "x@d.example", &spare));
  EXPECT_NE(Evaluate(store, dns, "x@d.example", &spare), &spare);
}

TEST(SpfStore, TooLongLocalPartsAreApart) {
  ZoneDns dns;
  dns.Add("d.example", RrType::kTxt, "v=spf1 +all");
  for (const bool long_first : {false, true}) {
    SpfStore store;
    SpfEvaluation spare;
    const std::string large(kMaxSpfLocalPartOctets + 1, 'x');
    const std::string senders[] = {"x@d.example", large + "@d.example"};
    for (int i = 0; i < 2; ++i) {
      const bool is_long = (i == 0) == long_first;
      EXPECT_EQ(Evaluate(store, dns, senders[is_long ? 1 : 0], &spare)->reason,
                is_long ? SpfReason::kSenderTooLong : SpfReason::kMatched);
    }
    EXPECT_EQ(Evaluate(store, dns, large + "y@d.example", &spare),
              Evaluate(store, dns, large + "@d.example", &spare));
  }
}

TEST(SpfStore, EpochsPartThem) {
  const absl::StatusOr<std::unique_ptr<DnsClient>> dns = ParseDnsSnapshot(
      ";kenpin 1\n;kenpin from @100 to @199\nd.example. TXT \"v=spf1 +all\"\n"
      ";kenpin from @200\nd.example. TXT \"v=spf1 -all\"\n",
      "test");
  ASSERT_TRUE(dns.ok());
  SpfStore store;
  SpfEvaluation spare;
  const auto at = [&](int64_t time) {
    return Evaluate(store, **dns, "x@d.example", &spare, "192.0.2.1", "", time);
  };
  EXPECT_EQ(at(100)->result, SpfResult::kPass);
  EXPECT_EQ(at(199), at(100));
  EXPECT_EQ(at(200)->result, SpfResult::kFail);
  EXPECT_EQ(at(1'000'000), at(200));
  EXPECT_EQ(at(99)->reason, SpfReason::kDnsNotRecorded);
  std::vector<DnsQuestionId> open;
  EXPECT_TRUE(store.Audit("d.example", IpFamily::kIpv4, **dns, 150, &open)->plus_all);
  EXPECT_FALSE(store.Audit("d.example", IpFamily::kIpv4, **dns, 250, &open)->plus_all);
  EXPECT_TRUE(store.Audit("d.example", IpFamily::kIpv4, **dns, 160, &open)->plus_all);
}

TEST(SpfStore, OpenQuestionsAreHandedOn) {
  ZoneDns dns(test::AnswerOrder::kOldestFirst);
  dns.Add("d.example", RrType::kTxt, "v=spf1 a -all");
  SpfStore store;
  SpfEvaluation spare;
  int rounds = 0;
  for (const SpfEvaluation* evaluation = nullptr; evaluation == nullptr; ++rounds) {
    ASSERT_LT(rounds, 10);
    std::vector<DnsQuestionId> open;
    evaluation = store.Evaluate({*ParseIpAddress("192.0.2.1"), "x@d.example", ""}, dns, 0, &open, &spare);
    EXPECT_EQ(evaluation == nullptr, !open.empty());
    if (evaluation == nullptr) dns.AnswerOne();
  }
  EXPECT_EQ(rounds, 3);
  std::vector<DnsQuestionId> open;
  EXPECT_TRUE(store.Audit("d.example", IpFamily::kIpv4, dns, 0, &open).has_value());
}

// Beyond its bound the store works as before, through the caller's spare.
TEST(SpfStore, FullStoreStillAnswers) {
  ZoneDns dns;
  dns.Add("d.example", RrType::kTxt, "v=spf1 exists:%{l}.ok.example -all");
  dns.Add("x.ok.example", RrType::kA, "127.0.0.2");
  for (const uint64_t bytes : {uint64_t{0}, uint64_t{600}, uint64_t{2000}}) {
    SpfStore store(bytes);
    for (int i = 0; i < 50; ++i) {
      SpfEvaluation spare;
      const std::string sender = (i % 2 == 0 ? "x" : "y" + std::to_string(i)) + "@d.example";
      EXPECT_EQ(Evaluate(store, dns, sender, &spare)->result,
                i % 2 == 0 ? SpfResult::kPass : SpfResult::kFail);
      std::vector<DnsQuestionId> open;
      EXPECT_EQ(store.Audit("d.example", IpFamily::kIpv4, dns, 0, &open)->expansion_lookups, 1);
    }
  }
}

TEST(SpfStore, ThreadsAgree) {
  std::string zone;
  for (int i = 0; i < 20; ++i) {
    zone += "d" + std::to_string(i) + ".example. TXT \"v=spf1 ip4:192.0.2.1 exists:%{l}.ok.example -all\"\n";
  }
  zone += "x.ok.example. A 127.0.0.2\n;kenpin nxdomain y.ok.example\n";
  const absl::StatusOr<std::unique_ptr<DnsClient>> dns = ParseDnsSnapshot(zone, "test");
  ASSERT_TRUE(dns.ok()) << dns.status();
  SpfStore store;
  std::vector<std::vector<const SpfEvaluation*>> seen(8);
  std::vector<std::thread> threads;
  for (std::vector<const SpfEvaluation*>& mine : seen) {
    threads.emplace_back([&store, &dns, &mine] {
      SpfEvaluation spare;
      for (int i = 0; i < 20; ++i) {
        for (const char* who : {"x", "y"}) {
          const std::string sender = who + ("@d" + std::to_string(i)) + ".example";
          for (const char* client : {"192.0.2.1", "192.0.2.9"}) {
            mine.push_back(Evaluate(store, **dns, sender, &spare, client));
          }
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<const SpfEvaluation*>& mine : seen) EXPECT_EQ(mine, seen[0]);
  EXPECT_EQ(seen[0][1]->result, SpfResult::kPass);
  EXPECT_EQ(seen[0][3]->result, SpfResult::kFail);
}

}  // namespace
}  // namespace kenpin
