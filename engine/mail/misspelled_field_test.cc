// Names one edit away from a Content-* field, and names that only look so.
#include "engine/mail/misspelled_field.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(MisspelledFieldTest, Table) {
  for (const std::string_view bad : {"Content-Transfer-Encaoding", "Content-Transfer-Encodin", "Contnet-Type",
                                     "Content_Type", "content-typ", "Content-Type2", "Content-Dispositon"}) {
    EXPECT_TRUE(IsMisspelledContentField(bad)) << bad;
  }
  for (const std::string_view good :
       {"Content-Type", "CONTENT-ID", "content-description", "Content-MD5", "Content-Length",
        "Content-Language", "Content-Base", "Subject", "X-Content-Type", ""}) {
    EXPECT_FALSE(IsMisspelledContentField(good)) << good;
  }
}

}  // namespace
}  // namespace kenpin
