#include "engine/auth/organizational_domain.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace kenpin {
namespace {

std::unique_ptr<PublicSuffixList> ListOf(const std::string& rules) {
  const std::string path = ::testing::TempDir() + "/kenpin_psl_" +
                           ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".dat";
  std::ofstream(path) << rules;
  std::unique_ptr<PublicSuffixList> list = PublicSuffixList::Load(path);
  std::filesystem::remove(path);
  return list;
}

TEST(OrganizationalDomain, Table) {
  const std::unique_ptr<PublicSuffixList> list = ListOf("com\nexample\njp\nco.jp\n*.ck\n!www.ck\n");
  ASSERT_NE(list, nullptr);
  const struct {
    const char* name;
    std::string domain;
    std::string organizational;
    bool known_suffix;
  } cases[] = {
      {"registrable itself", "shop.example", "shop.example", true},
      {"subdomain", "mail.news.shop.example", "shop.example", true},
      {"two-label suffix", "a.b.co.jp", "b.co.jp", true},
      {"public suffix has none", "co.jp", "", false},
      {"top-level domain has none", "example", "", false},
      {"wildcard rule", "a.b.ck", "a.b.ck", true},
      {"exception rule", "x.www.ck", "www.ck", true},
      {"unlisted suffix falls to the implicit rule", "a.b.unlisted", "b.unlisted", false},
      {"empty", "", "", false},
      {"longer than a name can be", std::string(300, 'a') + ".example", "", false},
      {"embedded NUL", std::string("a\0b.example", 11), "", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(list->OrganizationalDomain(c.domain), c.organizational);
    EXPECT_EQ(list->HasKnownSuffix(c.domain), c.known_suffix);
  }
}

TEST(OrganizationalDomain, AlignmentTable) {
  const std::unique_ptr<PublicSuffixList> list = ListOf("example\nco.jp\njp\n");
  ASSERT_NE(list, nullptr);
  const struct {
    const char* name;
    std::string_view author;
    std::string_view identifier;
    AlignmentResult result;
  } cases[] = {
      {"same name", "shop.example", "shop.example", AlignmentResult::kStrict},
      {"child signs for parent", "shop.example", "mail.shop.example", AlignmentResult::kRelaxed},
      {"parent signs for child", "news.shop.example", "shop.example", AlignmentResult::kRelaxed},
      {"strangers under one suffix", "a.co.jp", "b.co.jp", AlignmentResult::kNone},
      {"similar ending is no parent", "myshop.example", "shop.example", AlignmentResult::kNone},
      {"public suffix aligns only with itself", "co.jp", "a.co.jp", AlignmentResult::kNone},
      {"unusable author", "", "shop.example", AlignmentResult::kUnknown},
      {"no identifier", "shop.example", "", AlignmentResult::kNone},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Align(c.author, c.identifier, *list), c.result);
  }
}

TEST(OrganizationalDomain, RegistrySuffixes) {
  const std::string plain = "com\njp\nco.jp\n*.ck\n!www.ck\n";
  const std::string parted = "// ===BEGIN ICANN DOMAINS===\n" + plain +
                             "// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\nblogs.com\n"
                             "// ===END PRIVATE DOMAINS===\n";
  const struct {
    const char* name;
    const std::string& rules;
    const char* domain;
    bool suffix;
  } cases[] = {
      {"top-level domain", parted, "com", true},
      {"second level", parted, "co.jp", true},
      {"wildcard", parted, "a.ck", true},
      {"exception", parted, "www.ck", false},
      {"private", parted, "blogs.com", false},
      {"registrable", parted, "shop.com", false},
      {"top-level domain on no list", parted, "internal", true},
      {"empty", parted, "", false},
      {"list without sections", plain, "co.jp", true},
      {"registrable in a list without sections", plain, "shop.co.jp", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(ListOf(c.rules)->IsRegistrySuffix(c.domain), c.suffix);
  }
}

TEST(OrganizationalDomain, UnreadableListIsNull) {
  EXPECT_EQ(PublicSuffixList::Load("/nonexistent/psl.dat"), nullptr);
}

TEST(OrganizationalDomain, BuiltinKnowsCom) {
  const std::unique_ptr<PublicSuffixList> list = PublicSuffixList::Builtin();
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->OrganizationalDomain("a.b.com"), "b.com");
}

}  // namespace
}  // namespace kenpin
