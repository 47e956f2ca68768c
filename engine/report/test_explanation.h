// For tests: an explanation of a small message with one of everything.
#ifndef KENPIN_ENGINE_REPORT_TEST_EXPLANATION_H_
#define KENPIN_ENGINE_REPORT_TEST_EXPLANATION_H_

#include <string_view>

#include "engine/mail/test_message.h"
#include "engine/report/explanation.h"
#include "rules/reason.h"

namespace kenpin {

// Names come from `hostile` where a message could choose them. Not movable.
struct TestExplanation {
  explicit TestExplanation(std::string_view hostile = "shop.example")
      : message("From: a@shop.example\nDate: Tue, 16 Jan 2024 09:00:00 +0900\nSubject: x\n\nbody\n") {
    evidence.mail = &mail;
    evidence.delivery = &delivery;
    evidence.author.domain = hostile;
    signature.domain = hostile;
    signature.selector = hostile;
    signature.result = DkimResult::kFail;
    signature.reason = DkimReason::kBodyHashMismatch;
    evidence.signatures = {&signature, 1};
    delivery.envelope.mail_from = hostile;
    delivery.envelope.mail_from_basis = EnvelopeBasis::kOption;
    mail.message_id.id = hostile;
    for (Verdict& verdict : verdicts) verdict = {Outcome::kPass, Reason::kNone};
    verdicts[static_cast<size_t>(RuleId::kDkimVerify)] = {Outcome::kFail, Reason::kDnsFailure};
    verdicts[static_cast<size_t>(RuleId::kAuthSpf)] = {Outcome::kUnknown, Reason::kDnsOff};
    told.source = hostile;
    told.offset = 7;
    told.evidence = &evidence;
    told.verdicts = &verdicts;
    told.view = &message.view;
    told.dns = std::string(hostile);
    told.hops.push_back({ReceivedHop(), true});
    told.hops.back().said.by = hostile;
    told.claims.push_back({"Authentication-Results", hostile, 1, Disbelief::kForeignId});
    ExplainedSignature& explained = told.signatures.emplace_back();
    explained.fields = {{"From", 1}, {hostile, std::nullopt}};
    explained.key_name = std::string(hostile);
    explained.key_status = DnsStatus::kFound;
    explained.key_records = {std::string(hostile)};
    explained.cause = "lines_appended";
    explained.cause_text = "A footer.";
    told.names.push_back({"DKIM 1", hostile, "fail", {}, std::string(hostile), hostile});
    told.names.back().names.result = AlignmentResult::kStrict;
    told.mime.nodes.push_back(
        {0, std::string(hostile), std::string(hostile), "", "", std::string(hostile), 5});
  }
  TestExplanation(const TestExplanation&) = delete;

  TestMessage message;
  MailFacts mail;
  DeliveryFacts delivery;
  SignatureEvidence signature;
  Evidence evidence;
  VerdictSet verdicts{};
  Explanation told;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_TEST_EXPLANATION_H_
