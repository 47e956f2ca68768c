// The systems that send bulk mail for others, and by which names they are known: the domains under which they
// sign, send, bounce and number their messages, and their selectors. Plain tables; what they are worth in one
// message is decided in find_sender_system.h.
#ifndef KENPIN_ENGINE_AUTH_SENDER_SYSTEM_H_
#define KENPIN_ENGINE_AUTH_SENDER_SYSTEM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/system_marks.h"

namespace kenpin {

// Those that a sender knows by name and pays for come first, mail providers and the carriers beneath last: of
// two systems in one message the first is told first.
enum class SenderSystem : uint8_t {
  kNone,
  kSalesforce,
  kMarketingCloud,
  kHubSpot,
  kKlaviyo,
  kMailchimp,
  kActiveCampaign,
  kConstantContact,
  kMarketo,
  kEmarsys,
  kBrevo,
  kOracle,
  kZendesk,
  kZoho,
  kJCity,
  k489ban,
  kBlastmail,
  kCuenote,
  kHaiHaiMail,
  kSpiral,
  kBowNow,
  // Mailboxes.
  kGoogle,
  kMicrosoft,
  // What programs send through.
  kSendGrid,
  kAmazonSes,
  kMailgun,
  kSparkPost,
  kPostmark,
  kMailjet,
  kMailChannels,
  kGreenArrow,
  kKumoMta,
  kCount,
};
inline constexpr size_t kSenderSystemCount = static_cast<size_t>(SenderSystem::kCount);
// From here on systems carry other systems' mail.
inline constexpr SenderSystem kFirstTransport = SenderSystem::kGoogle;

// As its customers know it: "Salesforce Marketing Cloud". Empty for kNone.
std::string_view SenderSystemName(SenderSystem system);

enum class Certainty : uint8_t {
  kNone,
  kClaimed,  // By what anybody can copy, or by one sign alone.
  kLikely,   // By two signs that are hard to come by.
  kCertain,  // By a signature that passes, or by the host that delivered.
};
std::string_view CertaintyName(Certainty certainty);  // "none", "claimed", "likely", "certain"

// Who sent a message.
struct SenderSystemFinding {
  SenderSystem system = SenderSystem::kNone;  // The one whose customer the author is.
  Certainty certainty = Certainty::kNone;
  SenderSystem transport = SenderSystem::kNone;  // Another one beneath it.
};

// Where a domain of a system can stand; bits.
enum SystemPlace : uint8_t {
  kSystemSigner = 1,      // d=.
  kSystemHost = 2,        // The host that delivered.
  kSystemEnvelope = 4,    // MAIL FROM.
  kSystemMessageId = 8,   // Right side of Message-ID.
  kSystemAuthor = 16,     // From, where the author has no domain of its own.
  kSystemInclude = 32,    // Target of an include in SPF records.
  kSystemRelays = 64,     // What stands under it belongs to a service that sends for others.
  kSystemCopiedId = 128,  // Message-ID, and worth no more than a copied field.
};

// The system to which `name` (lower case A-labels; a domain of the table or below one) belongs in that place;
// the longest domain decides. Linear in the labels. Any thread.
SenderSystem FindSystemByDomain(std::string_view name, SystemPlace place);

// Whether `domain` (lower case A-labels) belongs to a service that sends bulk mail for others, by its own
// name. Not complete.
bool IsSendingService(std::string_view domain);

// What a selector says of the system that made it.
enum class SelectorWorth : uint8_t {
  kCommon,  // Many use it: of worth only beside another sign of the system.
  kOwn,     // Hardly anybody else uses it.
  kUnique,  // The system's name: with a passing signature it is proof.
};
struct SelectorSystem {
  SenderSystem system = SenderSystem::kNone;
  SelectorWorth worth = SelectorWorth::kCommon;
};
// A selector speaks of two systems at most ("k1").
inline constexpr size_t kMaxSystemsOfSelector = 2;
// Writes them to `found` (kMaxSystemsOfSelector of them) and returns the used part.
std::span<const SelectorSystem> FindSystemsBySelector(std::string_view selector,
                                                      std::span<SelectorSystem> found);

// MAIL FROM as the system forms it under its customer's domain; kNone where the form is nobody's.
SenderSystem FindSystemByEnvelope(std::string_view mail_from, std::string_view domain);

// Whose mark a header field is.
SenderSystem SystemOfMark(SystemMark mark);

// Whether the system leaves delivery to another one, so that the other's proof does not refute its marks.
bool RidesOnOthers(SenderSystem system);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SENDER_SYSTEM_H_
