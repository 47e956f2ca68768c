#include "engine/dns_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>
#include <utility>

#include "engine/auth/dmarc_record.h"
#include "engine/auth/spf_record.h"
#include "engine/complain.h"
#include "engine/dkim/key_record.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"
#include "io/whole_file.h"

namespace kenpin {
namespace {

constexpr size_t kMaxRemarkColumns = 200;
constexpr int kRecommendedRsaBits = 2048;

// The types that kenpin asks for.
std::string_view TypeName(uint16_t type) {
  switch (static_cast<RrType>(type)) {
    case RrType::kA:
      return "A";
    case RrType::kCname:
      return "CNAME";
    case RrType::kPtr:
      return "PTR";
    case RrType::kMx:
      return "MX";
    case RrType::kTxt:
      return "TXT";
    case RrType::kAaaa:
      return "AAAA";
    case RrType::kSpf:
      return "SPF";
    case RrType::kSoa:
      break;
  }
  return {};
}

// All TXT records of a name that hold at the same time make one answer.
struct TextAnswer {
  std::string name;
  HoldsRange holds;
  DnsAnswer answer;
};

std::vector<TextAnswer> CollectTexts(const ZoneFile& zone) {
  std::map<std::pair<std::string, std::pair<int64_t, int64_t>>, DnsAnswer> answers;
  for (const ZoneStatement& statement : zone.statements) {
    if (statement.status != DnsStatus::kFound || statement.type != static_cast<uint16_t>(RrType::kTxt))
      continue;
    DnsAnswer& answer = answers[{statement.name, {statement.holds.from, statement.holds.to}}];
    answer.status = DnsStatus::kFound;
    answer.records.push_back(statement.value);
  }
  std::vector<TextAnswer> texts;
  texts.reserve(answers.size());
  for (auto& [key, answer] : answers) {
    texts.push_back({key.first, {key.second.first, key.second.second}, std::move(answer)});
  }
  return texts;
}

class Examiner {
 public:
  explicit Examiner(SnapshotOverview* overview) : overview_(*overview) {}

  void Examine(const TextAnswer& text) {
    name_ = text.name;
    if (text.name.find("._domainkey.") != std::string::npos) {
      ExamineKeys(text.answer);
    } else if (text.name.starts_with("_dmarc.")) {
      ExamineDmarc(text.answer);
    } else {
      ExamineSpf(text.answer);
    }
  }

 private:
  void Remark(std::string text) { overview_.remarks.push_back({name_, std::move(text), false}); }
  void Error(std::string text) { overview_.remarks.push_back({name_, std::move(text), true}); }

  void ExamineKeys(const DnsAnswer& answer) {
    const KeySet keys = ParseKeySet(answer);
    if (keys.records.empty()) Error("no TXT record is a DKIM key");
    if (keys.records.size() > 1)
      Remark("there are several DKIM keys, and receivers may take any one of them");
    for (const KeyRecord& key : keys.records) ExamineKey(key);
  }

  void ExamineKey(const KeyRecord& key) {
    if (key.error == DkimReason::kKeyRevoked) return Remark("the DKIM key is revoked");
    if (key.error) return Error(fmt::format("the DKIM key can not be used ({})", DkimReasonName(*key.error)));
    ++overview_.keys;
    if (key.testing) Remark("the DKIM key says that it is being tested (t=y)");
    if (key.type != KeyType::kRsa) return;
    const int bits = key.key->bits();
    if (bits < kMinRsaBits) return Error(fmt::format("the RSA key has {} bits; verifiers refuse it", bits));
    if (bits < kRecommendedRsaBits)
      Remark(fmt::format("the RSA key has {} bits; 2048 are recommended", bits));
  }

  void ExamineDmarc(const DnsAnswer& answer) {
    const DmarcAnswer dmarc = ParseDmarcAnswer(answer);
    if (dmarc.record_count > 1) Error("there are several DMARC records, which are all discarded");
    if (!dmarc.near_record.empty()) Error("a text looks like a DMARC record and is none");
    const DmarcRecord* record = dmarc.single();
    if (record == nullptr) return;
    ++overview_.dmarc_records;
    if (!record->usable())
      Error("the DMARC policy is missing or invalid, and no address for reports is named");
    for (size_t i = 0; i < static_cast<size_t>(DmarcFlaw::kCount); ++i) {
      const DmarcFlaw flaw = static_cast<DmarcFlaw>(i);
      if (record->flaws.Has(flaw)) Remark(fmt::format("DMARC record: {}", DmarcFlawName(flaw)));
    }
  }

  void ExamineSpf(const DnsAnswer& answer) {
    const SpfRecordChoice choice = SelectSpfRecord(answer);
    if (choice.count == 0) return;
    if (choice.count > 1)
      Error("there are several SPF records, which is an error for all mail of the domain");
    ++overview_.spf_records;
    const SpfRecord record = ParseSpfRecord(choice.text);
    if (record.error != SpfSyntaxError::kNone) {
      Error(fmt::format("the SPF record has a syntax error at '{}'", record.error_term));
    }
  }

  SnapshotOverview& overview_;
  std::string name_;
};

}  // namespace

SnapshotOverview LookOver(const ZoneFile& zone) {
  SnapshotOverview overview;
  std::set<std::string_view> names;
  for (const ZoneStatement& statement : zone.statements) {
    names.insert(statement.name);
    const std::string_view type = TypeName(statement.type);
    if (statement.status == DnsStatus::kFailed) {
      ++overview.failed;
    } else if (statement.status != DnsStatus::kFound) {
      ++overview.absent;
    } else if (!type.empty()) {
      ++overview.records[std::string(type)];
    }
  }
  overview.names = names.size();
  Examiner examiner(&overview);
  for (const TextAnswer& text : CollectTexts(zone)) examiner.Examine(text);
  std::sort(overview.remarks.begin(), overview.remarks.end());
  return overview;
}

std::string OverviewAsText(const SnapshotOverview& overview, std::string_view path,
                           const std::optional<DnsAskedRange>& recorded) {
  std::string out = fmt::format("{}: {} names", PrintablePath(path, kMaxRemarkColumns), overview.names);
  for (const auto& [type, count] : overview.records) out += fmt::format(", {} {}", count, type);
  out += fmt::format("; {} recorded as absent, {} as failed\n", overview.absent, overview.failed);
  if (recorded) {
    out += fmt::format("recorded {} to {}\n", FormatTime(recorded->first), FormatTime(recorded->last));
  } else {
    out += "recorded: the file does not say when, so that nothing is concluded from what it lacks\n";
  }
  out += fmt::format("{} usable DKIM keys, {} SPF records, {} DMARC records\n", overview.keys,
                     overview.spf_records, overview.dmarc_records);
  for (const SnapshotRemark& remark : overview.remarks) {
    out += fmt::format("{} {}: {}\n", remark.is_error ? "error " : "remark",
                       PrintableText(remark.name, kMaxRemarkColumns),
                       PrintableText(remark.text, kMaxRemarkColumns));
  }
  return out;
}

int RunDnsCheck(const std::string& path) {
  absl::StatusOr<std::string> text = ReadTextFile(path, "a snapshot or zone file");
  if (!text.ok()) {
    Complain(text.status());
    return kExitOperational;
  }
  const absl::StatusOr<ZoneFile> zone = ParseZoneFile(*text, path);
  if (!zone.ok()) {
    Complain(zone.status());
    return kExitOperational;
  }
  const SnapshotOverview overview = LookOver(*zone);
  const std::string report = OverviewAsText(overview, path, zone->recorded);
  if (!PrintAnswer(report)) return kExitOperational;
  return std::any_of(overview.remarks.begin(), overview.remarks.end(),
                     [](const SnapshotRemark& remark) { return remark.is_error; })
             ? kExitFindings
             : kExitClean;
}

}  // namespace kenpin
