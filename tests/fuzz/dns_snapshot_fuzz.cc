// DNS snapshots: what was parsed can be asked, and what is written down of the answers gives the same ones
// again.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/dns_record.h"
#include "io/dns_recorder.h"
#include "io/dns_snapshot.h"
#include "io/zone_file.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

constexpr size_t kMaxAsked = 64;

const DnsAnswer& Ask(DnsClient& client, const std::string& name, RrType type, int64_t at) {
  const DnsAnswer* answer = client.Find(client.Ask(name, type), at);
  Require(answer != nullptr, "a snapshot answers at once");
  Require(answer->records.empty() == (answer->status != DnsStatus::kFound),
          "records are there when they were found");
  // A chain that is too long ends as a failure, with one name more.
  const size_t longest = static_cast<size_t>(kMaxCnameChain) + (answer->status == DnsStatus::kFailed ? 1 : 0);
  Require(answer->cname_chain.size() <= longest, "chains are bounded");
  return *answer;
}

// A record or the name at which it stands would be longer as text than a master file takes.
bool IsTooLong(const std::string& name, const DnsAnswer& answer) {
  size_t octets = 0;
  for (const std::string& record : answer.records) octets += record.size();
  bool long_owner = ZoneName(name).size() > kMaxZoneOwner;
  for (const std::string& link : answer.cname_chain) long_owner |= ZoneName(link).size() > kMaxZoneOwner;
  return long_owner || octets > kMaxZoneText / 8;
}

void AskAndReplay(std::unique_ptr<DnsClient> client, const ZoneFile& zone, int64_t at) {
  DnsRecorder recorder(std::move(client));
  std::vector<std::pair<std::string, RrType>> questions;
  for (const ZoneStatement& statement : zone.statements) {
    if (questions.size() >= kMaxAsked) break;
    for (const RrType type : {RrType::kTxt, RrType::kA, RrType::kMx, RrType::kCname}) {
      questions.emplace_back(statement.name, type);
      questions.emplace_back("below." + statement.name, type);
    }
  }
  for (const auto& [name, type] : questions) Ask(recorder, name, type, at);
  const std::string text = recorder.Snapshot(at);
  absl::StatusOr<std::unique_ptr<DnsClient>> again = ParseDnsSnapshot(text, "again");
  if (!again.ok()) std::fprintf(stderr, "%s\n%s", again.status().ToString().c_str(), text.c_str());
  Require(again.ok(), "a snapshot that was written can be read");
  for (const auto& [name, type] : questions) {
    const DnsAnswer& before = Ask(recorder, name, type, at);
    if (before.status == DnsStatus::kNotRecorded) continue;
    const DnsAnswer& after = Ask(**again, name, type, at);
    if (before.status != DnsStatus::kFailed && after.status == DnsStatus::kFailed) {
      Require(IsTooLong(name, before), "only what a master file can not hold becomes a failure");
      continue;
    }
    Require(before.status == after.status, "a question that is asked again ends the same way");
    Require(before.records == after.records, "a question that is asked again has the same records");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  const absl::StatusOr<ZoneFile> zone = ParseZoneFile(text.view(), "zone");
  absl::StatusOr<std::unique_ptr<DnsClient>> client = ParseDnsSnapshot(text.view(), "zone");
  if (!zone.ok()) {
    Require(!client.ok(), "what is no zone is no snapshot");
    Require(zone.status().ToString().find("zone:") != std::string::npos, "an error names file and line");
    return 0;
  }
  for (const ZoneStatement& statement : zone->statements) {
    Require(statement.name.size() <= kMaxDnsName && !statement.name.ends_with('.'),
            "names are as DNS has them");
    Require(statement.holds.from <= statement.holds.to, "a range does not end before it begins");
  }
  if (client.ok()) AskAndReplay(*std::move(client), *zone, 1700000000);
  return 0;
}
