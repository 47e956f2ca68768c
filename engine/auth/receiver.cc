// The order of things: hops, receiver, trusted fields and border, mode, envelope, results.
#include "engine/auth/receiver.h"

#include <algorithm>

#include "engine/auth/border_hop.h"
#include "engine/auth/envelope.h"
#include "engine/auth/receiver_results.h"
#include "engine/auth/sender_system.h"
#include "engine/auth/trusted_claims.h"
#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

// The author first.
ReceiverNames NamesOfSenders(const DeliveryInput& input, const PublicSuffixList& suffixes, Arena& arena) {
  const std::span<Admd> names = arena.NewArray<Admd>(input.signers.size() + 1);
  names[0] = AdmdOf(input.author.domain, suffixes);
  size_t count = 1;
  for (const std::string_view signer : input.signers) {
    if (!Contains(names.first(count), signer)) names[count++] = AdmdOf(signer, suffixes);
  }
  return names.first(count);
}

// Whether the topmost host that has a name is neither the sender's nor a sending service's, nor took the
// message from its author, who shows a password at the service that sends.
bool EndsAtThirdParty(std::span<const Hop> hops, ReceiverNames receiver, ReceiverNames senders) {
  if (receiver.empty() || Contains(senders, receiver.front().domain)) return false;
  if (IsSendingService(receiver.front().domain)) return false;
  const auto top = std::find_if(hops.begin(), hops.end(), [](const Hop& hop) { return hop.named; });
  return top == hops.end() || !top->said.authenticated;
}

ReceivedHop KeepHop(const ReceivedHop& hop, Arena& keep) {
  ReceivedHop kept = hop;
  kept.by = keep.Copy(hop.by);
  kept.helo = keep.Copy(hop.helo);
  kept.peer_name_text = keep.Copy(hop.peer_name_text);
  kept.with = keep.Copy(hop.with);
  kept.tls.cipher = keep.Copy(hop.tls.cipher);
  return kept;
}

// No mark, by a writer that always marks TLS.
bool ShowsNoTls(const ReceivedHop& hop) {
  if (hop.tls.mark != TlsMark::kNone) return false;
  switch (hop.family) {
    case MtaFamily::kExchangeOnline:
    case MtaFamily::kGmail:
    case MtaFamily::kExim:
      return true;
    case MtaFamily::kPostfix:
      return EqualsIgnoreCase(hop.with, "ESMTP");
    default:
      return false;
  }
}

bool IsPublicRelay(const Hop& hop) {
  return hop.said.transport == HopTransport::kSmtp && !hop.said.authenticated && hop.named && hop.said.peer &&
         !IsInternalAddress(*hop.said.peer);
}

// Whether a hop handed the message from one ADMD to another: a host that hands on to a neighbour delivers to
// nobody, wherever its address is.
bool CrossesAdmds(const ReceivedHop& hop, const PublicSuffixList& suffixes) {
  const Admd to = AdmdOf(hop.by, suffixes);
  const Admd from = AdmdOf(hop.peer_name_text.empty() ? hop.helo : hop.peer_name_text, suffixes);
  return to.known() && from.known() && !SameAdmd(from, to);
}

// What is below the border is the client's claim: told, never trusted.
void LookBelow(std::span<const Hop> below, ReceiverNames receiver, ReceiverNames senders,
               const PublicSuffixList& suffixes, DeliveryFacts* facts) {
  for (const Hop& hop : below) {
    if (!IsPublicRelay(hop)) continue;
    const bool senders_own = Contains(senders, hop.said.by);
    facts->inner_hop_plain |= senders_own && ShowsNoTls(hop.said);
    facts->lower_delivery |=
        !senders_own && !Contains(receiver, hop.said.by) && CrossesAdmds(hop.said, suffixes);
  }
}

class ReceiverFinder {
 public:
  ReceiverFinder(const DeliveryInput& input, const ReceiverPolicy& policy, Arena& scratch, Arena& keep)
      : in_(input), policy_(policy), scratch_(scratch), keep_(keep) {}

  DeliveryFacts Find() {
    chain_ = ReadHops(in_.view, scratch_);
    if (chain_.too_many) facts_.flaws.Add(ParseFlaw::kTooManyTraceFields);
    senders_ = NamesOfSenders(in_, policy_.suffixes, scratch_);
    const ReceiverNames of_chain = NamesOfChain(chain_.hops, policy_.suffixes, scratch_);
    FindTrusted(of_chain);
    facts_.has_receiver_evidence =
        !trusted_.claims.empty() || trusted_.one_client || EndsAtThirdParty(chain_.hops, of_chain, senders_);
    const bool delivered = policy_.mode ? *policy_.mode == Mode::kArchive : facts_.has_receiver_evidence;
    if (delivered) KeepBorder();
    SetTime();
    const EnvelopeInput envelope{in_.view, in_.from_line, in_.given, delivered ? &trusted_ : nullptr,
                                 facts_.border ? &facts_.border_hop : nullptr};
    facts_.envelope = FindEnvelope(envelope, scratch_, keep_);
    if (delivered) facts_.results = MergeResults(trusted_.claims, facts_.envelope, scratch_, keep_);
    if (facts_.results.cut) facts_.flaws.Add(ParseFlaw::kAuthResultsTooLong);
    facts_.receiver_notice = facts_.envelope.null_sender && !trusted_.border && !trusted_.one_client &&
                             Contains(of_chain, in_.author.domain);
    return facts_;
  }

 private:
  // --authserv-id says who the receiver is; where it leads to no border, the topmost host does.
  void FindTrusted(ReceiverNames of_chain) {
    const ReceiverNames told = NamesOfIds(policy_.authserv_ids, policy_.suffixes, scratch_);
    if (!told.empty()) Try(told);
    if (!Found()) Try(of_chain);
    facts_.flaws |= trusted_.flaws;
    facts_.clients_differ = trusted_.one_client.has_value();
    facts_.one_client = trusted_.one_client;
    facts_.other_client = trusted_.other_client;
  }

  void Try(ReceiverNames receiver) {
    receiver_ = receiver;
    const ClaimInput input{in_.view, chain_.hops, receiver, policy_.authserv_ids, senders_};
    trusted_ = FindTrustedClaims(input, scratch_);
  }

  bool Found() const { return trusted_.border || trusted_.client || trusted_.one_client; }

  void KeepBorder() {
    if (!trusted_.border) return;
    const size_t border = *trusted_.border;
    facts_.border = static_cast<uint32_t>(border);
    facts_.border_hop = KeepHop(chain_.hops[border].said, keep_);
    LookBelow(chain_.hops.subspan(border + 1), receiver_, senders_, policy_.suffixes, &facts_);
  }

  void SetTime() {
    if (facts_.border) facts_.delivered_at = facts_.border_hop.time;
    if (!facts_.delivered_at && !chain_.hops.empty()) facts_.delivered_at = chain_.hops.front().said.time;
  }

  const DeliveryInput& in_;
  const ReceiverPolicy& policy_;
  Arena& scratch_;
  Arena& keep_;
  HopChain chain_;
  ReceiverNames senders_;
  ReceiverNames receiver_;
  TrustedClaims trusted_;
  DeliveryFacts facts_;
};

}  // namespace

DeliveryFacts FindDelivery(const DeliveryInput& input, const ReceiverPolicy& policy, Arena& scratch,
                           Arena& keep) {
  return ReceiverFinder(input, policy, scratch, keep).Find();
}

}  // namespace kenpin
