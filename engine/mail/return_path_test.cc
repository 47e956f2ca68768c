#include "engine/mail/return_path.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

using Form = ReversePath::Form;

struct PathCase {
  std::string_view text;
  Form form;
  std::string_view address = "";
  std::string_view domain = "";
};

const PathCase kPaths[] = {
    {"<>", Form::kNull},
    {" < > ", Form::kNull},
    {"<> (bounce)", Form::kNull},
    {"<u@a.example>", Form::kAddress, "u@a.example", "a.example"},
    {"\r\n\t<u@A.Example>", Form::kAddress, "u@A.Example", "a.example"},
    {"u@a.example", Form::kAddress, "u@a.example", "a.example"},
    {"u@a.example (comment)", Form::kAddress, "u@a.example", "a.example"},
    {"(comment) <u@a.example>", Form::kAddress, "u@a.example", "a.example"},
    {"<@r.example,@s.example:u@a.example>", Form::kAddress, "u@a.example", "a.example"},
    {"@r.example:u@a.example", Form::kAddress, "u@a.example", "a.example"},
    {"<\"u v\"@a.example>", Form::kAddress, "\"u v\"@a.example", "a.example"},
    {"\"u<v\"@a.example", Form::kAddress, "\"u<v\"@a.example", "a.example"},
    {"<SRS0=x=y=a.example=u@f.example>", Form::kAddress, "SRS0=x=y=a.example=u@f.example", "f.example"},
    {"<u@a.example.>", Form::kAddress, "u@a.example.", "a.example"},
    {"<u@\xC3\xA4.example>", Form::kAddress, "u@\xC3\xA4.example", "xn--4ca.example"},
    {"<u@[192.0.2.1]>", Form::kAddress, "u@[192.0.2.1]", ""},
    {"<u@a..example>", Form::kAddress, "u@a..example", ""},
    {"<MAILER-DAEMON>", Form::kNull},
    {"<MAILER-DAEMON@a.example>", Form::kAddress, "MAILER-DAEMON@a.example", "a.example"},
    {"<u>", Form::kAddress, "u", ""},
    {"<u@localhost>", Form::kAddress, "u@localhost", "localhost"},
    {"", Form::kAbsent},
    {"  ", Form::kAbsent},
    {"<u@a.example", Form::kGarbage},
    {"<u v@a.example>", Form::kGarbage},
    {"<@a.example>", Form::kGarbage},
    {"<\"u@a.example>", Form::kGarbage},
    {"two words", Form::kGarbage},
};

TEST(ReturnPath, Paths) {
  for (const PathCase& c : kPaths) {
    SCOPED_TRACE(c.text);
    Arena arena;
    const ReversePath path = ParseReversePath(c.text, arena);
    EXPECT_EQ(path.form, c.form);
    EXPECT_EQ(path.address, c.address);
    EXPECT_EQ(path.domain, c.domain);
  }
}

TEST(ReturnPath, TopmostFieldCounts) {
  Arena arena;
  const TestMessage message("Return-Path: <u@a.example>\nReturn-Path: <v@b.example>\n\n");
  EXPECT_EQ(ParseReturnPath(message.view, arena).address, "u@a.example");
  const TestMessage none("From: u@a.example\n\n");
  EXPECT_EQ(ParseReturnPath(none.view, arena).form, Form::kAbsent);
}

TEST(ReturnPath, FromLine) {
  Arena arena;
  EXPECT_EQ(ParseFromLinePath("u@a.example", arena).domain, "a.example");
  for (const std::string_view text : {"", "-", "MAILER-DAEMON", "MAILER-DAEMON@a.example", "1234567890@xxx",
                                      "u", "<>", "u v@a.example", "u@localhost", "u@[192.0.2.1]"}) {
    EXPECT_EQ(ParseFromLinePath(text, arena).form, Form::kAbsent) << text;
  }
}

TEST(ReturnPath, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "a.@<>():\"\\ [\r\n\xC3";
  Arena arena;
  for (int round = 0; round < 20'000; ++round) {
    std::string text(random() % 16, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const ReversePath path = ParseReversePath(text, arena);
    ASSERT_EQ(path.form == Form::kAddress, !path.address.empty()) << text;
    arena.Reset();
  }
}

}  // namespace
}  // namespace kenpin
