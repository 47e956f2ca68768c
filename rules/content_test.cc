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
    {kContentDisplayName, "urgent", [](B& m) { m.mail.identity.name_is_urgent = true; }, kWarn,
     Reason::kNameUrgent},
    {kContentDisplayName, "the recipient's", [](B& m) { m.mail.identity.name_has_recipient = true; }, kWarn,
     Reason::kNameRecipient},

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

    {kContentHiddenHtml, "nothing", [](B&) {}, kPass},
    {kContentHiddenHtml, "a preheader", [](B& m) { m.mail.content.preheader_characters = 80; }, kPass,
     Reason::kPreheader},
    {kContentHiddenHtml, "19", [](B& m) { m.mail.content.hidden_characters = 19; }, kPass},
    {kContentHiddenHtml, "20", [](B& m) { m.mail.content.hidden_characters = 20; }, kWarn,
     Reason::kHiddenText},
    {kContentHiddenHtml, "hidden in broken HTML",
     [](B& m) {
       m.mail.content.hidden_characters = 500;
       m.mail.content.html_broken = true;
     },
     kWarn, Reason::kHiddenText},
    {kContentHiddenHtml, "broken", [](B& m) { m.mail.content.html_broken = true; }, kUnknown,
     Reason::kHtmlBroken},
    {kContentHiddenHtml, "too much", [](B& m) { m.mail.flaws.Add(ParseFlaw::kTooMuchMarkup); }, kUnknown,
     Reason::kBodyCut},
    {kContentHiddenHtml, "text only", [](B& m) { m.mail.content.has_html = false; }, kNotApplicable,
     Reason::kNoHtml},
    {kContentHiddenHtml, "no HTML so far",
     [](B& m) {
       m.mail.content.has_html = false;
       m.mail.flaws.Add(ParseFlaw::kTooLarge);
     },
     kUnknown, Reason::kMessageTooLarge},

    {kContentLinks, "honest", [](B&) {}, kPass},
    {kContentLinks, "none", [](B& m) { m.mail.content.has_link = false; }, kNotApplicable, Reason::kNoLinks},
    {kContentLinks, "elsewhere", [](B& m) { m.evidence.seen.link_elsewhere = true; }, kWarn,
     Reason::kLinkElsewhere},
    {kContentLinks, "an address", [](B& m) { m.mail.content.ip_literal_link = true; }, kWarn,
     Reason::kLinkIpLiteral},
    {kContentLinks, "javascript", [](B& m) { m.mail.content.script_link = true; }, kWarn,
     Reason::kLinkScript},
    {kContentLinks, "data", [](B& m) { m.mail.content.data_link = true; }, kWarn, Reason::kLinkData},
    {kContentLinks, "short", [](B& m) { m.mail.content.shortener_link = true; }, kWarn,
     Reason::kLinkShortener},
    {kContentLinks, "too many parts", [](B& m) { m.mail.flaws.Add(ParseFlaw::kTooManyParts); }, kUnknown,
     Reason::kMimeLimit},
};

TEST(ContentRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> ContentCases() { return kCases; }

}  // namespace kenpin
