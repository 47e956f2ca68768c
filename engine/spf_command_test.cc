#include "engine/spf_command.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/zone_dns.h"

#include <string>

namespace kenpin {
namespace {

using nlohmann::json;

const IpAddress kClient = *ParseIpAddress("192.0.2.1");

std::string WriteZone(const std::string& name, const std::string& text) {
  const std::string path = testing::TempDir() + "/" + std::to_string(::getpid()) + name;
  std::ofstream(path) << text;
  return path;
}

// A client whose answers come later and from another thread.
class SlowDns final : public DnsClient {
 public:
  ~SlowDns() override {
    for (std::thread& thread : threads_) thread.join();
  }
  void Add(std::string_view name, std::string record) { zone_.Add(name, RrType::kTxt, std::move(record)); }
  DnsQuestionId Ask(std::string_view name, RrType type) override {
    const std::lock_guard lock(mutex_);
    return zone_.Ask(name, type);
  }
  const DnsAnswer* Find(DnsQuestionId question, int64_t at) const override {
    const std::lock_guard lock(mutex_);
    return zone_.Find(question, at);
  }
  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override {
    threads_.emplace_back([this, ready = std::move(ready)] {
      {
        const std::lock_guard lock(mutex_);
        while (zone_.AnswerOne()) {
        }
      }
      ready();
    });
  }
  std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return false; }
  std::string Describe() const override { return "slow"; }

 private:
  mutable std::mutex mutex_;
  test::ZoneDns zone_{test::AnswerOrder::kOldestFirst};
  std::vector<std::thread> threads_;
};

TEST(SpfCommand, WaitsForAnswersFromOtherThreads) {
  SlowDns dns;
  dns.Add("example.com", "v=spf1 include:a.example -all");
  dns.Add("a.example", "v=spf1 include:b.example -all");
  dns.Add("b.example", "v=spf1 ip4:192.0.2.1 -all");
  const SpfEvaluation evaluation = EvaluateSpfAndWait({kClient, "x@example.com", "h.example"}, dns, 0);
  EXPECT_EQ(evaluation.result, SpfResult::kPass);
  EXPECT_EQ(evaluation.path, (std::vector<std::string>{"example.com", "a.example", "b.example"}));
}

TEST(SpfCommand, JsonHasTheKeysOfTheContract) {
  SpfEvaluation evaluation;
  evaluation.result = SpfResult::kFail;
  evaluation.reason = SpfReason::kMatched;
  evaluation.mechanism = "-all";
  evaluation.explanation = "say \"no\"";
  evaluation.lookups = 3;
  evaluation.void_lookups = 1;
  evaluation.path = {"example.com", "b.example"};
  EXPECT_EQ(
      SpfAsJson(evaluation),
      "{\"result\":\"fail\",\"reason\":\"matched\",\"mechanism\":\"-all\",\"explanation\":\"say \\\"no\\\"\","
      "\"lookups\":3,\"void_lookups\":1,\"path\":[\"example.com\",\"b.example\"]}\n");
}

TEST(SpfCommand, JsonSaysNullForWhatIsAbsent) {
  const json object = json::parse(SpfAsJson({}));
  EXPECT_EQ(object["result"], "none");
  EXPECT_TRUE(object["mechanism"].is_null());
  EXPECT_TRUE(object["explanation"].is_null());
  EXPECT_EQ(object["path"], json::array());
}

TEST(SpfCommand, TextLetsNothingThroughToTheTerminal) {
  SpfEvaluation evaluation;
  evaluation.result = SpfResult::kPermerror;
  evaluation.record = "v=spf1 \x1b[31m -all";
  evaluation.path = {"example.com"};
  const std::string text = SpfAsText(evaluation);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("result        permerror\n"), std::string::npos) << text;
  EXPECT_NE(text.find("path          example.com\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("explanation"), std::string::npos) << text;
}

TEST(SpfCommand, ExitCodes) {
  const std::string zone = WriteZone("spf_command.zone",
                                     "example.com. 60 IN TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
                                     "away.example. 60 IN TXT \"v=spf1 include:elsewhere.example -all\"\n");
  const struct {
    const char* name;
    const char* mail_from;
    DnsSpec::Kind kind;
    std::string path;
    int code;
  } cases[] = {
      {"Pass", "x@example.com", DnsSpec::Kind::kSnapshot, zone, kExitClean},
      {"NotRecorded", "x@other.example", DnsSpec::Kind::kSnapshot, zone, kExitOperational},
      {"IncludeNotRecorded", "x@away.example", DnsSpec::Kind::kSnapshot, zone, kExitOperational},
      {"BadDomainNeedsNoDns", "x@localhost", DnsSpec::Kind::kOff, "", kExitClean},
      {"Off", "x@example.com", DnsSpec::Kind::kOff, "", kExitOperational},
      {"NoSuchFile", "x@example.com", DnsSpec::Kind::kSnapshot, zone + ".absent", kExitOperational},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    SpfOptions options;
    options.client = kClient;
    options.mail_from = c.mail_from;
    options.dns.kind = c.kind;
    options.dns.path = c.path;
    EXPECT_EQ(RunSpf(options), c.code);
  }
}

TEST(SpfCommand, CommandLine) {
  const struct {
    std::vector<std::string> words;
    int code;
  } cases[] = {
      {{"--ip", "192.0.2.1", "--mail-from", "a@b.example", "--dns", "off"}, kExitClean},
      {{"--client-ip", "2001:db8::1", "--mail-from", "a@b.example", "--dns", "off"}, kExitClean},
      {{"--ip", "192.0.2.1", "--mail-from", "", "--helo", "h.example", "--dns", "off"}, kExitClean},
      {{"--ip", "192.0.2.1", "--helo", "h.example", "--dns", "off", "--at", "@5", "--format", "json"},
       kExitClean},
      {{"--ip", "192.0.2.1", "--dns", "off"}, kExitUsage},
      {{"--mail-from", "a@b.example", "--dns", "off"}, kExitUsage},
      {{"--ip", "192.0.2.256", "--mail-from", "a@b.example", "--dns", "off"}, kExitUsage},
      {{"--ip", "192.0.2.1", "--mail-from", "a@b.example", "--dns", "off", "--at", "received"}, kExitUsage},
      {{"--ip", "192.0.2.1", "--mail-from", "a@b.example", "--dns", "off", "--format", "xml"}, kExitUsage},
  };
  for (const auto& c : cases) {
    std::vector<std::string> words = {"kenpin", "spf"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    CommandLine line;
    SCOPED_TRACE(testing::PrintToString(words));
    EXPECT_EQ(ParseCommandLine(static_cast<int>(argv.size()), argv.data(), &line), c.code);
    if (c.code == kExitClean) {
      EXPECT_EQ(line.command, Command::kSpf);
    }
  }
}

}  // namespace
}  // namespace kenpin
