#include "rules/settle.h"

#include <gtest/gtest.h>

#include <set>

namespace kenpin {
namespace {

TEST(Settle, SameInputSameSentence) {
  EXPECT_EQ(SettledBy(Reason::kClientUnknown), SettledBy(Reason::kMailFromUnknown));
  EXPECT_NE(SettledBy(Reason::kClientUnknown), SettledBy(Reason::kClassUnknown));
  EXPECT_EQ(SettledBy(Reason::kNone), "");
  EXPECT_EQ(SettledBy(Reason::kHeaderCut), "") << "nobody can give what is not read";
}

TEST(Settle, EverySentenceIsOne) {
  std::set<std::string_view> sentences;
  for (size_t i = 0; i < kReasonCount; ++i) sentences.insert(SettledBy(static_cast<Reason>(i)));
  EXPECT_GE(sentences.size(), 8u);
  for (const std::string_view sentence : sentences) {
    EXPECT_TRUE(sentence.empty() || sentence.back() == '.') << sentence;
  }
}

}  // namespace
}  // namespace kenpin
