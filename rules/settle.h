// What somebody can do about unknowns: which input would have settled them.
#ifndef KENPIN_RULES_SETTLE_H_
#define KENPIN_RULES_SETTLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "rules/language.h"
#include "rules/reason.h"

namespace kenpin {

// One sentence that names the input, e.g. "Give --client-ip, ..."; the same sentence for reasons that the
// same input settles. Empty for reasons that nothing can settle. Static; any thread.
const Bilingual& SettledBy(Reason unknown_because);

// An input to give, and how many verdicts that are unknown would be known by it.
struct NextStep {
  uint64_t verdicts = 0;
  Bilingual text;  // SettledBy().
};

// More sentences than SettledBy() has.
inline constexpr size_t kMaxNextSteps = 16;

// A value; the steps in their order.
class NextStepList {
 public:
  // Counts one more reason for the step of this text.
  void Add(const Bilingual& text, uint64_t verdicts);
  // Puts the input that settles most first; equal ones as they were added.
  void Order();

  const NextStep* begin() const { return steps_.data(); }
  const NextStep* end() const { return steps_.data() + size_; }
  const NextStep& operator[](size_t i) const { return steps_[i]; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::array<NextStep, kMaxNextSteps> steps_{};
  size_t size_ = 0;
};

// What to give next, the input that settles most first. `unknown_because`: unknown verdicts by Reason.
NextStepList NextSteps(std::span<const uint64_t, kReasonCount> unknown_because);

}  // namespace kenpin

#endif  // KENPIN_RULES_SETTLE_H_
