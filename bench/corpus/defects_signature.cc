// Defects of DKIM-Signature fields: what was changed after signing, what the tags say, what h= leaves out.
//
// A signature that does not verify stands alone, in mail without Feedback-ID: with a second, good one beside
// it, or a field that it only pretends to cover, the outcome of several rules would be open.
#include <fmt/core.h>

#include <stdexcept>

#include "bench/corpus/defects.h"
#include "bench/corpus/sign.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kLoneBroken = kSingle | kNoFeedback | kNoFromLines;
constexpr int64_t kHour = 3600;

Field& Signature(Message& message, size_t number) {
  for (Field& field : message.fields) {
    if (field.name == "DKIM-Signature" && number-- == 0) return field;
  }
  throw std::logic_error("the message has too few signatures");
}

// Changes one letter or digit to another one, so that no structure is touched.
void FlipCharacter(std::string& text, size_t at) {
  const char old = text.at(at);
  text[at] = old == 'a' ? 'b' : 'a';
}

// In the recipient's address in the text, or, in base64, in the first encoded line.
void FlipBody(Message& message) {
  constexpr std::string_view kLink = "https://click.";
  const size_t link = message.body.find(kLink);
  if (link != std::string::npos) {
    FlipCharacter(message.body, message.body.find('/', link + kLink.size()) + 3);
    return;
  }
  const bool multipart = message.plan.shape == BodyShape::kAlternative;
  FlipCharacter(message.body, (multipart ? message.body.find("\r\n\r\n") + 4 : 0) + 20);
}

void RewriteSubject(Message& message) {
  SetField(message, "Subject", "[Checked] Something else than what was signed");
}

// Cuts a tag out of a signature field.
void RemoveTag(Field& field, std::string_view begin) {
  const size_t at = field.text.find(begin);
  if (at == std::string::npos) throw std::logic_error("the signature has no such tag");
  field.text.erase(at, field.text.find(';', at) + 1 - at);
}

void RepeatSelectorTag(Message& message) {
  Field& field = Signature(message, 0);
  const std::string tag = "s=" + SelectorOf(message.plan.signers.front()) + ";";
  field.text.insert(field.text.find(tag), tag + " ");
}

// One octet of b=, in the first encoded line.
void BreakSignatureValue(Message& message) {
  std::string& text = Signature(message, 0).text;
  FlipCharacter(text, text.rfind("\tb=") + 13);
}

void Omit(Plan& plan, std::string_view name) {
  for (SignerPlan& signer : plan.signers) signer.omitted.push_back(name);
}

// RFC 8058 §4 wants one signature over both fields.
void SplitCoverage(Plan& plan) {
  plan.signers.front().omitted.push_back("list-unsubscribe-post");
  plan.signers.back().omitted.push_back("list-unsubscribe");
}

// Behind the last boundary, where no part is touched.
void AppendUnsignedFooter(Message& message) { message.body += "This line was added on the way.\r\n"; }

void SignWithSha1(Plan& plan) { plan.signers.back().algorithm = SignatureAlgorithm::kRsaSha1; }

// x= after the mail was written and before it was delivered makes no sense for seconds: an hour before both.
void Expire(Plan& plan) {
  plan.signers.front().signed_at = plan.sent_at - 48 * kHour;
  plan.signers.front().expires_at = plan.sent_at - kHour;
}

void ExpireBeforeSigning(Plan& plan) {
  plan.signers.front().signed_at = plan.sent_at - kHour;
  plan.signers.front().expires_at = plan.sent_at - 2 * kHour;
}

void ExpireSoon(Plan& plan) {
  plan.signers.front().signed_at = plan.sent_at;
  plan.signers.front().expires_at = plan.sent_at + 6 * kHour;
}

void SignInFuture(Plan& plan) {
  plan.signers.front().signed_at = plan.received_at + 2 * kHour;
  plan.signers.front().expires_at.reset();
}

// A signature whose hashes alone are wrong may have been broken by a list, which exempts mail from alignment.
#define KENPIN_MAY_BE_RELAYED " align-from=? align-both=? fwd-arc=? fwd-markers=?"

// What a signature that does not parse says of algorithm, key and coverage is open; that nothing is covered
// by it is not.
#define KENPIN_UNPARSABLE                                                                          \
  "dkim-signature-syntax=fail dkim-algorithm=? dkim-key-length=? dkim-key-record=? dkim-verify=? " \
  "dkim-covers-from=? "                                                                            \
  "dkim-covers-core=? dkim-no-body-limit=? dkim-timestamps=? auth-dkim=fail align-dkim=? "         \
  "unsub-dkim-covered=fail "                                                                       \
  "unsub-one-click=fail"

const std::array<DefectRow, 31> kRows = {{
    {.name = "unsigned",
     .about = "no signature",
     .needs = kUnsigned | kCampaignOnly,
     .claims = "unsub-dkim-covered=fail unsub-one-click=fail"},
    {.name = "feedback-unsigned-mail",
     .about = "Feedback-ID in mail without a signature",
     .needs = kUnsigned | kWithFeedback,
     .claims = "feedback-id=warn unsub-dkim-covered=fail unsub-one-click=fail"},
    {.name = "body-changed",
     .about = "one octet of the body changed after signing",
     .needs = kLoneBroken,
     .claims = KENPIN_NO_PASSING_SIGNATURE KENPIN_MAY_BE_RELAYED,
     .tamper = FlipBody},
    {.name = "subject-changed",
     .about = "Subject changed after signing",
     .needs = kLoneBroken | kEditsSubject,
     .claims = KENPIN_NO_PASSING_SIGNATURE KENPIN_MAY_BE_RELAYED,
     .tamper = RewriteSubject},
    {.name = "signature-value-broken",
     .about = "b= is not the signature's",
     .needs = kLoneBroken,
     .claims = KENPIN_NO_PASSING_SIGNATURE KENPIN_MAY_BE_RELAYED,
     .tamper = BreakSignatureValue},
    {.name = "third-party-only",
     .about = "only the service's signature",
     .needs = kThirdParty | kCampaignOnly,
     .claims = "align-dkim=fail unsub-dkim-covered=warn"},
    {.name = "author-signature-broken",
     .about = "the author signature fails, the service's passes",
     .needs = kDouble | kCampaignOnly | kNoFeedback | kNoFromLines,
     .claims =
         "auth-dkim=warn align-dkim=warn unsub-dkim-covered=warn dkim-verify=warn" KENPIN_MAY_BE_RELAYED,
     .tamper = BreakSignatureValue},
    {.name = "sha1-only",
     .about = "rsa-sha1",
     .needs = kLoneBroken,
     .claims = "dkim-algorithm=fail " KENPIN_VERIFIED_IN_VAIN,
     .plan = SignWithSha1},
    {.name = "sha1-beside-good",
     .about = "a second signature with rsa-sha1",
     .needs = kDouble | kNoFromLines,
     .claims = "dkim-algorithm=warn auth-dkim=?",
     .plan = SignWithSha1},
    {.name = "ed25519-only",
     .about = "only an Ed25519 signature",
     .needs = kEd25519Only,
     // It verifies, and the profile does not accept it: what that makes of alignment is open.
     .claims = "dkim-algorithm=fail auth-dkim=fail auth-dmarc-pass=? align-from=? align-both=? "
               "dmarc-reject-needs-dkim=?"},
    {.name = "signature-without-bh",
     .about = "a signature without bh=",
     .needs = kLoneBroken,
     .claims = KENPIN_UNPARSABLE,
     .tamper = [](Message& m) { RemoveTag(Signature(m, 0), "\r\n\tbh="); }},
    {.name = "signature-tag-twice",
     .about = "s= stands twice",
     .needs = kLoneBroken,
     .claims = KENPIN_UNPARSABLE,
     .tamper = RepeatSelectorTag},
    {.name = "signature-version",
     .about = "v=2",
     .needs = kLoneBroken,
     .claims = KENPIN_UNPARSABLE,
     .tamper =
         [](Message& m) {
           std::string& text = Signature(m, 0).text;
           text.replace(text.find("v=1"), 3, "v=2");
         }},
    {.name = "signature-foreign-auid",
     .about = "i= is not under d=",
     .needs = kLoneBroken,
     .claims = KENPIN_UNPARSABLE,
     .plan = [](Plan& p) { p.signers.front().auid = fmt::format("@{}", kRelayDomain); }},
    {.name = "malformed-beside-good",
     .about = "a second signature without bh=",
     .needs = kDouble | kNoFromLines,
     .claims = "dkim-signature-syntax=warn dkim-verify=? auth-dkim=?",
     .tamper = [](Message& m) { RemoveTag(Signature(m, 1), "\r\n\tbh="); }},
    {.name = "from-not-signed",
     .about = "h= lacks From",
     .needs = kLoneBroken,
     .claims = "dkim-covers-from=fail dkim-covers-core=warn dkim-signature-syntax=? dkim-key-record=? "
               "dkim-key-length=? " KENPIN_NO_PASSING_SIGNATURE,
     .plan = [](Plan& p) { Omit(p, "from"); }},
    {.name = "from-not-oversigned",
     .about = "h= lists From as often as it occurs",
     .needs = kSingle,
     .claims = "dkim-covers-core=warn",
     .plan = [](Plan& p) { p.signers.front().oversign_from = false; }},
    {.name = "subject-not-signed",
     .about = "h= lacks Subject",
     .needs = kSingle,
     .claims = "dkim-covers-core=warn",
     .plan = [](Plan& p) { Omit(p, "subject"); }},
    {.name = "unsub-not-signed",
     .about = "h= lacks List-Unsubscribe",
     .needs = kSingle | kCampaignOnly,
     .claims = "dkim-covers-core=warn unsub-dkim-covered=fail unsub-one-click=fail",
     .plan = [](Plan& p) { Omit(p, "list-unsubscribe"); }},
    {.name = "unsub-post-not-signed",
     .about = "h= lacks List-Unsubscribe-Post",
     .needs = kSingle | kCampaignOnly,
     .claims = "unsub-dkim-covered=fail unsub-one-click=fail",
     .plan = [](Plan& p) { Omit(p, "list-unsubscribe-post"); }},
    {.name = "unsub-coverage-split",
     .about = "each of two signatures covers one of both fields",
     .needs = kDouble | kCampaignOnly | kNotOversigned,
     .claims = "dkim-covers-core=warn unsub-dkim-covered=fail unsub-one-click=fail",
     .plan = SplitCoverage},
    {.name = "feedback-not-signed",
     .about = "h= lacks Feedback-ID",
     .needs = kSingle | kWithFeedback,
     .claims = "feedback-id=warn",
     .plan = [](Plan& p) { Omit(p, "feedback-id"); }},
    {.name = "length-tag",
     .about = "l= with the length of the whole body",
     .needs = kSingle,
     .claims = "dkim-no-body-limit=warn",
     .plan = [](Plan& p) { p.signers.front().limit = BodyLimit::kExact; }},
    {.name = "length-tag-appended",
     .about = "text appended behind l=",
     .needs = kSingle | kMultipart | kNoFromLines,
     .claims = "dkim-no-body-limit=warn",
     .plan = [](Plan& p) { p.signers.front().limit = BodyLimit::kExact; },
     .tamper = AppendUnsignedFooter},
    {.name = "length-zero",
     .about = "l=0",
     .needs = kSingle,
     .claims = "dkim-no-body-limit=fail",
     .plan = [](Plan& p) { p.signers.front().limit = BodyLimit::kZero; }},
    {.name = "length-beyond",
     .about = "l= is more than the canonical body has",
     .needs = kLoneBroken,
     .claims = "dkim-no-body-limit=fail " KENPIN_NO_PASSING_SIGNATURE,
     .plan = [](Plan& p) { p.signers.front().limit = BodyLimit::kBeyond; }},
    {.name = "expired",
     .about = "x= lies before delivery",
     .needs = kLoneBroken,
     .claims = "dkim-timestamps=fail " KENPIN_VERIFIED_IN_VAIN,
     .plan = Expire},
    {.name = "expires-before-signed",
     .about = "x= lies before t=",
     .needs = kLoneBroken,
     .claims = "dkim-timestamps=fail " KENPIN_VERIFIED_IN_VAIN,
     .plan = ExpireBeforeSigning},
    {.name = "expires-soon",
     .about = "x= is less than a day after t=",
     .needs = kSingle | kDeliveredOnly,
     .claims = "dkim-timestamps=warn",
     .plan = ExpireSoon},
    {.name = "signed-in-future",
     .about = "t= lies two hours after delivery",
     .needs = kSingle | kDeliveredOnly,
     .claims = "dkim-timestamps=warn",
     .plan = SignInFuture},
    {.name = "key-strict-identity",
     .about = "t=s in the key, and i= under a subdomain of d=",
     .needs = kLoneBroken,
     .claims = "dkim-key-record=fail " KENPIN_NO_PASSING_SIGNATURE,
     .plan =
         [](Plan& p) {
           p.signers.front().state = KeyState::kStrict;
           p.signers.front().auid = "@sub." + p.signers.front().domain;
         }},
}};

}  // namespace

std::span<const DefectRow> SignatureDefects() { return kRows; }

}  // namespace kenpin::corpus
