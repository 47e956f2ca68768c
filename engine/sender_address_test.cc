#include "engine/sender_address.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(SenderAddress, Reads) {
  struct Case {
    const char* text;
    const char* address;
    const char* domain;
  };
  constexpr Case kCases[] = {
      {"u@Example.COM", "u@Example.COM", "example.com"},
      {"<u@example.com>", "u@example.com", "example.com"},
      {"\"a@b\"@example.com", "\"a@b\"@example.com", "example.com"},
      {"example.com", "example.com", "example.com"},
      {"<>", "", ""},
  };
  for (const Case& c : kCases) {
    const std::optional<SenderAddress> sender = ParseMailFrom(c.text);
    ASSERT_TRUE(sender.has_value()) << c.text;
    EXPECT_EQ(sender->address, c.address) << c.text;
    EXPECT_EQ(sender->domain, c.domain) << c.text;
  }
}

TEST(SenderAddress, Refuses) {
  for (const char* text : {"", "@", "@example.com", "u@", "u@exa mple.com", "u@[192.0.2.1]", "<", "u@a..b"}) {
    EXPECT_FALSE(ParseMailFrom(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace kenpin
