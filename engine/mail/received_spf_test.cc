#include "engine/mail/received_spf.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

std::string Text(const std::optional<IpAddress>& address) { return address ? FormatIpAddress(*address) : ""; }

TEST(ReceivedSpf, FieldTable) {
  const struct {
    const char* name;
    std::string_view body;
    AuthWord word;
    std::string_view authority;
    std::string_view client;
    std::string_view comment_client;
    std::string_view envelope_from;
    std::string_view helo;
    std::string_view receiver;
    std::string_view identity;
  } cases[] = {
      {"Gmail",
       " pass (google.com: domain of b@shop.example\r\n designates 192.0.2.7 as permitted sender) "
       "client-ip=192.0.2.7;",
       AuthWord::kPass, "google.com", "192.0.2.7", "192.0.2.7", "", "", "", ""},
      {"Exchange Online",
       " Pass (protection.outlook.com: domain of shop.example designates 192.0.2.7 as permitted sender)\n "
       "receiver=protection.outlook.com; client-ip=192.0.2.7; helo=out.shop.example; pr=C",
       AuthWord::kPass, "protection.outlook.com", "192.0.2.7", "192.0.2.7", "", "out.shop.example",
       "protection.outlook.com", ""},
      {"Exchange Online, not designated",
       " SoftFail (protection.outlook.com: domain of transitioning shop.example discourages use of 192.0.2.9 "
       "as permitted sender)",
       AuthWord::kSoftFail, "protection.outlook.com", "", "", "", "", "", ""},
      {"Postfix policy service",
       " Fail (mailfrom) identity=mailfrom; client-ip=2001:db8::7; helo=out.shop.example; "
       "envelope-from=b@shop.example; receiver=<UNKNOWN> ",
       AuthWord::kFail, "", "2001:db8::7", "", "b@shop.example", "out.shop.example", "<UNKNOWN>", "mailfrom"},
      {"the example of RFC 7208",
       " fail (mybox.example.org: domain of\n myname@example.com does not designate\n 192.0.2.1 as permitted "
       "sender)\n identity=mailfrom; client-ip=192.0.2.1;\n envelope-from=\"myname@example.com\";",
       AuthWord::kFail, "mybox.example.org", "192.0.2.1", "192.0.2.1", "myname@example.com", "", "",
       "mailfrom"},
      {"null sender", " none receiver=mx.example.org; envelope-from=<>; helo=\"out.example\"",
       AuthWord::kNone, "", "", "", "<>", "out.example", "mx.example.org", ""},
      {"mapped address, spaces", " neutral client-ip = ::ffff:192.0.2.4 ; helo = h", AuthWord::kNeutral, "",
       "192.0.2.4", "", "", "h", "", ""},
      {"first of two", " pass client-ip=192.0.2.1; client-ip=192.0.2.2", AuthWord::kPass, "", "192.0.2.1", "",
       "", "", "", ""},
      {"problem and odd keys", " PermError x=; problem=\"a\\\"b\"; =; ;; helo=h", AuthWord::kPermError, "",
       "", "", "", "h", "", ""},
      {"nothing", "", AuthWord::kOther, "", "", "", "", "", "", ""},
      {"unclosed everything", " pass (google.com: \"x client-ip=192.0.2.1; helo=\"y", AuthWord::kPass, "",
       "192.0.2.1", "", "", "\"y", "", ""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    Arena arena;
    const ReceivedSpf read = ParseReceivedSpf(c.body, arena);
    EXPECT_EQ(read.word, c.word);
    EXPECT_EQ(read.authority, c.authority);
    EXPECT_EQ(Text(read.client), c.client);
    EXPECT_EQ(Text(read.comment_client), c.comment_client);
    EXPECT_EQ(read.envelope_from, c.envelope_from);
    EXPECT_EQ(read.helo, c.helo);
    EXPECT_EQ(read.receiver, c.receiver);
    EXPECT_EQ(read.identity, c.identity);
  }
}

TEST(ReceivedSpf, ClientInComment) {
  EXPECT_EQ(Text(FindClientInComment("sender IP is 192.0.2.7")), "192.0.2.7");
  EXPECT_EQ(Text(FindClientInComment("sender\r\n IP is 2001:DB8::1")), "2001:db8::1");
  EXPECT_EQ(Text(FindClientInComment("x: domain of a@b designates ::ffff:192.0.2.7 as permitted sender")),
            "192.0.2.7");
  EXPECT_EQ(Text(FindClientInComment("designates nobody")), "");
  EXPECT_EQ(Text(FindClientInComment("192.0.2.7")), "");
  EXPECT_EQ(Text(FindClientInComment("")), "");
}

TEST(ReceivedSpf, LongFieldsAreReadUpToTheLimit) {
  Arena arena;
  const std::string body = " pass " + std::string(1u << 20, '(') + " client-ip=192.0.2.1";
  EXPECT_EQ(ParseReceivedSpf(body, arena).client, std::nullopt);
}

}  // namespace
}  // namespace kenpin
