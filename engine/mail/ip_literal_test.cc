#include "engine/mail/ip_literal.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

struct IpCase {
  std::string_view text;
  IpForm form;
};

const IpCase kIps[] = {
    {"192.0.2.1", IpForm::kIpv4},
    {"255.255.255.255", IpForm::kIpv4},
    {"256.0.0.1", IpForm::kNone},
    {"1.2.3", IpForm::kNone},
    {"1.2.3.4.5", IpForm::kNone},
    {"1.2.3.", IpForm::kNone},
    {".1.2.3", IpForm::kNone},
    {"1234.1.1.1", IpForm::kNone},
    {"", IpForm::kNone},
    {"1:2:3:4:5:6:7:8", IpForm::kIpv6},
    {"1:2:3:4:5:6:7:8:9", IpForm::kNone},
    {"1:2:3:4:5:6:7", IpForm::kNone},
    {"::", IpForm::kIpv6},
    {"::1", IpForm::kIpv6},
    {"1::", IpForm::kIpv6},
    {"1::8", IpForm::kIpv6},
    {"1:2:3:4:5:6:7::", IpForm::kIpv6ShortElision},
    {"::2:3:4:5:6:7:8", IpForm::kIpv6ShortElision},
    {"1:2:3:4::5:6:7:8", IpForm::kNone},
    {"1::2::3", IpForm::kNone},
    {":::", IpForm::kNone},
    {":1", IpForm::kNone},
    {"1:", IpForm::kNone},
    {"12345::", IpForm::kNone},
    {"g::", IpForm::kNone},
    {"::ffff:192.0.2.1", IpForm::kIpv6},
    {"1:2:3:4:5:6:192.0.2.1", IpForm::kIpv6},
    {"1:2:3:4:5:192.0.2.1", IpForm::kNone},
    {"1:2:3:4:5:6:7:192.0.2.1", IpForm::kNone},
    {"1:2:3:4:5::192.0.2.1", IpForm::kIpv6ShortElision},
    {"::192.0.2.300", IpForm::kNone},
    {"mail.example", IpForm::kNone},
};

TEST(IpLiteral, Table) {
  for (const IpCase& c : kIps) EXPECT_EQ(ClassifyIp(c.text), c.form) << c.text;
  EXPECT_EQ(ClassifyIp(std::string(1000, ':')), IpForm::kNone);
}

TEST(IpLiteral, TaggedForm) {
  EXPECT_EQ(ClassifyAddressLiteral("192.0.2.1"), IpForm::kIpv4);
  EXPECT_EQ(ClassifyAddressLiteral("IPv6:2001:db8::1"), IpForm::kIpv6);
  EXPECT_EQ(ClassifyAddressLiteral("ipv6:2001:db8::1"), IpForm::kIpv6);
  EXPECT_EQ(ClassifyAddressLiteral("2001:db8::1"), IpForm::kNone);
  EXPECT_EQ(ClassifyAddressLiteral("IPv6:192.0.2.1"), IpForm::kNone);
  EXPECT_EQ(ClassifyAddressLiteral("IPv6:"), IpForm::kNone);
}

}  // namespace
}  // namespace kenpin
