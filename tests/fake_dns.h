// For tests: a DnsClient whose answers a test writes down. What was not written is not recorded.
#ifndef KENPIN_TESTS_FAKE_DNS_H_
#define KENPIN_TESTS_FAKE_DNS_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/dns.h"

namespace kenpin::test {

// Not thread-safe. An answer keeps its address until it is set anew.
class FakeDns final : public DnsClient {
 public:
  void Set(std::string_view name, RrType type, DnsAnswer answer) {
    answers_[{std::string(name), type}] = std::make_unique<DnsAnswer>(std::move(answer));
  }
  void SetTxt(std::string_view name, std::vector<std::string> records) {
    Set(name, RrType::kTxt, {DnsStatus::kFound, std::move(records), {}});
  }
  void SetStatus(std::string_view name, RrType type, DnsStatus status) { Set(name, type, {status, {}, {}}); }

  // The questions asked so far, in their order, each once.
  std::vector<std::string> asked() const {
    std::vector<std::string> names;
    for (const Key& key : questions_) names.push_back(key.first);
    return names;
  }

  DnsQuestionId Ask(std::string_view name, RrType type) override {
    const Key key(std::string(name), type);
    for (DnsQuestionId id = 0; id < questions_.size(); ++id) {
      if (questions_[id] == key) return id;
    }
    questions_.push_back(key);
    return static_cast<DnsQuestionId>(questions_.size() - 1);
  }
  const DnsAnswer* Find(DnsQuestionId question, int64_t) const override {
    const auto found = answers_.find(questions_[question]);
    return found == answers_.end() ? &not_recorded_ : found->second.get();
  }
  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
  std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return true; }
  std::string Describe() const override { return "test"; }

 private:
  using Key = std::pair<std::string, RrType>;
  std::map<Key, std::unique_ptr<DnsAnswer>> answers_;
  std::vector<Key> questions_;
  const DnsAnswer not_recorded_{DnsStatus::kNotRecorded, {}, {}};
};

}  // namespace kenpin::test

#endif  // KENPIN_TESTS_FAKE_DNS_H_
