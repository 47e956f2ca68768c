// Every reader here is of the same kind: it cuts the body at the punctuation of its field and lets a piece
// pass only if it is one of a list. None of them has to understand a field to be safe.
#include "engine/report/redact_field.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "engine/mail/ascii.h"
#include "engine/report/page_writer.h"

namespace kenpin {
namespace {

bool IsAmong(std::string_view text, std::span<const std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return EqualsIgnoreCase(word, text); });
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.size() <= 12 && std::all_of(text.begin(), text.end(), IsDigit);
}

// Puts `piece` behind what stands, with `between` if both say something.
void Add(std::string_view piece, std::string_view between, std::string* out) {
  if (piece.empty()) return;
  if (!out->empty()) *out += between;
  *out += piece;
}

// Where the quoted string or comment that begins at `begin` ends; the end of `text` if it never does.
size_t EndOfQuoted(std::string_view text, size_t begin) {
  const bool comment = text[begin] == '(';
  size_t depth = 1;
  for (size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (comment && text[i] == '(') {
      ++depth;
    } else if (text[i] == (comment ? ')' : '"') && --depth == 0) {
      return i + 1;
    }
  }
  return text.size();
}

// Takes the text up to the next `mark` outside of quoted strings and comments off `text`, and the mark with
// it.
std::string_view TakeUntil(char mark, std::string_view* text) {
  size_t i = 0;
  while (i < text->size() && (*text)[i] != mark) {
    i = (*text)[i] == '"' || (*text)[i] == '(' ? EndOfQuoted(*text, i) : i + 1;
  }
  const std::string_view piece = text->substr(0, i);
  text->remove_prefix(std::min(i + 1, text->size()));
  return TrimBlanks(piece);
}

// "Name <local@host>" as hash <hash@host>.
std::string Mailbox(std::string_view text, Redactor& redactor) {
  const size_t open = text.rfind('<');
  if (open == std::string_view::npos)
    return text.find('@') == std::string_view::npos ? redactor.Hash(text) : redactor.Address(text);
  const size_t close = std::min(text.find('>', open), text.size());
  std::string told = redactor.Hash(TrimBlanks(text.substr(0, open)));
  const std::string_view address = TrimBlanks(text.substr(open + 1, close - open - 1));
  Add("<" + redactor.Address(address) + ">", " ", &told);
  if (close < text.size()) Add(redactor.Hash(TrimBlanks(text.substr(close + 1))), " ", &told);
  return told;
}

std::string Mailboxes(std::string_view body, Redactor& redactor) {
  std::string told;
  while (!body.empty()) Add(Mailbox(TakeUntil(',', &body), redactor), ", ", &told);
  return told;
}

std::string MessageId(std::string_view text, Redactor& redactor) {
  if (!text.starts_with('<') || !text.ends_with('>') || text.size() < 2) return redactor.Address(text);
  return "<" + redactor.Address(text.substr(1, text.size() - 2)) + ">";
}

constexpr std::string_view kDateWords[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb",
                                           "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                                           "Dec", "GMT", "UT",  "UTC", "EST", "EDT", "CST", "CDT", "MST",
                                           "MDT", "PST", "PDT", "JST", "CET", "CEST"};

std::string Date(std::string_view body, Redactor& redactor) {
  std::string told;
  while (!body.empty()) {
    const std::string_view word = TakeUntil(' ', &body);
    const bool comma = word.ends_with(',');
    const std::string_view text = word.substr(0, word.size() - (comma ? 1 : 0));
    const bool plain = std::all_of(text.begin(), text.end(),
                                   [](char c) { return IsDigit(c) || c == ':' || c == '+' || c == '-'; });
    const bool comment = text.size() > 2 && text.starts_with('(') && text.ends_with(')');
    const bool told_word = IsAmong(comment ? text.substr(1, text.size() - 2) : text, kDateWords);
    std::string piece = plain || told_word ? std::string(text) : redactor.Hash(text);
    if (comma) piece += ',';
    Add(piece, " ", &told);
  }
  return told;
}

constexpr std::string_view kMimeParameters[] = {"charset", "format",   "delsp",       "boundary",
                                                "name",    "filename", "report-type", "protocol",
                                                "micalg",  "type",     "start"};
// Whose values are words of standards; the others are texts and identifiers.
constexpr std::string_view kToldParameters[] = {"charset", "format",   "delsp", "report-type",
                                                "type",    "protocol", "micalg"};

std::string MimeValue(std::string_view body, Redactor& redactor) {
  std::string told = redactor.Word(TakeUntil(';', &body));
  while (!body.empty()) {
    std::string_view value = TakeUntil(';', &body);
    const std::string_view name = TakeUntil('=', &value);
    std::string piece = IsAmong(name, kMimeParameters) ? std::string(name) : redactor.Hash(name);
    if (!value.empty()) {
      if (value.size() > 1 && value.starts_with('"') && value.ends_with('"'))
        value = value.substr(1, value.size() - 2);
      piece += '=';
      piece += IsAmong(name, kToldParameters) ? redactor.Word(value) : redactor.Hash(value);
    }
    Add(piece, "; ", &told);
  }
  return told;
}

std::string Uris(std::string_view body, Redactor& redactor) {
  std::string told;
  while (!body.empty()) {
    const size_t open = std::min(body.find('<'), body.size());
    std::string_view outside = TrimBlanks(body.substr(0, open));
    if (outside.starts_with(',')) {
      told += ',';
      outside = TrimBlanks(outside.substr(1));
    }
    Add(redactor.Hash(outside), " ", &told);
    body.remove_prefix(open);
    if (body.empty()) break;
    const size_t close = std::min(body.find('>'), body.size());
    Add("<" + redactor.Uri(TrimBlanks(body.substr(1, close - 1))) + ">", " ", &told);
    body.remove_prefix(std::min(close + 1, body.size()));
  }
  return told;
}

// "Phrase <label.host>": the identifier has the form of a domain (RFC 2919 §2).
std::string ListId(std::string_view body, Redactor& redactor) {
  const size_t open = body.rfind('<');
  if (open == std::string_view::npos || !body.ends_with('>')) return redactor.Hash(body);
  std::string told = redactor.Hash(TrimBlanks(body.substr(0, open)));
  Add("<" + redactor.Host(body.substr(open + 1, body.size() - open - 2)) + ">", " ", &told);
  return told;
}

std::string FeedbackId(std::string_view body, Redactor& redactor) {
  std::string told;
  bool first = true;
  while (!body.empty()) {
    if (!first) told += ':';
    first = false;
    told += redactor.Hash(TakeUntil(':', &body));
  }
  return told;
}

// RFC 8601 §2.7, RFC 7208 §9.1, and what receivers add.
constexpr std::string_view kMethods[] = {"auth",  "dkim",  "dkim-adsp", "domainkeys", "spf",      "sender-id",
                                         "dmarc", "arc",   "bimi",      "iprev",      "compauth", "dara",
                                         "x-tls", "dnswl", "action",    "sp",         "dis",      "reason",
                                         "p",     "pct",   "identity",  "x-spf-helo"};
constexpr std::string_view kResults[] = {
    "pass",    "fail",     "softfail", "neutral", "none",       "temperror", "permerror",
    "policy",  "hardfail", "nxdomain", "signed",  "unknown",    "discard",   "bestguesspass",
    "skipped", "declined", "error",    "test",    "quarantine", "reject",    "oreject",
    "accept",  "mailfrom", "helo",     "pra",     "timeout"};
constexpr std::string_view kHostProperties[] = {
    "header.d",       "header.s", "header.from",     "header.a",     "smtp.helo", "smtp.remote-ip",
    "client-ip",      "helo",     "receiver",        "policy.iprev", "d",         "smtp.rcpttodomain",
    "smtp.client-ip", "dns.zone", "policy.authority"};
constexpr std::string_view kAddressProperties[] = {
    "header.i", "header.sender", "smtp.mailfrom", "smtp.mail", "smtp.envfrom", "envelope-from",
    "i",        "smtp.rcptto",   "smtp.rcpt",     "x-sender"};
// The beginning of a signature.
constexpr std::string_view kSignatureProperties[] = {"header.b"};

// A value of Authentication-Results or Received-SPF.
std::string ClaimedValue(std::string_view name, std::string_view value, Redactor& redactor) {
  const bool angled = value.size() > 1 && value.starts_with('<') && value.ends_with('>');
  if (value.size() > 1 && (angled || (value.starts_with('"') && value.ends_with('"'))))
    value = value.substr(1, value.size() - 2);
  if (IsAmong(name, kMethods)) {
    return IsAmong(value, kResults) || IsNumber(value) ? std::string(value) : redactor.Hash(value);
  }
  if (IsAmong(name, kSignatureProperties)) return redactor.Word(value);
  if (IsAmong(name, kHostProperties)) return redactor.Host(value);
  if (IsAmong(name, kAddressProperties)) return redactor.AddressOrHost(value);
  return redactor.Hash(value);
}

std::string ClaimedWord(std::string_view word, Redactor& redactor) {
  const size_t equals = word.find('=');
  if (equals == std::string_view::npos) {
    const bool told = IsAmong(word, kResults) || IsNumber(word);
    return told ? std::string(word) : redactor.Hash(word);
  }
  const std::string_view name = word.substr(0, equals);
  const bool known = IsAmong(name, kMethods) || IsAmong(name, kHostProperties) ||
                     IsAmong(name, kAddressProperties) || IsAmong(name, kSignatureProperties);
  return (known ? std::string(name) : redactor.Hash(name)) + "=" +
         ClaimedValue(name, word.substr(equals + 1), redactor);
}

// An Authentication-Results begins with the name of its writer. Comments are free text, and receivers put
// addresses into them: they are hashed whole.
std::string Claims(FieldId field, std::string_view body, Redactor& redactor) {
  std::string told;
  bool may_be_id = field != FieldId::kReceivedSpf;
  size_t i = 0;
  while (i < body.size()) {
    const char c = body[i];
    if (IsClass(c, kBlank)) {
      ++i;
      continue;
    }
    if (c == ';') {
      told += ';';
      ++i;
      continue;
    }
    size_t end = i;
    if (c == '(') {
      end = EndOfQuoted(body, i);
      Add("(" + redactor.Hash(body.substr(i, end - i)) + ")", " ", &told);
    } else {
      while (end < body.size() && !IsClass(body[end], kBlank) && body[end] != ';' && body[end] != '(') {
        end = body[end] == '"' ? EndOfQuoted(body, end) : end + 1;
      }
      const std::string_view word = body.substr(i, end - i);
      const bool is_id = may_be_id && word.find('=') == std::string_view::npos;
      Add(is_id ? redactor.Host(word) : ClaimedWord(word, redactor), " ", &told);
      may_be_id = false;
    }
    i = end;
  }
  return told;
}

std::string OneOf(std::string_view body, std::span<const std::string_view> words, Redactor& redactor) {
  return IsAmong(body, words) ? std::string(body) : redactor.Hash(body);
}

}  // namespace

std::string RedactField(FieldId field, std::string_view folded, Redactor& redactor) {
  static constexpr std::string_view kEncodings[] = {"7bit", "8bit", "binary", "quoted-printable", "base64"};
  static constexpr std::string_view kOneClickValue[] = {"List-Unsubscribe=One-Click"};
  static constexpr std::string_view kVersions[] = {"1.0"};
  const std::string line = OneLine(folded);
  const std::string_view body = TrimBlanks(line);
  switch (field) {
    case FieldId::kFrom:
    case FieldId::kSender:
    case FieldId::kReplyTo:
    case FieldId::kTo:
    case FieldId::kCc:
    case FieldId::kBcc:
    case FieldId::kReturnPath:
      return Mailboxes(body, redactor);
    case FieldId::kMessageId:
      return MessageId(body, redactor);
    case FieldId::kDate:
      return Date(body, redactor);
    case FieldId::kMimeVersion:
      return OneOf(body, kVersions, redactor);
    case FieldId::kContentType:
    case FieldId::kContentDisposition:
      return MimeValue(body, redactor);
    case FieldId::kContentTransferEncoding:
      return OneOf(body, kEncodings, redactor);
    case FieldId::kListUnsubscribe:
      return Uris(body, redactor);
    case FieldId::kListUnsubscribePost:
      return OneOf(body, kOneClickValue, redactor);
    case FieldId::kListId:
      return ListId(body, redactor);
    case FieldId::kFeedbackId:
      return FeedbackId(body, redactor);
    case FieldId::kAuthenticationResults:
    case FieldId::kArcAuthenticationResults:
    case FieldId::kReceivedSpf:
      return Claims(field, body, redactor);
    default:
      return redactor.Hash(body);
  }
}

}  // namespace kenpin
