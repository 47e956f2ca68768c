#include "io/whole_number.h"

#include <cstdint>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

TEST(WholeNumberTest, DigitsAndNothingElse) {
  EXPECT_EQ(ParseWholeNumber<uint32_t>("0"), 0U);
  EXPECT_EQ(ParseWholeNumber<uint32_t>("4294967295"), UINT32_MAX);
  EXPECT_EQ(ParseWholeNumber<int64_t>("-7"), -7);
  for (const char* text : {"", " 7", "7 ", "+7", "-7", "7a", "0x7", "4294967296", "7.0"}) {
    EXPECT_EQ(ParseWholeNumber<uint32_t>(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace kenpin
