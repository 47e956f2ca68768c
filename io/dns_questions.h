// The questions of one client: each name and type once, its answer when there is one, and who waits for it.
// Knows nothing of the network; a live client puts what is new here and fills in the answers.
#ifndef KENPIN_IO_DNS_QUESTIONS_H_
#define KENPIN_IO_DNS_QUESTIONS_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "io/dns.h"

namespace kenpin {

// How many questions and octets of answers a client may hold.
struct DnsBounds {
  uint32_t questions = 0;
  uint64_t answer_bytes = 0;
};

// Thread-safe. Find() takes no lock: answers never change once they are there.
class DnsQuestions {
 public:
  enum class Known : uint8_t {
    kNew,      // The caller has to get the answer.
    kAlready,  // Asked before.
    kNoName,   // Not a name that DNS can carry; answered kNxDomain.
    kTooMany,  // Beyond the bounds; answered kFailed.
  };
  struct Interned {
    DnsQuestionId id = 0;
    Known known = Known::kNew;
  };

  explicit DnsQuestions(DnsBounds bounds);
  ~DnsQuestions();
  DnsQuestions(const DnsQuestions&) = delete;
  DnsQuestions& operator=(const DnsQuestions&) = delete;

  Interned Intern(std::string_view name, RrType type);
  // Both of a question that Intern() called new. The name lives as long as this.
  std::string_view name(DnsQuestionId id) const;
  RrType type(DnsQuestionId id) const;

  // As DnsClient has them.
  const DnsAnswer* Find(DnsQuestionId id) const;
  void WhenAnswered(std::span<const DnsQuestionId> ids, std::function<void()> ready);

  // Answers an open question, once, and then calls, without a lock, those who waited for nothing else. An
  // answer that the bounds have no room for becomes kFailed.
  void Answer(DnsQuestionId id, DnsAnswer answer);

  // Questions that were answered kFailed.
  uint64_t failed() const;

 private:
  struct Question;
  struct Waiter;
  static constexpr uint32_t kBlockSize = 1024;
  using Block = std::array<Question, kBlockSize>;

  Question& At(DnsQuestionId id) const;
  const DnsAnswer* Keep(DnsAnswer answer);

  const DnsBounds bounds_;
  // Questions never move, so that readers need no lock: blocks are added, and the list of blocks has room for
  // all from the beginning.
  std::vector<std::atomic<Block*>> blocks_;
  mutable std::shared_mutex mutex_;  // Guards all below.
  uint32_t size_ = 0;
  absl::flat_hash_map<absl::string_view, DnsQuestionId> ids_;  // Keys are views of the questions' own.
  absl::flat_hash_map<DnsQuestionId, std::vector<std::shared_ptr<Waiter>>> waiters_;
  std::deque<DnsAnswer> answers_;  // Those that say more than a status.
  uint64_t answer_bytes_ = 0;
  uint64_t failed_ = 0;
};

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_QUESTIONS_H_
