// Names and records as text, there and back; packets, whole and broken.
#include "io/dns_record.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "io/dns_snapshot.h"

namespace kenpin {
namespace {

// A packet with these records in its answer section.
std::vector<uint8_t> Packet(int rcode, const std::vector<std::string>& records) {
  ldns_pkt* packet = ldns_pkt_new();
  ldns_pkt_set_qr(packet, true);
  ldns_pkt_set_rcode(packet, static_cast<uint8_t>(rcode));
  for (const std::string& text : records) {
    ldns_rr* record = nullptr;
    EXPECT_EQ(ldns_rr_new_frm_str(&record, text.c_str(), 60, nullptr, nullptr), LDNS_STATUS_OK) << text;
    ldns_pkt_push_rr(packet, LDNS_SECTION_ANSWER, record);
  }
  uint8_t* wire = nullptr;
  size_t size = 0;
  EXPECT_EQ(ldns_pkt2wire(&wire, packet, &size), LDNS_STATUS_OK);
  const std::vector<uint8_t> bytes(wire, wire + size);
  free(wire);
  ldns_pkt_free(packet);
  return bytes;
}

std::string Tell(const DnsAnswer& answer) {
  constexpr const char* kWords[] = {"found", "nodata", "nxdomain", "not-recorded", "failed", "off"};
  std::string out = kWords[static_cast<size_t>(answer.status)];
  for (const std::string& record : answer.records) out += " " + record;
  for (const std::string& name : answer.cname_chain) out += " >" + name;
  return out;
}

TEST(DnsRecord, Packets) {
  std::vector<std::string> chain;
  for (int i = 0; i <= kMaxCnameChain; ++i) chain.push_back(fmt::format("n{}. CNAME n{}.", i, i + 1));
  std::vector<std::string> short_chain(chain.begin(), chain.end() - 1);
  short_chain.push_back(fmt::format("n{}. TXT end", kMaxCnameChain));
  const struct {
    std::string name;
    int rcode;
    std::vector<std::string> records;
    std::string expected;
  } cases[] = {
      {"Sorted", 0, {"a. TXT b", "a. TXT a", "a. TXT b"}, "found a b"},
      {"OtherNamesAndTypes", 0, {"b. TXT x", "a. A 192.0.2.1"}, "nodata"},
      {"Empty", 0, {}, "nodata"},
      {"NxDomain", 3, {}, "nxdomain"},
      {"ServFail", 2, {}, "failed"},
      {"Refused", 5, {"a. TXT x"}, "failed"},
      {"Chain", 0, {"b. CNAME C.", "c. TXT x", "A. CNAME B."}, "found x >b >c"},
      {"ChainIntoNothing", 3, {"a. CNAME b."}, "nxdomain >b"},
      {"ChainIntoOtherTypes", 0, {"a. CNAME b."}, "nodata >b"},
      {"Loop", 0, {"a. CNAME b.", "b. CNAME a."}, "failed"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(Tell(ReadDnsPacket(Packet(c.rcode, c.records), "a", RrType::kTxt)), c.expected) << c.name;
  EXPECT_EQ(Tell(ReadDnsPacket(Packet(0, {"a. SPF \"v=spf1 \" \"-all\""}), "a", RrType::kSpf)),
            "found v=spf1 -all");
  EXPECT_EQ(ReadDnsPacket(Packet(0, short_chain), "n0", RrType::kTxt).status, DnsStatus::kFound);
  EXPECT_EQ(ReadDnsPacket(Packet(0, chain), "n0", RrType::kTxt).status, DnsStatus::kFailed);
}

TEST(DnsRecord, BrokenPackets) {
  const std::vector<uint8_t> whole =
      Packet(0, {"a. TXT \"some text\"", "a. MX 10 b.example.", "a. CNAME c.example."});
  EXPECT_EQ(Tell(ReadDnsPacket({}, "a", RrType::kTxt)), "failed");
  for (size_t size = 0; size < whole.size(); ++size)
    ReadDnsPacket(std::span(whole).first(size), "a", RrType::kTxt);
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::vector<uint8_t> bytes = whole;
    for (int k = 0; k < 3; ++k) bytes[random() % bytes.size()] = static_cast<uint8_t>(random());
    const DnsAnswer answer = ReadDnsPacket(bytes, "a", RrType::kMx);
    EXPECT_EQ(answer.status == DnsStatus::kFound, !answer.records.empty());
  }
}

TEST(DnsRecord, ZoneSpelling) {
  EXPECT_EQ(ZoneName(""), ".");
  EXPECT_EQ(ZoneName("a-b_c.*.example"), "a-b_c.*.example.");
  EXPECT_EQ(ZoneName("a b\\\".x"), "a\\032b\\092\\034.x.");
  EXPECT_EQ(UnescapeZoneName("a\\.b\\x\\0651\\"), "a.bxA1\\");
  EXPECT_EQ(ZoneRecord(RrType::kTxt, ""), "TXT \"\"");
  EXPECT_EQ(ZoneRecord(RrType::kTxt, "a\"\\\n\xC8"), "TXT \"a\\\"\\\\\\010\xC8\"");
  EXPECT_EQ(ZoneRecord(RrType::kTxt, std::string(256, 'x')),
            fmt::format("TXT \"{}\" \"x\"", std::string(255, 'x')));
  EXPECT_EQ(ZoneRecord(RrType::kSpf, "v=spf1 -all"), "SPF \"v=spf1 -all\"");
  EXPECT_EQ(ZoneRecord(RrType::kMx, "10 a.example"), "MX 10 a.example.");
  EXPECT_EQ(ZoneRecord(RrType::kMx, "0 "), "MX 0 .");
  EXPECT_EQ(ZoneRecord(RrType::kMx, "a"), std::nullopt);
  EXPECT_EQ(ZoneRecord(RrType::kA, "192.0.2.1"), "A 192.0.2.1");
  EXPECT_EQ(ZoneRecord(RrType::kCname, "b"), "CNAME b.");
  EXPECT_EQ(ZoneRecord(RrType::kSoa, "b"), std::nullopt);
  EXPECT_EQ(ZoneRecord(RrType::kTxt, std::string(64'000, 'x')).has_value(), true);
  EXPECT_EQ(ZoneRecord(RrType::kTxt, std::string(20'000, '\1')), std::nullopt);
}

// Whatever octets a TXT record and a name hold, a master file brings them back.
TEST(DnsRecord, ThereAndBack) {
  const unsigned seed = std::random_device()();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 500; ++i) {
    std::string value(random() % 700, '\0');
    for (char& c : value) c = static_cast<char>(random());
    std::string label(1 + random() % 63, '\0');
    for (char& c : label) c = static_cast<char>(random());
    for (char& c : label) {
      if (c == '.' || (c >= 'A' && c <= 'Z')) c = '-';
    }
    const std::string name = label + ".example";
    ldns_rr* raw = nullptr;
    const std::string line = ZoneName(name) + " IN " + *ZoneRecord(RrType::kTxt, value);
    ASSERT_EQ(ldns_rr_new_frm_str(&raw, line.c_str(), 60, nullptr, nullptr), LDNS_STATUS_OK) << line;
    EXPECT_EQ(DnsNameText(ldns_rr_owner(raw)), name);
    EXPECT_EQ(DnsRecordText(*raw), value);
    EXPECT_EQ(UnescapeZoneName(ZoneName(name)), name + ".");
    ldns_rr_free(raw);
  }
}

TEST(DnsRecord, DotsInsideLabelsKeepTheLength) {
  ldns_rr* raw = nullptr;
  ASSERT_EQ(ldns_rr_new_frm_str(&raw, "A\\.b\\\\c.example. PTR x.", 60, nullptr, nullptr), LDNS_STATUS_OK);
  EXPECT_EQ(DnsNameText(ldns_rr_owner(raw)), "a\\b\\c.example");
  ldns_rr_free(raw);
}

}  // namespace
}  // namespace kenpin
