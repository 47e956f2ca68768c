#include "engine/summary.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

#include "rules/reason.h"

namespace kenpin {
namespace {

// A message for the summary, with everything it points to.
struct FakeMessage {
  MailFacts mail;
  DeliveryFacts delivery;
  Evidence evidence;
  VerdictSet verdicts{};
  std::vector<SignatureEvidence> signatures;
  std::string id;
  Ordinal ordinal;
  std::array<uint8_t, 32> digest{};

  SummaryInput Input() {
    mail.message_id.id = id;
    evidence.mail = &mail;
    evidence.delivery = &delivery;
    evidence.signatures = signatures;
    return {&evidence, &verdicts, ordinal, 100, "a.mbox", digest};
  }
};

FakeMessage MakeMessage(std::string_view domain, std::string_view org, uint64_t offset) {
  FakeMessage message;
  message.evidence.author.domain = domain;
  message.evidence.author.org_domain = org;
  message.ordinal = {0, 0, offset};
  message.id = "id" + std::to_string(offset);
  for (Verdict& verdict : message.verdicts) verdict = {Outcome::kPass, Reason::kNone};
  return message;
}

void SetVerdict(FakeMessage& message, RuleId rule, Outcome outcome) {
  message.verdicts[static_cast<size_t>(rule)] = {outcome, Reason::kNone};
}

const RuleCounts& DateCounts(const DomainSummary& row) {
  return row.counts.rules[static_cast<size_t>(RuleId::kFormatDate)];
}

std::vector<DomainSummary> Finish(std::vector<SummaryTable*> tables) {
  std::vector<DomainSummary> rows;
  EXPECT_TRUE(SummaryTable::Finish(tables, &rows).ok());
  return rows;
}

TEST(Summary, RollsUpToOrganizationalDomains) {
  SummaryTable table(3, 1 << 20);
  for (const auto& [domain, org, n] :
       {std::tuple("news.shop.example", "shop.example", 2), std::tuple("shop.example", "shop.example", 1),
        std::tuple("other.example", "other.example", 1), std::tuple("", "", 5)}) {
    for (int i = 0; i < n; ++i) {
      FakeMessage message = MakeMessage(domain, org, 1);
      table.Add(message.Input());
    }
  }
  const std::vector<DomainSummary> rows = Finish({&table});
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].domain, "shop.example");
  EXPECT_EQ(rows[0].counts.messages, 3u);
  EXPECT_EQ(rows[0].counts.bytes, 300u);
  ASSERT_EQ(rows[0].subdomains.size(), 2u);
  EXPECT_EQ(rows[0].subdomains[0].domain, "news.shop.example");
  EXPECT_EQ(rows[0].subdomains[0].counts.messages, 2u);
  EXPECT_EQ(rows[1].domain, "other.example");
  EXPECT_EQ(rows[2].domain, "") << "mail without a usable From comes last, however much it is";
  EXPECT_EQ(rows[2].counts.messages, 5u);
}

TEST(Summary, SamplesAreTheWorstThenTheFirst) {
  SummaryTable table(2, 1 << 20);
  const std::pair<uint64_t, Outcome> messages[] = {{50, Outcome::kWarn}, {40, Outcome::kFail},
                                                   {10, Outcome::kPass}, {30, Outcome::kUnknown},
                                                   {20, Outcome::kFail}, {60, Outcome::kFail}};
  for (const auto& [offset, outcome] : messages) {
    FakeMessage message = MakeMessage("shop.example", "shop.example", offset);
    SetVerdict(message, RuleId::kFormatDate, outcome);
    table.Add(message.Input());
  }
  const std::vector<DomainSummary> rows = Finish({&table});
  const std::vector<Sample>& samples = DateCounts(rows.at(0)).samples.samples();
  ASSERT_EQ(samples.size(), 2u);
  EXPECT_EQ(samples[0].ordinal.offset, 20u);
  EXPECT_EQ(samples[0].message_id, "id20");
  EXPECT_EQ(samples[1].ordinal.offset, 40u);
  EXPECT_EQ(DateCounts(rows[0]).outcomes[Outcome::kFail], 3u);
}

TEST(Summary, EqualBodiesAreCountedPerDomain) {
  SummaryTable table(3, 0);  // The smallest memory: spills.
  const std::tuple<const char*, uint8_t> bodies[] = {
      {"a.shop.example", 1}, {"a.shop.example", 1}, {"b.shop.example", 1}, {"b.shop.example", 2}};
  for (int round = 0; round < 20; ++round) {
    for (const auto& [domain, body] : bodies) {
      FakeMessage message = MakeMessage(domain, "shop.example", 0);
      message.digest.fill(body);
      table.Add(message.Input());
    }
  }
  const std::vector<DomainSummary> rows = Finish({&table});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].counts.distinct_bodies, 2u);
  EXPECT_EQ(rows[0].subdomains[0].counts.distinct_bodies, 1u);
  EXPECT_EQ(rows[0].subdomains[1].counts.distinct_bodies, 2u);
}

TEST(Summary, DaysAreThoseOfDeliveryElseOfDate) {
  SummaryTable table(3, 1 << 20);
  FakeMessage delivered = MakeMessage("shop.example", "shop.example", 1);
  delivered.evidence.delivered_at = 86400 * 10 + 5;
  table.Add(delivered.Input());
  FakeMessage dated = MakeMessage("shop.example", "shop.example", 2);
  dated.mail.date.form = DateFacts::Form::kOk;
  dated.mail.date.time = 86400 * 11;
  table.Add(dated.Input());
  FakeMessage absurd = MakeMessage("shop.example", "shop.example", 3);
  absurd.evidence.delivered_at = int64_t{1} << 60;
  table.Add(absurd.Input());
  const std::vector<DomainSummary> rows = Finish({&table});
  EXPECT_EQ(rows.at(0).counts.days, (std::map<int32_t, uint64_t>{{10, 1}, {11, 1}}));
}

TEST(Summary, SelectorsAreBoundedAndKeepTheFirst) {
  SummaryTable table(3, 1 << 20);
  std::vector<std::string> names;
  for (size_t i = 0; i < kMaxSelectorsPerDomain + 10; ++i) names.push_back("s" + std::to_string(1000 + i));
  for (const std::string& name : names) {
    for (int twice = 0; twice < 2; ++twice) {
      FakeMessage message = MakeMessage("shop.example", "shop.example", 1);
      message.signatures.resize(1);
      message.signatures[0].domain = "shop.example";
      message.signatures[0].selector = name;
      message.signatures[0].result = twice == 0 ? DkimResult::kPass : DkimResult::kFail;
      table.Add(message.Input());
    }
  }
  const std::vector<DomainSummary> rows = Finish({&table});
  const DomainCounts& counts = rows.at(0).counts;
  ASSERT_EQ(counts.selectors.size(), kMaxSelectorsPerDomain);
  EXPECT_EQ(counts.selectors.begin()->first.selector, "s1000");
  EXPECT_EQ(counts.selectors.begin()->second.signatures, 2u);
  EXPECT_EQ(counts.selectors.begin()->second.passed, 1u);
  EXPECT_EQ(counts.other_selectors, 20u);
}

// The law: whichever table saw which message, the result is the same.
TEST(Summary, MergeDoesNotDependOnWhoSawWhat) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  std::vector<FakeMessage> messages;
  const char* const domains[] = {"a.x.example", "b.x.example", "y.example"};
  for (uint64_t i = 0; i < 400; ++i) {
    const std::string_view domain = domains[random() % 3];
    messages.push_back(MakeMessage(domain, domain == "y.example" ? "y.example" : "x.example", i));
    for (Verdict& verdict : messages.back().verdicts)
      verdict.outcome = static_cast<Outcome>(random() % kOutcomeCount);
    messages.back().digest.fill(static_cast<uint8_t>(random() % 9));
    messages.back().evidence.delivered_at = static_cast<int64_t>(random() % 1000000);
  }
  SummaryTable one(3, 1 << 20);
  for (FakeMessage& message : messages) one.Add(message.Input());
  const std::vector<DomainSummary> expected = Finish({&one});

  std::shuffle(messages.begin(), messages.end(), random);
  SummaryTable parts[] = {SummaryTable(3, 0), SummaryTable(3, 1000), SummaryTable(3, 1 << 20)};
  for (FakeMessage& message : messages) parts[random() % 3].Add(message.Input());
  const std::vector<DomainSummary> merged = Finish({&parts[0], &parts[1], &parts[2]});

  ASSERT_EQ(merged.size(), expected.size());
  for (size_t i = 0; i < merged.size(); ++i) {
    EXPECT_EQ(merged[i].domain, expected[i].domain);
    EXPECT_EQ(merged[i].counts.distinct_bodies, expected[i].counts.distinct_bodies);
    EXPECT_EQ(merged[i].counts.days, expected[i].counts.days);
    ASSERT_EQ(merged[i].subdomains.size(), expected[i].subdomains.size());
    for (size_t rule = 0; rule < kRuleCount; ++rule) {
      const RuleCounts& a = merged[i].counts.rules[rule];
      const RuleCounts& b = expected[i].counts.rules[rule];
      EXPECT_EQ(a.outcomes, b.outcomes);
      ASSERT_EQ(a.samples.samples().size(), b.samples.samples().size());
      for (size_t k = 0; k < a.samples.samples().size(); ++k)
        EXPECT_EQ(a.samples.samples()[k].ordinal, b.samples.samples()[k].ordinal);
    }
  }
}

}  // namespace
}  // namespace kenpin
