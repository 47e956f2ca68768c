// Counting, merging, and the facts that rules/corpus_rule.h asks for.
#include "engine/corpus_facts.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/mail/corpus_signs.h"

namespace kenpin {
namespace {

// As in the selectors of a domain: a key is dropped only while that many smaller ones stand, and those never
// leave, so that what is kept at the end was never dropped anywhere.
void TrimStreams(std::map<StreamKey, uint64_t>& streams) {
  while (streams.size() > kMaxStreamsPerClass) streams.erase(std::prev(streams.end()));
}

SampleList& SamplesOf(CorpusSamples& samples, CorpusRuleId rule) {
  return samples[static_cast<size_t>(rule)];
}

// What the URI looks like, if anything is to be said.
Reason LooksOf(const CorpusSigns& signs) {
  if (signs.uri_landing_page) return Reason::kUnsubscribeLandingPage;
  if (signs.uri_token_length >= kOpaqueTokenLength) return Reason::kNone;
  return signs.uri_has_address ? Reason::kUnsubscribePlainAddress : Reason::kUnsubscribeShortToken;
}

uint64_t HashOfAddress(const FromFacts& from) { return HashText(from.local_part, HashText(from.domain, 4)); }

uint64_t ContentOf(const CorpusInput& input) {
  uint64_t body = 0;
  if (input.body_digest != nullptr) std::memcpy(&body, input.body_digest->data(), sizeof body);
  return input.evidence->mail->corpus.content ^ body;
}

// Which identities occur in more than one class.
uint64_t CountShared(const StreamMatrix& streams) {
  std::map<StreamKey, size_t> classes;
  for (size_t i = 0; i < kTrafficClassCount; ++i) {
    if (i == static_cast<size_t>(TrafficClass::kUnknown)) continue;
    for (const auto& [key, messages] : streams[i]) ++classes[key];
  }
  uint64_t shared = 0;
  for (const auto& [key, count] : classes) shared += count > 1 ? 1 : 0;
  return shared;
}

// Keys are ordered by the address first.
uint64_t CountAddresses(const std::map<StreamKey, uint64_t>& streams) {
  uint64_t addresses = 0;
  const std::string* last = nullptr;
  for (const auto& [key, messages] : streams) {
    if (last == nullptr || *last != key.address) ++addresses;
    last = &key.address;
  }
  return addresses;
}

RampFacts RampOf(const std::map<int32_t, uint64_t>& days, const FoldedDomain& folded) {
  DayRamp ramp;
  for (const auto& [day, messages] : days) ramp.Add(day, messages);
  ramp.Finish();
  RampFacts facts;
  facts.days = ramp.days();
  facts.jumps = ramp.jumps();
  facts.client_jumps = folded.client_jumps;
  const DayRamp::Jump& jump = ramp.jumps() > 0 ? ramp.first_jump() : folded.first_client_jump;
  facts.day = jump.day;
  facts.messages = jump.messages;
  facts.week_before = jump.week_before;
  if (ramp.jumps() == 0) facts.client = folded.jumping_client;
  return facts;
}

void OfferPlaces(const std::vector<Ordinal>& places, Outcome outcome, Reason reason, size_t limit,
                 SampleList* samples) {
  for (const Ordinal& place : places)
    samples->Offer({place, outcome, reason, Stream::kDirect, "", ""}, limit);
}

}  // namespace

std::optional<int64_t> CountedTime(const Evidence& evidence) {
  std::optional<int64_t> time = evidence.delivered_at;
  if (!time && evidence.mail->date.form == DateFacts::Form::kOk) time = evidence.mail->date.time;
  if (!time || *time < 0 || *time >= kLastCountedTime) return std::nullopt;
  return time;
}

TrafficClass ClassOfTraffic(std::optional<TrafficClass> told, UnsubscribeClass by_signs) {
  if (told) return *told;
  switch (by_signs) {
    case UnsubscribeClass::kMarketing:
    case UnsubscribeClass::kMarketingGuess:
      return TrafficClass::kMarketing;
    case UnsubscribeClass::kTransactional:
      return TrafficClass::kTransactional;
    case UnsubscribeClass::kUnknown:
      break;
  }
  return TrafficClass::kUnknown;
}

void CorpusCounts::Merge(CorpusCounts&& other, size_t sample_limit) {
  uris.landing_pages += other.uris.landing_pages;
  uris.addresses += other.uris.addresses;
  uris.short_tokens += other.uris.short_tokens;
  volume.gmail += other.volume.gmail;
  volume.elsewhere += other.volume.elsewhere;
  volume.recipients_unknown += other.volume.recipients_unknown;
  volume.undated += other.volume.undated;
  for (size_t i = 0; i < kTrafficClassCount; ++i) {
    messages[i] += other.messages[i];
    for (const auto& [key, count] : other.streams[i]) streams[i][key] += count;
    TrimStreams(streams[i]);
  }
  for (size_t i = 0; i < kCorpusRuleCount; ++i) samples[i].Merge(std::move(other.samples[i]), sample_limit);
}

void CorpusCollector::Add(const CorpusInput& input, CorpusCounts* counts, SortedRuns* fingerprints) {
  const Evidence& evidence = *input.evidence;
  const CorpusSigns& signs = evidence.mail->corpus;
  counts->volume.gmail += signs.recipients == RecipientClass::kGmail ? 1 : 0;
  counts->volume.elsewhere += signs.recipients == RecipientClass::kElsewhere ? 1 : 0;
  counts->volume.recipients_unknown += signs.recipients == RecipientClass::kUnknown ? 1 : 0;
  if (const std::optional<int64_t> time = CountedTime(evidence)) {
    fingerprints->Add(VolumeFingerprint(input.org_hash, *time, signs.recipients,
                                        ClientCode(evidence.delivery->envelope.client)));
  } else {
    ++counts->volume.undated;
  }
  // What lists and forwarders did to the mail is not the domain's doing.
  if (evidence.stream != Stream::kDirect) return;
  if (const std::string_view id = evidence.mail->message_id.id; !id.empty()) {
    fingerprints->Add(
        MessageIdFingerprint(input.org_hash, {id, ContentOf(input), signs.recipient, input.ordinal}));
  }
  AddUri(input, counts, fingerprints);
  AddStream(input, counts);
}

void CorpusCollector::AddUri(const CorpusInput& input, CorpusCounts* counts, SortedRuns* fingerprints) {
  const MailFacts& mail = *input.evidence->mail;
  const std::string_view uri = mail.unsubscribe.first_https;
  if (uri.empty()) return;
  fingerprints->Add(UriFingerprint(input.org_hash, HashOfAddress(mail.from), uri, mail.corpus.recipient));
  const Reason looks = LooksOf(mail.corpus);
  if (looks == Reason::kNone) return;
  counts->uris.landing_pages += looks == Reason::kUnsubscribeLandingPage ? 1 : 0;
  counts->uris.addresses += looks == Reason::kUnsubscribePlainAddress ? 1 : 0;
  counts->uris.short_tokens += looks == Reason::kUnsubscribeShortToken ? 1 : 0;
  SampleList& samples = SamplesOf(counts->samples, CorpusRuleId::kUnsubUriOpaque);
  if (!samples.Wants(Outcome::kWarn, input.ordinal, sample_limit_)) return;
  samples.Offer({input.ordinal, Outcome::kWarn, looks, input.evidence->stream, std::string(input.source),
                 std::string(mail.message_id.id)},
                sample_limit_);
}

void CorpusCollector::SetAddress(const FromFacts& from) {
  std::string& written = address_text_ ? lookup_ : key_.address;
  written.assign(from.local_part);
  written += '@';
  written += from.domain;
  if (!address_text_ || lookup_ == written_) return;
  // Bulk mail of one sender comes in rows.
  key_.address = address_text_(lookup_);
  written_.swap(lookup_);
}

void CorpusCollector::AddStream(const CorpusInput& input, CorpusCounts* counts) {
  const Evidence& evidence = *input.evidence;
  const FromFacts& from = evidence.mail->from;
  const size_t traffic = static_cast<size_t>(input.traffic);
  ++counts->messages[traffic];
  SetAddress(from);
  key_.signer.clear();
  if (evidence.best_signature) key_.signer.assign(evidence.signatures[*evidence.best_signature].domain);
  key_.client = ClientCode(evidence.delivery->envelope.client);
  std::map<StreamKey, uint64_t>& streams = counts->streams[traffic];
  // What would be dropped at once is not even stored.
  const auto found = streams.lower_bound(key_);
  if (found != streams.end() && found->first == key_) {
    ++found->second;
  } else if (found != streams.end() || streams.size() < kMaxStreamsPerClass) {
    streams.emplace_hint(found, key_, 1);
    TrimStreams(streams);
  }
}

CorpusSummary SummarizeCorpus(CorpusCounts& counts, const FoldedDomain* folded,
                              const std::map<int32_t, uint64_t>& days, size_t sample_limit) {
  static const FoldedDomain kNothing;
  const FoldedDomain& found = folded == nullptr ? kNothing : *folded;
  CorpusSummary summary;
  CorpusFacts& facts = summary.facts;
  facts.ids = found.ids;
  facts.uris = found.uris;
  facts.uris.landing_pages = counts.uris.landing_pages;
  facts.uris.addresses = counts.uris.addresses;
  facts.uris.short_tokens = counts.uris.short_tokens;
  facts.volume = counts.volume;
  facts.volume.peak = found.peak;
  facts.volume.peak_end = found.peak_end;
  facts.ramp = RampOf(days, found);
  facts.streams.messages = counts.messages;
  for (size_t i = 0; i < kTrafficClassCount; ++i)
    facts.streams.addresses[i] = CountAddresses(counts.streams[i]);
  facts.streams.shared = CountShared(counts.streams);
  summary.samples = std::move(counts.samples);
  SampleList& ids = SamplesOf(summary.samples, CorpusRuleId::kFormatMessageIdUnique);
  OfferPlaces(found.reused_at, Outcome::kFail, Reason::kMessageIdReused, sample_limit, &ids);
  OfferPlaces(found.shared_at, Outcome::kWarn, Reason::kMessageIdShared, sample_limit, &ids);
  return summary;
}

}  // namespace kenpin
