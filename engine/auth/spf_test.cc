#include "engine/auth/spf.h"

#include <gtest/gtest.h>

#include <string>

#include "io/dns_snapshot.h"
#include "tests/fake_dns.h"
#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using test::ZoneDns;

constexpr int64_t kNow = 1'700'000'000;

IpAddress Ip(std::string_view text) { return *ParseIpAddress(text); }

SpfEvaluation Evaluate(DnsClient& dns, std::string_view client = "192.0.2.1",
                       std::string_view mail_from = "x@example.com",
                       std::string_view helo = "mail.example.org", const SpfLimits& limits = {}) {
  std::vector<DnsQuestionId> open;
  std::optional<SpfEvaluation> evaluation =
      EvaluateSpf({Ip(client), mail_from, helo}, dns, kNow, limits, &open);
  EXPECT_TRUE(open.empty());
  EXPECT_TRUE(evaluation.has_value());
  return evaluation ? *std::move(evaluation) : SpfEvaluation{};
}

std::string Words(const SpfEvaluation& e) {
  return std::string(SpfResultName(e.result)).append(" ").append(SpfReasonName(e.reason));
}

std::string Repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Spf, MatchNamesTermPathAndCounts) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 a include:_spf.Service.example ~all");
  dns.Add("_spf.service.example", RrType::kTxt,
          "v=spf1 exists:no.service.example redirect=more.service.example");
  dns.Add("more.service.example", RrType::kTxt, "v=spf1 IP4:192.0.2.0/24 -all");
  const SpfEvaluation e = Evaluate(dns);
  EXPECT_EQ(Words(e), "pass matched");
  EXPECT_EQ(e.mechanism, "IP4:192.0.2.0/24");
  EXPECT_EQ(e.matched, SpfTermKind::kIp4);
  EXPECT_EQ(e.path,
            (std::vector<std::string>{"example.com", "_spf.service.example", "more.service.example"}));
  EXPECT_EQ(e.lookups, 4);
  EXPECT_EQ(e.void_lookups, 2);
  EXPECT_EQ(e.record, "v=spf1 a include:_spf.Service.example ~all");
  EXPECT_EQ(e.domain, "example.com");
}

TEST(Spf, IncludeThatDoesNotMatchLeavesNoTrace) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 include:b.example ?all");
  dns.Add("b.example", RrType::kTxt, "v=spf1 -all exp=e.example");
  dns.Add("e.example", RrType::kTxt, "not this");
  const SpfEvaluation e = Evaluate(dns);
  EXPECT_EQ(Words(e), "neutral matched");
  EXPECT_EQ(e.mechanism, "?all");
  EXPECT_EQ(e.path, std::vector<std::string>{"example.com"});
  EXPECT_EQ(e.explanation, "");
}

// Whether senders of a domain may share an evaluation.
TEST(Spf, SaysWhetherTheLocalPartMattered) {
  const std::pair<std::string, bool> cases[] = {
      {"v=spf1 exists:%{l}.example -all", true},
      {"v=spf1 exists:%{S2r}.example -all", true},
      {"v=spf1 redirect=%{l}.example", true},
      {"v=spf1 exists:%{o}.%{d}.%{i}.%{h}.%{v}.example -all", false},
      {"v=spf1 ip4:192.0.2.1 exists:%{l}.example -all", false},
      {"v=spf1 x=%{l} -all", false},
      {"v=spf1 -all exp=%{l}.example", true},
      {"v=spf1 -all exp=e.example", true},
      {"v=spf1 ~all exp=e.example", false},
  };
  for (const auto& [text, expected] : cases) {
    ZoneDns dns;
    dns.Add("example.com", RrType::kTxt, text);
    dns.Add("e.example", RrType::kTxt, "not you, %{l}");
    EXPECT_EQ(Evaluate(dns).depends_on_local_part, expected) << text;
  }
}

TEST(Spf, ExplanationCanBeLeftOut) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 -all exp=e.example");
  dns.Add("e.example", RrType::kTxt, "not you, %{l}");
  SpfLimits limits;
  limits.explanation = SpfExplanation::kLeaveOut;
  const SpfEvaluation e = Evaluate(dns, "192.0.2.1", "x@example.com", "", limits);
  EXPECT_EQ(Words(e), "fail matched");
  EXPECT_EQ(e.explanation, "");
  EXPECT_FALSE(e.depends_on_local_part);
  EXPECT_EQ(dns.asked(), 1u);
}

TEST(Spf, Identities) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 -all exp=e.example.com");
  dns.Add("e.example.com", RrType::kTxt, "%{l} at %{o}");
  dns.Add("xn--bcher-kva.example", RrType::kTxt, "v=spf1 +all");
  const std::string long_local(kMaxSpfLocalPartOctets + 1, 'a');
  const struct {
    std::string mail_from;
    const char* helo;
    const char* words;
    const char* explanation;
    SpfIdentity identity;
  } cases[] = {
      {"joe@example.com", "h", "fail matched", "joe at example.com", SpfIdentity::kMailFrom},
      {"<joe@EXAMPLE.com.>", "h", "fail matched", "joe at example.com", SpfIdentity::kMailFrom},
      {"\"a@b\"@example.com", "h", "fail matched", "\"a@b\" at example.com", SpfIdentity::kMailFrom},
      {"@example.com", "h", "fail matched", "postmaster at example.com", SpfIdentity::kMailFrom},
      {"example.com", "h", "fail matched", "postmaster at example.com", SpfIdentity::kMailFrom},
      {"", "example.com", "fail matched", "postmaster at example.com", SpfIdentity::kHelo},
      {"<>", "example.com", "fail matched", "postmaster at example.com", SpfIdentity::kHelo},
      {"<>", "", "none no_identity", "", SpfIdentity::kHelo},
      {"<>", "[192.0.2.1]", "none bad_domain", "", SpfIdentity::kHelo},
      {"<>", "192.0.2.1", "none bad_domain", "", SpfIdentity::kHelo},
      {"a@localhost", "h", "none bad_domain", "", SpfIdentity::kMailFrom},
      {"a@", "h", "none bad_domain", "", SpfIdentity::kMailFrom},
      {"a@b..example", "h", "none bad_domain", "", SpfIdentity::kMailFrom},
      {"a@b c.example", "h", "none bad_domain", "", SpfIdentity::kMailFrom},
      {"a@absent.example", "h", "none no_domain", "", SpfIdentity::kMailFrom},
      {"a@e.example.com", "h", "none no_record", "", SpfIdentity::kMailFrom},
      {"a@b\xc3\xbc"
       "cher.example",
       "h", "pass matched", "", SpfIdentity::kMailFrom},
      {long_local + "@example.com", "h", "none sender_too_long", "", SpfIdentity::kMailFrom},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.mail_from + " " + c.helo);
    const SpfEvaluation e = Evaluate(dns, "192.0.2.1", c.mail_from, c.helo);
    EXPECT_EQ(Words(e), c.words);
    EXPECT_EQ(e.explanation, c.explanation);
    EXPECT_EQ(e.identity, c.identity);
  }
}

TEST(Spf, ErrorsNameTheTerm) {
  const auto fill = [](ZoneDns& dns) {
    for (int i = 0; i < 11; ++i) dns.Add("many.example", RrType::kMx, std::to_string(i) + " h.example");
    dns.Fail("broken.example");
    dns.Add("two.example", RrType::kTxt, "v=spf1 a");
    dns.Add("two.example", RrType::kTxt, "v=spf1 mx");
  };
  const struct {
    const char* record;
    const char* words;
    const char* mechanism;
  } cases[] = {
      {"v=spf1 +all moo", "permerror syntax", "moo"},
      {"v=spf1 a:n1.example a:n2.example -mx:n3.example", "permerror too_many_void_lookups",
       "-mx:n3.example"},
      {"v=spf1 mx:many.example", "permerror too_many_mx_hosts", "mx:many.example"},
      {"v=spf1 include:n.example", "permerror include_without_record", "include:n.example"},
      {"v=spf1 redirect=n.example", "permerror redirect_without_record", "redirect=n.example"},
      {"v=spf1 include:example.com", "permerror too_many_lookups", "include:example.com"},
      {"v=spf1 include:two.example", "permerror several_records", ""},
      {"v=spf1 a:broken.example", "temperror dns_failed", "a:broken.example"},
      {"v=spf1 mx:broken.example", "temperror dns_failed", "mx:broken.example"},
      {"v=spf1 exists:broken.example", "temperror dns_failed", "exists:broken.example"},
      {"v=spf1 include:broken.example", "temperror dns_failed", ""},
      {"v=spf1 ip4:192.0.2.1 include:broken.example", "pass matched", "ip4:192.0.2.1"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.record);
    ZoneDns zone;
    fill(zone);
    zone.Add("example.com", RrType::kTxt, c.record);
    const SpfEvaluation e = Evaluate(zone);
    EXPECT_EQ(Words(e), c.words);
    EXPECT_EQ(e.mechanism, c.mechanism);
  }
}

// Nothing is concluded from what nobody asked.
TEST(Spf, NotRecordedIsUnknown) {
  const struct {
    const char* record;
    const char* words;
  } cases[] = {
      {"v=spf1 a:x.example -all", "temperror dns_not_recorded"},
      {"v=spf1 mx:x.example -all", "temperror dns_not_recorded"},
      {"v=spf1 ptr:x.example -all", "temperror dns_not_recorded"},
      {"v=spf1 exists:%{p}.example -all", "temperror dns_not_recorded"},
      {"v=spf1 include:x.example -all", "temperror dns_not_recorded"},
      {"v=spf1 redirect=x.example", "temperror dns_not_recorded"},
      {"v=spf1 -all exp=x.example", "fail matched"},
      {"v=spf1 -all exp=%{p}.example", "fail matched"},
      {"v=spf1 ip4:192.0.2.1 a:x.example", "pass matched"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.record);
    test::FakeDns dns;
    dns.SetTxt("example.com", {c.record});
    EXPECT_EQ(Words(Evaluate(dns)), c.words);
  }
  test::FakeDns nothing;
  EXPECT_EQ(Words(Evaluate(nothing)), "temperror dns_not_recorded");
  const std::unique_ptr<DnsClient> off = MakeDnsOff();
  EXPECT_EQ(Words(Evaluate(*off)), "temperror dns_off");
}

TEST(Spf, PtrErrorsAreNoMatch) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 ptr -all");
  dns.Fail("1.2.0.192.in-addr.arpa");
  EXPECT_EQ(Words(Evaluate(dns)), "fail matched");
  dns.Add("2.2.0.192.in-addr.arpa", RrType::kPtr, "a.example.com");
  dns.Add("2.2.0.192.in-addr.arpa", RrType::kPtr, "b.example.com");
  dns.Add("2.2.0.192.in-addr.arpa", RrType::kPtr, "notexample.com");
  dns.Fail("a.example.com");
  dns.Add("notexample.com", RrType::kA, "192.0.2.2");
  EXPECT_EQ(Words(Evaluate(dns, "192.0.2.2")), "fail matched");
  EXPECT_EQ(Evaluate(dns, "192.0.2.2").void_lookups,
            0);  // The client's own names are not the domain's fault.
  EXPECT_EQ(Evaluate(dns, "192.0.2.3").void_lookups, 1);
}

TEST(Spf, LimitsAreConfigurable) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 a:n1.example a:n2.example a:n3.example -all");
  EXPECT_EQ(Words(Evaluate(dns)), "permerror too_many_void_lookups");
  EXPECT_EQ(Words(Evaluate(dns, "192.0.2.1", "x@example.com", "h", {10, 3})), "fail matched");
  EXPECT_EQ(Words(Evaluate(dns, "192.0.2.1", "x@example.com", "h", {2, 3})), "permerror too_many_lookups");
}

TEST(Spf, NamesThatDnsCannotCarryAreNoLookup) {
  test::FakeDns dns;
  dns.SetTxt("example.com",
             {"v=spf1 a:b..example a:" + std::string(64, 'a') + ".example exists:..example -all"});
  const SpfEvaluation e = Evaluate(dns);
  EXPECT_EQ(Words(e), "fail matched");
  EXPECT_EQ(e.lookups, 3);
  EXPECT_EQ(e.void_lookups, 0);
  EXPECT_EQ(dns.asked(), std::vector<std::string>{"example.com"});
}

TEST(Spf, AsksAheadWhatTheRecordWillNeed) {
  ZoneDns dns(test::AnswerOrder::kOldestFirst);
  dns.Add("example.com", RrType::kTxt,
          "v=spf1 a:1.example mx:2.example include:3.example ip4:192.0.2.1 a:4.example");
  std::vector<DnsQuestionId> open;
  EXPECT_FALSE(EvaluateSpf({Ip("192.0.2.1"), "x@example.com", ""}, dns, kNow, {}, &open));
  EXPECT_EQ(dns.asked(), 1u);
  EXPECT_EQ(open.size(), 1u);
  dns.AnswerOne();
  open.clear();
  EXPECT_FALSE(EvaluateSpf({Ip("192.0.2.1"), "x@example.com", ""}, dns, kNow, {}, &open));
  EXPECT_EQ(dns.asked(), 4u);  // Nothing behind the term that will match anyway.
  EXPECT_EQ(open, std::vector<DnsQuestionId>{1});
}

// --- Hostile records: whatever stands in DNS, one evaluation asks a bounded number of questions.

SpfEvaluation EvaluateBounded(ZoneDns& dns, std::string_view mail_from = "x@example.com") {
  SpfEvaluation evaluation = Evaluate(dns, "192.0.2.1", mail_from);
  EXPECT_LE(dns.asked(), 250u);
  return evaluation;
}

TEST(SpfHostile, IncludeBomb) {
  ZoneDns dns;
  // Each record includes ten others, without end.
  const std::string record = "v=spf1" + Repeated(" include:%{d}.a.example", 10) + " -all";
  std::string name = "example.com";
  for (int depth = 0; depth < 20; ++depth) {
    dns.Add(name, RrType::kTxt, record);
    name += ".a.example";
  }
  EXPECT_EQ(Words(EvaluateBounded(dns)), "permerror too_many_lookups");
}

TEST(SpfHostile, WideRecordsOf64Kb) {
  ZoneDns dns;
  const std::string ip4 = Repeated(" ip4:203.0.113.1", 4'000);
  dns.Add("example.com", RrType::kTxt, "v=spf1" + ip4 + " include:n1.example -all");
  for (int i = 1; i < 10; ++i) {
    dns.Add("n" + std::to_string(i) + ".example", RrType::kTxt,
            "v=spf1" + ip4 + " include:n" + std::to_string(i + 1) + ".example -all");
  }
  dns.Add("n10.example", RrType::kTxt, "v=spf1" + ip4 + " +all");
  EXPECT_EQ(Words(EvaluateBounded(dns)), "pass matched");
}

TEST(SpfHostile, ManyLookupsInOneRecord) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1" + Repeated(" mx", 21'000) + " -all");
  for (int i = 0; i < 10; ++i) dns.Add("example.com", RrType::kMx, "1 h" + std::to_string(i) + ".example");
  for (int i = 0; i < 10; ++i) dns.Add("h" + std::to_string(i) + ".example", RrType::kA, "203.0.113.1");
  EXPECT_EQ(Words(EvaluateBounded(dns)), "permerror too_many_lookups");
}

TEST(SpfHostile, MacroBomb) {
  ZoneDns dns;
  std::string record = "v=spf1";
  for (int i = 0; i < 10; ++i)
    record += " exists:" + Repeated("%{l1r}", 80) + ".x" + std::to_string(i) + ".example";
  dns.Add("example.com", RrType::kTxt, record + " -all exp=e.example");
  dns.Add("e.example", RrType::kTxt, Repeated("%{S}", 16'000));
  const std::string local_part = Repeated("a.", kMaxSpfLocalPartOctets / 2);
  EXPECT_EQ(EvaluateBounded(dns, local_part + "@example.com").explanation, "");
}

TEST(SpfHostile, OneTermOf64Kb) {
  for (const char* piece : {"a", "%{s}", "%%", "/", ":", "1", "."}) {
    ZoneDns dns;
    dns.Add("example.com", RrType::kTxt,
            "v=spf1 a:" + Repeated(piece, 64'000 / static_cast<int>(std::string_view(piece).size())));
    EXPECT_EQ(Words(EvaluateBounded(dns)), "permerror syntax");
  }
}

TEST(SpfHostile, ManyTxtRecordsAndAddresses) {
  ZoneDns dns;
  for (int i = 0; i < 5'000; ++i) dns.Add("example.com", RrType::kTxt, "v=spf1 a");
  EXPECT_EQ(Words(EvaluateBounded(dns)), "permerror several_records");
  ZoneDns addresses;
  addresses.Add("example.com", RrType::kTxt, "v=spf1" + Repeated(" a", 10) + " -all");
  for (int i = 0; i < 4'000; ++i) addresses.Add("example.com", RrType::kA, "203.0.113.1");
  EXPECT_EQ(Words(EvaluateBounded(addresses)), "fail matched");
}

}  // namespace
}  // namespace kenpin
