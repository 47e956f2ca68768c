#include "engine/rules_command.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "rules/corpus_rule.h"

namespace kenpin {
namespace {

using nlohmann::json;

// The page of the rules is made from the catalogue, and nothing else.
TEST(RulesCommand, ThePageIsCurrent) {
  std::ifstream file(KENPIN_SOURCE_DIR "/rules/README.md");
  std::stringstream page;
  page << file.rdbuf();
  EXPECT_TRUE(page.str() == CatalogueAsMarkdown(std::nullopt))
      << "run: kenpin rules --format markdown > rules/README.md";
}

TEST(RulesCommand, JsonHasEveryRule) {
  const json catalogue = json::parse(CatalogueAsJson(std::nullopt));
  ASSERT_EQ(catalogue.size(), kRuleCount + kCorpusRuleCount);
  for (size_t i = 0; i < catalogue.size(); ++i) {
    const json& row = catalogue[i];
    EXPECT_EQ(row["id"], CatalogueRows()[i].rule.name);
    EXPECT_EQ(row["scope"], i < kRuleCount ? "message" : "corpus") << row["id"];
    EXPECT_EQ(row["profiles"].size(), kProviderCount) << row["id"];
    for (const char* key : {"title", "source", "source_date", "sources", "remedy", "depends_on_provider",
                            "needs", "uses", "modes"})
      EXPECT_TRUE(row.contains(key)) << row["id"] << key;
  }
}

TEST(RulesCommand, JsonOfOneRule) {
  const json rule = json::parse(
      RuleAsJson(*FindCatalogueRow("dmarc-record-present"), std::optional<Provider>(Provider::kGmail)));
  EXPECT_EQ(rule["profiles"].size(), 1u);
  const json& gmail = rule["profiles"]["gmail"];
  EXPECT_EQ(gmail["level"], "must/bulk");
  EXPECT_EQ(gmail["consequence"], "may_be_rejected_or_support_lost");
  EXPECT_EQ(gmail["consequence_text"], "may be rejected (G-SMTP), support lost (G-FAQ)");
  EXPECT_EQ(gmail["smtp_codes"], "4.7.31 (FAQ), 421 4.7.40, 550 5.7.40 (list of codes)");
  EXPECT_EQ(rule["source_date"], "2026-07-02");
  EXPECT_EQ(rule["sources"][0]["key"], "G-81126");
  EXPECT_EQ(rule["depends_on_provider"], true);
}

TEST(RulesCommand, InputsAndModes) {
  const auto row = [](const char* rule) {
    return json::parse(RuleAsJson(*FindCatalogueRow(rule), std::nullopt));
  };
  const json spf = row("auth-spf");
  EXPECT_EQ(spf["needs"], json::parse(R"([["receiver"], ["dns", "client_ip", "mail_from"]])"));
  EXPECT_EQ(spf["uses"], json::parse(R"(["helo"])"));
  EXPECT_EQ(spf["modes"],
            json::parse(R"({"presend": "with_session", "sent": "with_session", "archive": "judged"})"));
  const json tls = row("infra-tls");
  EXPECT_EQ(tls["needs"], json::parse(R"([["receiver"]])"));
  EXPECT_EQ(tls["modes"], json::parse(R"({"presend": "na", "sent": "unknown", "archive": "judged"})"));
  EXPECT_EQ(row("spam-rate")["needs"], json::parse(R"([["outside_data"]])"));
  const std::string page = RuleAsText(*FindCatalogueRow("auth-spf"), std::nullopt);
  EXPECT_NE(
      page.find(
          "\nNeeds:  what the receiver wrote, or DNS, the client's address and MAIL FROM; if there, also the "
          "HELO name\nModes:  presend judged if the SMTP session is told, sent"),
      std::string::npos)
      << page;
  const std::string always = RuleAsText(*FindCatalogueRow("format-date"), std::nullopt);
  EXPECT_NE(always.find("\nModes:  judged in all\n"), std::string::npos) << always;
}

TEST(RulesCommand, JsonOfAllHasTheFour) {
  const json rule =
      json::parse(RuleAsJson(*FindCatalogueRow("auth-spf"), std::optional<Provider>(Provider::kAll)));
  EXPECT_EQ(rule["profiles"].size(), 4u);
  EXPECT_TRUE(rule["profiles"]["yahoo"]["smtp_codes"].is_null());
}

TEST(RulesCommand, PageOfOneRule) {
  const std::string page = RuleAsText(*FindCatalogueRow("unsub-one-click"), std::nullopt);
  EXPECT_EQ(page.find("unsub-one-click: "), 0u);
  EXPECT_NE(page.find("  gmail        must/bulk  support lost\n"), std::string::npos) << page;
  EXPECT_NE(page.find("The outcome depends on the provider."), std::string::npos) << page;
  EXPECT_NE(page.find("\nRemedy: "), std::string::npos) << page;
  EXPECT_NE(page.find("  G-FAQ Google, "), std::string::npos) << page;
  const std::string other = RuleAsText(*FindCatalogueRow("feedback-id"), std::nullopt);
  EXPECT_NE(other.find("nobody asks for it"), std::string::npos) << other;
}

TEST(RulesCommand, RulesOfTheCorpus) {
  const json rule = json::parse(RuleAsJson(*FindCatalogueRow("spam-rate"), std::nullopt));
  EXPECT_EQ(rule["scope"], "corpus");
  EXPECT_EQ(rule["profiles"]["gmail"]["consequence"], "support_lost");
  EXPECT_EQ(FindCatalogueRow("spam"), nullptr);
}

TEST(RulesCommand, ListOfOneProvider) {
  const std::string list = CatalogueAsText(std::optional<Provider>(Provider::kDocomo));
  EXPECT_EQ(list.find("rule                     docomo"), 0u) << list;
  EXPECT_NE(list.find("\nspf-header-from          must/all  "), std::string::npos) << list;
}

}  // namespace
}  // namespace kenpin
