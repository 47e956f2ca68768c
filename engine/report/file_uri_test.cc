#include "engine/report/file_uri.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(FileUri, RelativeAndAbsolute) {
  EXPECT_EQ(FileUri("mail/a.mbox"), "mail/a.mbox");
  EXPECT_EQ(FileUri("/srv/a.mbox"), "file:///srv/a.mbox");
  EXPECT_EQ(FileUri("//srv/a"), "file:///srv/a") << "srv is no host";
  EXPECT_EQ(FileUri("-"), "-");
}

TEST(FileUri, EverythingElseIsEncoded) {
  EXPECT_EQ(FileUri("cur/1:2,S"), "cur/1%3A2%2CS") << "no scheme";
  EXPECT_EQ(FileUri("a b?#\xFF\n<"), "a%20b%3F%23%FF%0A%3C");
}

}  // namespace
}  // namespace kenpin
