#include "engine/report/redact_run.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace kenpin {
namespace {

void RedactSamples(Redactor& redactor, SampleList* samples) {
  SampleList told;
  for (Sample sample : samples->samples()) {
    sample.message_id = redactor.Address(sample.message_id);
    told.Offer(std::move(sample), SIZE_MAX);
  }
  *samples = std::move(told);
}

void RedactStreams(Redactor& redactor, StreamMatrix* matrix) {
  for (std::map<StreamKey, uint64_t>& streams : *matrix) {
    std::map<StreamKey, uint64_t> told;
    for (const auto& [key, messages] : streams) {
      told[{redactor.Address(key.address), key.signer, key.client}] += messages;
    }
    streams = std::move(told);
  }
}

void RedactDomain(Redactor& redactor, DomainSummary* domain) {
  for (RuleCounts& rule : domain->counts.rules) RedactSamples(redactor, &rule.samples);
  for (SampleList& samples : domain->counts.corpus.samples) RedactSamples(redactor, &samples);
  for (SampleList& samples : domain->corpus.samples) RedactSamples(redactor, &samples);
  RedactStreams(redactor, &domain->counts.corpus.streams);
}

}  // namespace

void RedactRun(Redactor& redactor, RunSummary* run) {
  run->redacted = true;
  for (DomainSummary& domain : run->domains) {
    RedactDomain(redactor, &domain);
    for (DomainSummary& subdomain : domain.subdomains) RedactDomain(redactor, &subdomain);
  }
}

}  // namespace kenpin
