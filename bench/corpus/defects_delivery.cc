// Defects of the machine that delivers: its reverse name, its HELO name, its TLS.
#include <fmt/core.h>

#include "bench/corpus/defects.h"
#include "bench/corpus/trace.h"
#include "bench/corpus/zone.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kClient = kEnvelope | kClientKnown;

// An address in the network that SPF names, whose reverse DNS is nobody else's: one for each defect that
// needs one and each service.
std::string SpareAddress(const Plan& plan, size_t defect) {
  constexpr size_t kOwn = 6;
  const size_t service =
      plan.service != nullptr ? static_cast<size_t>(plan.service - Services().data()) : kOwn;
  return fmt::format("{}.{}", plan.service != nullptr ? plan.service->network : "192.0.2",
                     50 + defect * 8 + service);
}

void LoseReverseName(Plan& plan) {
  plan.client.address = SpareAddress(plan, 0);
  plan.client.reverse = ReverseName::kMissing;
  plan.zone_lines.push_back(AbsentLine(ReverseDomain(plan.client.address)));
}

void LoseReverseNameAt(Plan& plan, ReceiverFamily family) {
  plan.family = family;
  LoseReverseName(plan);
}

// A name that has another address.
void MismatchReverseName(Plan& plan) {
  plan.client.address = SpareAddress(plan, 1);
  plan.client.reverse = ReverseName::kMismatch;
  plan.client.name = fmt::format("former-host.{}", kRelayDomain);
  plan.zone_lines.push_back(RecordLine(ReverseDomain(plan.client.address), "PTR", plan.client.name + "."));
  plan.zone_lines.push_back(RecordLine(plan.client.name, "A", "192.0.2.253"));
}

void TakeAccessName(Plan& plan) {
  plan.client.address = SpareAddress(plan, 2);
  std::string digits = plan.client.address;
  for (char& c : digits) c = c == '.' ? '-' : c;
  plan.client.name = plan.client.helo = fmt::format("{}.dyn.{}", digits, kRelayDomain);
  plan.zone_lines.push_back(RecordLine(ReverseDomain(plan.client.address), "PTR", plan.client.name + "."));
  plan.zone_lines.push_back(RecordLine(plan.client.name, "A", plan.client.address));
}

template <TlsShape kShape, ReceiverFamily kFamily = ReceiverFamily::kPostfix>
void SetTls(Plan& plan) {
  plan.tls = kShape;
  plan.family = kFamily;
}

#define KENPIN_NO_REVERSE_NAME "infra-ptr=fail infra-fcrdns=na"
#define KENPIN_NO_TLS "infra-tls=fail infra-tls-version=na"

const std::array<DefectRow, 25> kRows = {{
    {.name = "ptr-missing",
     .about = "no reverse name",
     .needs = kClient,
     .claims = KENPIN_NO_REVERSE_NAME,
     .demo_millionths = kRareMillionths,
     .plan = LoseReverseName},
    {.name = "ptr-missing-gmail",
     .about = "no reverse name, and Gmail shows none",
     .needs = kEnvelope | kDeliveredOnly,
     .claims = KENPIN_NO_REVERSE_NAME,
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { LoseReverseNameAt(p, ReceiverFamily::kGmail); }},
    {.name = "ptr-missing-exchange",
     .about = "no reverse name, of which Exchange Online never speaks",
     .needs = kEnvelope | kDeliveredOnly,
     .claims = KENPIN_NO_REVERSE_NAME,
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { LoseReverseNameAt(p, ReceiverFamily::kExchangeOnline); }},
    {.name = "ptr-mismatch",
     .about = "the reverse name has another address",
     .needs = kClient,
     .claims = "infra-fcrdns=fail",
     .demo_millionths = kRareMillionths,
     .plan = MismatchReverseName},
    {.name = "ptr-forged",
     .about = "Sendmail says that the reverse name may be forged",
     .needs = kEnvelope | kDeliveredOnly,
     .claims = "infra-fcrdns=fail",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           MismatchReverseName(p);
           p.family = ReceiverFamily::kSendmail;
         }},
    {.name = "ptr-generic",
     .about = "a reverse name like one of an access network",
     .needs = kClient,
     .claims = "infra-ptr=warn",
     .demo_millionths = kRareMillionths,
     .plan = TakeAccessName},
    {.name = "ptr-generic-gmail",
     .about = "a reverse name like one of an access network, at Gmail",
     .needs = kEnvelope | kDeliveredOnly,
     .claims = "infra-ptr=warn",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           TakeAccessName(p);
           p.family = ReceiverFamily::kGmail;
         }},
    {.name = "helo-other-host",
     .about = "HELO names another host than the reverse name",
     .needs = kClient,
     .claims = "infra-fcrdns=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { p.client.helo = fmt::format("mx.{}", p.sender->org_domain); }},
    {.name = "helo-other-host-exim",
     .about = "HELO names another host than the reverse name, at Exim",
     .needs = kEnvelope | kDeliveredOnly,
     .claims = "infra-fcrdns=warn",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           p.client.helo = fmt::format("mx.{}", p.sender->org_domain);
           p.family = ReceiverFamily::kExim;
         }},
    {.name = "helo-bare",
     .about = "HELO is one label",
     .needs = kClient,
     .claims = "infra-helo=fail infra-fcrdns=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { p.client.helo = "mailout"; }},
    {.name = "helo-private-literal",
     .about = "HELO is a private address",
     .needs = kClient,
     .claims = "infra-helo=fail infra-fcrdns=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { p.client.helo = "[10.1.2.3]"; }},
    {.name = "helo-literal",
     .about = "HELO is an address",
     .needs = kClient,
     .claims = "infra-helo=warn infra-fcrdns=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { p.client.helo = "[198.51.100.77]"; }},
    {.name = "helo-unresolvable",
     .about = "the HELO name does not exist",
     .needs = kClient,
     .claims = "infra-helo=warn infra-fcrdns=warn",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           p.client.helo = fmt::format("template.{}", p.sender->org_domain);
           p.zone_lines.push_back(AbsentLine(p.client.helo));
         }},
    {.name = "tls-none-gmail",
     .about = "no TLS at Gmail's border",
     .needs = kDeliveredOnly,
     .claims = KENPIN_NO_TLS,
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kNone, ReceiverFamily::kGmail>},
    {.name = "tls-none-exchange",
     .about = "no TLS at Exchange Online's border",
     .needs = kDeliveredOnly,
     .claims = KENPIN_NO_TLS,
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kNone, ReceiverFamily::kExchangeOnline>},
    {.name = "tls-none-exim",
     .about = "no TLS at Exim's border",
     .needs = kDeliveredOnly,
     .claims = KENPIN_NO_TLS,
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kNone, ReceiverFamily::kExim>},
    {.name = "tls-none-postfix",
     .about = "ESMTP without TLS at Postfix' border",
     .needs = kDeliveredOnly,
     .claims = KENPIN_NO_TLS,
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kNone>},
    {.name = "tls-unsaid-postfix",
     .about = "SMTP at Postfix' border, which does not tell of TLS",
     .needs = kDeliveredOnly,
     .claims = "infra-tls=unknown infra-tls-version=unknown",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kSmtpUnsaid>},
    {.name = "tls-unsaid-sendmail",
     .about = "ESMTP at Sendmail's border, which does not tell of TLS",
     .needs = kDeliveredOnly,
     .claims = "infra-tls=unknown infra-tls-version=unknown",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kNone, ReceiverFamily::kSendmail>},
    {.name = "tls-old",
     .about = "TLS 1.0",
     .needs = kDeliveredOnly,
     .claims = "infra-tls-version=fail",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kTls10>},
    {.name = "tls-old-exchange",
     .about = "TLS 1.0 at Exchange Online's border",
     .needs = kDeliveredOnly,
     .claims = "infra-tls-version=fail",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kTls10, ReceiverFamily::kExchangeOnline>},
    {.name = "tls-cbc",
     .about = "a cipher in CBC mode",
     .needs = kDeliveredOnly,
     .claims = "infra-tls-version=warn",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kTls12Cbc>},
    {.name = "tls-rc4",
     .about = "RC4",
     .needs = kDeliveredOnly,
     .claims = "infra-tls-version=warn",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kTls12Rc4>},
    {.name = "tls-label",
     .about = "TLSv1/SSLv3, which names no version",
     .needs = kDeliveredOnly,
     .claims = "infra-tls-version=unknown",
     .demo_millionths = kRareMillionths,
     .plan = SetTls<TlsShape::kLabel, ReceiverFamily::kSendmail>},
    {.name = "tls-none-inside",
     .about = "no TLS between two machines of the sender",
     .needs = kDeliveredOnly,
     .claims = "infra-tls=warn infra-tls-version=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { p.plain_inner_hop = true; },
     .sender = "kita-shinkin.example"},
}};

}  // namespace

std::span<const DefectRow> DeliveryDefects() { return kRows; }

}  // namespace kenpin::corpus
