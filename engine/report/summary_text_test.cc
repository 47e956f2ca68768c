#include "engine/report/summary_text.h"

#include <gtest/gtest.h>

#include <sstream>

#include "engine/report/printable_text.h"
#include "engine/report/test_run.h"
#include "engine/report/words.h"

namespace kenpin {
namespace {

std::string Text(const RunSummary& run, Language language = Language::kEnglish) {
  return SummaryAsText(run, TextColour::kOff, language);
}

bool Has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(SummaryText, FailureIsNamedWithPlaceAndRemedy) {
  const std::string text = Text(TestRun(TestDomain("shop.example", "a\x1b.mbox")));
  EXPECT_TRUE(Has(text, "Verdict: 1 of 1 domains need work.")) << text;
  EXPECT_TRUE(
      Has(text, "  format-date: There is one valid Date\n    1 message of shop.example. There is no Date."))
      << text;
  EXPECT_TRUE(Has(text, "e.g. a\\x1b.mbox:42")) << "escaped source and offset";
  EXPECT_LT(text.find("Verdict"), text.find("Domains, the worst first"));
  EXPECT_LT(text.find("Domains, the worst first"), text.find("What fails"));
  EXPECT_LT(text.find("What fails"), text.find("What could not be told"));
}

TEST(SummaryText, UnknownIsNeverAVerdict) {
  DomainSummary domain;
  domain.domain = "shop.example";
  domain.counts.messages = 1;
  AddOutcome(RuleId::kFormatDate,
             {{0, 0, 1}, Outcome::kUnknown, Reason::kHeaderCut, Stream::kDirect, "a", ""}, &domain);
  const std::string text = Text(TestRun(domain));
  EXPECT_TRUE(Has(text, "Verdict: nothing that is required fails.")) << text;
  EXPECT_TRUE(Has(text, "rules unknown")) << text;
  EXPECT_TRUE(Has(text, "format-date 1")) << text;
}

TEST(SummaryText, TheWorstDomainsComeFirst) {
  RunSummary run = TestRun(DomainSummary());
  run.domains[0].domain = "good.example";
  run.domains[0].counts.messages = 1000;
  run.domains.push_back(TestDomain("bad.example"));
  for (size_t i = 0; i < kMaxTextDomains; ++i) {
    DomainSummary fine;
    fine.domain = "fine" + std::to_string(i) + ".example";
    run.domains.push_back(fine);
  }
  const std::string text = Text(run);
  EXPECT_LT(text.find("\nbad.example"), text.find("\ngood.example")) << text;
  EXPECT_TRUE(Has(text, "... and 2 more domains")) << text;
}

TEST(SummaryText, EightyColumnsWhateverItTells) {
  RunSummary run = TestRun(TestDomain(std::string(70, 'x') + ".example", std::string(300, '/')));
  run.domains.push_back(
      TestDomain("", "検品の検品の検品の検品の検品の検品の検品の検品の検品の検品の検品の検品/メール.mbox"));
  run.inputs.resize(1);
  run.inputs[0].path = std::string(200, 'p');
  run.inputs[0].errors = 1;
  run.inputs[0].error = std::string(500, 'e');
  run.waivers.push_back({RuleId::kFormatDate, std::string(100, 'd'),
                         "検品はまだ直していませんので、もう少し待ってください。"
                         "検品はまだ直していませんので、もう少し待ってください。",
                         20000, true, 12345678});
  for (const Language language : kLanguages) {
    std::istringstream lines(Text(run, language));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(ColumnsOfText(line), 80u) << line;
  }
}

TEST(SummaryText, InJapanese) {
  RunSummary run = TestRun(TestDomain("shop.example"));
  run.waivers.push_back({RuleId::kFormatDate, "shop.example", "later", 20000, true, 12});
  const std::string text = Text(run, Language::kJapanese);
  EXPECT_TRUE(Has(text, "判定: 1 ドメイン中 1 ドメインで対応が必要です。")) << text;
  EXPECT_TRUE(Has(text, "  format-date: 有効な Date が 1 つある\n    shop.example の 1 通。Date がない。"))
      << text;
  EXPECT_TRUE(Has(text, "shop.example の format-date: 12 通、2024-10-04 に期限切れ")) << text;
  EXPECT_LT(text.find("判定"), text.find("ドメイン（悪い順）"));
  EXPECT_LT(text.find("ドメイン（悪い順）"), text.find("違反している規則"));
  EXPECT_EQ(text.find('{'), std::string::npos) << "a place that nothing filled";
  EXPECT_TRUE(Has(Text(RunSummary(), Language::kJapanese), "判定: メールが 1 通もありませんでした。"));
}

// The heads of columns fit, and so do the titles of rules that are told on one line each.
TEST(SummaryText, JapaneseFitsItsColumns) {
  for (const Word head : {Word("head_both"), Word("head_policy"), Word("head_alignment"), Word("head_form"),
                          Word("head_one_click"), Word("cell_ok"), Word("cell_fail")})
    EXPECT_LE(ColumnsOfText(head.text().ja), 4u) << head.text().ja;
  for (const RuleInfo& rule : Rules()) EXPECT_LE(ColumnsOfText(rule.title.ja), 42u) << rule.title.ja;
  for (const CorpusRuleInfo& rule : CorpusRules())
    EXPECT_LE(ColumnsOfText(rule.title.ja), 42u) << rule.title.ja;
}

TEST(SummaryText, ColourAddsSequencesAndNothingElse) {
  const RunSummary run = TestRun();
  std::string coloured = SummaryAsText(run, TextColour::kOn, Language::kEnglish);
  EXPECT_TRUE(Has(coloured, "\x1b[1;31mVerdict: 1 of 1 domains need work.\x1b[0m\n"));
  for (size_t at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b'))
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  EXPECT_EQ(coloured, Text(run));
}

TEST(SummaryText, NoMessage) { EXPECT_TRUE(Has(Text(RunSummary()), "Verdict: there was no message.")); }

}  // namespace
}  // namespace kenpin
