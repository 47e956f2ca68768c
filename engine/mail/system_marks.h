// Header fields that sending systems add to what they send. Anybody can copy them, and templates of spam do:
// they are the weakest kind of evidence, so that all that is kept is which systems' marks stand there.
#ifndef KENPIN_ENGINE_MAIL_SYSTEM_MARKS_H_
#define KENPIN_ENGINE_MAIL_SYSTEM_MARKS_H_

#include <cstdint>

namespace kenpin {

class MessageView;

// Whose mark a header field is. Names that several systems use (X-Campaign, X-Job) are nobody's.
enum class SystemMark : uint8_t {
  kNone,
  kSalesforce,       // X-SFDC-*, X-mail_abuse_inquiries.
  kMarketingCloud,   // X-SFMC-Stack.
  kHubSpot,          // X-HS-Cid.
  kSendGrid,         // X-SG-EID, X-SG-ID.
  kAmazonSes,        // X-SES-Outgoing, Feedback-ID ending in AmazonSES.
  kMailgun,          // X-Mailgun-*.
  kActiveCampaign,   // X-250ok-CID, X-Mailer.
  kSparkPost,        // X-MSFBL.
  kZendesk,          // X-Zendesk-*, X-Mailer.
  kMailchimp,        // X-MC-User, X-Mandrill-User, X-Mailer.
  kPostmark,         // X-PM-*.
  kOracle,           // Reporting-Meta, X-RpCampaign.
  kMailjet,          // X-MJ-*.
  kKlaviyo,          // X-Kmail-*.
  kEmarsys,          // X-EmarSys-*.
  kBrevo,            // X-sib-id, X-Mailin-EID.
  kZoho,             // TM-MAIL-JID, X-ZohoMailClient.
  kConstantContact,  // X-Roving-ID, X-CTCT-ID, X-Campaign-Activity-ID.
  kMarketo,          // X-MarketoID, X-MktArchive, X-MktMailDKIM.
  kGoogle,           // X-Gm-Message-State, X-Google-DKIM-Signature.
  kMailChannels,     // X-MC-Relay, X-MailChannels-*.
  kGreenArrow,       // X-GreenArrow-*.
  kKumoMta,          // X-KumoRef.
  kCount,
};

// A set of them.
class SystemMarks {
 public:
  void Add(SystemMark mark) { bits_ |= 1u << static_cast<unsigned>(mark); }
  bool Has(SystemMark mark) const { return (bits_ >> static_cast<unsigned>(mark) & 1u) != 0; }
  // The bit of kNone says nothing.
  bool any() const { return bits_ > 1; }

 private:
  uint32_t bits_ = 0;
};
static_assert(static_cast<unsigned>(SystemMark::kCount) <= 32);

// The marks that the header index saw among the names, and those in X-Mailer, the topmost Feedback-ID and
// the Received fields that have no "from". Linear in those. Any thread.
SystemMarks FindSystemMarks(const MessageView& message);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_SYSTEM_MARKS_H_
