#include "engine/corpus_judge.h"

namespace kenpin {
namespace {

// Samples that the fingerprints led to know their place only.
void NameSources(const RunSummary& run, CorpusSamples* samples, size_t sample_limit) {
  for (SampleList& list : *samples) {
    SampleList named;
    for (Sample sample : list.samples()) {
      if (sample.source.empty() && sample.ordinal.input < run.inputs.size()) {
        sample.source = run.inputs[sample.ordinal.input].path;
      }
      named.Offer(std::move(sample), sample_limit);
    }
    list = std::move(named);
  }
}

}  // namespace

void JudgeCorpora(const OutsideData& outside, CorpusExtent extent, RunSummary* run) {
  for (DomainSummary& domain : run->domains) {
    CorpusSummary& corpus = domain.corpus;
    corpus.facts.is_sample = extent == CorpusExtent::kSample;
    corpus.facts.outside = outside.FactsOf(domain.domain);
    corpus.verdicts = JudgeCorpus(corpus.facts);
    for (size_t i = 0; i < kCorpusRuleCount; ++i) {
      const Verdict verdict = corpus.verdicts[i].verdict;
      run->totals.corpus_rules[i].Add(verdict.outcome);
      if (verdict.outcome == Outcome::kUnknown) {
        ++run->totals.unknown_because[static_cast<size_t>(verdict.reason)];
      }
    }
    NameSources(*run, &corpus.samples, SIZE_MAX);
  }
}

}  // namespace kenpin
