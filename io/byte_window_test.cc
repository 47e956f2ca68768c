#include "io/byte_window.h"

#include <string>

#include "gtest/gtest.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

TEST(ByteWindowTest, GivesAtLeastWhatIsWantedUntilTheEnd) {
  TestTextSource source("0123456789abcdefghij", 7);
  ByteWindow window(&source);
  EXPECT_EQ(window.Want(1).substr(0, 1), "0");
  EXPECT_EQ(window.Want(10).substr(0, 10), "0123456789");
  window.Consume(9);
  EXPECT_EQ(window.position(), 9U);
  EXPECT_EQ(window.Want(4).substr(0, 4), "9abc");
  EXPECT_EQ(window.Want(100), "9abcdefghij");
  window.Consume(11);
  EXPECT_EQ(window.Want(1), "");
  EXPECT_EQ(window.position(), 20U);
}

TEST(ByteWindowTest, SkipsWhatIsNotAtHand) {
  TestTextSource source(std::string(1'000'000, 'x') + "end", 7);
  ByteWindow window(&source);
  EXPECT_EQ(window.Skip(1'000'000), 1'000'000U);
  EXPECT_EQ(window.Want(3), "end");
  EXPECT_EQ(window.Skip(10), 3U);
  EXPECT_EQ(window.position(), 1'000'003U);
}

}  // namespace
}  // namespace kenpin
