#include "engine/auth/find_sender_system.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/auth/receiver_word.h"
#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

// DNS has no longer names.
constexpr size_t kMaxSystemNameOctets = 255;

// Medium signs; each counts once, however often it stands there.
enum MediumSign : unsigned {
  kEnvelopeSign = 1,
  kEnvelopePasses = 2,
  kIncludeSign = 4,
  kSelectorSign = 8,
  kHeloSign = 16,
  kMessageIdSign = 32,
  kAuthorSign = 64,
};

struct Score {
  uint8_t medium = 0;
  bool common = false;  // A selector that counts beside something else only.
  bool strong = false;
  bool weak = false;
};

struct Candidate {
  SenderSystem system = SenderSystem::kNone;
  Certainty certainty = Certainty::kNone;
  int signs = 0;        // Medium ones.
  bool copied = false;  // Nothing but weak signs.

  bool known() const { return system != SenderSystem::kNone; }
  bool sure() const { return certainty >= Certainty::kLikely; }
  // Of equals the first one stays.
  bool Beats(const Candidate& other) const {
    return certainty != other.certainty ? certainty > other.certainty : signs > other.signs;
  }
};

Candidate Weigh(SenderSystem system, const Score& score) {
  Candidate candidate;
  const bool beside = score.strong || score.medium != 0 || score.weak;
  const unsigned medium = score.medium | (beside && score.common ? kSelectorSign : 0U);
  if (!beside) return candidate;
  candidate.system = system;
  candidate.signs = std::popcount(medium);
  candidate.certainty = score.strong           ? Certainty::kCertain
                        : candidate.signs >= 2 ? Certainty::kLikely
                                               : Certainty::kClaimed;
  candidate.copied = !score.strong && medium == 0;
  return candidate;
}

// What all signs of one message say.
class Board {
 public:
  void Strong(SenderSystem system) { At(system).strong = true; }
  void Medium(SenderSystem system, MediumSign sign) {
    At(system).medium = static_cast<uint8_t>(At(system).medium | sign);
  }
  void Common(SenderSystem system) { At(system).common = true; }
  void Weak(SenderSystem system) { At(system).weak = true; }

  // The best of [first, end), leaving out one.
  Candidate Best(SenderSystem first, SenderSystem end, SenderSystem left_out) const {
    Candidate best;
    for (size_t i = static_cast<size_t>(first); i < static_cast<size_t>(end); ++i) {
      const SenderSystem system = static_cast<SenderSystem>(i);
      if (system == left_out) continue;
      const Candidate candidate = Weigh(system, scores_[i]);
      if (candidate.Beats(best)) best = candidate;
    }
    return best;
  }

 private:
  // What is said of kNone is never read.
  Score& At(SenderSystem system) { return scores_[static_cast<size_t>(system)]; }

  std::array<Score, kSenderSystemCount> scores_{};
};

class Lower {
 public:
  explicit Lower(std::string_view name) {
    if (name.size() > text_.size()) return;
    size_ = name.size();
    for (size_t i = 0; i < size_; ++i) text_[i] = ToLower(name[i]);
  }
  std::string_view view() const { return {text_.data(), size_}; }

 private:
  std::array<char, kMaxSystemNameOctets> text_;
  size_t size_ = 0;
};

void LookAtSigner(std::string_view domain, std::string_view selector, AuthState state, Board& board) {
  const SenderSystem owner = FindSystemByDomain(domain, kSystemSigner);
  state == AuthState::kPass ? board.Strong(owner) : board.Weak(owner);
  std::array<SelectorSystem, kMaxSystemsOfSelector> room;
  for (const SelectorSystem& found : FindSystemsBySelector(selector, room)) {
    if (found.worth == SelectorWorth::kUnique && state == AuthState::kPass) {
      board.Strong(found.system);
    } else if (found.worth == SelectorWorth::kCommon) {
      if (state != AuthState::kNotPass) board.Common(found.system);
    } else if (state != AuthState::kNotPass) {
      board.Medium(found.system, kSelectorSign);
    } else {
      board.Weak(found.system);
    }
  }
}

void LookAtSignatures(const Evidence& evidence, Board& board) {
  const size_t count = std::min(evidence.signatures.size(), kMaxSignaturesPerMessage);
  for (const SignatureEvidence& signature : evidence.signatures.first(count))
    LookAtSigner(signature.domain, signature.selector, StateOf(evidence, signature), board);
  for (const StrayDkim& stray : evidence.stray_dkim)
    LookAtSigner(stray.entry.domain, stray.entry.selector, StateOf(stray), board);
}

// Whether the addresses of the HELO name and of the client were found to be one.
bool IsConfirmedHelo(const ClientDnsFacts& dns) {
  return dns.ptr == DnsFact::kYes && dns.forward_match == DnsFact::kYes && dns.helo_is_ptr;
}

void LookAtHost(const Evidence& evidence, Board& board) {
  const DeliveryFacts& delivery = *evidence.delivery;
  if (delivery.border && delivery.border_hop.peer_name == PeerName::kVerified)
    board.Strong(FindSystemByDomain(delivery.border_hop.peer_name_text, kSystemHost));
  const Lower helo(delivery.envelope.helo);
  const SenderSystem said = FindSystemByDomain(helo.view(), kSystemHost);
  IsConfirmedHelo(evidence.client_dns) ? board.Strong(said) : board.Medium(said, kHeloSign);
}

void LookAtEnvelope(const Evidence& evidence, Board& board) {
  const EnvelopeFacts& envelope = evidence.delivery->envelope;
  if (envelope.mail_from_domain.empty()) return;
  const bool passes = StateOfSpf(evidence, evidence.spf) == AuthState::kPass &&
                      evidence.spf.domain == envelope.mail_from_domain;
  const SenderSystem owner = FindSystemByDomain(envelope.mail_from_domain, kSystemEnvelope);
  board.Medium(owner, kEnvelopeSign);
  if (passes) board.Medium(owner, kEnvelopePasses);
  board.Medium(FindSystemByEnvelope(envelope.mail_from, envelope.mail_from_domain), kEnvelopeSign);
  board.Medium(evidence.spf.passed_through, kIncludeSign);
}

void LookAtMessage(const MailFacts& mail, Board& board) {
  const size_t at = mail.message_id.id.rfind('@');
  if (at != std::string_view::npos) {
    const Lower right(mail.message_id.id.substr(at + 1));
    board.Medium(FindSystemByDomain(right.view(), kSystemMessageId), kMessageIdSign);
    board.Weak(FindSystemByDomain(right.view(), kSystemCopiedId));
  }
  board.Medium(FindSystemByDomain(mail.from.domain, kSystemAuthor), kAuthorSign);
  if (!mail.marks.any()) return;
  for (size_t i = 1; i < static_cast<size_t>(SystemMark::kCount); ++i) {
    const SystemMark mark = static_cast<SystemMark>(i);
    if (mail.marks.Has(mark)) board.Weak(SystemOfMark(mark));
  }
}

SenderSystemFinding Decide(const Board& board) {
  constexpr SenderSystem kFirst = SenderSystem::kSalesforce;
  constexpr SenderSystem kNobody = SenderSystem::kNone;
  Candidate system = board.Best(kFirst, kFirstTransport, kNobody);
  Candidate carrier = board.Best(kFirstTransport, SenderSystem::kCount, kNobody);
  const bool refuted = system.copied && carrier.sure() && !RidesOnOthers(system.system);
  if (!system.known() || refuted) {
    system = carrier;
    carrier = board.Best(kFirstTransport, SenderSystem::kCount, system.system);
  }
  const bool told = carrier.sure() || (carrier.known() && RidesOnOthers(system.system));
  return {system.system, system.certainty, told ? carrier.system : kNobody};
}

}  // namespace

SenderSystemFinding FindSenderSystem(const Evidence& evidence) {
  Board board;
  LookAtSignatures(evidence, board);
  if (evidence.stream == Stream::kDirect) {
    LookAtHost(evidence, board);
    LookAtEnvelope(evidence, board);
  }
  LookAtMessage(*evidence.mail, board);
  return Decide(board);
}

}  // namespace kenpin
