#include "engine/mail/shown_domain.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

TEST(ShownDomain, JudgeDomain) {
  const struct {
    const char* name;
    std::string_view domain;
    DomainScripts scripts;
    std::string_view names;
  } kCases[] = {
      {"none", "", DomainScripts::kAscii, ""},
      {"ASCII", "shop.example", DomainScripts::kAscii, ""},
      {"Latin", "bücher.example", DomainScripts::kHighly, ""},
      {"Han and Kana", "日本のカ.example", DomainScripts::kHighly, ""},
      {"Latin and Cyrillic", "pаypal.example", DomainScripts::kBelow, "Latin Cyrillic"},
      {"the worst label counts", "bücher.pаypal.example", DomainScripts::kBelow, "Latin Cyrillic"},
      {"all Cyrillic, looks Latin", "аррӏе.example", DomainScripts::kConfusable, "Cyrillic"},
  };
  for (const auto& c : kCases) {
    Arena arena;
    const ShownDomain shown = JudgeDomain(ParseDomainName(c.domain, arena).ascii, arena);
    EXPECT_EQ(shown.scripts, c.scripts) << c.name;
    EXPECT_EQ(shown.script_names, c.names) << c.name;
  }
  Arena arena;
  EXPECT_EQ(JudgeDomain("xn--999999999.example", arena).scripts, DomainScripts::kUnknown);
}

TEST(ShownDomain, RememberedAndForgottenAlike) {
  Arena arena;
  const std::string_view domain = ParseDomainName("pаypal.example", arena).ascii;
  for (size_t round = 0; round < 2; ++round) {
    for (size_t i = 0; i < kMaxJudgedDomains + 10; ++i) {
      const std::string other = "xn--bcher-kva.shop" + std::to_string(i) + ".example";
      ASSERT_EQ(JudgeDomain(other, arena).scripts, DomainScripts::kHighly);
    }
    EXPECT_EQ(JudgeDomain(domain, arena).scripts, DomainScripts::kBelow);
    EXPECT_EQ(JudgeDomain(domain, arena).script_names, "Latin Cyrillic");
  }
}

}  // namespace
}  // namespace kenpin
