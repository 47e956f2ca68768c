#include "engine/dns_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace kenpin {
namespace {

// "off", "live", "live ADDRESS PORT", "snapshot PATH" or "none".
std::string Tell(const std::string& text) {
  const std::optional<DnsSpec> spec = ParseDnsSpec(text);
  if (!spec) return "none";
  if (spec->kind == DnsSpec::Kind::kOff) return "off";
  if (spec->kind == DnsSpec::Kind::kSnapshot) return "snapshot " + spec->path;
  if (!spec->live.server) return "live";
  return "live " + spec->live.server->address + " " + std::to_string(spec->live.server->port);
}

TEST(DnsSource, Words) {
  const std::string existing = testing::TempDir() + "/kenpin_192.0.2.9";
  std::ofstream(existing) << "a.example. TXT x\n";
  const struct {
    std::string text;
    std::string told;
  } cases[] = {
      {"off", "off"},
      {"system", "live"},
      {"192.0.2.1", "live 192.0.2.1 53"},
      {"192.0.2.1:5301", "live 192.0.2.1 5301"},
      {"2001:db8::1", "live 2001:db8::1 53"},
      {"[2001:db8::1]", "live 2001:db8::1 53"},
      {"[2001:db8::1]:5301", "live 2001:db8::1 5301"},
      {existing, "snapshot " + existing},
      {"./absent.zone", "snapshot ./absent.zone"},
      {"resolver.example", "none"},
      {"resolver.example:53", "none"},
      {"192.0.2.1:", "none"},
      {"192.0.2.1:0", "none"},
      {"192.0.2.1:65536", "none"},
      {"192.0.2.1:53x", "none"},
      {"192.0.2", "none"},
      {"[192.0.2.1]:53", "none"},
      {"[2001:db8::1", "none"},
      {"[2001:db8::1]53", "none"},
      {"", "none"},
      {"Off", "none"},
  };
  for (const auto& c : cases) EXPECT_EQ(Tell(c.text), c.told) << c.text;
  // A file of that name goes before the address.
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(testing::TempDir());
  std::ofstream("192.0.2.77") << "a.example. TXT x\n";
  EXPECT_EQ(Tell("192.0.2.77"), "snapshot 192.0.2.77");
  std::filesystem::remove("192.0.2.77");
  std::filesystem::current_path(before);
  std::filesystem::remove(existing);
}

TEST(DnsSource, Opens) {
  const LiveDns* live = nullptr;
  absl::StatusOr<std::unique_ptr<DnsClient>> client = OpenDns(*ParseDnsSpec("off"), &live);
  ASSERT_TRUE(client.ok());
  EXPECT_EQ((*client)->Describe(), "off");
  EXPECT_EQ(live, nullptr);
  EXPECT_FALSE(OpenDns(*ParseDnsSpec("/nonexistent/x.zone")).ok());

  const DnsSpec spec = *ParseDnsSpec("127.0.0.1:9");
  client = OpenDns(spec, &live);
  ASSERT_TRUE(client.ok());
  EXPECT_EQ((*client)->Describe(), "127.0.0.1:9");
  EXPECT_EQ(live, client->get());
  EXPECT_EQ(KeySourceOf(spec), KeySource::kLive);
  EXPECT_EQ(KeySourceOf(*ParseDnsSpec("/nonexistent/x.zone")), KeySource::kSnapshot);
}

}  // namespace
}  // namespace kenpin
