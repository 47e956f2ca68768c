#include "engine/mail/corpus_signs.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

#include "engine/mail/from.h"
#include "engine/mail/list_unsubscribe.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

CorpusSigns SignsOf(const std::string& header) {
  TestMessage message(header + "\nbody\n");
  return ParseCorpusSigns(message.view, ParseShownAddresses(message.view, message.arena).to,
                          ParseListUnsubscribeFacts(message.view, message.arena), message.arena);
}

TEST(CorpusSigns, Recipients) {
  struct RecipientCase {
    const char* header;
    RecipientClass recipients;
  };
  const RecipientCase cases[] = {
      {"Subject: x\n", RecipientClass::kUnknown},
      {"To: undisclosed-recipients:;\n", RecipientClass::kUnknown},
      {"To: a@shop.example\n", RecipientClass::kElsewhere},
      {"To: a@shop.example, b@GMail.com\n", RecipientClass::kGmail},
      {"To: \"x@gmail.com\" <a@shop.example>\n", RecipientClass::kElsewhere},
      {"To: a@shop.example\nCc: <b@googlemail.com>\n", RecipientClass::kGmail},
      {"To: a@shop.example\nTo: b@gmail.com\n", RecipientClass::kGmail},
      {"To: a@gmail.com\nDelivered-To: a@shop.example\n", RecipientClass::kElsewhere},
      {"To: a@notgmail.com\n", RecipientClass::kElsewhere},
  };
  for (const RecipientCase& test : cases) {
    SCOPED_TRACE(test.header);
    const CorpusSigns signs = SignsOf(test.header);
    EXPECT_EQ(signs.recipients, test.recipients);
    EXPECT_EQ(signs.recipient != 0, test.recipients != RecipientClass::kUnknown);
  }
  EXPECT_EQ(SignsOf("To: A <a@X.example>\n").recipient, SignsOf("To: a@x.example\n").recipient);
  EXPECT_NE(SignsOf("To: a@x.example\n").recipient, SignsOf("To: b@x.example\n").recipient);
}

TEST(CorpusSigns, ContentIsSubjectAndDate) {
  const uint64_t content = SignsOf("Subject: a\nDate: b\n").content;
  EXPECT_EQ(content, SignsOf("Date:  b \nTo: x@y.example\nSubject: a\n").content);
  EXPECT_NE(content, SignsOf("Subject: b\nDate: a\n").content);
  EXPECT_NE(content, SignsOf("Subject: a\n").content);
}

TEST(CorpusSigns, UnsubscribeUris) {
  struct UriCase {
    const char* uri;
    uint32_t token;
    bool address;
    bool landing_page;
  };
  const UriCase cases[] = {
      {"https://x.example", 0, false, false},
      {"https://x.example/u/0123456789abcdef", 16, false, false},
      {"https://x.example/u?t=AbCdEfGhIjKlMnOpQr&l=1", 18, false, false},
      {"https://x.example/unsubscribe-from-the-newsletter", 0, false, false},
      {"https://0123456789abcdef.example/u", 0, false, false},
      {"https://x.example/u?mail=hanako1990.yamada@mail.example", 0, true, false},
      {"https://x.example/u?mail=hanako1990%40mail.example&t=0123456789abcdef", 16, true, false},
      {"https://user@x.example/u", 0, false, false},
      {"https://x.example/login?next=u", 0, false, true},
      {"https://x.example/account/log-in", 0, false, true},
      {"https://x.example/mail_preferences.php", 0, false, true},
      {"https://x.example/u?page=login", 0, false, false},
      {"https://x.example/blogin/u", 0, false, false},
      {"mailto:a@x.example", 0, false, false},
  };
  for (const UriCase& test : cases) {
    SCOPED_TRACE(test.uri);
    const UnsubscribeUriSigns signs = ReadUnsubscribeUri(test.uri);
    EXPECT_EQ(signs.token_length, test.token);
    EXPECT_EQ(signs.has_address, test.address);
    EXPECT_EQ(signs.landing_page, test.landing_page);
  }
  EXPECT_EQ(SignsOf("List-Unsubscribe: <https://x.example/u/0123456789abcdef>\n").uri_token_length, 16u);
}

TEST(CorpusSigns, HashesOfSimilarTextsDiffer) {
  std::set<uint64_t> seen;
  std::string text;
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(seen.insert(HashText(text, 0)).second);
    EXPECT_TRUE(seen.insert(HashText(text, 1)).second);
    text += '\0';
  }
  for (char c = 'a'; c <= 'z'; ++c) EXPECT_TRUE(seen.insert(HashText(std::string(40, c), 0)).second);
}

TEST(CorpusSigns, AnyOctetsAreTaken) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string uri = "https://x.example/";
    for (size_t n = random() % 40; n > 0; --n) uri += static_cast<char>(random());
    EXPECT_LE(ReadUnsubscribeUri(uri).token_length, uri.size());
    SignsOf("To: " + uri + "\nList-Unsubscribe: <" + uri + ">\n");
  }
}

}  // namespace
}  // namespace kenpin
