// An answer with a chain of CNAMEs says something about every name of the chain; what it says is spread over
// those names, so that questions which pass through the same names share their lines.
#include "io/dns_recorder.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/strings/string_view.h>
#include <absl/time/time.h>
#include <fmt/format.h>

#include "io/dns_live.h"
#include "io/dns_record.h"
#include "io/zone_file.h"

namespace kenpin {
namespace {

// How long a name server that serves the file lets others keep it.
constexpr int kTtl = 3600;

// One question and what it was told. `whole_at_name`: the chain is left out, because the zone cannot hold it.
struct Told {
  std::string name;
  RrType type = RrType::kTxt;
  const DnsAnswer* answer = nullptr;
  bool whole_at_name = false;

  // Where the chain ends.
  const std::string& end() const {
    return whole_at_name || answer->cname_chain.empty() ? name : answer->cname_chain.back();
  }
};

// Names of which the answers say two different things: they have a CNAME and something else, or two CNAMEs,
// or what was found there through a chain is not what was found there directly.
std::set<std::string> ContestedNames(const std::vector<Told>& all) {
  std::set<std::string> contested;
  std::map<std::string_view, std::string_view> targets;
  for (const Told& told : all) {
    if (told.whole_at_name) continue;
    std::string_view from = told.name;
    for (const std::string& to : told.answer->cname_chain) {
      if (targets.emplace(from, to).first->second != to) contested.emplace(from);
      from = to;
    }
  }
  std::map<std::pair<std::string_view, RrType>, const DnsAnswer*> ends;
  for (const Told& told : all) {
    const DnsAnswer& answer = *told.answer;
    const bool leaves_cname = answer.status == DnsStatus::kFound || answer.status == DnsStatus::kNxDomain;
    if (leaves_cname && told.type != RrType::kCname && targets.count(told.end()) != 0)
      contested.insert(told.end());
    const DnsAnswer& other =
        *ends.emplace(std::pair(std::string_view(told.end()), told.type), &answer).first->second;
    if (other.status != answer.status || other.records != answer.records) contested.insert(told.end());
  }
  return contested;
}

// Leaves chains out until no name is contested. Leaving one out puts its end's records at its first name,
// which may itself be a link of another chain; hence the repetition, in which each round shortens a chain.
void ResolveContests(std::vector<Told>* all) {
  for (bool changed = true; changed;) {
    changed = false;
    const std::set<std::string> contested = ContestedNames(*all);
    for (Told& told : *all) {
      const std::vector<std::string>& chain = told.answer->cname_chain;
      if (told.whole_at_name || chain.empty()) continue;
      if (contested.count(told.name) != 0 ||
          std::any_of(chain.begin(), chain.end(),
                      [&](const std::string& name) { return contested.count(name) != 0; })) {
        told.whole_at_name = changed = true;
      }
    }
  }
}

// The lines of all names, in the order in which they are written. Equal lines are one.
class Lines {
 public:
  void Add(const Told& told) {
    const DnsAnswer& answer = *told.answer;
    if (!HasWritableOwners(told)) {
      AddLack("servfail", told.name, RrTypeName(told.type));
      return;
    }
    if (!told.whole_at_name) {
      std::string_view from = told.name;
      for (const std::string& to : answer.cname_chain) {
        AddRecord(from, *ZoneRecord(RrType::kCname, to));
        from = to;
      }
    }
    switch (answer.status) {
      case DnsStatus::kFound:
        AddRecords(told);
        break;
      case DnsStatus::kNoData:
        AddLack("nodata", told.end(), RrTypeName(told.type));
        break;
      case DnsStatus::kNxDomain:
        AddLack("nxdomain", told.end(), "");
        break;
      case DnsStatus::kFailed:
        AddLack("servfail", told.end(), RrTypeName(told.type));
        break;
      case DnsStatus::kNotRecorded:
      case DnsStatus::kOff:
        break;
    }
  }

  std::string Join() const {
    std::string text;
    for (const auto& [name, lines] : lines_) {
      for (const std::string& line : lines) text += line;
    }
    return text;
  }

 private:
  // Whether a master file can hold the names at which this answer's records stand.
  static bool HasWritableOwners(const Told& told) {
    const auto writable = [](const std::string& name) { return ZoneName(name).size() <= kMaxZoneOwner; };
    const std::vector<std::string>& chain = told.answer->cname_chain;
    const bool has_records = told.answer->status == DnsStatus::kFound || !chain.empty();
    if (!has_records || told.type == RrType::kSoa) return true;
    if (told.whole_at_name || chain.empty()) return writable(told.name);
    return writable(told.name) && std::all_of(chain.begin(), chain.end(), writable);
  }

  // All records or none: a part of a set would be another answer.
  void AddRecords(const Told& told) {
    std::vector<std::string> records;
    for (const std::string& record : told.answer->records) {
      const std::optional<std::string> text = ZoneRecord(told.type, record);
      if (!text) {
        if (told.type != RrType::kSoa) AddLack("servfail", told.end(), RrTypeName(told.type));
        return;
      }
      records.push_back(*text);
    }
    for (const std::string& record : records) AddRecord(told.end(), record);
  }

  void AddRecord(std::string_view name, const std::string& record) {
    AddLine(name, fmt::format("{} {} IN {}\n", ZoneName(name), kTtl, record));
  }

  void AddLack(std::string_view verb, std::string_view name, std::string_view type) {
    AddLine(name, fmt::format(";kenpin {} {}{}{}\n", verb, ZoneName(name), type.empty() ? "" : " ", type));
  }

  void AddLine(std::string_view name, std::string line) {
    std::vector<std::string>& lines = lines_[std::string(name)];
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }

  std::map<std::string, std::vector<std::string>> lines_;
};

std::string TimeText(int64_t time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixSeconds(time), absl::UTCTimeZone());
}

std::optional<RrType> ParseRrType(std::string_view name) {
  for (const RrType type : kRrTypes) {
    if (RrTypeName(type) == name) return type;
  }
  return std::nullopt;
}

// What makes the file a snapshot, and a zone that a name server takes.
std::string Head(const std::optional<DnsAskedRange>& asked) {
  std::string head = ";kenpin 1\n";
  if (asked && asked->first == asked->last) {
    head += fmt::format(";kenpin recorded {}\n", TimeText(asked->first));
  } else if (asked) {
    head += fmt::format(";kenpin recorded {} to {}\n", TimeText(asked->first), TimeText(asked->last));
  }
  head += fmt::format("$ORIGIN .\n$TTL {}\n", kTtl);
  head += fmt::format(". {} IN SOA localhost. hostmaster.localhost. 1 7200 3600 1209600 3600\n", kTtl);
  return head + fmt::format(". {} IN NS localhost.\n", kTtl);
}

}  // namespace

struct DnsRecorder::Questions {
  std::shared_mutex mutex;
  // By name and the type's mnemonic: some clients give questions with equal answers one id.
  absl::flat_hash_map<std::string, DnsQuestionId> ids;
};

DnsRecorder::DnsRecorder(std::unique_ptr<DnsClient> client)
    : client_(std::move(client)), questions_(std::make_unique<Questions>()) {}

DnsRecorder::~DnsRecorder() = default;

DnsQuestionId DnsRecorder::Ask(std::string_view name, RrType type) {
  const DnsQuestionId id = client_->Ask(name, type);
  char key[kMaxDnsName + 8];
  const std::optional<size_t> length = NormalizeDnsName(name, key);
  // A snapshot knows by itself that there is no such name.
  if (!length) return id;
  const std::string_view type_name = RrTypeName(type);
  key[*length] = ' ';
  const size_t size = *length + 1 + type_name.copy(key + *length + 1, 7);
  const absl::string_view view(key, size);
  {
    const std::shared_lock lock(questions_->mutex);
    if (questions_->ids.contains(view)) return id;
  }
  const std::unique_lock lock(questions_->mutex);
  if (questions_->ids.size() < kMaxDnsQuestions) questions_->ids.emplace(view, id);
  return id;
}

const DnsAnswer* DnsRecorder::Find(DnsQuestionId question, int64_t at) const {
  return client_->Find(question, at);
}

void DnsRecorder::WhenAnswered(std::span<const DnsQuestionId> questions, std::function<void()> ready) {
  client_->WhenAnswered(questions, std::move(ready));
}

std::optional<DnsAskedRange> DnsRecorder::asked_range() const { return client_->asked_range(); }

int64_t DnsRecorder::Epoch(int64_t at) const { return client_->Epoch(at); }

bool DnsRecorder::answers_at_once() const { return client_->answers_at_once(); }

std::string DnsRecorder::Describe() const { return client_->Describe(); }

std::string DnsRecorder::Snapshot(int64_t at) const {
  std::vector<Told> all;
  {
    const std::shared_lock lock(questions_->mutex);
    for (const auto& [key, id] : questions_->ids) {
      const DnsAnswer* answer = client_->Find(id, at);
      if (answer == nullptr) continue;
      const size_t space = key.rfind(' ');
      const std::optional<RrType> type = ParseRrType(std::string_view(key).substr(space + 1));
      if (type) all.push_back({key.substr(0, space), *type, answer});
    }
  }
  std::sort(all.begin(), all.end(), [](const Told& a, const Told& b) {
    return a.name != b.name ? a.name < b.name : a.type < b.type;
  });
  ResolveContests(&all);
  Lines lines;
  for (const Told& told : all) lines.Add(told);
  return Head(client_->asked_range()) + lines.Join();
}

absl::Status DnsRecorder::WriteTo(Sink& sink, int64_t at) const { return sink.Append(Snapshot(at)); }

}  // namespace kenpin
