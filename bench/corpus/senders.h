// Who sends: made-up companies under reserved domains, and the made-up services that send for them.
#ifndef KENPIN_BENCH_CORPUS_SENDERS_H_
#define KENPIN_BENCH_CORPUS_SENDERS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kenpin::corpus {

// The receiver whose mailboxes the corpus stands for. Its registrable domain is no sender's.
inline constexpr std::string_view kReceiverHost = "mx.mailbox.test";
inline constexpr std::string_view kReceiverDomain = "mailbox.test";
// Everybody's third party: mailing lists, forwarders, foreign Sender fields, relays in loops.
inline constexpr std::string_view kRelayDomain = "relaystone.test";

enum class Language : uint8_t {
  kJapanese,
  kEnglish,
  // Only where a row asks for a sender of it.
  kGerman,
  kFrench,
  kSpanish,
  kPortuguese,
  kItalian,
  kDutch,
  kSimplifiedChinese,
  kTraditionalChinese,
  kKorean,
  kRussian,
};

// What a value of a service's own field is made of.
enum class TagKind : uint8_t {
  kCampaign,  // The same in every message of a campaign.
  kToken,     // Different in every message.
  kFixed,     // Always the service's name.
};

struct ServiceField {
  std::string_view name = {};  // Empty: none.
  TagKind kind = TagKind::kToken;
};

// How a service writes Feedback-ID.
enum class FeedbackStyle : uint8_t {
  kNone,       // Not at all.
  kFourParts,  // campaign:customer:type:sender
  kTwoParts,   // region and customer in one part, then the sender.
  kFiveParts,  // One more than the four that count.
};

struct Service {
  std::string_view domain;
  std::string_view selector;              // Of its own signatures.
  std::string_view feedback_sender = {};  // Last part of Feedback-ID, 5 to 15 characters.
  FeedbackStyle feedback = FeedbackStyle::kNone;
  std::array<ServiceField, 3> fields = {};
  std::string_view network =
      {};                    // First three octets of its hosts' addresses, all of documentation networks.
  size_t token_length = 24;  // In unsubscribe addresses.
  size_t key = 0;            // Which RSA-2048 key of the ring.
  // Of a system that exists, by whose names it is known; empty of those that are made up.
  std::string_view system = {};   // What it is called.
  std::string_view carrier = {};  // The system that delivers its mail, where that is another one.
  std::string_view host = {};     // The domain of its hosts; empty: `domain`.
  std::string_view bounce_local =
      {};                           // Local part of its envelope senders, "{}" for a token; empty: as usual.
  std::string_view bounce = {};     // Their domain, "{}" for the customer's; empty: as usual.
  std::string_view id_domain = {};  // Right side of Message-ID; empty: `domain`.
  std::string_view spf = {};        // What its customers include; empty: "spf." and `domain`.
};

// What DNS says of the From domain itself.
enum class FromHost : uint8_t {
  kMailServer,  // MX, and SPF as good senders have it.
  kNxDomain,    // No such name.
  kNullMx,      // RFC 7505: it takes no mail.
  kAddress,     // A, no MX.
  kTextOnly,    // Neither A nor MX.
};

// What the From domain's own SPF record says, which only a provider that asks for it ever reads.
enum class FromSpf : uint8_t {
  kCovers,   // The hosts that send its mail.
  kAbsent,   // There is none.
  kForgets,  // Others than those.
};

// Where a sender's DMARC record stands.
enum class DmarcPlace : uint8_t {
  kOrganization,  // At the Organizational Domain, as most have it.
  kBoth,          // There, and at the From domain.
  kFromOnly,      // Only at the From domain, which lies below.
};

// Whether mailboxes of the From domain are anybody's.
enum class Provider : uint8_t {
  kNone,   // A company's domain.
  kGmail,  // Google's.
  kOther,  // Another mailbox provider's, or a carrier's.
};

enum class SigningStyle : uint8_t {
  kAuthor,            // One signature of the Author Domain.
  kAuthorAndService,  // That, and one of the service.
  kRsaAndEd25519,     // Two of the Author Domain, with two algorithms.
  kAuthor1024,        // One of the Author Domain with a short key.
  kServiceOnly,       // One of the service.
};

struct Sender {
  std::string_view org_domain;
  std::string_view from_domain;  // org_domain or a name under it.
  std::string_view sign_domain;  // d= of the author signature: org_domain or from_domain.
  std::string_view selector;
  std::string_view local_part;
  std::string_view name;  // UTF-8 display name.
  Language language = Language::kJapanese;
  int service = -1;  // Index into Services(), or -1: its own servers.
  SigningStyle signing = SigningStyle::kAuthor;
  size_t weight = 1;  // Share of the corpus; 0: only where a defect asks for this sender.
  size_t key = 0;
  std::string_view policy = "none";  // p= that applies to the From domain.
  DmarcPlace dmarc_place = DmarcPlace::kOrganization;
  // TXT records instead of the usual "v=DMARC1; p=POLICY; rua=mailto:dmarc@ORG"; "{}" stands for ORG, "-" for
  // none at all, "servfail" for a question that fails.
  std::array<std::string_view, 2> dmarc = {};
  FromHost from_host = FromHost::kMailServer;
  FromSpf from_spf = FromSpf::kCovers;
  Provider provider = Provider::kNone;
  std::string_view notice_local_part = {};  // Of transactional mail; empty: the same.
  bool rewritten = false;                   // The service put its own domain into From.
};

// Those of whom nothing is wrong first, then those that defects ask for by their From domain.
std::span<const Sender> Senders();
// Throws std::logic_error if there is none of that From domain: the tables are compiled in.
const Sender& FindSender(std::string_view from_domain);
std::span<const Service> Services();

// systems.cc: systems that exist, for which only their customers are made up, and those customers. Their
// `service` counts from the first of these systems.
inline constexpr size_t kMadeUpServices = 6;  // The first of Services().
std::span<const Service> KnownSystems();
std::span<const Sender> KnownSystemCustomers();

// Names of a service. `customer` is the Organizational Domain of the sender.
std::string HostDomain(const Service& service);
std::string SpfName(const Service& service);
std::string IdDomain(const Service& service);
// Half of the made-up services have their customers delegate a name of theirs; the others use their own.
std::string BounceDomain(const Service& service, std::string_view customer);

// The suffixes under which the corpus' domains are registered.
inline constexpr std::array<std::string_view, 10> kPublicSuffixes = {
    "com", "net", "org", "jp", "co.jp", "ne.jp", "email", "example", "test", "co.test"};

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_SENDERS_H_
