// Defects of one-click unsubscribe (RFC 8058) and of Feedback-ID. Signatures are made over them and verify.
#include <fmt/core.h>

#include "bench/corpus/compose.h"
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kNeeds = kSingle | kCampaignOnly;

std::string Domain(const Message& message) { return LinkDomain(message.plan); }

std::string Https(const Message& message) {
  return fmt::format("https://u.{}/o/{}", Domain(message), message.plan.token.substr(0, 20));
}
std::string Mailto(const Message& message) {
  return fmt::format("mailto:leave-{}@{}", message.plan.token.substr(0, 16), Domain(message));
}

void SetUnsubscribe(Message& message, const std::string& body) {
  SetField(message, "List-Unsubscribe", body);
}

// On top, as a relay would, after signing: h= lists the name once, so the signature still verifies over the
// lower field. The new one would fail by itself too, whichever of the two a reader takes for the message's.
void AddUnsubscribeOnTop(Message& message) {
  message.fields.insert(
      message.fields.begin() + static_cast<std::ptrdiff_t>(message.signature_slot),
      {"List-Unsubscribe", fmt::format("List-Unsubscribe: <http://lists.{}/leave>\r\n", kRelayDomain)});
}

void RemoveUnsubscribe(Message& message) {
  RemoveField(message, "List-Unsubscribe");
  RemoveField(message, "List-Unsubscribe-Post");
}

void SetFeedback(Message& message, std::string_view sender) {
  SetField(message, "Feedback-ID",
           fmt::format("{}:{}:news:{}", message.plan.campaign, message.plan.sender->local_part, sender));
}

const std::array<DefectRow, 16> kRows = {{
    {.name = "unsub-missing",
     .about = "neither List-Unsubscribe nor its Post",
     .needs = kNeeds,
     .claims =
         "unsub-header=fail unsub-https=fail unsub-post=fail unsub-dkim-covered=na unsub-one-click=fail",
     .compose = RemoveUnsubscribe},
    {.name = "unsub-two-fields",
     .about = "a second List-Unsubscribe above the signed one",
     .needs = kNeeds | kNotOversigned,
     .claims = "unsub-header=fail format-single-instance=warn unsub-https=fail unsub-post=? "
               "unsub-dkim-covered=fail unsub-one-click=fail",
     .tamper = AddUnsubscribeOnTop},
    {.name = "unsub-mailto-only",
     .about = "List-Unsubscribe with mailto only",
     .needs = kNeeds,
     .claims = "unsub-https=fail unsub-post=warn unsub-one-click=fail",
     .compose = [](Message& m) { SetUnsubscribe(m, fmt::format("<{}>", Mailto(m))); }},
    {.name = "unsub-http",
     .about = "List-Unsubscribe with http instead of https",
     .needs = kNeeds,
     .claims = "unsub-https=fail unsub-post=warn unsub-one-click=fail",
     .compose =
         [](Message& m) {
           SetUnsubscribe(m, fmt::format("<http{}>,\r\n <{}>", Https(m).substr(5), Mailto(m)));
         }},
    {.name = "unsub-two-https",
     .about = "two https addresses",
     .needs = kNeeds,
     .claims = "unsub-https=fail unsub-one-click=fail",
     .compose = [](Message& m) { SetUnsubscribe(m, fmt::format("<{0}>,\r\n <{0}/again>", Https(m))); }},
    {.name = "unsub-https-and-http",
     .about = "an http address beside the https one",
     .needs = kNeeds,
     .claims = "unsub-https=fail unsub-one-click=fail",
     .compose =
         [](Message& m) {
           SetUnsubscribe(m, fmt::format("<{}>,\r\n <http{}>", Https(m), Https(m).substr(5)));
         }},
    {.name = "unsub-no-brackets",
     .about = "an address without angle brackets",
     .needs = kNeeds,
     .claims = "unsub-header=fail unsub-https=fail unsub-post=warn unsub-one-click=fail",
     .compose = [](Message& m) { SetUnsubscribe(m, Mailto(m)); }},
    {.name = "unsub-inner-space",
     .about = "white space inside the angle brackets",
     .needs = kNeeds,
     .claims = "unsub-header=warn",
     .compose = [](Message& m) { SetUnsubscribe(m, fmt::format("< {} >", Https(m))); }},
    {.name = "unsub-unknown-scheme",
     .about = "an address of an unknown scheme beside the https one",
     .needs = kNeeds,
     .claims = "unsub-header=warn",
     .compose = [](Message& m) { SetUnsubscribe(m, fmt::format("<{}>,\r\n <pigeon:loft-7>", Https(m))); }},
    {.name = "unsub-no-post",
     .about = "no List-Unsubscribe-Post",
     .needs = kNeeds,
     .claims = "unsub-post=fail unsub-dkim-covered=na unsub-one-click=fail",
     .compose = [](Message& m) { RemoveField(m, "List-Unsubscribe-Post"); }},
    {.name = "unsub-post-wrong",
     .about = "List-Unsubscribe-Post with another value",
     .needs = kNeeds,
     .claims = "unsub-post=fail unsub-one-click=fail",
     .compose = [](Message& m) { SetField(m, "List-Unsubscribe-Post", "yes"); }},
    {.name = "unsub-post-case",
     .about = "List-Unsubscribe-Post in other letters",
     .needs = kNeeds,
     .claims = "unsub-post=warn unsub-one-click=?",
     .compose = [](Message& m) { SetField(m, "List-Unsubscribe-Post", "list-unsubscribe=one-click"); }},
    {.name = "feedback-sender-short",
     .about = "a SenderId of three characters",
     .needs = kSingle | kWithFeedback,
     .claims = "feedback-id=warn",
     .compose = [](Message& m) { SetFeedback(m, "abc"); }},
    {.name = "feedback-sender-long",
     .about = "a SenderId of more than 15 characters",
     .needs = kSingle | kWithFeedback,
     .claims = "feedback-id=warn",
     .compose = [](Message& m) { SetFeedback(m, "averyveryverylongsender"); }},
    {.name = "feedback-sender-missing",
     .about = "an empty SenderId",
     .needs = kSingle | kWithFeedback,
     .claims = "feedback-id=warn",
     .compose = [](Message& m) { SetFeedback(m, ""); }},
    {.name = "feedback-two-fields",
     .about = "two Feedback-ID fields",
     .needs = kSingle | kWithFeedback,
     .claims = "feedback-id=warn",
     .compose = [](Message& m) { RepeatField(m, "Feedback-ID"); }},
}};

}  // namespace

std::span<const DefectRow> UnsubscribeDefects() { return kRows; }

}  // namespace kenpin::corpus
