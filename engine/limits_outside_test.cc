// Corpora and DNS at their limits.
#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "engine/auth/dmarc_record.h"
#include "engine/auth/sender_dns.h"
#include "engine/auth/spf.h"
#include "engine/test_limit_cases.h"
#include "io/dns_snapshot.h"
#include "io/test_corpus.h"
#include "tests/zone_dns.h"

namespace kenpin::test {
namespace {

std::string RecordFlaws(const TestCorpus& corpus) {
  std::string told;
  for (const ReadMessage& message : corpus.messages) {
    if (message.flaws & static_cast<uint8_t>(RecordFlaw::kTooLarge)) told += Quoted("too_large");
    if (message.flaws & static_cast<uint8_t>(RecordFlaw::kContentLengthIgnored))
      told += Quoted("content_length_ignored");
  }
  return told;
}

std::string Message(uint64_t size) {
  const TestDirectory directory;
  const std::string path = directory.Write("one.eml", "From: a@example.com\n\nHello.\n");
  std::filesystem::resize_file(path, size);
  return RecordFlaws(ReadCorpus({path}));
}

std::string HeaderBeforeLength(uint64_t size) {
  const TestDirectory directory;
  std::string text = "From a@example.com Mon Apr  6 00:00:00 2026\nContent-Length: 3\nX-Fill: x\n";
  while (text.size() + 200 < size) text += " " + std::string(98, 'x') + "\n";
  text += " " + std::string(size - text.size() - 3, 'x') + "\n\n";
  CorpusOptions options;
  options.format = InputFormat::kMboxcl;
  return RecordFlaws(ReadCorpus({directory.Write("a.mbox", text + "ab\n")}, options));
}

std::string Spf(DnsClient& dns, const std::string& sender = "a@example.com") {
  SpfQuery query;
  query.client = *ParseIpAddress("198.51.100.7");
  query.mail_from = sender;
  query.helo = "out.example.com";
  std::vector<DnsQuestionId> open;
  const std::optional<SpfEvaluation> evaluation = EvaluateSpf(query, dns, 0, {}, &open);
  return evaluation ? Quoted(SpfReasonName(evaluation->reason)) : "open";
}

// A record of `terms` terms that ask for addresses, which are there or not.
std::string Terms(uint64_t terms, bool found) {
  ZoneDns dns;
  std::string record = "v=spf1";
  for (uint64_t i = 0; i < terms; ++i) {
    const std::string name = "h" + std::to_string(i) + ".example.com";
    record += " a:" + name;
    if (found) dns.Add(name, RrType::kA, "192.0.2.1");
  }
  dns.Add("example.com", RrType::kTxt, record + " -all");
  return Spf(dns);
}

std::string MxHosts(uint64_t hosts) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 mx -all");
  for (uint64_t i = 0; i < hosts; ++i) {
    const std::string name = "h" + std::to_string(i) + ".example.com";
    dns.Add("example.com", RrType::kMx, "10 " + name);
    dns.Add(name, RrType::kA, "192.0.2.1");
  }
  return Spf(dns);
}

std::string LocalPart(uint64_t octets) {
  ZoneDns dns;
  dns.Add("example.com", RrType::kTxt, "v=spf1 -all");
  return Spf(dns, std::string(octets, 'a') + "@example.com");
}

std::string DomainSpec(uint64_t octets) {
  ZoneDns dns;
  const std::string end = ".example.com";
  dns.Add("example.com", RrType::kTxt,
          "v=spf1 exists:" + std::string(octets - end.size(), 'a') + end + " -all");
  return Spf(dns);
}

std::string DmarcFlawsOf(const std::string& text) {
  std::string told;
  const std::optional<DmarcRecord> record = ParseDmarcRecord(text);
  for (size_t i = 0; record && i < static_cast<size_t>(DmarcFlaw::kCount); ++i) {
    if (record->flaws.Has(static_cast<DmarcFlaw>(i)))
      told += Quoted(DmarcFlawName(static_cast<DmarcFlaw>(i)));
  }
  return told;
}

std::string ReportUris(uint64_t uris) {
  return DmarcFlawsOf("v=DMARC1; p=none; rua=" + Times(uris - 1, "mailto:a@example.com,") +
                      "mailto:a@example.com");
}

std::string Pointers(uint64_t names) {
  ZoneDns dns;
  for (uint64_t i = 0; i < names; ++i) {
    const std::string name = "h" + std::to_string(i) + ".example.com";
    dns.Add("7.100.51.198.in-addr.arpa", RrType::kPtr, name);
    dns.Add(name, RrType::kA, "192.0.2.1");
  }
  std::vector<DnsQuestionId> open;
  const std::optional<ClientDnsFacts> facts =
      FindClientDns(*ParseIpAddress("198.51.100.7"), "out.example.com", dns, 0, &open);
  const bool told = facts && facts->names_cut && facts->forward_match == DnsFact::kUnknown;
  return told ? Quoted("too_many_ptr_names") : "";
}

std::string CnameChain(uint64_t links) {
  const TestDirectory directory;
  std::string zone = ";kenpin 1\n";
  for (uint64_t i = 0; i < links; ++i) {
    zone += "n" + std::to_string(i) + ".example. 60 IN CNAME n" + std::to_string(i + 1) + ".example.\n";
  }
  zone += "n" + std::to_string(links) + ".example. 60 IN TXT end\n";
  const auto client = OpenDnsSnapshot(directory.Write("dns.zone", zone));
  if (!client.ok()) return "the zone cannot be read";
  const DnsAnswer* const answer = (*client)->Find((*client)->Ask("n0.example", RrType::kTxt), 0);
  return answer != nullptr && answer->status == DnsStatus::kFailed ? Quoted("dns_failure") : "";
}

}  // namespace

std::vector<LimitCase> OutsideLimitCases() {
  return {
      {"kMaxMessageBytes", Message},
      {"kMaxHeaderForContentLength", HeaderBeforeLength},
      {"kMaxSpfLookups", [](uint64_t n) { return Terms(n, true); }},
      {"kMaxVoidLookups", [](uint64_t n) { return Terms(n, false); }},
      {"kMaxMxHosts", MxHosts},
      {"kMaxSpfLocalPartOctets", LocalPart},
      {"kMaxDomainSpecOctets", DomainSpec},
      {"kMaxDmarcTags", [](uint64_t n) { return DmarcFlawsOf("v=DMARC1; p=none" + Times(n - 1, "; x=y")); }},
      {"kMaxReportUris", ReportUris},
      {"kMaxForwardLookups", Pointers},
      {"kMaxCnameChain", CnameChain},
  };
}

}  // namespace kenpin::test
