#include "engine/report/summary_html.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"
#include "engine/report/test_run.h"
#include "engine/report/words.h"

namespace kenpin {
namespace {

// What stands between `begin` and the next `end`.
std::string Between(const std::string& page, std::string_view begin, std::string_view end) {
  const size_t from = page.find(begin);
  if (from == std::string::npos) return {};
  const size_t at = from + begin.size();
  return page.substr(at, page.find(end, at) - at);
}

std::string HashOf(std::string_view text) {
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute(text);
  std::array<char, Base64EncodedSize(kMaxDigestSize)> encoded{};
  return "'sha256-" + std::string(EncodeBase64(digest.bytes(), encoded)) + "'";
}

TEST(SummaryHtml, OnlyItsOwnScriptAndStyleMayRun) {
  const std::string page = SummaryAsHtml(TestRun(2), Language::kEnglish);
  const std::string policy = Between(page, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_EQ(policy.rfind("default-src 'none'; ", 0), 0u) << policy;
  EXPECT_NE(policy.find("script-src " + HashOf(Between(page, "<script>", "</script>"))), std::string::npos);
  EXPECT_NE(policy.find("style-src " + HashOf(Between(page, "<style>", "</style>"))), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
}

TEST(SummaryHtml, NeedsNothingElse) {
  const std::string page = SummaryAsHtml(TestRun(2), Language::kEnglish);
  EXPECT_EQ(page.find("src=\""), std::string::npos);
  EXPECT_EQ(page.find("href="), std::string::npos);
  EXPECT_EQ(page.find("@import"), std::string::npos);
  EXPECT_EQ(page.find("url(http"), std::string::npos);
  for (const std::string_view mark : {"@DATA@", "@SCRIPT@", "@STYLE@", "@SCRIPT_HASH@", "@STYLE_HASH@"}) {
    EXPECT_EQ(page.find(mark), std::string::npos) << mark;
  }
}

TEST(SummaryHtml, MarksInMailAreText) {
  const std::string page = SummaryAsHtml(TestRun(1, "@SCRIPT@ @DATA@"), Language::kEnglish);
  EXPECT_EQ(Between(page, "<script>", "</script>").find("@DATA@"), std::string::npos);
  EXPECT_NE(page.find("@SCRIPT@ @DATA@"), std::string::npos);
}

TEST(SummaryHtml, AThousandDomainsStayBelowAMegabyte) {
  for (const Language language : kLanguages)
    EXPECT_LT(SummaryAsHtml(TestRun(1000), language).size(), 1'000'000u);
}

TEST(SummaryHtml, SaysItsLanguageBeforeAnyScriptRuns) {
  for (const Language language : kLanguages) {
    const std::string page = SummaryAsHtml(TestRun(1), language);
    const std::string name(LanguageName(language));
    EXPECT_NE(page.find("<html lang=\"" + name + "\">"), std::string::npos);
    EXPECT_NE(page.find(Word("noscript").text().In(language)), std::string::npos);
    EXPECT_EQ(page.find("@LANGUAGE@"), std::string::npos);
    EXPECT_EQ(page.find("@NO_SCRIPT@"), std::string::npos);
  }
}

}  // namespace
}  // namespace kenpin
