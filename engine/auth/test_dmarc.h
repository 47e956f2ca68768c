// For tests of DMARC: a DNS in which only the written names exist, and a small suffix list.
#ifndef KENPIN_ENGINE_AUTH_TEST_DMARC_H_
#define KENPIN_ENGINE_AUTH_TEST_DMARC_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/organizational_domain.h"
#include "io/dns.h"

namespace kenpin::test {

// Not thread-safe. A name that was not written down does not exist; an answer may be held back.
class WrittenDns final : public DnsClient {
 public:
  void AddTxt(const std::string& name, const std::string& text) {
    DnsAnswer& answer = answers_[{name, RrType::kTxt}];
    answer.status = DnsStatus::kFound;
    answer.records.push_back(text);
  }
  void Set(const std::string& name, RrType type, DnsStatus status) { answers_[{name, type}].status = status; }

  // Off: no answer is there until Arrive() is called.
  void HoldBack() { held_back_ = true; }
  // All that was asked so far is answered.
  void Arrive() { arrived_ = questions_.size(); }

  DnsQuestionId Ask(std::string_view name, RrType type) override {
    const Key key(std::string(name), type);
    for (DnsQuestionId id = 0; id < questions_.size(); ++id) {
      if (questions_[id] == key) return id;
    }
    questions_.push_back(key);
    return static_cast<DnsQuestionId>(questions_.size() - 1);
  }
  const DnsAnswer* Find(DnsQuestionId question, int64_t) const override {
    if (held_back_ && question >= arrived_) return nullptr;
    const std::map<Key, DnsAnswer>::const_iterator found = answers_.find(questions_[question]);
    return found == answers_.end() ? &absent_ : &found->second;
  }
  void WhenAnswered(std::span<const DnsQuestionId>, std::function<void()> ready) override { ready(); }
  std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return true; }
  std::string Describe() const override { return "written"; }

  // The names asked so far, each once, in their order.
  std::vector<std::string> asked() const {
    std::vector<std::string> names;
    for (const Key& key : questions_) names.push_back(key.first);
    return names;
  }

 private:
  using Key = std::pair<std::string, RrType>;
  std::map<Key, DnsAnswer> answers_;
  std::vector<Key> questions_;
  bool held_back_ = false;
  size_t arrived_ = 0;
  const DnsAnswer absent_{DnsStatus::kNxDomain, {}, {}};
};

// Domain and the text of its record. A domain named twice has several records.
using DmarcZone = std::vector<std::pair<std::string, std::string>>;

// Owns what a DmarcQuery lends.
class DmarcWorld {
 public:
  explicit DmarcWorld(const DmarcZone& zone) : suffixes_(LoadSuffixes()) {
    for (const auto& [domain, text] : zone) dns.AddTxt("_dmarc." + domain, text);
  }

  DmarcQuery query() { return {dns, records_, *suffixes_, 0, &open}; }
  DmarcDiscovery Discover(std::string_view domain, OrgMethod method = OrgMethod::kTreeWalk) {
    return DiscoverDmarc(domain, method, query());
  }

  WrittenDns dns;
  std::vector<DnsQuestionId> open;

 private:
  static std::unique_ptr<PublicSuffixList> LoadSuffixes() {
    const std::string path = ::testing::TempDir() + "/kenpin_dmarc_" +
                             ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".dat";
    std::ofstream(path) << "// ===BEGIN ICANN DOMAINS===\ncom\norg\njp\nco.jp\nexample\n"
                           "// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\nblogs.com\n"
                           "// ===END PRIVATE DOMAINS===\n";
    std::unique_ptr<PublicSuffixList> list = PublicSuffixList::Load(path);
    std::filesystem::remove(path);
    return list;
  }

  std::unique_ptr<PublicSuffixList> suffixes_;
  DmarcStore records_;
};

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_AUTH_TEST_DMARC_H_
