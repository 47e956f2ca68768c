#include "io/dns_probe.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "io/test_dns_server.h"

namespace kenpin {
namespace {

using std::chrono::milliseconds;
using test::ScriptedReply;
using test::ScriptedServer;

// Whether an answer comes within `limit`.
bool AnswersWithin(milliseconds limit, const std::vector<DnsServer>& servers) {
  DnsProbe probe(servers);
  EXPECT_TRUE(probe.can_ask());
  probe.Ask();
  const auto end = std::chrono::steady_clock::now() + limit;
  while (std::chrono::steady_clock::now() < end) {
    if (probe.Answered()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

TEST(DnsProbe, NameServersTable) {
  const struct {
    const char* text;
    std::vector<std::string> expected;
  } cases[] = {
      {"", {"127.0.0.1"}},
      {"# comment\nsearch example\n", {"127.0.0.1"}},
      {"nameserver 192.0.2.1\nnameserver\t2001:db8::1 \r\n", {"192.0.2.1", "2001:db8::1"}},
      {"  nameserver 192.0.2.1", {"192.0.2.1"}},
      {"#nameserver 192.0.2.1\nnameserver fe80::1%eth0\n", {}},
      {"nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n",
       {"192.0.2.1", "192.0.2.2", "192.0.2.3"}},
  };
  for (const auto& c : cases) {
    std::vector<std::string> got;
    for (const DnsServer& server : ReadNameServers(c.text)) {
      EXPECT_EQ(server.port, 53);
      got.push_back(server.address);
    }
    EXPECT_EQ(got, c.expected) << c.text;
  }
  EXPECT_TRUE(NameServersOf("/no/such/file").empty());
}

TEST(DnsProbe, AnyAnswerWillDo) {
  const ScriptedServer refusing([](const std::string&, RrType, int) { return ScriptedReply{5, {}, {}, {}}; });
  EXPECT_TRUE(AnswersWithin(milliseconds(5000), {{"127.0.0.1", refusing.port()}}));
  const ScriptedServer silent([](const std::string&, RrType, int) {
    return ScriptedReply{0, {}, {}, ScriptedReply::Kind::kSilence};
  });
  EXPECT_FALSE(AnswersWithin(milliseconds(200), {{"127.0.0.1", silent.port()}}));
  EXPECT_TRUE(
      AnswersWithin(milliseconds(5000), {{"127.0.0.1", silent.port()}, {"127.0.0.1", refusing.port()}}))
      << "one of them is enough";
}

TEST(DnsProbe, NobodyThereIsSilence) {
  uint16_t port = 0;
  {
    const ScriptedServer gone([](const std::string&, RrType, int) { return ScriptedReply{}; });
    port = gone.port();
  }
  EXPECT_FALSE(AnswersWithin(milliseconds(200), {{"127.0.0.1", port}}));
  EXPECT_FALSE(DnsProbe({}).can_ask());
  const std::vector<DnsServer> nonsense = {{"nonsense", 53}};
  EXPECT_FALSE(DnsProbe(nonsense).can_ask());
}

}  // namespace
}  // namespace kenpin
