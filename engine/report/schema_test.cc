// The published JSON Schemas against the tables they speak of: an enum that grew must have grown there too.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "engine/dkim/result.h"
#include "engine/mail/parse_flaw.h"
#include "rules/compliance.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

Json Read(const std::string& name) {
  std::ifstream in(std::string(KENPIN_SOURCE_DIR) + "/engine/report/" + name + ".schema.json");
  return Json::parse(in);
}

std::set<std::string> Words(const Json& list) {
  std::set<std::string> words;
  for (const Json& word : list) words.insert(word.get<std::string>());
  EXPECT_EQ(words.size(), list.size()) << "a word is listed twice";
  return words;
}

std::set<std::string> RuleNames() {
  std::set<std::string> names;
  for (const RuleInfo& rule : Rules()) names.emplace(rule.name);
  return names;
}

template <typename Name>
std::set<std::string> NamesUpTo(size_t count, Name name) {
  std::set<std::string> names;
  for (size_t i = 0; i < count; ++i) names.emplace(name(i));
  return names;
}

TEST(Schema, BothKnowEveryRuleReasonAndOutcome) {
  const std::set<std::string> reasons =
      NamesUpTo(kReasonCount, [](size_t i) { return ReasonName(static_cast<Reason>(i)); });
  const std::set<std::string> outcomes =
      NamesUpTo(kOutcomeCount, [](size_t i) { return OutcomeName(static_cast<Outcome>(i)); });
  for (const char* name : {"record", "summary"}) {
    SCOPED_TRACE(name);
    const Json schema = Read(name);
    EXPECT_EQ(Words(schema["$defs"]["rule"]["enum"]), RuleNames());
    EXPECT_EQ(Words(schema["$defs"]["reason"]["enum"]), reasons);
    EXPECT_EQ(Words(schema["$defs"]["outcome"]["enum"]), outcomes);
  }
}

TEST(Schema, RecordKnowsEveryWordOfDkimAndOfFlaws) {
  const Json schema = Read("record");
  EXPECT_EQ(Words(schema["$defs"]["dkim_reason"]["enum"]),
            NamesUpTo(static_cast<size_t>(DkimReason::kCount),
                      [](size_t i) { return DkimReasonName(static_cast<DkimReason>(i)); }));
  EXPECT_EQ(Words(schema["$defs"]["flaw"]["enum"]),
            NamesUpTo(static_cast<size_t>(ParseFlaw::kCount),
                      [](size_t i) { return ParseFlawName(static_cast<ParseFlaw>(i)); }));
  EXPECT_EQ(Words(schema["properties"]["rules"]["required"]), RuleNames()) << "every record tells every rule";
}

TEST(Schema, SummaryKnowsEveryRequirement) {
  std::set<std::string> requirements;
  for (const RequirementInfo& requirement : Requirements()) requirements.emplace(requirement.name);
  const Json row = Read("summary")["$defs"]["subdomain"]["properties"];
  EXPECT_EQ(Words(row["compliance"]["required"]), requirements);
  EXPECT_EQ(Words(row["compliance_details"]["required"]), requirements);
}

}  // namespace
}  // namespace kenpin
