// Defects of the envelope sender's domain: each gives the message a domain of its own under the sender's, so
// that alignment is not touched, and says what DNS has there.
#include <fmt/core.h>

#include "bench/corpus/defects.h"
#include "bench/corpus/trace.h"
#include "bench/corpus/zone.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kKnown = kEnvelope | kClientKnown;

std::string Number(std::string_view format, size_t number) {
  return fmt::format(fmt::runtime(format), number, kRelayDomain);
}

// `count` includes of strangers' records, none of which names a client of this corpus.
std::string Includes(Plan& plan, size_t count) {
  std::string out;
  for (size_t i = 1; i <= count; ++i) {
    const std::string name = Number("p{}.partners.{}", i);
    plan.zone_lines.push_back(TxtLine(name, Number("v=spf1 ip4:192.0.2.{} ~all", 239 + i)));
    out += "include:" + name + " ";
  }
  return out;
}

// `count` hosts that do not exist.
std::string Voids(Plan& plan, size_t count) {
  std::string out;
  for (size_t i = 1; i <= count; ++i) {
    const std::string name = Number("gone{}.{}", i);
    plan.zone_lines.push_back(AbsentLine(name));
    out += "a:" + name + " ";
  }
  return out;
}

// The envelope sender moves to `label` under the sender's domain, which takes bounces and has these records.
void Publish(Plan& plan, std::string_view label, const std::vector<std::string>& records) {
  const std::string domain = fmt::format("{}.{}", label, plan.sender->org_domain);
  plan.bounce_domain = domain;
  plan.zone_lines.push_back(RecordLine(domain, "MX", fmt::format("10 mx.{}.", plan.sender->org_domain)));
  plan.zone_lines.push_back(AbsentLine("_dmarc." + domain));
  for (const std::string& record : records) plan.zone_lines.push_back(TxtLine(domain, record));
}

std::string Usual(const Plan& plan) { return "v=spf1 " + SpfTerms(plan) + " ~all"; }

// A range as wide as a whole first half of an address, around the service's own network.
std::string WideTerms(const Plan& plan) {
  const std::string network = plan.service != nullptr ? std::string(plan.service->network) : "192.0.2";
  return fmt::format("ip4:{}.0/12 ip6:2001:d00::/24", network);
}

std::string LongRecord() {
  std::string out = "v=spf1 ";
  for (int i = 0; i < 40; ++i) out += fmt::format("ip4:192.0.2.{} ", 215 + i % 20);
  return out;
}

void LoseRecordToServfail(Plan& plan) {
  Publish(plan, "slow-spf", {});
  plan.zone_lines.push_back(fmt::format(";kenpin servfail {}. TXT\n", plan.bounce_domain));
}

void IncludeNothing(Plan& plan, std::string_view label, const std::string& before, const std::string& after) {
  const std::string target = fmt::format("former-service.{}", kRelayDomain);
  plan.zone_lines.push_back(RecordLine(target, "A", "192.0.2.252"));
  Publish(plan, label, {"v=spf1 " + before + "include:" + target + " " + after + "~all"});
}

// A bounce whose own domain is the HELO name's (RFC 7208 §2.4).
void SendFromNobody(Plan& plan) {
  plan.mail_from.clear();
  plan.bounce_domain = plan.client.helo;
  plan.zone_lines.push_back(AbsentLine("_dmarc." + plan.bounce_domain));
}

void LeaveDomainOut(Plan& plan) {
  plan.bounce_domain = fmt::format("typo.{}", plan.sender->org_domain);
  plan.zone_lines = {AbsentLine(plan.bounce_domain), AbsentLine("_dmarc." + plan.bounce_domain)};
}

void RefuseBounces(Plan& plan) {
  plan.bounce_domain = fmt::format("noreply.{}", plan.sender->org_domain);
  plan.zone_lines = {RecordLine(plan.bounce_domain, "MX", "0 ."), TxtLine(plan.bounce_domain, Usual(plan)),
                     AbsentLine("_dmarc." + plan.bounce_domain)};
}

#define KENPIN_NO_SPF_RECORD                                                                            \
  "auth-spf=fail spf-record-present=fail spf-record-single=na spf-record-valid=na spf-lookup-limit=na " \
  "spf-too-permissive=na"

const std::array<DefectRow, 28> kRows = {{
    {.name = "spf-softfail",
     .about = "the SPF record names other hosts and ends in ~all",
     .needs = kEnvelope,
     .claims = "auth-spf=fail",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "soft", {"v=spf1 ip4:192.0.2.254 ~all"}); }},
    {.name = "spf-fail",
     .about = "the SPF record names other hosts and ends in -all",
     .needs = kEnvelope,
     .claims = "auth-spf=fail",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "hard", {"v=spf1 ip4:192.0.2.254 -all"}); }},
    {.name = "spf-softfail-unsigned",
     .about = "the SPF record names other hosts, and there is no signature",
     .needs = kEnvelope | kUnsigned | kCampaignOnly,
     .claims = "auth-spf=fail unsub-dkim-covered=fail unsub-one-click=fail",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "soft", {"v=spf1 ip4:192.0.2.254 ~all"}); }},
    {.name = "spf-neutral",
     .about = "the SPF record names other hosts and ends in ?all",
     .needs = kEnvelope,
     .claims = "auth-spf=fail spf-too-permissive=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "neutral", {"v=spf1 ip4:192.0.2.254 ?all"}); }},
    {.name = "spf-absent",
     .about = "no SPF record",
     .needs = kEnvelope,
     .claims = KENPIN_NO_SPF_RECORD,
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "nospf", {}); }},
    {.name = "spf-absent-other-text",
     .about = "TXT records, and none of them SPF",
     .needs = kEnvelope,
     .claims = KENPIN_NO_SPF_RECORD,
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           Publish(p, "othertext", {"site-verification=5a3f", "v=spf10 ~all"});
         }},
    {.name = "spf-twice",
     .about = "two SPF records",
     .needs = kEnvelope,
     .claims =
         "auth-spf=fail spf-record-present=? spf-record-single=fail spf-record-valid=? spf-lookup-limit=? "
         "spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           Publish(p, "twospf", {Usual(p), "v=spf1 ip4:192.0.2.254 -all"});
         }},
    {.name = "spf-syntax",
     .about = "an address that is none in the SPF record",
     .needs = kEnvelope,
     .claims = "auth-spf=fail spf-record-valid=fail spf-lookup-limit=? spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "badspf", {"v=spf1 ip4:203.0.113 " + SpfTerms(p) + " ~all"}); }},
    {.name = "spf-syntax-behind",
     .about = "an unknown mechanism behind the one that matches",
     .needs = kEnvelope,
     .claims = "auth-spf=fail spf-record-valid=fail spf-lookup-limit=? spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "badend", {"v=spf1 " + SpfTerms(p) + " ipv4:192.0.2.7 ~all"}); }},
    {.name = "spf-plus-all",
     .about = "+all",
     .needs = kEnvelope,
     .claims = "auth-spf=warn spf-too-permissive=fail",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "plusall", {"v=spf1 ip4:192.0.2.254 +all"}); }},
    {.name = "spf-whole-internet",
     .about = "a range that is the whole internet",
     .needs = kEnvelope,
     .claims = "auth-spf=? spf-too-permissive=fail",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "everyone", {"v=spf1 ip4:0.0.0.0/0 ip6:::/0 -all"}); }},
    {.name = "spf-wide-range",
     .about = "a range wider than /16",
     .needs = kEnvelope,
     .claims = "spf-too-permissive=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "wide", {"v=spf1 " + WideTerms(p) + " ~all"}); }},
    {.name = "spf-no-all",
     .about = "neither all nor redirect",
     .needs = kEnvelope,
     .claims = "spf-too-permissive=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "noall", {"v=spf1 " + SpfTerms(p)}); }},
    {.name = "spf-lookups-exceeded",
     .about = "eleven includes before the one that would match",
     .needs = kEnvelope,
     .claims = "auth-spf=fail spf-record-valid=? spf-lookup-limit=fail spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "manyspf", {"v=spf1 " + Includes(p, 11) + SpfTerms(p) + " ~all"}); }},
    {.name = "spf-lookups-unreached",
     .about = "eleven includes behind the one that matches",
     .needs = kKnown,
     .claims = "spf-lookup-limit=warn spf-record-valid=? spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) { Publish(p, "manyend", {"v=spf1 " + SpfTerms(p) + " " + Includes(p, 11) + "~all"}); }},
    {.name = "spf-lookups-many",
     .about = "eight includes before the terms that match",
     .needs = kEnvelope,
     .claims = "spf-lookup-limit=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "eightspf", {"v=spf1 " + Includes(p, 8) + SpfTerms(p) + " ~all"}); }},
    {.name = "spf-voids-exceeded",
     .about = "three names that do not exist before the term that matches",
     .needs = kKnown,
     .claims = "auth-spf=fail spf-record-valid=? spf-lookup-limit=fail spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "voidspf", {"v=spf1 " + Voids(p, 3) + SpfTerms(p) + " ~all"}); }},
    {.name = "spf-voids",
     .about = "two names that do not exist before the term that matches",
     .needs = kKnown,
     .claims = "spf-lookup-limit=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "twovoids", {"v=spf1 " + Voids(p, 2) + SpfTerms(p) + " ~all"}); }},
    {.name = "spf-include-nothing",
     .about = "an include without SPF record before the term that matches",
     .needs = kEnvelope,
     .claims = "auth-spf=fail spf-record-valid=fail spf-lookup-limit=? spf-too-permissive=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { IncludeNothing(p, "oldspf", "", SpfTerms(p) + " "); }},
    {.name = "spf-include-nothing-behind",
     .about = "an include without SPF record behind the term that matches",
     .needs = kKnown,
     .claims = "spf-record-valid=warn spf-lookup-limit=?",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { IncludeNothing(p, "oldend", SpfTerms(p) + " ", ""); }},
    {.name = "spf-ptr",
     .about = "only ptr matches",
     .needs = kEnvelope,
     .claims = "auth-spf=warn spf-record-valid=warn",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           const std::string_view host = p.service != nullptr ? p.service->domain : p.sender->org_domain;
           Publish(p, "ptrspf", {fmt::format("v=spf1 ptr:{} ~all", host)});
         }},
    {.name = "spf-terms-behind-all",
     .about = "a term behind all",
     .needs = kEnvelope,
     .claims = "spf-record-valid=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "allfirst", {Usual(p) + " ip4:192.0.2.9"}); }},
    {.name = "spf-long",
     .about = "an SPF record of more than 450 octets",
     .needs = kEnvelope,
     .claims = "spf-record-valid=warn",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { Publish(p, "longspf", {LongRecord() + SpfTerms(p) + " ~all"}); }},
    {.name = "spf-servfail",
     .about = "the question for the SPF record failed",
     .needs = kEnvelope,
     .claims = "auth-evidence=? auth-spf=unknown spf-record-present=unknown spf-record-single=unknown "
               "spf-record-valid=unknown "
               "spf-lookup-limit=unknown spf-too-permissive=unknown",
     .demo_millionths = kRareMillionths,
     .plan = LoseRecordToServfail},
    {.name = "bounce-domain-absent",
     .about = "the envelope sender's domain does not exist",
     .needs = kEnvelope,
     .claims = KENPIN_NO_SPF_RECORD " infra-domain-resolves=fail",
     .demo_millionths = kRareMillionths,
     .plan = LeaveDomainOut},
    {.name = "bounce-null-mx",
     .about = "the envelope sender's domain takes no mail",
     .needs = kEnvelope,
     .claims = "infra-domain-resolves=fail",
     .demo_millionths = kRareMillionths,
     .plan = RefuseBounces},
    {.name = "bounce-at-author",
     .about = "the envelope sender is in the From domain, which is no mistake",
     .needs = kEnvelope,
     .claims = "spf-header-from=na align-spf=pass",
     .demo_millionths = kRareMillionths,
     .plan = [](Plan& p) { p.bounce_domain = p.sender->from_domain; }},
    {.name = "null-sender",
     .about = "a null envelope sender, and a HELO name without SPF record",
     .needs = kEnvelope | kDeliveredOnly | kSingle,
     .claims = KENPIN_NO_SPF_RECORD " spf-header-from=? infra-domain-resolves=?",
     .demo_millionths = kRareMillionths,
     .plan = SendFromNobody},
}};

}  // namespace

std::span<const DefectRow> SpfDefects() { return kRows; }

}  // namespace kenpin::corpus
