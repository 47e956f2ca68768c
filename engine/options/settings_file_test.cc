#include "engine/options/settings_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace kenpin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SettingsFile, Values) {
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"k = word", {"word"}},
      {"k=word", {"word"}},
      {"  k  =  two words  # and a comment", {"two words"}},
      {"k = a#b", {"a#b"}},
      {"k = \"a # b\"  # c", {"a # b"}},
      {"k = 'a \\n # b'", {"a \\n # b"}},
      {"k = \"a\\\"b\\\\c\\n\\r\\t\\u001b\"", {"a\"b\\c\n\r\t\x1b"}},
      {"k = \"\"", {""}},
      {"k =", {""}},
      {"k", {"true"}},
      {"\"k\" = x", {"x"}},
      {"k = [\"a\", 'b', c d,e]", {"a", "b", "c d", "e"}},
      {"k = [ ]", {}},
      {"k = [\n  \"a\",  # one\n\n  \"b\",\n]  # end", {"a", "b"}},
      {"k = 5\r", {"5"}},
      {"\xEF\xBB\xBFk = x", {"x"}},
  };
  for (const auto& [text, values] : cases) {
    SCOPED_TRACE(text);
    const absl::StatusOr<SettingsFile> file = ParseSettings(text, "f");
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_EQ(file->settings.size(), 1u);
    EXPECT_EQ(file->settings[0].key, "k");
    EXPECT_EQ(file->settings[0].values, values);
  }
}

TEST(SettingsFile, SectionsCommentsAndLines) {
  const absl::StatusOr<SettingsFile> file = ParseSettings(
      "# c\n; c\n\na = 1\n[scan]  # s\nb = 2\n[dns.snapshot]\nc = 3\n[dns snapshot]\nd = 4", "f");
  ASSERT_TRUE(file.ok()) << file.status();
  std::vector<std::string> told;
  for (const Setting& setting : file->settings)
    told.push_back(std::to_string(setting.line) + setting.section + "." + setting.key);
  EXPECT_THAT(told, ElementsAre("4.a", "6scan.b", "8dns snapshot.c", "10dns snapshot.d"));
  EXPECT_THAT(ParseSettings("", "f")->settings, IsEmpty());
}

TEST(SettingsFile, Errors) {
  const std::pair<const char*, const char*> cases[] = {
      {"k v", "f:1: expected '='"},
      {"\nk = \"a", "f:2: the string has no closing \""},
      {"k = 'a", "no closing '"},
      {"k = \"a\" b", "nothing but a comment"},
      {"[scan", "a heading ends"},
      {"[scan] x", "nothing but a comment"},
      {"k = [\"a\" \"b\"]", "between commas"},
      {"k = [\"a\",\n", "no ']'"},
      {"k = \"\\q\"", "known escapes"},
      {"k = \"\\u00ff\"", "known escapes"},
      {"k = \"\\u0", "known escapes"},
      {"k = \"\\", "known escapes"},
      {"k = [", "no ']'"},
      {"k = [a] b", "nothing but a comment"},
  };
  for (const auto& [text, error] : cases) {
    SCOPED_TRACE(text);
    const absl::StatusOr<SettingsFile> file = ParseSettings(text, "f");
    ASSERT_FALSE(file.ok());
    EXPECT_THAT(std::string(file.status().message()), HasSubstr(error));
  }
}

TEST(SettingsFile, WhatIsWrittenIsReadAgain) {
  for (const char* value : {"", "a", "5", "0.5", "true", ".", "1.2.3", "a # b", "\"", "\\", "'",
                            "a\nb\x01\x7f", "[x]", " x ", "\xC3\xBC", "12345678901234567890"}) {
    SCOPED_TRACE(value);
    const absl::StatusOr<SettingsFile> file = ParseSettings("k = " + SettingValue(value) + "  # c", "f");
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_THAT(file->settings[0].values, ElementsAre(value));
  }
  EXPECT_EQ(SettingValue("12"), "12");
  EXPECT_EQ(SettingValue("a\x1b"), "\"a\\u001b\"");
}

// Whatever stands in the file, reading ends, and says so or not.
TEST(SettingsFile, AnyOctets) {
  uint32_t state = 1;
  constexpr std::string_view kLetters = "ab=[]\"'\\#,; \n\tu0";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      state = state * 1664525 + 1013904223;
      text += kLetters[(state >> 16) % kLetters.size()];
    }
    const absl::StatusOr<SettingsFile> file = ParseSettings(text, "f");
    if (!file.ok()) {
      EXPECT_THAT(std::string(file.status().message()), HasSubstr("f:"));
    }
  }
}

TEST(SettingsFile, FromAFile) {
  const std::string path = ::testing::TempDir() + "/settings-" + std::to_string(::getpid());
  std::ofstream(path) << "k = v\n";
  const absl::StatusOr<SettingsFile> file = ReadSettingsFile(path);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->path, path);
  ::unlink(path.c_str());
  EXPECT_FALSE(ReadSettingsFile(path).ok());
}

}  // namespace
}  // namespace kenpin
