#include "engine/sample_list.h"

#include <algorithm>
#include <utility>

namespace kenpin {
namespace {

// How bad an outcome is as a sample; smaller is worse.
int Severity(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFail:
      return 0;
    case Outcome::kUnknown:
      return 1;
    case Outcome::kWarn:
      return 2;
    case Outcome::kPass:
    case Outcome::kNotApplicable:
      break;
  }
  return 3;
}

bool WorseSample(Outcome a, const Ordinal& at_a, Outcome b, const Ordinal& at_b) {
  const int severity_a = Severity(a);
  const int severity_b = Severity(b);
  return severity_a != severity_b ? severity_a < severity_b : at_a < at_b;
}

}  // namespace

bool SampleList::Wants(Outcome outcome, const Ordinal& ordinal, size_t limit) const {
  if (Severity(outcome) > 2 || limit == 0) return false;
  if (samples_.size() < limit) return true;
  return WorseSample(outcome, ordinal, samples_.back().outcome, samples_.back().ordinal);
}

void SampleList::Offer(Sample sample, size_t limit) {
  if (!Wants(sample.outcome, sample.ordinal, limit)) return;
  const std::vector<Sample>::iterator place =
      std::lower_bound(samples_.begin(), samples_.end(), sample, [](const Sample& a, const Sample& b) {
        return WorseSample(a.outcome, a.ordinal, b.outcome, b.ordinal);
      });
  samples_.insert(place, std::move(sample));
  if (samples_.size() > limit) samples_.pop_back();
}

void SampleList::Merge(SampleList other, size_t limit) {
  for (Sample& sample : other.samples_) Offer(std::move(sample), limit);
}

}  // namespace kenpin
