// One pass over the tokens of engine/mail/received.h. Clauses give the words, comments are told apart by
// their place and their look, and only at the end, when it is known who wrote the field, is it decided which
// word was the HELO name and what the absence of a name means.
#include "engine/mail/received_hop.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/date.h"
#include "engine/mail/hop_peer.h"
#include "engine/mail/received.h"
#include "engine/mail/word_cutter.h"

namespace kenpin {
namespace {

constexpr size_t kNpos = std::string_view::npos;

enum class Clause : uint8_t { kNone, kFrom, kBy, kVia, kWith, kOther };

std::optional<Clause> FindClause(std::string_view word) {
  if (EqualsIgnoreCase(word, "from")) return Clause::kFrom;
  if (EqualsIgnoreCase(word, "by")) return Clause::kBy;
  if (EqualsIgnoreCase(word, "via")) return Clause::kVia;
  if (EqualsIgnoreCase(word, "with")) return Clause::kWith;
  if (EqualsIgnoreCase(word, "id") || EqualsIgnoreCase(word, "for")) return Clause::kOther;
  return std::nullopt;
}

// What a word of the with clause says.
struct Protocol {
  HopTransport transport = HopTransport::kOther;
  bool tls = false;
  bool authenticated = false;
  bool smtputf8 = false;
};

struct ProtocolRow {
  std::string_view word;
  HopTransport transport;
};

// Beside SMTP and LMTP, whose letters are read by ReadProtocol().
constexpr ProtocolRow kProtocols[] = {
    {"SMTPSVC", HopTransport::kSmtp},  // Microsoft's service; no S for TLS.
    {"ASMTP", HopTransport::kSmtp},    // Old Exim, for ESMTPA.
    {"HTTP", HopTransport::kInternal},     {"HTTPS", HopTransport::kInternal},
    {"HTTPU", HopTransport::kInternal},    {"REST", HopTransport::kInternal},
    {"HTTPREST", HopTransport::kInternal}, {"DAV", HopTransport::kInternal},
    {"MAPI", HopTransport::kInternal},     {"MailboxResubmission", HopTransport::kInternal},
    {"LOCAL", HopTransport::kInternal},    {"BSMTP", HopTransport::kInternal},  // Batches from a file.
    {"QMQP", HopTransport::kInternal},     {"POP3", HopTransport::kInternal},
    {"POP3S", HopTransport::kInternal},    {"POP", HopTransport::kInternal},
    {"IMAP", HopTransport::kInternal},     {"IMAPS", HopTransport::kInternal},
};

// RFC 5321 §4.4, RFC 3848, RFC 6531 §4.3 and what is written without registration. Whole words only: the
// letters behind SMTP are none, S, A or SA.
std::optional<Protocol> ReadProtocol(std::string_view word) {
  Protocol protocol;
  for (const ProtocolRow& row : kProtocols) {
    if (!EqualsIgnoreCase(word, row.word)) continue;
    protocol.transport = row.transport;
    protocol.authenticated = row.word == "ASMTP";
    return protocol;
  }
  protocol.smtputf8 = StartsWithIgnoreCase(word, "UTF8");
  if (protocol.smtputf8) word.remove_prefix(4);
  if (StartsWithIgnoreCase(word, "LMTP")) {
    protocol.transport = HopTransport::kInternal;
  } else {
    if (!protocol.smtputf8 && StartsWithIgnoreCase(word, "E")) word.remove_prefix(1);
    if (!StartsWithIgnoreCase(word, "SMTP")) return std::nullopt;
    protocol.transport = HopTransport::kSmtp;
  }
  const std::string_view letters = word.substr(4);
  protocol.tls = EqualsIgnoreCase(letters, "S") || EqualsIgnoreCase(letters, "SA");
  protocol.authenticated = EqualsIgnoreCase(letters, "A") || EqualsIgnoreCase(letters, "SA");
  if (!letters.empty() && !protocol.tls && !protocol.authenticated) return std::nullopt;
  return protocol;
}

bool IsUnder(std::string_view host, std::string_view domain) {
  return host.size() >= domain.size() && host.substr(host.size() - domain.size()) == domain &&
         (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

MtaFamily FamilyOfHost(std::string_view by) {
  if (IsUnder(by, "protection.outlook.com")) return MtaFamily::kExchangeOnline;
  if (IsUnder(by, "google.com") || IsUnder(by, "gmail.com") || IsUnder(by, "googlemail.com"))
    return MtaFamily::kGmail;
  if (IsUnder(by, "yahoo.com")) return MtaFamily::kYahoo;
  return MtaFamily::kUnknown;
}

// "8.15.2/8.15.2", "8.9.3/8.9.3/Submit", "8.11.6", "5.65v4.0/1.1".
bool IsSendmailVersion(std::string_view inside) {
  const std::string_view word = inside.substr(0, inside.find(' '));
  if (word.size() < 4 || (word[0] != '8' && word[0] != '5') || word[1] != '.' || !IsDigit(word[2]))
    return false;
  return inside.find('/') != kNpos || word[0] == '8';
}

struct FamilyRow {
  std::string_view word;
  MtaFamily family;
};
constexpr FamilyRow kFamilies[] = {
    {"Postfix", MtaFamily::kPostfix}, {"Exim", MtaFamily::kExim},     {"Sendmail", MtaFamily::kSendmail},
    {"qmail", MtaFamily::kQmail},     {"Haraka", MtaFamily::kHaraka}, {"ecelerity", MtaFamily::kEcelerity},
    {"Yahoo", MtaFamily::kYahoo},
};

// By the first word of a comment behind "by".
MtaFamily FamilyOfComment(std::string_view inside) {
  for (const FamilyRow& row : kFamilies) {
    if (!StartsWithIgnoreCase(inside, row.word)) continue;
    if (inside.size() == row.word.size() || !IsClass(inside[row.word.size()], kAlpha | kDigit))
      return row.family;
  }
  return MtaFamily::kUnknown;
}

bool IsInvocation(std::string_view inside) {
  constexpr std::string_view kInvoked = " invoked ";
  for (size_t at = inside.find(kInvoked); at != kNpos; at = inside.find(kInvoked, at + 1)) {
    const std::string_view how = inside.substr(at + kInvoked.size());
    if (how.substr(0, 3) == "by " || how.substr(0, 5) == "from ") return true;
  }
  return false;
}

// Comments of mail that no SMTP client brought: "(qmail 1 invoked by uid 0)", "(Postfix, from userid 0)",
// "(from user@localhost)", "(8.15.2/8.15.2/Submit)", "(localhost [[UNIX: localhost]])".
bool IsLocalComment(std::string_view inside) {
  constexpr std::string_view kSubmit = "/Submit";
  return IsInvocation(inside) || inside.find("[UNIX: ") != kNpos || inside.find(", from userid ") != kNpos ||
         StartsWithIgnoreCase(inside, "from ") ||
         (inside.size() > kSubmit.size() && inside.substr(inside.size() - kSubmit.size()) == kSubmit);
}

bool IsBracketed(std::string_view host) { return !host.empty() && host[0] == '['; }

bool HasUpperCase(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

// A host name as hops are compared by.
std::string_view NormalHost(std::string_view host, Arena& arena) {
  if (host.size() > 1 && host.back() == '.') host.remove_suffix(1);
  if (!HasUpperCase(host)) return host;
  char* out = static_cast<char*>(arena.Allocate(host.size(), 1));
  std::transform(host.begin(), host.end(), out, ToLower);
  return {out, host.size()};
}

class HopReader {
 public:
  HopReader(std::string_view body, Arena& arena) : body_(body), arena_(arena) {}
  ReceivedHop Read();

 private:
  void ReadWord(std::string_view word);
  void TakeValue(std::string_view word);
  void ReadWithWord(std::string_view word);
  void TakeProtocol(const Protocol& protocol, std::string_view word);
  void ReadComment(std::string_view inside);
  void ReadRemark(std::string_view inside);
  MtaFamily FindFamily() const;
  HopTransport TransportWithoutWith();
  void FinishPeer();
  void FinishPeerName();

  std::string_view body_;
  Arena& arena_;
  ReceivedHop hop_;
  PeerWords peer_;
  TlsWordReader with_words_{&hop_.tls};
  Clause clause_ = Clause::kNone;
  bool value_due_ = false;
  bool comment_in_between_ = false;  // Between the keyword and its value.
  bool for_follows_ = false;
  bool has_with_ = false;
  bool protocol_known_ = false;
  bool microsoft_ = false;      // The with clause begins "Microsoft".
  bool local_comment_ = false;  // IsLocalComment().
  bool envelope_from_ = false;  // "(envelope-from" behind the with clause.
  bool pickup_ = false;         // "mail pickup service".
  bool over_tls_ = false;       // The last word behind the by host was "TLS".
  MtaFamily comment_family_ = MtaFamily::kUnknown;
  std::string_view via_;
};

ReceivedHop HopReader::Read() {
  std::string_view date;
  bool semicolon = false;
  ReceivedTokenizer tokens(body_);
  for (ReceivedToken t = tokens.Next(); t.kind != ReceivedTokenKind::kEnd; t = tokens.Next()) {
    if (t.kind == ReceivedTokenKind::kSemicolon) {
      semicolon = true;
      date = body_.substr(tokens.position());
      // Only a later semicolon could say otherwise.
      if (date.find(';') == kNpos) break;
    } else if (semicolon) {
      continue;
    } else if (t.kind == ReceivedTokenKind::kComment) {
      ReadComment(TrimBlanks(t.text.substr(1, t.text.size() - 2)));
    } else {
      if (!value_due_ && CanBeginTraceDate(t.text)) date = body_.substr(tokens.position() - t.text.size());
      ReadWord(t.text);
    }
  }
  const std::optional<MailDate> parsed = ParseMailDate(date, DateGrammar::kTrace);
  if (parsed) hop_.time = parsed->time;
  if (!has_with_) hop_.transport = TransportWithoutWith();
  if (pickup_) hop_.transport = HopTransport::kInternal;
  hop_.family = FindFamily();
  FinishPeer();
  return hop_;
}

// A value is taken unseen, because a host may be called "by"; but where the value is missing, a comment
// stands in its place: "from (HELO x) by y".
void HopReader::ReadWord(std::string_view word) {
  const std::optional<Clause> clause = FindClause(word);
  if (value_due_ && !(clause && comment_in_between_)) {
    value_due_ = false;
    TakeValue(word);
  } else if (clause) {
    clause_ = *clause;
    value_due_ = true;
    comment_in_between_ = false;
    for_follows_ = EqualsIgnoreCase(word, "for");
  } else if (clause_ == Clause::kWith) {
    ReadWithWord(word);
  } else if (clause_ == Clause::kFrom) {
    if (word[0] == '[') ReadPeerComment(word, &peer_);
    // Microsoft's "from mail pickup service": a file in a directory.
    pickup_ |= EqualsIgnoreCase(word, "pickup");
  } else if (clause_ == Clause::kBy) {
    // Microsoft's "by HOST over TLS secured channel".
    if (over_tls_ && EqualsIgnoreCase(word, "secured")) AddTlsMark(TlsMark::kWord, &hop_.tls);
    over_tls_ = EqualsIgnoreCase(word, "TLS");
  }
}

void HopReader::TakeValue(std::string_view word) {
  switch (clause_) {
    case Clause::kFrom:
      if (peer_.from.empty()) peer_.from = word;
      break;
    case Clause::kBy:
      if (hop_.by.empty()) hop_.by = NormalHost(word, arena_);
      break;
    case Clause::kVia:
      if (via_.empty()) via_ = word;
      break;
    case Clause::kWith:
      if (has_with_) {
        clause_ = Clause::kOther;
        break;
      }
      has_with_ = true;
      hop_.with = word;
      hop_.transport = HopTransport::kOther;
      microsoft_ = EqualsIgnoreCase(word, "Microsoft");
      ReadWithWord(word);
      break;
    default:
      hop_.has_for |= for_follows_;
  }
}

void HopReader::ReadWithWord(std::string_view word) {
  with_words_.Read(word);
  if (protocol_known_) return;
  // Cisco's "ESMTP/TLS/AES256-SHA".
  const size_t slash = word.find('/');
  const std::optional<Protocol> protocol = ReadProtocol(word.substr(0, slash));
  if (!protocol) return;
  TakeProtocol(*protocol, word.substr(0, slash));
  if (slash == kNpos || !StartsWithIgnoreCase(word.substr(slash), "/TLS")) return;
  AddTlsMark(TlsMark::kCipher, &hop_.tls);
  if (word.size() > slash + 5 && word[slash + 4] == '/') AddTlsCipher(word.substr(slash + 5), &hop_.tls);
}

void HopReader::TakeProtocol(const Protocol& protocol, std::string_view word) {
  protocol_known_ = true;
  hop_.with = word;
  hop_.transport = protocol.transport;
  hop_.authenticated |= protocol.authenticated;
  hop_.smtputf8 = protocol.smtputf8;
  if (protocol.tls) AddTlsMark(TlsMark::kKeyword, &hop_.tls);
}

void HopReader::ReadComment(std::string_view inside) {
  comment_in_between_ = true;
  // What the client says of itself must not be taken for the writer's remark.
  if (clause_ == Clause::kFrom && ReadPeerComment(inside, &peer_)) return;
  if (clause_ != Clause::kFrom && comment_family_ == MtaFamily::kUnknown) {
    comment_family_ = FamilyOfComment(inside);
    if (clause_ == Clause::kBy && IsSendmailVersion(inside)) comment_family_ = MtaFamily::kSendmail;
  }
  local_comment_ |= IsLocalComment(inside);
  envelope_from_ |= has_with_ && StartsWithIgnoreCase(inside, "envelope-from");
  ReadRemark(inside);
}

void HopReader::ReadRemark(std::string_view inside) {
  if (EqualsIgnoreCase(inside, "TLS") || EqualsIgnoreCase(inside, "Google Transport Security"))
    AddTlsMark(TlsMark::kWord, &hop_.tls);
  // Courier.
  if (StartsWithIgnoreCase(inside, "AUTH: ")) hop_.authenticated = true;
  TlsWordReader tls(&hop_.tls);
  std::string_view previous;
  WordCutter cutter(inside);
  for (std::string_view word = cutter.Next(); !word.empty(); word = cutter.Next()) {
    tls.Read(word);
    if (EqualsIgnoreCase(word, "authenticated") && !EqualsIgnoreCase(previous, "not"))
      hop_.authenticated = true;
    previous = word;
  }
}

HopTransport HopReader::TransportWithoutWith() {
  if (!via_.empty()) {
    const std::optional<Protocol> protocol = ReadProtocol(via_);
    hop_.with = via_;
    hop_.transport = HopTransport::kOther;
    if (protocol) TakeProtocol(*protocol, via_);
    return hop_.transport;
  }
  if (local_comment_) return HopTransport::kInternal;
  const bool smtp = (peer_.address || IsBracketed(peer_.from)) && hop_.tls.mark != TlsMark::kNone;
  return smtp ? HopTransport::kSmtp : HopTransport::kUnstated;
}

MtaFamily HopReader::FindFamily() const {
  if (comment_family_ != MtaFamily::kUnknown) return comment_family_;
  const MtaFamily by_host = FamilyOfHost(hop_.by);
  if (by_host != MtaFamily::kUnknown) return by_host;
  if (microsoft_ && EqualsIgnoreCase(hop_.with, "SMTPSVC")) return MtaFamily::kMicrosoftSmtpsvc;
  if (microsoft_ && EqualsIgnoreCase(hop_.with, "SMTP")) return MtaFamily::kExchange;
  if (peer_.helo_comment) return MtaFamily::kQmail;
  // Exim without its name: it alone writes its keywords in lower case and the envelope sender behind them.
  if (envelope_from_ && hop_.transport == HopTransport::kSmtp && !HasUpperCase(hop_.with))
    return MtaFamily::kExim;
  return MtaFamily::kUnknown;
}

void HopReader::FinishPeer() {
  hop_.peer = peer_.address;
  // An address in place of the host is the client's where another word tells the HELO name or there was none,
  // and where the form is no RFC 5321 one; elsewhere it is what the client said.
  const bool without_protocol = !has_with_ && via_.empty() && IsBracketed(peer_.from);
  const bool host_is_client = peer_.has_helo || hop_.family == MtaFamily::kExim ||
                              hop_.family == MtaFamily::kYahoo || hop_.transport == HopTransport::kInternal ||
                              without_protocol;
  if (!hop_.peer && host_is_client) hop_.peer = ParsePeerAddress(peer_.from);
  // Exim leaves helo= out where it says the same.
  const bool host_is_helo = peer_.address || !hop_.peer || hop_.family == MtaFamily::kExim;
  if (peer_.has_helo) {
    hop_.helo = peer_.helo;
  } else if (host_is_helo) {
    hop_.helo = peer_.from;
  }
  if (hop_.peer) {
    FinishPeerName();
  } else if (pickup_ || hop_.helo.find('@') != kNpos) {
    // A local user or service.
    hop_.helo = {};
  }
}

void HopReader::FinishPeerName() {
  std::string_view name = peer_.name;
  if (hop_.family == MtaFamily::kExim || peer_.helo_comment) name = peer_.from;
  const bool exim_bracket = hop_.family == MtaFamily::kExim && IsBracketed(name);
  if (exim_bracket || EqualsIgnoreCase(name, "unknown")) {
    hop_.peer_name = PeerName::kUnknown;
    return;
  }
  // Qmail, Exchange, Haraka and others print names that they have not looked up forwards, or none at all.
  const bool looks_up = hop_.family == MtaFamily::kGmail || hop_.family == MtaFamily::kPostfix ||
                        hop_.family == MtaFamily::kSendmail || hop_.family == MtaFamily::kExim;
  const bool prints_always = hop_.family == MtaFamily::kGmail || hop_.family == MtaFamily::kSendmail;
  if (!name.empty() && peer_.may_be_forged) {
    hop_.peer_name = PeerName::kForged;
  } else if (!name.empty() && looks_up) {
    hop_.peer_name = PeerName::kVerified;
  } else if (name.empty() && prints_always) {
    hop_.peer_name = PeerName::kAbsent;
  }
  const bool told = hop_.peer_name == PeerName::kForged || hop_.peer_name == PeerName::kVerified;
  if (told) hop_.peer_name_text = NormalHost(name, arena_);
}

bool IsInternalIpv4(uint8_t a, uint8_t b) {
  return a == 0 || a == 10 || a == 127 || (a == 100 && (b & 0xC0) == 64) || (a == 169 && b == 254) ||
         (a == 172 && (b & 0xF0) == 16) || (a == 192 && b == 168);
}

}  // namespace

ReceivedHop ParseReceivedHop(std::string_view body, Arena& arena) { return HopReader(body, arena).Read(); }

bool IsInternalAddress(const IpAddress& address) {
  const IpAddress a = Unmapped(address);
  const std::array<uint8_t, 16>& o = a.octets;
  if (a.family == IpFamily::kIpv4) return IsInternalIpv4(o[0], o[1]);
  // :: and ::1.
  if (std::all_of(o.begin(), o.end() - 1, [](uint8_t octet) { return octet == 0; })) return o[15] <= 1;
  // Google numbers its inner hosts by 6to4 addresses (RFC 3056) of private IPv4 addresses.
  if (o[0] == 0x20 && o[1] == 0x02) return IsInternalIpv4(o[2], o[3]);
  return (o[0] & 0xFE) == 0xFC || (o[0] == 0xFE && (o[1] & 0x80) != 0);
}

}  // namespace kenpin
