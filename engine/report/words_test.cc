#include "engine/report/words.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/report/page_assets.h"

namespace kenpin {
namespace {

std::vector<WordRow> AllWords() {
  std::vector<WordRow> rows(std::begin(kPageWords), std::end(kPageWords));
  rows.insert(rows.end(), std::begin(kTextWords), std::end(kTextWords));
  return rows;
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

TEST(Words, EveryKeyStandsOnce) {
  std::set<std::string_view> keys;
  for (const WordRow& row : AllWords()) EXPECT_TRUE(keys.insert(row.key).second) << row.key;
}

// Names that nobody translates are the only texts that may be the same.
TEST(Words, NothingIsLeftInEnglish) {
  const std::set<std::string_view> names = {
      "SPF", "DKIM", "DMARC", "DNS", "TLS", "d=", "Message-ID", "Public suffix list", "p=", "OK", "NG"};
  for (const WordRow& row : AllWords()) {
    SCOPED_TRACE(row.key);
    EXPECT_EQ(IsAscii(row.text.ja), names.count(row.text.ja) == 1) << row.text.ja;
    if (!IsAscii(row.text.ja)) {
      EXPECT_NE(row.text.ja, row.text.en);
    }
    EXPECT_TRUE(IsAscii(row.text.en) || row.key == "verdict_unknown") << row.text.en;
  }
}

TEST(Words, AFullStopInBothOrInNone) {
  for (const WordRow& row : AllWords()) {
    SCOPED_TRACE(row.key);
    if (row.key == "verdict_unknown" || row.key == "more_systems" || row.key == "cut_none" ||
        row.key == "head_policy")
      continue;
    if (row.text.ja.ends_with("です") || row.text.ja.ends_with("ません") || row.text.ja.ends_with("でした"))
      continue;
    EXPECT_EQ(row.text.en.ends_with("."), row.text.ja.ends_with("。")) << row.text.ja;
  }
}

// What the scripts ask for is in the table, and the table has nothing that nobody asks for.
TEST(Words, ThePageHasItsWords) {
  const std::string script(kPageScript);
  const auto has = [](std::string_view key) {
    return std::any_of(std::begin(kPageWords), std::end(kPageWords),
                       [key](const WordRow& row) { return row.key == key; });
  };
  constexpr std::string_view kCall = "word(\"";
  size_t calls = 0;
  for (size_t at = script.find(kCall); at != std::string::npos; at = script.find(kCall, at + 1)) {
    const size_t begin = at + kCall.size();
    const std::string key = script.substr(begin, script.find('"', begin) - begin);
    EXPECT_TRUE(has(key)) << key;
    ++calls;
  }
  EXPECT_GT(calls, 80u);
  const std::set<std::string_view> letters = {"C", "N", "U", "X"};
  for (const WordRow& row : kPageWords) {
    const std::string key(row.key);
    const std::string family = "`" + key.substr(0, key.find('_') + 1) + "${";
    EXPECT_TRUE(letters.count(key) == 1 || script.find("\"" + key + "\"") != std::string::npos ||
                (family.size() > 3 && script.find(family) != std::string::npos))
        << key;
  }
}

TEST(Words, Fills) {
  const struct {
    const char* name;
    std::string_view text;
    std::string_view filled;
  } cases[] = {
      {"nothing to fill", "a", "a"},
      {"several", "{n} of {all}", "2 of 5"},
      {"twice", "{n}{n}", "22"},
      {"at the end", "x {all}", "x 5"},
      {"without a value", "{m} of {all}", "{m} of 5"},
      {"a value is not looked into", "{brace}", "{n}"},
      {"no placeholder", "{} {N} {n", "{} {N} {n"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(FillText(c.text, {{"n", "2"}, {"all", "5"}, {"brace", "{n}"}}), c.filled);
  }
}

TEST(Words, ASpeakerSpeaksOneLanguage) {
  const Speaker english(Language::kEnglish);
  const Speaker japanese(Language::kJapanese);
  EXPECT_EQ(english("required"), "required");
  EXPECT_EQ(japanese("required"), "必須");
  EXPECT_EQ(japanese("verdict_work", {{"n", "2"}, {"all", "5"}}), "5 ドメイン中 2 ドメインで対応が必要です");
}

}  // namespace
}  // namespace kenpin
