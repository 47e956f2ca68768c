#include "io/dns_questions.h"

#include <algorithm>
#include <utility>

#include "io/zone_file.h"

namespace kenpin {
namespace {

// Answers without records share these.
const DnsAnswer* BareAnswer(DnsStatus status) {
  static const std::array<DnsAnswer, 6> kBare = {
      DnsAnswer{DnsStatus::kFound, {}, {}},    DnsAnswer{DnsStatus::kNoData, {}, {}},
      DnsAnswer{DnsStatus::kNxDomain, {}, {}}, DnsAnswer{DnsStatus::kNotRecorded, {}, {}},
      DnsAnswer{DnsStatus::kFailed, {}, {}},   DnsAnswer{DnsStatus::kOff, {}, {}}};
  return &kBare[static_cast<size_t>(status)];
}

// Questions that are answered from the start and stand for all others with the same answer.
enum CannedQuestion : DnsQuestionId { kNoNameQuestion, kTooManyQuestion, kCannedCount };

// What a question's key has behind the name: the type's two octets.
constexpr size_t kTypeBytes = 2;

uint64_t BytesOf(const DnsAnswer& answer) {
  uint64_t bytes = sizeof(DnsAnswer);
  for (const std::vector<std::string>* texts : {&answer.records, &answer.cname_chain}) {
    for (const std::string& text : *texts) bytes += sizeof(std::string) + text.capacity();
  }
  return bytes;
}

}  // namespace

struct DnsQuestions::Question {
  std::string key;
  std::atomic<const DnsAnswer*> answer{nullptr};
};

struct DnsQuestions::Waiter {
  std::function<void()> ready;
  size_t open = 0;
};

DnsQuestions::DnsQuestions(DnsBounds bounds)
    : bounds_(bounds), blocks_((bounds.questions + kCannedCount + kBlockSize - 1) / kBlockSize) {
  blocks_[0].store(new Block, std::memory_order_relaxed);
  At(kNoNameQuestion).answer.store(BareAnswer(DnsStatus::kNxDomain), std::memory_order_relaxed);
  At(kTooManyQuestion).answer.store(BareAnswer(DnsStatus::kFailed), std::memory_order_relaxed);
  size_ = kCannedCount;
}

DnsQuestions::~DnsQuestions() {
  for (std::atomic<Block*>& block : blocks_) delete block.load(std::memory_order_relaxed);
}

DnsQuestions::Question& DnsQuestions::At(DnsQuestionId id) const {
  return (*blocks_[id / kBlockSize].load(std::memory_order_acquire))[id % kBlockSize];
}

DnsQuestions::Interned DnsQuestions::Intern(std::string_view name, RrType type) {
  char key[kMaxDnsName + kTypeBytes];
  const std::optional<size_t> length = NormalizeDnsName(name, key);
  if (!length) return {kNoNameQuestion, Known::kNoName};
  key[*length] = static_cast<char>(static_cast<uint16_t>(type) >> 8);
  key[*length + 1] = static_cast<char>(static_cast<uint16_t>(type) & 0xFF);
  const absl::string_view view(key, *length + kTypeBytes);
  {
    const std::shared_lock lock(mutex_);
    const auto found = ids_.find(view);
    if (found != ids_.end()) return {found->second, Known::kAlready};
  }
  const std::unique_lock lock(mutex_);
  const auto found = ids_.find(view);
  if (found != ids_.end()) return {found->second, Known::kAlready};
  if (size_ - kCannedCount >= bounds_.questions) return {kTooManyQuestion, Known::kTooMany};
  const DnsQuestionId id = size_++;
  if (id % kBlockSize == 0) blocks_[id / kBlockSize].store(new Block, std::memory_order_release);
  std::string& stored = At(id).key;
  stored.assign(view.data(), view.size());
  ids_.emplace(absl::string_view(stored.data(), stored.size()), id);
  return {id, Known::kNew};
}

std::string_view DnsQuestions::name(DnsQuestionId id) const {
  const std::string_view key = At(id).key;
  return key.substr(0, key.size() - kTypeBytes);
}

RrType DnsQuestions::type(DnsQuestionId id) const {
  const std::string_view key = At(id).key;
  const unsigned high = static_cast<unsigned char>(key[key.size() - 2]);
  const unsigned low = static_cast<unsigned char>(key[key.size() - 1]);
  return static_cast<RrType>(high << 8 | low);
}

const DnsAnswer* DnsQuestions::Find(DnsQuestionId id) const {
  return At(id).answer.load(std::memory_order_acquire);
}

void DnsQuestions::WhenAnswered(std::span<const DnsQuestionId> ids, std::function<void()> ready) {
  {
    const std::unique_lock lock(mutex_);
    std::shared_ptr<Waiter> waiter;
    for (const DnsQuestionId id : ids) {
      if (Find(id) != nullptr) continue;
      if (waiter == nullptr) waiter = std::make_shared<Waiter>();
      ++waiter->open;
      waiters_[id].push_back(waiter);
    }
    if (waiter != nullptr) {
      waiter->ready = std::move(ready);
      return;
    }
  }
  ready();
}

const DnsAnswer* DnsQuestions::Keep(DnsAnswer answer) {
  if (answer.records.empty() && answer.cname_chain.empty()) return BareAnswer(answer.status);
  const uint64_t bytes = BytesOf(answer);
  if (answer_bytes_ + bytes > bounds_.answer_bytes) return BareAnswer(DnsStatus::kFailed);
  answer_bytes_ += bytes;
  answers_.push_back(std::move(answer));
  return &answers_.back();
}

void DnsQuestions::Answer(DnsQuestionId id, DnsAnswer answer) {
  std::vector<std::shared_ptr<Waiter>> ready;
  {
    const std::unique_lock lock(mutex_);
    const DnsAnswer* kept = Keep(std::move(answer));
    failed_ += kept->status == DnsStatus::kFailed ? 1 : 0;
    At(id).answer.store(kept, std::memory_order_release);
    const auto waiting = waiters_.find(id);
    if (waiting != waiters_.end()) {
      for (std::shared_ptr<Waiter>& waiter : waiting->second) {
        if (--waiter->open == 0) ready.push_back(std::move(waiter));
      }
      waiters_.erase(waiting);
    }
  }
  for (const std::shared_ptr<Waiter>& waiter : ready) waiter->ready();
}

uint64_t DnsQuestions::failed() const {
  const std::shared_lock lock(mutex_);
  return failed_;
}

}  // namespace kenpin
