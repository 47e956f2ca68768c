#include "engine/auth/spf_macro.h"

#include <gtest/gtest.h>

#include <random>

namespace kenpin {
namespace {

// The example session of RFC 7208 §7.4.
SpfMacroValues Example(std::string_view client = "192.0.2.3") {
  SpfMacroValues values;
  values.client = *ParseIpAddress(client);
  values.local_part = "strong-bad";
  values.sender_domain = "email.example.com";
  values.domain = "email.example.com";
  values.helo = "mx.example.org";
  values.at = 1'700'000'000;
  return values;
}

std::string RepeatedMacro(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(SpfMacro, ExplanationTable) {
  const struct {
    const char* text;
    const char* expanded;  // Null: a syntax error.
  } cases[] = {
      // §7.4.
      {"%{s}", "strong-bad@email.example.com"},
      {"%{o}", "email.example.com"},
      {"%{d}", "email.example.com"},
      {"%{d4}", "email.example.com"},
      {"%{d3}", "email.example.com"},
      {"%{d2}", "example.com"},
      {"%{d1}", "com"},
      {"%{dr}", "com.example.email"},
      {"%{d2r}", "example.email"},
      {"%{l}", "strong-bad"},
      {"%{l-}", "strong.bad"},
      {"%{lr}", "strong-bad"},
      {"%{lr-}", "bad.strong"},
      {"%{l1r-}", "strong"},
      {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
      {"%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
      {"%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net"},
      // Escapes, case, the letters of explanations.
      {"100%% of%_it%-", "100% of it%20"},
      {"%{S}", "strong-bad%40email.example.com"},
      {"%{c} %{t} %{r} %{h} %{p}", "192.0.2.3 1700000000 unknown mx.example.org unknown"},
      {"%{D2R}", "example.email"},
      {"%{d999999999999999999999}", "email.example.com"},
      {"", ""},
      // Not macros.
      {"%", nullptr},
      {"%{", nullptr},
      {"%{d", nullptr},
      {"%{}", nullptr},
      {"%{x}", nullptr},
      {"%{d0}", nullptr},
      {"%{d2x}", nullptr},
      {"%{rd}", nullptr},
      {"%(d)", nullptr},
      {"%a", nullptr},
      {"a\tb", nullptr},
      {"\x80", nullptr},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    const std::optional<std::string> expanded = ExpandExplanation(c.text, Example());
    ASSERT_EQ(expanded.has_value(), c.expanded != nullptr);
    if (expanded) {
      EXPECT_EQ(*expanded, c.expanded);
    }
  }
}

TEST(SpfMacro, Ipv6) {
  const SpfMacroValues values = Example("2001:db8::cb01");
  EXPECT_EQ(ExpandDomainSpec("%{ir}.%{v}._spf.%{d2}", values),
            "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com");
  EXPECT_EQ(*ExpandExplanation("%{c}", values), "2001:db8::cb01");
}

TEST(SpfMacro, DomainSpecTable) {
  const struct {
    const char* text;
    SpfMacroError error;
  } cases[] = {
      {"example.com", SpfMacroError::kNone},
      {"example.com.", SpfMacroError::kNone},
      {"%{d}", SpfMacroError::kNone},
      {"a.%{d2}", SpfMacroError::kNone},
      {"a.%%", SpfMacroError::kNone},
      {"%{d}.example.xn--zckzah", SpfMacroError::kNone},
      {"foo:bar/baz.example.com", SpfMacroError::kNone},
      {"a...com", SpfMacroError::kNone},
      {"_spf.a-b.c1", SpfMacroError::kNone},
      {"", SpfMacroError::kEmpty},
      {"com", SpfMacroError::kEnd},
      {"com.", SpfMacroError::kEnd},
      {"%{d}com", SpfMacroError::kEnd},
      {"%{d}.", SpfMacroError::kEnd},
      {"a.123", SpfMacroError::kEnd},
      {"192.0.2.1", SpfMacroError::kEnd},
      {"a.-com", SpfMacroError::kEnd},
      {"a.com-", SpfMacroError::kEnd},
      {"a.c_m", SpfMacroError::kEnd},
      {"a..", SpfMacroError::kEnd},
      {"a.com/", SpfMacroError::kEnd},
      {"%{c}.com", SpfMacroError::kMacro},
      {"%{R}.com", SpfMacroError::kMacro},
      {"100%.com", SpfMacroError::kMacro},
      {"a b.com", SpfMacroError::kCharacter},
      {"\xc3\xa4.com", SpfMacroError::kCharacter},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(CheckDomainSpec(c.text), c.error);
  }
  EXPECT_EQ(CheckDomainSpec(std::string(kMaxDomainSpecOctets - 4, 'a') + ".com"), SpfMacroError::kNone);
  EXPECT_EQ(CheckDomainSpec(std::string(kMaxDomainSpecOctets - 3, 'a') + ".com"), SpfMacroError::kTooLong);
  EXPECT_EQ(CheckMacroString("%{t}anything"), SpfMacroError::kNone);
  EXPECT_EQ(CheckMacroString("%t"), SpfMacroError::kMacro);
}

TEST(SpfMacro, NamesAreLowerCaseWithoutAFinalDot) {
  EXPECT_EQ(ExpandDomainSpec("A.%{D2}.COM.", Example()), "a.example.com.com");
  EXPECT_EQ(ExpandDomainSpec("%{d}", Example()), "email.example.com");
}

TEST(SpfMacro, UsesValidatedName) {
  EXPECT_TRUE(UsesValidatedName("a.%{p}"));
  EXPECT_TRUE(UsesValidatedName("%{P1r}.com"));
  EXPECT_FALSE(UsesValidatedName("p.%{d}"));
  EXPECT_FALSE(UsesValidatedName("%%{p}"));
}

// What the expansion from the right gives is what cutting the whole expansion would give.
TEST(SpfMacro, CutEqualsCutOfWhole) {
  std::mt19937 random(7208);
  for (int i = 0; i < 2000; ++i) {
    SpfMacroValues values = Example();
    const std::string local_part = RepeatedMacro("ab.", static_cast<int>(random() % 100)) + "x";
    values.local_part = local_part;
    std::string spec;
    for (int n = static_cast<int>(random() % 12); n >= 0; --n) {
      const char* pieces[] = {"%{l}.",  "%{ir}.", "lit.", "abcdefghijklmnopqrstuvwxyz.",
                              "%{d2}.", "%{lr}",  "%%"};
      spec += pieces[random() % 7];
    }
    spec += "example.com";
    ASSERT_EQ(CheckDomainSpec(spec), SpfMacroError::kNone);
    std::string whole = *ExpandExplanation(spec, values);
    while (whole.size() > 253 && whole.find('.') != std::string::npos) whole.erase(0, whole.find('.') + 1);
    for (char& c : whole) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    ASSERT_EQ(ExpandDomainSpec(spec, values), whole) << "seed 7208, round " << i << ": " << spec;
  }
}

// Nothing can be removed at a label of a name that is one label.
TEST(SpfMacro, OneLabelThatDoesNotFitIsCut) {
  SpfMacroValues values = Example();
  const std::string local_part = std::string(100'000, 'a') + std::string(252, 'b');
  values.local_part = local_part;
  EXPECT_EQ(ExpandDomainSpec("%{l}", values), 'a' + std::string(252, 'b'));
  EXPECT_EQ(ExpandDomainSpec("x.%{l}", values), 'a' + std::string(252, 'b'));
  values.local_part = std::string_view(local_part).substr(100'000 - 1);
  EXPECT_EQ(ExpandDomainSpec("x.%{l}", values), values.local_part);
}

TEST(SpfMacro, Bombs) {
  SpfMacroValues values = Example();
  const std::string local_part(320, 'a');
  values.local_part = local_part;
  EXPECT_EQ(ExpandExplanation(RepeatedMacro("%{s}", 16'000), values), std::nullopt);
  const std::string spec = RepeatedMacro("%{l1}", 100) + ".com";
  ASSERT_EQ(CheckDomainSpec(spec), SpfMacroError::kNone);
  EXPECT_LE(ExpandDomainSpec(spec, values).size(), 253u);
  // No octets break it.
  std::mt19937 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) text += "%{}dlrsp1-._ \x80"[random() % 14];
    if (CheckDomainSpec(text) == SpfMacroError::kNone) ExpandDomainSpec(text, values);
    ExpandExplanation(text, values);
    UsesValidatedName(text);
  }
}

TEST(SpfMacro, LettersInUse) {
  EXPECT_TRUE(UsesAnyMacro("a.%{L1r-}.example", "sl"));
  EXPECT_TRUE(UsesAnyMacro("%{d}.%{p}", "p"));
  EXPECT_FALSE(UsesAnyMacro("sl.%{d}.%%{s}", "sl"));
  EXPECT_FALSE(UsesAnyMacro("%", "sl"));
  EXPECT_FALSE(UsesAnyMacro("", "sl"));
}

}  // namespace
}  // namespace kenpin
