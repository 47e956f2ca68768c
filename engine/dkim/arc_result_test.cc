// The words of ARC results, and which of them mean that it could not be told.
#include "engine/dkim/arc_result.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(ArcResultTest, EveryReasonHasItsOwnWord) {
  for (size_t i = 0; i < static_cast<size_t>(ArcReason::kCount); ++i) {
    const std::string_view word = ArcReasonName(static_cast<ArcReason>(i));
    EXPECT_FALSE(word.empty());
    for (size_t j = 0; j < i; ++j) EXPECT_NE(word, ArcReasonName(static_cast<ArcReason>(j)));
  }
  EXPECT_EQ(ArcReasonName(ArcReason::kSealFailed), "seal_failed");
  EXPECT_EQ(ArcReasonName(ArcReason::kMessageTooLarge), "message_too_large");
  EXPECT_EQ(ArcResultName(ArcResult::kNone), "none");
  EXPECT_EQ(ArcResultName(ArcResult::kPass), "pass");
  EXPECT_EQ(ArcResultName(ArcResult::kFail), "fail");
}

TEST(ArcResultTest, WantOfKeysIsUndetermined) {
  for (size_t i = 0; i < static_cast<size_t>(DkimReason::kCount); ++i) {
    ArcEvidence evidence;
    evidence.result = ArcResult::kFail;
    evidence.reason = ArcReason::kSealFailed;
    evidence.cause = static_cast<DkimReason>(i);
    const std::string_view word = DkimReasonName(*evidence.cause);
    const bool expected = word == "dns_failure" || word == "key_not_recorded" || word == "key_gone" ||
                          word == "dns_off" || word == "message_too_large" || word == "too_many_keys";
    EXPECT_EQ(evidence.undetermined(), expected) << word;
  }
}

TEST(ArcResultTest, StructureIsDetermined) {
  for (size_t i = 0; i < static_cast<size_t>(ArcReason::kCount); ++i) {
    ArcEvidence evidence;
    evidence.reason = static_cast<ArcReason>(i);
    EXPECT_EQ(evidence.undetermined(), evidence.reason == ArcReason::kMessageTooLarge);
  }
}

}  // namespace
}  // namespace kenpin
