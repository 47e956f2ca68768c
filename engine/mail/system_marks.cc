// The names are looked up while the header is indexed; here are the two fields whose body tells.
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

}  // namespace

SystemMarks FindSystemMarks(const MessageView& message) {
  SystemMarks marks = message.facts().marks;
  marks.Add(MarkOfMailer(message.Body(FieldId::kXMailer)));
  if (EndsAsAmazon(message.Body(FieldId::kFeedbackId))) marks.Add(SystemMark::kAmazonSes);
  return marks;
}

}  // namespace kenpin
