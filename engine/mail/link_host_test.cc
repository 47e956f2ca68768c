#include "engine/mail/link_host.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(LinkHost, HostOfUrl) {
  const struct {
    std::string_view url;
    std::string_view host;
  } kCases[] = {
      {"https://shop.example/x", "shop.example"},
      {" HTTP://Shop.example:8080", "Shop.example"},
      {"http://a:b@shop.example?x@y", "shop.example"},
      {"http://[2001:db8::1]/", "[2001:db8::1]"},
      {"www.shop.example.", "www.shop.example"},
      {"mailto:a@shop.example", ""},
      {"http://", ""},
      {"", ""},
      {"http://[never", ""},
  };
  for (const auto& c : kCases) EXPECT_EQ(HostOfUrl(c.url), c.host) << c.url;
}

TEST(LinkHost, IsIpHost) {
  for (const char* host : {"192.0.2.1", "3221225985", "0xC0000201", "192.0.513", "[::1]"})
    EXPECT_TRUE(IsIpHost(host)) << host;
  for (const char* host : {"shop.example", "1.example", "0x", "", "a1"}) EXPECT_FALSE(IsIpHost(host)) << host;
}

TEST(LinkHost, IsShortener) {
  for (const char* host : {"bit.ly", "BIT.LY", "www.bit.ly", "t.co", "tinyurl.com", "www.tinyurl.com"})
    EXPECT_TRUE(IsShortener(host)) << host;
  for (const char* host : {"rabbit.ly", "at.co", "bit.ly.example", ""})
    EXPECT_FALSE(IsShortener(host)) << host;
}

}  // namespace
}  // namespace kenpin
