#include "engine/report/content_policy.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

// SHA-256 of the empty text, in base64.
TEST(ContentPolicy, HashSource) {
  EXPECT_EQ(HashSource(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  EXPECT_NE(HashSource("a"), HashSource("b"));
}

}  // namespace
}  // namespace kenpin
