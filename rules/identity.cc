#include "rules/identity.h"

#include <algorithm>
#include <iterator>

#include "rules/alignment.h"
#include "rules/authentication.h"
#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

constexpr std::string_view kFreemailDomains[] = {
    "163.com",        "aol.com",        "au.com",        "docomo.ne.jp", "ezweb.ne.jp",
    "gmail.com",      "googlemail.com", "hotmail.co.jp", "hotmail.com",  "i.softbank.jp",
    "icloud.com",     "live.com",       "live.jp",       "mac.com",      "mail.ru",
    "me.com",         "msn.com",        "outlook.com",   "outlook.jp",   "qq.com",
    "rocketmail.com", "softbank.ne.jp", "web.de",        "ymail.com",    "ymobile.ne.jp",
};

// Providers with a domain in many countries.
constexpr std::string_view kFreemailLabels[] = {"gmx.", "yahoo."};

constexpr std::string_view kMicrosoftLabels[] = {"hotmail.", "live.", "msn.", "outlook."};

constexpr std::string_view kServiceDomains[] = {"ccsend.com", "hs-domain.com", "sender-sib.com",
                                                "shared.klaviyomail.com"};

bool IsGmail(std::string_view domain) { return domain == "gmail.com" || domain == "googlemail.com"; }

// Whether `domain` is `zone` or a name below it.
bool IsIn(std::string_view domain, std::string_view zone) {
  if (!domain.ends_with(zone)) return false;
  return domain.size() == zone.size() || domain[domain.size() - zone.size() - 1] == '.';
}

// Whether what passes is of the domain in From: only its owner can bring that about.
struct OwnerSent {
  Outcome outcome = Outcome::kUnknown;  // Pass, fail or unknown.
  Reason reason{};                      // With unknown.
};

OwnerSent DidOwnerSend(const Evidence& evidence) {
  const Verdict dmarc = CheckAuthDmarcPass(evidence);
  const Verdict from = CheckAlignFrom(evidence);
  for (const Verdict& verdict : {dmarc, from}) {
    if (verdict.outcome == Outcome::kPass || verdict.outcome == Outcome::kWarn) return {Outcome::kPass, {}};
  }
  for (const Verdict& verdict : {dmarc, from}) {
    if (verdict.outcome == Outcome::kFail) return {Outcome::kFail, {}};
  }
  const Verdict& open = from.outcome == Outcome::kUnknown ? from : dmarc;
  return {Outcome::kUnknown, open.reason};
}

// The sending system whose mailboxes a domain has.
SenderSystem SystemOfMailboxes(std::string_view domain) {
  if (IsGmail(domain)) return SenderSystem::kGoogle;
  for (const std::string_view label : kMicrosoftLabels) {
    if (domain.starts_with(label)) return SenderSystem::kMicrosoft;
  }
  return SenderSystem::kNone;
}

// Whether a sending system other than the mailboxes' own sends. Before delivery nobody gains by copying
// another system's marks; in delivered mail a claim alone proves nothing.
bool IsSentByAnother(const Evidence& evidence) {
  const SenderSystemFinding& finding = evidence.sender_system;
  if (finding.system == SenderSystem::kNone) return false;
  if (finding.system == SystemOfMailboxes(evidence.author.domain)) return false;
  return evidence.mode != Mode::kArchive || finding.certainty >= Certainty::kLikely;
}

// What the owner of a domain asks for mail that is not its own.
enum class Strictness : uint8_t {
  kUnknown,
  kLenient,      // p=none, or no record.
  kStrict,       // As the receiver saw it.
  kStrictByDns,  // As DNS says at the time it was asked.
};

Strictness StrictnessByDns(const DmarcEvidence& dmarc) {
  if (dmarc.lookup == DmarcLookup::kNone) return Strictness::kLenient;
  if (dmarc.lookup != DmarcLookup::kFound || !dmarc.policy) return Strictness::kUnknown;
  // t=y lowers the policy by one level (RFC 9989 §4.7).
  const DmarcPolicy lenient = dmarc.testing ? DmarcPolicy::kQuarantine : DmarcPolicy::kNone;
  return *dmarc.policy > lenient ? Strictness::kStrictByDns : Strictness::kLenient;
}

Strictness StrictnessOf(const Evidence& evidence) {
  if (HasTrustedResults(evidence)) {
    const std::string_view told = evidence.delivery->results.dmarc_policy;
    if (told == "reject" || told == "quarantine") return Strictness::kStrict;
    if (told == "none") return Strictness::kLenient;
  }
  return StrictnessByDns(evidence.dmarc);
}

}  // namespace

bool IsFreemail(std::string_view domain, std::string_view org_domain) {
  const auto* const begin = std::begin(kFreemailDomains);
  const auto* const end = std::end(kFreemailDomains);
  if (std::find(begin, end, domain) != end) return true;
  return domain == org_domain &&
         std::any_of(std::begin(kFreemailLabels), std::end(kFreemailLabels),
                     [&](std::string_view label) { return domain.starts_with(label); });
}

bool IsServiceManaged(std::string_view domain) {
  return std::any_of(std::begin(kServiceDomains), std::end(kServiceDomains),
                     [&](std::string_view zone) { return IsIn(domain, zone); });
}

Verdict CheckFromGmailImpersonation(const Evidence& evidence) {
  if (evidence.author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (!IsGmail(evidence.author.domain)) return Pass();
  const OwnerSent owner = DidOwnerSend(evidence);
  if (owner.outcome == Outcome::kPass) return Pass();
  if (IsSentByAnother(evidence)) return Fail(Reason::kGmailByService);
  return owner.outcome == Outcome::kFail ? Fail(Reason::kGmailNotFromGmail) : Unknown(owner.reason);
}

Verdict CheckFromFreemail(const Evidence& evidence) {
  const AuthorFacts& author = evidence.author;
  if (author.domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (!IsFreemail(author.domain, author.org_domain)) return Pass();
  const OwnerSent owner = DidOwnerSend(evidence);
  if (owner.outcome == Outcome::kPass) return NotApplicable(Reason::kProviderSent);
  if (owner.outcome == Outcome::kUnknown && !IsSentByAnother(evidence)) return Unknown(owner.reason);
  switch (StrictnessOf(evidence)) {
    case Strictness::kLenient:
      return Warn(Reason::kFreemailLenient);
    case Strictness::kStrict:
      return Fail(Reason::kFreemailStrict);
    case Strictness::kStrictByDns:
      return IfContemporary(evidence, Fail(Reason::kFreemailStrict));
    case Strictness::kUnknown:
      break;
  }
  return Unknown(Reason::kPolicyUnknown);
}

Verdict CheckEspRewrittenFrom(const Evidence& evidence) {
  const std::string_view domain = evidence.mail->from.domain;
  if (domain.empty()) return Unknown(Reason::kAuthorDomainUnusable);
  if (!evidence.mail->identity.original_domain.empty()) return Warn(Reason::kFromRewritten);
  return IsServiceManaged(domain) ? Warn(Reason::kFromServiceDomain) : Pass();
}

namespace {

constexpr RuleInfo kRules[] = {
    {RuleId::kFromGmailImpersonation,
     "from-gmail-impersonation",
     {"Mail from a Gmail address is sent by Gmail", "Gmail のアドレスは Gmail から送信"},
     kMustGmail,
     kRefused,
     {.gmail = "550 5.7.26 (the domain's policy)"},
     "Google, Email sender guidelines and FAQ",
     "G-81126 G-FAQ",
     {"Send from a domain that you own, not from a Gmail address.",
      "Gmail のアドレスではなく、自社のドメインから送信する。"},
     CheckFromGmailImpersonation},
    {RuleId::kFromFreemail,
     "from-freemail",
     {"From is no mailbox at a provider or carrier that another system uses",
      "フリーメールの From を他システムで使わない"},
     kShouldMailboxes,
     kUnenforced,
     {},
     "Yahoo, Sender Hub FAQ (p=reject); Apple, Postmaster information (p=quarantine)",
     "Y-FAQ A-102322",
     {"Send from your organisation's own domain.", "組織のドメインから送信する。"},
     CheckFromFreemail},
    {RuleId::kEspRewrittenFrom,
     "esp-rewritten-from",
     {"The sending service left the domain in From alone", "配信サービスが From を書き換えていない"},
     kNobody,
     kUnenforced,
     {},
     "HubSpot's way with domains that are not connected",
     "",
     {"Connect (verify) your domain in the sending service.",
      "配信サービスに自社ドメインを登録し、所有権を確認する。"},
     CheckEspRewrittenFrom},
};

}  // namespace

std::span<const RuleInfo> IdentityRules() { return kRules; }

}  // namespace kenpin
