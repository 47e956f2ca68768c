// Derives outcomes without parsing: the plan is known, so only line lengths and the presence of encoded-words
// are looked up in the bytes.
#include "bench/corpus/expected.h"

#include <algorithm>
#include <array>

#include "bench/corpus/expected_authentication.h"
#include "bench/corpus/expected_content.h"

namespace kenpin::corpus {
namespace {

constexpr size_t kMaxLine = 998;  // RFC 5322 §2.1.1.
constexpr size_t kPlainLine = 78;

void SetAll(Truth& truth, std::span<const std::string_view> rules, Outcome outcome) {
  for (const std::string_view rule : rules) truth.Set(rule, outcome);
}

constexpr std::array<std::string_view, 9> kSignatureRules = {
    "dkim-signature-syntax", "dkim-algorithm",   "dkim-key-length",    "dkim-key-record", "dkim-verify",
    "dkim-covers-from",      "dkim-covers-core", "dkim-no-body-limit", "dkim-timestamps"};

// All signatures of an undamaged message verify. The best one is the topmost aligned one, and the others have
// the same tags.
void ExpectSignatures(Truth& truth, const Plan& plan) {
  if (plan.signers.empty()) {
    SetAll(truth, kSignatureRules, Outcome::kNotApplicable);
    truth.Set("align-dkim", Outcome::kNotApplicable);
    return;
  }
  const SignerPlan& best = plan.signers.front();
  SetAll(truth, kSignatureRules, Outcome::kPass);
  if (best.key->type == KeyType::kRsa && best.key->bits < 2048) truth.Set("dkim-key-length", Outcome::kWarn);
  if (!best.oversign_from) truth.Set("dkim-covers-core", Outcome::kWarn);
  if (!best.signed_at && !best.expires_at) truth.Set("dkim-timestamps", Outcome::kNotApplicable);
  const bool aligned = best.domain == plan.sender->org_domain || best.domain == plan.sender->sign_domain;
  truth.Set("align-dkim", aligned ? Outcome::kPass : Outcome::kFail);
}

constexpr std::array<std::string_view, 6> kUnsubscribeRules = {
    "unsub-class", "unsub-header", "unsub-https", "unsub-post", "unsub-dkim-covered", "unsub-one-click"};

void ExpectUnsubscribe(Truth& truth, const Plan& plan) {
  if (plan.kind == MailKind::kTransactional) {
    SetAll(truth, kUnsubscribeRules, Outcome::kUnknown);
    truth.Set("feedback-id", Outcome::kNotApplicable);
    return;
  }
  SetAll(truth, kUnsubscribeRules, Outcome::kPass);
  truth.Set("feedback-id", plan.with_feedback_id ? Outcome::kPass : Outcome::kNotApplicable);
  if (plan.signers.empty()) {
    truth.Set("unsub-dkim-covered", Outcome::kFail);
    truth.Set("unsub-one-click", Outcome::kFail);
    if (plan.with_feedback_id) truth.Set("feedback-id", Outcome::kWarn);
  } else if (truth.Get("align-dkim") != Outcome::kPass) {
    truth.Set("unsub-dkim-covered", Outcome::kWarn);  // Covered by a third party's signature only.
  }
}

void ExpectFormat(Truth& truth, const Plan& plan) {
  constexpr std::array<std::string_view, 11> kAlwaysGood = {"format-parse",
                                                            "format-date",
                                                            "format-from-present",
                                                            "format-from-single",
                                                            "format-from-one-address",
                                                            "format-from-domain",
                                                            "format-sender",
                                                            "format-message-id",
                                                            "format-single-instance",
                                                            "format-8bit-header",
                                                            "format-header-size"};
  SetAll(truth, kAlwaysGood, Outcome::kPass);
  if (!plan.with_own_sender) truth.Set("format-sender", Outcome::kNotApplicable);
  truth.Set("format-hops", plan.mode == MailMode::kDelivered ? Outcome::kPass
                           : plan.mode == MailMode::kPresend ? Outcome::kNotApplicable
                                                             : Outcome::kUnknown);
  truth.Set("format-mime", plan.shape == BodyShape::kPlain      ? Outcome::kNotApplicable
                           : plan.shape == BodyShape::kHtmlOnly ? Outcome::kWarn
                                                                : Outcome::kPass);
}

// Octets of the longest line, line ends not counted.
size_t LongestLine(std::string_view text) {
  size_t longest = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find("\r\n"), text.size());
    longest = std::max(longest, end);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return longest;
}

void MeasureBytes(Truth& truth, const Message& message, LineEnd line_end) {
  size_t header_line = 0;
  bool encoded_words = false;
  for (const Field& field : message.fields) {
    header_line = std::max(header_line, LongestLine(field.text));
    encoded_words = encoded_words || field.text.find("=?") != std::string::npos;
  }
  const bool too_long = std::max(header_line, LongestLine(message.body)) > kMaxLine;
  truth.Set("format-line-length", too_long                   ? Outcome::kFail
                                  : header_line > kPlainLine ? Outcome::kWarn
                                                             : Outcome::kPass);
  truth.Set("format-encoded-word", encoded_words ? Outcome::kPass : Outcome::kNotApplicable);
  truth.Set("format-bare-crlf", line_end == LineEnd::kLf ? Outcome::kNotApplicable : Outcome::kPass);
}

}  // namespace

Truth ComputeTruth(const Message& message, std::span<const Defect* const> defects, LineEnd line_end) {
  const Plan& plan = message.plan;
  Truth truth;
  ExpectFormat(truth, plan);
  ExpectSignatures(truth, plan);
  ExpectUnsubscribe(truth, plan);
  MeasureBytes(truth, message, line_end);
  ExpectAuthentication(truth, plan);
  ExpectContent(truth, message);
  for (const Defect* defect : defects) {
    for (const Expectation& claim : defect->claims) {
      // Mail of an unknown class owes no unsubscribing that could be missing: those rules stay unknown.
      const bool unsubscribe = kRules[claim.rule].starts_with("unsub-");
      if (unsubscribe && plan.kind == MailKind::kTransactional) continue;
      truth.Set(claim);
    }
  }
  ConcludeAuthentication(truth, plan, defects);
  ConcludeIdentity(truth, plan, defects);
  return truth;
}

}  // namespace kenpin::corpus
