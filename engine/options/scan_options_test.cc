#include "engine/options/scan_options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kenpin {
namespace {

int ParseScan(std::vector<std::string> words, CommandLine* line) {
  words.insert(words.begin(), {"kenpin", "scan"});
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  return ParseCommandLine(static_cast<int>(argv.size()), argv.data(), line);
}

TEST(ScanOptions, Envelope) {
  CommandLine line;
  ASSERT_EQ(ParseScan({"--client-ip", "2001:db8::25", "--mail-from", "<bounce@Mail.Example>", "--helo",
                       "out.example", "--authserv-id", "mx.example", "--authserv-id", "mx2.example",
                       "--org-method", "psl", "a.mbox"},
                      &line),
            kExitClean);
  EXPECT_EQ(FormatIpAddress(line.scan.envelope.client.value()), "2001:db8::25");
  EXPECT_EQ(line.scan.envelope.mail_from->address, "bounce@Mail.Example");
  EXPECT_EQ(line.scan.envelope.mail_from->domain, "mail.example");
  EXPECT_EQ(line.scan.envelope.helo, "out.example");
  EXPECT_EQ(line.scan.authserv_ids, (std::vector<std::string>{"mx.example", "mx2.example"}));
  EXPECT_EQ(line.scan.org_method, OrgMethod::kPublicSuffixList);
  EXPECT_EQ(line.scan.inputs, std::vector<std::string>{"a.mbox"});
}

TEST(ScanOptions, NothingIsAssumedOfTheEnvelope) {
  CommandLine line;
  ASSERT_EQ(ParseScan({"a.mbox"}, &line), kExitClean);
  EXPECT_FALSE(line.scan.envelope.client.has_value());
  EXPECT_FALSE(line.scan.envelope.mail_from.has_value());
  EXPECT_EQ(line.scan.envelope.helo, "");
  EXPECT_EQ(line.scan.envelope_path, "");
  EXPECT_TRUE(line.scan.authserv_ids.empty());
  EXPECT_FALSE(line.scan.org_method.has_value());
  ASSERT_EQ(ParseScan({"--mail-from", "<>", "a.mbox"}, &line), kExitClean);
  EXPECT_EQ(line.scan.envelope.mail_from.value().address, "");
}

TEST(ScanOptions, Refuses) {
  const struct {
    const char* name;
    std::vector<std::string> words;
  } cases[] = {
      {"client is no address", {"--client-ip", "mail.example", "a"}},
      {"sender is no address", {"--mail-from", "a@b@", "a"}},
      {"envelope does not exist", {"--envelope", "/nonexistent.csv", "a"}},
      {"no known method", {"--org-method", "guess", "a"}},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    CommandLine line;
    EXPECT_EQ(ParseScan(c.words, &line), kExitUsage);
  }
}

}  // namespace
}  // namespace kenpin
