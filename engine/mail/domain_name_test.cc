#include "engine/mail/domain_name.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace kenpin {
namespace {

using std::string_view_literals::operator""sv;

struct DomainCase {
  const char* name;
  std::string_view text;
  DomainForm form;
  std::string_view ascii;
};

const DomainCase kDomains[] = {
    {"plain", "mail.b.example", DomainForm::kOk, "mail.b.example"},
    {"upper case", "Mail.B.EXAMPLE", DomainForm::kOk, "mail.b.example"},
    {"digits", "3com.example", DomainForm::kOk, "3com.example"},
    {"inner hyphens", "a--b.example", DomainForm::kOk, "a--b.example"},
    {"U-label", "\xe6\xa4\x9c\xe5\x93\x81.example", DomainForm::kUnicode, "xn--jvrp78b.example"},
    {"U-label in upper case", "B\xc3\x9c\x43HER.example", DomainForm::kUnicode, "xn--bcher-kva.example"},
    {"sharp s stays (non-transitional)", "stra\xc3\x9f\x65.example", DomainForm::kUnicode,
     "xn--strae-oqa.example"},
    {"A-label", "XN--bcher-kva.example", DomainForm::kOk, "xn--bcher-kva.example"},
    {"ideographic full stop", "b\xc3\xbc\xe3\x80\x82\x65xample", DomainForm::kUnicode, "xn--b-eha.example"},
    {"empty", "", DomainForm::kEmpty, ""},
    {"single label", "Localhost", DomainForm::kSingleLabel, "localhost"},
    {"leading dot", ".b.example", DomainForm::kEmptyLabel, ""},
    {"two dots", "b..example", DomainForm::kEmptyLabel, ""},
    {"dot only", ".", DomainForm::kEmptyLabel, ""},
    {"trailing dot", "b.example.", DomainForm::kTrailingDot, ""},
    {"trailing dot of one label", "example.", DomainForm::kTrailingDot, ""},
    {"literal", "[192.0.2.1]", DomainForm::kLiteral, ""},
    {"underscore", "a_B.example", DomainForm::kUnderscore, "a_b.example"},
    {"space", "a b.example", DomainForm::kBadCharacter, ""},
    {"slash", "a/b.example", DomainForm::kBadCharacter, ""},
    {"NUL", "a\0b.example"sv, DomainForm::kBadCharacter, ""},
    {"NUL beside a U-label", "\xc3\xbc\0b.example"sv, DomainForm::kBadCharacter, ""},
    {"leading hyphen", "-a.example", DomainForm::kBadCharacter, ""},
    {"trailing hyphen", "a-.example", DomainForm::kBadCharacter, ""},
    {"underscore and hyphen", "a_-.example", DomainForm::kBadCharacter, ""},
    {"no UTF-8", "\xff\xfe.example", DomainForm::kBadIdn, ""},
    {"A-label that decodes to nothing", "xn--a.example", DomainForm::kBadIdn, ""},
    {"A-label of a plain label", "xn--abc-.example", DomainForm::kBadCharacter, ""},
    {"right-to-left mixture", "a\xd7\x90.example", DomainForm::kBadIdn, ""},
};

TEST(DomainName, Table) {
  for (const DomainCase& c : kDomains) {
    SCOPED_TRACE(c.name);
    Arena arena;
    const DomainName name = ParseDomainName(c.text, arena);
    EXPECT_EQ(static_cast<int>(name.form), static_cast<int>(c.form));
    EXPECT_EQ(name.ascii, c.ascii);
  }
}

TEST(DomainName, LowerCaseIsNotCopied) {
  Arena arena;
  const std::string_view text = "b.example";
  EXPECT_EQ(ParseDomainName(text, arena).ascii.data(), text.data());
}

std::string Repeat(std::string_view piece, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += piece;
  return out;
}

TEST(DomainName, Lengths) {
  Arena arena;
  EXPECT_EQ(ParseDomainName(std::string(63, 'a') + ".example", arena).form, DomainForm::kOk);
  EXPECT_EQ(ParseDomainName(std::string(64, 'a') + ".example", arena).form, DomainForm::kTooLong);
  EXPECT_EQ(ParseDomainName("xn--" + std::string(60, 'a') + ".example", arena).form, DomainForm::kTooLong);
  const std::string longest = Repeat("a.", 126) + "a";
  ASSERT_EQ(longest.size(), kMaxDomainOctets);
  EXPECT_EQ(ParseDomainName(longest, arena).form, DomainForm::kOk);
  EXPECT_EQ(ParseDomainName(longest + "b", arena).form, DomainForm::kTooLong);
  EXPECT_EQ(ParseDomainName(longest + ".", arena).form, DomainForm::kTrailingDot);
  // 32 characters of three octets are 96 octets as a U-label and fewer than 63 as an A-label.
  EXPECT_EQ(ParseDomainName(Repeat("\xe3\x81\x82", 32) + ".example", arena).form, DomainForm::kUnicode);
  EXPECT_EQ(ParseDomainName(Repeat("\xe3\x81\x82", 100) + ".example", arena).form, DomainForm::kTooLong);
  EXPECT_EQ(ParseDomainName(Repeat("\xc3\xbc.", 1'000'000) + "x", arena).form, DomainForm::kTooLong);
  EXPECT_EQ(ParseDomainName(Repeat("a.", 1'000'000) + "x", arena).form, DomainForm::kTooLong);
}

// Whatever the octets: the spelling is ASCII in lower case and is its own spelling.
// International names are remembered, more of them than there is room for.
TEST(DomainName, TheSameAnswerAgain) {
  Arena arena;
  const auto name = [](int i) {
    return "b\u00fccher" + std::to_string(i) + (i % 3 == 0 ? ".xn--\u00fc" : ".example");
  };
  constexpr int kNames = 500;
  std::vector<DomainName> first;
  for (int i = 0; i < kNames; ++i) first.push_back(ParseDomainName(arena.Copy(name(i)), arena));
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < kNames; ++i) {
      // Each twice: the second one is remembered for certain.
      for (int time = 0; time < 2; ++time) {
        const DomainName again = ParseDomainName(arena.Copy(name(i)), arena);
        EXPECT_EQ(again.form, first[i].form) << i;
        EXPECT_EQ(again.ascii, first[i].ascii) << i;
      }
    }
  }
  EXPECT_EQ(first[1].form, DomainForm::kUnicode);
  EXPECT_EQ(first[1].ascii, "xn--bcher1-3ya.example");
  EXPECT_EQ(first[3].form, DomainForm::kBadIdn);
}

TEST(DomainName, SpellingIsAFixedPoint) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view pieces[] = {
      "a", "B", "-", "_", ".", "xn--", "9kq", "\xc3\xbc", "\xe6\xa4\x9c", "\xff", "\xe3\x80\x82", "1", " "};
  for (int round = 0; round < 5'000; ++round) {
    std::string text;
    for (size_t n = random() % 8; n > 0; --n) text += pieces[random() % std::size(pieces)];
    Arena arena;
    const DomainName name = ParseDomainName(text, arena);
    for (const char c : name.ascii) ASSERT_TRUE(c > ' ' && c < 127 && !(c >= 'A' && c <= 'Z')) << text;
    if (!name.ascii.empty()) {
      const DomainName again = ParseDomainName(name.ascii, arena);
      ASSERT_EQ(again.ascii, name.ascii) << text;
    }
  }
}

}  // namespace
}  // namespace kenpin
