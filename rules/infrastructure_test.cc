#include "rules/infrastructure.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void OldDns(B& m) { m.evidence.dns_contemporary = false; }

void DnsOff(B& m) {
  m.evidence.dns_off = true;
  m.evidence.client_dns = {};
  m.evidence.author_dns = m.evidence.envelope_dns = {};
  m.evidence.helo_resolves = DnsFact::kNotAsked;
}

void DnsFails(B& m) {
  m.evidence.client_dns = {DnsFact::kUnknown, 0, false, DnsFact::kUnknown, true};
  m.evidence.author_dns = {DnsFact::kUnknown, DnsFact::kUnknown, false, DnsFact::kUnknown};
  m.evidence.envelope_dns = m.evidence.author_dns;
  m.evidence.helo_resolves = DnsFact::kUnknown;
}

// What the writer of the border hop says of the client's name.
void BorderSays(B& m, PeerName name) { m.delivery.border_hop.peer_name = name; }

// Exchange writes no names, so that DNS decides.
void OnlyDns(B& m) { BorderSays(m, PeerName::kUnstated); }

void NoPtr(B& m) {
  OnlyDns(m);
  m.evidence.client_dns = {DnsFact::kNo, 0, false, DnsFact::kNotAsked, true};
}

void NoMatch(B& m) {
  OnlyDns(m);
  m.evidence.client_dns.forward_match = DnsFact::kNo;
}

void NoClient(B& m) {
  m.delivery.envelope.client.reset();
  m.delivery.envelope.client_basis = EnvelopeBasis::kUnknown;
  m.delivery.border.reset();
  m.delivery.border_hop = {};
  m.evidence.client_dns = {};
}

void Iprev(B& m, AuthWord word) {
  m.delivery.results.basis = TrustBasis::kAboveBorder;
  m.delivery.results.iprev = word;
}

// A sender's own archive with --client-ip.
void SentWithClient(B& m) {
  m.Sent();
  m.delivery.border.reset();
  m.delivery.border_hop = {};
  m.delivery.envelope.client_basis = EnvelopeBasis::kOption;
}

// The border hop of a family that writes this keyword and no mark of TLS.
void Unmarked(B& m, MtaFamily family, const char* keyword) {
  m.delivery.border_hop.family = family;
  m.delivery.border_hop.with = keyword;
  m.delivery.border_hop.tls = {};
}

void Tls(B& m, TlsVersion version) { m.delivery.border_hop.tls.version = version; }

void NullMx(B& m) { m.evidence.author_dns = {DnsFact::kYes, DnsFact::kNo, true, DnsFact::kYes}; }
void NoHosts(B& m) { m.evidence.author_dns = {DnsFact::kYes, DnsFact::kNo, false, DnsFact::kNo}; }
void NoSuchDomain(B& m) { m.evidence.author_dns = {DnsFact::kNo, DnsFact::kNo, false, DnsFact::kNo}; }
void NoEnvelopeDomain(B& m) { m.evidence.envelope_dns = {DnsFact::kNo, DnsFact::kNo, false, DnsFact::kNo}; }

constexpr GoldenCase kCases[] = {
    {kInfraPtr, "in DNS", OnlyDns, kPass},
    {kInfraPtr, "the border shows a verified name, and DNS is off", DnsOff, kPass},
    {kInfraPtr, "the border shows a verified name that is gone",
     [](B& m) {
       NoPtr(m);
       BorderSays(m, PeerName::kVerified);
     },
     kPass},
    {kInfraPtr, "may be forged",
     [](B& m) {
       DnsOff(m);
       BorderSays(m, PeerName::kForged);
     },
     kPass},
    {kInfraPtr, "iprev=pass",
     [](B& m) {
       NoPtr(m);
       Iprev(m, AuthWord::kPass);
     },
     kPass},
    {kInfraPtr, "none", NoPtr, kFail, Reason::kPtrMissing},
    {kInfraPtr, "none today",
     [](B& m) {
       NoPtr(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kInfraPtr, "a bare address, written by an MTA that prints names",
     [](B& m) {
       DnsOff(m);
       BorderSays(m, PeerName::kAbsent);
     },
     kFail, Reason::kPtrMissing},
    {kInfraPtr, "a bare address, and a name today",
     [](B& m) {
       OldDns(m);
       BorderSays(m, PeerName::kAbsent);
     },
     kFail, Reason::kPtrMissing},
    {kInfraPtr, "a bare address, and a name at that time", [](B& m) { BorderSays(m, PeerName::kAbsent); },
     kPass},
    {kInfraPtr, "generic", [](B& m) { m.evidence.client_dns.generic_name = true; }, kWarn,
     Reason::kPtrGeneric},
    {kInfraPtr, "Postfix's unknown, settled by DNS", [](B& m) { BorderSays(m, PeerName::kUnknown); }, kPass},
    {kInfraPtr, "Postfix's unknown",
     [](B& m) {
       DnsFails(m);
       BorderSays(m, PeerName::kUnknown);
     },
     kUnknown, Reason::kDnsFailure},
    {kInfraPtr, "Exchange tells none, and DNS is off",
     [](B& m) {
       DnsOff(m);
       OnlyDns(m);
     },
     kUnknown, Reason::kDnsOff},
    {kInfraPtr, "the client is not known", NoClient, kUnknown, Reason::kClientUnknown},
    {kInfraPtr, "two clients",
     [](B& m) {
       NoClient(m);
       m.delivery.clients_differ = true;
     },
     kUnknown, Reason::kClientsDiffer},
    {kInfraPtr, "before sending, client given",
     [](B& m) {
       m.Presend();
       m.delivery.envelope.client = B::TestClient();
     },
     kPass},
    {kInfraPtr, "before sending, client not given",
     [](B& m) {
       m.Presend();
       m.evidence.client_dns = {};
     },
     kUnknown, Reason::kClientUnknown},
    {kInfraPtr, "a sender's archive, client given", SentWithClient, kPass},
    {kInfraPtr, "a sender's archive, what stands in its hops is no word of a receiver",
     [](B& m) {
       SentWithClient(m);
       m.delivery.border = 0;
       m.delivery.border_hop.peer = B::TestClient();
       BorderSays(m, PeerName::kVerified);
       m.evidence.client_dns.ptr = DnsFact::kNo;
     },
     kFail, Reason::kPtrMissing},
    {kInfraPtr, "another client is given than the border's",
     [](B& m) {
       NoPtr(m);
       BorderSays(m, PeerName::kVerified);
       m.delivery.envelope.client->octets[3] = 99;
     },
     kFail, Reason::kPtrMissing},

    {kInfraFcrdns, "both ways", OnlyDns, kPass},
    {kInfraFcrdns, "the border shows a verified name, and DNS is off", DnsOff, kPass},
    {kInfraFcrdns, "iprev=pass",
     [](B& m) {
       NoMatch(m);
       Iprev(m, AuthWord::kPass);
     },
     kPass},
    {kInfraFcrdns, "no way back", NoMatch, kFail, Reason::kPtrMismatch},
    {kInfraFcrdns, "no way back from the first of many names",
     [](B& m) {
       NoMatch(m);
       m.evidence.client_dns.names_cut = true;
       m.evidence.client_dns.forward_match = DnsFact::kUnknown;
     },
     kUnknown, Reason::kTooManyPtrNames},
    {kInfraFcrdns, "no way back today",
     [](B& m) {
       NoMatch(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kInfraFcrdns, "may be forged",
     [](B& m) {
       DnsOff(m);
       BorderSays(m, PeerName::kForged);
     },
     kFail, Reason::kPtrMismatch},
    {kInfraFcrdns, "iprev=fail", [](B& m) { Iprev(m, AuthWord::kFail); }, kFail, Reason::kPtrMismatch},
    {kInfraFcrdns, "iprev=permerror", [](B& m) { Iprev(m, AuthWord::kPermError); }, kFail,
     Reason::kPtrMismatch},
    {kInfraFcrdns, "iprev of a field that is not trusted",
     [](B& m) {
       Iprev(m, AuthWord::kFail);
       m.delivery.results.basis = TrustBasis::kNone;
     },
     kPass},
    {kInfraFcrdns, "iprev=temperror",
     [](B& m) {
       NoMatch(m);
       Iprev(m, AuthWord::kTempError);
     },
     kUnknown, Reason::kReceiverTempError},
    {kInfraFcrdns, "ten names", [](B& m) { m.evidence.client_dns.ptr_names = 10; }, kPass},
    {kInfraFcrdns, "eleven names", [](B& m) { m.evidence.client_dns.ptr_names = 11; }, kWarn,
     Reason::kPtrTooMany},
    {kInfraFcrdns, "HELO is another name", [](B& m) { m.evidence.client_dns.helo_is_ptr = false; }, kWarn,
     Reason::kHeloNotPtr},
    {kInfraFcrdns, "no name", NoPtr, kNotApplicable, Reason::kPtrMissing},
    {kInfraFcrdns, "no name today",
     [](B& m) {
       NoPtr(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kInfraFcrdns, "Exim's bracketed host",
     [](B& m) {
       DnsFails(m);
       BorderSays(m, PeerName::kUnknown);
     },
     kUnknown, Reason::kDnsFailure},
    {kInfraFcrdns, "the name is there, and its addresses are not known",
     [](B& m) {
       OnlyDns(m);
       m.evidence.client_dns.forward_match = DnsFact::kUnknown;
     },
     kUnknown, Reason::kDnsFailure},
    {kInfraFcrdns, "the client is not known", NoClient, kUnknown, Reason::kClientUnknown},

    {kInfraTls, "marked", [](B&) {}, kPass},
    {kInfraTls, "Google to Google",
     [](B& m) {
       Unmarked(m, MtaFamily::kGmail, "SMTPS");
       m.delivery.border_hop.tls.mark = TlsMark::kWord;
     },
     kPass},
    {kInfraTls, "a Sendmail comment",
     [](B& m) {
       Unmarked(m, MtaFamily::kSendmail, "ESMTP");
       m.delivery.border_hop.tls.mark = TlsMark::kVersion;
     },
     kPass},
    {kInfraTls, "Exchange Online without a mark",
     [](B& m) { Unmarked(m, MtaFamily::kExchangeOnline, "Microsoft SMTP Server"); }, kFail,
     Reason::kTlsNotUsed},
    {kInfraTls, "Gmail without a mark", [](B& m) { Unmarked(m, MtaFamily::kGmail, "ESMTP"); }, kFail,
     Reason::kTlsNotUsed},
    {kInfraTls, "Exim without a mark", [](B& m) { Unmarked(m, MtaFamily::kExim, "esmtp"); }, kFail,
     Reason::kTlsNotUsed},
    {kInfraTls, "Exim, plain and authenticated", [](B& m) { Unmarked(m, MtaFamily::kExim, "esmtpa"); }, kFail,
     Reason::kTlsNotUsed},
    {kInfraTls, "Postfix with ESMTP", [](B& m) { Unmarked(m, MtaFamily::kPostfix, "ESMTP"); }, kFail,
     Reason::kTlsNotUsed},
    {kInfraTls, "Postfix with SMTP", [](B& m) { Unmarked(m, MtaFamily::kPostfix, "SMTP"); }, kUnknown,
     Reason::kTlsNotTold},
    {kInfraTls, "Sendmail without a mark", [](B& m) { Unmarked(m, MtaFamily::kSendmail, "ESMTP"); }, kUnknown,
     Reason::kTlsNotTold},
    {kInfraTls, "SMTPSVC is not SMTPS",
     [](B& m) { Unmarked(m, MtaFamily::kMicrosoftSmtpsvc, "Microsoft SMTPSVC"); }, kUnknown,
     Reason::kTlsNotTold},
    {kInfraTls, "an unknown family", [](B& m) { Unmarked(m, MtaFamily::kUnknown, "ESMTP"); }, kUnknown,
     Reason::kTlsNotTold},
    {kInfraTls, "no with clause",
     [](B& m) {
       Unmarked(m, MtaFamily::kExim, "");
       m.delivery.border_hop.transport = HopTransport::kUnstated;
     },
     kUnknown, Reason::kTlsNotTold},
    {kInfraTls, "an inner hop is plain", [](B& m) { m.delivery.inner_hop_plain = true; }, kWarn,
     Reason::kTlsInnerHopPlain},
    {kInfraTls, "by LMTP",
     [](B& m) {
       Unmarked(m, MtaFamily::kExim, "LMTP");
       m.delivery.border_hop.transport = HopTransport::kInternal;
     },
     kNotApplicable, Reason::kLocalHop},
    {kInfraTls, "a notice of the receiver",
     [](B& m) {
       m.delivery.border.reset();
       m.delivery.receiver_notice = true;
     },
     kNotApplicable, Reason::kReceiverNotice},
    {kInfraTls, "no border hop", [](B& m) { m.delivery.border.reset(); }, kUnknown,
     Reason::kBorderHopUnknown},
    {kInfraTls, "before sending", [](B& m) { m.Presend(); }, kNotApplicable, Reason::kNotDelivered},
    {kInfraTls, "a sender's archive", [](B& m) { m.Sent(); }, kUnknown, Reason::kNoReceiver},

    {kInfraTlsVersion, "1.3", [](B&) {}, kPass},
    {kInfraTlsVersion, "1.2", [](B& m) { Tls(m, TlsVersion::kTls12); }, kPass},
    {kInfraTlsVersion, "1.1", [](B& m) { Tls(m, TlsVersion::kTls11); }, kFail, Reason::kTlsVersionOld},
    {kInfraTlsVersion, "1.0", [](B& m) { Tls(m, TlsVersion::kTls10); }, kFail, Reason::kTlsVersionOld},
    {kInfraTlsVersion, "SSLv3", [](B& m) { Tls(m, TlsVersion::kSsl3); }, kFail, Reason::kTlsVersionOld},
    {kInfraTlsVersion, "SSLv2", [](B& m) { Tls(m, TlsVersion::kSsl2); }, kFail, Reason::kTlsVersionOld},
    {kInfraTlsVersion, "TLSv1/SSLv3, or not printed", [](B& m) { Tls(m, TlsVersion::kUnstated); }, kUnknown,
     Reason::kTlsVersionNotTold},
    {kInfraTlsVersion, "RC4", [](B& m) { m.delivery.border_hop.tls.weak_cipher = true; }, kWarn,
     Reason::kTlsWeakCipher},
    {kInfraTlsVersion, "CBC", [](B& m) { m.delivery.border_hop.tls.cbc_cipher = true; }, kWarn,
     Reason::kTlsCbcCipher},
    {kInfraTlsVersion, "verify=FAIL", [](B& m) { m.delivery.border_hop.tls.verify_failed = true; }, kWarn,
     Reason::kTlsVerifyFailed},
    {kInfraTlsVersion, "an inner hop is plain", [](B& m) { m.delivery.inner_hop_plain = true; }, kPass},
    {kInfraTlsVersion, "no TLS", [](B& m) { Unmarked(m, MtaFamily::kExim, "esmtp"); }, kNotApplicable,
     Reason::kTlsNotUsed},
    {kInfraTlsVersion, "perhaps no TLS", [](B& m) { Unmarked(m, MtaFamily::kSendmail, "ESMTP"); }, kUnknown,
     Reason::kTlsNotTold},
    {kInfraTlsVersion, "before sending", [](B& m) { m.Presend(); }, kNotApplicable, Reason::kNotDelivered},
    {kInfraTlsVersion, "a sender's archive", [](B& m) { m.Sent(); }, kUnknown, Reason::kNoReceiver},

    {kInfraHelo, "a host", [](B&) {}, kPass},
    {kInfraHelo, "empty", [](B& m) { m.evidence.helo_form = HeloForm::kEmpty; }, kFail, Reason::kHeloEmpty},
    {kInfraHelo, "bare label", [](B& m) { m.evidence.helo_form = HeloForm::kBareLabel; }, kFail,
     Reason::kHeloBareLabel},
    {kInfraHelo, "no name at all", [](B& m) { m.evidence.helo_form = HeloForm::kBad; }, kFail,
     Reason::kHeloInvalid},
    {kInfraHelo, "private literal", [](B& m) { m.evidence.helo_form = HeloForm::kPrivateLiteral; }, kFail,
     Reason::kHeloPrivateLiteral},
    {kInfraHelo, "literal", [](B& m) { m.evidence.helo_form = HeloForm::kLiteral; }, kWarn,
     Reason::kHeloLiteral},
    {kInfraHelo, "does not resolve", [](B& m) { m.evidence.helo_resolves = DnsFact::kNo; }, kWarn,
     Reason::kHeloNotFound},
    {kInfraHelo, "does not resolve today",
     [](B& m) {
       m.evidence.helo_resolves = DnsFact::kNo;
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kInfraHelo, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
    {kInfraHelo, "DNS off", DnsOff, kUnknown, Reason::kDnsOff},
    {kInfraHelo, "not recorded",
     [](B& m) {
       m.evidence.helo_form = HeloForm::kUnknown;
       m.evidence.helo_resolves = DnsFact::kNotAsked;
     },
     kUnknown, Reason::kHeloUnknown},

    {kInfraDomainResolves, "MX and address", [](B&) {}, kPass},
    {kInfraDomainResolves, "the envelope's is the author's", [](B& m) { m.evidence.envelope_dns = {}; },
     kPass},
    {kInfraDomainResolves, "MX only", [](B& m) { m.evidence.author_dns.address = DnsFact::kNo; }, kPass},
    {kInfraDomainResolves, "NXDOMAIN", NoSuchDomain, kFail, Reason::kDomainNotFound},
    {kInfraDomainResolves, "NXDOMAIN today",
     [](B& m) {
       NoSuchDomain(m);
       OldDns(m);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kInfraDomainResolves, "NXDOMAIN of the envelope", NoEnvelopeDomain, kFail, Reason::kDomainNotFound},
    {kInfraDomainResolves, "null MX", NullMx, kFail, Reason::kNullMx},
    {kInfraDomainResolves, "neither, under Gmail", NoHosts, kWarn, Reason::kDomainWithoutHosts},
    {kInfraDomainResolves, "address only", [](B& m) { m.evidence.author_dns.mx = DnsFact::kNo; }, kWarn,
     Reason::kDomainWithoutMx},
    {kInfraDomainResolves, "address of the envelope only",
     [](B& m) { m.evidence.envelope_dns.mx = DnsFact::kNo; }, kWarn, Reason::kDomainWithoutMx},
    {kInfraDomainResolves, "DNS fails", DnsFails, kUnknown, Reason::kDnsFailure},
    {kInfraDomainResolves, "DNS fails for the envelope, and From is gone",
     [](B& m) {
       DnsFails(m);
       NoSuchDomain(m);
     },
     kFail, Reason::kDomainNotFound},
    {kInfraDomainResolves, "DNS off", DnsOff, kUnknown, Reason::kDnsOff},
    {kInfraDomainResolves, "no usable From", [](B& m) { m.evidence.author.domain = {}; }, kUnknown,
     Reason::kAuthorDomainUnusable},
};

TEST(InfrastructureRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> InfrastructureCases() { return kCases; }

}  // namespace kenpin
