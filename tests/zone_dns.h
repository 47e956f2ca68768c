// For tests: a DnsClient over a small zone that is the whole world, so that what does not stand in it does
// not exist. CNAMEs are followed. Answers come at once, or one a round when the test says so.
#ifndef KENPIN_TESTS_ZONE_DNS_H_
#define KENPIN_TESTS_ZONE_DNS_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/mail/ascii.h"
#include "io/dns.h"

namespace kenpin::test {

// When a ZoneDns answers.
enum class AnswerOrder : uint8_t {
  kAtOnce,
  kOldestFirst,  // Each AnswerOne() answers the question that was asked first.
  kNewestFirst,  // The one that was asked last.
};

// Not thread-safe. A question is answered once, from the zone as it then is.
class ZoneDns final : public DnsClient {
 public:
  explicit ZoneDns(AnswerOrder order = AnswerOrder::kAtOnce) : order_(order) {}

  void Add(std::string_view name, RrType type, std::string record) {
    names_.insert(Lower(name));
    DnsAnswer& answer = records_[{Lower(name), type}];
    answer.status = DnsStatus::kFound;
    answer.records.push_back(std::move(record));
  }
  // Says how questions for a type end that has no record at the name.
  void SetStatus(std::string_view name, RrType type, DnsStatus status) {
    if (status != DnsStatus::kNxDomain) names_.insert(Lower(name));
    records_[{Lower(name), type}].status = status;
  }
  // Questions for types without a record at the name fail.
  void Fail(std::string_view name) { failing_.insert(Lower(name)); }

  // Answers one open question; false when none is open.
  bool AnswerOne() {
    const size_t size = answers_.size();
    for (size_t i = 0; i < size; ++i) {
      const size_t id = order_ == AnswerOrder::kNewestFirst ? size - 1 - i : i;
      if (answers_[id] != nullptr) continue;
      answers_[id] = std::make_unique<DnsAnswer>(Resolve(questions_[id]));
      return true;
    }
    return false;
  }

  // Questions asked so far, each once.
  size_t asked() const { return questions_.size(); }

  DnsQuestionId Ask(std::string_view name, RrType type) override {
    const Key key(Lower(name), type);
    const auto [place, fresh] = ids_.try_emplace(key, static_cast<DnsQuestionId>(questions_.size()));
    if (fresh) {
      questions_.push_back(key);
      answers_.push_back(order_ == AnswerOrder::kAtOnce ? std::make_unique<DnsAnswer>(Resolve(key))
                                                        : nullptr);
    }
    return place->second;
  }
  const DnsAnswer* Find(DnsQuestionId question, int64_t) const override { return answers_[question].get(); }
  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
  std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return order_ == AnswerOrder::kAtOnce; }
  std::string Describe() const override { return "test"; }

 private:
  using Key = std::pair<std::string, RrType>;
  static constexpr int kMaxChain = 16;

  static std::string Lower(std::string_view name) {
    if (name.ends_with('.')) name.remove_suffix(1);
    std::string lower(name);
    for (char& c : lower) c = ToLower(c);
    return lower;
  }

  DnsAnswer Resolve(Key key) const {
    for (int i = 0; i < kMaxChain; ++i) {
      const auto found = records_.find(key);
      if (found != records_.end()) return found->second;
      const auto alias = records_.find({key.first, RrType::kCname});
      if (alias == records_.end()) {
        if (failing_.contains(key.first)) return {DnsStatus::kFailed, {}, {}};
        return {names_.contains(key.first) ? DnsStatus::kNoData : DnsStatus::kNxDomain, {}, {}};
      }
      key.first = Lower(alias->second.records[0]);
    }
    return {DnsStatus::kFailed, {}, {}};
  }

  const AnswerOrder order_;
  std::map<Key, DnsAnswer> records_;
  std::set<std::string> names_;
  std::set<std::string> failing_;
  std::map<Key, DnsQuestionId> ids_;
  std::vector<Key> questions_;
  std::vector<std::unique_ptr<DnsAnswer>> answers_;
};

}  // namespace kenpin::test

#endif  // KENPIN_TESTS_ZONE_DNS_H_
