#include "engine/mail/ip_address.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(IpAddress, ParseTable) {
  const struct {
    std::string_view text;
    const char* formatted;  // Null: no address.
  } cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"0.0.0.0", "0.0.0.0"},
      {"2001:DB8::1", "2001:db8::1"},
      {"::", "::"},
      {"::FFFF:1.2.3.4", "::ffff:1.2.3.4"},
      {"CAFE:BABE::192.168.218.40", "cafe:babe::c0a8:da28"},
      {"", nullptr},
      {"1.2.3", nullptr},
      {"1.2.3.4.5", nullptr},
      {"1.2.3.256", nullptr},
      {"01.2.3.4", nullptr},
      {" 1.2.3.4", nullptr},
      {"1.2.3.4:25", nullptr},
      {"[1.2.3.4]", nullptr},
      {":CAFE::BABE", nullptr},
      {"fe80::1%eth0", nullptr},
      {std::string_view("1.2.3.4\0", 8), nullptr},
      {"1111:2222:3333:4444:5555:6666:255.255.255.2555555555", nullptr},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const std::optional<IpAddress> address = ParseIpAddress(c.text);
    ASSERT_EQ(address.has_value(), c.formatted != nullptr);
    if (address) {
      EXPECT_EQ(FormatIpAddress(*address), c.formatted);
    }
  }
}

TEST(IpAddress, MappedIsIpv4) {
  EXPECT_EQ(Unmapped(*ParseIpAddress("::ffff:1.2.3.4")), *ParseIpAddress("1.2.3.4"));
  EXPECT_EQ(Unmapped(*ParseIpAddress("::1.2.3.4")), *ParseIpAddress("::1.2.3.4"));
  EXPECT_EQ(Unmapped(*ParseIpAddress("1.2.3.4")), *ParseIpAddress("1.2.3.4"));
}

// A bit is within the prefix exactly when changing it ends the match.
TEST(IpAddress, PrefixOfEveryLength) {
  for (const char* text : {"203.0.113.77", "2001:db8:f00d::1"}) {
    const IpAddress address = *ParseIpAddress(text);
    const int bits = address.family == IpFamily::kIpv4 ? 32 : 128;
    for (int prefix = 0; prefix <= bits; ++prefix) {
      for (int bit = 0; bit < bits; ++bit) {
        IpAddress other = address;
        other.octets[static_cast<size_t>(bit / 8)] ^= static_cast<uint8_t>(0x80 >> (bit % 8));
        ASSERT_EQ(MatchesPrefix(address, other, prefix), bit >= prefix)
            << text << " " << prefix << " " << bit;
      }
    }
  }
  EXPECT_FALSE(MatchesPrefix(*ParseIpAddress("0.0.0.0"), *ParseIpAddress("::"), 0));
}

TEST(IpAddress, ReverseNames) {
  EXPECT_EQ(ReverseName(*ParseIpAddress("192.0.2.10")), "10.2.0.192.in-addr.arpa");
  EXPECT_EQ(ReverseName(*ParseIpAddress("2001:db8::1")),
            "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

}  // namespace
}  // namespace kenpin
