// Facts that need no parser, only the header index: what is repeated, how large things are, and the signs of
// list and campaign mail.
#ifndef KENPIN_ENGINE_MAIL_FORMAT_FACTS_H_
#define KENPIN_ENGINE_MAIL_FORMAT_FACTS_H_

#include <array>

#include "engine/mail/facts.h"
#include "engine/mail/field_id.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// RepeatFacts::repeated_5322: bit i is set when field i occurs more than once (RFC 5322 §3.6).
inline constexpr std::array<FieldId, 11> kSingleInstance5322 = {
    FieldId::kDate,      FieldId::kFrom,       FieldId::kSender, FieldId::kReplyTo,
    FieldId::kTo,        FieldId::kCc,         FieldId::kBcc,    FieldId::kMessageId,
    FieldId::kInReplyTo, FieldId::kReferences, FieldId::kSubject};
// RepeatFacts::repeated_mime_list likewise (RFC 2045 §4 to §6, RFC 2369 §3, RFC 8058 §3.1).
inline constexpr std::array<FieldId, 5> kSingleInstanceMimeList = {
    FieldId::kMimeVersion, FieldId::kContentType, FieldId::kContentTransferEncoding,
    FieldId::kListUnsubscribe, FieldId::kListUnsubscribePost};

RepeatFacts FindRepeats(const MessageView& message);

// The octets of the header section: ASCII, UTF-8 (RFC 6532) or neither.
HeaderText ClassifyHeaderText(const MessageView& message);

// Values are measured as stored, folds included; the subject without folds and surrounding white space.
HeaderSizeFacts MeasureHeader(const MessageView& message);

TrafficSigns FindTrafficSigns(const MessageView& message);

// Of the topmost Feedback-ID: the parts between colons, empty ones included.
FeedbackIdFacts ParseFeedbackIdFacts(const MessageView& message);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_FORMAT_FACTS_H_
