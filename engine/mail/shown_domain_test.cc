#include "engine/mail/shown_domain.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace kenpin
