#include "rules/content.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

constexpr GoldenCase kCases[] = {
    {kContentDisplayName, "plain", [](B&) {}, kPass},
    {kContentDisplayName, "none", [](B& m) { m.mail.identity.has_display_name = false; }, kNotApplicable,
     Reason::kNoDisplayName},
    {kContentDisplayName, "another's address", [](B& m) { m.mail.identity.name_domain = "bank.example"; },
     kFail, Reason::kNameOtherAddress},
    {kContentDisplayName, "a Gmail address", [](B& m) { m.mail.identity.name_has_gmail = true; }, kFail,
     Reason::kNameGmail},
    {kContentDisplayName, "bidi", [](B& m) { m.mail.identity.name_has_control = true; }, kFail,
     Reason::kNameControl},
    {kContentDisplayName, "a check mark", [](B& m) { m.mail.identity.name_has_symbol = true; }, kWarn,
     Reason::kNameSymbol},
    {kContentDisplayName, "(2)", [](B& m) { m.mail.identity.name_has_counter = true; }, kWarn,
     Reason::kNameCounter},
    {kContentDisplayName, "Re:", [](B& m) { m.mail.identity.name_has_reply_prefix = true; }, kWarn,
     Reason::kNameReplyPrefix},

    {kContentSubjectHonest, "plain", [](B&) {}, kPass},
    {kContentSubjectHonest, "a reply",
     [](B& m) { m.mail.identity.subject_has_reply_prefix = m.mail.identity.is_reply = true; }, kPass},
    {kContentSubjectHonest, "no reply", [](B& m) { m.mail.identity.subject_has_reply_prefix = true; }, kWarn,
     Reason::kSubjectReplyPrefix},
    {kContentSubjectHonest, "the header is cut",
     [](B& m) {
       m.mail.identity.subject_has_reply_prefix = true;
       m.mail.flaws.Add(ParseFlaw::kTooManyFields);
     },
     kUnknown, Reason::kHeaderCut},
};

TEST(ContentRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> ContentCases() { return kCases; }

}  // namespace kenpin
