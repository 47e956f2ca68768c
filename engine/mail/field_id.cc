// From a field name to its id: one row a field, and a table without collisions that is made while compiling.
// A look-up is one hash over the length and three letters and one comparison; it is asked once per header
// field of every message.
#include "engine/mail/field_id.h"

#include <array>
#include <cstddef>
#include <cstring>

namespace kenpin {
namespace {

struct Row {
  FieldId id;
  std::string_view name;
  SystemMark mark = SystemMark::kNone;
};

// The usual spelling of each; several rows may share kXCampaign or kListSoftware.
constexpr Row kRows[] = {
    {FieldId::kReceived, "Received"},
    {FieldId::kReturnPath, "Return-Path"},
    {FieldId::kReceivedSpf, "Received-SPF"},
    {FieldId::kAuthenticationResults, "Authentication-Results"},
    {FieldId::kDeliveredTo, "Delivered-To"},
    {FieldId::kXForwardedTo, "X-Forwarded-To"},
    {FieldId::kXForwardedFor, "X-Forwarded-For"},
    {FieldId::kDate, "Date"},
    {FieldId::kFrom, "From"},
    {FieldId::kSender, "Sender"},
    {FieldId::kReplyTo, "Reply-To"},
    {FieldId::kTo, "To"},
    {FieldId::kCc, "Cc"},
    {FieldId::kBcc, "Bcc"},
    {FieldId::kMessageId, "Message-ID"},
    {FieldId::kInReplyTo, "In-Reply-To"},
    {FieldId::kReferences, "References"},
    {FieldId::kSubject, "Subject"},
    {FieldId::kResentFrom, "Resent-From"},
    {FieldId::kResentDate, "Resent-Date"},
    {FieldId::kMimeVersion, "MIME-Version"},
    {FieldId::kContentType, "Content-Type"},
    {FieldId::kContentTransferEncoding, "Content-Transfer-Encoding"},
    {FieldId::kContentDisposition, "Content-Disposition"},
    {FieldId::kListId, "List-Id"},
    {FieldId::kListUnsubscribe, "List-Unsubscribe"},
    {FieldId::kListUnsubscribePost, "List-Unsubscribe-Post"},
    {FieldId::kListHelp, "List-Help"},
    {FieldId::kListSubscribe, "List-Subscribe"},
    {FieldId::kListPost, "List-Post"},
    {FieldId::kListOwner, "List-Owner"},
    {FieldId::kListArchive, "List-Archive"},
    {FieldId::kPrecedence, "Precedence"},
    {FieldId::kXOriginalFrom, "X-Original-From"},
    {FieldId::kDkimSignature, "DKIM-Signature"},
    {FieldId::kArcSeal, "ARC-Seal"},
    {FieldId::kArcMessageSignature, "ARC-Message-Signature"},
    {FieldId::kArcAuthenticationResults, "ARC-Authentication-Results"},
    {FieldId::kDkim2Signature, "DKIM2-Signature"},
    {FieldId::kFeedbackId, "Feedback-ID"},
    {FieldId::kXMailer, "X-Mailer"},
    {FieldId::kAutoSubmitted, "Auto-Submitted"},
    // Campaign headers by sending system. Systems that send single (transactional) mail only are left out on
    // purpose.
    {FieldId::kXCampaign, "X-Campaign"},     // Mailchimp and others.
    {FieldId::kXCampaign, "X-CampaignID"},   // Mailchimp and others.
    {FieldId::kXCampaign, "X-Campaign-ID"},  // Several.
    {FieldId::kXCampaign, "X-Campaign-Activity-ID", SystemMark::kConstantContact},
    {FieldId::kXCampaign, "X-MC-User", SystemMark::kMailchimp},
    {FieldId::kXCampaign, "X-SG-EID", SystemMark::kSendGrid},
    {FieldId::kXCampaign, "X-Mailgun-Sid", SystemMark::kMailgun},
    {FieldId::kXCampaign, "X-Mailgun-Tag", SystemMark::kMailgun},
    {FieldId::kXCampaign, "X-Mailgun-Batch-Id", SystemMark::kMailgun},
    {FieldId::kXCampaign, "X-SFMC-Stack", SystemMark::kMarketingCloud},
    {FieldId::kXCampaign, "X-HS-Cid", SystemMark::kHubSpot},
    {FieldId::kXCampaign, "X-MSFBL", SystemMark::kSparkPost},
    {FieldId::kXCampaign, "X-RpCampaign", SystemMark::kOracle},
    {FieldId::kXCampaign, "X-MJ-Mid", SystemMark::kMailjet},
    {FieldId::kXCampaign, "X-Kmail-Account", SystemMark::kKlaviyo},
    {FieldId::kXCampaign, "X-EmarSys-Identify", SystemMark::kEmarsys},
    {FieldId::kXCampaign, "X-EmarSys-Environment", SystemMark::kEmarsys},
    {FieldId::kXCampaign, "X-sib-id", SystemMark::kBrevo},
    {FieldId::kXCampaign, "X-Mailin-EID", SystemMark::kBrevo},
    {FieldId::kXCampaign, "X-Roving-ID", SystemMark::kConstantContact},
    {FieldId::kXCampaign, "X-CTCT-ID", SystemMark::kConstantContact},
    {FieldId::kXCampaign, "X-MarketoID", SystemMark::kMarketo},
    {FieldId::kXCampaign, "X-MktArchive", SystemMark::kMarketo},
    {FieldId::kXCampaign, "X-250ok-CID", SystemMark::kActiveCampaign},
    // What list managers add.
    {FieldId::kListSoftware, "X-Mailman-Version"},        // Mailman 2.
    {FieldId::kListSoftware, "X-Mailman-Rule-Hits"},      // Mailman 3.
    {FieldId::kListSoftware, "X-BeenThere"},              // Mailman, Google Groups.
    {FieldId::kListSoftware, "X-Sympa-To"},               // Sympa.
    {FieldId::kListSoftware, "X-Loop"},                   // Sympa, SmartList.
    {FieldId::kListSoftware, "Mailing-List"},             // ezmlm, groups.io, Google Groups.
    {FieldId::kListSoftware, "X-Mailing-List"},           // SmartList, vger.
    {FieldId::kListSoftware, "X-Mailinglist"},            // Several.
    {FieldId::kListSoftware, "List-Software"},            // Ecartis and others.
    {FieldId::kListSoftware, "X-Ecartis-Version"},        // Ecartis.
    {FieldId::kListSoftware, "X-Listprocessor-Version"},  // CREN ListProc.
    {FieldId::kListSoftware, "X-Listar-Version"},         // Listar.
    {FieldId::kListSoftware, "X-Majordomo-Version"},      // Majordomo 2.
    {FieldId::kListSoftware, "X-Google-Group-Id"},        // Google Groups.
    {FieldId::kListSoftware, "X-Yahoo-Profile"},          // Yahoo Groups.
    {FieldId::kListSoftware, "X-ML-Name"},                // fml and others in Japan.
    {FieldId::kListSoftware, "X-ML-Count"},               // fml.
    {FieldId::kListSoftware, "X-MLServer"},               // fml.
    // What sending systems add to single mail as well: marks only.
    {FieldId::kOther, "X-SFDC-LK", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SFDC-User", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SFDC-EntityId", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SFDC-Binding", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SFDC-EmailCategory", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SFDC-TLS-NoRelay", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SFDC-Correlation-Id", SystemMark::kSalesforce},
    {FieldId::kOther, "X-mail_abuse_inquiries", SystemMark::kSalesforce},
    {FieldId::kOther, "X-SG-ID", SystemMark::kSendGrid},
    {FieldId::kOther, "X-SES-Outgoing", SystemMark::kAmazonSes},
    {FieldId::kOther, "X-Mailgun-Sending-Ip", SystemMark::kMailgun},
    {FieldId::kOther, "X-Mailgun-Variables", SystemMark::kMailgun},
    {FieldId::kOther, "X-Zendesk-From-Account-Id", SystemMark::kZendesk},
    {FieldId::kOther, "X-Zendesk-Email-Id", SystemMark::kZendesk},
    {FieldId::kOther, "X-Zendesk-Priority-Mail", SystemMark::kZendesk},
    {FieldId::kOther, "X-Mandrill-User", SystemMark::kMailchimp},
    {FieldId::kOther, "X-PM-Message-Id", SystemMark::kPostmark},
    {FieldId::kOther, "X-PM-MTA-Pool", SystemMark::kPostmark},
    {FieldId::kOther, "X-PM-Message-Stream", SystemMark::kPostmark},
    {FieldId::kOther, "Reporting-Meta", SystemMark::kOracle},
    {FieldId::kOther, "X-MJ-SMTPGUID", SystemMark::kMailjet},
    {FieldId::kOther, "X-Kmail-Message", SystemMark::kKlaviyo},
    {FieldId::kOther, "X-Kmail-Ops", SystemMark::kKlaviyo},
    {FieldId::kOther, "TM-MAIL-JID", SystemMark::kZoho},
    {FieldId::kOther, "X-ZohoMailClient", SystemMark::kZoho},
    {FieldId::kOther, "X-MktMailDKIM", SystemMark::kMarketo},
    {FieldId::kOther, "X-Gm-Message-State", SystemMark::kGoogle},
    {FieldId::kOther, "X-Google-DKIM-Signature", SystemMark::kGoogle},
    {FieldId::kOther, "X-MC-Relay", SystemMark::kMailChannels},
    {FieldId::kOther, "X-MailChannels-SenderId", SystemMark::kMailChannels},
    {FieldId::kOther, "X-MailChannels-Auth-Id", SystemMark::kMailChannels},
    {FieldId::kOther, "X-GreenArrow-MailClass", SystemMark::kGreenArrow},
    {FieldId::kOther, "X-GreenArrow-MtaID", SystemMark::kGreenArrow},
    {FieldId::kOther, "X-GreenArrow-InstanceID", SystemMark::kGreenArrow},
    {FieldId::kOther, "X-KumoRef", SystemMark::kKumoMta},
};
constexpr size_t kRowCount = std::size(kRows);
static_assert(kRowCount < 255);

constexpr std::string_view kExchangePrefix = "x-ms-exchange-";

constexpr unsigned Lower(char c) {
  const unsigned u = static_cast<unsigned char>(c);
  return u - 'A' < 26 ? u | 0x20 : u;
}

constexpr size_t kMinLength = 2;
constexpr size_t kMaxLength = 26;
constexpr size_t kSlots = 2048;

// The letters are read with bit 0x20 set: cheaper than lower case, and the comparison decides anyway.
constexpr size_t Slot(std::string_view name, unsigned multiplier) {
  const size_t n = name.size();
  const unsigned first = static_cast<unsigned char>(name[0]) | 0x20u;
  const unsigned middle = static_cast<unsigned char>(name[n / 2]) | 0x20u;
  const unsigned last = static_cast<unsigned char>(name[n - 1]) | 0x20u;
  const unsigned late = static_cast<unsigned char>(name[n - n / 4 - 1]) | 0x20u;
  const unsigned key = static_cast<unsigned>(n) | first << 5 | middle << 12 | last << 19 | late << 25;
  return (key * multiplier) >> 21;
}

constexpr bool IsPerfect(unsigned multiplier) {
  std::array<bool, kSlots> used{};
  for (const Row& row : kRows) {
    const size_t slot = Slot(row.name, multiplier);
    if (used[slot]) return false;
    used[slot] = true;
  }
  return true;
}

constexpr unsigned FindMultiplier() {
  unsigned candidate = 0x9E3779B1u;
  for (int i = 0; i < 2000; ++i) {
    if (IsPerfect(candidate)) return candidate;
    candidate = candidate * 1664525u + 1013904223u;
    candidate |= 1u;
  }
  return 0;
}

constexpr unsigned kMultiplier = FindMultiplier();
static_assert(kMultiplier != 0, "two field names share a slot: widen kSlots");

// Row number plus one, or zero.
constexpr std::array<uint8_t, kSlots> MakeTable() {
  std::array<uint8_t, kSlots> table{};
  for (size_t i = 0; i < kRowCount; ++i)
    table[Slot(kRows[i].name, kMultiplier)] = static_cast<uint8_t>(i + 1);
  return table;
}
constexpr std::array<uint8_t, kSlots> kTable = MakeTable();

// A name prepared for comparison eight octets at a time: `fold` has bit 0x20 where the name has a letter, so
// that octet | fold == lower holds for both cases of that letter and for nothing else.
struct Folded {
  char lower[kMaxLength + 6] = {};
  char fold[kMaxLength + 6] = {};
};

constexpr std::array<Folded, kRowCount> MakeFolded() {
  std::array<Folded, kRowCount> rows{};
  for (size_t row = 0; row < kRowCount; ++row) {
    for (size_t i = 0; i < kRows[row].name.size(); ++i) {
      const unsigned lower = Lower(kRows[row].name[i]);
      rows[row].lower[i] = static_cast<char>(lower);
      rows[row].fold[i] = lower - 'a' < 26 ? 0x20 : 0;
    }
  }
  return rows;
}
constexpr std::array<Folded, kRowCount> kFolded = MakeFolded();

template <typename Word>
bool SameWord(std::string_view name, const Folded& row, size_t at) {
  Word octets;
  Word lower;
  Word fold;
  std::memcpy(&octets, name.data() + at, sizeof(Word));
  std::memcpy(&lower, row.lower + at, sizeof(Word));
  std::memcpy(&fold, row.fold + at, sizeof(Word));
  return static_cast<Word>(octets | fold) == lower;
}

// Words overlap at the end; `name` has at least sizeof(Word) octets and as many as the row.
template <typename Word>
bool SameName(std::string_view name, const Folded& row) {
  const size_t last = name.size() - sizeof(Word);
  for (size_t at = 0; at < last; at += sizeof(Word)) {
    if (!SameWord<Word>(name, row, at)) return false;
  }
  return SameWord<Word>(name, row, last);
}

bool IsExchangeName(std::string_view name) {
  if (name.size() <= kExchangePrefix.size()) return false;
  for (size_t i = 0; i < kExchangePrefix.size(); ++i) {
    if (Lower(name[i]) != static_cast<unsigned char>(kExchangePrefix[i])) return false;
  }
  return true;
}

}  // namespace

FieldKind FindFieldKind(std::string_view name) {
  if (name.size() >= kMinLength && name.size() <= kMaxLength) {
    const size_t row = kTable[Slot(name, kMultiplier)];
    if (row != 0 && kRows[row - 1].name.size() == name.size()) {
      const Folded& folded = kFolded[row - 1];
      const bool same =
          name.size() >= 8 ? SameName<uint64_t>(name, folded) : SameName<uint16_t>(name, folded);
      if (same) return {kRows[row - 1].id, kRows[row - 1].mark};
    }
  }
  return {IsExchangeName(name) ? FieldId::kXMsExchange : FieldId::kOther, SystemMark::kNone};
}

FieldId FindFieldId(std::string_view name) { return FindFieldKind(name).id; }

std::string_view FieldName(FieldId id) {
  if (id == FieldId::kOther || id == FieldId::kXCampaign || id == FieldId::kListSoftware) return {};
  for (const Row& row : kRows) {
    if (row.id == id) return row.name;
  }
  return {};
}

}  // namespace kenpin
