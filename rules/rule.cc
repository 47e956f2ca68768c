// The catalogue: one row a rule. Facts and figures are those of the sources named; "from memory" marks what
// could not be checked against a stored text, "unconfirmed" what no source states. Adding a rule is adding a
// row here, an enumerator in rule.h and cases to its test.
#include "rules/rule.h"

#include <iterator>

#include "rules/alignment.h"
#include "rules/dkim.h"
#include "rules/feedback.h"
#include "rules/format.h"
#include "rules/unsubscribe.h"

namespace kenpin {
namespace {

using Levels = std::array<Level, static_cast<size_t>(Provider::kCount)>;

// In the order of Provider: Gmail, Yahoo, Outlook.com, iCloud. Where a provider states nothing, its level is
// info.
constexpr Levels kEverybodyMust = {Level::kMustAll, Level::kMustAll, Level::kMustAll, Level::kMustAll};
constexpr Levels kEverybodyShould = {Level::kShould, Level::kShould, Level::kShould, Level::kShould};
constexpr Levels kNobody = {Level::kInfo, Level::kInfo, Level::kInfo, Level::kInfo};
constexpr Levels kBulkEverywhere = {Level::kMustBulk, Level::kMustBulk, Level::kMustBulk, Level::kMustBulk};
constexpr Levels kBulkButApple = {Level::kMustBulk, Level::kMustBulk, Level::kMustBulk, Level::kInfo};
constexpr Levels kBulkGmailYahoo = {Level::kMustBulk, Level::kMustBulk, Level::kInfo, Level::kInfo};
constexpr Levels kBulkGmail = {Level::kMustBulk, Level::kInfo, Level::kInfo, Level::kInfo};
constexpr Levels kMustGmail = {Level::kMustAll, Level::kInfo, Level::kInfo, Level::kInfo};
constexpr Levels kMustGmailYahoo = {Level::kMustAll, Level::kMustAll, Level::kInfo, Level::kInfo};
constexpr Levels kShouldGmail = {Level::kShould, Level::kInfo, Level::kInfo, Level::kInfo};
// RFC 8058 itself: Outlook.com advises a working link.
constexpr Levels kOneClick = {Level::kMustBulk, Level::kMustBulk, Level::kShould, Level::kInfo};
// RFC 5322 §3.6.4 only recommends a Message-ID.
constexpr Levels kMessageId = {Level::kMustAll, Level::kShould, Level::kShould, Level::kShould};

constexpr std::string_view kDkimCodes = "Gmail 421 4.7.30, 550 5.7.30; Outlook.com 550 5.7.515";

constexpr RuleInfo kRules[] = {
    {RuleId::kDkimSignatureSyntax, "dkim-signature-syntax", "DKIM-Signature fields can be parsed",
     kEverybodyMust, kDkimCodes, "RFC 6376 §3.2, §3.5, §6.1.1",
     "Update or reconfigure the signing software: the field is not a valid signature, so it counts as none.",
     CheckDkimSignatureSyntax},
    {RuleId::kDkimAlgorithm, "dkim-algorithm", "Signed with an algorithm that receivers accept",
     kBulkButApple, kDkimCodes,
     "RFC 8301 §3.1 and RFC 8463 §3 (sections from memory); Ed25519 alone: observed at Gmail, Yahoo and "
     "Outlook.com, undated",
     "Sign with rsa-sha256 and a key of 2048 bits.", CheckDkimAlgorithm},
    {RuleId::kDkimKeyLength, "dkim-key-length", "The RSA key has at least 1024 bits, better 2048",
     kMustGmailYahoo, kDkimCodes, "Google, Email sender guidelines; Yahoo, Sender Hub FAQ; RFC 8301 §3.2",
     "Publish a key of 2048 bits under a new selector, then let the signer use it.", CheckDkimKeyLength},
    {RuleId::kDkimKeyRecord, "dkim-key-record", "The published key can be used", kBulkEverywhere, kDkimCodes,
     "RFC 6376 §3.6.1, §6.1.2", "Publish the record of the selector exactly as the sending service shows it.",
     CheckDkimKeyRecord},
    {RuleId::kDkimVerify, "dkim-verify", "The signature verifies over the message as stored", kNobody,
     kDkimCodes, "RFC 6376 §3.5, §6.1.2; §3.7 and §6.1.3 from memory",
     "Sign as the last step, behind every gateway that changes the message.", CheckDkimVerify},
    {RuleId::kDkimCoversFrom, "dkim-covers-from", "The signature covers From", kEverybodyMust, kDkimCodes,
     "RFC 6376 §5.4", "Add From to the header fields that the signer covers.", CheckDkimCoversFrom},
    {RuleId::kDkimCoversCore, "dkim-covers-core",
     "The signature covers what matters, and From once more than it occurs", kEverybodyShould, "",
     "RFC 6376 §5.4.1, §5.4.2; §8.15 from memory; Message-ID, MIME-Version and Content-Type are kenpin's own "
     "addition",
     "Let the signer cover more fields, and list From twice so that nobody can add another.",
     CheckDkimCoversCore},
    {RuleId::kDkimNoBodyLimit, "dkim-no-body-limit", "The signature covers the whole body", kEverybodyShould,
     "", "RFC 6376 §3.5; §8.2 from memory", "Switch off the signer's body length option (l=).",
     CheckDkimNoBodyLimit},
    {RuleId::kDkimTimestamps, "dkim-timestamps", "The signature's times make sense", kEverybodyShould,
     kDkimCodes, "RFC 6376 §3.5: receivers may refuse what has expired, and some do",
     "Let signatures expire later or not at all, so that delayed mail still verifies.", CheckDkimTimestamps},
    {RuleId::kAlignDkim, "align-dkim", "A passing signature is by the author's domain", kShouldGmail,
     "Gmail 421 4.7.32, 421 5.7.32; Outlook.com 550 5.7.515",
     "RFC 9989 §3.2.10.2, §4.4 (read as its last draft), RFC 7489 §3.1.1 (from memory)",
     "Register a DKIM key of your own domain with the sending service.", CheckAlignDkim},
    {RuleId::kFormatParse, "format-parse", "The header section is well formed", kEverybodyMust,
     "Gmail 554 5.6.0, 550 5.7.1",
     "RFC 5322 §2.1, §2.2, §4.5 (sections from memory); Google, Email sender guidelines; Apple, Postmaster "
     "information; Yahoo, Sender Hub",
     "Let a MIME library build the message instead of joining strings.", CheckFormatParse},
    {RuleId::kFormatDate, "format-date", "There is one valid Date", kEverybodyMust,
     "Gmail 550 5.7.1; Yahoo 554",
     "RFC 5322 §3.3, §3.6, §3.6.1 (sections from memory); Yahoo, SMTP error codes (what it takes for out of "
     "range is not published)",
     "Write it like 'Tue, 16 Jan 2024 09:00:00 +0900'.", CheckFormatDate},
    {RuleId::kFormatFromPresent, "format-from-present", "From holds an address", kEverybodyMust,
     "Gmail 550 5.7.1", "RFC 5322 §3.6.2; Google, Gmail SMTP errors",
     "Add a From with an address of your own.", CheckFormatFromPresent},
    {RuleId::kFormatFromSingle, "format-from-single", "There is one From field", kEverybodyMust,
     "Gmail 550 5.7.1", "RFC 5322 §3.6 (section from memory); Google, Email sender guidelines; RFC 9989 §4.4",
     "Remove the additional From.", CheckFormatFromSingle},
    {RuleId::kFormatFromOneAddress, "format-from-one-address", "From holds a single address", kMustGmail,
     "Gmail 550 5.7.1",
     "Google, Email sender guidelines and Gmail SMTP errors; RFC 6854 and RFC 9989 §5.3.1 (from memory)",
     "Leave one address in From; the others may go to Reply-To.", CheckFormatFromOneAddress},
    {RuleId::kFormatFromDomain, "format-from-domain", "From is in a domain of the public DNS", kEverybodyMust,
     "Gmail 550 5.7.1, 553 5.1.7 for the envelope; Yahoo 451, 554",
     "Google, Gmail SMTP errors; RFC 5321 §2.3.5 and RFC 9989 §5.3.1 (from memory)",
     "Write from a registered domain that is yours.", CheckFormatFromDomain},
    {RuleId::kFormatSender, "format-sender", "Several authors have one Sender", kEverybodyMust,
     "Gmail 550 5.7.1", "RFC 5322 §3.6.2", "Add one Sender, or write from one address.", CheckFormatSender},
    {RuleId::kFormatMessageId, "format-message-id", "There is one valid Message-ID", kMessageId,
     "Gmail 550 5.7.1",
     "RFC 5322 §3.6.4; Google, Email sender guidelines, Gmail message header limits and Gmail SMTP errors",
     "Make a unique Message-ID with your own domain on its right side.", CheckFormatMessageId},
    {RuleId::kFormatSingleInstance, "format-single-instance", "Fields that may occur once do not repeat",
     kEverybodyMust, "Gmail 550 5.7.1",
     "RFC 5322 §3.6, RFC 2045 §4 to §6, RFC 2369 §3 (sections from memory); Google, Email sender guidelines",
     "Remove the repeated field.", CheckFormatSingleInstance},
    {RuleId::kFormatLineLength, "format-line-length", "No line exceeds 998 octets", kEverybodyMust,
     "Gmail 550 5.7.1 or 554 5.6.0 (unconfirmed: the exact text was not seen)",
     "RFC 5322 §2.1.1; RFC 5321 §4.5.3.1.6 (from memory)",
     "Encode the body as quoted-printable or base64, and fold long header fields.", CheckFormatLineLength},
    {RuleId::kFormatBareCrlf, "format-bare-crlf", "Lines end in CRLF, and CR and LF stand nowhere else",
     kEverybodyMust, "Gmail 451 4.5.0 or 554 5.6.0 (from memory, unconfirmed)",
     "RFC 5322 §2.3, §4.1 and RFC 5321 §2.3.8 (sections from memory)", "Write CRLF at the end of every line.",
     CheckFormatBareCrlf},
    {RuleId::kFormat8bitHeader, "format-8bit-header", "Header fields are ASCII, or UTF-8 sent by SMTPUTF8",
     kEverybodyMust, "Gmail 550 5.7.1",
     "RFC 6532 §3, RFC 2047, RFC 6531's keywords (from memory); Google, Gmail SMTP errors; Yahoo, SMTP error "
     "codes",
     "Encode names and subjects as encoded-words.", CheckFormat8bitHeader},
    {RuleId::kFormatEncodedWord, "format-encoded-word",
     "Encoded-words are valid and stand only where they may", kEverybodyMust, "Gmail 550 5.7.1",
     "RFC 2047 §2, §5 (sections from memory); Google, Gmail SMTP errors",
     "Keep addresses, URIs and identifiers in plain ASCII, and encode only what people read.",
     CheckFormatEncodedWord},
    {RuleId::kFormatHeaderSize, "format-header-size", "The header section is within Gmail's limits",
     kMustGmail, "Gmail 552 5.3.4",
     "Google, Gmail message header limits (unconfirmed whether a KB is 1000 or 1024 bytes; 1024 here); "
     "Yahoo, SMTP error codes",
     "Shorten the field that exceeds its limit.", CheckFormatHeaderSize},
    {RuleId::kFormatMime, "format-mime", "The MIME structure holds together", kEverybodyMust,
     "Gmail 554 5.6.0; 552 5.7.0 for attachments of a forbidden type",
     "RFC 2045 and RFC 2046 (from memory); Yahoo, SMTP error codes; Google, Email sender guidelines",
     "Let the mail library build and encode the parts.", CheckFormatMime},
    {RuleId::kFormatHops, "format-hops", "The message did not loop", kEverybodyMust, "Gmail 554 5.4.6",
     "Google, Gmail SMTP errors; RFC 5321 §6.3 (from memory)",
     "Find the two forwarding rules that feed each other.", CheckFormatHops},
    {RuleId::kUnsubClass, "unsub-class", "Whether this is marketing mail is known", kNobody, "",
     "Google, Email sender guidelines FAQ: the recipients decide", "Say with --traffic what the mail is.",
     CheckUnsubClass},
    {RuleId::kUnsubOneClick, "unsub-one-click", "One click unsubscribes", kOneClick, "",
     "Google, Email sender guidelines and FAQ; Yahoo, Sender Hub; RFC 8058 §3.1, §4",
     "Let the sending service add List-Unsubscribe and List-Unsubscribe-Post, and sign both.",
     CheckUnsubOneClick},
    {RuleId::kUnsubHeader, "unsub-header", "List-Unsubscribe is there and can be read", kBulkGmailYahoo, "",
     "RFC 2369 §2; §3.2 from memory", "Write it as <https://...>, <mailto:...>.", CheckUnsubHeader},
    {RuleId::kUnsubHttps, "unsub-https", "List-Unsubscribe holds exactly one https URI", kBulkGmail, "",
     "RFC 8058 §3.1; Google, Email sender guidelines FAQ", "Offer one https address that takes a POST.",
     CheckUnsubHttps},
    {RuleId::kUnsubPost, "unsub-post", "List-Unsubscribe-Post says what it must", kBulkGmail, "",
     "RFC 8058 §3.1; Google, Email sender guidelines",
     "Add the field List-Unsubscribe-Post: List-Unsubscribe=One-Click.", CheckUnsubPost},
    {RuleId::kUnsubDkimCovered, "unsub-dkim-covered",
     "One valid signature covers both fields of one-click unsubscribe", kBulkGmail, "", "RFC 8058 §3.1, §4",
     "Add list-unsubscribe and list-unsubscribe-post to the header fields that the signer covers.",
     CheckUnsubDkimCovered},
    {RuleId::kFeedbackId, "feedback-id", "Gmail's feedback loop can use the Feedback-ID", kNobody, "",
     "Google, Feedback Loop",
     "Write Campaign:Customer:Type:SenderId, of which the first three may be left out, and sign it.",
     CheckFeedbackId},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kRules); ++i) {
    if (static_cast<size_t>(kRules[i].id) != i) return false;
  }
  return std::size(kRules) == kRuleCount;
}
static_assert(InOrder());

}  // namespace

std::string_view OutcomeName(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPass:
      return "pass";
    case Outcome::kWarn:
      return "warn";
    case Outcome::kFail:
      return "fail";
    case Outcome::kNotApplicable:
      return "na";
    case Outcome::kUnknown:
      break;
  }
  return "unknown";
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kInfo:
      return "info";
    case Level::kShould:
      return "should";
    case Level::kMustBulk:
      return "must/bulk";
    case Level::kMustAll:
      break;
  }
  return "must/all";
}

std::span<const RuleInfo> Rules() { return kRules; }

const RuleInfo& GetRule(RuleId id) { return kRules[static_cast<size_t>(id)]; }

std::optional<RuleId> FindRule(std::string_view name) {
  for (const RuleInfo& rule : kRules) {
    if (rule.name == name) return rule.id;
  }
  return std::nullopt;
}

VerdictSet Judge(const Evidence& evidence) {
  VerdictSet verdicts;
  for (size_t i = 0; i < kRuleCount; ++i) verdicts[i] = kRules[i].check(evidence);
  return verdicts;
}

}  // namespace kenpin
