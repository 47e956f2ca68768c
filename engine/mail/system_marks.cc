// The names are looked up while the header is indexed; here are the fields whose body tells.
#include "engine/mail/system_marks.h"

#include <string_view>

#include "engine/mail/ascii.h"
#include "engine/mail/message_view.h"

namespace kenpin {
namespace {

struct MailerRow {
  std::string_view beginning;  // Of X-Mailer; versions follow.
  SystemMark mark;
};
constexpr MailerRow kMailers[] = {
    {"ActiveCampaign Mailer", SystemMark::kActiveCampaign},
    {"Mailchimp Mailer", SystemMark::kMailchimp},
    {"Zendesk Mailer", SystemMark::kZendesk},
};

SystemMark MarkOfMailer(std::string_view body) {
  const std::string_view text = TrimBlanks(body);
  for (const MailerRow& row : kMailers) {
    if (text.size() >= row.beginning.size() &&
        EqualsIgnoreCase(text.substr(0, row.beginning.size()), row.beginning))
      return row.mark;
  }
  return SystemMark::kNone;
}

// SES writes its own name where others write the sender's.
bool EndsAsAmazon(std::string_view feedback_id) {
  constexpr std::string_view kEnd = ":AmazonSES";
  const std::string_view text = TrimBlanks(feedback_id);
  return text.size() > kEnd.size() && EqualsIgnoreCase(text.substr(text.size() - kEnd.size()), kEnd);
}

// Takes `word` off the front of `text`, in any case.
bool TakeFront(std::string_view word, std::string_view* text) {
  if (text->size() < word.size() || !EqualsIgnoreCase(text->substr(0, word.size()), word)) return false;
  text->remove_prefix(word.size());
  return true;
}

// Mailgun's hosts take mail by HTTP under a name of 64 hexadecimal digits.
bool IsMailgunHost(std::string_view text) {
  constexpr size_t kDigits = 64;
  if (text.size() <= kDigits || text[kDigits] != ' ') return false;
  for (const char c : text.substr(0, kDigits)) {
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
  }
  text.remove_prefix(kDigits + 1);
  return TakeFront("with HTTP", &text);
}

// Of a Received field without a "from": inside a service, mail is handed on in forms of its own.
SystemMark MarkOfReceived(std::string_view body) {
  std::string_view text = TrimBlanks(body);
  if (!TakeFront("by ", &text)) return SystemMark::kNone;
  if (text.starts_with("geopod-ismtpd-") || text.starts_with("filterdrecv-")) return SystemMark::kSendGrid;
  if (IsMailgunHost(text)) return SystemMark::kMailgun;
  if (!text.starts_with("mta")) return SystemMark::kNone;
  const bool bounces = text.find("(envelope-from <bounce-") != std::string_view::npos;
  return bounces ? SystemMark::kMarketingCloud : SystemMark::kNone;
}

}  // namespace

SystemMarks FindSystemMarks(const MessageView& message) {
  SystemMarks marks = message.facts().marks;
  marks.Add(MarkOfMailer(message.Body(FieldId::kXMailer)));
  for (uint32_t i = message.First(FieldId::kReceived); i != HeaderField::kNoField; i = message.Next(i))
    marks.Add(MarkOfReceived(message.Body(message.fields()[i])));
  if (EndsAsAmazon(message.Body(FieldId::kFeedbackId))) marks.Add(SystemMark::kAmazonSes);
  return marks;
}

}  // namespace kenpin
