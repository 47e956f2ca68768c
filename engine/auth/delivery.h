// What the fields that a receiver wrote say of the delivery, as plain data: the border hop, at which the
// message came from another ADMD, the Authentication-Results that can be believed, and the envelope. How they
// are found is in receiver.h.
#ifndef KENPIN_ENGINE_AUTH_DELIVERY_H_
#define KENPIN_ENGINE_AUTH_DELIVERY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/mail/authentication_results.h"
#include "engine/mail/ip_address.h"
#include "engine/mail/parse_flaw.h"
#include "engine/mail/received_hop.h"

namespace kenpin {

// Why a receiver's field is believed: its id and its place both fit.
enum class TrustBasis : uint8_t {
  kNone,         // None is.
  kAboveBorder,  // Above the border Received, with an id in the receiver's ADMD or given by --authserv-id.
  kWithoutId,    // Without an authserv-id, accepted by its place (Exchange Online writes none).
  kMilterGiven,  // In milter position directly below the border, with an id given by --authserv-id.
  kMilter,  // In milter position, with the id of the border's host: a forged field could stand there too.
  kReceivedSpf,  // Only a Received-SPF of the border hop.
  kBelowBorder,  // The topmost one directly below the border, where Gmail always writes its own: nothing can
                 // be forged above it.
};
std::string_view TrustBasisName(TrustBasis basis);  // "none", "above_border", ...

// Where a fact of the envelope comes from, best first.
enum class EnvelopeBasis : uint8_t {
  kUnknown,
  kOption,       // --mail-from, --client-ip, --helo.
  kFile,         // --envelope.
  kAuthResults,  // A trusted Authentication-Results.
  kReceivedSpf,  // The Received-SPF of the border hop.
  kReceived,     // The border Received.
  kReturnPath,
  kFromLine,  // The address in the mbox From_ line: weak.
};
std::string_view EnvelopeBasisName(EnvelopeBasis basis);  // "unknown", "option", ...

// One dkim= of a trusted field.
struct ReceiverDkim {
  AuthWord word = AuthWord::kOther;
  std::string_view domain;     // header.d, else the domain of header.i; lower case A-labels.
  std::string_view selector;   // header.s.
  std::string_view signature;  // The beginning of b= (header.b).
  bool no_key = false;         // The writer says that there is no key.
  bool verified = false;       // dkim=test with "verified" in its comment.
  int key_bits = 0;            // As a comment tells ("2048-bit key"); 0 if none does.
};

// All trusted fields of one hop, merged. A word is absent where none of them speaks of the method.
struct ReceiverResults {
  TrustBasis basis = TrustBasis::kNone;
  std::string_view authserv_id;  // Of the first; empty where none is written.
  uint32_t field = 0;            // Its ordinal among the Authentication-Results fields, from the top, from 1.
  uint32_t received_above = 0;   // Received fields above it.
  bool gmail = false;            // Written by Gmail, which leaves out dmarc= where there is no record.
  std::optional<AuthWord> spf;   // Of MAIL FROM; of HELO only with the null sender.
  bool spf_is_helo = false;
  bool spf_by_received_spf = false;  // `spf` is the word of a Received-SPF, for no other field speaks of SPF.
  std::string_view spf_domain;       // smtp.mailfrom's (or smtp.helo's) domain, lower case.
  bool spf_best_guess = false;       // "best guess record": there is no SPF record.
  std::span<const ReceiverDkim> dkim;
  bool dkim_none = false;  // dkim=none: the receiver saw no signature.
  std::optional<AuthWord> dmarc;
  std::string_view dmarc_from;    // header.from, lower case.
  std::string_view dmarc_policy;  // p= of the comment, lower case; empty if none is told.
  std::optional<AuthWord> arc;
  std::optional<AuthWord> iprev;
  bool cut = false;  // More than kMaxReceiverDkim entries; the rest is left out.
};

// The beliefs that rules and records want to see, whether used or not.
struct EnvelopeFacts {
  EnvelopeBasis mail_from_basis = EnvelopeBasis::kUnknown;
  bool null_sender = false;
  std::string_view mail_from;         // Without brackets; empty for the null sender. The domain alone where
                                      // the receiver tells no more.
  std::string_view mail_from_domain;  // Lower case A-labels; empty for the null sender.
  EnvelopeBasis client_basis = EnvelopeBasis::kUnknown;
  std::optional<IpAddress> client;
  EnvelopeBasis helo_basis = EnvelopeBasis::kUnknown;
  std::string_view helo;  // As said.
};

struct DeliveryFacts {
  bool has_receiver_evidence =
      false;                       // A trusted field, or a topmost Received of another ADMD: mode archive.
  std::optional<uint32_t> border;  // Ordinal of the border Received from the top, from 0.
  ReceivedHop border_hop;          // Meaningful with `border`.
  bool inner_hop_plain = false;  // A hop below the border, between public hosts of the sender, shows no TLS.
  // Two trusted fields of one hop name different clients: neither field is believed, border and client are
  // unknown, and these are the two.
  bool clients_differ = false;
  std::optional<IpAddress> one_client;
  std::optional<IpAddress> other_client;
  bool lower_delivery = false;   // A hop below the border ended in another ADMD than sender's and receiver's.
  bool receiver_notice = false;  // Null sender and written by the receiver itself, without a border hop.
  std::optional<int64_t> delivered_at;  // Of the border hop, else of the topmost Received.
  ReceiverResults results;
  EnvelopeFacts envelope;
  ParseFlaws flaws;  // kAuthResultsTooLong, kTooManyTraceFields.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DELIVERY_H_
