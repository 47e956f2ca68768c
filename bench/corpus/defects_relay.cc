// Mail that came by a list or a forwarder, and what receivers say of mail, or seem to say.
#include <fmt/core.h>

#include "bench/corpus/defects.h"
#include "bench/corpus/sign.h"
#include "bench/corpus/trace.h"
#include "bench/corpus/zone.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kRelayed = kSingle | kDeliveredOnly | kEnvelope | kNoFromLines;
constexpr uint32_t kList = kRelayed | kMultipart | kNoFeedback;

void SendByList(Plan& plan) {
  plan.relayed = true;
  plan.client = RelayClient();
  plan.mail_from = "readers-bounces";
  plan.bounce_domain = fmt::format("lists.{}", kRelayDomain);
}

// The Sender Rewriting Scheme keeps the first envelope sender in the local part.
void Forward(Plan& plan) {
  plan.relayed = true;
  plan.client = RelayClient();
  plan.mail_from = fmt::format("SRS0=h7Qx=TB={}={}", plan.bounce_domain, plan.mail_from);
  plan.bounce_domain = fmt::format("forward.{}", kRelayDomain);
}

SignerPlan RelaySigner(const Plan& plan) {
  SignerPlan signer = plan.signers.front();
  signer.domain = kRelayDomain;
  signer.selector = "relay";
  signer.key = &KeyRing::Get().Rsa2048(7);
  return signer;
}

// Behind the last boundary, where no part is touched.
void AppendFooter(Message& message) { message.body += "You get this mail as a reader of the list.\r\n"; }

void AddFooterAndSign(Message& message) {
  AppendFooter(message);
  AddSignature(message, RelaySigner(message.plan));
}

void CallItAList(Message& message) {
  RemoveField(message, "List-Id");
  SetField(message, "Precedence", "list");
}

void MarkForwarding(Message& message) {
  const std::string to =
      fmt::format("X-Forwarded-To: {}@{}\r\n", message.plan.recipient.local_part, kReceiverDomain);
  const std::string by = fmt::format("X-Forwarded-For: reader@forward.{} {}@{}\r\n", kRelayDomain,
                                     message.plan.recipient.local_part, kReceiverDomain);
  const size_t slot = message.relay_slot;
  InsertField(message, slot, {"X-Forwarded-For", by});
  InsertField(message, slot, {"X-Forwarded-To", to});
}

void Seal(Message& message) {
  const Plan& plan = message.plan;
  SealMessage(message, RelaySigner(plan),
              fmt::format("lists.{};\r\n\tdkim=pass header.d={};\r\n\tdmarc=pass header.from={}",
                          kRelayDomain, plan.signers.front().domain, plan.sender->from_domain));
}

// One octet of the seal's value.
void BreakSeal(Message& message) {
  Seal(message);
  std::string& text = GetField(message, "ARC-Seal").text;
  char& c = text.at(text.rfind("\tb=") + 13);
  c = c == 'a' ? 'b' : 'a';
}

void LosePartOfSet(Message& message) {
  Seal(message);
  RemoveField(message, "ARC-Message-Signature");
  --message.signature_slot;
}

// A record that names other hosts, at a domain of this corpus' own for it.
void Soften(Plan& plan) {
  plan.bounce_domain = fmt::format("soft.{}", plan.sender->org_domain);
  plan.zone_lines = {RecordLine(plan.bounce_domain, "MX", fmt::format("10 mx.{}.", plan.sender->org_domain)),
                     AbsentLine("_dmarc." + plan.bounce_domain),
                     TxtLine(plan.bounce_domain, "v=spf1 ip4:192.0.2.254 ~all")};
}

// The field that the receiver would write, where only the sender can have put it.
void ForgeResults(Message& message) {
  const Plan& plan = message.plan;
  AppendField(message, "Authentication-Results",
              fmt::format("{0};\r\n\tdkim=pass header.d={1};\r\n\tspf=pass smtp.mailfrom={2};\r\n\t"
                          "dmarc=pass header.from={1}",
                          kReceiverHost, plan.sender->from_domain, plan.bounce_domain));
}

template <ResultsPlace kPlace, ReceiverFamily kFamily>
void TellResults(Plan& plan) {
  plan.results = kPlace;
  plan.family = kFamily;
}

constexpr auto kTellAbove = TellResults<ResultsPlace::kUsual, ReceiverFamily::kPostfix>;

#define KENPIN_LIST                                                                             \
  "auth-dkim=warn dkim-verify=warn align-dkim=warn align-spf=fail align-from=na align-both=na " \
  "unsub-dkim-covered=warn spf-header-from=fail fwd-arc=warn fwd-markers=warn"
#define KENPIN_FORWARDED "align-spf=fail align-both=na spf-header-from=fail"

const std::array<DefectRow, 18> kRows = {{
    {.name = "list-mail",
     .about = "a list added a footer and its own signature",
     .needs = kList,
     .claims = KENPIN_LIST,
     .demo_millionths = kRareMillionths,
     .plan = SendByList,
     .tamper = AddFooterAndSign},
    {.name = "list-mail-without-id",
     .about = "the same, without List-Id",
     .needs = kList,
     .claims = KENPIN_LIST
     " fwd-list-id=warn unsub-class=? unsub-header=? unsub-https=? unsub-post=? unsub-one-click=?",
     .demo_millionths = kRareMillionths,
     .plan = SendByList,
     .compose = CallItAList,
     .tamper = AddFooterAndSign},
    {.name = "list-sign-without-id",
     .about = "Precedence: list without List-Id in direct mail",
     .needs = kSingle | kCampaignOnly,
     .claims = "fwd-list-id=warn",
     .demo_millionths = kRareMillionths,
     .compose = CallItAList},
    {.name = "list-id-prose",
     .about = "List-Id without angle brackets",
     .needs = kSingle | kCampaignOnly,
     .claims = "fwd-list-id=warn",
     .demo_millionths = kRareMillionths,
     .compose = [](Message& m) { SetField(m, "List-Id", "our best readers"); }},
    {.name = "forwarded",
     .about = "forwarded with SRS, and not marked",
     .needs = kRelayed,
     .claims = KENPIN_FORWARDED " fwd-arc=warn fwd-markers=warn",
     .demo_millionths = kRareMillionths,
     .plan = Forward},
    {.name = "forwarded-marked",
     .about = "forwarded with SRS and marked",
     .needs = kRelayed,
     .claims = KENPIN_FORWARDED " fwd-arc=warn fwd-markers=pass",
     .demo_millionths = kRareMillionths,
     .plan = Forward,
     .tamper = MarkForwarding},
    {.name = "forwarded-sealed",
     .about = "forwarded with SRS and sealed with ARC",
     .needs = kRelayed,
     .claims = KENPIN_FORWARDED " fwd-arc=pass fwd-markers=warn",
     .demo_millionths = kRareMillionths,
     .plan = Forward,
     .tamper = Seal},
    {.name = "forwarded-seal-broken",
     .about = "forwarded with SRS, and the ARC seal does not verify",
     .needs = kRelayed,
     .claims = KENPIN_FORWARDED " fwd-arc=fail fwd-markers=warn",
     .demo_millionths = kRareMillionths,
     .plan = Forward,
     .tamper = BreakSeal},
    {.name = "forwarded-seal-incomplete",
     .about = "forwarded with SRS, and the ARC set lacks its signature",
     .needs = kRelayed,
     .claims = KENPIN_FORWARDED " fwd-arc=fail fwd-markers=warn",
     .demo_millionths = kRareMillionths,
     .plan = Forward,
     .tamper = LosePartOfSet},
    {.name = "results-milter",
     .about = "results in milter position at Postfix",
     .needs = kSingle | kDeliveredOnly,
     .claims = "auth-evidence=warn",
     .demo_millionths = kRareMillionths,
     .plan = TellResults<ResultsPlace::kMilter, ReceiverFamily::kPostfix>},
    {.name = "results-milter-sendmail",
     .about = "results in milter position at Sendmail",
     .needs = kSingle | kDeliveredOnly,
     .claims = "auth-evidence=warn",
     .demo_millionths = kRareMillionths,
     .plan = TellResults<ResultsPlace::kMilter, ReceiverFamily::kSendmail>},
    {.name = "results-softfail",
     .about = "the receiver says spf=softfail",
     .needs = kSingle | kDeliveredOnly | kEnvelope,
     .claims = "auth-spf=fail",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           Soften(p);
           kTellAbove(p);
           p.results_spf = "softfail";
         }},
    {.name = "results-softfail-unsigned",
     .about = "the receiver says spf=softfail and dkim=none",
     .needs = kUnsigned | kDeliveredOnly | kEnvelope | kCampaignOnly,
     .claims = "auth-spf=fail unsub-dkim-covered=fail unsub-one-click=fail",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           Soften(p);
           TellResults<ResultsPlace::kUsual, ReceiverFamily::kExchangeOnline>(p);
           p.results_spf = "softfail";
         }},
    {.name = "results-altered-copy",
     .about = "the receiver says dkim=pass of a copy that was changed later",
     .needs = kSingle | kMultipart | kNoFeedback | kNoFromLines | kDeliveredOnly,
     .claims = "dkim-verify=warn auth-dkim=pass align-dkim=? align-from=? align-both=? unsub-dkim-covered=? "
               "unsub-one-click=? auth-dmarc-pass=pass dmarc-reject-needs-dkim=? fwd-arc=? fwd-markers=?",
     .demo_millionths = kRareMillionths,
     .plan = kTellAbove,
     .tamper = AppendFooter},
    {.name = "results-fail",
     .about = "the receiver says dkim=fail of a signature that verifies",
     .needs = kSingle | kNoFeedback | kDeliveredOnly,
     .claims = "dkim-verify=warn auth-dkim=fail align-dkim=? align-from=? align-both=? unsub-dkim-covered=? "
               "unsub-one-click=? dmarc-reject-needs-dkim=? fwd-arc=? fwd-markers=?",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           kTellAbove(p);
           p.results_dkim = "fail";
         }},
    {.name = "results-forged",
     .about = "results of the receiver's name below the border, in mail that passes nothing",
     .needs = kUnsigned | kDeliveredOnly | kEnvelope | kCampaignOnly,
     .claims = "auth-spf=fail unsub-dkim-covered=fail unsub-one-click=fail",
     .demo_millionths = kRareMillionths,
     .plan = Soften,
     .compose = ForgeResults},
    {.name = "results-gmail-without-dmarc",
     .about = "Gmail says nothing of DMARC, for there is no record",
     .needs = kSingle | kDeliveredOnly,
     .claims = "dmarc-record-present=fail dmarc-record-single=na dmarc-record-valid=na dmarc-policy=na "
               "dmarc-reports=na dmarc-old-tags=na",
     .demo_millionths = kRareMillionths,
     .plan = TellResults<ResultsPlace::kUsual, ReceiverFamily::kGmail>,
     .sender = "dmarc-absent.example"},
    {.name = "results-none-without-dmarc",
     .about = "the receiver says dmarc=none",
     .needs = kSingle | kDeliveredOnly,
     .claims = "dmarc-record-present=fail dmarc-record-single=na dmarc-record-valid=na dmarc-policy=na "
               "dmarc-reports=na dmarc-old-tags=na",
     .demo_millionths = kRareMillionths,
     .plan = kTellAbove,
     .sender = "dmarc-absent.example"},
}};

}  // namespace

std::span<const DefectRow> RelayDefects() { return kRows; }

}  // namespace kenpin::corpus
