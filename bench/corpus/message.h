// One message on its way from chance to bytes: the Plan says what it shall be, the Message holds what has
// been made of it.
//
// A Plan is drawn (plan.cc), bent by defects (defects*.cc), composed into fields and body (compose.cc,
// body.cc), signed (sign.cc) and written out (store.cc). All text is in CRLF form until it is stored.
#ifndef KENPIN_BENCH_CORPUS_MESSAGE_H_
#define KENPIN_BENCH_CORPUS_MESSAGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/corpus/codec.h"
#include "bench/corpus/keys.h"
#include "bench/corpus/random.h"
#include "bench/corpus/senders.h"
#include "bench/corpus/text.h"

namespace kenpin::corpus {

// Whether the mail looks delivered or is about to be sent.
enum class MailMode : uint8_t {
  kDelivered,  // With Return-Path and Received fields of a receiver.
  kPresend,    // Without both.
  kSent,       // A sender's own archive: Return-Path and Received fields of the sender's machines.
};

// What a scan of the corpus is told about the SMTP sessions; delivered mail shows them itself.
enum class EnvelopeGiven : uint8_t {
  kNothing,
  kFile,     // envelope.csv: one line a message.
  kOptions,  // The same client and envelope sender for all.
};

enum class MailKind : uint8_t {
  kCampaign,       // With every sign of a mailing.
  kTransactional,  // Without any: its class can not be told from its header.
};

enum class BodyShape : uint8_t {
  kAlternative,  // multipart/alternative of text and HTML.
  kTextOnly,     // One text/plain part with MIME fields.
  kHtmlOnly,     // One text/html part.
  kPlain,        // ASCII text without any MIME field.
};

// Content-Transfer-Encoding and charset together.
enum class BodyCoding : uint8_t {
  kSevenBit,         // ASCII, English only.
  kIso2022Jp,        // 7bit, Japanese.
  kQuotedPrintable,  // UTF-8.
  kBase64,           // UTF-8.
  kEightBit,         // UTF-8.
  // Only where a row asks for them.
  kShiftJis,     // base64.
  kEucJp,        // 8bit.
  kWindows1252,  // Quoted-printable.
  kLatin1,       // ISO-8859-1, 8bit.
  kGb2312,       // base64.
  kBig5,         // base64.
  kEucKr,        // base64.
  kKoi8R,        // Quoted-printable.
};

// How the body of a campaign says how to leave.
enum class WayOut : uint8_t {
  kUsual,        // In words, with a link; in all parts.
  kNone,         // Not at all.
  kHidden,       // In HTML that is not shown.
  kLowContrast,  // At the end, in hardly another colour than the background's.
  kImage,        // By an image with a link.
  kSameLink,     // Without such words, by the address of List-Unsubscribe.
};

// How HTML hides a text.
enum class Hiding : uint8_t {
  kNone,
  kPreheader,
  kDisplay,
  kVisibility,
  kOpacity,
  kFontSize,
  kColour,
  kOffScreen
};

// What is wrong with a link in the HTML.
enum class LinkTrick : uint8_t { kNone, kElsewhere, kIpLiteral, kScript, kData, kShortener, kMixedScripts };

// What DNS says at a selector. Each state has a selector of its own, so that one domain may have all of them.
enum class KeyState : uint8_t {
  kPublished,     // A TXT record.
  kAlias,         // A CNAME to a TXT record of the service.
  kNxDomain,      // No such name.
  kNoData,        // The name exists without TXT.
  kRevoked,       // p= is empty.
  kUnrecorded,    // The snapshot does not speak of the name.
  kServfail,      // The question failed.
  kTypeMismatch,  // k=ed25519 over an RSA key.
  kSha1Only,      // h=sha1.
  kOtherService,  // s=tlsrpt.
  kTesting,       // t=y.
  kStrict,        // t=s.
  kTwoRecords,    // A revoked and a good record.
  kUndecodable,   // p= is base64 of nonsense.
};

enum class SignatureAlgorithm : uint8_t { kRsaSha256, kRsaSha1, kEd25519Sha256 };

// c= of a signature, for header or body.
enum class Canon : uint8_t { kSimple, kRelaxed };

// What l= says.
enum class BodyLimit : uint8_t {
  kNone,    // No l= tag.
  kExact,   // The length of the canonical body.
  kZero,    // 0.
  kBeyond,  // More than the canonical body has.
};

// A DKIM signature to be made.
struct SignerPlan {
  std::string domain;
  std::string selector;  // Without the suffix that the key state adds.
  const SigningKey* key = nullptr;
  SignatureAlgorithm algorithm = SignatureAlgorithm::kRsaSha256;
  Canon header_canon = Canon::kRelaxed;
  Canon body_canon = Canon::kRelaxed;
  KeyState state = KeyState::kPublished;
  std::string alias_target;               // Of kAlias.
  bool oversign_from = true;              // h= lists From once more than it occurs.
  std::vector<std::string_view> omitted;  // Lower-case names that h= leaves out.
  std::optional<int64_t> signed_at;       // t=
  std::optional<int64_t> expires_at;      // x=
  std::string auid;                       // i=, or empty.
  BodyLimit limit = BodyLimit::kNone;
};

// The MTA that took the message over from another administration, and so the form of the border Received.
enum class ReceiverFamily : uint8_t { kPostfix, kExim, kSendmail, kGmail, kExchangeOnline };

// What the border Received says of TLS.
enum class TlsShape : uint8_t {
  kTls13,
  kTls12,
  kTls12Cbc,  // A cipher in CBC mode.
  kTls12Rc4,
  kTls10,
  kLabel,       // "TLSv1/SSLv3", which is some version of TLS (Sendmail only).
  kNone,        // ESMTP without a mark.
  kSmtpUnsaid,  // Postfix's SMTP without a mark, which tells nothing.
};

// What the reverse DNS says of the client's address.
enum class ReverseName : uint8_t {
  kGood,      // The client's name, which has the address.
  kMissing,   // Nothing.
  kMismatch,  // The client's name, which has another address.
};

// Where the receiver's Authentication-Results stands.
enum class ResultsPlace : uint8_t {
  kNone,    // Nowhere.
  kUsual,   // Above the border Received; at Gmail, which writes it all at once, below.
  kMilter,  // Below the border Received.
};

// The machine that the message came from over the border.
struct Client {
  std::string name;  // In the reverse DNS.
  std::string address;
  std::string helo;
  ReverseName reverse = ReverseName::kGood;
};

// What the unsubscribe URI looks like.
enum class UriLook : uint8_t {
  kToken,    // It holds a token that nobody guesses.
  kSame,     // It is the same for everybody.
  kPage,     // It leads to a page of settings.
  kAddress,  // It holds the recipient's address and no token.
  kShort,    // Its token is short.
};

struct Plan {
  explicit Plan(uint64_t seed) : random(seed) {}
  Random random;
  uint64_t ordinal = 0;
  const Sender* sender = nullptr;
  const Service* service = nullptr;  // Null: the sender's own servers.
  MailMode mode = MailMode::kDelivered;
  MailKind kind = MailKind::kCampaign;
  BodyShape shape = BodyShape::kAlternative;
  BodyCoding coding = BodyCoding::kBase64;
  Charset header_charset = Charset::kUtf8;  // Of encoded-words.
  size_t body_size = 0;                     // About how many octets the encoded body shall have.
  int64_t sent_at = 0;                      // Unix seconds: Date, t=.
  int64_t first_delivery = 0;               // Of the corpus.
  int64_t received_at = 0;                  // The border hop.
  int64_t date_shift = 0;                   // Seconds by which the Date field is wrong.
  int zone_minutes = 0;
  Person recipient;
  std::string_view recipient_domain = kReceiverDomain;
  std::string campaign;         // The same for all mail of one sender and day.
  std::string token;            // This recipient's, in addresses.
  std::string message_id;       // Shared with other messages; empty: this message's own.
  bool id_reused = false;       // Those others differ.
  std::string unsubscribe_uri;  // Instead of the usual one.
  UriLook uri_look = UriLook::kToken;
  std::string link_token;           // The same in links of the body.
  std::vector<SignerPlan> signers;  // Topmost first; empty: unsigned.
  bool flawless = false;            // As in PlanFrame.
  bool with_feedback_id = false;
  bool with_reply_to = false;
  bool with_list_help = false;
  bool with_own_sender = false;  // A Sender field of the same domain.
  bool with_from_lines = false;  // Lines that begin with "From " in the body.
  WayOut way_out = WayOut::kUsual;
  Hiding hiding = Hiding::kNone;
  LinkTrick link_trick = LinkTrick::kNone;
  bool image_only = false;           // The HTML is one image.
  bool without_links = false;        // The body has none.
  bool with_odd_space = false;       // Trailing white space, empty lines at the end, doubled spaces.
  bool ascii_header = false;         // No encoded-words.
  size_t extra_hops = 0;             // Received fields below the border hop, beyond the usual.
  std::string_view border_protocol;  // Of Postfix's border hop, instead of what `tls` would say.
  std::string mail_from;             // Local part of the envelope sender; with an empty one it is null.
  std::string bounce_domain;         // Its domain.
  Client client;
  EnvelopeGiven given = EnvelopeGiven::kNothing;
  ReceiverFamily family = ReceiverFamily::kPostfix;
  TlsShape tls = TlsShape::kTls13;
  ResultsPlace results = ResultsPlace::kNone;
  std::string_view results_spf = "pass";   // The words of the receiver.
  std::string_view results_dkim = "pass";  // Of all signatures.
  bool relayed = false;                    // The border's client is not the sender's own, but a relay's.
  bool plain_inner_hop = false;            // A hop between two machines of the sender went without TLS.
  std::vector<std::string> zone_lines;     // What DNS says for this message's sake, one line each.
};

// One header field as it stands in the message, its last CRLF included.
struct Field {
  std::string name;
  std::string text;
};

// A name that a signature's key is asked at, for the snapshot.
struct KeyUse {
  std::string name;
  KeyState state = KeyState::kPublished;
  const SigningKey* key = nullptr;
  std::string alias_target;
};

struct Message {
  explicit Message(Plan drawn) : plan(std::move(drawn)) {}
  Plan plan;
  std::vector<Field> fields;
  size_t signature_slot = 0;  // Where in `fields` signatures are inserted: below the trace fields.
  size_t results_slot = 0;    // Where the receiver's Authentication-Results belongs.
  size_t relay_slot = 0;      // Directly below the border Received: what the last relay wrote.
  std::string body;
  std::vector<KeyUse> keys;
  bool mixed_line_ends = false;  // Every third line of the body is stored with the other line end.
};

// Local part of From.
std::string_view AuthorLocalPart(const Plan& plan);
// Who gets it.
std::string RecipientAddress(const Plan& plan);

// Edits by field name (compared exactly, as the composer writes it). Each needs the field to be there and
// throws std::logic_error if it is not: a defect that changes nothing would be a lie in the truth file.
Field& GetField(Message& message, std::string_view name);
const Field& GetField(const Message& message, std::string_view name);
void SetField(Message& message, std::string_view name, std::string_view body);
void RemoveField(Message& message, std::string_view name);
// Inserts a copy of the field below it.
void RepeatField(Message& message, std::string_view name);
bool HasField(const Message& message, std::string_view name);
// Adds a field below all others; `body` may hold CRLF folds.
void AppendField(Message& message, std::string_view name, std::string_view body);
// Inserts a field before fields[at], and moves the slots that lie there or behind.
void InsertField(Message& message, size_t at, Field field);
// Adds a field above all others.
void PrependField(Message& message, std::string_view name, std::string_view body);

// Folds lines of more than 78 octets where they have a space.
void FoldLongLines(Field& field);

// Body text of the field without the space after the colon and the last CRLF.
std::string_view FieldBody(const Field& field);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_MESSAGE_H_
