// Master files and the snapshot's own lines: what is read, and how a bad line is told.
#include "io/zone_file.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kenpin {
namespace {

// "name type value" of each statement.
std::vector<std::string> Statements(std::string_view text) {
  const absl::StatusOr<ZoneFile> zone = ParseZoneFile(text, "z");
  if (!zone.ok()) return {std::string(zone.status().message())};
  std::vector<std::string> out;
  for (const ZoneStatement& s : zone->statements)
    out.push_back(s.name + " " + std::to_string(s.type) + " " + s.value);
  return out;
}

TEST(ZoneFile, Records) {
  const struct {
    std::string name;
    std::string text;
    std::vector<std::string> statements;
  } cases[] = {
      {"Empty", "", {}},
      {"CommentsAndBlanks", "; hello\n\n   \n \t; more\n", {}},
      {"Txt", "Sel.Example.COM. 300 IN TXT \"v=DKIM1; \" \"p=\"\n", {"sel.example.com 16 v=DKIM1; p="}},
      {"NoFinalLineEnd", "a.example. TXT x", {"a.example 16 x"}},
      {"CrLf", "a.example. TXT x\r\nb.example. TXT y\r\n", {"a.example 16 x", "b.example 16 y"}},
      {"Escapes", "a.example. TXT \"a\\\"b\\;c\\\\d\\065\"\n", {"a.example 16 a\"b;c\\dA"}},
      {"Parentheses",
       "a.example. TXT ( \"one\" ; (\n  \"two\"\n)\nb.example. A 192.0.2.1\n",
       {"a.example 16 onetwo", "b.example 1 192.0.2.1"}},
      {"SemicolonInString",
       "a.example. TXT \"x; (\"\nb.example. TXT y\n",
       {"a.example 16 x; (", "b.example 16 y"}},
      {"OriginAndTtl",
       "$TTL 1h\n$ORIGIN example.net.\nwww A 192.0.2.1\n@ MX 10 Mail\n",
       {"www.example.net 1 192.0.2.1", "example.net 15 10 mail.example.net"}},
      {"RepeatedOwner", "a.example. TXT x\n  TXT y\n", {"a.example 16 x", "a.example 16 y"}},
      {"RootOrigin", "www.example A 192.0.2.1\n", {"www.example 1 192.0.2.1"}},
      {"Others",
       "a.example. CNAME B.example.\n1.2.0.192.in-addr.arpa. PTR Host.example.\na.example. AAAA "
       "2001:DB8::1\n",
       {"a.example 5 b.example", "1.2.0.192.in-addr.arpa 12 host.example", "a.example 28 2001:db8::1"}},
      {"TypesNeverAsked", "a.example. NS ns.example.\n", {"a.example 2 "}},
      {"Soa", ". SOA a. b. 1 2 3 4 5\n", {" 6 a"}},
  };
  for (const auto& c : cases) EXPECT_EQ(Statements(c.text), c.statements) << c.name;
}

TEST(ZoneFile, LongRecords) {
  std::string text = "a.example. TXT";
  for (int i = 0; i < 240; ++i) text += " \"" + std::string(250, 'x') + "\"";
  EXPECT_EQ(Statements(text + "\n")[0].size(), std::string("a.example 16 ").size() + 240 * 250);
}

TEST(ZoneFile, SnapshotLines) {
  const absl::StatusOr<ZoneFile> zone = ParseZoneFile(
      ";kenpin 1\n;kenpin recorded 2026-07-02T00:00:00Z\n;kenpin recorded @1782950000 to @1782960000\n"
      ";kenpin nxdomain Gone.Example.\n;kenpin nodata a.example TXT\n;kenpin servfail a.example "
      "A\n;kenpinless comment\n"
      ";kenpin from 2026-01-01T00:00:00+09:00\nb.example. TXT x\n;kenpin from @10 to @20\nb.example. TXT y\n",
      "z");
  ASSERT_TRUE(zone.ok()) << zone.status();
  ASSERT_TRUE(zone->recorded.has_value());
  EXPECT_EQ(zone->recorded->first, 1782950000);
  EXPECT_EQ(zone->recorded->last, 1782960000);
  ASSERT_EQ(zone->statements.size(), 5u);
  EXPECT_EQ(zone->statements[0].name, "gone.example");
  EXPECT_EQ(zone->statements[0].status, DnsStatus::kNxDomain);
  EXPECT_EQ(zone->statements[1].status, DnsStatus::kNoData);
  EXPECT_EQ(zone->statements[1].type, 16);
  EXPECT_EQ(zone->statements[2].status, DnsStatus::kFailed);
  EXPECT_EQ(zone->statements[3].holds, (HoldsRange{1767193200, std::numeric_limits<int64_t>::max()}));
  EXPECT_EQ(zone->statements[4].holds, (HoldsRange{10, 20}));
}

TEST(ZoneFile, TheRootCanLackARecord) {
  const absl::StatusOr<ZoneFile> zone = ParseZoneFile(";kenpin nodata . A\n", "z");
  ASSERT_TRUE(zone.ok()) << zone.status();
  ASSERT_EQ(zone->statements.size(), 1u);
  EXPECT_EQ(zone->statements[0].name, "");
}

TEST(ZoneFile, BadLines) {
  const std::pair<std::string, std::string> cases[] = {
      {"a.example. TXT x\nnonsense\n", "z:2: no record of a master file"},
      {"a.example. TXT (\n x\n)\nb.example. A 1.2.3\n", "z:4: no record of a master file"},
      {"a.example. TXT \"" + std::string(300, 'x') + "\"\n", "z:1: no record of a master file"},
      {"a.example. 1 .2.1\n", "z:1: no record of a master file (its type is unknown)"},
      {"$INCLUDE other\n", "z:1: $INCLUDE is not followed"},
      {";kenpin 2\n", "z:1: snapshot version 2 is not known"},
      {";kenpin\n", "z:1: ';kenpin' is no snapshot line"},
      {"\n;kenpin nothing here\n", "z:2: ';kenpin nothing here' is no snapshot line"},
      {";kenpin nxdomain\n", "z:1: ';kenpin nxdomain' is no snapshot line"},
      {";kenpin nxdomain a..b\n", "z:1: 'a..b' is no name that DNS can carry"},
      {";kenpin nodata a.b FOO\n", "z:1: 'FOO' is no record type"},
      {";kenpin from yesterday\n", "z:1: ';kenpin from' takes TIME or TIME to TIME"},
      {";kenpin from @1 @2\n", "z:1: ';kenpin from' takes TIME or TIME to TIME"},
      {";kenpin from @2 to @1\n", "z:1: the range ends before it begins"},
      {";kenpin recorded @\n", "z:1: ';kenpin recorded' takes TIME or TIME to TIME"},
  };
  for (const auto& [text, message] : cases) {
    const absl::StatusOr<ZoneFile> zone = ParseZoneFile(text, "z");
    ASSERT_FALSE(zone.ok()) << text;
    EXPECT_TRUE(zone.status().message().substr(0, message.size()) == message) << zone.status().message();
  }
}

// 255 octets with the length of each label and the root's: a relative name and its $ORIGIN together, too.
TEST(ZoneFile, LongestName) {
  const std::string label(63, 'a');
  const std::string origin = "$ORIGIN " + label + "." + label + "." + label + ".\n";
  const std::string longest(61, 'b');
  const std::string name = longest + "." + label + "." + label + "." + label;
  ASSERT_EQ(name.size(), kMaxDnsName);
  EXPECT_EQ(Statements(origin + longest + " TXT x\n"), (std::vector<std::string>{name + " 16 x"}));
  EXPECT_EQ(Statements(origin + "x.example. CNAME " + longest + "\n"),
            (std::vector<std::string>{"x.example 5 " + name}));
  const std::string problem =
      "z:2: a name is longer than the 255 octets that DNS can carry, $ORIGIN included; correct it";
  for (const std::string& line : {longest + "b TXT x", "x.example. CNAME " + longest + "b",
                                  "x.example. MX 10 " + longest + "b", longest + "b NS x.example."})
    EXPECT_EQ(Statements(origin + line + "\n"), (std::vector<std::string>{problem})) << line;
}

TEST(NormalizeDnsName, Table) {
  const std::string label(63, 'a');
  const std::string long_name = label + "." + label + "." + label + "." + std::string(61, 'b');
  const std::pair<std::string, std::optional<std::string>> cases[] = {
      {"Example.COM", "example.com"},
      {"example.com.", "example.com"},
      {"a", "a"},
      {"", std::nullopt},
      {".", std::nullopt},
      {"a..b", std::nullopt},
      {".a", std::nullopt},
      {"a..", std::nullopt},
      {label + ".x", label + ".x"},
      {label + "a.x", std::nullopt},
      {long_name, long_name},
      {long_name + "b", std::nullopt},
  };
  for (const auto& [name, expected] : cases) {
    char out[kMaxDnsName];
    const std::optional<size_t> size = NormalizeDnsName(name, out);
    EXPECT_EQ(size ? std::optional(std::string(out, *size)) : std::nullopt, expected) << name;
  }
}

}  // namespace
}  // namespace kenpin
