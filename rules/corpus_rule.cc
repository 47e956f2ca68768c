// The checks of the corpus rules and their table. Thresholds that no source states are marked "ours" where
// they are defined.
#include "rules/corpus_rule.h"

#include <iterator>

#include "rules/verdict.h"

namespace kenpin {
namespace {

constexpr CorpusRuleInfo kRules[] = {
    {CorpusRuleId::kFormatMessageIdUnique,
     "format-message-id-unique",
     {"Message-ID not reused across messages", "Message-ID を使い回していない"},
     kMustGmail,
     "421 4.7.28",
     "Gmail SMTP error 4.7.28 (same Message-ID); RFC 5322 §3.6.4",
     {"Make the Message-ID of every message from the time and random data.",
      "Message-ID を、メールごとに日時と乱数から作る。"},
     CheckFormatMessageIdUnique,
     false,
     kFormRefused,
     "G-SMTP"},
    {CorpusRuleId::kUnsubUriOpaque,
     "unsub-uri-opaque",
     {"The unsubscribe URI identifies list and recipient without a login",
      "登録解除の URI がログイン不要で一意"},
     kEverybodyShould,
     "",
     "RFC 8058 §3.1, §6; Gmail FAQ on landing pages",
     {"Put a token that is different for every recipient into the URI.",
      "受信者ごとに異なるトークンを URI に入れる。"},
     CheckUnsubUriOpaque,
     false,
     kUnenforced,
     "G-FAQ"},
    {CorpusRuleId::kUnsubHonoured,
     "unsub-honoured",
     {"Unsubscribing is honoured within 48 hours", "48 時間以内に登録解除を処理"},
     kBulkGmailYahoo,
     "",
     "Gmail FAQ; Yahoo sender requirements; Postmaster Tools API v2",
     {"Process requests to unsubscribe within two days.", "登録解除の依頼を 2 日以内に処理する。"},
     CheckUnsubHonoured,
     true,
     kSupportLost,
     "G-FAQ Y-SRR G-API"},
    {CorpusRuleId::kSpamRate,
     "spam-rate",
     {"Few recipients report the mail as spam", "迷惑メールの報告が少ない"},
     kMustGmailYahoo,
     "421 4.7.28, 550 5.7.28",
     "Gmail sender guidelines, Spam rate; Yahoo sender requirements",
     {"Mail only people who asked for it, and remove those who no longer read it.",
      "希望した人だけに送り、もう読んでいない人を宛先から除く。"},
     CheckSpamRate,
     true,
     kSupportLost,
     "G-81126 G-FAQ Y-SRR"},
    {CorpusRuleId::kVolumeBulkStatus,
     "volume-bulk-status",
     {"Whether the domain is a bulk sender", "大量送信者かどうか"},
     kNobody,
     "",
     "Gmail FAQ, What is a bulk sender",
     {"Assume that the rules for bulk senders apply.", "大量送信者向けの規則が適用されるものと考える。"},
     CheckVolumeBulkStatus,
     false,
     kUnenforced,
     "G-FAQ M-515 Y-FAQ"},
    {CorpusRuleId::kVolumeRamp,
     "volume-ramp",
     {"No sudden jumps of volume", "送信数が急増していない"},
     kShouldGmail,
     "421 4.7.28",
     "Gmail sender guidelines, Increase sending volume slowly",
     {"Raise the volume in steps.", "送信数を段階的に増やす。"},
     CheckVolumeRamp,
     false,
     kGmailMayRefuse,
     "G-81126"},
    {CorpusRuleId::kStreamConsistency,
     "stream-consistency",
     {"One From for each kind of mail, streams separated", "種類ごとに From が 1 つで、配信が分離"},
     {.gmail = Level::kShould, .yahoo = Level::kShould, .apple = Level::kMustBulk},
     "",
     "Gmail sender guidelines, Sending practices; Yahoo sender requirements; iCloud Mail postmaster page",
     {"Give each kind of mail its own address and subdomain.",
      "メールの種類ごとに、アドレスとサブドメインを分ける。"},
     CheckStreamConsistency,
     false,
     kUnenforced,
     "G-81126 Y-SRR A-102322"},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kRules); ++i) {
    if (static_cast<size_t>(kRules[i].id) != i) return false;
  }
  return std::size(kRules) == kCorpusRuleCount;
}
static_assert(InOrder());

uint64_t Unsigned(int64_t value) { return static_cast<uint64_t>(value); }

size_t Index(TrafficClass traffic) { return static_cast<size_t>(traffic); }

constexpr TrafficClass kKnownClasses[] = {TrafficClass::kMarketing, TrafficClass::kTransactional,
                                          TrafficClass::kList};

}  // namespace

std::string_view TrafficClassName(TrafficClass traffic) {
  switch (traffic) {
    case TrafficClass::kMarketing:
      return "marketing";
    case TrafficClass::kTransactional:
      return "transactional";
    case TrafficClass::kList:
      return "list";
    case TrafficClass::kUnknown:
      break;
  }
  return "unknown";
}

std::span<const CorpusRuleInfo> CorpusRules() { return kRules; }

const CorpusRuleInfo& GetCorpusRule(CorpusRuleId id) { return kRules[static_cast<size_t>(id)]; }

Level LevelFor(const CorpusRuleInfo& rule, Provider profile) {
  Level highest = Level::kInfo;
  for (const Provider provider : ProvidersOf(profile)) {
    if (rule.level[provider] > highest) highest = rule.level[provider];
  }
  return highest;
}

CorpusVerdicts JudgeCorpus(const CorpusFacts& facts) {
  CorpusVerdicts verdicts;
  for (size_t i = 0; i < kCorpusRuleCount; ++i) {
    verdicts[i].verdict = kRules[i].check(facts, &verdicts[i].figures);
  }
  return verdicts;
}

std::optional<bool> IsBulkSender(const CorpusFacts& facts) {
  if (!facts.has_domain) return std::nullopt;
  if (facts.volume.peak >= kBulkMessages) return true;
  Figures unused;
  if (CheckVolumeBulkStatus(facts, &unused).outcome == Outcome::kUnknown) return std::nullopt;
  return false;
}

// RFC 5322 §3.6.4: an identifier pertains to exactly one version of a message. Lists and forwarders change
// messages and keep the identifier, so that only direct mail counts.
Verdict CheckFormatMessageIdUnique(const CorpusFacts& facts, Figures* figures) {
  figures->Add({"messages", facts.ids.messages});
  figures->Add({"reused_ids", facts.ids.reused_ids});
  figures->Add({"reused_messages", facts.ids.reused_messages});
  figures->Add({"shared_ids", facts.ids.shared_ids});
  if (facts.ids.messages < 2) return NotApplicable(Reason::kSingleMessage);
  if (facts.ids.reused_ids > 0) return Fail(Reason::kMessageIdReused);
  if (facts.ids.shared_ids > 0) return Warn(Reason::kMessageIdShared);
  return Pass();
}

// RFC 8058 §3.1: the URI must hold what identifies recipient and list.
Verdict CheckUnsubUriOpaque(const CorpusFacts& facts, Figures* figures) {
  const UnsubscribeUris& uris = facts.uris;
  figures->Add({"messages", uris.messages});
  figures->Add({"distinct", uris.distinct});
  figures->Add({"streams", uris.streams});
  figures->Add({"same_uri_streams", uris.same_streams});
  figures->Add({"landing_pages", uris.landing_pages});
  figures->Add({"plain_addresses", uris.addresses});
  figures->Add({"short_tokens", uris.short_tokens});
  if (uris.messages == 0) return NotApplicable(Reason::kNoHttpsUri);
  if (uris.messages == 1) return Unknown(Reason::kSingleMessage);
  if (uris.same_streams > 0) return Warn(Reason::kUnsubscribeSameUri);
  if (uris.landing_pages > 0) return Warn(Reason::kUnsubscribeLandingPage);
  if (uris.addresses > 0) return Warn(Reason::kUnsubscribePlainAddress);
  if (uris.short_tokens > 0) return Warn(Reason::kUnsubscribeShortToken);
  return uris.streams > 0 ? Pass() : Unknown(Reason::kOneRecipient);
}

// Never tried out: a request would unsubscribe the recipient.
Verdict CheckUnsubHonoured(const CorpusFacts& facts, Figures*) {
  if (!facts.has_domain) return NotApplicable(Reason::kAuthorDomainUnusable);
  if (!facts.outside.honour_known) return Unknown(Reason::kNoPostmasterData);
  return facts.outside.honoured ? Pass() : Fail(Reason::kUnsubscribeNotHonoured);
}

// Daily rates. A gap may hide a bad day, so that nothing but a failure can be said beside it.
Verdict CheckSpamRate(const CorpusFacts& facts, Figures* figures) {
  const OutsideFacts& outside = facts.outside;
  if (!facts.has_domain) return NotApplicable(Reason::kAuthorDomainUnusable);
  if (!outside.spam_rate_known) return Unknown(Reason::kNoPostmasterData);
  figures->Add({"days", outside.days});
  figures->Add({"worst_rate", outside.worst_recent >= kSpamRateFail ? outside.worst_recent : outside.worst,
                FigureUnit::kRate});
  figures->Add({"worst_day", Unsigned(outside.worst_day), FigureUnit::kDay});
  figures->Add({"good_days", outside.good_days});
  if (outside.worst_recent >= kSpamRateFail) return Fail(Reason::kSpamRateHigh);
  if (outside.days_missing) return Unknown(Reason::kSpamRateDaysMissing);
  if (outside.worst >= kSpamRateFail) return Warn(Reason::kSpamRateWasHigh);
  return outside.worst >= kSpamRateWarn ? Warn(Reason::kSpamRateRaised) : Pass();
}

// What goes elsewhere does not count; what has no known recipient might.
Verdict CheckVolumeBulkStatus(const CorpusFacts& facts, Figures* figures) {
  const VolumeFacts& volume = facts.volume;
  if (!facts.has_domain) return NotApplicable(Reason::kAuthorDomainUnusable);
  figures->Add({"peak_24h", volume.peak});
  if (volume.peak > 0) figures->Add({"peak_end", Unsigned(volume.peak_end), FigureUnit::kTime});
  figures->Add({"to_gmail", volume.gmail});
  figures->Add({"to_others", volume.elsewhere});
  figures->Add({"recipients_unknown", volume.recipients_unknown});
  figures->Add({"undated", volume.undated});
  if (volume.peak >= kBulkMessages) return Warn(Reason::kBulkSender);
  if (volume.peak >= kNearBulkMessages) return Warn(Reason::kNearBulkSender);
  if (facts.is_sample) return Unknown(Reason::kCorpusIsSample);
  if (volume.recipients_unknown > 0) return Unknown(Reason::kRecipientsUnknown);
  // Messages without a time could all belong to one window.
  if (volume.peak + volume.undated >= kNearBulkMessages) return Unknown(Reason::kNoDeliveryTime);
  return Pass();
}

Verdict CheckVolumeRamp(const CorpusFacts& facts, Figures* figures) {
  const RampFacts& ramp = facts.ramp;
  if (!facts.has_domain) return NotApplicable(Reason::kAuthorDomainUnusable);
  figures->Add({"days", ramp.days});
  figures->Add({"jumps", ramp.jumps});
  figures->Add({"client_jumps", ramp.client_jumps});
  if (ramp.days <= kRampHistoryDays) return Unknown(Reason::kFewDays);
  if (ramp.jumps == 0 && ramp.client_jumps == 0) return Pass();
  figures->Add({"day", Unsigned(ramp.day), FigureUnit::kDay});
  figures->Add({"day_messages", ramp.messages});
  figures->Add({"week_before", ramp.week_before});
  if (ramp.client != 0) figures->Add({"client", ramp.client, FigureUnit::kClient});
  return Warn(ramp.jumps > 0 ? Reason::kVolumeJump : Reason::kClientVolumeJump);
}

Verdict CheckStreamConsistency(const CorpusFacts& facts, Figures* figures) {
  const StreamFacts& streams = facts.streams;
  if (!facts.has_domain) return NotApplicable(Reason::kAuthorDomainUnusable);
  size_t classes = 0;
  uint64_t most = 0;
  for (const TrafficClass traffic : kKnownClasses) {
    figures->Add({TrafficClassName(traffic), streams.messages[Index(traffic)]});
    classes += streams.messages[Index(traffic)] > 0 ? 1 : 0;
    most = streams.addresses[Index(traffic)] > most ? streams.addresses[Index(traffic)] : most;
  }
  figures->Add({"unknown", streams.messages[Index(TrafficClass::kUnknown)]});
  figures->Add({"shared_identities", streams.shared});
  figures->Add({"from_addresses", most});
  if (classes > 1 && streams.shared > 0) return Warn(Reason::kStreamsShareIdentity);
  if (classes > 1 && most > kManyFromAddresses) return Warn(Reason::kManyFromAddresses);
  if (streams.messages[Index(TrafficClass::kUnknown)] > 0) return Unknown(Reason::kClassUnknown);
  return classes > 1 ? Pass() : NotApplicable(Reason::kOneClassOnly);
}

}  // namespace kenpin
