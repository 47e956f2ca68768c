// The definitions are those of the catalogue of rules: a jump is a day of ten messages or more that has twice
// the mean of the seven days before it; a token that can not be guessed has sixteen characters.
#include "bench/corpus/corpus_truth.h"

#include <fmt/core.h>

#include <algorithm>

#include "bench/corpus/codec.h"

namespace kenpin::corpus {
namespace {

constexpr int64_t kDay = 86400;
constexpr int64_t kHistoryDays = 7;
constexpr uint64_t kLeastOfAJump = 10;
constexpr uint64_t kNearBulk = 4000;

bool Claims(std::span<const Defect* const> defects, std::span<const std::string_view> rules) {
  for (const Defect* defect : defects) {
    for (const Expectation& claim : defect->claims) {
      if (std::find(rules.begin(), rules.end(), kRules[claim.rule]) != rules.end()) return true;
    }
  }
  return false;
}

bool Needs(std::span<const Defect* const> defects, uint32_t needs) {
  return std::any_of(defects.begin(), defects.end(),
                     [needs](const Defect* defect) { return (defect->row.needs & needs) != 0; });
}

// Jumps of days, of which only those with mail are listed. Too few days: nothing.
std::optional<uint64_t> CountJumps(const std::map<int64_t, uint64_t>& days) {
  if (days.empty()) return std::nullopt;
  const int64_t first = days.begin()->first;
  if (days.rbegin()->first - first < kHistoryDays) return std::nullopt;
  uint64_t jumps = 0;
  for (const std::pair<const int64_t, uint64_t>& today : days) {
    if (today.first - first < kHistoryDays || today.second < kLeastOfAJump) continue;
    uint64_t before = 0;
    for (int64_t day = today.first - kHistoryDays; day < today.first; ++day) {
      const std::map<int64_t, uint64_t>::const_iterator found = days.find(day);
      before += found == days.end() ? 0 : found->second;
    }
    if (today.second * kHistoryDays >= 2 * before) ++jumps;
  }
  return jumps;
}

// Most messages in any 24 hours.
uint64_t CountPeak(std::vector<int64_t> times) {
  std::sort(times.begin(), times.end());
  size_t peak = 0;
  size_t begin = 0;
  for (size_t end = 0; end < times.size(); ++end) {
    while (times[begin] <= times[end] - kDay) ++begin;
    peak = std::max(peak, end + 1 - begin);
  }
  return peak;
}

// How a provider's reports about a company look, by its place in the list of senders.
enum class Reports : uint8_t { kGood, kRaised, kBad, kBadOnce, kGap, kNone, kCount };

Reports ReportsOf(const Sender& sender) {
  const size_t place = static_cast<size_t>(&sender - Senders().data());
  return static_cast<Reports>(place % static_cast<size_t>(Reports::kCount));
}

// The sender that stands for its organization.
const Sender& FirstOf(std::string_view org_domain) {
  return *std::find_if(Senders().begin(), Senders().end(),
                       [org_domain](const Sender& sender) { return sender.org_domain == org_domain; });
}

bool IsReported(const Sender& sender) {
  return sender.provider == Provider::kNone && ReportsOf(sender) != Reports::kNone;
}

bool IsHonoured(const Sender& sender) { return sender.org_domain.size() % 3 != 0; }

Outcome SpamRateOutcome(const Sender& sender) {
  if (!IsReported(sender)) return Outcome::kUnknown;
  switch (ReportsOf(sender)) {
    case Reports::kGood:
      return Outcome::kPass;
    case Reports::kRaised:
    case Reports::kBadOnce:
      return Outcome::kWarn;
    case Reports::kBad:
      return Outcome::kFail;
    case Reports::kGap:
    case Reports::kNone:
    case Reports::kCount:
      break;
  }
  return Outcome::kUnknown;
}

// Rates of the days up to `last_day`, the oldest first; empty: the day is missing.
std::string_view RateOf(Reports reports, int64_t days_ago) {
  if (reports == Reports::kRaised && days_ago == 3) return "0.15%";
  if (reports == Reports::kBad && days_ago == 2) return "0.41%";
  if (reports == Reports::kBadOnce && days_ago == 9) return "0.35%";
  if (reports == Reports::kGap && days_ago == 4) return "";
  return "0.04%";
}

}  // namespace

struct CorpusTruth::Judged {
  std::map<std::string_view, Outcome> rules;
  std::map<std::string_view, Outcome> told;
  std::map<std::string_view, std::map<std::string_view, uint64_t>> figures;
};

CorpusShare ShareOf(const Message& message, std::span<const Defect* const> defects) {
  constexpr std::string_view kOfUris[] = {"unsub-header", "unsub-https", "unsub-dkim-covered"};
  constexpr std::string_view kOfDate[] = {"format-date"};
  const Plan& plan = message.plan;
  CorpusShare share;
  if (Needs(defects, kAuthorNull | kAuthorOpen)) return share;
  share.sender = plan.sender;
  share.direct = !plan.relayed;
  share.plain = std::all_of(defects.begin(), defects.end(),
                            [](const Defect* defect) { return defect->claims.empty(); });
  share.kind = plan.kind;
  share.address = fmt::format("{}@{}", AuthorLocalPart(plan), plan.sender->from_domain);
  if (!plan.signers.empty()) share.signer = plan.signers.front().domain;
  const bool client_known = plan.mode == MailMode::kDelivered || plan.given != EnvelopeGiven::kNothing;
  if (client_known) share.client = plan.client.address;
  if (plan.mode == MailMode::kDelivered) {
    share.time = plan.received_at;
  } else if (!Claims(defects, kOfDate)) {
    share.time = plan.sent_at + plan.date_shift;
  }
  share.recipient = RecipientAddress(plan);
  share.to_gmail = plan.recipient_domain == "gmail.com";
  if (HasField(message, "Message-ID") && !Needs(defects, kIdOpen)) share.message_id = plan.message_id;
  if (plan.kind == MailKind::kCampaign && !Claims(defects, kOfUris)) share.uri = plan.unsubscribe_uri;
  share.look = plan.uri_look;
  return share;
}

void CorpusTruth::Add(const CorpusShare& share) {
  if (share.sender == nullptr) return;
  Domain& domain = domains_[std::string(share.sender->org_domain)];
  domain.sender = &FirstOf(share.sender->org_domain);
  if (share.to_gmail && share.time) domain.gmail_times.push_back(*share.time);
  if (share.time) {
    const int64_t day = *share.time / kDay;
    ++domain.days[day];
    if (!share.client.empty()) ++domain.client_days[share.client][day];
  } else {
    ++domain.undated;
  }
  if (!share.direct) return;
  if (share.message_id) {
    ++domain.messages_with_id;
    if (!share.message_id->empty()) {
      SharedId& id = domain.shared_ids[*share.message_id];
      ++id.messages;
      id.reused = share.message_id->starts_with("newsletter@");
      id.recipients.insert(share.recipient);
    }
  }
  if (share.uri) {
    ++domain.uris;
    ++domain.looks[share.look];
    Stream& stream = domain.streams[share.address];
    if (stream.messages++ == 0) {
      stream.uri = *share.uri;
      stream.recipient = share.recipient;
    }
    stream.uris_differ = stream.uris_differ || stream.uri != *share.uri;
    stream.recipients_differ = stream.recipients_differ || stream.recipient != share.recipient;
  } else if (share.kind == MailKind::kCampaign) {
    ++domain.open_uris;
  }
  const bool campaign = share.kind == MailKind::kCampaign;
  ++(campaign ? domain.campaigns : domain.notices);
  if (!share.plain) {
    ++domain.unclear;
    return;
  }
  (campaign ? domain.campaign_identities : domain.notice_identities)
      .insert({share.address, share.signer, share.client});
}

void CorpusTruth::JudgeIds(const Domain& domain, Judged& judged) {
  uint64_t reused_ids = 0;
  uint64_t reused_messages = 0;
  uint64_t shared_ids = 0;
  for (const std::pair<const std::string, SharedId>& entry : domain.shared_ids) {
    const SharedId& id = entry.second;
    if (id.messages < 2) continue;
    reused_ids += id.reused ? 1 : 0;
    reused_messages += id.reused ? id.messages : 0;
    shared_ids += !id.reused && id.recipients.size() > 1 ? 1 : 0;
  }
  judged.figures["format-message-id-unique"] = {
      {"reused_ids", reused_ids}, {"reused_messages", reused_messages}, {"shared_ids", shared_ids}};
  // Whether other mail of the domain has a Message-ID that counts is open where there is hardly any.
  if (domain.messages_with_id < 2) return;
  judged.rules["format-message-id-unique"] = reused_ids > 0   ? Outcome::kFail
                                             : shared_ids > 0 ? Outcome::kWarn
                                                              : Outcome::kPass;
}

void CorpusTruth::JudgeUris(const Domain& domain, Judged& judged) {
  const auto count = [&domain](UriLook look) {
    const std::map<UriLook, uint64_t>::const_iterator found = domain.looks.find(look);
    return found == domain.looks.end() ? 0 : found->second;
  };
  uint64_t streams = 0;
  uint64_t same = 0;
  for (const std::pair<const std::string, Stream>& entry : domain.streams) {
    if (!entry.second.recipients_differ) continue;
    ++streams;
    same += entry.second.uris_differ ? 0 : 1;
  }
  const uint64_t looks = count(UriLook::kPage) + count(UriLook::kAddress) + count(UriLook::kShort);
  if (domain.open_uris > 0 && (streams == 0 || same > 0)) return;
  judged.figures["unsub-uri-opaque"] = {{"same_uri_streams", same},
                                        {"landing_pages", count(UriLook::kPage)},
                                        {"plain_addresses", count(UriLook::kAddress)},
                                        {"short_tokens", count(UriLook::kShort)}};
  judged.rules["unsub-uri-opaque"] = domain.uris == 0        ? Outcome::kNotApplicable
                                     : domain.uris == 1      ? Outcome::kUnknown
                                     : same > 0 || looks > 0 ? Outcome::kWarn
                                     : streams > 0           ? Outcome::kPass
                                                             : Outcome::kUnknown;
}

void CorpusTruth::JudgeVolume(const Domain& domain, Judged& judged) {
  const uint64_t peak = CountPeak(domain.gmail_times);
  judged.figures["volume-bulk-status"] = {{"peak_24h", peak}};
  if (peak >= kNearBulk) {
    judged.rules["volume-bulk-status"] = Outcome::kWarn;
  } else if (peak + domain.undated < kNearBulk) {
    judged.rules["volume-bulk-status"] = Outcome::kPass;
  }
  if (domain.undated > 0) return;
  const std::optional<uint64_t> jumps = CountJumps(domain.days);
  uint64_t client_jumps = 0;
  for (const std::pair<const std::string, std::map<int64_t, uint64_t>>& entry : domain.client_days)
    client_jumps += CountJumps(entry.second).value_or(0);
  judged.rules["volume-ramp"] = !jumps                           ? Outcome::kUnknown
                                : *jumps > 0 || client_jumps > 0 ? Outcome::kWarn
                                                                 : Outcome::kPass;
  judged.figures["volume-ramp"] = {{"jumps", jumps.value_or(0)}, {"client_jumps", client_jumps}};
}

void CorpusTruth::JudgeStreams(const Domain& domain, Judged& judged) {
  // Nothing tells the class of a notice.
  if (domain.notices > 0) {
    judged.rules["stream-consistency"] = Outcome::kUnknown;
  } else if (domain.unclear == 0) {
    judged.rules["stream-consistency"] = Outcome::kNotApplicable;
  }
  const bool shared = std::any_of(domain.campaign_identities.begin(), domain.campaign_identities.end(),
                                  [&domain](const std::tuple<std::string, std::string, std::string>& who) {
                                    return domain.notice_identities.contains(who);
                                  });
  if (shared) {
    judged.told["stream-consistency"] = Outcome::kWarn;
  } else if (domain.unclear == 0) {
    judged.told["stream-consistency"] =
        domain.campaigns > 0 && domain.notices > 0 ? Outcome::kPass : Outcome::kNotApplicable;
  }
}

std::string CorpusTruth::Write() const {
  const auto rules_as_json = [](const std::map<std::string_view, Outcome>& rules) {
    std::string out;
    for (const std::pair<const std::string_view, Outcome>& rule : rules)
      out += fmt::format("{}{}:{}", out.empty() ? "" : ",", JsonString(rule.first),
                         JsonString(OutcomeWord(rule.second)));
    return out;
  };
  std::string out;
  for (const std::pair<const std::string, Domain>& entry : domains_) {
    const Domain& domain = entry.second;
    Judged judged;
    JudgeIds(domain, judged);
    JudgeUris(domain, judged);
    JudgeVolume(domain, judged);
    JudgeStreams(domain, judged);
    judged.rules["spam-rate"] = Outcome::kUnknown;
    judged.rules["unsub-honoured"] = Outcome::kUnknown;
    judged.told["spam-rate"] = SpamRateOutcome(*domain.sender);
    judged.told["unsub-honoured"] = !IsReported(*domain.sender)  ? Outcome::kUnknown
                                    : IsHonoured(*domain.sender) ? Outcome::kPass
                                                                 : Outcome::kFail;
    std::string figures;
    for (const std::pair<const std::string_view, std::map<std::string_view, uint64_t>>& rule :
         judged.figures) {
      std::string numbers;
      for (const std::pair<const std::string_view, uint64_t>& figure : rule.second)
        numbers +=
            fmt::format("{}{}:{}", numbers.empty() ? "" : ",", JsonString(figure.first), figure.second);
      figures += fmt::format("{}{}:{{{}}}", figures.empty() ? "" : ",", JsonString(rule.first), numbers);
    }
    out += fmt::format("{{\"domain\":{},\"corpus_rules\":{{{}}},\"figures\":{{{}}},\"told\":{{{}}}}}\n",
                       JsonString(entry.first), rules_as_json(judged.rules), figures,
                       rules_as_json(judged.told));
  }
  return out;
}

std::string WriteTrafficMap() {
  std::string out = "list_id,from,class\n";
  for (const Sender& sender : Senders())
    out += fmt::format("{}.{},,marketing\n", sender.local_part, sender.from_domain);
  for (const Sender& sender : Senders()) out += fmt::format(",{},transactional\n", sender.from_domain);
  return out;
}

std::string WritePostmaster(int64_t last_day) {
  constexpr int64_t kReportedDays = 10;
  std::string out = "domain,day,rate,honor_unsubscribe\n";
  std::set<std::string_view> told;
  for (const Sender& sender : Senders()) {
    if (!told.insert(sender.org_domain).second || !IsReported(sender)) continue;
    for (int64_t ago = kReportedDays - 1; ago >= 0; --ago) {
      const std::string_view rate = RateOf(ReportsOf(sender), ago);
      const std::string day = Rfc3339(last_day - ago * kDay).substr(0, 10);
      if (!rate.empty()) out += fmt::format("{},{},{},\n", sender.org_domain, day, rate);
    }
    out += fmt::format("{},,,{}\n", sender.org_domain, IsHonoured(sender) ? "COMPLIANT" : "NEEDS_WORK");
  }
  return out;
}

}  // namespace kenpin::corpus
