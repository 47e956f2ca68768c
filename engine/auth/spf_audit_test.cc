// Audits of whole SPF records: what is counted, what is remarked on, and that no set of records buys much
// work.
#include "engine/auth/spf_audit.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "io/dns_snapshot.h"
#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using test::ZoneDns;
using Records = std::vector<std::pair<std::string, std::string>>;  // Name, TXT.

SpfRecordFacts Audit(DnsClient& dns, std::string_view domain = "d.example",
                     IpFamily family = IpFamily::kIpv4) {
  std::vector<DnsQuestionId> open;
  const std::optional<SpfRecordFacts> facts = AuditSpfRecord(domain, family, dns, 0, &open);
  EXPECT_TRUE(facts.has_value());
  EXPECT_TRUE(open.empty());
  return facts.value_or(SpfRecordFacts{});
}

SpfRecordFacts Audit(const Records& records) {
  ZoneDns dns;
  for (const auto& [name, text] : records) dns.Add(name, RrType::kTxt, text);
  dns.Add("a.example", RrType::kA, "192.0.2.1");
  return Audit(dns);
}

// The remarks that hold, in the order of the struct.
std::string Words(const SpfRecordFacts& f) {
  const std::pair<bool, const char*> flags[] = {
      {f.several, "several"},
      {f.only_obsolete_type, "obsolete"},
      {f.syntax_error, "syntax"},
      {f.syntax_error_unreached, "syntax-unreached"},
      {f.include_without_record, "no-include"},
      {f.include_without_record_reached, "no-include-reached"},
      {f.incomplete, "incomplete"},
      {f.uses_ptr, "ptr"},
      {f.mx_over_limit, "mx-over"},
      {f.terms_after_all, "after-all"},
      {f.odd_case, "case"},
      {f.long_answer, "long"},
      {f.plus_all, "+all"},
      {f.whole_internet, "internet"},
      {f.neutral_all, "?all"},
      {f.no_all, "no-all"},
      {f.wide_range, "wide"},
  };
  std::string words;
  for (const auto& [holds, word] : flags) {
    if (holds) words.append(words.empty() ? "" : " ").append(word);
  }
  return words;
}

TEST(SpfAudit, Remarks) {
  const struct {
    std::string name;
    std::string text;
    std::string expected;
  } cases[] = {
      {"Proper", "v=spf1 a:a.example ip4:192.0.2.0/24 ~all", ""},
      {"Hard", "v=spf1 -all", ""},
      {"NoAll", "v=spf1 ip4:192.0.2.1", "no-all"},
      {"Neutral", "v=spf1 ?all", "?all"},
      {"PlusAll", "v=spf1 +all", "+all"},
      {"BareAll", "v=spf1 all", "+all"},
      {"FirstAllDecides", "v=spf1 -all +all", "after-all"},
      {"Internet", "v=spf1 ip4:0.0.0.0/0 -all", "internet wide"},
      {"TwoHalves", "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all", "internet wide"},
      {"FourQuarters", "v=spf1 ip4:0.0.0.0/2 ip4:64.0.0.0/2 ip4:128.0.0.0/2 ip4:192.0.0.0/2 -all",
       "internet wide"},
      {"Internet6", "v=spf1 ip6:2000::/3 -all", "internet wide"},
      {"AnyHost", "v=spf1 a:a.example/0 -all", "internet wide"},
      {"DeniedInternet", "v=spf1 -ip4:0.0.0.0/0 -all", ""},
      {"BehindAll", "v=spf1 -all ip4:0.0.0.0/0", "after-all"},
      {"Wide4", "v=spf1 ip4:10.0.0.0/15 -all", "wide"},
      {"NotWide4", "v=spf1 ip4:10.0.0.0/16 -all", ""},
      {"Wide6", "v=spf1 ip6:2001:db8::/31 -all", "wide"},
      {"NotWide6", "v=spf1 ip6:2001:db8::/32 -all", ""},
      {"Ptr", "v=spf1 ptr -all", "ptr"},
      {"Capitals", "v=spf1 IP4:192.0.2.1 -all", "case"},
      {"CapitalVersion", "V=SPF1 -all", "case"},
      {"CapitalNameOnly", "v=spf1 a:A.example -all", ""},
      {"RedirectBesideAll", "v=spf1 -all redirect=a.example", "after-all"},
      {"ExpBehindAll", "v=spf1 -all exp=a.example", ""},
      {"SyntaxBehindAll", "v=spf1 -all nonsense", "syntax"},
      {"Long", "v=spf1 x=" + std::string(441, 'x') + " -all", "long"},
      {"IncludeWithout", "v=spf1 include:none.example -all", "no-include no-include-reached"},
      {"RedirectWithout", "v=spf1 redirect=none.example", "no-include no-include-reached"},
      {"IncludeBehindAll", "v=spf1 -all include:none.example", "after-all"},
      {"IncludeOfNoName", "v=spf1 include:x..example -all", "no-include no-include-reached"},
      {"IncludeByMessage", "v=spf1 include:%{i}.example -all", ""},
  };
  for (const auto& c : cases) {
    const SpfRecordFacts facts = Audit({{"d.example", c.text}});
    EXPECT_EQ(Words(facts), c.expected) << c.name;
    EXPECT_EQ(facts.published, DnsFact::kYes) << c.name;
  }
}

TEST(SpfAudit, Published) {
  ZoneDns dns;
  dns.Add("obsolete.example", RrType::kSpf, "v=spf1 -all");
  dns.Add("other.example", RrType::kTxt, "v=spf10 -all");
  dns.Add("two.example", RrType::kTxt, "v=spf1 -all");
  dns.Add("two.example", RrType::kTxt, "v=spf1 +all");
  dns.SetStatus("failed.example", RrType::kTxt, DnsStatus::kFailed);
  dns.SetStatus("unrecorded.example", RrType::kTxt, DnsStatus::kNotRecorded);
  EXPECT_EQ(Audit(dns, "none.example").published, DnsFact::kNo);
  EXPECT_EQ(Words(Audit(dns, "none.example")), "");
  EXPECT_EQ(Audit(dns, "obsolete.example").published, DnsFact::kNo);
  EXPECT_EQ(Words(Audit(dns, "obsolete.example")), "obsolete");
  EXPECT_EQ(Audit(dns, "other.example").published, DnsFact::kNo);
  EXPECT_EQ(Audit(dns, "two.example").published, DnsFact::kYes);
  EXPECT_EQ(Words(Audit(dns, "two.example")), "several");
  EXPECT_EQ(Audit(dns, "failed.example").published, DnsFact::kUnknown);
  EXPECT_EQ(Audit(dns, "failed.example").unknown_because, SpfReason::kDnsFailed);
  EXPECT_EQ(Audit(dns, "unrecorded.example").unknown_because, SpfReason::kDnsNotRecorded);
  EXPECT_EQ(Audit(dns, "").published, DnsFact::kNotAsked);
  EXPECT_EQ(Audit(dns, "localhost").published, DnsFact::kNo);
  EXPECT_EQ(Audit(dns, "[192.0.2.1]").published, DnsFact::kNo);
  const std::unique_ptr<DnsClient> off = MakeDnsOff();
  EXPECT_EQ(Audit(*off).published, DnsFact::kNotAsked);
  EXPECT_EQ(Audit(*off).unknown_because, SpfReason::kDnsOff);
}

TEST(SpfAudit, Counts) {
  const struct {
    std::string name;
    Records records;
    int lookups;
    int voids;
    std::string words;
  } cases[] = {
      {"None", {{"d.example", "v=spf1 ip4:192.0.2.1 -all"}}, 0, 0, ""},
      {"EachKind",
       {{"d.example",
         "v=spf1 a:a.example mx:m.example ptr exists:a.example include:i.example "
         "redirect=r.example exp=e.example"},
        {"i.example", "v=spf1 a:a.example -all"},
        {"r.example", "v=spf1 -all"},
        {"m.example", "x"}},
       7,
       1,  // m.example has no MX.
       "ptr"},
      {"BehindAllIsNotCounted", {{"d.example", "v=spf1 a:a.example -all a:a.example"}}, 1, 0, "after-all"},
      {"TwiceIncludedCountsTwice",
       {{"d.example", "v=spf1 include:i.example include:i.example -all"},
        {"i.example", "v=spf1 a:a.example a:none.example -all"}},
       6,
       2,
       ""},
      {"DomainMacro",
       {{"d.example", "v=spf1 include:_spf.%{d} -all"}, {"_spf.d.example", "v=spf1 a:a.example -all"}},
       2,
       0,
       ""},
      {"SenderMacroIsCountedOnly", {{"d.example", "v=spf1 exists:%{i}.none.example -all"}}, 1, 0, ""},
      {"Itself", {{"d.example", "v=spf1 include:d.example -all"}}, kMaxAuditLookups, 0, ""},
      {"Circle",
       {{"d.example", "v=spf1 include:i.example -all"}, {"i.example", "v=spf1 redirect=d.example"}},
       kMaxAuditLookups,
       0,
       ""},
      {"VoidInclude",
       {{"d.example", "v=spf1 include:none.example -all"}},
       1,
       1,
       "no-include no-include-reached"},
      {"SeveralInInclude",
       {{"d.example", "v=spf1 include:i.example -all"},
        {"i.example", "v=spf1 -all"},
        {"i.example", "v=spf1 +all"}},
       1,
       0,
       "syntax"},
      {"RedirectSpeaksForTheDomain",
       {{"d.example", "v=spf1 redirect=r.example"}, {"r.example", "V=spf1 ip4:8.0.0.0/7 +all"}},
       1,
       0,
       "+all"},
      {"IncludeDoesNot",
       {{"d.example", "v=spf1 include:i.example -all"}, {"i.example", "v=spf1 ip4:0.0.0.0/0 ?all"}},
       1,
       0,
       ""},
      {"IncludedThenRedirected",
       {{"d.example", "v=spf1 include:i.example redirect=i.example"}, {"i.example", "v=spf1 +all"}},
       2,
       0,
       "+all"},
  };
  for (const auto& c : cases) {
    const SpfRecordFacts facts = Audit(c.records);
    EXPECT_EQ(facts.expansion_lookups, c.lookups) << c.name;
    EXPECT_EQ(facts.expansion_voids, c.voids) << c.name;
    EXPECT_EQ(Words(facts), c.words) << c.name;
  }
}

TEST(SpfAudit, VoidsDependOnTheFamily) {
  ZoneDns dns;
  dns.Add("d.example", RrType::kTxt, "v=spf1 a mx exists:d.example -all");
  dns.Add("d.example", RrType::kA, "192.0.2.1");
  dns.Add("d.example", RrType::kMx, "10 m.example");
  dns.Add("m.example", RrType::kAaaa, "2001:db8::1");
  EXPECT_EQ(Audit(dns, "d.example", IpFamily::kIpv4).expansion_voids, 1);
  EXPECT_EQ(Audit(dns, "d.example", IpFamily::kIpv6).expansion_voids, 1);
  dns.Add("n.example", RrType::kTxt, "v=spf1 mx ~all");
  for (int i = 0; i < 11; ++i) dns.Add("n.example", RrType::kMx, "10 m.example");
  EXPECT_TRUE(Audit(dns, "n.example").mx_over_limit);
}

TEST(SpfAudit, WhatDnsDoesNotTellIsIncomplete) {
  ZoneDns dns;
  dns.Add("d.example", RrType::kTxt, "v=spf1 include:f.example a:g.example -all");
  dns.SetStatus("f.example", RrType::kTxt, DnsStatus::kFailed);
  dns.SetStatus("g.example", RrType::kA, DnsStatus::kFailed);
  EXPECT_EQ(Words(Audit(dns)), "incomplete");
  EXPECT_EQ(Audit(dns).expansion_lookups, 2);
}

// Answers come one at a time, in either order: the facts are the same.
TEST(SpfAudit, OrderOfAnswersDoesNotShow) {
  std::vector<std::string> seen;
  for (const test::AnswerOrder order :
       {test::AnswerOrder::kAtOnce, test::AnswerOrder::kOldestFirst, test::AnswerOrder::kNewestFirst}) {
    ZoneDns dns(order);
    dns.Add("d.example", RrType::kTxt, "v=spf1 include:i.example include:none.example mx redirect=r.example");
    dns.Add("d.example", RrType::kMx, "10 m.example");
    dns.Add("i.example", RrType::kTxt, "v=spf1 a ptr nonsense");
    dns.Add("r.example", RrType::kTxt, "v=spf1 a +all");
    std::optional<SpfRecordFacts> facts;
    for (int round = 0; round < 50 && !facts; ++round) {
      std::vector<DnsQuestionId> open;
      facts = AuditSpfRecord("D.example.", IpFamily::kIpv4, dns, 0, &open);
      EXPECT_EQ(facts.has_value(), open.empty());
      if (!facts) dns.AnswerOne();
    }
    ASSERT_TRUE(facts.has_value());
    seen.push_back(Words(*facts) + " " + std::to_string(facts->expansion_lookups) + " " +
                   std::to_string(facts->expansion_voids));
  }
  EXPECT_EQ(seen[0], "syntax no-include no-include-reached ptr +all 5 3");
  EXPECT_EQ(seen[1], seen[0]);
  EXPECT_EQ(seen[2], seen[0]);
}

TEST(SpfAudit, CombinedWithWhatCheckHostCameTo) {
  const struct {
    std::string name;
    std::string text;
    std::string client;
    std::string expected;
  } cases[] = {
      {"MatchBeforeInclude", "v=spf1 ip4:192.0.2.1 include:none.example -all", "192.0.2.1", "no-include"},
      {"IncludeMet", "v=spf1 ip4:192.0.2.1 include:none.example -all", "192.0.2.2",
       "no-include no-include-reached"},
      {"MatchBeforeBadRecord", "v=spf1 ip4:192.0.2.1 include:bad.example -all", "192.0.2.1",
       "syntax-unreached"},
      {"BadRecordMet", "v=spf1 ip4:192.0.2.1 include:bad.example -all", "192.0.2.2", "syntax"},
      {"OwnRecordIsBad", "v=spf1 ip4:192.0.2.1 nonsense -all", "192.0.2.1", "syntax"},
      {"FailedOnTheWay", "v=spf1 a:failed.example include:bad.example -all", "192.0.2.1",
       "syntax-unreached incomplete"},
  };
  for (const auto& c : cases) {
    ZoneDns dns;
    dns.Add("d.example", RrType::kTxt, c.text);
    dns.Add("bad.example", RrType::kTxt, "v=spf1 nonsense");
    dns.SetStatus("failed.example", RrType::kA, DnsStatus::kFailed);
    std::vector<DnsQuestionId> open;
    const std::optional<SpfEvaluation> evaluation =
        EvaluateSpf({*ParseIpAddress(c.client), "x@d.example", ""}, dns, 0, {}, &open);
    ASSERT_TRUE(evaluation.has_value());
    EXPECT_EQ(Words(CombineSpfRecordFacts(Audit(dns), &*evaluation)), c.expected) << c.name;
    EXPECT_EQ(Words(CombineSpfRecordFacts(Audit(dns), nullptr)), Words(Audit(dns))) << c.name;
  }
}

// A complete tree: every record includes ten others, three levels deep, each under a name of its own.
TEST(SpfAudit, IncludeBombIsBounded) {
  ZoneDns dns;
  const auto record = [](const std::string& name) {
    std::string text = "v=spf1";
    for (char c = 'a'; c <= 'j'; ++c) text += std::string(" include:") + c + "." + name;
    return text + " ~all";
  };
  std::vector<std::string> level = {"d.example"};
  for (int depth = 0; depth < 3; ++depth) {
    std::vector<std::string> next;
    for (const std::string& name : level) {
      dns.Add(name, RrType::kTxt, record(name));
      for (char c = 'a'; c <= 'j'; ++c) next.push_back(std::string(1, c) + "." + name);
    }
    level = std::move(next);
  }
  const SpfRecordFacts facts = Audit(dns);
  EXPECT_GT(facts.expansion_lookups, kMaxSpfLookups);
  EXPECT_TRUE(facts.incomplete);
  EXPECT_LE(dns.asked(), kMaxAuditRecords + static_cast<size_t>(kMaxSpfLookups));
}

// Each record includes the next one twice: 2^40 visits.
TEST(SpfAudit, DoublingIsBounded) {
  ZoneDns dns;
  for (int i = 0; i < 40; ++i) {
    const std::string next = "n" + std::to_string(i + 1) + ".example";
    dns.Add(i == 0 ? "d.example" : "n" + std::to_string(i) + ".example", RrType::kTxt,
            "v=spf1 include:" + next + " include:" + next + " ~all");
  }
  dns.Add("n40.example", RrType::kTxt, "v=spf1 a:void.example ~all");
  const SpfRecordFacts facts = Audit(dns);
  EXPECT_EQ(facts.expansion_lookups, kMaxAuditLookups);
  EXPECT_EQ(facts.expansion_voids, kMaxAuditLookups);
  EXPECT_LE(dns.asked(), kMaxAuditRecords);
}

TEST(SpfAudit, LargeRecordsAreBounded) {
  const struct {
    std::string name;
    std::string term;
  } cases[] = {
      {"Includes", "include:x%.example "},
      {"SameInclude", "include:d.example "},
      {"Addresses", "a:x%.example "},
      {"MailHosts", "mx:m%.example "},
      {"Macros", "exists:%{d}%{d2}%{dr}%{d3r-}%{d}%{d}%{d}%{d}.x%.example "},
      {"Ranges", "ip4:0.0.0.0/0 "},
      {"Syntax", "a: "},
  };
  for (const auto& c : cases) {
    ZoneDns dns;
    std::string text = "v=spf1 ";
    for (int i = 0; text.size() < 64'000; ++i) {
      std::string term = c.term;
      for (size_t at = term.find('%'); at != std::string::npos; at = term.find('%', at + 1)) {
        if (term[at + 1] != '{') term.replace(at, 1, std::to_string(i));
      }
      text += term;
      if (c.name != "MailHosts") continue;
      for (int k = 0; k < 10; ++k) {
        dns.Add("m" + std::to_string(i) + ".example", RrType::kMx,
                "1 h" + std::to_string(k) + ".x" + std::to_string(i) + ".example");
      }
    }
    dns.Add("d.example", RrType::kTxt, text + "-all");
    const SpfRecordFacts facts = Audit(dns);
    EXPECT_EQ(facts.published, DnsFact::kYes) << c.name;
    EXPECT_LE(dns.asked(), kMaxAuditRecords + kMaxAuditQuestions) << c.name;
  }
}

// Forty included records of 60 KB: not all are parsed.
TEST(SpfAudit, OctetsAreBounded) {
  ZoneDns dns;
  std::string text = "v=spf1";
  for (int i = 0; i < 40; ++i) {
    text += " include:i" + std::to_string(i) + ".example";
    std::string large = "v=spf1 ";
    while (large.size() < 60'000) large += "ip4:192.0.2.1 ";
    dns.Add("i" + std::to_string(i) + ".example", RrType::kTxt, large + "nonsense");
  }
  dns.Add("d.example", RrType::kTxt, text + " -all");
  EXPECT_EQ(Words(Audit(dns)), "syntax incomplete long");
}

}  // namespace
}  // namespace kenpin
