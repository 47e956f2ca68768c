#include "engine/mail/text_source.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

TEST(TextSource, Read) {
  const struct {
    const char* name;
    std::string_view head;
    std::string_view body;
    std::string_view text;
    bool unknown;
  } kCases[] = {
      {"as it stands", "Content-Type: text/plain", "Hello", "Hello", false},
      {"base64", "Content-Transfer-Encoding: base64", "SGVsbG8=", "Hello", false},
      {"quoted-printable", "Content-Transfer-Encoding: quoted-printable", "H=65llo", "Hello", false},
      {"ISO-2022-JP", "Content-Type: text/plain; charset=iso-2022-jp", "\x1b$BG[\x1b(B", "\xc7\xdb", false},
      {"UTF-16 in base64", "Content-Type: text/plain; charset=utf-16be\nContent-Transfer-Encoding: base64",
       "AEgAaQ==", "Hi", false},
      {"unknown charset", "Content-Type: text/plain; charset=x-nobody", "\xff", "\xff", true},
      {"unknown charset of ASCII", "Content-Type: text/plain; charset=x-nobody", "a", "a", false},
  };
  TextSource source;
  for (const auto& c : kCases) {
    TestMessage message(std::string(c.head) + "\n\n" + std::string(c.body));
    const MimeLeaf leaf = WalkMime(message.view, message.arena).leaves[0];
    const LeafText text = source.Read(message.view.bytes(), leaf, kMaxDecodedText);
    EXPECT_EQ(text.text, c.text) << c.name;
    EXPECT_EQ(text.unknown_charset, c.unknown) << c.name;
    EXPECT_FALSE(text.cut) << c.name;
    EXPECT_TRUE(source.Read(message.view.bytes(), leaf, 0).cut) << c.name;
  }
}

}  // namespace
}  // namespace kenpin
