#include "io/detect.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

struct ContentCase {
  const char* name;
  std::string content;
  ContentKind kind;
  size_t first_line;
};

TEST(DetectTest, Contents) {
  const std::vector<ContentCase> cases = {
      {"nothing", "", ContentKind::kEmpty, 0},
      {"BOM only", "\xEF\xBB\xBF", ContentKind::kEmpty, 3},
      {"empty lines only", "\n\r\n\n", ContentKind::kEmpty, 4},
      {"mbox", kSeparatorLine + "X: y\n", ContentKind::kMbox, 0},
      {"mbox without header section", kSeparatorLine + "oops\n", ContentKind::kMbox, 0},
      {"mbox of one line", kSeparatorLine, ContentKind::kMbox, 0},
      {"mbox after BOM and empty lines", "\xEF\xBB\xBF\r\n\n" + kSeparatorLine + "X: y\n", ContentKind::kMbox,
       6},
      {"message", "Subject: x\n\nbody\n", ContentKind::kMessage, 0},
      {"message after BOM", "\xEF\xBB\xBFSubject: x\n", ContentKind::kMessage, 3},
      {"field behind the lines looked at",
       std::string(2 * (kDetectLines - 1), '\n').replace(0, 1, "x") + "X: y\n", ContentKind::kUnknown, 0},
      {"undated", "From me\nX: y\n", ContentKind::kUndatedMessage, 0},
      {"undated before text", "From me to you\nwith love\n", ContentKind::kUnknown, 0},
      {"a space before", " " + kSeparatorLine + "X: y\n", ContentKind::kMessage, 0},
      {"prose", "Lorem ipsum dolor\n", ContentKind::kUnknown, 0},
      {"mbox after text", "junk\n\n" + kSeparatorLine + "X: y\n", ContentKind::kMbox, 0},
      {"mbox after NUL", std::string("\0\0\n\n", 4) + kSeparatorLine + "X: y\n", ContentKind::kMbox, 0},
      {"mbox after a quoted From_ line", ">" + kSeparatorLine + "X: y\n\nx\n\n" + kSeparatorLine + "X: y\n",
       ContentKind::kMbox, 0},
      {"mbox after an undated one", "From me\nX: y\n\n" + kSeparatorLine + "X: y\n", ContentKind::kMbox, 0},
      {"a date but no empty line after text", "junk\n" + kSeparatorLine + "X: y\n", ContentKind::kMessage, 0},
      {"a date but no field after text", "junk\n\n" + kSeparatorLine + "text\n", ContentKind::kUnknown, 0},
      {"a message that holds one", "X: y\n\n" + kSeparatorLine + "X: y\n", ContentKind::kMessage, 0},
      {"binary", std::string("\x89PNG\r\n\x1a\n\0\0", 10), ContentKind::kUnknown, 0},
  };
  for (const ContentCase& c : cases) {
    const DetectedContent got = DetectContent(c.content);
    EXPECT_EQ(got.kind, c.kind) << c.name;
    EXPECT_EQ(got.first_line, c.first_line) << c.name;
  }
  std::string lines;
  for (size_t i = 1; i < kDetectLines; ++i) lines += "text\n";
  EXPECT_EQ(DetectContent(lines + "X: y\n").kind, ContentKind::kMessage);
  EXPECT_EQ(DetectContent(lines + "text\nX: y\n").kind, ContentKind::kUnknown);
}

struct WantedCase {
  const char* name;
  std::string content;
  std::optional<InputFormat> wanted;
  InputFormat format;
  const char* error;  // Empty: none.
};

TEST(DetectTest, WhatIsWantedOverrides) {
  const std::string mail = "Subject: x\n\nbody\n";
  const std::vector<WantedCase> cases = {
      {"mbox by content", kSeparatorLine + mail, std::nullopt, InputFormat::kMbox, ""},
      {"message by content", mail, std::nullopt, InputFormat::kEml, ""},
      {"mboxcl", kSeparatorLine + mail, InputFormat::kMboxcl, InputFormat::kMboxcl, ""},
      {"mboxcl2", kSeparatorLine + mail, InputFormat::kMboxcl2, InputFormat::kMboxcl2, ""},
      {"mbox as one message", kSeparatorLine + mail, InputFormat::kEml, InputFormat::kEml, ""},
      {"anything as one message", "prose\n", InputFormat::kEml, InputFormat::kEml, ""},
      {"message that holds one as mbox", mail + "\n" + kSeparatorLine + mail, InputFormat::kMbox,
       InputFormat::kMbox, ""},
      {"message as mbox", mail, InputFormat::kMbox, InputFormat::kEml, "does not begin with a From_ line"},
      {"nothing as message", "", InputFormat::kEml, InputFormat::kEml, "it is empty"},
      {"file as Maildir", mail, InputFormat::kMaildir, InputFormat::kEml, "--input-format maildir wants it"},
      {"file as directory", mail, InputFormat::kEmlDir, InputFormat::kEml, "--input-format eml-dir wants it"},
      {"prose", "prose\n", std::nullopt, InputFormat::kEml,
       "neither with a From_ line nor with header fields"},
  };
  for (const WantedCase& c : cases) {
    const Classification got = Classify(c.content, c.wanted);
    EXPECT_EQ(got.error.empty(), *c.error == '\0') << c.name;
    EXPECT_THAT(got.error, testing::HasSubstr(c.error)) << c.name;
    if (got.error.empty()) {
      EXPECT_EQ(got.format, c.format) << c.name;
    }
  }
}

}  // namespace
}  // namespace kenpin
