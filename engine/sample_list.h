// The few messages by which a rule's outcome is shown: the worst, and of equals the first, whatever thread
// saw them.
#ifndef KENPIN_ENGINE_SAMPLE_LIST_H_
#define KENPIN_ENGINE_SAMPLE_LIST_H_

#include <string>
#include <vector>

#include "engine/auth/evidence.h"
#include "io/chunk.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {

// A message that shows an outcome, so that a person can look at it.
struct Sample {
  Ordinal ordinal;
  Outcome outcome = Outcome::kFail;
  Reason reason{};
  Stream stream = Stream::kDirect;
  std::string source;
  std::string message_id;
};

// The samples of one rule: the worst outcomes first (fail, unknown, warn), then the smallest ordinals.
class SampleList {
 public:
  // Whether Offer() would keep it; asked first because most are not kept, and strings are built only for
  // those that are.
  bool Wants(Outcome outcome, const Ordinal& ordinal, size_t limit) const;
  void Offer(Sample sample, size_t limit);
  void Merge(SampleList other, size_t limit);
  const std::vector<Sample>& samples() const { return samples_; }

 private:
  std::vector<Sample> samples_;  // Sorted.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SAMPLE_LIST_H_
