// What a snapshot answers: found, three kinds of nothing, chains, ranges of time, wildcards.
#include "io/dns_snapshot.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

namespace kenpin {
namespace {

std::unique_ptr<DnsClient> Open(std::string_view text) {
  absl::StatusOr<std::unique_ptr<DnsClient>> client = ParseDnsSnapshot(text, "z");
  EXPECT_TRUE(client.ok()) << client.status();
  return *std::move(client);
}

std::string Word(DnsStatus status) {
  switch (status) {
    case DnsStatus::kFound:
      return "found";
    case DnsStatus::kNoData:
      return "nodata";
    case DnsStatus::kNxDomain:
      return "nxdomain";
    case DnsStatus::kNotRecorded:
      return "not-recorded";
    case DnsStatus::kFailed:
      return "failed";
    case DnsStatus::kOff:
      return "off";
  }
  return "";
}

// "status record|record via name,name".
std::string Answer(DnsClient& dns, std::string_view name, RrType type = RrType::kTxt, int64_t at = 0) {
  const DnsAnswer* answer = dns.Find(dns.Ask(name, type), at);
  std::string out = Word(answer->status);
  for (size_t i = 0; i < answer->records.size(); ++i) out += (i == 0 ? " " : "|") + answer->records[i];
  for (size_t i = 0; i < answer->cname_chain.size(); ++i)
    out += (i == 0 ? " via " : ",") + answer->cname_chain[i];
  return out;
}

TEST(DnsSnapshot, KindsOfNothing) {
  const std::unique_ptr<DnsClient> dns = Open(
      ". SOA a. b. 1 2 3 4 5\n;kenpin 1\n"
      "a.example. TXT x\na.example. TXT y\na.example. TXT x\n"
      ";kenpin nxdomain gone.example\n;kenpin nodata bare.example TXT\n;kenpin servfail sick.example TXT\n"
      "mixed.example. A 192.0.2.1\n;kenpin servfail mixed.example MX\n");
  const std::pair<std::string, std::string> cases[] = {
      {"a.example", "found x|y"},         {"A.EXAMPLE.", "found x|y"},        {"gone.example", "nxdomain"},
      {"bare.example", "nodata"},         {"sick.example", "failed"},         {"mixed.example", "nodata"},
      {"nobody.example", "not-recorded"}, {"example", "not-recorded"},        {"", "nxdomain"},
      {"a..example", "nxdomain"},         {std::string(64, 'a'), "nxdomain"}, {"b.a.example", "not-recorded"},
  };
  for (const auto& [name, expected] : cases) EXPECT_EQ(Answer(*dns, name), expected) << name;
  EXPECT_EQ(Answer(*dns, "bare.example", RrType::kA), "not-recorded");
  EXPECT_EQ(Answer(*dns, "gone.example", RrType::kA), "nxdomain");
  EXPECT_EQ(Answer(*dns, "mixed.example", RrType::kMx), "failed");
  EXPECT_EQ(Answer(*dns, "mixed.example", RrType::kA), "found 192.0.2.1");
}

TEST(DnsSnapshot, Chains) {
  std::string text =
      "a.example. CNAME b.example.\nb.example. CNAME c.example.\nc.example. TXT x\n"
      "loop.example. CNAME loop2.example.\nloop2.example. CNAME loop.example.\n"
      "out.example. CNAME elsewhere.example.\ndead.example. CNAME gone.example.\n;kenpin nxdomain "
      "gone.example\n"
      "half.example. CNAME c.example.\n";
  for (int i = 0; i <= kMaxCnameChain; ++i) {
    text += fmt::format("n{}.example. CNAME n{}.example.\n", i, i + 1);
  }
  text += fmt::format("n{}.example. TXT end\n", kMaxCnameChain + 1);
  const std::unique_ptr<DnsClient> dns = Open(text);
  EXPECT_EQ(Answer(*dns, "a.example"), "found x via b.example,c.example");
  EXPECT_EQ(Answer(*dns, "a.example", RrType::kCname), "found b.example");
  EXPECT_EQ(Answer(*dns, "half.example", RrType::kA), "nodata via c.example");
  EXPECT_EQ(Answer(*dns, "loop.example").substr(0, 6), "failed");
  EXPECT_EQ(Answer(*dns, "out.example"), "not-recorded via elsewhere.example");
  EXPECT_EQ(Answer(*dns, "dead.example"), "nxdomain via gone.example");
  EXPECT_EQ(Answer(*dns, "n0.example").substr(0, 6), "failed");
  EXPECT_EQ(Answer(*dns, "n1.example").substr(0, 9), "found end");
}

// Between two boundaries of ranges, whichever they are, nothing changes.
TEST(DnsSnapshot, Epochs) {
  const std::unique_ptr<DnsClient> dns = Open(
      ";kenpin 1\nx.example. TXT always\n"
      ";kenpin from @100 to @199\nk.example. TXT one\nl.example. TXT one\n"
      ";kenpin from @200\nk.example. TXT two\n"
      ";kenpin from @150 to @9223372036854775807\nm.example. TXT three\n");
  const std::pair<int64_t, int64_t> cases[] = {
      {std::numeric_limits<int64_t>::min(), 0}, {99, 0}, {100, 1}, {149, 1}, {150, 2}, {199, 2}, {200, 3},
      {std::numeric_limits<int64_t>::max(), 3},
  };
  for (const auto& [at, expected] : cases) EXPECT_EQ(dns->Epoch(at), expected) << at;
  EXPECT_TRUE(dns->answers_at_once());
  EXPECT_EQ(Open("x.example. TXT always\n")->Epoch(1'700'000'000), 0);
  EXPECT_EQ(MakeDnsOff()->Epoch(1'700'000'000), 0);
  EXPECT_TRUE(MakeDnsOff()->answers_at_once());
}

TEST(DnsSnapshot, ObsoleteSpfType) {
  const std::unique_ptr<DnsClient> dns =
      Open("a.example. SPF \"v=spf1 \" \"-all\"\n;kenpin nodata b.example SPF\n");
  EXPECT_EQ(Answer(*dns, "a.example", RrType::kSpf), "found v=spf1 -all");
  EXPECT_EQ(Answer(*dns, "a.example", RrType::kTxt), "nodata");
  EXPECT_EQ(Answer(*dns, "b.example", RrType::kSpf), "nodata");
}

TEST(DnsSnapshot, RangesOfTime) {
  const std::unique_ptr<DnsClient> dns = Open(
      ";kenpin 1\n"
      ";kenpin from @100 to @199\nk.example. TXT one\nc.example. CNAME k.example.\n"
      ";kenpin from @300 to @399\nk.example. TXT two\nk.example. TXT three\n"
      ";kenpin from @350\n;kenpin nxdomain k.example\n"
      ";kenpin from @150 to @160\nk.example. TXT inner\n");
  const std::pair<int64_t, std::string> cases[] = {
      {std::numeric_limits<int64_t>::min(), "not-recorded"},
      {99, "not-recorded"},
      {100, "found one"},
      {149, "found one"},
      {150, "found inner"},
      {160, "found inner"},
      {161, "found one"},
      {199, "found one"},
      {200, "not-recorded"},
      {300, "found two|three"},
      {349, "found two|three"},
      {350, "nxdomain"},
      {std::numeric_limits<int64_t>::max(), "nxdomain"},
  };
  for (const auto& [at, expected] : cases)
    EXPECT_EQ(Answer(*dns, "k.example", RrType::kTxt, at), expected) << at;
  EXPECT_EQ(Answer(*dns, "c.example", RrType::kTxt, 155), "found inner via k.example");
  EXPECT_EQ(Answer(*dns, "c.example", RrType::kTxt, 99), "not-recorded");
  EXPECT_EQ(Answer(*dns, "k.example", RrType::kA, 120), "nodata");
  EXPECT_EQ(Answer(*dns, "k.example", RrType::kA, 250), "not-recorded");
}

TEST(DnsSnapshot, OldRecordsGiveWayToLaterRanges) {
  const std::unique_ptr<DnsClient> dns =
      Open("k.example. TXT always\n;kenpin from @100\nk.example. TXT new\n");
  EXPECT_EQ(Answer(*dns, "k.example", RrType::kTxt, 99), "found always");
  EXPECT_EQ(Answer(*dns, "k.example", RrType::kTxt, 100), "found new");
}

TEST(DnsSnapshot, Wildcards) {
  const std::unique_ptr<DnsClient> dns = Open(
      "*.example. TXT star\na.example. TXT own\nx.b.example. TXT deep\n*.c.example. CNAME "
      "a.example.\n;kenpin nxdomain no.example\n");
  const std::pair<std::string, std::string> cases[] = {
      {"any.example", "found star"},
      {"any.more.example", "found star"},
      {"a.example", "found own"},
      {"below.a.example", "not-recorded"},
      {"b.example", "not-recorded"},
      {"y.b.example", "not-recorded"},
      {"y.c.example", "found own via a.example"},
      {"no.example", "nxdomain"},
      {"*.example", "found star"},
      {"example", "not-recorded"},
      {"elsewhere", "not-recorded"},
  };
  for (const auto& [name, expected] : cases) EXPECT_EQ(Answer(*dns, name), expected) << name;
  EXPECT_EQ(dns->Ask("one.example", RrType::kTxt), dns->Ask("two.example", RrType::kTxt));
}

TEST(DnsSnapshot, EqualQuestionsHaveEqualIds) {
  const std::unique_ptr<DnsClient> dns = Open("a.example. TXT x\nb.example. TXT x\n");
  EXPECT_EQ(dns->Ask("a.example", RrType::kTxt), dns->Ask("A.Example.", RrType::kTxt));
  EXPECT_NE(dns->Ask("a.example", RrType::kTxt), dns->Ask("b.example", RrType::kTxt));
  EXPECT_NE(dns->Ask("a.example", RrType::kTxt), dns->Ask("a.example", RrType::kA));
}

TEST(DnsSnapshot, DatesAndNames) {
  const std::unique_ptr<DnsClient> dated = Open(";kenpin 1\n;kenpin recorded @5\n;kenpin recorded @3\n");
  ASSERT_TRUE(dated->asked_range().has_value());
  EXPECT_EQ(dated->asked_range()->first, 3);
  EXPECT_EQ(dated->asked_range()->last, 5);
  EXPECT_EQ(dated->Describe(), "z");
  EXPECT_FALSE(Open("a.example. TXT x\n")->asked_range().has_value());
  bool called = false;
  dated->WhenAnswered({}, [&] { called = true; });
  EXPECT_TRUE(called);
}

TEST(DnsSnapshot, Files) {
  const std::string path = testing::TempDir() + "/kenpin_snapshot_test.zone";
  std::ofstream(path) << "a.example. TXT x\n";
  absl::StatusOr<std::unique_ptr<DnsClient>> client = OpenDnsSnapshot(path);
  ASSERT_TRUE(client.ok());
  EXPECT_EQ(Answer(**client, "a.example"), "found x");
  EXPECT_EQ((*client)->Describe(), path);
  std::ofstream(path) << "what is this\n";
  EXPECT_EQ(std::string(OpenDnsSnapshot(path).status().message()).substr(0, path.size() + 3), path + ":1:");
  std::filesystem::remove(path);
  EXPECT_FALSE(OpenDnsSnapshot(path).ok());
  EXPECT_FALSE(OpenDnsSnapshot(testing::TempDir()).ok());
}

TEST(DnsOff, AnswersOff) {
  const std::unique_ptr<DnsClient> dns = MakeDnsOff();
  EXPECT_EQ(Answer(*dns, "a.example"), "off");
  EXPECT_EQ(dns->Describe(), "off");
  EXPECT_FALSE(dns->asked_range().has_value());
}

}  // namespace
}  // namespace kenpin
