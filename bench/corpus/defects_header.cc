// Defects of the header: dates, authors, senders, identifiers, encoded-words, sizes, hops.
//
// From fields that name no single author stand in unsigned mail: whether a signature is aligned with nobody
// would be open. Where a rule's outcome is open nevertheless, the claim says "?" and the truth file leaves
// the rule out.
#include <fmt/core.h>

#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

constexpr int64_t kDay = 86400;
// Rare in a demo, which shall stay small.
constexpr uint64_t kBulky = 1'600;

std::string FromAddress(const Message& message) {
  return fmt::format("{}@{}", AuthorLocalPart(message.plan), message.plan.sender->from_domain);
}

// Sets From to `local-part@host` with the planned local part.
void SetFromHost(Message& message, std::string_view host) {
  SetField(message, "From", fmt::format("<{}@{}>", AuthorLocalPart(message.plan), host));
}

void SetTwoAuthors(Message& message) {
  const std::string_view domain = message.plan.sender->from_domain;
  SetField(message, "From", fmt::format("<editor@{}>,\r\n <shop@{}>", domain, domain));
}

void RepeatFromWithTwoAuthors(Message& message) {
  SetTwoAuthors(message);
  RepeatField(message, "From");
}

void AddSender(Message& message, std::string_view body) {
  if (HasField(message, "Sender")) RemoveField(message, "Sender");
  AppendField(message, "Sender", body);
}

void ShiftWeekday(Message& message) {
  Field& date = GetField(message, "Date");
  constexpr size_t kWeekday = 6;  // After "Date: ".
  date.text.replace(kWeekday, 3, date.text.compare(kWeekday, 3, "Mon") == 0 ? "Thu" : "Mon");
}

void WriteZoneName(Message& message) {
  std::string date = MailDate(message.plan.sent_at, 0);
  date.replace(date.size() - 5, 5, "GMT");
  SetField(message, "Date", date);
}

// A folded value of `size` octets.
std::string LongValue(Random& random, size_t size) {
  std::string value = random.Token(60);
  while (value.size() + 3 < size)
    value += "\r\n " + random.Token(std::min<size_t>(70, size - value.size() - 3));
  return value;
}

void AddHugeField(Message& message) {
  AppendField(message, "X-Recommendations", LongValue(message.plan.random, 40 * 1024));
}
// Between 80 % of the limit and the limit of 32 KB.
void AddLargeField(Message& message) {
  AppendField(message, "X-Recommendations", LongValue(message.plan.random, 28 * 1024));
}
void WriteLongSubject(Message& message) {
  std::string subject = "A very long list of offers";
  while (subject.size() < 1100)
    subject += ",\r\n " + message.plan.random.Token(12) + " at half the price, only until Sunday";
  SetField(message, "Subject", subject);
}

// What an Exchange server does to long structured fields after delivery: the signature no longer matches the
// stored copy.
void ReencodeLikeExchange(Message& message) {
  std::string words;
  std::string word;
  for (const char c : std::string(FieldBody(GetField(message, "List-Unsubscribe")))) {
    if (c == '\r' || c == '\n') continue;
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    word += plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c));
    if (word.size() > 48) {
      words += (words.empty() ? "=?us-ascii?Q?" : "\r\n =?us-ascii?Q?") + word + "?=";
      word.clear();
    }
  }
  if (!word.empty()) words += (words.empty() ? "=?us-ascii?Q?" : "\r\n =?us-ascii?Q?") + word + "?=";
  SetField(message, "List-Unsubscribe", words);
  PrependField(message, "X-MS-Exchange-Organization-AuthSource", std::string(kReceiverHost));
  PrependField(message, "X-MS-Exchange-Organization-AuthAs", "Anonymous");
}

void EncodeUnsubscribe(Message& message) {
  SetField(
      message, "List-Unsubscribe",
      "=?UTF-8?B?" + Base64("<https://u.kumobin.test/o/" + message.plan.token.substr(0, 16) + ">") + "?=");
}

constexpr std::string_view kNoAuthorOutcomes =
    "format-from-present=fail format-from-single=? format-from-one-address=na format-from-domain=na "
    "format-sender=?";

const std::array<DefectRow, 47> kRows = {{
    {.name = "date-missing",
     .about = "no Date field",
     .claims = "format-date=fail",
     .compose = [](Message& m) { RemoveField(m, "Date"); }},
    {.name = "date-repeated",
     .about = "two Date fields",
     .claims = "format-date=fail format-single-instance=fail",
     .compose = [](Message& m) { RepeatField(m, "Date"); }},
    {.name = "date-unparsable",
     .about = "Date is prose",
     .claims = "format-date=fail",
     .compose = [](Message& m) { SetField(m, "Date", "yesterday, after lunch"); }},
    {.name = "date-wrong-weekday",
     .about = "the weekday is not that of the date",
     .claims = "format-date=warn",
     .compose = ShiftWeekday},
    {.name = "date-zone-name",
     .about = "an obsolete zone name",
     .claims = "format-date=warn",
     .compose = WriteZoneName},
    {.name = "date-future",
     .about = "Date lies three days after delivery",
     .needs = kDeliveredOnly,
     .claims = "format-date=warn",
     .plan = [](Plan& p) { p.date_shift = 3 * kDay; }},
    {.name = "date-old",
     .about = "Date lies twelve days before delivery",
     .needs = kDeliveredOnly,
     .claims = "format-date=warn",
     .plan = [](Plan& p) { p.date_shift = -12 * kDay; }},
    {.name = "from-missing",
     .about = "no From field",
     .needs = kUnsigned | kAuthorNull,
     .claims = kNoAuthorOutcomes,
     .compose = [](Message& m) { RemoveField(m, "From"); }},
    {.name = "from-no-address",
     .about = "From holds a name without an address",
     .needs = kUnsigned | kAuthorNull,
     .claims = "format-from-present=fail format-from-one-address=? format-from-domain=? format-sender=?",
     .compose = [](Message& m) { SetField(m, "From", "Customer Care"); }},
    {.name = "from-two-fields",
     .about = "two From fields",
     .needs = kUnsigned | kAuthorNull,
     .claims = "format-from-single=fail format-from-one-address=fail format-sender=fail "
               "format-single-instance=fail",
     .compose = RepeatFromWithTwoAuthors},
    {.name = "from-two-addresses",
     .about = "two addresses in From, no Sender",
     .needs = kUnsigned | kAuthorNull,
     .claims = "format-from-one-address=fail format-sender=fail",
     .compose = SetTwoAuthors},
    {.name = "from-two-addresses-sender",
     .about = "two addresses in From, and a Sender",
     .needs = kUnsigned | kAuthorNull,
     .claims = "format-from-one-address=fail format-sender=pass",
     .compose =
         [](Message& m) {
           SetTwoAuthors(m);
           AddSender(m, fmt::format("<editor@{}>", m.plan.sender->from_domain));
         }},
    {.name = "from-hidden-address",
     .about = "another address in the display name of From",
     .needs = kSingle,
     .claims = "format-from-one-address=warn content-display-name=fail",
     .compose =
         [](Message& m) {
           SetField(m, "From", fmt::format("\"billing@{}\" <{}>", kRelayDomain, FromAddress(m)));
         }},
    {.name = "from-underscore",
     .about = "an underscore in the domain of From",
     .needs = kUnsigned | kAuthorOpen,
     .claims = "format-from-domain=fail",
     .compose = [](Message& m) { SetFromHost(m, "mail_shop.example"); }},
    {.name = "from-single-label",
     .about = "a domain of one label in From",
     .needs = kUnsigned | kAuthorOpen,
     .claims = "format-from-domain=fail",
     .compose = [](Message& m) { SetFromHost(m, "mailhost"); }},
    {.name = "from-literal",
     .about = "an address literal in From",
     .needs = kUnsigned | kAuthorOpen,
     .claims = "format-from-domain=fail format-from-present=?",
     .compose = [](Message& m) { SetFromHost(m, "[192.0.2.25]"); }},
    {.name = "sender-other-domain",
     .about = "Sender in somebody else's domain",
     .claims = "format-sender=warn",
     .compose = [](Message& m) { AddSender(m, fmt::format("<list@{}>", kRelayDomain)); }},
    {.name = "sender-two-fields",
     .about = "two Sender fields",
     .needs = kSingle,
     .claims = "format-sender=fail format-single-instance=fail",
     .compose =
         [](Message& m) {
           AddSender(m, fmt::format("<mailer@{}>", m.plan.sender->org_domain));
           RepeatField(m, "Sender");
         }},
    {.name = "sender-two-addresses",
     .about = "two addresses in Sender",
     .claims = "format-sender=fail",
     .compose =
         [](Message& m) { AddSender(m, fmt::format("<one@{0}>, <two@{0}>", m.plan.sender->org_domain)); }},
    {.name = "message-id-missing",
     .about = "no Message-ID",
     .claims = "format-message-id=fail",
     .compose = [](Message& m) { RemoveField(m, "Message-ID"); }},
    {.name = "message-id-repeated",
     .about = "two Message-ID fields",
     .claims = "format-message-id=fail format-single-instance=fail",
     .compose = [](Message& m) { RepeatField(m, "Message-ID"); }},
    {.name = "message-id-no-brackets",
     .about = "Message-ID without angle brackets",
     .needs = kSingle | kIdOpen,
     .claims = "format-message-id=fail",
     .compose =
         [](Message& m) {
           SetField(m, "Message-ID", m.plan.random.Token(20) + "@" + std::string(m.plan.sender->org_domain));
         }},
    {.name = "message-id-no-at",
     .about = "Message-ID without @",
     .needs = kSingle | kIdOpen,
     .claims = "format-message-id=fail",
     .compose = [](Message& m) { SetField(m, "Message-ID", fmt::format("<{}>", m.plan.random.Token(24))); }},
    {.name = "message-id-long",
     .about = "Message-ID of more than 500 characters",
     .needs = kSingle,
     .claims = "format-message-id=fail format-header-size=fail",
     .compose =
         [](Message& m) {
           SetField(m, "Message-ID",
                    fmt::format("<{}@{}>", m.plan.random.Token(600), m.plan.sender->org_domain));
         }},
    {.name = "message-id-localhost",
     .about = "Message-ID of localhost",
     .claims = "format-message-id=warn",
     .compose =
         [](Message& m) {
           SetField(m, "Message-ID", fmt::format("<{}@localhost>", m.plan.random.Token(24)));
         }},
    {.name = "message-id-added",
     .about = "Message-ID that a receiver had to add",
     .claims = "format-message-id=fail",
     .compose =
         [](Message& m) {
           SetField(m, "Message-ID",
                    fmt::format("<{}.SMTPIN_ADDED_MISSING@{}>", m.plan.random.Token(20), kReceiverHost));
         }},
    {.name = "subject-repeated",
     .about = "two Subject fields",
     .claims = "format-single-instance=fail",
     .compose = [](Message& m) { RepeatField(m, "Subject"); }},
    {.name = "bcc-left",
     .about = "Bcc left in the mail",
     .claims = "format-single-instance=warn",
     .compose =
         [](Message& m) { AppendField(m, "Bcc", fmt::format("<archive@{}>", m.plan.sender->org_domain)); }},
    {.name = "header-line-long",
     .about = "a header line of more than 998 octets",
     .needs = kSingle,
     .claims = "format-line-length=fail",
     .compose = [](Message& m) { AppendField(m, "X-Campaign-Data", m.plan.random.Token(1100)); }},
    {.name = "header-latin1",
     .about = "raw Latin-1 in Subject",
     .needs = kEditsSubject | kAsciiHeader | kSingle,
     .claims = "format-8bit-header=fail",
     .compose = [](Message& m) { SetField(m, "Subject", "Caf\xe9 evenings"); }},
    {.name = "header-utf8",
     .about = "raw UTF-8 in Subject, not announced by the border hop",
     .needs = kEditsSubject | kAsciiHeader | kSingle | kDeliveredOnly,
     .claims = "format-8bit-header=warn",
     .compose = [](Message& m) { SetField(m, "Subject", "Caf\xc3\xa9 evenings"); }},
    {.name = "header-utf8-announced",
     .about = "raw UTF-8 in Subject under SMTPUTF8",
     .needs = kEditsSubject | kAsciiHeader | kSingle | kDeliveredOnly,
     .claims = "format-8bit-header=pass",
     .plan = [](Plan& p) { p.border_protocol = "UTF8SMTPS"; },
     .compose = [](Message& m) { SetField(m, "Subject", "Caf\xc3\xa9 evenings"); }},
    {.name = "header-utf8-presend",
     .about = "raw UTF-8 in Subject before sending",
     .needs = kEditsSubject | kAsciiHeader | kSingle | kPresendOnly,
     .claims = "format-8bit-header=unknown",
     .compose = [](Message& m) { SetField(m, "Subject", "Caf\xc3\xa9 evenings"); }},
    {.name = "word-unknown-charset",
     .about = "an encoded-word in a charset that does not exist",
     .needs = kEditsSubject,
     .claims = "format-encoded-word=fail",
     .compose = [](Message& m) { SetField(m, "Subject", "=?x-nonesuch-9?B?S2VucGlu?="); }},
    {.name = "word-undecodable",
     .about = "an encoded-word whose base64 is none",
     .needs = kEditsSubject,
     .claims = "format-encoded-word=fail",
     .compose = [](Message& m) { SetField(m, "Subject", "=?UTF-8?B?%%%*%%%*?="); }},
    {.name = "word-long",
     .about = "an encoded-word of more than 75 characters",
     .needs = kEditsSubject,
     .claims = "format-encoded-word=warn",
     .compose =
         [](Message& m) {
           SetField(
               m, "Subject",
               "\r\n =?UTF-8?B?" +
                   Base64("One single encoded-word that goes on and on, past all that is allowed to it") +
                   "?=");
         }},
    {.name = "word-split-character",
     .about = "a character split over two encoded-words",
     .needs = kEditsSubject,
     .claims = "format-encoded-word=warn",
     .compose =
         [](Message& m) {
           SetField(m, "Subject",
                    "=?UTF-8?B?" + Base64("Caf\xc3") + "?=\r\n =?UTF-8?B?" + Base64("\xa9 evenings") + "?=");
         }},
    {.name = "exchange-reencoded",
     .about = "List-Unsubscribe rewritten as encoded-words after delivery",
     .needs = kSingle | kCampaignOnly | kNoFeedback | kNoFromLines | kDeliveredOnly,
     .claims = "format-encoded-word=warn align-from=? align-both=? fwd-arc=? "
               "fwd-markers=? " KENPIN_UNTOLD_SIGNATURE,
     .tamper = ReencodeLikeExchange},
    {.name = "unsub-encoded",
     .about = "List-Unsubscribe written as an encoded-word",
     .needs = kSingle | kCampaignOnly | kPresendOnly,
     .claims = "format-encoded-word=fail unsub-header=? unsub-https=? unsub-post=? unsub-one-click=?",
     .compose = EncodeUnsubscribe},
    {.name = "header-field-huge",
     .about = "a field of 40 KB",
     .needs = kSingle,
     .claims = "format-header-size=fail",
     .demo_millionths = kBulky,
     .compose = AddHugeField},
    {.name = "header-field-large",
     .about = "a field of 28 KB",
     .needs = kSingle,
     .claims = "format-header-size=warn",
     .demo_millionths = kBulky,
     .compose = AddLargeField},
    {.name = "subject-long",
     .about = "a Subject of more than 998 characters",
     .needs = kEditsSubject,
     .claims = "format-header-size=fail",
     .compose = WriteLongSubject},
    {.name = "hops-loop",
     .about = "more than 50 Received fields",
     .needs = kDeliveredOnly,
     .claims = "format-hops=fail infra-tls=? infra-tls-version=?",
     .demo_millionths = kBulky,
     .plan = [](Plan& p) { p.extra_hops = 52; }},
    {.name = "hops-many",
     .about = "more than 25 Received fields",
     .needs = kDeliveredOnly,
     .claims = "format-hops=warn infra-tls=? infra-tls-version=?",
     .plan = [](Plan& p) { p.extra_hops = 28; }},
    {.name = "header-no-colon",
     .about = "a header line without a colon",
     .needs = kUnsigned,
     .claims = "format-parse=fail",
     .tamper =
         [](Message& m) {
           m.fields.push_back({"", "this line belongs to no field\r\n"});
         }},
    {.name = "header-nul",
     .about = "a NUL in a field",
     .needs = kSingle,
     .claims = "format-parse=fail",
     .compose = [](Message& m) { AppendField(m, "X-Note", std::string_view("before\0after", 12)); }},
    {.name = "header-space-colon",
     .about = "white space before the colon of a field",
     .claims = "format-parse=warn",
     .compose =
         [](Message& m) {
           m.fields.push_back({"X-Note", "X-Note : obsolete syntax\r\n"});
         }},
}};

}  // namespace

std::span<const DefectRow> HeaderDefects() { return kRows; }

}  // namespace kenpin::corpus
