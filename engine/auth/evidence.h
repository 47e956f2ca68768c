// Everything that is true of one message, as plain data: the only thing that rules see. No bytes, no DNS, no
// clock beyond this point.
#ifndef KENPIN_ENGINE_AUTH_EVIDENCE_H_
#define KENPIN_ENGINE_AUTH_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/auth/delivery.h"
#include "engine/auth/dmarc_result.h"
#include "engine/auth/sender_system.h"
#include "engine/auth/spf_result.h"
#include "engine/dkim/arc_result.h"
#include "engine/dkim/result.h"
#include "engine/mail/facts.h"

namespace kenpin {

// How the message came to be in the corpus; decided message by message, or told by --mode.
enum class Mode : uint8_t {
  kPresend,  // Neither Received nor Return-Path: not handed over yet.
  kSent,     // A sender's own archive: Received or Return-Path, but nothing that a receiver wrote.
  kArchive,  // Delivered mail: the topmost Received was written by a third party, or a receiver's fields are
             // trusted.
};
std::string_view ModeName(Mode mode);  // "presend", "sent", "archive"

// Why the mail counts as direct or indirect.
enum class Stream : uint8_t { kDirect, kList, kForwarded };
inline constexpr size_t kStreamCount = 3;
std::string_view StreamName(Stream stream);  // "direct", "list", "forwarded"

// What the receiver said of one signature, by a trusted Authentication-Results entry that is tied to it.
enum class ReceiverSays : uint8_t {
  kSilent,   // Nothing, or nothing that can be tied to this signature.
  kPass,     // pass, or test with "verified" in its comment.
  kNotPass,  // Definitely something else; also temperror that says "no key".
  kUnknown,  // temperror, timeout.
};

// Identifier Alignment of an authenticated name with the Author Domain, as far as it can be said of
// providers: the public suffix list decides where there is no DMARC record, else both methods must agree.
struct AlignmentFacts {
  AlignmentResult result = AlignmentResult::kUnknown;
  bool methods_differ = false;  // One method aligns the names and the other does not: `result` is kUnknown.
  bool by_list_only = false;    // No record, or DNS off.
  AlignmentResult by_walk = AlignmentResult::kUnknown;
  AlignmentResult by_list = AlignmentResult::kUnknown;
};

struct SignatureEvidence : DkimEvidence {
  std::span<const uint8_t> value;  // b=, decoded: header.b names its beginning. Empty if undecodable.
  AlignmentResult alignment = AlignmentResult::kUnknown;  // names.result, for most who ask.
  AlignmentFacts names;
  ReceiverSays receiver = ReceiverSays::kSilent;
  bool receiver_test_key = false;  // dkim=test, verified.
};

// An entry of a trusted Authentication-Results whose signature is not (or no more) in the message.
struct StrayDkim {
  ReceiverDkim entry;
  ReceiverSays says = ReceiverSays::kSilent;
  AlignmentFacts names;
};

// Who said what SPF or DMARC is.
enum class ResultBasis : uint8_t {
  kNone,         // Nobody: what it takes is not known.
  kAuthResults,  // A trusted Authentication-Results.
  kReceivedSpf,  // The Received-SPF of the border hop.
  kInferred,     // From what Gmail leaves out: no dmarc= means that there is no record.
  kComputed,     // kenpin, from the envelope and DNS.
};
std::string_view ResultBasisName(ResultBasis basis);  // "none", "auth_results", ...

// SPF of the message: the receiver's word where there is one, else kenpin's own.
struct SpfEvidence {
  ResultBasis basis = ResultBasis::kNone;
  SpfResult result = SpfResult::kNone;
  SpfIdentity identity = SpfIdentity::kMailFrom;
  std::string_view domain;  // That was judged; empty when unknown.
  AlignmentFacts names;     // Of `domain` with the Author Domain.
  // check_host() by kenpin itself; absent unless client, identity and DNS are known.
  bool computed = false;
  SpfResult own_result = SpfResult::kNone;
  SpfReason own_reason = SpfReason::kNoIdentity;
  bool matched_all = false;  // The pass came from "+all" ...
  bool matched_ptr = false;  // ... or ptr.
  // The pass came through an include or redirect of this system's: the client is one of its hosts.
  SenderSystem passed_through = SenderSystem::kNone;
  int lookups = 0;  // For this client.
  int void_lookups = 0;
  // check_host() with the Author Domain as identity (spf-header-from).
  bool author_computed = false;
  SpfResult author_result = SpfResult::kNone;
};

// A question to DNS that is answered by more than yes and no.
enum class DnsFact : uint8_t {
  kNotAsked,  // The name, the address or DNS itself is missing.
  kUnknown,   // DNS failed, or the snapshot says nothing.
  kNo,
  kYes,
};

// The SPF record of the identity's domain and all that it includes, whatever the client (spf_audit.h).
struct SpfRecordFacts {
  DnsFact published = DnsFact::kNotAsked;              // At least one TXT record.
  SpfReason unknown_because = SpfReason::kNoIdentity;  // With kUnknown.
  bool several = false;
  bool only_obsolete_type = false;  // With kNo: a record of type SPF (99) stands there (RFC 7208 §3.1).
  // In any record that check_host() fetched, also behind the matching term; in any at all when the client is
  // unknown. Several records at the target of an include are one, too.
  bool syntax_error = false;
  bool syntax_error_unreached = false;  // In a record that check_host() did not come to.
  bool include_without_record = false;  // Some target of include or redirect, reached for this client or not.
  bool include_without_record_reached = false;  // check_host() met it; also true when the client is unknown.
  bool incomplete = false;                      // DNS failed on the way, so that more may be wrong.
  bool uses_ptr = false;
  bool mx_over_limit = false;  // An mx with more than 10 hosts.
  int expansion_lookups = 0;   // Terms that ask DNS, over the whole recursion.
  int expansion_voids = 0;
  // In the domain's own terms:
  bool terms_after_all = false;
  bool odd_case = false;     // Capitals in "v=spf1" or a mechanism.
  bool long_answer = false;  // Over 450 octets (RFC 7208 §3.4).
  bool plus_all = false;
  bool whole_internet = false;  // ip4:0.0.0.0/0 and the like.
  bool neutral_all = false;
  bool no_all = false;      // Neither all nor redirect.
  bool wide_range = false;  // ip4 shorter than /16, ip6 shorter than /32.
};

// The DMARC record that applies to the Author Domain, and what both methods say of it.
struct DmarcEvidence {
  ResultBasis basis = ResultBasis::kNone;
  DmarcResult result = DmarcResult::kNone;      // The protocol's, by --org-method, or the receiver's.
  bool best_guess_pass = false;                 // Microsoft: would align, and there is no record.
  DmarcResult own_result = DmarcResult::kNone;  // kenpin's, by --org-method.
  DmarcLeg spf_leg = DmarcLeg::kUnknown;
  DmarcLeg dkim_leg = DmarcLeg::kUnknown;
  // What can be said of providers: both methods agree, else kTempError with methods_differ.
  DmarcResult provider_result = DmarcResult::kNone;
  bool methods_differ = false;
  OrgMethod method = OrgMethod::kTreeWalk;
  std::string_view org_domain;  // By `method`; empty when it can not be told.
  // The discovery by `method`.
  DmarcLookup lookup = DmarcLookup::kTempError;
  DmarcReason reason = DmarcReason::kDnsOff;
  bool several_records = false;   // At a name that was asked.
  bool near_record = false;       // A text that should be a record and is none (v= wrong or not first).
  bool misplaced_record = false;  // v=DMARC1 at the Author Domain itself.
  // With kFound and kPermError:
  std::string_view record_domain;
  DmarcLevel level = DmarcLevel::kAuthorDomain;
  DmarcFlaws flaws;
  std::optional<DmarcPolicy> p;
  std::optional<DmarcPolicy> sp;
  std::optional<DmarcPolicy> np;
  std::optional<DmarcPolicy> policy;  // That applies to this Author Domain.
  DmarcPsd psd = DmarcPsd::kUndefined;
  bool testing = false;
  AlignmentMode adkim = AlignmentMode::kRelaxed;
  AlignmentMode aspf = AlignmentMode::kRelaxed;
  bool has_rua = false;
  ReportConsent consent = ReportConsent::kNoMailAddress;  // The worst of all rua=.
  std::optional<int> pct;
};

// What DNS says of the client's address.
struct ClientDnsFacts {
  DnsFact ptr = DnsFact::kNotAsked;
  uint32_t ptr_names = 0;
  bool generic_name = false;                   // Every name looks like one of an access network.
  DnsFact forward_match = DnsFact::kNotAsked;  // Some name resolves back to the address.
  bool helo_is_ptr = true;                     // The HELO name is one of the names, or either is unknown.
  bool names_cut = false;                      // More names than kMaxForwardLookups: not all were tried.
};

// The HELO name.
enum class HeloForm : uint8_t {
  kUnknown,  // Not recorded.
  kEmpty,
  kBareLabel,
  kBad,             // No host name at all.
  kPrivateLiteral,  // [10.0.0.1].
  kLiteral,
  kName,
};

// What DNS says of a domain that mail claims to come from.
struct DomainDnsFacts {
  DnsFact exists = DnsFact::kNotAsked;  // No: NXDOMAIN.
  DnsFact mx = DnsFact::kNotAsked;
  bool null_mx = false;                  // RFC 7505.
  DnsFact address = DnsFact::kNotAsked;  // A or AAAA.
};

// Why mail counts as indirect.
enum class IndirectProof : uint8_t {
  kNone,             // It does not.
  kBrokenSignature,  // The author's signature is there and broken, and a list or another signer relayed the
                     // mail.
  kForwarderSender,  // MAIL FROM is SRS or a forwarder's, and the author's signature passes or a lower hop
                     // delivered.
  kArcFirstHop,      // A valid ARC chain whose first hop, by a third party, saw DMARC pass.
};
std::string_view IndirectProofName(IndirectProof proof);  // "none", "broken_signature", ...

// The date by which signatures and keys are judged (--at), and how it was found.
enum class JudgedBy : uint8_t { kNow, kDate, kReceived, kGiven };

// Facts about the Author Domain.
struct AuthorFacts {
  std::string_view domain;  // Empty when From is not usable.
  std::string_view
      org_domain;  // By the public suffix list; empty when the domain is itself a public suffix or unusable.
  bool suffix_known = false;  // The domain ends in a listed public suffix (and is not one itself).
  bool suffix_list_loaded = false;
  bool sender_same_org = true;  // Sender's domain has the same Organizational Domain, or there is no Sender.
};

// The domains that a message shows or that stand for it, taken together.
struct SeenDomains {
  // The worst of the domains in From, Reply-To and Sender, of the envelope, the signers and shown links.
  DomainScripts scripts = DomainScripts::kAscii;
  // The text of a link is a URL in another registrable domain than the link's target.
  bool link_elsewhere = false;
};

// What --mta-adds names: fields that a later MTA adds, whose absence is unknown before delivery.
struct MtaAdds {
  bool date = false;
  bool message_id = false;
  bool return_path = false;
  bool dkim_signature = false;
  bool list_unsubscribe = false;
  bool list_unsubscribe_post = false;
};

struct Evidence {
  Mode mode = Mode::kPresend;
  Stream stream = Stream::kDirect;
  const MailFacts* mail = nullptr;  // Never null when judged.
  AuthorFacts author;
  SeenDomains seen;
  std::span<const SignatureEvidence> signatures;  // In the order of the message, topmost first.
  std::optional<uint32_t>
      best_signature;     // Passing and aligned, else passing, else the first; absent when unsigned.
  int64_t judged_at = 0;  // Unix seconds.
  JudgedBy judged_by = JudgedBy::kNow;
  std::optional<int64_t> delivered_at;      // DeliveryFacts::delivered_at in sent and archive mode.
  bool dns_contemporary = false;            // The DNS was asked within kContemporaryDays of judged_at.
  const DeliveryFacts* delivery = nullptr;  // Never null when judged.
  std::span<const StrayDkim> stray_dkim;
  SpfEvidence spf;
  SpfRecordFacts spf_record;
  DmarcEvidence dmarc;
  ArcEvidence arc;
  ClientDnsFacts client_dns;
  HeloForm helo_form = HeloForm::kUnknown;
  DnsFact helo_resolves = DnsFact::kNotAsked;
  DomainDnsFacts author_dns;
  DomainDnsFacts envelope_dns;  // Of MAIL FROM's domain; not asked where it is the Author Domain.
  IndirectProof indirect = IndirectProof::kNone;
  SenderSystemFinding sender_system;
  bool dns_off = false;
  UnsubscribeClass unsubscribe_class = UnsubscribeClass::kUnknown;
  MtaAdds mta_adds;
};

// DNS asked at most so many days away from the judged time counts as contemporary.
inline constexpr int64_t kContemporaryDays = 7;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_EVIDENCE_H_
