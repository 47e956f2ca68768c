#include "engine/auth/evidence.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(Evidence, Names) {
  EXPECT_EQ(ModeName(Mode::kPresend), "presend");
  EXPECT_EQ(ModeName(Mode::kSent), "sent");
  EXPECT_EQ(ModeName(Mode::kArchive), "archive");
  EXPECT_EQ(StreamName(Stream::kDirect), "direct");
  EXPECT_EQ(StreamName(Stream::kList), "list");
  EXPECT_EQ(StreamName(Stream::kForwarded), "forwarded");
}

}  // namespace
}  // namespace kenpin
