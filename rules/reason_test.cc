#include "rules/reason.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace kenpin {
namespace {

#define KENPIN_REASON_SPELLING(enumerator, word, english, japanese) #enumerator,
constexpr std::string_view kSpellings[] = {KENPIN_REASONS(KENPIN_REASON_SPELLING)};
#undef KENPIN_REASON_SPELLING

// "kDateMissing" and "date_missing" both become "datemissing".
std::string Bare(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (c == '_') continue;
    bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return bare;
}

TEST(Reason, WordsAreTheEnumeratorsInSnakeCase) {
  std::set<std::string_view> words;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const std::string_view word = ReasonName(static_cast<Reason>(i));
    EXPECT_EQ(Bare(word), Bare(kSpellings[i].substr(1)));
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos)
        << word;
    EXPECT_TRUE(words.insert(word).second) << word;
  }
  EXPECT_EQ(ReasonName(Reason{}), "none");
}

TEST(Reason, OneSentenceEach) {
  std::set<std::string_view> sentences;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const std::string_view sentence = ReasonText(static_cast<Reason>(i)).en;
    ASSERT_GT(sentence.size(), 10u) << ReasonName(static_cast<Reason>(i));
    EXPECT_EQ(sentence.back(), '.') << sentence;
    EXPECT_EQ(sentence.find(". "), std::string_view::npos) << sentence;
    EXPECT_TRUE(sentences.insert(sentence).second) << sentence;
  }
}

TEST(Reason, OneSentenceEachInJapanese) {
  std::set<std::string_view> sentences;
  for (size_t i = 0; i < kReasonCount; ++i) {
    const std::string_view sentence = ReasonText(static_cast<Reason>(i)).ja;
    SCOPED_TRACE(sentence);
    EXPECT_EQ(sentence.find("。"), sentence.size() - std::string_view("。").size());
    EXPECT_EQ(sentence.find_first_of("()~"), std::string_view::npos);
    EXPECT_TRUE(sentences.insert(sentence).second);
  }
}

// What a script must find stays the same in both languages: options, and names of fields and tags.
TEST(Reason, OptionsAreTheSameInJapanese) {
  for (size_t i = 0; i < kReasonCount; ++i) {
    const Bilingual& text = ReasonText(static_cast<Reason>(i));
    for (size_t at = text.en.find("--"); at != std::string_view::npos; at = text.en.find("--", at + 1)) {
      const size_t end = text.en.find_first_not_of("-abcdefghijklmnopqrstuvwxyz", at);
      EXPECT_NE(text.ja.find(text.en.substr(at, end - at)), std::string_view::npos) << text.ja;
    }
  }
}

}  // namespace
}  // namespace kenpin
