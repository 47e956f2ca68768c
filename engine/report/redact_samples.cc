#include "engine/report/redact_samples.h"

#include <cstdint>
#include <utility>

namespace kenpin {
namespace {

void RedactList(Redactor& redactor, SampleList* samples) {
  SampleList told;
  for (Sample sample : samples->samples()) {
    sample.message_id = redactor.Address(sample.message_id);
    told.Offer(std::move(sample), SIZE_MAX);
  }
  *samples = std::move(told);
}

}  // namespace

void RedactSamples(Redactor& redactor, DomainTree* domains) {
  for (auto& [org_domain, subdomains] : *domains) {
    for (auto& [domain, counts] : subdomains) {
      for (RuleCounts& rule : counts.rules) RedactList(redactor, &rule.samples);
      for (SampleList& samples : counts.corpus.samples) RedactList(redactor, &samples);
    }
  }
}

}  // namespace kenpin
