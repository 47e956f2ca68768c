#include "engine/auth/dmarc_record.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kenpin {
namespace {

// "p=reject sp=none psd=y t=y adkim=s aspf=s fo=5": what differs from the defaults.
std::string Describe(const DmarcRecord& record) {
  std::string out;
  const auto add = [&out](std::string_view tag, std::string_view value) {
    if (!out.empty()) out += ' ';
    out.append(tag).append("=").append(value);
  };
  if (record.p) add("p", DmarcPolicyName(*record.p));
  if (record.sp) add("sp", DmarcPolicyName(*record.sp));
  if (record.np) add("np", DmarcPolicyName(*record.np));
  if (record.psd != DmarcPsd::kUndefined) add("psd", DmarcPsdName(record.psd));
  if (record.testing) add("t", "y");
  if (record.adkim == AlignmentMode::kStrict) add("adkim", AlignmentModeName(record.adkim));
  if (record.aspf == AlignmentMode::kStrict) add("aspf", AlignmentModeName(record.aspf));
  if (record.fo != kFailureReportAll) add("fo", std::to_string(record.fo));
  for (const ReportUri& uri : record.rua) add("rua", uri.text + "(" + uri.domain + ")");
  for (const ReportUri& uri : record.ruf) add("ruf", uri.text + "(" + uri.domain + ")");
  if (record.pct) add("pct", *record.pct);
  if (record.rf) add("rf", *record.rf);
  if (record.ri) add("ri", *record.ri);
  return out;
}

std::string FlawsOf(const DmarcRecord& record) {
  std::string out;
  for (size_t i = 0; i < static_cast<size_t>(DmarcFlaw::kCount); ++i) {
    if (!record.flaws.Has(static_cast<DmarcFlaw>(i))) continue;
    if (!out.empty()) out += ' ';
    out += DmarcFlawName(static_cast<DmarcFlaw>(i));
  }
  return out;
}

TEST(DmarcRecord, Table) {
  const struct {
    const char* name;
    std::string text;
    std::string record;
    std::string flaws;
    bool usable;
  } cases[] = {
      {"smallest useful", "v=DMARC1; p=none", "p=none", "", true},
      {"final semicolon", "v=DMARC1; p=none;", "p=none", "", true},
      {"final semicolon and blanks", "v=DMARC1; p=none; \t", "p=none", "", true},
      {"blanks around everything", "v = DMARC1 ;\tp =\treject ; sp= none", "p=reject sp=none", "", true},
      {"no blanks", "v=DMARC1;p=quarantine", "p=quarantine", "", true},
      {"values in any case", "v=DMARC1; p=Reject; adkim=S; psd=N", "p=reject psd=n adkim=s", "", true},
      {"v itself in any case", "V=DMARC1; p=none", "p=none", "", true},
      {"everything of RFC 9989",
       "v=DMARC1; p=reject; sp=quarantine; np=none; psd=y; t=y; adkim=s; aspf=s; fo=1; "
       "rua=mailto:a@Example.COM; ruf=mailto:b@example.net",
       "p=reject sp=quarantine np=none psd=y t=y adkim=s aspf=s fo=2 rua=mailto:a@Example.COM(example.com) "
       "ruf=mailto:b@example.net(example.net)",
       "", true},
      {"defaults written out", "v=DMARC1; p=none; psd=u; t=n; adkim=r; aspf=r; fo=0", "p=none", "", true},
      {"removed tags", "v=DMARC1; p=quarantine; pct=25; rf=afrf; ri=86400",
       "p=quarantine pct=25 rf=afrf ri=86400", "obsolete_tag", true},
      {"pct out of range", "v=DMARC1; p=none; pct=101", "p=none pct=101", "invalid_value obsolete_tag", true},
      {"fo as a list", "v=DMARC1; p=none; fo=1:d:s", "p=none fo=14", "", true},
      {"fo with nonsense falls to its default", "v=DMARC1; p=none; fo=1:x", "p=none", "invalid_value", true},
      {"p not second", "v=DMARC1; sp=none; p=reject", "p=reject sp=none", "policy_not_second", true},
      {"no p", "v=DMARC1", "", "policy_missing", false},
      {"no p with an address", "v=DMARC1; rua=mailto:a@example.com", "rua=mailto:a@example.com(example.com)",
       "policy_missing", true},
      {"no p and no good address", "v=DMARC1; rua=a@example.com", "", "policy_missing invalid_uri", false},
      {"bad p", "v=DMARC1; p=block", "", "policy_invalid", false},
      {"empty p", "v=DMARC1; p=; rua=mailto:a@example.com", "rua=mailto:a@example.com(example.com)",
       "policy_invalid bad_tag", true},
      {"bad sp", "v=DMARC1; p=none; sp=maybe", "p=none", "subdomain_policy_invalid", false},
      {"bad np with an address", "v=DMARC1; p=reject; np=x; rua=mailto:a@example.com",
       "p=reject rua=mailto:a@example.com(example.com)", "nonexistent_policy_invalid", true},
      {"unknown tag", "v=DMARC1; p=none; color=blue", "p=none", "unknown_tag", true},
      {"the first of two counts", "v=DMARC1; p=reject; p=none", "p=reject", "duplicate_tag", true},
      {"two versions", "v=DMARC1; v=DMARC1; p=none", "p=none", "policy_not_second duplicate_tag", true},
      {"tag name in capitals", "v=DMARC1; P=reject", "p=reject", "tag_name_case", true},
      {"part without equals", "v=DMARC1; p=none; nonsense", "p=none", "bad_tag", true},
      {"name with a digit", "v=DMARC1; p=none; a1=b", "p=none", "bad_tag", true},
      {"two semicolons", "v=DMARC1;; p=none", "p=none", "policy_not_second bad_tag", true},
      {"octets above 127", "v=DMARC1; p=none; x=\xc3\xa4", "p=none", "unknown_tag bad_tag", true},
      {"NUL", std::string("v=DMARC1; p=no\0ne", 17), "", "policy_invalid bad_tag", false},
      {"line end is no blank", "v=DMARC1; p=none\r\n", "", "policy_invalid bad_tag", false},
      {"bad mode", "v=DMARC1; p=none; adkim=strict", "p=none", "invalid_value", true},
      {"several addresses", "v=DMARC1; p=none; rua=mailto:a@x.example , mailto:b@y.example",
       "p=none rua=mailto:a@x.example(x.example) rua=mailto:b@y.example(y.example)", "", true},
      {"size limit", "v=DMARC1; p=none; rua=mailto:a@x.example!10m",
       "p=none rua=mailto:a@x.example(x.example)", "report_size_limit", true},
      {"exclamation mark that is no size", "v=DMARC1; p=none; rua=mailto:a!b@x.example", "p=none",
       "invalid_uri", true},
      {"other scheme", "v=DMARC1; p=none; rua=https://x.example/r", "p=none rua=https://x.example/r()", "",
       true},
      {"mailto without a domain", "v=DMARC1; p=none; rua=mailto:postmaster", "p=none", "invalid_uri", true},
      {"mailto with header fields", "v=DMARC1; p=none; rua=mailto:a@x.example?subject=b@c",
       "p=none rua=mailto:a@x.example?subject=b@c(x.example)", "", true},
      {"bad percent encoding", "v=DMARC1; p=none; rua=mailto:a%4@x.example", "p=none", "invalid_uri", true},
      {"empty entry", "v=DMARC1; p=none; rua=mailto:a@x.example,", "p=none rua=mailto:a@x.example(x.example)",
       "invalid_uri", true},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const std::optional<DmarcRecord> record = ParseDmarcRecord(c.text);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->text, c.text);
    EXPECT_EQ(Describe(*record), c.record);
    EXPECT_EQ(FlawsOf(*record), c.flaws);
    EXPECT_EQ(record->usable(), c.usable);
  }
}

TEST(DmarcRecord, WhatIsNoRecord) {
  const struct {
    const char* name;
    std::string text;
    bool near;
  } cases[] = {
      {"empty", "", false},
      {"foreign", "v=spf1 -all", false},
      {"version in small letters", "v=dmarc1; p=none", true},
      {"later version", "v=DMARC2; p=none", true},
      {"longer word", "v=DMARC10; p=none", true},
      {"semicolon left out", "v=DMARC1 p=none", true},
      {"comma instead", "v=DMARC1, p=none", true},
      {"version not first", "p=none; v=DMARC1", true},
      {"blank in front", " v=DMARC1; p=none", true},
      {"quoted twice", "\"v=DMARC1; p=none\"", true},
      {"no version", "p=none", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_FALSE(ParseDmarcRecord(c.text).has_value());
    const DmarcAnswer answer = ParseDmarcAnswer({DnsStatus::kFound, {c.text}, {}});
    EXPECT_EQ(answer.record_count, 0u);
    EXPECT_EQ(answer.near_record, c.near ? c.text : "");
  }
}

TEST(DmarcRecord, TagsBeyondTheLimitAreNotRead) {
  std::string text = "v=DMARC1; p=none";
  for (int i = 0; i < 10'000; ++i) text += "; x=y";
  text += "; adkim=s";
  const std::optional<DmarcRecord> record = ParseDmarcRecord(text);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(Describe(*record), "p=none");
  EXPECT_EQ(FlawsOf(*record), "unknown_tag too_many_tags");
}

TEST(DmarcRecord, AddressesBeyondTheLimitAreNotRead) {
  std::string text = "v=DMARC1; p=none; rua=mailto:a@x.example";
  for (int i = 0; i < 5'000; ++i) text += ",mailto:a@x.example";
  const std::optional<DmarcRecord> record = ParseDmarcRecord(text);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->rua.size(), kMaxReportUris);
  EXPECT_EQ(FlawsOf(*record), "too_many_uris");
}

TEST(DmarcRecord, AnyBytesAreRead) {
  // Every text that two octets make behind each beginning, so that each reader meets each octet at its end.
  for (const std::string start :
       {"v=DMARC1;", "v=DMARC1;p=none;rua=mailto:a@b", "v=DMARC1;p", "v", "v=DMARC1;fo=", "v=DMARC1;pct="}) {
    for (int a = 0; a < 256; ++a) {
      for (int b = 0; b < 256; b += 5) {
        const std::string text = start + static_cast<char>(a) + static_cast<char>(b);
        const std::optional<DmarcRecord> record = ParseDmarcRecord(text);
        EXPECT_EQ(record ? record->text : text, text);
      }
    }
  }
}

TEST(DmarcAnswer, OnlyOneRecordCounts) {
  const std::string good = "v=DMARC1; p=none";
  const struct {
    const char* name;
    std::vector<std::string> texts;
    size_t count;
    bool single;
  } cases[] = {
      {"none", {}, 0, false},
      {"one", {good}, 1, true},
      {"one beside foreign text", {"v=spf1 -all", good, "x"}, 1, true},
      {"one beside what is nearly one", {"v=DMARC2; p=none", good}, 1, true},
      {"two", {good, "v=DMARC1; p=reject"}, 2, false},
      {"the same twice", {good, good}, 2, false},
      {"many", std::vector<std::string>(1'000, good), 1'000, false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    const DmarcAnswer answer = ParseDmarcAnswer({DnsStatus::kFound, c.texts, {}});
    EXPECT_EQ(answer.record_count, c.count);
    EXPECT_EQ(answer.single() != nullptr, c.single);
    EXPECT_LE(answer.records.size(), kMaxDmarcRecordsKept);
  }
}

TEST(DmarcStore, ParsesAnAnswerOnce) {
  DmarcStore store;
  const DnsAnswer answer{DnsStatus::kFound, {"v=DMARC1; p=reject"}, {}};
  const DmarcAnswer& first = store.Get(answer);
  ASSERT_NE(first.single(), nullptr);
  EXPECT_EQ(first.single()->p, DmarcPolicy::kReject);
  EXPECT_EQ(&store.Get(answer), &first);
}

}  // namespace
}  // namespace kenpin
