#include "engine/options/options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kenpin {
namespace {

int Parse(std::vector<std::string> words, CommandLine* line) {
  words.insert(words.begin(), "kenpin");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  return ParseCommandLine(static_cast<int>(argv.size()), argv.data(), line);
}

TEST(Options, Defaults) {
  CommandLine line;
  ASSERT_EQ(Parse({"scan", "a.mbox"}, &line), kExitClean);
  EXPECT_EQ(line.command, Command::kScan);
  EXPECT_EQ(line.scan.inputs, std::vector<std::string>{"a.mbox"});
  EXPECT_EQ(line.scan.dns.kind, DnsSpec::Kind::kLive);
  EXPECT_FALSE(line.scan.dns.live.server.has_value());
  EXPECT_EQ(line.scan.dns.live.timeout, kDefaultDnsTimeout);
  EXPECT_EQ(line.scan.dns.live.retries, kDefaultDnsRetries);
  EXPECT_EQ(line.scan.dns_save, "");
  EXPECT_EQ(line.scan.at.kind, AtSpec::Kind::kDefault);
  EXPECT_FALSE(line.scan.mode.has_value());
  EXPECT_EQ(line.scan.fail_on, FailOn::kRequired);
  EXPECT_EQ(line.scan.sample, 3u);
  ASSERT_EQ(line.scan.outputs.size(), 1u);
  EXPECT_EQ(line.scan.outputs[0].format, ReportFormat::kText);
  EXPECT_EQ(line.scan.outputs[0].path, "");
}

TEST(Options, EverythingGiven) {
  CommandLine line;
  ASSERT_EQ(Parse({"scan",
                   "--dns",
                   "/dev/null",
                   "--at",
                   "2024-02-29",
                   "--mode",
                   "sent",
                   "--traffic",
                   "marketing",
                   "--sender-size",
                   "small",
                   "--mta-adds",
                   "date,dkim-signature",
                   "--out",
                   "ndjson:x.ndjson",
                   "--out",
                   "json",
                   "--fail-on",
                   "never",
                   "--fail-on-unknown",
                   "--limit",
                   "7",
                   "--threads",
                   "2",
                   "--input-format",
                   "mboxcl",
                   "a",
                   "b"},
                  &line),
            kExitClean);
  EXPECT_EQ(line.scan.dns.kind, DnsSpec::Kind::kSnapshot);
  EXPECT_EQ(line.scan.at.kind, AtSpec::Kind::kTime);
  EXPECT_EQ(line.scan.at.time, 1709164800);
  EXPECT_EQ(line.scan.mode, Mode::kSent);
  EXPECT_EQ(line.scan.traffic, Traffic::kMarketing);
  EXPECT_EQ(line.scan.sender_size, SenderSize::kSmall);
  EXPECT_TRUE(line.scan.mta_adds.date);
  EXPECT_TRUE(line.scan.mta_adds.dkim_signature);
  EXPECT_FALSE(line.scan.mta_adds.message_id);
  ASSERT_EQ(line.scan.outputs.size(), 2u);
  EXPECT_EQ(line.scan.outputs[0].format, ReportFormat::kNdjson);
  EXPECT_EQ(line.scan.outputs[0].path, "x.ndjson");
  EXPECT_EQ(line.scan.outputs[1].format, ReportFormat::kJson);
  EXPECT_EQ(line.scan.fail_on, FailOn::kNever);
  EXPECT_TRUE(line.scan.fail_on_unknown);
  EXPECT_EQ(line.scan.limit, 7u);
  EXPECT_EQ(line.scan.corpus.format, InputFormat::kMboxcl);
  EXPECT_EQ(line.scan.inputs, (std::vector<std::string>{"a", "b"}));
}

TEST(Options, LiveDns) {
  CommandLine line;
  ASSERT_EQ(Parse({"scan", "--dns-retries", "4", "--dns", "[::1]:5301", "--dns-timeout", "0.25", "--dns-save",
                   "x", "a"},
                  &line),
            kExitClean);
  EXPECT_EQ(line.scan.dns.kind, DnsSpec::Kind::kLive);
  ASSERT_TRUE(line.scan.dns.live.server.has_value());
  EXPECT_EQ(line.scan.dns.live.server->address, "::1");
  EXPECT_EQ(line.scan.dns.live.server->port, 5301);
  EXPECT_EQ(line.scan.dns.live.timeout.count(), 250);
  EXPECT_EQ(line.scan.dns.live.retries, 4);
  EXPECT_EQ(line.scan.dns_save, "x");
}

TEST(Options, Dmarc) {
  CommandLine line;
  ASSERT_EQ(Parse({"dmarc", "News.EXAMPLE.com.", "--dns", "off", "--at", "@1700000000", "--org-method", "psl",
                   "--format", "json"},
                  &line),
            kExitClean);
  EXPECT_EQ(line.command, Command::kDmarc);
  EXPECT_EQ(line.dmarc.domain, "news.example.com");
  EXPECT_EQ(line.dmarc.dns.kind, DnsSpec::Kind::kOff);
  EXPECT_EQ(line.dmarc.at, 1'700'000'000);
  EXPECT_EQ(line.dmarc.org_method, OrgMethod::kPublicSuffixList);
  EXPECT_EQ(line.dmarc.format, AnswerFormat::kJson);
}

TEST(Options, RepeatableOptionsTakeOneWordEach) {
  CommandLine line;
  ASSERT_EQ(Parse({"scan", "--out", "json:x", "a", "--mta-adds", "date", "b"}, &line), kExitClean);
  EXPECT_EQ(line.scan.inputs, (std::vector<std::string>{"a", "b"}));
}

TEST(Options, DomainInAnySpelling) {
  const std::pair<const char*, const char*> cases[] = {{"SHOP.Example", "shop.example"},
                                                       {"b\xC3\xBC"
                                                        "cher.example",
                                                        "xn--bcher-kva.example"},
                                                       {"localhost", "localhost"}};
  for (const auto& [written, compared] : cases) {
    SCOPED_TRACE(written);
    CommandLine line;
    ASSERT_EQ(Parse({"scan", "--domain", written, "a"}, &line), kExitClean);
    EXPECT_EQ(line.scan.domain, compared);
  }
}

TEST(Options, Rules) {
  CommandLine line;
  ASSERT_EQ(Parse({"rules"}, &line), kExitClean);
  EXPECT_EQ(line.command, Command::kRules);
  EXPECT_EQ(line.rules.rule, "");
  EXPECT_EQ(line.rules.profile, std::nullopt);
  EXPECT_EQ(line.rules.format, CatalogueFormat::kText);
  ASSERT_EQ(Parse({"rules", "auth-spf", "--profile", "yahoo-japan", "--format", "json"}, &line), kExitClean);
  EXPECT_EQ(line.rules.rule, "auth-spf");
  EXPECT_EQ(line.rules.profile, Provider::kYahooJapan);
  EXPECT_EQ(line.rules.format, CatalogueFormat::kJson);
}

TEST(Options, Profiles) {
  for (const ProfileInfo& profile : Profiles()) {
    CommandLine line;
    ASSERT_EQ(Parse({"scan", "--profile", std::string(profile.name), "a"}, &line), kExitClean)
        << profile.name;
    EXPECT_EQ(line.scan.profile, profile.id) << profile.name;
  }
}

TEST(Options, Diff) {
  CommandLine line;
  ASSERT_EQ(Parse({"diff", "last.json", "tonight.json", "--format", "html"}, &line), kExitClean);
  EXPECT_EQ(line.command, Command::kDiff);
  EXPECT_EQ(line.diff.before_path, "last.json");
  EXPECT_EQ(line.diff.after_path, "tonight.json");
  EXPECT_EQ(line.diff.format, DiffFormat::kHtml);
}

TEST(Options, UsageErrors) {
  const struct {
    const char* name;
    std::vector<std::string> words;
  } cases[] = {
      {"no subcommand", {}},
      {"no corpus", {"scan"}},
      {"unknown option", {"scan", "--frobnicate", "a"}},
      {"unknown profile", {"scan", "--profile", "nobody", "a"}},
      {"dns is neither a word nor a file", {"scan", "--dns", "no-such-file", "a"}},
      {"dns is a host name", {"scan", "--dns", "resolver.example", "a"}},
      {"nothing to save without dns", {"scan", "--dns", "off", "--dns-save", "x", "a"}},
      {"a snapshot is saved already", {"scan", "--dns", "/dev/null", "--dns-save", "x", "a"}},
      {"no time for an answer", {"scan", "--dns-timeout", "0", "a"}},
      {"negative retries", {"scan", "--dns-retries", "-1", "a"}},
      {"bad time", {"scan", "--at", "tomorrow", "a"}},
      {"unknown report", {"scan", "--out", "xml", "a"}},
      {"two reports on stdout", {"scan", "--out", "json", "--out", "text:-", "a"}},
      {"no such field to add", {"scan", "--mta-adds", "subject", "a"}},
      {"no threads", {"scan", "--threads", "0", "a"}},
      {"no domain", {"scan", "--domain", "\x1b[31m", "a"}},
      {"negative limit", {"scan", "--limit", "-1", "a"}},
      {"list that does not exist", {"scan", "--psl", "/nonexistent", "a"}},
      {"dmarc without a domain", {"dmarc"}},
      {"dmarc of something else", {"dmarc", "a@example.com"}},
      {"dmarc at a message's date", {"dmarc", "example.com", "--at", "date"}},
      {"dmarc by no known method", {"dmarc", "example.com", "--org-method", "guess"}},
      {"no such rule", {"rules", "auth-"}},
      {"regression since when", {"scan", "--fail-on", "regression", "a"}},
      {"diff of one summary", {"diff", "/dev/null"}},
      {"diff in no known format", {"diff", "a", "b", "--format", "xml"}},
      {"rules of nobody", {"rules", "--profile", "nobody"}},
      {"rules as a number", {"rules", "--format", "1"}},
      {"unknown corpus format", {"scan", "--input-format", "pst", "a"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    CommandLine line;
    EXPECT_EQ(Parse(c.words, &line), kExitUsage);
  }
}

TEST(Options, HelpAndVersionLeaveNothingToDo) {
  for (const char* word : {"--help", "--version"}) {
    CommandLine line;
    EXPECT_EQ(Parse({word}, &line), kExitClean);
    EXPECT_EQ(line.command, Command::kPrinted);
  }
}

}  // namespace
}  // namespace kenpin
