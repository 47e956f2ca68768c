#include "engine/report/redact_run.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/report/summary_json.h"
#include "engine/report/test_run.h"

namespace kenpin {
namespace {

TEST(RedactRun, SamplesAndStreams) {
  RunSummary run = TestRun(TestDomain("shop.example", "mail/a.mbox", "secret@shop.example"));
  DomainSummary& domain = run.domains.front();
  const Sample sample{{0, 0, 1},       Outcome::kWarn, Reason::kDateMissing,
                      Stream::kDirect, "mail/a.mbox",  "secret@b"};
  domain.corpus.samples.front().Offer(sample, 3);
  domain.counts.corpus.samples.front().Offer(sample, 3);
  domain.counts.corpus.streams.front()[{"secret@shop.example", "shop.example", 7}] = 2;
  domain.counts.corpus.streams.front()[{"secret2@shop.example", "shop.example", 7}] = 3;
  const std::string before = SummaryAsJson(run);
  ASSERT_NE(before.find("secret"), std::string::npos);
  const std::string key(16, 'k');
  Redactor redactor(key);
  RedactRun(redactor, &run);
  const std::string told = SummaryAsJson(run);
  EXPECT_EQ(told.find("secret"), std::string::npos);
  EXPECT_NE(told.find("\"redacted\": true"), std::string::npos);
  EXPECT_NE(told.find('"' + redactor.Hash("secret") + "@shop.example\""), std::string::npos);
  EXPECT_NE(told.find("mail/a.mbox"), std::string::npos) << "the names of files stay";
  EXPECT_EQ(domain.corpus.samples.front().samples().size(), 1u);
  EXPECT_EQ(
      (domain.counts.corpus.streams.front()[{redactor.Hash("secret2") + "@shop.example", "shop.example", 7}]),
      3u);
}

}  // namespace
}  // namespace kenpin
