#include "engine/version.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(Version, NamesWhatAnswersDependOn) {
  const std::string text = VersionText();
  EXPECT_EQ(text.find("kenpin " + std::string(Version())), 0u);
  for (const char* part :
       {"OpenSSL 3.", "oneTBB", "libpsl", "public suffix list: built-in, 20", "rule profiles: gmail 20",
        "yahoo-japan 20", "kernels: ", "SHA-256 by ", "RSA by "}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in " << text;
  }
}

}  // namespace
}  // namespace kenpin
