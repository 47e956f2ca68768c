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
