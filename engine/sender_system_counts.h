// Which systems sent a domain's mail, how sure that is, and which rules fail in the mail of each. Sums only,
// so that the order of messages and merges does not matter; the systems are an enum, so that no mail can make
// the table grow.
#ifndef KENPIN_ENGINE_SENDER_SYSTEM_COUNTS_H_
#define KENPIN_ENGINE_SENDER_SYSTEM_COUNTS_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/auth/evidence.h"
#include "engine/auth/sender_system.h"
#include "rules/rule.h"

namespace kenpin {

struct SenderSystemCounts {
  SenderSystem system = SenderSystem::kNone;
  std::array<uint64_t, 4> certainty{};  // Messages by Certainty; none by kNone.
  // Failures in direct mail, by rule: only those are held against a sender.
  std::array<uint64_t, kRuleCount> failing{};

  uint64_t messages() const;
  uint64_t by(Certainty sure) const { return certainty[static_cast<size_t>(sure)]; }
};

// Those that occurred. Not thread-safe. About 0.5 KB a system, at most kSenderSystemCount of them; nothing at
// all for mail whose system is not known, which is not counted.
class SenderSystemTable {
 public:
  void Add(const Evidence& evidence, const VerdictSet& verdicts);
  void Merge(const SenderSystemTable& other);
  // Adds those of one system; of kNone nothing.
  void Merge(const SenderSystemCounts& counts);
  // In the order of SenderSystem.
  std::span<const SenderSystemCounts> systems() const { return systems_; }

 private:
  SenderSystemCounts& Get(SenderSystem system);

  std::vector<SenderSystemCounts> systems_;  // Sorted.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SENDER_SYSTEM_COUNTS_H_
