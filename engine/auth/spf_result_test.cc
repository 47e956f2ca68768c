#include "engine/auth/spf_result.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace kenpin {
namespace {

TEST(SpfResult, EveryReasonHasANameOfItsOwnAndASentence) {
  std::set<std::string_view> names;
  for (size_t i = 0; i < kSpfReasonCount; ++i) {
    const SpfReason reason = static_cast<SpfReason>(i);
    EXPECT_TRUE(names.insert(SpfReasonName(reason)).second) << i;
    EXPECT_FALSE(SpfReasonName(reason).empty()) << i;
    EXPECT_TRUE(SpfReasonText(reason).ends_with('.')) << i;
  }
}

TEST(SpfResult, NamesStandWhereTheirEnumeratorsStand) {
  EXPECT_EQ(SpfResultName(SpfResult::kNone), "none");
  EXPECT_EQ(SpfResultName(SpfResult::kSoftfail), "softfail");
  EXPECT_EQ(SpfResultName(SpfResult::kPermerror), "permerror");
  EXPECT_EQ(SpfReasonName(SpfReason::kMatched), "matched");
  EXPECT_EQ(SpfReasonName(SpfReason::kSyntax), "syntax");
  EXPECT_EQ(SpfReasonName(SpfReason::kDnsOff), "dns_off");
  EXPECT_EQ(SpfIdentityName(SpfIdentity::kMailFrom), "mailfrom");
  EXPECT_EQ(SpfIdentityName(SpfIdentity::kHelo), "helo");
}

}  // namespace
}  // namespace kenpin
