// Live questions against servers on loopback: what they answer, how long it takes, what is asked only once.
#include "io/dns_live.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "io/test_dns_server.h"

namespace kenpin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using test::NsdServer;
using test::ScriptedReply;
using test::ScriptedServer;
using Clock = std::chrono::steady_clock;

LiveDnsOptions OptionsFor(uint16_t port) {
  LiveDnsOptions options;
  options.server = DnsServer{"127.0.0.1", port};
  return options;
}

std::unique_ptr<LiveDns> Open(const LiveDnsOptions& options) {
  absl::StatusOr<std::unique_ptr<LiveDns>> dns = OpenLiveDns(options);
  EXPECT_TRUE(dns.ok()) << dns.status();
  return *std::move(dns);
}

// Whether all are answered within `limit`.
bool Await(DnsClient& dns, const std::vector<DnsQuestionId>& questions, milliseconds limit = seconds(30)) {
  const std::shared_ptr<std::promise<void>> done = std::make_shared<std::promise<void>>();
  std::future<void> answered = done->get_future();
  dns.WhenAnswered(questions, [done] { done->set_value(); });
  return answered.wait_for(limit) == std::future_status::ready;
}

std::string LiveWord(DnsStatus status) {
  constexpr const char* kWords[] = {"found", "nodata", "nxdomain", "not-recorded", "failed", "off"};
  return kWords[static_cast<size_t>(status)];
}

std::string Short(const std::string& text) {
  return text.size() <= 100 ? text : fmt::format("[{}]{}", text.size(), text.substr(text.size() - 100));
}

// "status record|record via name,name", or "open".
// A long record is told by its length and its end.
std::string Tell(DnsClient& dns, const std::string& name, RrType type = RrType::kTxt) {
  const DnsQuestionId question = dns.Ask(name, type);
  if (!Await(dns, {question})) return "open";
  const DnsAnswer* answer = dns.Find(question, 0);
  std::string out = LiveWord(answer->status);
  for (size_t i = 0; i < answer->records.size(); ++i) out += (i == 0 ? " " : "|") + Short(answer->records[i]);
  for (size_t i = 0; i < answer->cname_chain.size(); ++i)
    out += (i == 0 ? " via " : ",") + answer->cname_chain[i];
  return out;
}

std::string CharacterStrings(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i += 255) out += fmt::format(" \"{}\"", text.substr(i, 255));
  return out;
}

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

TEST(DnsLive, ServerTable) {
  const struct {
    const char* text;
    std::string expected;
  } cases[] = {
      {"127.0.0.1", "127.0.0.1 53"},
      {"127.0.0.1:1", "127.0.0.1 1"},
      {"::1", "::1 53"},
      {"[::1]", "::1 53"},
      {"[::1]:65535", "::1 65535"},
      {"fe80::1:2", "fe80::1:2 53"},
      {"[127.0.0.1]", ""},
      {"127.0.0.1:", ""},
      {"127.0.0.1:+1", ""},
      {"localhost", ""},
      {"[]", ""},
      {"", ""},
      {"127.0.0.1 ", ""},
      {"[::1]x", ""},
  };
  for (const auto& c : cases) {
    const std::optional<DnsServer> server = ParseDnsServer(c.text);
    EXPECT_EQ(server ? fmt::format("{} {}", server->address, server->port) : "", c.expected) << c.text;
  }
}

TEST(DnsLive, WindowFollowsTheResolver) {
  InFlightWindow window(InFlightWindow::kMax);
  EXPECT_EQ(window.size(), InFlightWindow::kFirst);
  for (int i = 0; i < 10'000; ++i) window.EndedWell();
  EXPECT_EQ(window.size(), InFlightWindow::kMax);
  for (int i = 0; i < 10'000; ++i) window.Refused();
  EXPECT_EQ(window.size(), InFlightWindow::kMin);
  InFlightWindow small(10);
  small.Refused();
  small.EndedWell();
  EXPECT_EQ(small.size(), 10);
}

// A real name server: everything that it can be asked for, in datagrams and over TCP.
TEST(DnsLive, RealServer) {
  const std::string key = "v=DKIM1; k=rsa; p=" + std::string(736, 'M') + "IDAQAB";
  const std::string huge = "v=spf1 " + std::string(60'000, 'x') + " -all";
  std::string zone =
      "$ORIGIN .\n$TTL 60\n. SOA localhost. root.localhost. 1 2 3 4 5\n. NS localhost.\n"
      "a.test. TXT \"v=spf1 \" \"-all\"\na.test. TXT \"Second\"\na.test. A 192.0.2.7\n"
      "a.test. AAAA 2001:DB8::7\na.test. MX 10 Mail.A.test.\nnull.test. MX 0 .\n"
      "7.2.0.192.in-addr.arpa. PTR A.test.\n1.0.168.192.in-addr.arpa. PTR lan.test.\n"
      "x.invalid. TXT invalid\nlocalhost. TXT here\nx.onion. TXT onion\nx.home.arpa. TXT home\n"
      "1.0.0.127.in-addr.arpa. PTR localhost.\nx.example. TXT example\n"
      "c1.test. CNAME c2.test.\nc2.test. CNAME A.test.\ndead.test. CNAME gone.test.\n"
      "bare.test. CNAME null.test.\n"
      "loop1.test. CNAME loop2.test.\nloop2.test. CNAME loop1.test.\n*.wild.test. TXT star\n"
      "a\\032b.test. TXT space\n\\200\\@.test. TXT odd\n";
  zone += "key.test. TXT" + CharacterStrings(key) + "\nhuge.test. TXT" + CharacterStrings(huge) + "\n";
  NsdServer server(zone);
  ASSERT_NE(server.port(), 0) << server.output();
  LiveDnsOptions options = OptionsFor(server.port());
  options.retries = 0;
  const std::unique_ptr<LiveDns> dns = Open(options);
  const struct {
    std::string name;
    RrType type;
    std::string expected;
  } cases[] = {
      {"A.test.", RrType::kTxt, "found Second|v=spf1 -all"},
      {"a.test", RrType::kA, "found 192.0.2.7"},
      {"a.test", RrType::kAaaa, "found 2001:db8::7"},
      {"a.test", RrType::kMx, "found 10 mail.a.test"},
      {"null.test", RrType::kMx, "found 0 "},
      {"a.test", RrType::kPtr, "nodata"},
      {"gone.test", RrType::kTxt, "nxdomain"},
      {"7.2.0.192.in-addr.arpa", RrType::kPtr, "found a.test"},
      {"1.0.168.192.in-addr.arpa", RrType::kPtr, "found lan.test"},
      {"1.0.0.127.in-addr.arpa", RrType::kPtr, "found localhost"},
      {"x.invalid", RrType::kTxt, "found invalid"},
      {"localhost", RrType::kTxt, "found here"},
      {"x.onion", RrType::kTxt, "found onion"},
      {"x.home.arpa", RrType::kTxt, "found home"},
      {"x.example", RrType::kTxt, "found example"},
      {"c1.test", RrType::kTxt, "found Second|v=spf1 -all via c2.test,a.test"},
      {"c1.test", RrType::kCname, "found c2.test"},
      {"dead.test", RrType::kTxt, "nxdomain via gone.test"},
      {"bare.test", RrType::kTxt, "nodata via null.test"},
      {"loop1.test", RrType::kTxt, "failed"},
      {"any.wild.test", RrType::kTxt, "found star"},
      {"key.test", RrType::kTxt, "found " + Short(key)},
      {"huge.test", RrType::kTxt, "found " + Short(huge)},
      {"a b.test", RrType::kTxt, "found space"},
      {"\xC8@.test", RrType::kTxt, "found odd"},
      {"a..test", RrType::kTxt, "nxdomain"},
      {"", RrType::kTxt, "nxdomain"},
      {std::string(64, 'a') + ".test", RrType::kTxt, "nxdomain"},
  };
  for (const auto& c : cases) EXPECT_EQ(Tell(*dns, c.name, c.type), c.expected) << c.name;
  EXPECT_EQ(dns->Describe(), fmt::format("127.0.0.1:{}", server.port()));
  ASSERT_TRUE(dns->asked_range().has_value());
  EXPECT_GT(dns->asked_range()->first, 1'700'000'000);
}

// 5,000 names at 200 ms each take a second or two, not the 63 s of libunbound's own settings.
TEST(DnsLive, ManyNamesOverALongWay) {
  constexpr int kNames = 5000;
  ScriptedServer server([](const std::string& name, RrType, int) {
    return ScriptedReply{0, {name + ". 60 IN TXT \"" + name + "\""}, milliseconds(200)};
  });
  const std::unique_ptr<LiveDns> dns = Open(OptionsFor(server.port()));
  const Clock::time_point start = Clock::now();
  std::vector<DnsQuestionId> questions;
  for (int i = 0; i < kNames; ++i)
    questions.push_back(dns->Ask(fmt::format("s{}._domainkey.example", i), RrType::kTxt));
  EXPECT_LT(SecondsSince(start), 0.5) << "asking waits for nothing";
  ASSERT_TRUE(Await(*dns, questions, seconds(60)));
  EXPECT_LT(SecondsSince(start), 10);
  int found = 0;
  for (int i = 0; i < kNames; ++i) {
    const DnsAnswer* answer = dns->Find(questions[i], 0);
    found += answer->status == DnsStatus::kFound &&
             answer->records == std::vector<std::string>{fmt::format("s{}._domainkey.example", i)};
  }
  EXPECT_EQ(found, kNames);
}

TEST(DnsLive, AskedByManyAskedOnce) {
  constexpr int kThreads = 8;
  constexpr int kNames = 300;
  ScriptedServer server([](const std::string& name, RrType, int) {
    return ScriptedReply{0, {name + ". 60 IN TXT x"}, milliseconds(100)};
  });
  const std::unique_ptr<LiveDns> dns = Open(OptionsFor(server.port()));
  std::atomic<int> ready{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      std::vector<DnsQuestionId> questions;
      for (int i = 0; i < kNames; ++i)
        questions.push_back(dns->Ask(fmt::format("N{}.example", i), RrType::kTxt));
      if (Await(*dns, questions)) ++ready;
      for (const DnsQuestionId question : questions)
        EXPECT_EQ(dns->Find(question, 0)->status, DnsStatus::kFound);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ready, kThreads);
  EXPECT_EQ(Tell(*dns, "n0.EXAMPLE."), "found x");
  // libunbound sends a datagram again when a busy machine keeps the answer from it.
  EXPECT_LT(server.received(), 2 * kNames);
  EXPECT_LT(server.most_for_one(), kThreads / 2);
  const LiveDnsCounts counts = dns->counts();
  EXPECT_EQ(counts.questions, uint64_t{kNames});
  EXPECT_EQ(counts.merged, uint64_t{kNames} * (kThreads - 1) + 1);
  EXPECT_EQ(counts.attempts, uint64_t{kNames});
}

TEST(DnsLive, SilenceEndsAtTheDeadline) {
  ScriptedServer server([](const std::string&, RrType, int) {
    return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.timeout = milliseconds(300);
  options.retries = 1;
  const std::unique_ptr<LiveDns> dns = Open(options);
  const Clock::time_point start = Clock::now();
  std::vector<DnsQuestionId> questions;
  for (int i = 0; i < 20; ++i) questions.push_back(dns->Ask(fmt::format("{}.example", i), RrType::kTxt));
  ASSERT_TRUE(Await(*dns, questions));
  EXPECT_GE(SecondsSince(start), 0.6);
  EXPECT_LT(SecondsSince(start), 3);
  for (const DnsQuestionId question : questions)
    EXPECT_EQ(dns->Find(question, 0)->status, DnsStatus::kFailed);
  EXPECT_EQ(dns->counts().timeouts, 40u);
  EXPECT_EQ(dns->counts().failed, 20u);
  EXPECT_FALSE(dns->counts().silent) << "so few may all have silent servers of their own";
}

// Asks `rounds` times for 100 new names, each time when the last ones are settled; the seconds that it took.
double AskInRounds(LiveDns& dns, int rounds) {
  const Clock::time_point start = Clock::now();
  for (int round = 0; round < rounds; ++round) {
    std::vector<DnsQuestionId> questions;
    for (int i = 0; i < 100; ++i)
      questions.push_back(dns.Ask(fmt::format("{}.r{}.example", i, round), RrType::kTxt));
    EXPECT_TRUE(Await(dns, questions));
  }
  return SecondsSince(start);
}

// One attempt's time until the names are seen to be silent, one more until the server is.
TEST(DnsLive, DeadServerIsGivenUp) {
  ScriptedServer server([](const std::string&, RrType, int) {
    return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.timeout = milliseconds(500);
  const std::unique_ptr<LiveDns> dns = Open(options);
  const double seconds_taken = AskInRounds(*dns, 30);
  EXPECT_GE(seconds_taken, 1.0);
  EXPECT_LT(seconds_taken, 5) << "30 s without giving up";
  EXPECT_TRUE(dns->counts().silent);
  EXPECT_EQ(dns->counts().failed, 3000u);
  EXPECT_EQ(Tell(*dns, "later.example"), "failed");
}

// A resolver that answers, and a corpus of names of which nothing is to be had.
TEST(DnsLive, SilentNamesOfALiveServerAreNotItsFault) {
  ScriptedServer server([](const std::string& name, RrType, int) {
    if (name.empty() || name == ".") return ScriptedReply{5, {}};
    if (name == "good.example") return ScriptedReply{0, {"good.example. 60 IN TXT here"}};
    return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.timeout = milliseconds(300);
  options.retries = 0;
  const std::unique_ptr<LiveDns> dns = Open(options);
  AskInRounds(*dns, 4);
  EXPECT_FALSE(dns->counts().silent);
  EXPECT_EQ(Tell(*dns, "good.example"), "found here");
}

TEST(DnsLive, NobodyAtThePort) {
  uint16_t port = 0;
  {
    const ScriptedServer gone([](const std::string&, RrType, int) { return ScriptedReply(); });
    port = gone.port();
  }
  LiveDnsOptions options = OptionsFor(port);
  options.timeout = milliseconds(300);
  options.retries = 0;
  const std::unique_ptr<LiveDns> dns = Open(options);
  EXPECT_EQ(Tell(*dns, "a.example"), "failed");
}

TEST(DnsLive, LostDatagramsAreSentAgain) {
  ScriptedServer server([](const std::string& name, RrType, int before) {
    if (before == 0) return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
    return ScriptedReply{0, {name + ". 60 IN TXT late"}};
  });
  const std::unique_ptr<LiveDns> dns = Open(OptionsFor(server.port()));
  EXPECT_EQ(Tell(*dns, "a.example"), "found late");
}

TEST(DnsLive, SickServers) {
  ScriptedServer server([](const std::string& name, RrType, int) {
    return ScriptedReply{name == "sick.example" ? 2 : 5, {}};
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.retries = 0;
  const std::unique_ptr<LiveDns> dns = Open(options);
  EXPECT_EQ(Tell(*dns, "sick.example"), "failed");
  EXPECT_EQ(Tell(*dns, "refused.example"), "failed");
  EXPECT_EQ(dns->counts().failed, 2u);
}

// Where the question of a packet ends.
size_t QuestionEnd(const std::vector<uint8_t>& packet) {
  size_t p = 12;
  while (packet[p] != 0) p += packet[p] + size_t{1};
  return p + 5;
}

// Packets of a server that lies or cannot count, and what is left of them: never a record that was not an
// answer to the question. Every one would be "found lie" as the script makes it.
TEST(DnsLive, LyingServers) {
  using Packet = std::vector<uint8_t>;
  struct Case {
    const char* name;
    void (*spoil)(Packet*);
    const char* told;
  };
  static constexpr Case kCases[] = {
      {"honest", [](Packet*) {}, "found lie"},
      {"other-id", [](Packet* p) { (*p)[0] ^= 1; }, "failed"},
      {"other-question", [](Packet* p) { (*p)[13] ^= 1; }, "failed"},
      {"other-type-asked", [](Packet* p) { (*p)[QuestionEnd(*p) - 3] ^= 1; }, "failed"},
      {"a-question", [](Packet* p) { (*p)[2] &= 0x7f; }, "failed"},
      {"cut", [](Packet* p) { p->resize(QuestionEnd(*p) + 8); }, "failed"},
      {"cut-header", [](Packet* p) { p->resize(7); }, "failed"},
      {"nothing", [](Packet* p) { p->clear(); }, "failed"},
      {"pointer-to-itself",
       [](Packet* p) {
         const size_t owner = QuestionEnd(*p);
         (*p)[owner] = static_cast<uint8_t>(0xc0 | owner >> 8);
         (*p)[owner + 1] = static_cast<uint8_t>(owner);
       },
       "failed"},
      {"too-many-told", [](Packet* p) { (*p)[6] = (*p)[7] = 0xff; }, "failed"},
      {"length-beyond-the-end", [](Packet* p) { (*p)[QuestionEnd(*p) + 11] = 0xff; }, "failed"},
      {"truncated-and-no-tcp", [](Packet* p) { (*p)[2] |= 2; }, "failed"},
      {"rcode-of-nobody", [](Packet* p) { (*p)[3] = static_cast<uint8_t>((*p)[3] | 15); }, "failed"},
  };
  ScriptedServer server([](const std::string& name, RrType, int) {
    ScriptedReply reply{0, {name + ". 60 IN TXT lie"}};
    for (const Case& c : kCases) {
      if (name == std::string(c.name) + ".example") reply.spoil = c.spoil;
    }
    return reply;
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.timeout = milliseconds(1500);
  options.retries = 0;
  const std::unique_ptr<LiveDns> dns = Open(options);
  for (const Case& c : kCases) dns->Ask(std::string(c.name) + ".example", RrType::kTxt);
  for (const Case& c : kCases) EXPECT_EQ(Tell(*dns, std::string(c.name) + ".example"), c.told) << c.name;
  // An answer about somebody else is no answer.
  ScriptedServer stranger([](const std::string&, RrType, int) {
    return ScriptedReply{0, {"evil.example. 60 IN TXT lie"}};
  });
  options.server = OptionsFor(stranger.port()).server;
  const std::unique_ptr<LiveDns> asks_stranger = Open(options);
  EXPECT_EQ(Tell(*asks_stranger, "a.example"), "nodata");
}

TEST(DnsLive, FailureIsAskedAgain) {
  const Clock::time_point start = Clock::now();
  ScriptedServer server([start](const std::string& name, RrType, int) {
    if (Clock::now() - start < milliseconds(500)) return ScriptedReply{2, {}};
    return ScriptedReply{0, {name + ". 60 IN TXT well"}};
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.retries = 1;
  const std::unique_ptr<LiveDns> dns = Open(options);
  EXPECT_EQ(Tell(*dns, "a.example"), "found well");
  EXPECT_EQ(dns->counts().attempts, 2u);
}

TEST(DnsLive, Bounds) {
  ScriptedServer server([](const std::string& name, RrType, int) {
    return ScriptedReply{0, {name + ". 60 IN TXT " + std::string(200, 'x')}};
  });
  LiveDnsOptions options = OptionsFor(server.port());
  options.max_questions = 3;
  options.max_answer_bytes = 800;
  const std::unique_ptr<LiveDns> dns = Open(options);
  EXPECT_EQ(Tell(*dns, "a.example").substr(0, 5), "found");
  EXPECT_EQ(Tell(*dns, "b.example").substr(0, 5), "found");
  EXPECT_EQ(Tell(*dns, "c.example"), "failed") << "no room for the answer";
  EXPECT_EQ(Tell(*dns, "d.example"), "failed") << "no room for the question";
  EXPECT_EQ(Tell(*dns, "a.example").substr(0, 5), "found");
  EXPECT_EQ(dns->counts().refused, 1u);
  EXPECT_EQ(server.received(), 3);
}

// A callback may ask: nothing is locked while it runs.
TEST(DnsLive, CallbacksMayAsk) {
  ScriptedServer server([](const std::string& name, RrType, int) {
    return ScriptedReply{0, {name + ". 60 IN TXT x"}, milliseconds(20)};
  });
  const std::unique_ptr<LiveDns> dns = Open(OptionsFor(server.port()));
  std::promise<DnsQuestionId> second;
  const DnsQuestionId first = dns->Ask("a.example", RrType::kTxt);
  dns->WhenAnswered({&first, 1}, [&] {
    const DnsQuestionId next = dns->Ask("b.example", RrType::kTxt);
    dns->WhenAnswered({&next, 1}, [&second, next] { second.set_value(next); });
  });
  EXPECT_EQ(dns->Find(second.get_future().get(), 0)->status, DnsStatus::kFound);
}

TEST(DnsLive, GivesUpWhenTold) {
  ScriptedServer server([](const std::string&, RrType, int) {
    return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
  });
  std::atomic<bool> told{false};
  LiveDnsOptions options = OptionsFor(server.port());
  options.give_up = [&told] { return told.load(); };
  const std::unique_ptr<LiveDns> dns = Open(options);
  std::vector<DnsQuestionId> questions;
  for (int i = 0; i < 500; ++i) questions.push_back(dns->Ask(fmt::format("{}.example", i), RrType::kTxt));
  EXPECT_FALSE(Await(*dns, questions, milliseconds(300)));
  told = true;
  EXPECT_TRUE(Await(*dns, questions, seconds(2)));
  EXPECT_EQ(Tell(*dns, "later.example"), "failed");
  EXPECT_EQ(dns->counts().failed, 501u);
}

TEST(DnsLive, OpenQuestionsDoNotHoldUpTheEnd) {
  ScriptedServer server([](const std::string&, RrType, int) {
    return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
  });
  const Clock::time_point start = Clock::now();
  {
    const std::unique_ptr<LiveDns> dns = Open(OptionsFor(server.port()));
    for (int i = 0; i < 1000; ++i) dns->Ask(fmt::format("{}.example", i), RrType::kTxt);
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_LT(SecondsSince(start), 2);
}

}  // namespace
}  // namespace kenpin
