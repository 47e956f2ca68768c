// One Received field as a hop: who gave the message to whom, by what transport, and whether the writer says
// that TLS was on. Every mail system writes the field in its own way, and most of what matters stands in
// comments; the shapes are those of 40,000 fields of real mail.
#ifndef KENPIN_ENGINE_MAIL_RECEIVED_HOP_H_
#define KENPIN_ENGINE_MAIL_RECEIVED_HOP_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/ip_address.h"
#include "engine/mail/tls_hint.h"

namespace kenpin {

// How the message came in.
enum class HopTransport : uint8_t {
  kSmtp,      // Any SMTP or ESMTP, with whatever letters and words around it, or none but a peer and a TLS
              // comment.
  kInternal,  // Not between two ADMDs: HTTP(S), REST, mapi, LMTP, local, QMQP, a user id,
              // MailboxResubmission, DAV, and fetching by POP or IMAP.
  kUnstated,  // No with clause, and nothing in its place.
  kOther,     // A with clause that nobody knows.
};

// Who wrote the field, as far as its form shows: what the absence of a TLS mark is worth depends on it.
enum class MtaFamily : uint8_t {
  kUnknown,
  kExchangeOnline,    // "by" under protection.outlook.com: always marks TLS.
  kExchange,          // "Microsoft SMTP Server" anywhere else.
  kMicrosoftSmtpsvc,  // "Microsoft SMTPSVC(version)": never tells.
  kGmail,             // "by mx.google.com" and the like: always marks TLS.
  kExim,              // Always marks TLS.
  kPostfix,           // Adds the S to ESMTP; tells nothing with SMTP.
  kSendmail,          // "8.x/8.x": keeps ESMTP and puts TLS into a comment that may be absent.
  kQmail,
  kHaraka,
  kEcelerity,
  kYahoo,
};

// What the writer says of the peer's name in the reverse DNS.
enum class PeerName : uint8_t {
  kUnstated,  // The form has no place for it (Exchange), or there is no peer.
  kVerified,  // A name that the writer looked up, and its address is the peer's.
  kForged,    // Sendmail's "(may be forged)": a name exists, and its forward lookup fails.
  kUnknown,   // Postfix's "unknown", Exim's bracketed host: no name, a mismatch, or a lookup that failed.
  kAbsent,    // A bare address by an MTA that prints the name whenever there is one.
};

// Views point into the field body or the arena.
struct ReceivedHop {
  std::string_view by;    // Lower case, without a final dot; empty if there is none.
  std::string_view helo;  // As the client said it; empty if not recorded. Brackets of a literal kept.
  std::string_view peer_name_text;  // The name with kVerified and kForged, lower case.
  PeerName peer_name = PeerName::kUnstated;
  std::optional<IpAddress> peer;  // The client's address, IPv4-mapped ones unmapped.
  HopTransport transport = HopTransport::kUnstated;
  MtaFamily family = MtaFamily::kUnknown;
  std::string_view with;  // The word of the with (or via) clause that names the protocol, as written; where
                          // none is known, its first word.
  bool authenticated = false;  // A submission: the keyword has an A, or the writer says "authenticated".
  bool smtputf8 = false;       // The keyword begins UTF8 (RFC 6531).
  TlsHint tls;
  std::optional<int64_t> time;  // Unix seconds.
  bool has_for = false;         // A "for" clause.
};

// Reads one Received field body, folds included. Never fails; linear. Any thread.
ReceivedHop ParseReceivedHop(std::string_view body, Arena& arena);

// Private, loopback, link-local, unique-local, carrier-grade NAT (RFC 6598) or unspecified: never a client
// from another ADMD.
bool IsInternalAddress(const IpAddress& address);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_RECEIVED_HOP_H_
