#include "engine/partial/domain_codec.h"

#include <utility>

#include "engine/mail/date.h"

namespace kenpin {
namespace {

constexpr uint64_t kMaxDay =
    4102444800 / kSecondsPerDay;  // 2100: later times are not counted (CountedTime()).
constexpr uint64_t kMaxKeyBits = uint64_t{1} << 24;
constexpr size_t kCertaintyCount = 4;

template <size_t N>
void PutAll(const std::array<uint64_t, N>& numbers, ByteWriter* out) {
  for (const uint64_t number : numbers) out->Number(number);
}

template <size_t N>
void TakeAll(ByteReader* in, std::array<uint64_t, N>* numbers) {
  for (uint64_t& number : *numbers) number = in->Number(kMaxStoredCount);
}

uint64_t TakeCount(ByteReader* in) { return in->Number(kMaxStoredCount); }

// An enumerator below `count`.
template <typename Enum>
Enum TakeEnum(ByteReader* in, size_t count) {
  return static_cast<Enum>(in->Number(count - 1));
}

void PutSamples(const SampleList& samples, ByteWriter* out) {
  out->Number(samples.samples().size());
  for (const Sample& sample : samples.samples()) {
    out->Number(sample.ordinal.input);
    out->Number(sample.ordinal.file);
    out->Number(sample.ordinal.offset);
    out->Number(static_cast<uint64_t>(sample.outcome));
    out->Number(static_cast<uint64_t>(sample.reason));
    out->Number(static_cast<uint64_t>(sample.stream));
    out->Text(sample.source);
    out->Text(sample.message_id);
  }
}

void TakeSamples(ByteReader* in, size_t limit, SampleList* samples) {
  const uint64_t count = in->Number(limit);
  for (uint64_t i = 0; i < count && in->ok(); ++i) {
    Sample sample;
    sample.ordinal.input = static_cast<uint32_t>(in->Number(UINT32_MAX));
    sample.ordinal.file = static_cast<uint32_t>(in->Number(UINT32_MAX));
    sample.ordinal.offset = in->Number(kMaxStoredOffset);
    sample.outcome = TakeEnum<Outcome>(in, kOutcomeCount);
    sample.reason = TakeEnum<Reason>(in, kReasonCount);
    sample.stream = TakeEnum<Stream>(in, kStreamCount);
    sample.source = in->Text();
    sample.message_id = in->Text();
    if (in->ok()) samples->Offer(std::move(sample), limit);
  }
  // No message has two places in one list.
  const std::vector<Sample>& kept = samples->samples();
  for (size_t i = 1; i < kept.size(); ++i) {
    if (kept[i - 1].ordinal == kept[i].ordinal && kept[i - 1].outcome == kept[i].outcome) in->Fail();
  }
}

void PutRules(const DomainCounts& counts, ByteWriter* out) {
  for (const RuleCounts& rule : counts.rules) {
    PutAll(rule.outcomes.counts, out);
    PutAll(rule.indirect.counts, out);
    PutSamples(rule.samples, out);
  }
}

void TakeRules(ByteReader* in, size_t sample_limit, DomainCounts* counts) {
  for (RuleCounts& rule : counts->rules) {
    TakeAll(in, &rule.outcomes.counts);
    TakeAll(in, &rule.indirect.counts);
    for (size_t i = 0; i < kOutcomeCount; ++i) {
      if (rule.indirect.counts[i] > rule.outcomes.counts[i]) in->Fail();
    }
    TakeSamples(in, sample_limit, &rule.samples);
  }
}

void PutDays(const std::map<int32_t, uint64_t>& days, ByteWriter* out) {
  out->Number(days.size());
  for (const auto& [day, messages] : days) {
    out->Number(static_cast<uint64_t>(day));
    out->Number(messages);
  }
}

void TakeDays(ByteReader* in, std::map<int32_t, uint64_t>* days) {
  const uint64_t count = in->Number(kMaxDay);
  for (uint64_t i = 0; i < count && in->ok(); ++i) {
    const int32_t day = static_cast<int32_t>(in->Number(kMaxDay));
    if (!days->try_emplace(day, TakeCount(in)).second) in->Fail();
  }
}

void PutSelectors(const DomainCounts& counts, ByteWriter* out) {
  out->Number(counts.selectors.size());
  for (const auto& [key, count] : counts.selectors) {
    out->Text(key.domain);
    out->Text(key.selector);
    out->Text(key.algorithm);
    out->Number(static_cast<uint64_t>(key.bits));
    out->Number(count.signatures);
    out->Number(count.passed);
  }
  out->Number(counts.other_selectors);
}

void TakeSelectors(ByteReader* in, DomainCounts* counts) {
  const uint64_t count = in->Number(kMaxSelectorsPerDomain);
  for (uint64_t i = 0; i < count && in->ok(); ++i) {
    SelectorKey key;
    key.domain = in->Text();
    key.selector = in->Text();
    key.algorithm = in->Text();
    key.bits = static_cast<int>(in->Number(kMaxKeyBits));
    SelectorCounts selector;
    selector.signatures = TakeCount(in);
    selector.passed = TakeCount(in);
    if (!counts->selectors.try_emplace(std::move(key), selector).second) in->Fail();
  }
  counts->other_selectors = TakeCount(in);
}

// Of the rules only those that fail.
void PutSystems(const SenderSystemTable& systems, ByteWriter* out) {
  out->Number(systems.systems().size());
  for (const SenderSystemCounts& counts : systems.systems()) {
    out->Number(static_cast<uint64_t>(counts.system));
    PutAll(counts.certainty, out);
    uint64_t failing = 0;
    for (const uint64_t messages : counts.failing) failing += messages > 0 ? 1 : 0;
    out->Number(failing);
    for (size_t i = 0; i < kRuleCount; ++i) {
      if (counts.failing[i] == 0) continue;
      out->Number(i);
      out->Number(counts.failing[i]);
    }
  }
}

void TakeSystems(ByteReader* in, SenderSystemTable* systems) {
  const uint64_t count = in->Number(kSenderSystemCount);
  for (uint64_t i = 0; i < count && in->ok(); ++i) {
    SenderSystemCounts counts;
    counts.system = TakeEnum<SenderSystem>(in, kSenderSystemCount);
    static_assert(std::tuple_size_v<decltype(counts.certainty)> == kCertaintyCount);
    TakeAll(in, &counts.certainty);
    const uint64_t failing = in->Number(kRuleCount);
    for (uint64_t j = 0; j < failing && in->ok(); ++j) {
      const uint64_t rule = in->Number(kRuleCount - 1);
      counts.failing[rule] = TakeCount(in);
    }
    if (in->ok()) systems->Merge(counts);
  }
}

void PutCorpus(const CorpusCounts& corpus, ByteWriter* out) {
  for (const uint64_t count :
       {corpus.uris.landing_pages, corpus.uris.addresses, corpus.uris.short_tokens, corpus.volume.gmail,
        corpus.volume.elsewhere, corpus.volume.recipients_unknown, corpus.volume.undated}) {
    out->Number(count);
  }
  PutAll(corpus.messages, out);
  for (const std::map<StreamKey, uint64_t>& streams : corpus.streams) {
    out->Number(streams.size());
    for (const auto& [key, messages] : streams) {
      out->Text(key.address);
      out->Text(key.signer);
      out->Number(key.client);
      out->Number(messages);
    }
  }
  for (const SampleList& samples : corpus.samples) PutSamples(samples, out);
}

void TakeCorpus(ByteReader* in, size_t sample_limit, CorpusCounts* corpus) {
  for (uint64_t* count : {&corpus->uris.landing_pages, &corpus->uris.addresses, &corpus->uris.short_tokens,
                          &corpus->volume.gmail, &corpus->volume.elsewhere,
                          &corpus->volume.recipients_unknown, &corpus->volume.undated}) {
    *count = TakeCount(in);
  }
  TakeAll(in, &corpus->messages);
  for (std::map<StreamKey, uint64_t>& streams : corpus->streams) {
    const uint64_t count = in->Number(kMaxStreamsPerClass);
    for (uint64_t i = 0; i < count && in->ok(); ++i) {
      StreamKey key;
      key.address = in->Text();
      key.signer = in->Text();
      key.client = in->Number(UINT64_MAX);
      if (!streams.try_emplace(std::move(key), TakeCount(in)).second) in->Fail();
    }
  }
  for (SampleList& samples : corpus->samples) TakeSamples(in, sample_limit, &samples);
}

}  // namespace

void EncodeDomain(const DomainCounts& counts, ByteWriter* out) {
  out->Number(counts.messages);
  out->Number(counts.bytes);
  out->Number(counts.unsigned_messages);
  PutAll(counts.streams, out);
  PutAll(counts.tls.versions, out);
  out->Number(counts.tls.plain);
  out->Number(counts.tls.unknown);
  out->Number(counts.policies.no_record);
  PutAll(counts.policies.policies, out);
  out->Number(counts.policies.unknown);
  PutRules(counts, out);
  PutDays(counts.days, out);
  PutDays(counts.failing_days, out);
  PutSelectors(counts, out);
  PutSystems(counts.systems, out);
  PutCorpus(counts.corpus, out);
}

bool DecodeDomain(std::string_view bytes, size_t sample_limit, DomainCounts* counts) {
  ByteReader in(bytes);
  counts->messages = TakeCount(&in);
  counts->bytes = TakeCount(&in);
  counts->unsigned_messages = TakeCount(&in);
  TakeAll(&in, &counts->streams);
  TakeAll(&in, &counts->tls.versions);
  counts->tls.plain = TakeCount(&in);
  counts->tls.unknown = TakeCount(&in);
  counts->policies.no_record = TakeCount(&in);
  TakeAll(&in, &counts->policies.policies);
  counts->policies.unknown = TakeCount(&in);
  TakeRules(&in, sample_limit, counts);
  TakeDays(&in, &counts->days);
  TakeDays(&in, &counts->failing_days);
  TakeSelectors(&in, counts);
  TakeSystems(&in, &counts->systems);
  TakeCorpus(&in, sample_limit, &counts->corpus);
  return in.done();
}

void EncodeTotals(const RunTotals& totals, ByteWriter* out) {
  out->Number(totals.bytes);
  out->Number(totals.dns_asked);
  out->Number(totals.dns_answered);
  out->Number(totals.second_looks);
  PutAll(totals.unknown_because, out);
}

bool DecodeTotals(std::string_view bytes, RunTotals* totals) {
  ByteReader in(bytes);
  totals->bytes = TakeCount(&in);
  totals->dns_asked = TakeCount(&in);
  totals->dns_answered = TakeCount(&in);
  totals->second_looks = TakeCount(&in);
  TakeAll(&in, &totals->unknown_because);
  return in.done();
}

}  // namespace kenpin
