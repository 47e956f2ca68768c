// Every value has its word, and no word stands for two.
#include "engine/dkim/result.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace kenpin {
namespace {

TEST(Result, EveryReasonHasAWordOfItsOwn) {
  std::set<std::string_view> words;
  for (int i = 0; i < static_cast<int>(DkimReason::kCount); ++i) {
    const std::string_view word = DkimReasonName(static_cast<DkimReason>(i));
    EXPECT_FALSE(word.empty()) << i;
    EXPECT_TRUE(words.insert(word).second) << word;
  }
}

TEST(Result, Words) {
  EXPECT_EQ(DkimReasonName(DkimReason::kVerified), "verified");
  EXPECT_EQ(DkimReasonName(DkimReason::kBodyHashMismatch), "body_hash_mismatch");
  EXPECT_EQ(DkimReasonName(DkimReason::kTooManySignatures), "too_many_signatures");
  EXPECT_EQ(DkimReasonName(DkimReason::kKeyStrictDomain), "key_strict_domain");
  EXPECT_EQ(DkimReasonName(DkimReason::kMessageTooLarge), "message_too_large");
  EXPECT_EQ(DkimResultName(DkimResult::kNone), "none");
  EXPECT_EQ(DkimResultName(DkimResult::kPermError), "permerror");
  EXPECT_EQ(DkimAlgorithmName(DkimAlgorithm::kEd25519Sha256), "ed25519-sha256");
  EXPECT_EQ(DkimAlgorithmName(DkimAlgorithm::kUnknown), "");
  EXPECT_EQ(KeySourceName(KeySource::kSnapshot), "snapshot");
  EXPECT_EQ(KeySourceName(KeySource::kLive), "live");
}

}  // namespace
}  // namespace kenpin
