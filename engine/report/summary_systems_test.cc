#include "engine/report/summary_systems.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/report/summary_json.h"
#include "engine/report/summary_text.h"

namespace kenpin {
namespace {

// One more message of `domain`, sent by `system`, which fails `rule`.
void Add(DomainSummary& domain, SenderSystem system, Certainty certainty, RuleId rule) {
  Evidence evidence;
  evidence.sender_system = {system, certainty, SenderSystem::kNone};
  VerdictSet verdicts{};
  for (Verdict& verdict : verdicts) verdict.outcome = Outcome::kPass;
  verdicts[static_cast<size_t>(rule)].outcome = Outcome::kFail;
  domain.counts.systems.Add(evidence, verdicts);
}

RunSummary TwoDomains() {
  RunSummary run;
  run.profile = "gmail";
  run.domains.resize(2);
  run.domains[0].domain = "shop.example";
  run.domains[1].domain = "bank.example";
  Add(run.domains[0], SenderSystem::kHubSpot, Certainty::kCertain, RuleId::kAlignFrom);
  Add(run.domains[1], SenderSystem::kHubSpot, Certainty::kLikely, RuleId::kAlignFrom);
  Add(run.domains[1], SenderSystem::kHubSpot, Certainty::kLikely, RuleId::kAlignFrom);
  Add(run.domains[1], SenderSystem::kSalesforce, Certainty::kClaimed, RuleId::kFormatHeaderSize);
  return run;
}

TEST(SummarySystems, Json) {
  const nlohmann::ordered_json json = nlohmann::ordered_json::parse(SummaryAsJson(TwoDomains()));
  const nlohmann::ordered_json& systems = json["domains"][1]["sender_systems"];
  ASSERT_EQ(systems.size(), 2u);
  EXPECT_EQ(systems["HubSpot"]["messages"], 2);
  EXPECT_EQ(systems["HubSpot"]["certain"], 0);
  EXPECT_EQ(systems["HubSpot"]["likely"], 2);
  EXPECT_EQ(systems["HubSpot"]["failing"]["align-from"], 2);
  EXPECT_EQ(systems["HubSpot"]["failing"].size(), 1u);
  EXPECT_EQ(systems["Salesforce"]["claimed"], 1);
}

std::string SystemsText(const RunSummary& run) {
  TextPage page(TextColour::kOff);
  WriteSenderSystems(run, Speaker(Language::kEnglish), &page);
  return page.Take();
}

TEST(SummarySystems, TextTellsWhichSystemFailsWhatForWhom) {
  const std::string text = SystemsText(TwoDomains());
  EXPECT_NE(text.find("  HubSpot                                    3         1         2         0\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("    3 fail align-from, of bank.example (2) and 1 more\n"), std::string::npos) << text;
  EXPECT_LT(text.find("HubSpot"), text.find("Salesforce"));
  EXPECT_NE(SummaryAsText(TwoDomains(), TextColour::kOff, Language::kEnglish).find("Sending systems"),
            std::string::npos);
}

TEST(SummarySystems, NoSystemNoBlock) { EXPECT_EQ(SystemsText(RunSummary()), ""); }

}  // namespace
}  // namespace kenpin
