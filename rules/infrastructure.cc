#include "rules/infrastructure.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "rules/levels.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

// What the writer of the border Received says of the client's name, where it is the client that is judged and
// not one that was told by option.
PeerName BorderName(const Evidence& evidence) {
  const DeliveryFacts& delivery = *evidence.delivery;
  if (evidence.mode != Mode::kArchive || !delivery.border) return PeerName::kUnstated;
  const std::optional<IpAddress>& client = delivery.envelope.client;
  if (client && delivery.border_hop.peer != client) return PeerName::kUnstated;
  return delivery.border_hop.peer_name;
}

// A trusted iprev= (RFC 8601 §2.7.3), or nothing.
std::optional<AuthWord> TrustedIprev(const Evidence& evidence) {
  return HasTrustedResults(evidence) ? evidence.delivery->results.iprev : std::nullopt;
}

// Why a question to DNS has no answer.
Reason DnsLack(const Evidence& evidence) { return evidence.dns_off ? Reason::kDnsOff : Reason::kDnsFailure; }

// Why the client's names are not known.
Reason ClientLack(const Evidence& evidence) {
  if (evidence.delivery->clients_differ) return Reason::kClientsDiffer;
  return evidence.delivery->envelope.client ? DnsLack(evidence) : Reason::kClientUnknown;
}

// Whether the client's address has a name; unknown where the writer's "unknown" may mean three things, or
// where it writes no names at all, and DNS does not settle it.
Verdict JudgePtr(const Evidence& evidence) {
  const PeerName border = BorderName(evidence);
  const bool named = border == PeerName::kVerified || border == PeerName::kForged ||
                     TrustedIprev(evidence) == AuthWord::kPass;
  if (named) return Pass();
  const DnsFact ptr = evidence.client_dns.ptr;
  // An MTA that prints names saw none; that DNS has one now proves nothing about another time.
  const bool seen_without = border == PeerName::kAbsent;
  if (ptr == DnsFact::kYes && (!seen_without || DnsIsContemporary(evidence))) return Pass();
  if (seen_without) return Fail(Reason::kPtrMissing);
  return ptr == DnsFact::kNo ? IfContemporary(evidence, Fail(Reason::kPtrMissing))
                             : Unknown(ClientLack(evidence));
}

// Whether some name of the client leads back to its address. The receiver's words come first.
Verdict JudgeForwardMatch(const Evidence& evidence) {
  const std::optional<AuthWord> iprev = TrustedIprev(evidence);
  if (iprev == AuthWord::kPass) return Pass();
  if (iprev == AuthWord::kFail || iprev == AuthWord::kPermError) return Fail(Reason::kPtrMismatch);
  const PeerName border = BorderName(evidence);
  if (border == PeerName::kVerified) return Pass();
  if (border == PeerName::kForged) return Fail(Reason::kPtrMismatch);
  const Verdict ptr = JudgePtr(evidence);
  if (ptr.outcome == Outcome::kFail) return NotApplicable(ptr.reason);
  if (ptr.outcome == Outcome::kUnknown) return ptr;
  const DnsFact match = evidence.client_dns.forward_match;
  if (match == DnsFact::kYes) return Pass();
  if (iprev == AuthWord::kTempError) return Unknown(Reason::kReceiverTempError);
  if (evidence.client_dns.names_cut) return Unknown(Reason::kTooManyPtrNames);
  return match == DnsFact::kNo ? IfContemporary(evidence, Fail(Reason::kPtrMismatch))
                               : Unknown(ClientLack(evidence));
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

// Postfix adds an S to ESMTP whenever TLS was used, and to its relatives (RFC 3848, RFC 6531); plain SMTP has
// no such form.
bool WouldShowTls(std::string_view keyword) {
  return EqualsIgnoringCase(keyword, "esmtp") || EqualsIgnoringCase(keyword, "esmtpa") ||
         EqualsIgnoringCase(keyword, "utf8smtp") || EqualsIgnoringCase(keyword, "utf8smtpa");
}

// The absence of a mark means plain text only where the writer's family always marks TLS. All others may have
// used it in silence: Sendmail's comment can be switched off, Microsoft SMTPSVC and Postfix's "SMTP" never
// tell.
bool AbsenceMeansPlain(const ReceivedHop& hop) {
  switch (hop.family) {
    case MtaFamily::kExchangeOnline:
    case MtaFamily::kGmail:
    case MtaFamily::kExim:
      return true;
    case MtaFamily::kPostfix:
      return WouldShowTls(hop.with);
    default:
      return false;
  }
}

// What keeps the border hop from being judged; nothing if it can be.
std::optional<Verdict> WithoutBorder(const Evidence& evidence) {
  if (evidence.mode == Mode::kPresend) return NotApplicable(Reason::kNotDelivered);
  if (evidence.mode == Mode::kSent) return Unknown(Reason::kNoReceiver);
  if (evidence.delivery->receiver_notice) return NotApplicable(Reason::kReceiverNotice);
  if (!evidence.delivery->border) return Unknown(Reason::kBorderHopUnknown);
  return std::nullopt;
}

// Whether the name of a mail domain can be answered to.
Verdict JudgeDomain(const Evidence& evidence, Provider provider, const DomainDnsFacts& dns) {
  if (dns.exists == DnsFact::kNo) return IfContemporary(evidence, Fail(Reason::kDomainNotFound));
  if (dns.null_mx) return IfContemporary(evidence, Fail(Reason::kNullMx));
  if (dns.mx == DnsFact::kYes) return Pass();
  if (dns.mx != DnsFact::kNo) return Unknown(DnsLack(evidence));
  if (dns.address == DnsFact::kYes) return Warn(Reason::kDomainWithoutMx);
  if (dns.address != DnsFact::kNo) return Unknown(DnsLack(evidence));
  // Gmail takes mail from subdomains that are only written from.
  return provider == Provider::kGmail ? Warn(Reason::kDomainWithoutHosts)
                                      : IfContemporary(evidence, Fail(Reason::kDomainWithoutHosts));
}

// Of two answers the one that weighs more: what is definitely wrong, then what is not known, then a remark.
Verdict Heavier(const Verdict& a, const Verdict& b) {
  for (const Outcome outcome : {Outcome::kFail, Outcome::kUnknown, Outcome::kWarn}) {
    if (a.outcome == outcome) return a;
    if (b.outcome == outcome) return b;
  }
  return a;
}

}  // namespace

Verdict CheckInfraPtr(const Evidence& evidence) {
  const Verdict verdict = JudgePtr(evidence);
  const bool remark = verdict.outcome == Outcome::kPass && evidence.client_dns.generic_name;
  return remark ? Warn(Reason::kPtrGeneric) : verdict;
}

// RFC 8601 §2.7.3, §3 (iprev).
Verdict CheckInfraFcrdns(const Evidence& evidence) {
  const Verdict verdict = JudgeForwardMatch(evidence);
  if (verdict.outcome != Outcome::kPass) return verdict;
  if (evidence.client_dns.ptr_names > kManyPtrNames) return Warn(Reason::kPtrTooMany);
  return evidence.client_dns.helo_is_ptr ? Pass() : Warn(Reason::kHeloNotPtr);
}

// RFC 3848 for the keywords; what the absence of a mark is worth was counted on stored mail.
Verdict CheckInfraTls(const Evidence& evidence) {
  if (const std::optional<Verdict> none = WithoutBorder(evidence)) return *none;
  const ReceivedHop& hop = evidence.delivery->border_hop;
  if (hop.transport == HopTransport::kInternal) return NotApplicable(Reason::kLocalHop);
  if (hop.tls.mark != TlsMark::kNone)
    return evidence.delivery->inner_hop_plain ? Warn(Reason::kTlsInnerHopPlain) : Pass();
  const bool plain = hop.transport == HopTransport::kSmtp && AbsenceMeansPlain(hop);
  return plain ? Fail(Reason::kTlsNotUsed) : Unknown(Reason::kTlsNotTold);
}

// RFC 8996 §4, §5.
Verdict CheckInfraTlsVersion(const Evidence& evidence) {
  const Verdict tls = CheckInfraTls(evidence);
  // Where TLS itself is open, so is its version.
  if (tls.outcome == Outcome::kUnknown) return tls;
  if (tls.outcome != Outcome::kPass && tls.outcome != Outcome::kWarn) return NotApplicable(tls.reason);
  const TlsHint& hint = evidence.delivery->border_hop.tls;
  if (hint.version == TlsVersion::kUnstated) return Unknown(Reason::kTlsVersionNotTold);
  if (hint.version < TlsVersion::kTls12) return Fail(Reason::kTlsVersionOld);
  if (hint.weak_cipher) return Warn(Reason::kTlsWeakCipher);
  if (hint.cbc_cipher) return Warn(Reason::kTlsCbcCipher);
  return hint.verify_failed ? Warn(Reason::kTlsVerifyFailed) : Pass();
}

// RFC 5321 §4.1.1.1, §4.1.4.
Verdict CheckInfraHelo(const Evidence& evidence) {
  switch (evidence.helo_form) {
    case HeloForm::kUnknown:
      return Unknown(Reason::kHeloUnknown);
    case HeloForm::kEmpty:
      return Fail(Reason::kHeloEmpty);
    case HeloForm::kBareLabel:
      return Fail(Reason::kHeloBareLabel);
    case HeloForm::kBad:
      return Fail(Reason::kHeloInvalid);
    case HeloForm::kPrivateLiteral:
      return Fail(Reason::kHeloPrivateLiteral);
    case HeloForm::kLiteral:
      return Warn(Reason::kHeloLiteral);
    case HeloForm::kName:
      break;
  }
  if (evidence.helo_resolves == DnsFact::kYes) return Pass();
  if (evidence.helo_resolves != DnsFact::kNo) return Unknown(DnsLack(evidence));
  // Hosts come and go: that the name is gone today says nothing about the day of the message.
  return DnsIsContemporary(evidence) ? Warn(Reason::kHeloNotFound) : Unknown(Reason::kDnsNotContemporary);
}

// RFC 7505 for the null MX. The envelope's domain counts where it is known and is another one.
Verdict CheckInfraDomainResolves(const Evidence& evidence, Provider provider) {
  const Verdict author = evidence.author.domain.empty()
                             ? Unknown(Reason::kAuthorDomainUnusable)
                             : JudgeDomain(evidence, provider, evidence.author_dns);
  const bool asked = evidence.envelope_dns.exists != DnsFact::kNotAsked;
  return asked ? Heavier(author, JudgeDomain(evidence, provider, evidence.envelope_dns)) : author;
}

namespace {

constexpr SmtpCodes kReverseDnsCodes = {
    .gmail = "451 4.7.23 (older texts 421 4.7.0), 550 5.7.25, 550 5.7.1 for IPv6"};

constexpr RuleInfo kRules[] = {
    {RuleId::kInfraPtr,
     "infra-ptr",
     {"The sending address has a name in the reverse DNS", "送信元アドレスに逆引きがある"},
     kReverseDns,
     kNamelessRefused,
     kReverseDnsCodes,
     "Google, Email sender guidelines; Yahoo, Sender Hub; Apple, Postmaster information; Outlook.com "
     "Postmaster, Troubleshooting",
     "G-81126 Y-SRR A-102322 M-TRB",
     {"Ask the host or mail service to set a PTR record for the address.",
      "送信元アドレスの PTR レコードの設定を、ホスティング事業者またはメールサービスに依頼する。"},
     CheckInfraPtr},
    {RuleId::kInfraFcrdns,
     "infra-fcrdns",
     {"The address's name leads back to the address", "逆引き名の正引きが元のアドレスに戻る"},
     kMustGmailYahoo,
     kNamelessRefused,
     kReverseDnsCodes,
     "Google, Email sender guidelines; RFC 8601 §2.7.3 and §3 (sections from memory)",
     "G-81126 Y-SRR",
     {"Give the host that the PTR record names an A or AAAA record with the sending address.",
      "PTR レコードが示すホストに、送信元アドレスの A または AAAA レコードを設定する。"},
     CheckInfraFcrdns},
    {RuleId::kInfraTls,
     "infra-tls",
     {"The message came in over TLS", "TLS で届いた"},
     kMustGmail,
     kRefused,
     {.gmail = "421 4.7.29, 550 5.7.29"},
     "Google, Email sender guidelines (since December 2023) and their FAQ; RFC 3848; RFC 6531's keywords "
     "(from memory)",
     "G-81126 G-FAQ",
     {"Switch on STARTTLS for outgoing connections.", "送信時の STARTTLS を有効にする。"},
     CheckInfraTls},
    {RuleId::kInfraTlsVersion,
     "infra-tls-version",
     {"The TLS version is current", "TLS のバージョンが新しい"},
     kEverybodyShould,
     kUnenforced,
     {},
     "RFC 8996 §4, §5 (sections from memory)",
     "",
     {"Update the TLS library, and switch off what is older than 1.2.",
      "TLS ライブラリを更新し、1.2 より古いバージョンを無効にする。"},
     CheckInfraTlsVersion},
    {RuleId::kInfraHelo,
     "infra-helo",
     {"The HELO name is that of a real host", "HELO 名が実在のホスト名"},
     kEverybodyShould,
     kGmailMayRefuse,
     {.gmail = "501 5.5.4"},
     "RFC 5321 §4.1.1.1, §4.1.4 (sections from memory); Google, Gmail SMTP errors; Outlook.com Postmaster, "
     "Troubleshooting",
     "G-SMTP M-TRB",
     {"Let the server greet with its public DNS name.",
      "サーバーが公開 DNS 上の名前を名乗るように設定する。"},
     CheckInfraHelo},
    {RuleId::kInfraDomainResolves,
     "infra-domain-resolves",
     {"The domains of From and envelope are in DNS", "From とエンベロープのドメインが DNS にある"},
     kDomainInDns,
     kDomainRefused,
     {.yahoo = "451, 554"},
     "Yahoo, SMTP error codes; NTT docomo's notes on sending (A or MX for From); RFC 7505",
     "Y-SMTP D-docomo",
     {"Give the domain an MX record, or an address.", "ドメインに MX レコードまたはアドレスを設定する。"},
     nullptr,
     CheckInfraDomainResolves},
};

}  // namespace

std::span<const RuleInfo> InfrastructureRules() { return kRules; }

}  // namespace kenpin
