#include "engine/redact_key.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace kenpin {
namespace {

class RedactKey : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(path_); }
  absl::StatusOr<std::string> Key(std::string_view text) {
    std::ofstream(path_, std::ios::binary) << text;
    return RedactionKey({false, path_});
  }
  const std::string path_ = testing::TempDir() + "kenpin_key_" + std::to_string(::getpid());
};

TEST_F(RedactKey, NoneUnlessWanted) { EXPECT_EQ(*RedactionKey({}), ""); }

TEST_F(RedactKey, EveryRunHasItsOwn) {
  const std::string one = *RedactionKey({true, ""});
  EXPECT_EQ(one.size(), 32u);
  EXPECT_NE(one, *RedactionKey({true, ""}));
}

TEST_F(RedactKey, FromAFileWithoutItsLineEnd) {
  EXPECT_EQ(*Key("0123456789abcdef\r\n"), "0123456789abcdef");
  EXPECT_EQ(*Key("0123456789abcdef"), "0123456789abcdef");
}

TEST_F(RedactKey, ShortOnesAndNoneAreRefused) {
  EXPECT_FALSE(Key("0123456789abcde\n").ok());
  EXPECT_FALSE(Key("").ok());
  EXPECT_NE(Key("x").status().message().find(path_), std::string::npos);
  EXPECT_FALSE(RedactionKey({true, path_ + ".none"}).ok());
}

}  // namespace
}  // namespace kenpin
