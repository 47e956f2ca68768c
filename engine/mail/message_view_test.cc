// The header index: a table of shapes, each with LF and with CRLF, and properties that hold for any bytes.
#include "engine/mail/message_view.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/mail/test_message.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

// "name|value" of every field, the value as stored but with CRLF written as LF.
std::vector<std::string> FieldTexts(const MessageView& view) {
  std::vector<std::string> texts;
  for (const HeaderField& field : view.fields()) {
    std::string text = std::string(view.Name(field)) + "|" + std::string(view.Body(field));
    for (size_t at; (at = text.find("\r\n")) != std::string::npos;) text.erase(at, 1);
    texts.push_back(text);
  }
  return texts;
}

uint32_t Bits(std::initializer_list<ParseFlaw> flaws) {
  ParseFlaws set;
  for (const ParseFlaw flaw : flaws) set.Add(flaw);
  return set.bits();
}

struct ShapeCase {
  const char* what;
  std::string text;
  std::vector<std::string> fields;
  std::string body;  // With LF.
  std::initializer_list<ParseFlaw> flaws;
};

using F = ParseFlaw;

const ShapeCase kShapes[] = {
    {"empty message", "", {}, "", {}},
    {"empty header", "\nBody\n", {}, "Body\n", {}},
    {"one field", "A: b\n\nBody\n", {"A| b"}, "Body\n", {}},
    {"no white space behind the colon", "A:b\n\n", {"A|b"}, "", {}},
    {"empty field body", "A:\nB: \n\nx", {"A|", "B| "}, "x", {}},
    {"folded", "A: b\n c\n\td\nE: f\n\nx", {"A| b\n c\n\td", "E| f"}, "x", {}},
    {"header only, no empty line", "A: b\nC: d\n", {"A| b", "C| d"}, "", {}},
    {"header only, last line not ended", "A: b\nC: d", {"A| b", "C| d"}, "", {}},
    {"fold not ended", "A: b\n c", {"A| b\n c"}, "", {}},
    {"space before the colon", "A : b\nC\t: d\n\n", {"A| b", "C| d"}, "", {F::kSpaceBeforeColon}},
    {"white space only fold", "A: b\n  \n c\n\nx", {"A| b\n  \n c"}, "x", {F::kWhitespaceOnlyFold}},
    {"line without colon, fields below",
     "A: b\njunk\nC: d\n\nx",
     {"A| b", "C| d"},
     "x",
     {F::kLineWithoutColon}},
    {"junk with continuation", "A: b\njunk\n more\nC: d\n\nx", {"A| b", "C| d"}, "x", {F::kLineWithoutColon}},
    {"From_ line at the top",
     "From a@b Thu Jan  1 00:00:00 1970\nA: b\n\nx",
     {"A| b"},
     "x",
     {F::kLineWithoutColon}},
    {"first line is a continuation", " x\nA: b\n\nx", {"A| b"}, "x", {F::kLineWithoutColon}},
    {"one junk line above the empty line", "A: b\njunk\n\nx", {"A| b"}, "x", {F::kLineWithoutColon}},
    {"text instead of the empty line",
     "A: b\nDear all,\nhello.\n\nBye\n",
     {"A| b"},
     "Dear all,\nhello.\n\nBye\n",
     {F::kMissingSeparator}},
    {"text to the end", "A: b\nDear all,", {"A| b"}, "Dear all,", {F::kMissingSeparator}},
    {"text with a link",
     "A: b\nSee\nhttps://x.example/\n\n",
     {"A| b"},
     "See\nhttps://x.example/\n\n",
     {F::kMissingSeparator}},
    {"no header at all", "Dear all,\n\nhello\n", {}, "Dear all,\n\nhello\n", {F::kMissingSeparator}},
    {"field too far below junk",
     "A: b\n1\n2\n3\n4\n5\n6\n7\n8\n9\nC: d\n\n",
     {"A| b"},
     "1\n2\n3\n4\n5\n6\n7\n8\n9\nC: d\n\n",
     {F::kMissingSeparator}},
    {"field just near enough",
     "A: b\n1\n2\n3\n4\n5\n6\n7\n8\nC: d\n\n",
     {"A| b", "C| d"},
     "",
     {F::kLineWithoutColon}},
    {"colon without name", "A: b\n: c\nD: e\n\n", {"A| b", "D| e"}, "", {F::kLineWithoutColon}},
    {"spaces in the name", "A: b\nTwo words: c\nD: e\n\n", {"A| b", "D| e"}, "", {F::kLineWithoutColon}},
    {"control in a name", "A\x01: b\n\n", {"A\x01| b"}, "", {F::kControlInFieldName}},
    {"8-bit in a name", "\xc3\xa4: b\n\n", {"\xc3\xa4| b"}, "", {F::kControlInFieldName}},
    {"NUL in a value", std::string("A: b\0c\n\n", 8), {std::string("A| b\0c", 6)}, "", {F::kNulByte}},
    {"colon in the value", "A: b: c\n\n", {"A| b: c"}, "", {}},
};

TEST(MessageViewTest, ShapesWithLfAndWithCrlf) {
  for (const ShapeCase& c : kShapes) {
    for (const bool crlf : {false, true}) {
      SCOPED_TRACE(std::string(c.what) + (crlf ? ", CRLF" : ", LF"));
      const TestMessage message(crlf ? WithCrlf(c.text) : c.text);
      EXPECT_EQ(FieldTexts(message.view), c.fields);
      EXPECT_EQ(message.view.body(), crlf ? WithCrlf(c.body) : c.body);
      EXPECT_EQ(message.view.flaws().bits(), Bits(c.flaws));
    }
  }
}

struct LineEndCase {
  const char* what;
  std::string text;
  size_t fields;
  std::string body;
  uint64_t crlf, lone_lf, lone_cr;
  std::initializer_list<ParseFlaw> flaws;
};

TEST(MessageViewTest, LineEnds) {
  const LineEndCase cases[] = {
      {"LF", "A: b\n\nx", 1, "x", 0, 2, 0, {}},
      {"CRLF", "A: b\r\n\r\nx", 1, "x", 2, 0, 0, {}},
      {"field with LF before mail with CRLF", "A: b\nC: d\r\n\r\nx", 2, "x", 2, 1, 0, {F::kMixedEol}},
      {"separator in another form", "A: b\r\n\nx", 1, "x", 1, 1, 0, {F::kMixedEol}},
      {"only CR: all is one field", "A: b\rC: d\r\rx", 1, "", 0, 0, 3, {F::kBareCr, F::kMixedEol}},
      {"CR CR LF is a CR and a line end",
       "A: b\r\r\nC: d\r\n\r\nx",
       2,
       "x",
       3,
       0,
       1,
       {F::kBareCr, F::kMixedEol}},
      {"a line of one CR is not empty",
       "A: b\r\n\r\r\nC: d\r\n\r\nx",
       2,
       "x",
       4,
       0,
       1,
       {F::kBareCr, F::kMixedEol, F::kLineWithoutColon}},
      {"CR at the end of the message", "A: b\n\r", 1, "\r", 0, 1, 0, {F::kMissingSeparator}},
  };
  for (const LineEndCase& c : cases) {
    SCOPED_TRACE(c.what);
    const TestMessage message(c.text);
    EXPECT_EQ(message.view.fields().size(), c.fields);
    EXPECT_EQ(message.view.body(), c.body);
    EXPECT_EQ(message.view.facts().line_ends.crlf, c.crlf);
    EXPECT_EQ(message.view.facts().line_ends.lone_lf, c.lone_lf);
    EXPECT_EQ(message.view.facts().line_ends.lone_cr, c.lone_cr);
    EXPECT_EQ(message.view.flaws().bits(), Bits(c.flaws));
  }
}

TEST(MessageViewTest, ListsGoFromTopToBottom) {
  const TestMessage message("Received: 1\nFrom: a\nX-A: x\nreceived: 2\nX-A: y\nRECEIVED: 3\n\n");
  const MessageView& view = message.view;
  EXPECT_EQ(view.count(FieldId::kReceived), 3u);
  uint32_t i = view.First(FieldId::kReceived);
  EXPECT_EQ(view.Body(view.fields()[i]), " 1");
  i = view.Next(i);
  EXPECT_EQ(view.Body(view.fields()[i]), " 2");
  i = view.Next(i);
  EXPECT_EQ(view.Body(view.fields()[i]), " 3");
  EXPECT_EQ(view.Next(i), HeaderField::kNoField);
  EXPECT_EQ(view.Body(FieldId::kFrom), " a");
  EXPECT_EQ(view.count(FieldId::kOther), 0u);
  EXPECT_EQ(view.First(FieldId::kDate), HeaderField::kNoField);
  EXPECT_TRUE(view.Body(FieldId::kDate).empty());
}

TEST(MessageViewTest, FactsStopWhereTheHeaderStops) {
  const std::string long_line(300, 'x');
  const TestMessage message("Subject: " + std::string(80, 's') + "\nLonger-Name: a\n\n" + long_line +
                            "\xff =?" + '\0' + "\r\n");
  EXPECT_EQ(message.view.facts().longest_line, 89u);
  EXPECT_EQ(message.view.facts().lines_over_78, 1u);
  EXPECT_EQ(message.view.facts().longest_name, 11u);
  EXPECT_FALSE(message.view.facts().has_eight_bit);
  EXPECT_FALSE(message.view.facts().has_encoded_word_start);
  EXPECT_TRUE(message.view.flaws().empty());
  // The same when the end is known only blocks later.
  const TestMessage runs_on("A: b\n" + long_line + "\r\xff=?\n" + long_line + "\n");
  EXPECT_EQ(runs_on.view.flaws().bits(), Bits({F::kMissingSeparator}));
  EXPECT_FALSE(runs_on.view.facts().has_eight_bit);
  EXPECT_FALSE(runs_on.view.facts().has_encoded_word_start);
  EXPECT_EQ(runs_on.view.facts().longest_line, 4u);
  const TestMessage with_word("Subject: =?utf-8?Q?=C3=A4?=\nA: \xc3\xa4\n\n");
  EXPECT_TRUE(with_word.view.facts().has_eight_bit);
  EXPECT_TRUE(with_word.view.facts().has_encoded_word_start);
}

TEST(MessageViewTest, TooManyFieldsAreCountedOutNotIndexed) {
  std::string text;
  for (size_t i = 0; i < kMaxFields + 5; ++i) text += "A: b\n";
  text += "\nbody";
  const TestMessage message(text);
  EXPECT_EQ(message.view.fields().size(), kMaxFields);
  EXPECT_EQ(message.view.body(), "body");
  EXPECT_EQ(message.view.flaws().bits(), Bits({F::kTooManyFields}));
}

TEST(MessageViewTest, TooLargeAHeaderStillEndsAtItsEmptyLine) {
  std::string text = "A: b\n";
  while (text.size() <= kMaxHeaderBytes) text += "B: " + std::string(9998, 'x') + "\n";
  const size_t fields_that_fit = 1 + (kMaxHeaderBytes - 5) / 10002;
  text += "C: d\n\nbody";
  const TestMessage message(text);
  EXPECT_EQ(message.view.fields().size(), fields_that_fit);
  EXPECT_EQ(message.view.body(), "body");
  EXPECT_EQ(message.view.flaws().bits(), Bits({F::kHeaderTooLarge}));
}

// Quadratic code would need hours for these.
TEST(MessageViewTest, HostileHeadersAreIndexedInLinearTime) {
  constexpr size_t kSize = test::Effort(4'000'000);
  for (const std::string_view piece :
       {"x\n", "x\nA:\n", "x\nx\nx\nx\nx\nx\nx\nx\nA:\n", " \n", ":", "\r", "\n:", "A:\n x\n", "A", "=?"}) {
    std::string text = "A: b\n";
    while (text.size() < kSize) text += piece;
    const TestMessage message(text);
    EXPECT_GE(message.view.fields().size(), 1u);
  }
}

// What must hold for any bytes.
void CheckInvariants(const MessageView& view) {
  const std::string_view bytes = view.bytes();
  size_t end = 0;
  for (const HeaderField& field : view.fields()) {
    ASSERT_GE(field.begin, end);
    ASSERT_TRUE(field.begin == end || view.flaws().Has(F::kLineWithoutColon));
    ASSERT_TRUE(field.begin == 0 || bytes[field.begin - 1] == '\n');
    ASSERT_LT(field.begin, field.name_end);
    ASSERT_LT(field.name_end, field.value_begin);
    ASSERT_EQ(bytes[field.value_begin - 1], ':');
    ASSERT_LE(field.value_begin, field.value_end);
    ASSERT_LE(field.value_end, field.end);
    const std::string_view line_end = bytes.substr(field.value_end, field.end - field.value_end);
    ASSERT_TRUE(line_end == "\n" || line_end == "\r\n" || (line_end.empty() && field.end == bytes.size()));
    ASSERT_EQ(view.Name(field).find_first_of(": \t\n"), std::string_view::npos);
    end = field.end;
  }
  ASSERT_LE(end, view.header().size());
  const std::string_view separator =
      bytes.substr(view.header().size(), bytes.size() - view.header().size() - view.body().size());
  ASSERT_TRUE(separator.empty() || separator == "\n" || separator == "\r\n");
  ASSERT_TRUE(!separator.empty() || view.body().empty() || view.flaws().Has(F::kMissingSeparator));
  const std::string_view section = bytes.substr(0, view.header().size() + separator.size());
  LineEndCounts counts;
  for (size_t i = 0; i < section.size(); ++i) {
    if (section[i] == '\n') ++(i > 0 && section[i - 1] == '\r' ? counts.crlf : counts.lone_lf);
    if (section[i] == '\r' && (i + 1 == section.size() || section[i + 1] != '\n')) ++counts.lone_cr;
  }
  ASSERT_EQ(view.facts().line_ends.crlf, counts.crlf);
  ASSERT_EQ(view.facts().line_ends.lone_lf, counts.lone_lf);
  ASSERT_EQ(view.facts().line_ends.lone_cr, counts.lone_cr);
  bool eight_bit = false;
  for (const char c : section) eight_bit |= (c & 0x80) != 0;
  ASSERT_EQ(view.facts().has_eight_bit, eight_bit);
  ASSERT_EQ(view.flaws().Has(F::kNulByte), section.find('\0') != std::string_view::npos);
}

TEST(MessageViewTest, AnyBytesKeepTheInvariants) {
  constexpr unsigned kSeed = 20240201;
  std::mt19937 random(kSeed);
  const std::string_view pieces[] = {
      "A:",
      "From: ",
      "\n",
      "\r\n",
      "\r",
      " ",
      "\t",
      "\n\n",
      "x",
      "Received: y\n",
      ":",
      "word\n",
      "\xff",
      "=?",
      "http://a\n",
      " fold\n",
      std::string_view("\0", 1),
      "Subject:z\r\n",
      "a rather long piece of text that makes lines cross the borders of blocks "};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const size_t count = random() % 40;
    for (size_t i = 0; i < count; ++i) text += pieces[random() % std::size(pieces)];
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const TestMessage message(text);
    CheckInvariants(message.view);
    if (HasFatalFailure()) return;
  }
}

TEST(MessageViewTest, AWellFormedHeaderIsFoundAsWritten) {
  constexpr unsigned kSeed = 7;
  std::mt19937 random(kSeed);
  for (int round = 0; round < test::Effort(2000); ++round) {
    std::string text;
    std::vector<std::string> fields;
    const size_t count = random() % 120;
    for (size_t i = 0; i < count; ++i) {
      const std::string name(1 + random() % 12, static_cast<char>('A' + random() % 26));
      std::string value(random() % 200, 'v');
      for (unsigned folds = random() % 4; folds > 0; --folds)
        value += "\n\t" + std::string(1 + random() % 90, 'w');
      text += name + ":" + value + "\n";
      fields.push_back(name + "|" + value);
    }
    text += "\nbody: x\n";
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round));
    const TestMessage message(round % 2 == 0 ? text : WithCrlf(text));
    ASSERT_EQ(FieldTexts(message.view), fields);
    ASSERT_TRUE(message.view.flaws().empty());
  }
}

}  // namespace
}  // namespace kenpin
