#include "rules/corpus_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <string>

#include "rules/reason.h"

namespace kenpin {
namespace {

struct RuleCase {
  const char* name;
  CorpusRuleId rule;
  std::function<void(CorpusFacts&)> change;
  Outcome outcome;
  Reason reason;
};

// A domain in order: two classes apart, ten days, all recipients known, data of the provider.
CorpusFacts GoodFacts() {
  CorpusFacts facts;
  facts.messages = 1000;
  facts.ids.messages = 1000;
  facts.uris = {900, 900, 2, 0, 0, 0, 0};
  facts.volume.gmail = 600;
  facts.volume.elsewhere = 400;
  facts.volume.peak = 600;
  facts.ramp.days = 10;
  facts.streams.messages = {0, 900, 100, 0};
  facts.streams.addresses = {0, 1, 1, 0};
  facts.outside = {true, 500, 500, 20000, 30, false, 30, true, true};
  return facts;
}

const RuleCase kCases[] = {
    {"unique", CorpusRuleId::kFormatMessageIdUnique, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"reused", CorpusRuleId::kFormatMessageIdUnique, [](CorpusFacts& f) { f.ids.reused_ids = 1; },
     Outcome::kFail, Reason::kMessageIdReused},
    {"shared", CorpusRuleId::kFormatMessageIdUnique, [](CorpusFacts& f) { f.ids.shared_ids = 1; },
     Outcome::kWarn, Reason::kMessageIdShared},
    {"single", CorpusRuleId::kFormatMessageIdUnique, [](CorpusFacts& f) { f.ids.messages = 1; },
     Outcome::kNotApplicable, Reason::kSingleMessage},
    {"opaque", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"no_uri", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris = {}; }, Outcome::kNotApplicable,
     Reason::kNoHttpsUri},
    {"single_uri", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris = {1, 1, 0, 0, 1, 0, 0}; },
     Outcome::kUnknown, Reason::kSingleMessage},
    {"same_uri", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris.same_streams = 1; },
     Outcome::kWarn, Reason::kUnsubscribeSameUri},
    {"landing", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris.landing_pages = 3; },
     Outcome::kWarn, Reason::kUnsubscribeLandingPage},
    {"address", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris.addresses = 3; }, Outcome::kWarn,
     Reason::kUnsubscribePlainAddress},
    {"short", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris.short_tokens = 3; }, Outcome::kWarn,
     Reason::kUnsubscribeShortToken},
    {"one_recipient", CorpusRuleId::kUnsubUriOpaque, [](CorpusFacts& f) { f.uris.streams = 0; },
     Outcome::kUnknown, Reason::kOneRecipient},
    {"honoured", CorpusRuleId::kUnsubHonoured, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"not_honoured", CorpusRuleId::kUnsubHonoured, [](CorpusFacts& f) { f.outside.honoured = false; },
     Outcome::kFail, Reason::kUnsubscribeNotHonoured},
    {"honour_unknown", CorpusRuleId::kUnsubHonoured, [](CorpusFacts& f) { f.outside = {}; },
     Outcome::kUnknown, Reason::kNoPostmasterData},
    {"rate_low", CorpusRuleId::kSpamRate, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"rate_999", CorpusRuleId::kSpamRate, [](CorpusFacts& f) { f.outside.worst = 999; }, Outcome::kPass,
     Reason::kNone},
    {"rate_1000", CorpusRuleId::kSpamRate, [](CorpusFacts& f) { f.outside.worst = 1000; }, Outcome::kWarn,
     Reason::kSpamRateRaised},
    {"rate_2999", CorpusRuleId::kSpamRate,
     [](CorpusFacts& f) { f.outside.worst = f.outside.worst_recent = 2999; }, Outcome::kWarn,
     Reason::kSpamRateRaised},
    {"rate_3000", CorpusRuleId::kSpamRate,
     [](CorpusFacts& f) { f.outside.worst = f.outside.worst_recent = 3000; }, Outcome::kFail,
     Reason::kSpamRateHigh},
    {"rate_was_high", CorpusRuleId::kSpamRate, [](CorpusFacts& f) { f.outside.worst = 3000; }, Outcome::kWarn,
     Reason::kSpamRateWasHigh},
    {"rate_gap", CorpusRuleId::kSpamRate, [](CorpusFacts& f) { f.outside.days_missing = true; },
     Outcome::kUnknown, Reason::kSpamRateDaysMissing},
    {"rate_none", CorpusRuleId::kSpamRate, [](CorpusFacts& f) { f.outside = {}; }, Outcome::kUnknown,
     Reason::kNoPostmasterData},
    {"volume_small", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"volume_3999", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts& f) { f.volume.peak = 3999; },
     Outcome::kPass, Reason::kNone},
    {"volume_4000", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts& f) { f.volume.peak = 4000; },
     Outcome::kWarn, Reason::kNearBulkSender},
    {"volume_5000", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts& f) { f.volume.peak = 5000; },
     Outcome::kWarn, Reason::kBulkSender},
    {"volume_sample", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts& f) { f.is_sample = true; },
     Outcome::kUnknown, Reason::kCorpusIsSample},
    {"volume_recipients", CorpusRuleId::kVolumeBulkStatus,
     [](CorpusFacts& f) { f.volume.recipients_unknown = 1; }, Outcome::kUnknown, Reason::kRecipientsUnknown},
    {"volume_undated", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts& f) { f.volume.undated = 3400; },
     Outcome::kUnknown, Reason::kNoDeliveryTime},
    {"volume_nobody", CorpusRuleId::kVolumeBulkStatus, [](CorpusFacts& f) { f.has_domain = false; },
     Outcome::kNotApplicable, Reason::kAuthorDomainUnusable},
    {"ramp_flat", CorpusRuleId::kVolumeRamp, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"ramp_jump", CorpusRuleId::kVolumeRamp, [](CorpusFacts& f) { f.ramp.jumps = 1; }, Outcome::kWarn,
     Reason::kVolumeJump},
    {"ramp_client", CorpusRuleId::kVolumeRamp, [](CorpusFacts& f) { f.ramp.client_jumps = 1; },
     Outcome::kWarn, Reason::kClientVolumeJump},
    {"ramp_7_days", CorpusRuleId::kVolumeRamp, [](CorpusFacts& f) { f.ramp.days = 7; }, Outcome::kUnknown,
     Reason::kFewDays},
    {"ramp_8_days", CorpusRuleId::kVolumeRamp, [](CorpusFacts& f) { f.ramp.days = 8; }, Outcome::kPass,
     Reason::kNone},
    {"streams_apart", CorpusRuleId::kStreamConsistency, [](CorpusFacts&) {}, Outcome::kPass, Reason::kNone},
    {"streams_shared", CorpusRuleId::kStreamConsistency, [](CorpusFacts& f) { f.streams.shared = 1; },
     Outcome::kWarn, Reason::kStreamsShareIdentity},
    {"streams_many_from", CorpusRuleId::kStreamConsistency,
     [](CorpusFacts& f) { f.streams.addresses[1] = kManyFromAddresses + 1; }, Outcome::kWarn,
     Reason::kManyFromAddresses},
    {"streams_one", CorpusRuleId::kStreamConsistency, [](CorpusFacts& f) { f.streams.messages[2] = 0; },
     Outcome::kNotApplicable, Reason::kOneClassOnly},
    {"streams_unknown", CorpusRuleId::kStreamConsistency, [](CorpusFacts& f) { f.streams.messages[0] = 1; },
     Outcome::kUnknown, Reason::kClassUnknown},
};

TEST(CorpusRule, Cases) {
  for (const RuleCase& test : kCases) {
    SCOPED_TRACE(test.name);
    CorpusFacts facts = GoodFacts();
    test.change(facts);
    const CorpusVerdict verdict = JudgeCorpus(facts)[static_cast<size_t>(test.rule)];
    EXPECT_EQ(verdict.verdict.outcome, test.outcome);
    EXPECT_EQ(ReasonName(verdict.verdict.reason), ReasonName(test.reason));
  }
}

// Rules about the whole mail that never fail, each with the reason.
struct NeverFails {
  CorpusRuleId rule;
  const char* why;
};
constexpr NeverFails kNeverFail[] = {
    {CorpusRuleId::kUnsubUriOpaque, "nobody but the recipient can try the URI out"},
    {CorpusRuleId::kVolumeBulkStatus, "to send much mail is no fault"},
    {CorpusRuleId::kVolumeRamp, "it is advice"},
    {CorpusRuleId::kStreamConsistency, "it is advice to most, and what is one stream is the sender's to say"},
};

bool Shows(CorpusRuleId rule, Outcome outcome) {
  return std::any_of(std::begin(kCases), std::end(kCases),
                     [&](const RuleCase& c) { return c.rule == rule && c.outcome == outcome; });
}

TEST(CorpusRule, EveryRulePassesSomewhereAndFailsSomewhere) {
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    const bool can_fail = std::none_of(std::begin(kNeverFail), std::end(kNeverFail),
                                       [&](const NeverFails& row) { return row.rule == rule.id; });
    EXPECT_TRUE(Shows(rule.id, Outcome::kPass)) << rule.name;
    EXPECT_EQ(Shows(rule.id, Outcome::kFail), can_fail) << rule.name;
    EXPECT_TRUE(Shows(rule.id, Outcome::kWarn) || Shows(rule.id, Outcome::kUnknown)) << rule.name;
  }
}

TEST(CorpusRule, BulkStatusIsOpenWhereItCannotBeShown) {
  CorpusFacts facts = GoodFacts();
  EXPECT_EQ(IsBulkSender(facts), false);
  facts.volume.peak = 4999;
  EXPECT_EQ(IsBulkSender(facts), false);
  facts.volume.peak = 5000;
  EXPECT_EQ(IsBulkSender(facts), true);
  facts = GoodFacts();
  facts.is_sample = true;
  EXPECT_EQ(IsBulkSender(facts), std::nullopt);
  facts.has_domain = false;
  EXPECT_EQ(IsBulkSender(facts), std::nullopt);
}

// Figures are told by name, so that none may stand there twice or be lost.
TEST(CorpusRule, FiguresHaveNamesOfTheirOwn) {
  CorpusFacts facts = GoodFacts();
  facts.ramp.client_jumps = 1;
  facts.ramp.client = 1;
  for (const CorpusVerdict& verdict : JudgeCorpus(facts)) {
    EXPECT_LE(verdict.figures.count, kMaxFigures);
    for (const Figure& a : verdict.figures.list()) {
      size_t same = 0;
      for (const Figure& b : verdict.figures.list()) same += a.name == b.name ? 1 : 0;
      EXPECT_EQ(same, 1u) << a.name;
    }
  }
}

TEST(CorpusRule, RowsAreComplete) {
  for (const CorpusRuleInfo& rule : CorpusRules()) {
    EXPECT_FALSE(rule.name.empty());
    EXPECT_FALSE(rule.title.empty());
    EXPECT_FALSE(rule.source.empty());
    EXPECT_TRUE(rule.remedy.en.ends_with("."));
    EXPECT_NE(rule.title.ja, rule.title.en);
    EXPECT_FALSE(rule.title.ja.ends_with("。"));
    EXPECT_TRUE(rule.remedy.ja.ends_with("。"));
    EXPECT_EQ(&GetCorpusRule(rule.id), &rule);
  }
}

}  // namespace
}  // namespace kenpin
