#include "engine/auth/spf_record.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace kenpin {
namespace {

TEST(SpfRecord, Selection) {
  const struct {
    const char* text;
    bool is;
  } cases[] = {
      {"v=spf1", true},    {"v=spf1 ", true},       {"V=SPF1 -all", true}, {"v=spf10 -all", false},
      {"v=spf1mx", false}, {"v=spf1\t-all", false}, {" v=spf1", false},    {"v=spf", false},
      {"", false},         {"spf2.0/pra", false},
  };
  for (const auto& c : cases) EXPECT_EQ(IsSpfRecord(c.text), c.is) << c.text;
  const DnsAnswer answer{DnsStatus::kFound, {"x", "v=spf1 a", "", "V=spf1 b"}, {}};
  EXPECT_EQ(SelectSpfRecord(answer).count, 2u);
  EXPECT_EQ(SelectSpfRecord(answer).text, "v=spf1 a");
  EXPECT_EQ(SelectSpfRecord({DnsStatus::kFound, {"x"}, {}}).count, 0u);
}

TEST(SpfRecord, Terms) {
  const SpfRecord record = ParseSpfRecord(
      "v=spf1  ip4:192.0.2.0/24 ?ip6:2001:db8::/32 ~A MX:mx.example.com/28//64 -a//96 include:_spf.%{d2} "
      "ptr:example.com exists:%{i}.example.com x-y=%{t} exp=e.example.com redirect=r.example.com +all  ");
  ASSERT_EQ(record.error, SpfSyntaxError::kNone) << record.error_term;
  const struct {
    SpfTermKind kind;
    SpfQualifier qualifier;
    int prefix4;
    int prefix6;
    const char* spec;
  } wanted[] = {
      {SpfTermKind::kIp4, SpfQualifier::kPass, 24, 128, ""},
      {SpfTermKind::kIp6, SpfQualifier::kNeutral, 32, 32, ""},
      {SpfTermKind::kA, SpfQualifier::kSoftfail, 32, 128, ""},
      {SpfTermKind::kMx, SpfQualifier::kPass, 28, 64, "mx.example.com"},
      {SpfTermKind::kA, SpfQualifier::kFail, 32, 96, ""},
      {SpfTermKind::kInclude, SpfQualifier::kPass, 32, 128, "_spf.%{d2}"},
      {SpfTermKind::kPtr, SpfQualifier::kPass, 32, 128, "example.com"},
      {SpfTermKind::kExists, SpfQualifier::kPass, 32, 128, "%{i}.example.com"},
      {SpfTermKind::kUnknownModifier, SpfQualifier::kPass, 32, 128, ""},
      {SpfTermKind::kExp, SpfQualifier::kPass, 32, 128, "e.example.com"},
      {SpfTermKind::kRedirect, SpfQualifier::kPass, 32, 128, "r.example.com"},
      {SpfTermKind::kAll, SpfQualifier::kPass, 32, 128, ""},
  };
  ASSERT_EQ(record.terms.size(), std::size(wanted));
  for (size_t i = 0; i < std::size(wanted); ++i) {
    SCOPED_TRACE(record.terms[i].text);
    EXPECT_EQ(record.terms[i].kind, wanted[i].kind);
    EXPECT_EQ(record.terms[i].qualifier, wanted[i].qualifier);
    EXPECT_EQ(record.terms[i].prefix4, wanted[i].prefix4);
    EXPECT_EQ(record.terms[i].prefix6, wanted[i].prefix6);
    EXPECT_EQ(record.terms[i].domain_spec, wanted[i].spec);
  }
  EXPECT_EQ(record.terms[0].text, "ip4:192.0.2.0/24");
  EXPECT_EQ(FormatIpAddress(record.terms[1].network), "2001:db8::");
  EXPECT_EQ(record.Find(SpfTermKind::kRedirect)->text, "redirect=r.example.com");
}

TEST(SpfRecord, Errors) {
  const struct {
    const char* term;
    SpfSyntaxError error;
  } cases[] = {
      {"moo", SpfSyntaxError::kUnknownMechanism},
      {"all.", SpfSyntaxError::kUnknownMechanism},
      {"ipv4:192.0.2.1", SpfSyntaxError::kUnknownMechanism},
      {"redirect:a.com", SpfSyntaxError::kUnknownMechanism},
      {"moo/far=x", SpfSyntaxError::kUnknownMechanism},
      {"=all", SpfSyntaxError::kBadTerm},
      {"1up=foo", SpfSyntaxError::kBadTerm},
      {"-", SpfSyntaxError::kBadTerm},
      {"+-all", SpfSyntaxError::kBadTerm},
      {"-redirect=a.com", SpfSyntaxError::kBadTerm},
      {"192.0.2.1", SpfSyntaxError::kBadTerm},
      {"all\tall", SpfSyntaxError::kBadTerm},
      {"\x80", SpfSyntaxError::kBadTerm},
      {"all:a.com", SpfSyntaxError::kArgument},
      {"all/8", SpfSyntaxError::kArgument},
      {"include", SpfSyntaxError::kArgument},
      {"exists/24", SpfSyntaxError::kArgument},
      {"ptr/24", SpfSyntaxError::kArgument},
      {"ip4", SpfSyntaxError::kArgument},
      {"a/24/16", SpfSyntaxError::kArgument},
      {"a/", SpfSyntaxError::kArgument},
      {"a//", SpfSyntaxError::kArgument},
      {"a:", SpfSyntaxError::kDomainSpec},
      {"mx:/24", SpfSyntaxError::kDomainSpec},
      {"a:b", SpfSyntaxError::kDomainSpec},
      {"include:a.com/24", SpfSyntaxError::kDomainSpec},
      {"redirect=", SpfSyntaxError::kDomainSpec},
      {"exp=-all", SpfSyntaxError::kDomainSpec},
      {"exists:%{z}.com", SpfSyntaxError::kMacro},
      {"foo=%x", SpfSyntaxError::kMacro},
      {"ip4:192.0.2", SpfSyntaxError::kAddress},
      {"ip4:192.0.2.01", SpfSyntaxError::kAddress},
      {"ip4:2001:db8::", SpfSyntaxError::kAddress},
      {"ip6:192.0.2.1", SpfSyntaxError::kAddress},
      {"ip4:192.0.2.1/33", SpfSyntaxError::kPrefixLength},
      {"ip4:192.0.2.1/032", SpfSyntaxError::kPrefixLength},
      {"ip4:192.0.2.1//32", SpfSyntaxError::kPrefixLength},
      {"ip4:192.0.2.1/", SpfSyntaxError::kPrefixLength},
      {"ip6:2001:db8::/129", SpfSyntaxError::kPrefixLength},
      {"a/24/64", SpfSyntaxError::kPrefixLength},
      {"a//129", SpfSyntaxError::kPrefixLength},
      {"a/4294967297", SpfSyntaxError::kPrefixLength},
      {"exp=a.com exp=a.com", SpfSyntaxError::kRepeated},
      {"REDIRECT=a.com redirect=a.com", SpfSyntaxError::kRepeated},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.term);
    const std::string text = std::string("v=spf1 ip4:192.0.2.1 ") + c.term + " -all";
    const SpfRecord record = ParseSpfRecord(text);
    EXPECT_EQ(record.error, c.error);
    EXPECT_NE(std::string(c.term).find(record.error_term), std::string::npos) << record.error_term;
  }
  const std::string bomb = "v=spf1 exists:" + std::string(64'000, 'a') + ".com";
  EXPECT_EQ(ParseSpfRecord(bomb).error, SpfSyntaxError::kTooLong);
}

// Any octets, and every record that parses is the sum of its terms.
TEST(SpfRecord, AnyOctets) {
  std::mt19937 random(4408);
  const char* pieces[] = {" ",    "a", "mx",       "ip4:", "1.2.3.4", "/24",  "//64", ":",
                          "%{d}", "=", "redirect", ".com", "-",       "\x80", "all",  "%"};
  for (int i = 0; i < 50'000; ++i) {
    std::string text = "v=spf1 ";
    for (size_t n = random() % 10; n > 0; --n) text += pieces[random() % std::size(pieces)];
    const SpfRecord record = ParseSpfRecord(text);
    size_t octets = 0;
    for (const SpfTerm& term : record.terms) octets += term.text.size();
    size_t spaces = 0;
    for (const char c : text.substr(6)) spaces += c == ' ' ? 1 : 0;
    if (record.error == SpfSyntaxError::kNone) {
      ASSERT_EQ(octets + spaces + 6, text.size()) << "seed 4408: " << text;
    }
  }
}

}  // namespace
}  // namespace kenpin
