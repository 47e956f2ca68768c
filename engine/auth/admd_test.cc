#include "engine/auth/admd.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(AdmdTest, HostsTable) {
  const std::unique_ptr<PublicSuffixList> list = PublicSuffixList::Builtin();
  const struct {
    std::string_view host;
    std::string_view domain;
    AdmdFamily family;
  } cases[] = {
      {"mx.receiver.org", "receiver.org", AdmdFamily::kNone},
      {"receiver.co.jp", "receiver.co.jp", AdmdFamily::kNone},
      {"co.jp", "", AdmdFamily::kNone},
      {"localhost", "", AdmdFamily::kNone},
      {"localhost.localdomain", "", AdmdFamily::kNone},
      {"mx1", "", AdmdFamily::kNone},
      {"server1.internal", "", AdmdFamily::kNone},
      {"10.1.2.3", "", AdmdFamily::kNone},
      {"2001:db8::1", "", AdmdFamily::kNone},
      {"[192.0.2.1]", "", AdmdFamily::kNone},
      {"", "", AdmdFamily::kNone},
      {"mx.google.com", "google.com", AdmdFamily::kGoogle},
      {"a.prod.outlook.com", "outlook.com", AdmdFamily::kMicrosoft},
      {"dkim-verifier.icloud.com", "icloud.com", AdmdFamily::kApple},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.host);
    const Admd admd = AdmdOf(c.host, *list);
    EXPECT_EQ(admd.domain, c.domain);
    EXPECT_EQ(admd.known(), !c.domain.empty());
    if (admd.known()) {
      EXPECT_EQ(admd.family, c.family);
    }
  }
}

TEST(AdmdTest, Belonging) {
  EXPECT_TRUE(Belongs("mx.receiver.org", {"receiver.org", AdmdFamily::kNone}));
  EXPECT_TRUE(Belongs("receiver.org", {"receiver.org", AdmdFamily::kNone}));
  EXPECT_FALSE(Belongs("notreceiver.org", {"receiver.org", AdmdFamily::kNone}));
  EXPECT_FALSE(Belongs("receiver.org", {}));
  EXPECT_TRUE(Belongs("p1.me.com", {"icloud.com", AdmdFamily::kApple}));
  EXPECT_FALSE(Belongs("mx.yahoo.com", {"icloud.com", AdmdFamily::kApple}));
  EXPECT_TRUE(SameAdmd({"me.com", AdmdFamily::kApple}, {"icloud.com", AdmdFamily::kApple}));
  EXPECT_FALSE(SameAdmd({}, {}));
}

}  // namespace
}  // namespace kenpin
