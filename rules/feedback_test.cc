#include "rules/feedback.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

constexpr GoldenCase kCases[] = {
    {kFeedbackId, "four parts", [](B&) {}, kPass},
    {kFeedbackId, "two parts", [](B& m) { m.mail.feedback_id.parts = 2; }, kPass},
    {kFeedbackId, "five parts", [](B& m) { m.mail.feedback_id.parts = 5; }, kPass,
     Reason::kFeedbackIdExtraParts},
    {kFeedbackId, "SenderId of 5", [](B& m) { m.mail.feedback_id.sender_id_length = 5; }, kPass},
    {kFeedbackId, "SenderId of 15", [](B& m) { m.mail.feedback_id.sender_id_length = 15; }, kPass},
    {kFeedbackId, "SenderId of 4", [](B& m) { m.mail.feedback_id.sender_id_length = 4; }, kWarn,
     Reason::kFeedbackIdSender},
    {kFeedbackId, "SenderId of 16", [](B& m) { m.mail.feedback_id.sender_id_length = 16; }, kWarn,
     Reason::kFeedbackIdSender},
    {kFeedbackId, "no SenderId", [](B& m) { m.mail.feedback_id.sender_id_length = 0; }, kWarn,
     Reason::kFeedbackIdSender},
    {kFeedbackId, "two fields", [](B& m) { m.mail.feedback_id.count = 2; }, kWarn,
     Reason::kFeedbackIdRepeated},
    {kFeedbackId, "not covered", [](B& m) { m.signature().coverage.covers_feedback_id = false; }, kWarn,
     Reason::kFeedbackIdNotSigned},
    {kFeedbackId, "the signature fails", [](B& m) { m.End(DkimResult::kFail, DkimReason::kBothMismatch); },
     kWarn, Reason::kFeedbackIdNotSigned},
    {kFeedbackId, "the signature can not be checked",
     [](B& m) { m.End(DkimResult::kNone, DkimReason::kDnsOff); }, kPass},
    {kFeedbackId, "unsigned", [](B& m) { m.Unsign(); }, kWarn, Reason::kFeedbackIdNotSigned},
    {kFeedbackId, "signed later",
     [](B& m) {
       m.Presend();
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kUnknown, Reason::kNotSignedYet},
    {kFeedbackId, "absent", [](B& m) { m.mail.feedback_id = {}; }, kNotApplicable, Reason::kNoFeedbackId},
};

TEST(FeedbackRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> FeedbackCases() { return kCases; }

}  // namespace kenpin
