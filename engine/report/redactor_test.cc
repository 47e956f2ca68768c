#include "engine/report/redactor.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

constexpr std::string_view kKey = "0123456789abcdef";

bool IsHash(std::string_view text) {
  return text.size() == kRedactedDigits &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

TEST(Redactor, IsTheBeginningOfHmacSha256) {
  // RFC 4231 §4.3: key "Jefe".
  EXPECT_EQ(Redactor("Jefe").Hash("what do ya want for nothing?"), "5bdcc146bf");
}

TEST(Redactor, SameTextSameHashUnderOneKeyOnly) {
  Redactor redactor(kKey);
  const std::string hash = redactor.Hash("john");
  EXPECT_TRUE(IsHash(hash));
  redactor.Hash("something in between");
  EXPECT_EQ(redactor.Hash("john"), hash);
  EXPECT_EQ(Redactor(kKey).Hash("john"), hash);
  EXPECT_NE(Redactor("another key, another key").Hash("john"), hash);
  EXPECT_NE(redactor.Hash("John"), hash);
  EXPECT_EQ(redactor.Hash(""), "");
}

TEST(Redactor, Addresses) {
  Redactor redactor(kKey);
  const std::string john = redactor.Hash("john");
  EXPECT_EQ(redactor.Address("john@shop.example"), john + "@shop.example");
  EXPECT_EQ(redactor.Address("@shop.example"), "@shop.example");
  EXPECT_EQ(redactor.Address("john@[192.0.2.1]"), john + "@[192.0.2.1]");
  EXPECT_EQ(redactor.Address("john@[IPv6:2001:db8::1]"), john + "@[IPv6:2001:db8::1]");
  EXPECT_EQ(redactor.Address("john"), john) << "nobody knows that it is a host";
  EXPECT_EQ(redactor.Address(""), "");
  EXPECT_EQ(redactor.Address("a@john@shop.example"), redactor.Hash("a@john") + "@shop.example");
  EXPECT_EQ(redactor.Address("john@shop example"), john + "@" + redactor.Hash("shop example"));
  EXPECT_EQ(redactor.AddressOrHost("shop.example"), "shop.example");
}

TEST(Redactor, Hosts) {
  Redactor redactor(kKey);
  for (const std::string_view host :
       {"mx.shop.example", "192.0.2.1", "[192.0.2.1]", "2001:db8::1", "out_1"}) {
    EXPECT_EQ(redactor.Host(host), host);
  }
  for (const std::string_view text : {"john doe", "john=shop", "j\xC3\xB6rg", "<john>", "john:doe"}) {
    EXPECT_TRUE(IsHash(redactor.Host(text))) << text;
  }
  EXPECT_TRUE(IsHash(redactor.Host(std::string(256, 'a'))));
}

TEST(Redactor, Uris) {
  Redactor redactor(kKey);
  const auto hash = [&redactor](std::string_view text) { return redactor.Hash(text); };
  EXPECT_EQ(redactor.Uri("https://shop.example/u/1?t=2#3"), "https://shop.example/" + hash("/u/1?t=2#3"));
  EXPECT_EQ(redactor.Uri("https://shop.example?t=2"), "https://shop.example/" + hash("?t=2"));
  EXPECT_EQ(redactor.Uri("https://shop.example:8443/"), "https://shop.example:8443/");
  EXPECT_EQ(redactor.Uri("https://shop.example"), "https://shop.example");
  EXPECT_EQ(redactor.Uri("https://john:pw@shop.example/u"),
            "https://" + hash("john:pw") + "@shop.example/" + hash("/u"));
  EXPECT_EQ(redactor.Uri("https://[2001:db8::1]:1/u"), "https://[2001:db8::1]:1/" + hash("/u"));
  EXPECT_EQ(redactor.Uri("mailto:u-1@shop.example?subject=2"),
            "mailto:" + hash("u-1") + "@shop.example?" + hash("subject=2"));
  EXPECT_EQ(redactor.Uri("MAILTO:u-1"), "MAILTO:" + hash("u-1"));
  EXPECT_EQ(redactor.Uri("tel:123"), "tel:" + hash("123"));
  EXPECT_EQ(redactor.Uri("john"), hash("john"));
  EXPECT_EQ(redactor.Uri("john doe: x"), hash("john doe: x"));
  EXPECT_EQ(redactor.Uri("https://shop.example:john/"), "https://shop.example:" + hash("john") + "/");
}

TEST(Redactor, Words) {
  Redactor redactor(kKey);
  EXPECT_EQ(redactor.Word("text/html"), "text/html");
  EXPECT_TRUE(IsHash(redactor.Word("two words")));
  EXPECT_TRUE(IsHash(redactor.Word(std::string(81, 'a'))));
}

}  // namespace
}  // namespace kenpin
