// All answers that the file can give are worked out when it is read: per name and type a list of answers with
// the times in which they hold. Whatever else is asked shares the answer "not recorded", so that a corpus
// full of made-up names costs no memory.
#include "io/dns_snapshot.h"

#include <algorithm>
#include <array>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>
#include <absl/status/status.h>
#include <absl/strings/string_view.h>
#include <fmt/format.h>

#include "io/whole_file.h"
#include "io/zone_file.h"

namespace kenpin {
namespace {

constexpr int64_t kBeginOfTime = std::numeric_limits<int64_t>::min();
constexpr int64_t kEndOfTime = std::numeric_limits<int64_t>::max();

absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }

constexpr std::array<RrType, 8> kTypes = {RrType::kA,  RrType::kCname, RrType::kSoa,  RrType::kPtr,
                                          RrType::kMx, RrType::kTxt,   RrType::kAaaa, RrType::kSpf};

// Questions that stand for all others with the same answer.
enum RecordedQuestion : DnsQuestionId {
  kNotRecordedQuestion,
  kNxDomainQuestion,
  kNoDataQuestion,
  kFailedQuestion,
  kRecordedCount
};

// An answer and the last second in which it holds; it begins where the one before ends.
struct TimedAnswer {
  int64_t to = kEndOfTime;
  DnsAnswer answer;
};
using Question = std::vector<TimedAnswer>;
using QuestionIds = std::array<DnsQuestionId, kTypes.size()>;

// What the file says of one name and type in one range.
struct RecordSet {
  HoldsRange holds;
  DnsStatus status = DnsStatus::kFound;
  std::vector<std::string> records;
};

// Everything about one name; type 0 holds the nxdomain lines. Sets are in the order of their first second.
struct Node {
  struct OfType {
    uint16_t type = 0;
    std::vector<RecordSet> sets;
  };
  std::vector<OfType> types;

  const OfType* Find(uint16_t type) const {
    const auto found =
        std::find_if(types.begin(), types.end(), [type](const OfType& t) { return t.type == type; });
    return found == types.end() ? nullptr : &*found;
  }
};

// Which set applies at a time (of several the one that began last), and until when that stays so.
struct Pick {
  const RecordSet* set = nullptr;
  int64_t to = kEndOfTime;
};

Pick PickSet(const Node::OfType* of_type, int64_t at) {
  Pick pick;
  if (of_type == nullptr) return pick;
  const std::vector<RecordSet>& sets = of_type->sets;
  auto later = std::upper_bound(sets.begin(), sets.end(), at,
                                [](int64_t time, const RecordSet& s) { return time < s.holds.from; });
  if (later != sets.end()) pick.to = later->holds.from - 1;
  while (later != sets.begin()) {
    --later;
    if (later->holds.to < at) continue;
    pick.set = &*later;
    pick.to = std::min(pick.to, later->holds.to);
    break;
  }
  return pick;
}

using NameSet = absl::flat_hash_set<std::string>;

// The wildcard that speaks for a name which is not there itself: directly below the closest name that exists
// (RFC 4592 §3.3.1). Empty if `enclosers`, all names at or below which something stands, has the name.
std::string WildcardFor(std::string_view name, const NameSet& enclosers) {
  if (enclosers.contains(ToAbsl(name))) return "";
  while (!name.empty()) {
    const size_t dot = name.find('.');
    name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    if (enclosers.contains(ToAbsl(name))) break;
  }
  return name.empty() ? "*" : fmt::format("*.{}", name);
}

// The first seconds of all spans but the first in which the file says the same all along, in their order.
std::vector<int64_t> EpochBegins(const ZoneFile& zone) {
  std::vector<int64_t> begins;
  for (const ZoneStatement& statement : zone.statements) {
    if (statement.holds.from != kBeginOfTime) begins.push_back(statement.holds.from);
    if (statement.holds.to != kEndOfTime) begins.push_back(statement.holds.to + 1);
  }
  std::sort(begins.begin(), begins.end());
  begins.erase(std::unique(begins.begin(), begins.end()), begins.end());
  return begins;
}

// Builds the table of answers.
class Builder {
 public:
  explicit Builder(ZoneFile zone) {
    for (ZoneStatement& statement : zone.statements) Add(std::move(statement));
    for (auto& [name, node] : nodes_) {
      for (Node::OfType& of_type : node.types) {
        std::stable_sort(of_type.sets.begin(), of_type.sets.end(),
                         [](const RecordSet& a, const RecordSet& b) { return a.holds.from < b.holds.from; });
      }
    }
    for (const DnsStatus status :
         {DnsStatus::kNotRecorded, DnsStatus::kNxDomain, DnsStatus::kNoData, DnsStatus::kFailed}) {
      questions_.push_back({TimedAnswer{kEndOfTime, {status, {}, {}}}});
    }
    for (const auto& [name, node] : nodes_) {
      QuestionIds& ids = ids_[name];
      for (size_t i = 0; i < kTypes.size(); ++i) ids[i] = AddQuestion(name, static_cast<uint16_t>(kTypes[i]));
    }
  }

  absl::flat_hash_map<std::string, QuestionIds> TakeIds() { return std::move(ids_); }
  std::vector<Question> TakeQuestions() { return std::move(questions_); }
  // Names at which something stands, or below which something does; empty if there is no wildcard that would
  // need it.
  NameSet TakeEnclosers() { return has_wildcard_ ? std::move(enclosers_) : NameSet(); }

 private:
  void Add(ZoneStatement statement) {
    if (statement.status == DnsStatus::kFound) AddEnclosers(statement.name);
    has_wildcard_ |= statement.name.starts_with("*.") || statement.name == "*";
    Node& node = nodes_[statement.name];
    auto of_type = std::find_if(node.types.begin(), node.types.end(),
                                [&](const Node::OfType& t) { return t.type == statement.type; });
    if (of_type == node.types.end()) of_type = node.types.insert(of_type, Node::OfType{statement.type, {}});
    // Records that hold in the same range are one set. A record outweighs a line that says there is none.
    auto set = std::find_if(of_type->sets.rbegin(), of_type->sets.rend(),
                            [&](const RecordSet& s) { return s.holds == statement.holds; });
    if (set == of_type->sets.rend()) {
      of_type->sets.push_back({statement.holds, statement.status, {}});
      set = of_type->sets.rbegin();
    }
    if (statement.status != DnsStatus::kFound) return;
    set->status = DnsStatus::kFound;
    // RFC 2181 §5: equal records are one.
    if (std::find(set->records.begin(), set->records.end(), statement.value) == set->records.end()) {
      set->records.push_back(std::move(statement.value));
    }
  }

  void AddEnclosers(std::string_view name) {
    while (enclosers_.emplace(name).second && !name.empty()) {
      const size_t dot = name.find('.');
      name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    }
  }

  const Node* FindNode(std::string_view name) const {
    auto found = nodes_.find(ToAbsl(name));
    if (found == nodes_.end() && has_wildcard_) found = nodes_.find(WildcardFor(name, enclosers_));
    return found == nodes_.end() ? nullptr : &found->second;
  }

  // Adds the question's answers for all times. Returns its id, or a canned one.
  DnsQuestionId AddQuestion(std::string_view name, uint16_t type) {
    Question question;
    for (int64_t at = kBeginOfTime;; ++at) {
      TimedAnswer timed = Resolve(std::string(name), type, at);
      at = timed.to;
      question.push_back(std::move(timed));
      if (at == kEndOfTime) break;
    }
    if (question.size() == 1 && question[0].answer.records.empty() &&
        question[0].answer.cname_chain.empty()) {
      const DnsStatus status = question[0].answer.status;
      for (DnsQuestionId id = 0; id < kRecordedCount; ++id) {
        if (questions_[id][0].answer.status == status) return id;
      }
    }
    questions_.push_back(std::move(question));
    return static_cast<DnsQuestionId>(questions_.size() - 1);
  }

  // The answer at one time, and until when it holds.
  TimedAnswer Resolve(std::string name, uint16_t type, int64_t at) const {
    TimedAnswer result;
    for (int hop = 0; hop <= kMaxCnameChain; ++hop) {
      const Node* node = FindNode(name);
      if (node == nullptr) return Finish(DnsStatus::kNotRecorded, std::move(result));
      const Pick own = PickSet(node->Find(type), at);
      const Pick absent = PickSet(node->Find(0), at);
      Pick cname = type == static_cast<uint16_t>(RrType::kCname)
                       ? Pick()
                       : PickSet(node->Find(static_cast<uint16_t>(RrType::kCname)), at);
      if (cname.set != nullptr && cname.set->status != DnsStatus::kFound) cname.set = nullptr;
      result.to = std::min({result.to, own.to, cname.to, absent.to});
      const RecordSet* best = Latest(Latest(own.set, cname.set), absent.set);
      if (best == nullptr) return FinishWithoutSet(*node, at, std::move(result));
      if (best != cname.set) {
        if (best == own.set) result.answer.records = best->records;
        return Finish(best->status, std::move(result));
      }
      name = best->records.front();
      result.answer.cname_chain.push_back(name);
    }
    return Finish(DnsStatus::kFailed, std::move(result));
  }

  // The one that began later; the first if both began at once.
  static const RecordSet* Latest(const RecordSet* a, const RecordSet* b) {
    if (a == nullptr || b == nullptr) return a == nullptr ? b : a;
    return b->holds.from > a->holds.from ? b : a;
  }

  static TimedAnswer Finish(DnsStatus status, TimedAnswer result) {
    result.answer.status = status;
    return result;
  }

  // Nothing was said of the type: a name with other records has none of it.
  static TimedAnswer FinishWithoutSet(const Node& node, int64_t at, TimedAnswer result) {
    DnsStatus status = DnsStatus::kNotRecorded;
    for (const Node::OfType& of_type : node.types) {
      const Pick pick = PickSet(&of_type, at);
      result.to = std::min(result.to, pick.to);
      if (pick.set != nullptr && pick.set->status == DnsStatus::kFound) status = DnsStatus::kNoData;
    }
    return Finish(status, std::move(result));
  }

  absl::flat_hash_map<std::string, Node> nodes_;
  NameSet enclosers_;
  bool has_wildcard_ = false;
  absl::flat_hash_map<std::string, QuestionIds> ids_;
  std::vector<Question> questions_;
};

// Immutable once built, so that any thread may read it.
class DnsSnapshot final : public DnsClient {
 public:
  DnsSnapshot(ZoneFile zone, std::string path)
      : path_(std::move(path)), recorded_(zone.recorded), epoch_begins_(EpochBegins(zone)) {
    Builder builder(std::move(zone));
    ids_ = builder.TakeIds();
    questions_ = builder.TakeQuestions();
    enclosers_ = builder.TakeEnclosers();
  }

  DnsQuestionId Ask(std::string_view name, RrType type) override {
    char normal[kMaxDnsName];
    const std::optional<size_t> length = NormalizeDnsName(name, normal);
    if (!length) return kNxDomainQuestion;
    const size_t index = static_cast<size_t>(std::find(kTypes.begin(), kTypes.end(), type) - kTypes.begin());
    const QuestionIds* ids = FindIds({normal, *length});
    return ids == nullptr || index == kTypes.size() ? DnsQuestionId{kNotRecordedQuestion} : (*ids)[index];
  }

  const DnsAnswer* Find(DnsQuestionId id, int64_t at) const override {
    const Question& question = questions_[id];
    return &std::lower_bound(question.begin(), question.end(), at, [](const TimedAnswer& t, int64_t time) {
              return t.to < time;
            })->answer;
  }

  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
  std::optional<DnsAskedRange> asked_range() const override { return recorded_; }
  int64_t Epoch(int64_t at) const override {
    return std::upper_bound(epoch_begins_.begin(), epoch_begins_.end(), at) - epoch_begins_.begin();
  }
  bool answers_at_once() const override { return true; }
  std::string Describe() const override { return path_; }

 private:
  // All names that one wildcard answers share its questions.
  const QuestionIds* FindIds(std::string_view name) const {
    auto found = ids_.find(ToAbsl(name));
    if (found == ids_.end() && !enclosers_.empty()) found = ids_.find(WildcardFor(name, enclosers_));
    return found == ids_.end() ? nullptr : &found->second;
  }

  const std::string path_;
  const std::optional<DnsAskedRange> recorded_;
  const std::vector<int64_t> epoch_begins_;
  absl::flat_hash_map<std::string, QuestionIds> ids_;
  std::vector<Question> questions_;
  NameSet enclosers_;
};

class DnsOff final : public DnsClient {
 public:
  DnsQuestionId Ask(std::string_view, RrType) override { return 0; }
  const DnsAnswer* Find(DnsQuestionId, int64_t) const override { return &answer_; }
  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
  std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return true; }
  std::string Describe() const override { return "off"; }

 private:
  const DnsAnswer answer_{};  // the braces are for clang 14
};

}  // namespace

absl::StatusOr<std::unique_ptr<DnsClient>> ParseDnsSnapshot(std::string_view text, const std::string& path) {
  absl::StatusOr<ZoneFile> zone = ParseZoneFile(text, path);
  if (!zone.ok()) return zone.status();
  return std::make_unique<DnsSnapshot>(*std::move(zone), path);
}

absl::StatusOr<std::unique_ptr<DnsClient>> OpenDnsSnapshot(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path, "a snapshot or zone file");
  if (!text.ok()) return text.status();
  return ParseDnsSnapshot(*text, path);
}

std::unique_ptr<DnsClient> MakeDnsOff() { return std::make_unique<DnsOff>(); }

}  // namespace kenpin
