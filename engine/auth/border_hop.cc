#include "engine/auth/border_hop.h"

#include <algorithm>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

// How sure one must be that a peer with a public address is the receiver's own host.
enum class Proof : uint8_t {
  kInboundHost,   // By its name (Exchange), or the next field shows that it takes mail from outside.
  kVerifiedName,  // Any verified name in the receiver's ADMD: customers send from such hosts, too.
};

// Fetched from a mailbox: never between two MTAs.
bool IsRetrieval(const ReceivedHop& hop) {
  return hop.transport == HopTransport::kInternal &&
         (StartsWithIgnoreCase(hop.with, "POP") || StartsWithIgnoreCase(hop.with, "IMAP"));
}

constexpr Admd kMicrosoftNames[] = {{"outlook.com", AdmdFamily::kMicrosoft}};
constexpr ReceiverNames kMicrosoft(kMicrosoftNames);

bool HasPublicPeer(const ReceivedHop& hop) { return hop.peer && !IsInternalAddress(*hop.peer); }

bool NamesStranger(std::string_view helo, ReceiverNames receiver) {
  return NamesItsAdmd(helo) && !Contains(receiver, helo);
}

bool HasVerifiedPeer(const ReceivedHop& hop, ReceiverNames receiver) {
  return hop.peer_name == PeerName::kVerified && Contains(receiver, hop.peer_name_text);
}

// Neither between two ADMDs by its kind nor by its peer. A host without an address may still be a stranger's.
bool IsInnerByForm(const Hop& hop, ReceiverNames receiver) {
  if (hop.said.transport == HopTransport::kInternal || IsRetrieval(hop.said)) return true;
  if (!hop.said.peer) return !NamesStranger(hop.said.helo, receiver);
  return IsInternalAddress(*hop.said.peer);
}

// The first hop of the receiver's own: whoever fetched the mail from the mailbox later wrote those above.
size_t SkipRetrieval(std::span<const Hop> hops) {
  size_t begin = 0;
  for (size_t i = 0; i < hops.size() && IsInnerByForm(hops[i], {}); ++i) {
    if (IsRetrieval(hops[i].said)) begin = i + 1;
  }
  return begin;
}

// A host without an ADMD is whose it is above.
bool IsInside(const Hop& hop, ReceiverNames receiver) {
  return !hop.named || Contains(receiver, hop.said.by);
}

// HELO is the client's claim, but Exchange writes no verified name, and names its own hosts in this way.
bool IsExchangeInner(const Hop& hop) {
  return IsExchangeInboundHost(hop.said.helo) && Contains(kMicrosoft, hop.said.by);
}

// Whether the peer of hops[i] is one of the receiver's hosts that takes mail from outside, as the next field
// shows.
bool IsInboundPeer(std::span<const Hop> hops, size_t i, ReceiverNames receiver) {
  if (i + 1 >= hops.size() || receiver.empty() || receiver.front().family != AdmdFamily::kNone) return false;
  const Hop& next = hops[i + 1];
  return HasVerifiedPeer(hops[i].said, receiver) && next.said.by == hops[i].said.peer_name_text &&
         next.said.transport == HopTransport::kSmtp && !next.said.authenticated && HasPublicPeer(next.said);
}

bool IsInner(std::span<const Hop> hops, size_t i, ReceiverNames receiver, Proof proof) {
  const Hop& hop = hops[i];
  if (IsInnerByForm(hop, receiver) || IsExchangeInner(hop)) return true;
  const bool verified = HasVerifiedPeer(hop.said, receiver);
  // On top of the receiver's own fields stand those of whoever fetched or archived the mail later.
  if (!IsInside(hop, receiver)) return verified;
  return proof == Proof::kVerifiedName ? verified : IsInboundPeer(hops, i, receiver);
}

// Goes down over inner hops. Returns the first hop that is none, or the first that a stranger may have
// written; hops.size() if all are the receiver's. A user's submission ends the receiver's part as well: what
// is below is the user's.
size_t SkipInner(std::span<const Hop> hops, ReceiverNames receiver, Proof proof) {
  bool inside = false;
  for (size_t i = SkipRetrieval(hops); i < hops.size(); ++i) {
    if (inside && !IsInside(hops[i], receiver)) return i;
    if (hops[i].said.authenticated || !IsInner(hops, i, receiver, proof)) return i;
    inside |= IsInside(hops[i], receiver);
  }
  return hops.size();
}

}  // namespace

HopChain ReadHops(const MessageView& view, Arena& arena) {
  const size_t count = view.count(FieldId::kReceived);
  const std::span<Hop> hops = arena.NewArray<Hop>(std::min(count, kMaxHops));
  uint32_t field = view.First(FieldId::kReceived);
  for (Hop& hop : hops) {
    hop.field = field;
    hop.said = ParseReceivedHop(view.Body(view.fields()[field]), arena);
    hop.named = NamesItsAdmd(hop.said.by);
    field = view.Next(field);
  }
  return {hops, count > kMaxHops};
}

ReceiverNames NamesOfIds(std::span<const std::string> authserv_ids, const PublicSuffixList& suffixes,
                         Arena& arena) {
  const std::span<Admd> names = arena.NewArray<Admd>(std::min(authserv_ids.size(), kMaxReceiverNames));
  size_t count = 0;
  for (size_t i = 0; i < names.size(); ++i) {
    const Admd admd = AdmdOf(arena.CopyInLowerCase(authserv_ids[i]), suffixes);
    if (admd.known()) names[count++] = admd;
  }
  return names.first(count);
}

ReceiverNames NamesOfChain(std::span<const Hop> hops, const PublicSuffixList& suffixes, Arena& arena) {
  for (const Hop& hop : hops.subspan(SkipRetrieval(hops))) {
    const std::span<Admd> name = arena.NewArray<Admd>(1);
    name[0] = AdmdOf(hop.said.by, suffixes);
    // Yahoo's border hosts write their private address in place of a name.
    if (!hop.named && hop.said.family == MtaFamily::kYahoo) name[0] = {"yahoo.com", AdmdFamily::kYahoo};
    if (name[0].known()) return name;
    if (!IsInnerByForm(hop, {})) break;
  }
  return {};
}

bool Contains(ReceiverNames names, std::string_view host) {
  return std::any_of(names.begin(), names.end(), [&](const Admd& own) { return Belongs(host, own); });
}

ReceiverPart FindReceiverPart(std::span<const Hop> hops, ReceiverNames receiver) {
  ReceiverPart part;
  if (hops.empty()) return part;
  const size_t stop = SkipInner(hops, receiver, Proof::kInboundHost);
  part.reach = std::min(SkipInner(hops, receiver, Proof::kVerifiedName), hops.size() - 1);
  if (stop < hops.size() && IsInside(hops[stop], receiver)) {
    if (!hops[stop].said.authenticated) part.border = stop;
    part.lowest = stop;
  } else if (stop > SkipRetrieval(hops)) {
    part.lowest = stop - 1;
  }
  return part;
}

std::optional<size_t> FindHopOfClient(std::span<const Hop> hops, ReceiverNames receiver, size_t reach,
                                      const IpAddress& client) {
  for (size_t i = 0; i < hops.size() && i <= reach; ++i) {
    if (hops[i].said.peer == client && IsInside(hops[i], receiver)) return i;
  }
  return std::nullopt;
}

bool IsExchangeInboundHost(std::string_view host) {
  constexpr std::string_view kSuffixes[] = {".prod.outlook.com", ".mail.protection.outlook.com",
                                            ".prod.protection.outlook.com"};
  return std::any_of(std::begin(kSuffixes), std::end(kSuffixes), [&](std::string_view suffix) {
    return host.size() > suffix.size() && EqualsIgnoreCase(host.substr(host.size() - suffix.size()), suffix);
  });
}

}  // namespace kenpin
