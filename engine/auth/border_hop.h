// The Received fields as a chain of hops, and the border among them: the hop at which the receiver took the
// message from another ADMD. Everything above the border was written by the receiver; everything below it is
// what the client said.
//
// The hard part is that anybody can write Received fields below the border. So a hop is looked at only while
// all above it were the receiver's own: handed over inside, without a peer, or between private addresses.
#ifndef KENPIN_ENGINE_AUTH_BORDER_HOP_H_
#define KENPIN_ENGINE_AUTH_BORDER_HOP_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/auth/admd.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"
#include "engine/mail/received_hop.h"

namespace kenpin {

// SMTP gives up at 100 hops (RFC 5321 §6.3). Fields beyond are not read: ParseFlaw::kTooManyTraceFields.
inline constexpr size_t kMaxHops = 100;
// --authserv-id: more than anybody has receivers.
inline constexpr size_t kMaxReceiverNames = 64;

struct Hop {
  ReceivedHop said;
  uint32_t field = 0;  // Index into MessageView::fields().
  bool named = false;  // The "by" host says whose it is.
};

struct HopChain {
  std::span<const Hop> hops;  // Topmost first.
  bool too_many = false;
};
HopChain ReadHops(const MessageView& view, Arena& arena);

// The ADMDs that count as the receiver.
using ReceiverNames = std::span<const Admd>;

// The registrable domains of --authserv-id.
ReceiverNames NamesOfIds(std::span<const std::string> authserv_ids, const PublicSuffixList& suffixes,
                         Arena& arena);
// The ADMD of the topmost "by" host that has one, as far as only inner hops stand above it; else none.
ReceiverNames NamesOfChain(std::span<const Hop> hops, const PublicSuffixList& suffixes, Arena& arena);

// Whether the host belongs to one of them, whatever its case.
bool Contains(ReceiverNames names, std::string_view host);

// The part of the chain that the receiver wrote.
struct ReceiverPart {
  std::optional<size_t> border;  // By walking down from the top.
  std::optional<size_t>
      lowest;  // The lowest hop that the receiver wrote: the border, else its last inner one.
  // How far down a peer may be looked for, inclusive: hops whose peer has a verified name in the receiver's
  // ADMD may be its own, or those of its customers.
  size_t reach = 0;
};
ReceiverPart FindReceiverPart(std::span<const Hop> hops, ReceiverNames receiver);

// The topmost hop within reach whose "by" is the receiver's and whose peer is `client`.
std::optional<size_t> FindHopOfClient(std::span<const Hop> hops, ReceiverNames receiver, size_t reach,
                                      const IpAddress& client);

// The host under which Exchange Online takes and hands over mail; never one of those that send it out.
bool IsExchangeInboundHost(std::string_view host);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_BORDER_HOP_H_
