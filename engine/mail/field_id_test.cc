// Every known name is found in any letter case, and nothing else is.
#include "engine/mail/field_id.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

std::string Upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

TEST(FieldIdTest, EveryNamedIdIsFoundByItsNameInAnyCase) {
  for (size_t i = 1; i < static_cast<size_t>(FieldId::kCount); ++i) {
    const FieldId id = static_cast<FieldId>(i);
    if (id == FieldId::kXCampaign || id == FieldId::kListSoftware || id == FieldId::kXMsExchange) {
      EXPECT_TRUE(FieldName(id).empty());
      continue;
    }
    const std::string name(FieldName(id));
    ASSERT_FALSE(name.empty()) << i;
    EXPECT_EQ(FindFieldId(name), id) << name;
    EXPECT_EQ(FindFieldId(Upper(name)), id) << name;
  }
}

TEST(FieldIdTest, OneChangedByteIsAnotherField) {
  for (size_t i = 1; i < static_cast<size_t>(FieldId::kCount); ++i) {
    const std::string name(FieldName(static_cast<FieldId>(i)));
    for (size_t at = 0; at < name.size(); ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string changed = name;
        changed[at] = static_cast<char>(c);
        if (Upper(changed) == Upper(name)) continue;
        EXPECT_NE(FindFieldId(changed), static_cast<FieldId>(i)) << name << " at " << at << " byte " << c;
      }
    }
  }
}

struct FieldNameCase {
  const char* what;
  std::string_view name;
  FieldId id;
};

TEST(FieldIdTest, Table) {
  const FieldNameCase cases[] = {
      {"empty", "", FieldId::kOther},
      {"one letter", "T", FieldId::kOther},
      {"prefix of a known name", "List-Unsub", FieldId::kOther},
      {"known name with a tail", "Dates", FieldId::kOther},
      {"CR is not a hyphen", "Reply\rTo", FieldId::kOther},
      {"Exchange", "X-MS-Exchange-Organization-AuthAs", FieldId::kXMsExchange},
      {"Exchange in lower case", "x-ms-exchange-a", FieldId::kXMsExchange},
      {"Exchange prefix alone", "X-MS-Exchange-", FieldId::kOther},
      {"campaign", "x-campaignid", FieldId::kXCampaign},
      {"list manager", "x-beenthere", FieldId::kListSoftware},
      {"campaign of a service", "X-SFMC-Stack", FieldId::kXCampaign},
      {"a very long name", "X-This-Name-Is-Much-Longer-Than-Any-Name-Of-The-Table", FieldId::kOther},
  };
  for (const FieldNameCase& c : cases) EXPECT_EQ(FindFieldId(c.name), c.id) << c.what;
}

}  // namespace
}  // namespace kenpin
