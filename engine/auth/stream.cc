// A relay is proved by what only a relay leaves behind. Who sends bulk mail for others leaves much the same
// (its own envelope, its own signature, its own seal), so that every proof asks whether the stranger may be
// the sending service.
#include "engine/auth/stream.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>

#include "engine/auth/admd.h"
#include "engine/auth/receiver_word.h"
#include "engine/auth/sender_system.h"
#include "engine/mail/ascii.h"
#include "engine/mail/authentication_results.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

// Microsoft 365 seals what its customers send, so that its seal at the first hop proves nothing.
constexpr std::string_view kSealsAtOrigin[] = {"microsoft.com", "outlook.com"};

bool IsOneOf(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Takes `word` (lower case) off the front of `text`, in any case.
bool TakeWord(std::string_view word, std::string_view* text) {
  if (text->size() < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (ToLower((*text)[i]) != word[i]) return false;
  }
  text->remove_prefix(word.size());
  return true;
}

// The part before the next '=', which is taken off too; empty when there is none.
std::string_view TakePart(std::string_view* text) {
  const size_t end = text->find('=');
  if (end == std::string_view::npos) return {};
  const std::string_view part = text->substr(0, end);
  text->remove_prefix(end + 1);
  return part;
}

// Looks at one message.
class StreamFinder {
 public:
  StreamFinder(const Evidence& evidence, const PublicSuffixList& suffixes, Arena& scratch)
      : evidence_(evidence),
        suffixes_(suffixes),
        helo_(ParseDomainName(evidence.delivery->envelope.helo, scratch).ascii) {}

  StreamFinding Find(Arena& scratch) const;

 private:
  bool SameOrg(std::string_view a, std::string_view b) const {
    return !a.empty() && !b.empty() && IsAligned(Align(a, b, suffixes_));
  }
  const EnvelopeFacts& envelope() const { return evidence_.delivery->envelope; }

  bool HasListSigns() const;
  bool IsAuthorOrService(std::string_view domain) const;
  bool MayBeSender(std::string_view domain) const;
  bool AuthorSignaturePasses() const;
  bool IsBrokenAuthorSignature(const SignatureEvidence& signature) const;
  bool SignedLater(const SignatureEvidence& stranger, const SignatureEvidence& broken) const;
  bool IsBrokenOnTheWay() const;
  bool IsSrs() const;
  bool IsSentByForwarder() const;
  bool SealsForAuthor(std::string_view sealer) const;
  bool FirstHopSawPass(Arena& scratch) const;

  const Evidence& evidence_;
  const PublicSuffixList& suffixes_;
  const std::string_view helo_;  // In lower case; empty if it is no name.
};

bool StreamFinder::HasListSigns() const {
  const RelayFacts& relay = evidence_.mail->relay;
  return relay.list_id_count > 0 || relay.list_post || relay.precedence_list || relay.list_software;
}

bool StreamFinder::IsAuthorOrService(std::string_view domain) const {
  return SameOrg(domain, evidence_.author.domain) || IsSendingService(domain);
}

// Whether `domain` is the author's, or may be that of the service that sends for the author. Where no lower
// hop shows that somebody else took the mail first, whoever handed it to the border counts as the sender.
bool StreamFinder::MayBeSender(std::string_view domain) const {
  if (IsAuthorOrService(domain)) return true;
  const DeliveryFacts& delivery = *evidence_.delivery;
  if (delivery.lower_delivery) return false;
  return SameOrg(domain, envelope().mail_from_domain) ||
         SameOrg(domain, delivery.border_hop.peer_name_text) || SameOrg(domain, helo_);
}

bool StreamFinder::AuthorSignaturePasses() const {
  for (const SignatureEvidence& signature : evidence_.signatures) {
    if (IsAligned(signature.names.by_list) && StateOf(evidence_, signature) == AuthState::kPass) return true;
  }
  for (const StrayDkim& stray : evidence_.stray_dkim) {
    if (IsAligned(stray.names.by_list) && StateOf(stray) == AuthState::kPass) return true;
  }
  return false;
}

// Its only failure is the message: what was signed is not what arrived. A receiver that saw it pass saw it
// whole; of a copy that was altered later nothing can be said, unless the receiver saw it fail.
bool StreamFinder::IsBrokenAuthorSignature(const SignatureEvidence& signature) const {
  return signature.result == DkimResult::kFail && IsAligned(signature.names.by_list) &&
         StateOf(evidence_, signature) == AuthState::kNotPass;
}

// Whether a stranger signed what `broken` does not fit any more. A service that signs for itself and for the
// author signs the same body, so that a body that fits one of the two was changed in between.
bool StreamFinder::SignedLater(const SignatureEvidence& stranger, const SignatureEvidence& broken) const {
  if (StateOf(evidence_, stranger) != AuthState::kPass || IsAuthorOrService(stranger.domain)) return false;
  const bool body_changed = broken.reason != DkimReason::kSignatureMismatch && !stranger.body_limit;
  return body_changed || !MayBeSender(stranger.domain);
}

// (a) The author's signature is broken, and somebody stands there who may have broken it. Later signatures
// stand above.
bool StreamFinder::IsBrokenOnTheWay() const {
  const std::span<const SignatureEvidence> all = evidence_.signatures;
  for (size_t i = 0; i < all.size(); ++i) {
    if (!IsBrokenAuthorSignature(all[i])) continue;
    if (evidence_.mail->relay.list_id_count > 0) return true;
    const auto later = [this, &all, i](const SignatureEvidence& other) { return SignedLater(other, all[i]); };
    if (std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), later)) return true;
  }
  return false;
}

bool StreamFinder::IsSrs() const {
  const std::optional<SrsAddress> srs = ParseSrs(envelope().mail_from);
  return srs && !SameOrg(envelope().mail_from_domain, evidence_.author.domain);
}

// (b) MAIL FROM is a forwarder's. SRS is its own mark; without it only a lower hop, at which somebody else
// took the mail, tells a forwarder from a service that bounces to itself and signs for the author.
bool StreamFinder::IsSentByForwarder() const {
  const bool lower_delivery = evidence_.delivery->lower_delivery;
  if (IsSrs()) return lower_delivery || AuthorSignaturePasses();
  return lower_delivery && !envelope().mail_from_domain.empty() && !MayBeSender(envelope().mail_from_domain);
}

// Whether the sealer is where the author's mail begins.
bool StreamFinder::SealsForAuthor(std::string_view sealer) const {
  if (IsOneOf(kSealsAtOrigin, suffixes_.OrganizationalDomain(sealer)) || MayBeSender(sealer)) return true;
  const Admd provider = AdmdOf(sealer, suffixes_);
  if (provider.family == AdmdFamily::kNone) return false;
  if (SameAdmd(provider, AdmdOf(evidence_.author.domain, suffixes_))) return true;
  const std::span<const SignatureEvidence> all = evidence_.signatures;
  return std::any_of(all.begin(), all.end(), [this, &provider](const SignatureEvidence& signature) {
    return SameAdmd(provider, AdmdOf(signature.domain, suffixes_));
  });
}

// (c)
bool StreamFinder::FirstHopSawPass(Arena& scratch) const {
  const ArcEvidence& arc = evidence_.arc;
  if (arc.result != ArcResult::kPass || arc.sets.empty() || arc.first_results.empty()) return false;
  const std::string_view sealer = arc.sets.front().seal_domain;
  if (sealer.empty() || SealsForAuthor(sealer)) return false;
  const AuthenticationResults seen = ParseAuthenticationResults(arc.first_results, scratch);
  const AuthResult* dmarc = seen.Find(AuthMethod::kDmarc);
  if (dmarc == nullptr || dmarc->word != AuthWord::kPass) return false;
  std::string_view from = dmarc->Value("header", "from");
  return from.size() == evidence_.author.domain.size() && TakeWord(evidence_.author.domain, &from);
}

StreamFinding StreamFinder::Find(Arena& scratch) const {
  if (evidence_.mode == Mode::kPresend || evidence_.author.domain.empty()) return {};
  const Stream relayed = HasListSigns() ? Stream::kList : Stream::kForwarded;
  if (IsSentByForwarder()) return {IsSrs() ? Stream::kForwarded : relayed, IndirectProof::kForwarderSender};
  if (IsBrokenOnTheWay()) return {relayed, IndirectProof::kBrokenSignature};
  if (FirstHopSawPass(scratch)) return {relayed, IndirectProof::kArcFirstHop};
  return {};
}

}  // namespace

std::optional<SrsAddress> ParseSrs(std::string_view address) {
  const size_t at = address.rfind('@');
  if (at == std::string_view::npos || at + 1 == address.size()) return std::nullopt;
  SrsAddress srs;
  srs.forwarder = address.substr(at + 1);
  std::string_view rest = address.substr(0, at);
  const bool again = TakeWord("srs1", &rest);
  if (!again && !TakeWord("srs0", &rest)) return std::nullopt;
  if (rest.empty() || (rest[0] != '=' && rest[0] != '+' && rest[0] != '-')) return std::nullopt;
  rest.remove_prefix(1);
  if (TakePart(&rest).empty()) return std::nullopt;
  if (!again && TakePart(&rest).empty()) return std::nullopt;
  srs.original_domain = TakePart(&rest);
  if (srs.original_domain.empty() || rest.empty()) return std::nullopt;
  return srs;
}

StreamFinding FindStream(const Evidence& evidence, const PublicSuffixList& suffixes, Arena& scratch) {
  return StreamFinder(evidence, suffixes, scratch).Find(scratch);
}

}  // namespace kenpin
