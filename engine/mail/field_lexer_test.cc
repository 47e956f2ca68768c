#include "engine/mail/field_lexer.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

std::string Letters(std::string_view body) {
  constexpr std::string_view kLetters = "$aql@.,;:<>!";
  std::string out;
  FieldLexer lexer(body);
  for (Token t = lexer.Next(); t.kind != TokenKind::kEnd; t = lexer.Next()) {
    if (t.spaced) out += ' ';
    out += kLetters[static_cast<size_t>(t.kind)];
  }
  return out;
}

struct LexCase {
  const char* name;
  std::string_view body;
  std::string_view tokens;  // One letter a token, a space where CFWS stands in front of it.
};

const LexCase kLexCases[] = {
    {"empty", "", ""},
    {"white space only", " \r\n\t", ""},
    {"mailbox", " \"A. B\" <a.b@c.example>", " q <a.a@a.a>"},
    {"comment between", "a(x)b", "a a"},
    {"nested comment", "a (x (y) \\) z) b", "a a"},
    {"unclosed comment is a bad octet", "a (b c", "a !a a"},
    {"unclosed quote is a bad octet", "a \"b c", "a !a a"},
    {"escaped quote", "\"a\\\"b\"c", "qa"},
    {"literal", "a@[1.2.3.4]", "a@l"},
    {"literal with an inner bracket", "[a[b]", "!al"},
    {"unclosed literal", "[a", "!a"},
    {"lone CR", "a\rb", "a!a"},
    {"LF folds", "a\n b", "a a"},
    {"CRLF folds", "a\r\n b", "a a"},
    {"UTF-8 is atext", "\xe6\xa4\x9c", "a"},
    {"controls are bad", "\0\x7f"sv, "!!"},
    {"closing brackets alone are bad", ")]", "!!"},
};

TEST(FieldLexer, Table) {
  for (const LexCase& c : kLexCases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Letters(c.body), c.tokens);
  }
}

TEST(FieldLexer, Notes) {
  const auto notes = [](std::string_view body) {
    FieldLexer lexer(body);
    while (lexer.Next().kind != TokenKind::kEnd) {
    }
    return lexer.notes();
  };
  EXPECT_TRUE(notes("a (b)").comment);
  EXPECT_FALSE(notes("a \"(b)\"").comment);
  EXPECT_TRUE(notes("a\r\n \r\n b").obsolete);
  EXPECT_FALSE(notes("a\r\n b\r\n c").obsolete);
  EXPECT_TRUE(notes("\"\x07\"").obsolete);
  EXPECT_TRUE(notes("(\\\0)"sv).obsolete);
  EXPECT_TRUE(notes("(\0)"sv).bad);
  EXPECT_TRUE(notes("(a\rb)").bad);
  EXPECT_FALSE(notes("(a\r\n b)").bad);
}

// Tokens and what lies between them add up to the body, whatever the octets.
TEST(FieldLexer, RandomBytesAreCovered) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "ab@.,;:<>()[]\"\\ \t\r\n\0\x7f\xe3"sv;
  for (int round = 0; round < 50'000; ++round) {
    std::string body(random() % 30, ' ');
    for (char& c : body) c = alphabet[random() % alphabet.size()];
    FieldLexer lexer(body);
    size_t last = 0;
    for (Token t = lexer.Next(); t.kind != TokenKind::kEnd; t = lexer.Next()) {
      ASSERT_FALSE(t.text.empty());
      const size_t begin = static_cast<size_t>(t.text.data() - body.data());
      ASSERT_GE(begin, last);
      ASSERT_EQ(begin != last, t.spaced);
      last = begin + t.text.size();
    }
    ASSERT_EQ(lexer.position(), body.size());
  }
}

// Each of these costs a quadratic parser minutes.
TEST(FieldLexer, HostileBodies) {
  constexpr size_t kSize = 1'000'000;
  for (const std::string_view piece :
       {"(", "(()", "\"\\", "\"\\\"", "[", "[\\", "()", "<", "a(\"[", "\r", "\r\n "}) {
    std::string body;
    while (body.size() < kSize) body += piece;
    SCOPED_TRACE(piece);
    size_t tokens = 0;
    FieldLexer lexer(body);
    while (lexer.Next().kind != TokenKind::kEnd) ++tokens;
    EXPECT_LE(tokens, body.size());
  }
}

}  // namespace
}  // namespace kenpin
