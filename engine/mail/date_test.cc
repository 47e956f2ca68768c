#include "engine/mail/date.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

struct DateCase {
  const char* name;
  std::string_view text;
  int64_t time;
  std::string_view marks;  // w: the weekday is wrong; z: obsolete zone.
};

const DateCase kGoodDates[] = {
    {"usual", " Tue, 16 Jan 2024 09:00:00 +0900", 1705363200, ""},
    {"one-digit day", "Mon, 1 Jan 2024 00:00:00 +0000", 1704067200, ""},
    {"no weekday", "16 Jan 2024 09:00:00 +0900", 1705363200, ""},
    {"no seconds", "Tue, 16 Jan 2024 09:00 +0900", 1705363200, ""},
    {"comment behind", "Tue, 16 Jan 2024 09:00:00 +0900 (JST)", 1705363200, ""},
    {"comments everywhere", "(a)Tue(b),(c)16(d)Jan(e)2024(f)09(g):(h)00(i):(j)00(k)+0900(l)", 1705363200, ""},
    {"folded", " Tue,\r\n 16 Jan 2024\r\n\t09:00:00 +0900", 1705363200, ""},
    {"space around colons", "Tue , 16 Jan 2024 09 : 00 : 00 +0900", 1705363200, ""},
    {"letter case", "TUE, 16 jan 2024 09:00:00 +0900", 1705363200, ""},
    {"wrong weekday", "Mon, 16 Jan 2024 09:00:00 +0900", 1705363200, "w"},
    {"leap day", "Thu, 29 Feb 2024 12:00:00 -0330", 1709220600, ""},
    {"leap day of a century", "29 Feb 2000 00:00:00 +0000", 951782400, ""},
    {"leap second", "Sat, 31 Dec 2016 23:59:60 +0000", 1483228800, ""},
    {"epoch", "Thu, 1 Jan 1970 00:00:00 +0000", 0, ""},
    {"before the epoch", "Wed, 31 Dec 1969 23:59:59 +0000", -1, ""},
    {"first year", "1 Jan 1900 00:00:00 +0000", -2208988800, ""},
    {"last year", "31 Dec 9999 23:59:59 +0000", 253402300799, ""},
    {"two-digit year of this century", "Tue, 16 Jan 24 09:00:00 +0900", 1705363200, ""},
    {"two-digit year 49", "1 Jan 49 00:00:00 +0000", 2493072000, ""},
    {"two-digit year of the last century", "Fri, 16 Jan 98 09:00:00 +0900", 884908800, ""},
    {"three-digit year", "16 Jan 124 09:00:00 +0900", 1705363200, ""},
    {"minus zero", "Tue, 16 Jan 2024 09:00:00 -0000", 1705395600, ""},
    {"GMT", "Tue, 16 Jan 2024 09:00:00 GMT", 1705395600, "z"},
    {"UT", "Tue, 16 Jan 2024 09:00:00 ut", 1705395600, "z"},
    {"EST", "Tue, 16 Jan 2024 09:00:00 EST", 1705413600, "z"},
    {"PDT", "Tue, 16 Jan 2024 09:00:00 PDT", 1705420800, "z"},
    {"JST", "Tue, 16 Jan 2024 09:00:00 JST", 1705363200, "z"},
    {"military Z", "Tue, 16 Jan 2024 09:00:00 Z", 1705395600, "z"},
    {"military A is unknown", "Tue, 16 Jan 2024 09:00:00 A", 1705395600, "z"},
    {"unknown name", "Tue, 16 Jan 2024 09:00:00 CEST", 1705395600, "z"},
    {"the usual form in a comment", "(on, 3 Apr 2026 29:00:00 +09)()3 Apr 2026 09:15 CEST", 1775207700, "z"},
};

const std::pair<const char*, std::string_view> kNoDates[] = {
    {"empty", ""},
    {"no zone", "Tue, 16 Jan 2024 09:00:00"},
    {"comment as zone", "Tue, 16 Jan 2024 09:00:00 (JST)"},
    {"name and offset", "Tue, 16 Jan 2024 09:00:00 GMT+0900"},
    {"offset with colon", "Tue, 16 Jan 2024 09:00:00 +09:00"},
    {"short offset", "Tue, 16 Jan 2024 09:00:00 +900"},
    {"offset of 60 minutes", "Tue, 16 Jan 2024 09:00:00 +0960"},
    {"text behind", "Tue, 16 Jan 2024 09:00:00 +0900 JST"},
    {"military J", "Tue, 16 Jan 2024 09:00:00 J"},
    {"minute of nine digits", "Tue, 16 Jan 2024 09:999999999:00 +0900"},
    {"long zone name", "Tue, 16 Jan 2024 09:00:00 Tokyoo"},
    {"unclosed comment", "Tue, 16 Jan 2024 09:00:00 +0900 (JST"},
    {"ISO 8601", "2024-01-16T09:00:00+09:00"},
    {"month as number", "Tue, 16 01 2024 09:00:00 +0900"},
    {"full names", "Tuesday, 16 January 2024 09:00:00 +0900"},
    {"no comma", "Tue 16 Jan 2024 09:00:00 +0900"},
    {"asctime", "Tue Jan 16 09:00:00 2024"},
    {"one-digit hour", "Tue, 16 Jan 2024 9:00:00 +0900"},
    {"fraction", "Tue, 16 Jan 2024 09:00:00.123 +0900"},
    {"hour 24", "Tue, 16 Jan 2024 24:00:00 +0900"},
    {"minute 60", "Tue, 16 Jan 2024 09:60:00 +0900"},
    {"second 61", "Tue, 16 Jan 2024 09:00:61 +0900"},
    {"day 0", "0 Jan 2024 09:00:00 +0900"},
    {"day 32", "32 Jan 2024 09:00:00 +0900"},
    {"no leap year", "29 Feb 2023 09:00:00 +0900"},
    {"no leap year in 1900", "29 Feb 1900 09:00:00 +0900"},
    {"year 1899", "1 Jan 1899 09:00:00 +0900"},
    {"five-digit year", "1 Jan 20240 09:00:00 +0900"},
    {"one-digit year", "1 Jan 4 09:00:00 +0900"},
    {"long number", "1 Jan 99999999999999999999 09:00:00 +0900"},
    {"NUL", "Tue, 16 Jan 2024 09:00:00 +0900\0"sv},
};

std::string Marks(const MailDate& date) {
  std::string marks;
  if (date.weekday_wrong) marks += 'w';
  if (date.obsolete_zone) marks += 'z';
  return marks;
}

TEST(Date, WhatTheGrammarHas) {
  for (const DateCase& c : kGoodDates) {
    SCOPED_TRACE(c.name);
    for (const DateGrammar grammar : {DateGrammar::kRfc5322, DateGrammar::kTrace}) {
      const std::optional<MailDate> date = ParseMailDate(c.text, grammar);
      ASSERT_TRUE(date.has_value());
      EXPECT_EQ(date->time, c.time);
      EXPECT_EQ(Marks(*date), c.marks);
    }
  }
}

TEST(Date, WhatItHasNot) {
  for (const auto& [name, text] : kNoDates) {
    EXPECT_FALSE(ParseMailDate(text, DateGrammar::kRfc5322).has_value()) << name;
  }
}

TEST(Date, WhatTraceFieldsWrite) {
  const std::pair<const char*, std::string_view> dates[] = {
      {"fraction", "Tue, 16 Jan 2024 09:00:00.123456789 +0900 (JST)"},
      {"Go's order", "2024-01-16 00:00:00.334 +0000 UTC"},
      {"Go's order with a monotonic clock", "2024-01-16 00:00:00.334 +0000 UTC m=+0.1"},
      {"RFC 3339", "2024-01-16T09:00:00+09:00"},
      {"no comma", "Tue 16 Jan 2024 09:00:00 +0900"},
      {"one-digit hour", "Tue, 16 Jan 2024 9:00:00 +0900"},
      {"text behind", "Tue, 16 Jan 2024 09:00:00 +0900 JST"},
      {"unclosed comment", "Tue, 16 Jan 2024 09:00:00 +0900 (JST"},
  };
  for (const auto& [name, text] : dates) {
    const std::optional<MailDate> date = ParseMailDate(text, DateGrammar::kTrace);
    ASSERT_TRUE(date.has_value()) << name;
    EXPECT_EQ(date->time, 1705363200) << name;
  }
  EXPECT_FALSE(ParseMailDate("2024-13-16 00:00:00 +0000", DateGrammar::kTrace).has_value());
  EXPECT_FALSE(ParseMailDate("Tue, 16 Jan 2024 09:00:00", DateGrammar::kTrace).has_value());
}

// Every day of 400 years follows the one before it, and the weekdays run on.
TEST(Date, CalendarRunsOn) {
  constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  constexpr std::string_view kWeekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  // 1 January 1900 was a Monday.
  int64_t expected = -2208988800;
  size_t weekday = 0;
  for (int year = 1900; year < 2300; ++year) {
    for (const std::string_view month : kMonths) {
      for (int day = 1; day <= 31; ++day) {
        const std::string text = std::string(kWeekdays[weekday]) + ", " + std::to_string(day) + " " +
                                 std::string(month) + " " + std::to_string(year) + " 00:00:00 +0000";
        const std::optional<MailDate> date = ParseMailDate(text, DateGrammar::kRfc5322);
        if (!date) continue;
        ASSERT_EQ(date->time, expected) << text;
        ASSERT_FALSE(date->weekday_wrong) << text;
        expected += 86'400;
        weekday = (weekday + 1) % 7;
      }
    }
  }
  EXPECT_EQ(expected, 10413792000);  // 1 January 2300.
}

TEST(Date, RandomBytes) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view alphabet = "0123456789:+-., ()TuefJanZ\r\n\0"sv;
  for (int round = 0; round < 50'000; ++round) {
    std::string text = "Tue, 16 Jan 2024 09:00:00.5 +0900 (JST)";
    for (size_t n = random() % 6; n > 0; --n)
      text[random() % text.size()] = alphabet[random() % alphabet.size()];
    text.resize(random() % (text.size() + 1));
    const std::optional<MailDate> strict = ParseMailDate(text, DateGrammar::kRfc5322);
    const std::optional<MailDate> trace = ParseMailDate(text, DateGrammar::kTrace);
    // What the grammar has, trace fields may write, and it means the same there.
    if (strict) {
      ASSERT_TRUE(trace.has_value()) << text;
      ASSERT_EQ(strict->time, trace->time) << text;
    }
  }
  EXPECT_FALSE(ParseMailDate(std::string(1'000'000, '('), DateGrammar::kRfc5322).has_value());
}

TEST(Date, Facts) {
  const TestMessage none("From: a@b.example\n\n");
  EXPECT_EQ(ParseDateFacts(none.view).form, DateFacts::Form::kAbsent);
  const TestMessage two("Date: Mon, 16 Jan 2024 09:00:00 GMT\nDate: x\n\n");
  const DateFacts facts = ParseDateFacts(two.view);
  EXPECT_EQ(facts.count, 2u);
  EXPECT_EQ(facts.form, DateFacts::Form::kOk);
  EXPECT_TRUE(facts.weekday_wrong);
  EXPECT_TRUE(facts.obsolete_zone);
  EXPECT_EQ(facts.time, 1705395600);
  const TestMessage bad("Date: x\n\n");
  EXPECT_EQ(ParseDateFacts(bad.view).form, DateFacts::Form::kUnparsable);
}

}  // namespace
}  // namespace kenpin
