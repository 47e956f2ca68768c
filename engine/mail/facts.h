// What the message alone says, as plain data: the part of the Evidence that needs no DNS, no clock and no
// envelope. Each struct is filled by the parser of the same subject and read by the format-*, unsub-* and
// feedback-id rules. Views point into the worker's arena or the message; CopyViews() moves them to where they
// outlive the chunk.
#ifndef KENPIN_ENGINE_MAIL_FACTS_H_
#define KENPIN_ENGINE_MAIL_FACTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/mail/field_id.h"
#include "engine/mail/line_end.h"
#include "engine/mail/parse_flaw.h"
#include "engine/mail/system_marks.h"

namespace kenpin {

// How a domain written in a message looks, before anybody asks DNS.
enum class DomainForm : uint8_t {
  kOk,            // LDH labels or A-labels, at least two.
  kUnicode,       // Valid, with raw U-labels (needs SMTPUTF8).
  kEmpty,         // There is none.
  kSingleLabel,   // No dot.
  kEmptyLabel,    // Two dots in a row or a leading one.
  kTrailingDot,   // Ends in a dot.
  kLiteral,       // An address literal in brackets.
  kUnderscore,    // Otherwise fine, but a label holds an underscore.
  kBadCharacter,  // Any other character that no host name has, or a label beginning or ending with a hyphen.
  kTooLong,       // A label above 63 or the whole above 253 octets.
  kBadIdn,        // A U-label or A-label that IDNA2008 (UTS #46 non-transitional) refuses.
};

struct DateFacts {
  enum class Form : uint8_t {
    kAbsent,      // No Date field.
    kUnparsable,  // Not RFC 5322 §3.3, not even its obsolete forms; or no zone.
    kOk,
  };
  uint32_t count = 0;
  Form form = Form::kAbsent;   // Of the topmost one.
  bool weekday_wrong = false;  // A weekday is given and is not that of the date.
  bool obsolete_zone = false;  // GMT, EST, a military letter and the like (§4.3).
  int64_t time = 0;            // Unix seconds, when kOk.
};

struct FromFacts {
  uint32_t field_count = 0;
  uint32_t mailbox_count = 0;  // Over the topmost field; groups are opened.
  bool has_addr_spec = false;  // At least one mailbox with a domain.
  bool has_group = false;      // Group syntax, RFC 6854.
  bool unparsable = false;     // The field body is not an address list, even by the obsolete grammar.
  bool address_in_display_name = false;  // The display name holds something that looks like a second address.
  DomainForm domain_form = DomainForm::kEmpty;  // Of the first mailbox with a domain.
  std::string_view
      domain;  // That domain as A-labels in lower case; empty unless kOk, kUnicode or kUnderscore.
  std::string_view local_part;  // As written.
  // The Author Domain is usable: one field, one mailbox, a domain of form kOk, kUnicode or kUnderscore.
  bool usable() const {
    return field_count == 1 && mailbox_count == 1 &&
           (domain_form == DomainForm::kOk || domain_form == DomainForm::kUnicode ||
            domain_form == DomainForm::kUnderscore);
  }
};

struct SenderFacts {
  uint32_t field_count = 0;
  uint32_t mailbox_count = 0;  // Over all Sender fields' topmost one.
  std::string_view domain;     // Of its first mailbox; A-labels, lower case.
};

struct MessageIdFacts {
  enum class Form : uint8_t {
    kAbsent,
    kNoBrackets,  // No angle brackets.
    kNoAt,        // No @ between them.
    kSpaces,      // White space inside the brackets.
    kGarbage,     // Something else beside one <id>, or characters that no msg-id has.
    kObsolete,    // RFC 5322 §4.5.4: quoted strings or comments in it.
    kOk,
  };
  enum class RightSide : uint8_t {
    kOk,
    kLocalhost,
    kBareHost,
    kAddress
  };  // kAddress: an IP, bracketed or not.
  uint32_t count = 0;
  Form form = Form::kAbsent;  // Of the topmost one.
  RightSide right_side = RightSide::kOk;
  uint32_t length = 0;            // Octets of the value without surrounding white space.
  bool added_by_gmail = false;    // SMTPIN_ADDED_MISSING or SMTPIN_ADDED_BROKEN stands in it.
  bool made_by_exchange = false;  // Right side under protection.outlook.com or prod.outlook.com.
  std::string_view id;            // Without brackets; when there are none, the trimmed value.
};

// Fields that may occur once. Bits are 1 << index into kSingleInstance5322 and kSingleInstanceMimeList
// (format_facts.h).
struct RepeatFacts {
  uint16_t repeated_5322 = 0;  // Date, From, Sender, Reply-To, To, Cc, Bcc, Message-ID, In-Reply-To,
                               // References, Subject (RFC 5322 §3.6).
  uint16_t repeated_mime_list =
      0;  // MIME-Version, Content-Type, Content-Transfer-Encoding, List-Unsubscribe, List-Unsubscribe-Post.
  bool bcc_present = false;
};

enum class HeaderText : uint8_t {
  kAscii,    // No octet above 127 in the header section.
  kUtf8,     // Valid UTF-8 with some.
  kInvalid,  // Octets that are not UTF-8.
};

struct EncodedWordFacts {
  bool any = false;              // At least one =?charset?x?text?= stands somewhere.
  bool in_structured = false;    // In an addr-spec, Message-ID, List-Unsubscribe, DKIM-Signature or another
                                 // structured token (RFC 2047 §5).
  bool undecodable = false;      // Unknown charset (ICU), or bad base64 / quoted-printable.
  bool too_long = false;         // More than 75 octets (RFC 2047 §2).
  bool split_character = false;  // A multibyte character is split over two words.
};

struct HeaderSizeFacts {
  uint32_t section_bytes = 0;
  uint32_t fields = 0;
  uint32_t longest_value = 0;  // But for Cc, To and References.
  uint32_t longest_name = 0;
  uint32_t subject_length = 0;
};

struct MimeFacts {
  bool has_version = false;              // A MIME-Version field.
  bool version_ok = false;               // Its value is 1.0, comments aside.
  bool uses_mime = false;                // Any of the four MIME fields stands in the message's header.
  bool content_type_unparsable = false;  // Of the message or of a part.
  bool multipart_without_boundary = false;
  bool boundary_never_occurs = false;
  bool closing_boundary_missing = false;
  bool encoding_unknown =
      false;  // A Content-Transfer-Encoding that RFC 2045 §6 does not name (x-tokens included).
  bool encoding_illegal = false;  // base64 or quoted-printable on a multipart (RFC 2045 §6.4).
  bool base64_garbage = false;    // A base64 part holds octets outside the alphabet, padding and white space,
                                  // or ends inside a quantum.
  bool eight_bit_under_7bit = false;  // A part declared (or by default) 7bit holds octets above 127.
  bool html_without_text = false;     // text/html is present, and no text/plain.
  bool misspelled_field =
      false;           // e.g. Content-Transfer-Encaoding: a Content-* name one edit from a known one.
  uint32_t parts = 0;  // Leaves.
};

struct ReceivedFacts {
  uint32_t count = 0;
  std::optional<int64_t> top_time;  // Unix seconds of the topmost Received field, if it parses.
  std::string_view top_by;          // The topmost "by" host, lower case; empty if there is none.
  bool top_smtputf8 = false;        // Its "with" keyword begins UTF8 (RFC 6531).
  bool top_has_with = false;
};

enum class UnsubscribeClass : uint8_t {
  kUnknown,         // No sign either way.
  kMarketing,       // Told, or several signs agree.
  kMarketingGuess,  // One sign only.
  kTransactional,   // Told by --traffic.
};

struct ListUnsubscribeFacts {
  uint32_t field_count = 0;         // List-Unsubscribe.
  bool no_brackets = false;         // Nothing in angle brackets.
  bool white_space_inside = false;  // Inside the brackets (RFC 2369 §2: ignored).
  bool text_outside = false;        // Outside the brackets, comments aside.
  bool unknown_scheme = false;
  uint16_t https_uris = 0;
  uint16_t http_uris = 0;
  uint16_t mailto_uris = 0;
  uint16_t other_uris = 0;
  std::string_view first_https;  // The first https URI, inner white space removed; for the record.
  uint32_t post_count = 0;       // List-Unsubscribe-Post fields.
  enum class Post : uint8_t {
    kAbsent,
    kExact,  // List-Unsubscribe=One-Click, surrounding white space aside (RFC 8058 §3.1).
    kLoose,  // The same but for letter case or inner spacing.
    kWrong,  // Anything else.
  };
  Post post = Post::kAbsent;
  bool cut = false;  // There may be more URIs than kMaxListUris; the rest was not read.
};

// Signs of list or campaign mail, for unsub-class; bits so that the report can tell which.
struct TrafficSigns {
  bool list_unsubscribe = false;
  bool list_id = false;
  bool precedence_bulk = false;  // Precedence: bulk or list.
  bool campaign_field = false;   // A campaign header of a sending system (FieldId::kXCampaign).
  bool feedback_id = false;
  int count() const { return list_unsubscribe + list_id + precedence_bulk + campaign_field + feedback_id; }
};

struct FeedbackIdFacts {
  uint32_t count = 0;
  uint32_t parts = 0;             // Of the topmost, split at ':'.
  uint32_t sender_id_length = 0;  // Of the last part, trimmed.
};

// Signs of mailing lists and forwarders, for the stream and the fwd-* rules.
struct RelayFacts {
  uint32_t list_id_count = 0;
  bool list_id_ok = false;  // The topmost one holds <label.domain> (RFC 2919 §3).
  bool list_post = false;
  bool precedence_list = false;  // Precedence: list.
  bool list_software = false;    // A field of Mailman, Sympa or another list manager.
  bool x_forwarded = false;      // X-Forwarded-For or X-Forwarded-To.
  bool resent = false;           // Resent-From or Resent-Date (RFC 5322 §3.6.6).
  bool x_original_from = false;  // X-Original-From, or on list mail a "via" display name: From was rewritten.
};

// How a text or a link of unsubscribing stands in the body; the best that was found.
enum class UnsubscribeSign : uint8_t {
  kNone,         // Neither wording nor a link with it.
  kVisible,      // In text that is shown, or the target of a link that shows text.
  kLowContrast,  // Only in the last part of the body, in a colour close to the background.
  kImageOnly,    // Only a link around an image, or an image's alternative text.
  kHidden,       // Only in text that is not shown.
};

// By which styles text is kept from being seen; bits of ContentFacts::hiding.
enum class HidingStyle : uint8_t {
  kDisplayNone,  // display:none, or the hidden attribute.
  kVisibility,   // visibility:hidden or collapse.
  kOpacity,      // opacity:0.
  kFontSize,     // font-size below one pixel.
  kZeroSize,     // A height or width of 0.
  kOffScreen,    // Positioned or indented out of the window.
  kColour,       // Text in the colour of its background.
};

// A link whose text is a URL with another host: whether the two belong together, the public suffix list
// tells. Or a link to an international host, which then stands twice.
struct HostPair {
  std::string_view shown;   // Lower case, as it stands in the text.
  std::string_view target;  // Lower case, of the href.
};
inline constexpr size_t kMaxHostPairs = 4;

// What the text of the body says (engine/mail/content_facts.h). Attachments are not looked into.
struct ContentFacts {
  bool has_text = false;  // A text/plain leaf.
  bool has_html = false;  // A text/html leaf.
  UnsubscribeSign unsubscribe = UnsubscribeSign::kNone;
  // A link shares its host or a token with List-Unsubscribe; looked for only while `unsubscribe` is not
  // kVisible.
  bool shares_unsubscribe_link = false;
  // The following three are looked for only where neither of the two above was found.
  bool image_only = false;            // An image, and hardly any text.
  bool language_covered = true;       // The table of words has the text's script.
  bool text_undecodable = false;      // A text leaf in a charset that nobody knows.
  uint32_t hidden_characters = 0;     // Not shown, white space aside; the preheader not counted.
  uint32_t preheader_characters = 0;  // Of the first hidden text, when it is short and at the beginning.
  uint8_t hiding = 0;                 // Bits 1 << HidingStyle of what hides `hidden_characters`.
  bool html_broken = false;           // A tag or comment of an HTML leaf never ends.
  bool has_link = false;
  bool ip_literal_link = false;  // A host that is an IPv4 or IPv6 address, or a number.
  bool script_link = false;      // javascript: or vbscript: as the target of a link.
  bool data_link = false;        // data: as the target of a link.
  bool shortener_link = false;   // A host that hides where it leads.
  uint8_t host_pairs = 0;        // Used ones of `pairs`; of more the first stand.
  HostPair pairs[kMaxHostPairs];
  bool Hides(HidingStyle style) const { return (hiding >> static_cast<unsigned>(style) & 1u) != 0; }
};

// How far a domain could be taken for another one: the restriction level of its labels (UTS #39 §5.2) and
// whether one of them is confusable as a whole (§4).
enum class DomainScripts : uint8_t {
  kAscii,       // Nothing beyond ASCII.
  kHighly,      // Highly Restrictive or better.
  kModerately,  // Moderately Restrictive.
  kBelow,       // Below that, or characters outside the identifier profile.
  kConfusable,  // All of a label looks like another script's, Latin mostly.
  kUnknown,     // No Unicode tables, or no valid label.
};

// A domain of the header that is shown or answered to.
struct ShownDomain {
  std::string_view domain;  // A-labels, lower case; empty if there is none.
  DomainScripts scripts = DomainScripts::kAscii;
  std::string_view script_names;  // E.g. "Latin Cyrillic"; only below kHighly.
};

// What a sender's name, subject and addresses make people believe (engine/mail/identity_facts.h).
struct IdentityFacts {
  bool has_display_name = false;
  std::string_view display_name;       // Decoded to UTF-8, at most kMaxShownText octets.
  std::string_view name_domain;        // Of the first address in the name whose domain is not that of From.
  bool name_has_gmail = false;         // "@gmail.com" stands in it.
  bool name_has_control = false;       // A control character, or a bidi control.
  bool name_has_symbol = false;        // An emoji, check mark or badge.
  bool name_has_counter = false;       // "(2)" and the like.
  bool name_has_reply_prefix = false;  // "Re:", "Fwd:" and the like.
  bool name_is_urgent = false;         // "last chance" and the like.
  bool name_has_recipient = false;     // The name or the address of a recipient in To.
  std::string_view subject;            // Decoded to UTF-8, at most kMaxShownText octets.
  bool shown_text_cut = false;         // One of both is longer.
  bool subject_has_reply_prefix = false;
  bool is_reply = false;  // In-Reply-To or References stands in the header.
  // user=customer.example@service.example: a service put its own domain into From. Empty otherwise.
  std::string_view original_local_part;
  std::string_view original_domain;
  ShownDomain from;
  ShownDomain reply_to;
  ShownDomain sender;
};

// Whether a message counts for Gmail's threshold of bulk senders.
enum class RecipientClass : uint8_t {
  kUnknown,    // No field names a recipient.
  kGmail,      // At least one at gmail.com or googlemail.com.
  kElsewhere,  // All others.
};

// What only rules about a whole corpus want to know (engine/mail/corpus_signs.h).
struct CorpusSigns {
  uint64_t content = 0;    // Of Subject and Date, hashed.
  uint64_t recipient = 0;  // The first address of Delivered-To, else To, else Cc, hashed; 0: none is named.
  RecipientClass recipients = RecipientClass::kUnknown;
  // Of unsubscribe.first_https:
  uint32_t uri_token_length = 0;
  bool uri_has_address = false;
  bool uri_landing_page = false;
};

// All of the above for one message.
struct MailFacts {
  ParseFlaws flaws;
  LineEndCounts header_line_ends;
  LineEndCounts body_line_ends;
  uint64_t longest_header_line = 0;
  uint64_t longest_body_line = 0;
  uint32_t header_lines_over_78 = 0;
  HeaderText header_text = HeaderText::kAscii;
  bool has_exchange_fields = false;  // X-MS-Exchange-*: the receiver re-encoded header fields.
  // Lines that match ">+From " in a record of an mbox, whose writer may have quoted them; 0 elsewhere. Set
  // where the record is at hand.
  uint32_t mbox_quoted_lines = 0;
  bool has_return_path = false;
  uint32_t dkim2_signatures = 0;  // DKIM2-Signature fields: recognised, not evaluated.
  DateFacts date;
  FromFacts from;
  SenderFacts sender;
  MessageIdFacts message_id;
  RepeatFacts repeats;
  EncodedWordFacts encoded_words;
  HeaderSizeFacts sizes;
  MimeFacts mime;
  ReceivedFacts received;
  ListUnsubscribeFacts unsubscribe;
  TrafficSigns signs;
  RelayFacts relay;
  FeedbackIdFacts feedback_id;
  SystemMarks marks;  // Of sending systems.
  ContentFacts content;
  IdentityFacts identity;
  CorpusSigns corpus;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_FACTS_H_
