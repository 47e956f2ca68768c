#include "engine/envelope_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <string>

namespace kenpin {
namespace {

class EnvelopeFileTest : public testing::Test {
 protected:
  ~EnvelopeFileTest() override { std::filesystem::remove(path_); }
  absl::StatusOr<std::unique_ptr<EnvelopeFile>> Read(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return EnvelopeFile::Read(path_);
  }
  const std::string path_ = testing::TempDir() + "envelope_file_test_" + std::to_string(::getpid()) + ".csv";
};

TEST_F(EnvelopeFileTest, FindsByMessageId) {
  const absl::StatusOr<std::unique_ptr<EnvelopeFile>> file = Read(
      "message_id,client_ip,mail_from,helo\n"
      "<a@news.example>,192.0.2.1,<bounce@Mail.Example>,out.example\n"
      "b@news.example,2001:db8::1,<>,\n"
      "c@news.example,,bounce.example,\n");
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ((*file)->size(), 3u);
  const EnvelopeRow* a = (*file)->Find("a@news.example");
  ASSERT_NE(a, nullptr);
  EXPECT_EQ(a->mail_from->domain, "mail.example");
  EXPECT_EQ(FormatIpAddress(*a->client), "192.0.2.1");
  EXPECT_EQ(a->helo, "out.example");
  const EnvelopeRow* b = (*file)->Find("b@news.example");
  ASSERT_NE(b, nullptr);
  EXPECT_TRUE(b->mail_from->address.empty());
  EXPECT_EQ(b->client->family, IpFamily::kIpv6);
  const EnvelopeRow* c = (*file)->Find("c@news.example");
  ASSERT_NE(c, nullptr);
  EXPECT_FALSE(c->client.has_value());
  EXPECT_EQ(c->mail_from->domain, "bounce.example");
  EXPECT_EQ((*file)->Find("<a@news.example>"), nullptr);
  EXPECT_EQ((*file)->Find(""), nullptr);
}

TEST_F(EnvelopeFileTest, ErrorsNameLineAndField) {
  struct Case {
    const char* text;
    const char* error;
  };
  constexpr Case kCases[] = {
      {"client_ip\n192.0.2.1\n", "there is no column message_id"},
      {"message_id,sender\na,b\n", "unknown column 'sender'"},
      {"message_id,client_ip\na@b,\"1.2.3\"\n", "line 2: client_ip '1.2.3' is no IPv4 or IPv6 address"},
      {"message_id,mail_from\na@b,x@-\n", "line 2: mail_from 'x@-' is neither"},
      {"message_id\na@b\n<a@b>\n", "line 3: message_id 'a@b' stands there twice"},
      {"message_id,helo\n,x\n", "line 2: message_id is empty"},
  };
  for (const Case& c : kCases) {
    const absl::StatusOr<std::unique_ptr<EnvelopeFile>> file = Read(c.text);
    ASSERT_FALSE(file.ok()) << c.text;
    EXPECT_NE(std::string(file.status().message()).find(c.error), std::string::npos) << file.status();
    EXPECT_NE(std::string(file.status().message()).find(path_), std::string::npos) << file.status();
  }
}

}  // namespace
}  // namespace kenpin
