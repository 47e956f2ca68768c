// From the plan alone, but for the display name, which is looked up among the fields.
#include "bench/corpus/expected_content.h"

#include <fmt/core.h>

#include <algorithm>

namespace kenpin::corpus {
namespace {

// "Name <address>"; the address alone has none.
bool HasName(const Message& message) {
  if (!HasField(message, "From")) return false;
  const std::string_view from = FieldBody(GetField(message, "From"));
  return !from.starts_with('<') && from.find('<') != std::string_view::npos;
}

bool AnyNeeds(std::span<const Defect* const> defects, uint32_t needs) {
  return std::any_of(defects.begin(), defects.end(),
                     [needs](const Defect* defect) { return (defect->row.needs & needs) != 0; });
}

// Whether what passes is of the domain in From: only its owner can bring that about.
Outcome DidOwnerSend(const Truth& truth) {
  for (const std::string_view rule : {"auth-dmarc-pass", "align-from"}) {
    const Outcome outcome = truth.Get(rule);
    if (outcome == Outcome::kPass || outcome == Outcome::kWarn) return Outcome::kPass;
    if (outcome == Outcome::kFail) return Outcome::kFail;
  }
  return Outcome::kUnknown;
}

Outcome JudgeFreemail(Outcome owner, std::string_view policy) {
  if (owner == Outcome::kPass) return Outcome::kNotApplicable;
  if (owner == Outcome::kUnknown) return Outcome::kUnknown;
  return policy == "none" ? Outcome::kWarn : Outcome::kFail;
}

bool IsClientKnown(const Plan& plan) {
  return plan.mode == MailMode::kDelivered || plan.given == EnvelopeGiven::kFile;
}

// A signature of the system, or under the selector that is its name; or its host, where one can see it.
bool IsSystemProven(const Plan& plan) {
  if (IsClientKnown(plan)) return true;
  return std::any_of(plan.signers.begin(), plan.signers.end(), [&plan](const SignerPlan& signer) {
    return signer.domain == plan.service->domain || signer.selector == "mmmg";
  });
}

}  // namespace

void ExpectContent(Truth& truth, const Message& message) {
  const Plan& plan = message.plan;
  const bool html = plan.shape == BodyShape::kAlternative || plan.shape == BodyShape::kHtmlOnly;
  const bool idn = plan.sender->from_domain.find("xn--") != std::string_view::npos;
  truth.Set("format-idn", idn ? Outcome::kPass : Outcome::kNotApplicable);
  truth.Set("from-gmail-impersonation", Outcome::kPass);
  truth.Set("from-freemail", Outcome::kPass);
  truth.Set("esp-rewritten-from", Outcome::kPass);
  truth.Set("content-display-name", HasName(message) ? Outcome::kPass : Outcome::kNotApplicable);
  truth.Set("content-subject-honest", Outcome::kPass);
  truth.Set("content-hidden-html", html ? Outcome::kPass : Outcome::kNotApplicable);
  truth.Set("content-links", Outcome::kPass);
  truth.Set("unsub-body-link", plan.kind == MailKind::kCampaign ? Outcome::kPass : Outcome::kUnknown);
}

void ConcludeIdentity(Truth& truth, const Plan& plan, std::span<const Defect* const> defects) {
  if (AnyNeeds(defects, kAuthorNull | kAuthorOpen)) {
    for (const std::string_view rule :
         {"from-gmail-impersonation", "from-freemail", "esp-rewritten-from", "format-idn"})
      truth.Set(rule, Outcome::kUndecided);
    return;
  }
  if (plan.sender->provider == Provider::kNone) return;
  const Outcome owner = DidOwnerSend(truth);
  if (plan.sender->provider == Provider::kGmail) truth.Set("from-gmail-impersonation", owner);
  truth.Set("from-freemail", JudgeFreemail(owner, plan.sender->policy));
}

std::string SystemMembers(const Plan& plan) {
  if (plan.service == nullptr || plan.service->system.empty()) return "\"sender_system\":null,";
  if (!IsSystemProven(plan)) return "";
  std::string members = fmt::format("\"sender_system\":{},\"sender_system_certainty\":\"certain\",",
                                    JsonString(plan.service->system));
  if (!plan.service->carrier.empty() && IsClientKnown(plan))
    members += fmt::format("\"transport_system\":{},", JsonString(plan.service->carrier));
  return members;
}

}  // namespace kenpin::corpus
