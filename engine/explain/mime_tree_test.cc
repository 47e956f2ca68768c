#include "engine/explain/mime_tree.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

MimeTree Draw(const std::string& text) { return DrawMimeTree(TestMessage(text).view); }

TEST(MimeTree, ShowsTypesAndNames) {
  const MimeTree tree = Draw(
      "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; "
      "charset=utf-8\n\nhello\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: "
      "base64\nContent-Disposition: attachment; filename=b.pdf\n\nAAAA\n--b--\n");
  ASSERT_EQ(tree.nodes.size(), 3u);
  EXPECT_EQ(tree.nodes[0].type, "multipart/mixed");
  EXPECT_EQ(tree.nodes[1].depth, 1u);
  EXPECT_EQ(tree.nodes[1].charset, "utf-8");
  EXPECT_EQ(tree.nodes[2].encoding, "base64");
  EXPECT_EQ(tree.nodes[2].disposition, "attachment");
  EXPECT_EQ(tree.nodes[2].file_name, "b.pdf");
  EXPECT_TRUE(tree.not_drawn.empty());
}

TEST(MimeTree, PlainTextIsOneNode) {
  const MimeTree tree = Draw("Subject: x\n\nhello\n");
  ASSERT_EQ(tree.nodes.size(), 1u);
  EXPECT_EQ(tree.nodes[0].type, "text/plain");
}

// Whatever nests is counted before anybody recurses.
TEST(MimeTree, WhatCouldNestTooDeepIsNotDrawn) {
  for (const std::string& part :
       {std::string("Content-Type: message/rfc822\n\n"), std::string("cOnTeNt-tYpE: message/rfc822\r\r"),
        std::string("--b\nContent-Type: multipart/mixed; boundary=b\n\n"), std::string("--b\n\n")}) {
    std::string text = "Content-Type: multipart/mixed; boundary=b\n\n";
    for (int i = 0; i < 60000; ++i) text += part;
    const MimeTree tree = Draw(text);
    EXPECT_TRUE(tree.nodes.empty());
    EXPECT_FALSE(tree.not_drawn.empty());
  }
}

// mimetic takes time by the square of a field's length.
TEST(MimeTree, WhatHasAVeryLongFieldIsNotDrawn) {
  const std::string part = "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
  const std::string nested = "Content-Type: Message/rfc822\n\n";
  const auto field = [](size_t octets) { return "X: " + std::string(octets - 3, 'x'); };
  const auto folded = [](size_t octets) {
    std::string text = "X: y";
    while (text.size() + 3 <= octets) text += "\n x";
    return text;
  };
  struct Case {
    const char* name;
    std::string text;
    bool drawn;
  };
  const Case cases[] = {
      {"at the limit", field(kMaxTreeField) + "\n\nx\n", true},
      {"beyond", field(kMaxTreeField + 1) + "\n\nx\n", false},
      {"beyond, CRLF", field(kMaxTreeField + 1) + "\r\n\r\nx\r\n", false},
      {"at the limit, CRLF", field(kMaxTreeField) + "\r\n\r\nx\r\n", true},
      {"no field, but where one could be", std::string(kMaxTreeField + 1, 'x') + "\n\nx\n", false},
      {"folded, below", folded(kMaxTreeField) + "\n\nx\n", true},
      {"folded, beyond", folded(kMaxTreeField + 3) + "\n\nx\n", false},
      {"of the second line", "Subject: x\r\n" + field(kMaxTreeField + 1) + "\r\n\r\n", false},
      {"a long line of the body", "Subject: x\n\n" + field(9 * kMaxTreeField) + "\n", true},
      {"a long line of a body, CRLF", "Subject: x\r\n\r\n" + field(9 * kMaxTreeField) + "\r\n", true},
      {"of a part", part + field(kMaxTreeField + 1) + "\n\nx\n--b--\n", false},
      {"of a part's body", part + "X: y\n\n" + field(kMaxTreeField + 1) + "\n--b--\n", true},
      {"of a message within", part + nested + field(kMaxTreeField + 1) + "\n\nx\n--b--\n", false},
  };
  for (const Case& c : cases) {
    const MimeTree tree = Draw(c.text);
    EXPECT_EQ(tree.not_drawn.empty(), c.drawn) << c.name << ": " << tree.not_drawn;
    EXPECT_EQ(tree.nodes.empty(), !c.drawn) << c.name;
  }
}

TEST(MimeTree, OddMessages) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("\0\0", 2), std::string("Content-Type:\n\n"),
        std::string("Content-Type: ;;;=\"\n\n"), std::string("Content-Type: multipart/mixed\n\n--\n\n--\n"),
        std::string("Content-Disposition: \"\nContent-Transfer-Encoding: (\n\n")}) {
    const MimeTree tree = Draw(text);
    EXPECT_TRUE(tree.nodes.size() <= 3);
  }
}

}  // namespace
}  // namespace kenpin
