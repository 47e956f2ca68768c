// DMARC passes exactly when an identifier passes and is aligned; everything that joins SPF and DKIM follows
// from that, in three values, because either may be unknown.
#include "bench/corpus/expected_authentication.h"

#include <algorithm>
#include <array>
#include <string>

#include "bench/corpus/plan.h"

namespace kenpin::corpus {
namespace {

bool IsUnder(std::string_view name, std::string_view domain) {
  return name == domain || (name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.');
}

// What is known of the SMTP session.
struct Known {
  bool client;
  bool sender;
};

Known KnownOf(const Plan& plan) {
  const bool given = plan.given != EnvelopeGiven::kNothing;
  switch (plan.mode) {
    case MailMode::kDelivered:
      return {true, true};
    case MailMode::kSent:
      return {given, true};
    case MailMode::kPresend:
      return {given, given};
  }
  return {false, false};
}

Outcome PassOr(bool pass, Outcome otherwise) { return pass ? Outcome::kPass : otherwise; }

// Whether the From domain's own record names the client.
Outcome ExpectHeaderFrom(const Plan& plan) {
  const Sender& sender = *plan.sender;
  if (plan.bounce_domain == sender.from_domain) return Outcome::kNotApplicable;
  if (sender.from_spf != FromSpf::kCovers || plan.relayed) return Outcome::kFail;
  if (plan.given != EnvelopeGiven::kOptions) return Outcome::kPass;
  // Two services may share a network.
  const std::string network = plan.service != nullptr ? std::string(plan.service->network) : "192.0.2";
  return PassOr(plan.client.address.starts_with(network + "."), Outcome::kFail);
}

Outcome ExpectFromHost(const Sender& sender) {
  switch (sender.from_host) {
    case FromHost::kMailServer:
      return Outcome::kPass;
    case FromHost::kNxDomain:
    case FromHost::kNullMx:
      return Outcome::kFail;
    case FromHost::kAddress:
    case FromHost::kTextOnly:  // Gmail lets it be.
      return Outcome::kWarn;
  }
  return Outcome::kUndecided;
}

// Three values, and "open" where the catalogue of rules is.
enum class Answer : uint8_t { kNo, kYes, kUnknown, kOpen };

Answer AnswerOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass:
    case Outcome::kWarn:
      return Answer::kYes;
    case Outcome::kFail:
    case Outcome::kNotApplicable:
      return Answer::kNo;
    case Outcome::kUnknown:
      return Answer::kUnknown;
    case Outcome::kUndecided:
      return Answer::kOpen;
  }
  return Answer::kOpen;
}

Answer Both(Answer a, Answer b) {
  if (a == Answer::kNo || b == Answer::kNo) return Answer::kNo;
  if (a == Answer::kOpen || b == Answer::kOpen) return Answer::kOpen;
  return a == Answer::kYes && b == Answer::kYes ? Answer::kYes : Answer::kUnknown;
}

Answer Either(Answer a, Answer b) {
  if (a == Answer::kYes || b == Answer::kYes) return Answer::kYes;
  if (a == Answer::kOpen || b == Answer::kOpen) return Answer::kOpen;
  return a == Answer::kNo && b == Answer::kNo ? Answer::kNo : Answer::kUnknown;
}

Outcome OutcomeOf(Answer answer) {
  switch (answer) {
    case Answer::kNo:
      return Outcome::kFail;
    case Answer::kYes:
      return Outcome::kPass;
    case Answer::kUnknown:
      return Outcome::kUnknown;
    case Answer::kOpen:
      return Outcome::kUndecided;
  }
  return Outcome::kUndecided;
}

struct Legs {
  Answer spf;   // Passes and is aligned.
  Answer dkim;  // A signature does and is.
};

Legs LegsOf(const Truth& truth) {
  // align-dkim is about signatures that pass, so that its pass says both; its warn says that the aligned one
  // failed.
  const Outcome aligned = truth.Get("align-dkim");
  const Answer dkim = aligned == Outcome::kWarn ? Answer::kNo : AnswerOf(aligned);
  return {Both(AnswerOf(truth.Get("auth-spf")), AnswerOf(truth.Get("align-spf"))),
          truth.Get("auth-dkim") == Outcome::kFail && dkim == Answer::kOpen ? Answer::kNo : dkim};
}

Outcome ConcludeSpfOrDkim(const Truth& truth) {
  const Answer spf = AnswerOf(truth.Get("auth-spf"));
  const Answer dkim = AnswerOf(truth.Get("auth-dkim"));
  if (Both(spf, dkim) == Answer::kYes) return Outcome::kPass;
  if (Either(spf, dkim) != Answer::kYes) return OutcomeOf(Either(spf, dkim));
  // One passes. Whether that is a pass or a remark while the other is unknown is left open.
  return spf == Answer::kNo || dkim == Answer::kNo ? Outcome::kWarn : Outcome::kUndecided;
}

Outcome ConcludeDmarc(const Truth& truth, const Legs& legs) {
  const Answer record = AnswerOf(truth.Get("dmarc-record-present"));
  if (record == Answer::kNo) return Outcome::kNotApplicable;
  return record == Answer::kYes ? OutcomeOf(Either(legs.spf, legs.dkim)) : OutcomeOf(record);
}

Outcome ConcludeAlignFrom(const Truth& truth, const Legs& legs) {
  if (legs.dkim == Answer::kYes) return Outcome::kPass;
  if (legs.spf == Answer::kYes) return legs.dkim == Answer::kNo ? Outcome::kWarn : Outcome::kUndecided;
  const Answer any = Either(legs.spf, legs.dkim);
  // A third party's signature passes, and SPF could still save the message: open.
  if (any == Answer::kUnknown && truth.Get("auth-dkim") == Outcome::kPass && legs.dkim == Answer::kNo)
    return Outcome::kUndecided;
  // Not aligned for sure, while whether anything passes is not: open.
  if (any == Answer::kNo && truth.Get("auth-spf") == Outcome::kUnknown) return Outcome::kUndecided;
  return OutcomeOf(any);
}

Outcome ConcludeAlignBoth(const Legs& legs) {
  const Answer both = Both(legs.spf, legs.dkim);
  if (both == Answer::kYes) return Outcome::kPass;
  if (legs.spf == Answer::kOpen || legs.dkim == Answer::kOpen) return Outcome::kUndecided;
  if (legs.spf == Answer::kUnknown || legs.dkim == Answer::kUnknown) return Outcome::kUnknown;
  // Neither: align-from says enough, and what this rule says is open.
  return Either(legs.spf, legs.dkim) == Answer::kYes ? Outcome::kWarn : Outcome::kUndecided;
}

Outcome ConcludeRejectNeedsDkim(const Truth& truth, const Plan& plan, const Legs& legs) {
  const Answer record = AnswerOf(truth.Get("dmarc-record-present"));
  if (record != Answer::kYes) return Outcome::kUndecided;
  if (plan.sender->policy == "none") return Outcome::kNotApplicable;
  if (legs.dkim == Answer::kYes) return Outcome::kPass;
  if (legs.dkim == Answer::kNo && legs.spf == Answer::kYes) return Outcome::kWarn;
  return legs.dkim == Answer::kUnknown ? Outcome::kUnknown : Outcome::kUndecided;
}

constexpr std::array<std::string_view, 6> kSpfRecordRules = {"spf-record-present", "spf-record-single",
                                                             "spf-record-valid",   "spf-lookup-limit",
                                                             "spf-too-permissive", "align-spf"};
constexpr std::array<std::string_view, 4> kClientRules = {"auth-spf", "infra-ptr", "infra-fcrdns",
                                                          "infra-helo"};
constexpr std::array<std::string_view, 5> kJoiningRules = {
    "auth-spf-or-dkim", "auth-dmarc-pass", "align-from", "align-both", "dmarc-reject-needs-dkim"};
// What says nothing certain while it is open who the author is.
constexpr std::array<std::string_view, 11> kAuthorRules = {
    "dmarc-record-present", "dmarc-record-single",     "dmarc-record-valid",
    "dmarc-policy",         "dmarc-reports",           "dmarc-old-tags",
    "auth-dmarc-pass",      "dmarc-reject-needs-dkim", "align-spf",
    "spf-header-from",      "infra-domain-resolves"};

bool AnyNeeds(std::span<const Defect* const> defects, uint32_t needs) {
  return std::any_of(defects.begin(), defects.end(),
                     [needs](const Defect* defect) { return (defect->row.needs & needs) != 0; });
}

void HideTheUnknown(Truth& truth, const Plan& plan, std::span<const Defect* const> defects) {
  const Known known = KnownOf(plan);
  // A record is judged otherwise where it is not known how far a receiver reads it.
  if (!known.client && AnyNeeds(defects, kClientKnown)) {
    for (const std::string_view rule : {"spf-record-valid", "spf-lookup-limit", "spf-too-permissive"})
      truth.Set(rule, Outcome::kUndecided);
  }
  if (!known.client) {
    for (const std::string_view rule : kClientRules) truth.Set(rule, Outcome::kUnknown);
    if (truth.Get("spf-header-from") != Outcome::kNotApplicable)
      truth.Set("spf-header-from", Outcome::kUnknown);
    truth.Set("auth-evidence", Outcome::kUnknown);
  }
  if (!known.sender) {
    for (const std::string_view rule : kSpfRecordRules) truth.Set(rule, Outcome::kUnknown);
    truth.Set("spf-header-from", Outcome::kUnknown);
    truth.Set("infra-domain-resolves", ExpectFromHost(*plan.sender));
  }
  if (plan.mode == MailMode::kDelivered) return;
  const Outcome without = plan.mode == MailMode::kPresend ? Outcome::kNotApplicable : Outcome::kUnknown;
  truth.Set("infra-tls", without);
  truth.Set("infra-tls-version", without);
}

bool IsJoining(const Expectation& claim) {
  return std::find(kJoiningRules.begin(), kJoiningRules.end(), kRules[claim.rule]) != kJoiningRules.end();
}

}  // namespace

void ExpectAuthentication(Truth& truth, const Plan& plan) {
  const Sender& sender = *plan.sender;
  constexpr std::array<std::string_view, 18> kGood = {
      "auth-evidence",       "auth-spf",           "auth-dkim",        "spf-record-present",
      "spf-record-single",   "spf-record-valid",   "spf-lookup-limit", "spf-too-permissive",
      "dmarc-record-single", "dmarc-record-valid", "dmarc-policy",     "dmarc-reports",
      "dmarc-old-tags",      "infra-ptr",          "infra-fcrdns",     "infra-tls",
      "infra-tls-version",   "infra-helo"};
  for (const std::string_view rule : kGood) truth.Set(rule, Outcome::kPass);
  // Exchange Online writes no id, so that its results are believed for their place alone.
  if (plan.results != ResultsPlace::kNone && plan.family == ReceiverFamily::kExchangeOnline)
    truth.Set("auth-evidence", Outcome::kWarn);
  truth.Set("auth-dkim", PassOr(!plan.signers.empty(), Outcome::kFail));
  truth.Set("spf-header-from", ExpectHeaderFrom(plan));
  truth.Set("align-spf", PassOr(IsUnder(plan.bounce_domain, sender.org_domain), Outcome::kFail));
  const bool inherited =
      sender.from_domain != sender.org_domain && sender.dmarc_place == DmarcPlace::kOrganization;
  truth.Set("dmarc-record-present", PassOr(!inherited, Outcome::kWarn));
  truth.Set("infra-domain-resolves", ExpectFromHost(sender));
  truth.Set("fwd-arc", Outcome::kNotApplicable);
  truth.Set("fwd-markers", Outcome::kNotApplicable);
  truth.Set("fwd-list-id", PassOr(plan.kind == MailKind::kCampaign, Outcome::kNotApplicable));
}

void ConcludeAuthentication(Truth& truth, const Plan& plan, std::span<const Defect* const> defects) {
  HideTheUnknown(truth, plan, defects);
  const bool author_in_doubt = AnyNeeds(defects, kAuthorNull | kAuthorOpen);
  if (author_in_doubt) {
    for (const std::string_view rule : kAuthorRules) truth.Set(rule, Outcome::kUndecided);
  }
  const Legs legs = LegsOf(truth);
  truth.Set("auth-spf-or-dkim", ConcludeSpfOrDkim(truth));
  truth.Set("auth-dmarc-pass", ConcludeDmarc(truth, legs));
  truth.Set("align-from", ConcludeAlignFrom(truth, legs));
  truth.Set("align-both", ConcludeAlignBoth(legs));
  truth.Set("dmarc-reject-needs-dkim", ConcludeRejectNeedsDkim(truth, plan, legs));
  if (author_in_doubt) {
    for (const std::string_view rule : {"align-from", "align-both"}) truth.Set(rule, Outcome::kUndecided);
  }
  for (const Defect* defect : defects) {
    for (const Expectation& claim : defect->claims) {
      if (IsJoining(claim)) truth.Set(claim);
    }
  }
}

}  // namespace kenpin::corpus
