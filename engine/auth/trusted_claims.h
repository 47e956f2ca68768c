// Which Authentication-Results and Received-SPF fields are the receiver's own (RFC 8601 §5): both the id and
// the place must fit, for anybody can write such a field. And which hop is the border, since a trusted field
// names the client better than any walk over Received fields can.
//
// The hard part is that each needs the other: a field is believed by its place at the border, and the border
// is found by the client that the field names. So fields are tried from the top: each names a client, the
// client a hop, and the hop says whether the field stands where it must.
#ifndef KENPIN_ENGINE_AUTH_TRUSTED_CLAIMS_H_
#define KENPIN_ENGINE_AUTH_TRUSTED_CLAIMS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/auth/border_hop.h"
#include "engine/auth/delivery.h"
#include "engine/mail/arena.h"
#include "engine/mail/authentication_results.h"
#include "engine/mail/message_view.h"
#include "engine/mail/received_spf.h"

namespace kenpin {

// Fields read from the top; receivers write ten at most. What is beyond is not read:
// ParseFlaw::kTooManyTraceFields.
inline constexpr size_t kMaxClaims = 64;
// Fields of the block below the border in which milters write.
inline constexpr size_t kMaxMilterBlock = 64;

// One Authentication-Results or Received-SPF field.
struct Claim {
  enum class Kind : uint8_t { kAuthResults, kReceivedSpf };
  Kind kind = Kind::kAuthResults;
  uint32_t field = 0;         // Index into MessageView::fields().
  uint32_t ordinal = 0;       // Among the fields of its kind, from 1.
  size_t received_above = 0;  // So the next Received below is this hop.
  std::string_view id;        // In lower case; empty where none is written.
  bool given = false;         // The id is one of --authserv-id.
  AuthenticationResults results;
  ReceivedSpf spf;
  std::optional<IpAddress> client;        // A public address that it names as the client.
  std::optional<IpAddress> other_client;  // A second, different one.
  TrustBasis trust = TrustBasis::kNone;   // Filled for the hop that was found.
};

struct TrustedClaims {
  std::optional<size_t> border;
  std::optional<IpAddress> client;  // That a trusted field names.
  EnvelopeBasis client_basis = EnvelopeBasis::kUnknown;
  // Of the border hop first, then those of hops above it; each in the order of the message.
  std::span<const Claim* const> claims;
  std::optional<IpAddress> one_client;  // Set if two fields of the hop differ; nothing else is filled then.
  std::optional<IpAddress> other_client;
  ParseFlaws flaws;
};

struct ClaimInput {
  const MessageView& view;
  std::span<const Hop> hops;
  ReceiverNames receiver;
  std::span<const std::string> authserv_ids;
  ReceiverNames senders;  // ADMDs of author and signers: what they submit to themselves is no delivery.
};

// Finds the border and the fields that are believed there. Linear: at most kMaxClaims fields, of which each
// is read once and placed at most three times. Views point into the message and `arena`.
TrustedClaims FindTrustedClaims(const ClaimInput& input, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_TRUSTED_CLAIMS_H_
