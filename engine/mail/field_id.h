// The header fields that kenpin knows by name. Beyond the header index nobody compares header bytes with a
// name.
#ifndef KENPIN_ENGINE_MAIL_FIELD_ID_H_
#define KENPIN_ENGINE_MAIL_FIELD_ID_H_

#include <cstdint>
#include <string_view>

#include "engine/mail/system_marks.h"

namespace kenpin {

enum class FieldId : uint8_t {
  kOther,
  // Trace and envelope.
  kReceived,
  kReturnPath,
  kReceivedSpf,
  kAuthenticationResults,
  kDeliveredTo,
  kXForwardedTo,
  kXForwardedFor,
  // RFC 5322 §3.6.
  kDate,
  kFrom,
  kSender,
  kReplyTo,
  kTo,
  kCc,
  kBcc,
  kMessageId,
  kInReplyTo,
  kReferences,
  kSubject,
  kResentFrom,
  kResentDate,
  // MIME, RFC 2045.
  kMimeVersion,
  kContentType,
  kContentTransferEncoding,
  kContentDisposition,
  // Lists: RFC 2369, RFC 2919, RFC 8058.
  kListId,
  kListUnsubscribe,
  kListUnsubscribePost,
  kListHelp,
  kListSubscribe,
  kListPost,
  kListOwner,
  kListArchive,
  kPrecedence,
  kXOriginalFrom,
  kListSoftware,
  // Signatures.
  kDkimSignature,
  kArcSeal,
  kArcMessageSignature,
  kArcAuthenticationResults,
  kDkim2Signature,
  // Campaign headers and what senders and receivers add.
  kFeedbackId,
  kXCampaign,
  kXMailer,
  kAutoSubmitted,
  kXMsExchange,
  kCount,
};

// Case-insensitive (ASCII). Names beginning "X-MS-Exchange-" are kXMsExchange; X-Campaign, X-CampaignID,
// X-Campaign-ID, X-MC-User, X-SG-EID, X-Mailgun-Sid, X-SFMC-Stack and the like (the table in field_id.cc) are
// kXCampaign; X-Mailman-Version, X-BeenThere, X-Sympa-To, Mailing-List and the like are kListSoftware; what
// is not in the table is kOther.
FieldId FindFieldId(std::string_view name);

// What a name says: its id, and whose mark it is. Fields of kOther have marks, too.
struct FieldKind {
  FieldId id = FieldId::kOther;
  SystemMark mark = SystemMark::kNone;
};
FieldKind FindFieldKind(std::string_view name);

// The name in its usual spelling, e.g. "List-Unsubscribe-Post"; empty for kOther, kXCampaign,
// kListSoftware and kXMsExchange.
std::string_view FieldName(FieldId id);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_FIELD_ID_H_
