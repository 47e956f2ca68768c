// The chain is judged in the order of RFC 8617 §5.2: number of sets, what the newest seal says, structure,
// newest message signature, seals. What the structure decides needs neither hash nor key, so that a thousand
// sets cost no more than reading their field names.
#include "engine/dkim/arc.h"

#include <algorithm>
#include <array>

#include "engine/dkim/field_selector.h"
#include "engine/mail/authentication_results.h"

namespace kenpin {
namespace {

// The fields of one instance.
struct SetFields {
  uint32_t results = HeaderField::kNoField;
  uint32_t message_signature = HeaderField::kNoField;
  uint32_t seal = HeaderField::kNoField;
  const DkimSignature* message_signature_tags = nullptr;
  const DkimSignature* seal_tags = nullptr;
};

// The sets of a message while its bytes are there.
struct Chain {
  std::span<SetFields> sets;  // By instance, from 1; as many as the highest instance.
  std::optional<ArcReason> fault;
  uint32_t faulty_instance = 0;
};

// Puts every ARC field of a message into its set, and finds what is wrong with the structure.
class Collector {
 public:
  Collector(const MessageView& view, Arena& scratch)
      : view_(view), scratch_(scratch), slots_(scratch.NewArray<SetFields>(kMaxArcSets)) {}

  Chain Collect(ParseFlaws* flaws) {
    CollectResults();
    CollectSignatures(SignatureKind::kArcMessage, flaws);
    CollectSignatures(SignatureKind::kArcSeal, flaws);
    chain_.sets = slots_.first(highest_);
    // Step 2 comes before the structure.
    if (highest_ > 0 && SaysFailed(highest_)) Note(ArcReason::kSealedAsFailed, highest_);
    for (uint32_t instance = 1; instance <= highest_; ++instance) CheckSet(instance);
    return chain_;
  }

 private:
  // Of several faults the first by ArcReason is kept, and of that the lowest instance.
  void Note(ArcReason fault, uint32_t instance) {
    if (chain_.fault && *chain_.fault <= fault) return;
    chain_.fault = fault;
    chain_.faulty_instance = instance;
  }

  // The set of an instance, or null where there is no such.
  SetFields* FindSet(uint32_t instance) {
    if (instance == 0) {
      Note(ArcReason::kInstance, 0);
      return nullptr;
    }
    if (instance > kMaxArcSets) {
      Note(ArcReason::kTooManySets, 0);
      return nullptr;
    }
    highest_ = std::max(highest_, instance);
    return &slots_[instance - 1];
  }

  void Take(uint32_t index, uint32_t instance, uint32_t* slot) {
    if (*slot != HeaderField::kNoField) return Note(ArcReason::kDuplicateField, instance);
    *slot = index;
  }

  void CollectResults() {
    for (uint32_t i = view_.First(FieldId::kArcAuthenticationResults); i != HeaderField::kNoField;
         i = view_.Next(i)) {
      const uint32_t instance = ParseArcInstance(view_.Body(view_.fields()[i])).instance;
      if (SetFields* set = FindSet(instance)) Take(i, instance, &set->results);
    }
  }

  void CollectSignatures(SignatureKind kind, ParseFlaws* flaws) {
    const bool seal = kind == SignatureKind::kArcSeal;
    for (uint32_t i = view_.First(seal ? FieldId::kArcSeal : FieldId::kArcMessageSignature);
         i != HeaderField::kNoField; i = view_.Next(i)) {
      DkimSignature& signature = scratch_.NewArray<DkimSignature>(1)[0];
      signature = ParseSignature(kind, view_.Body(view_.fields()[i]), scratch_);
      if (signature.too_many_tags) flaws->Add(ParseFlaw::kTagListTooLong);
      SetFields* const set = FindSet(signature.instance);
      if (set == nullptr) continue;
      Take(i, signature.instance, seal ? &set->seal : &set->message_signature);
      (seal ? set->seal_tags : set->message_signature_tags) = &signature;
    }
  }

  bool SaysFailed(uint32_t instance) const {
    const SetFields& set = slots_[instance - 1];
    return set.seal_tags != nullptr && set.seal_tags->chain_status == ArcChainStatus::kFail;
  }

  void CheckSet(uint32_t instance) {
    const SetFields& set = slots_[instance - 1];
    const uint32_t none = HeaderField::kNoField;
    if (set.results == none || set.message_signature == none || set.seal == none)
      return Note(ArcReason::kMissingField, instance);
    if (SaysFailed(instance)) return Note(ArcReason::kSealedAsFailed, instance);
    const ArcChainStatus expected = instance == 1 ? ArcChainStatus::kNone : ArcChainStatus::kPass;
    if (set.seal_tags->chain_status != expected) Note(ArcReason::kChainStatus, instance);
  }

  const MessageView& view_;
  Arena& scratch_;
  const std::span<SetFields> slots_;
  uint32_t highest_ = 0;
  Chain chain_;
};

// The most frequent of the three fields.
uint32_t CountSets(const MessageView& view) {
  return std::max({view.count(FieldId::kArcAuthenticationResults), view.count(FieldId::kArcMessageSignature),
                   view.count(FieldId::kArcSeal)});
}

void Fail(ArcReason reason, uint32_t instance, ArcEvidence* evidence) {
  evidence->result = ArcResult::kFail;
  evidence->reason = reason;
  evidence->failed_instance = instance;
}

std::span<const ArcSet> KeepSets(std::span<const SetFields> sets, Arena& keep) {
  const std::span<ArcSet> kept = keep.NewArray<ArcSet>(sets.size());
  for (size_t i = 0; i < sets.size(); ++i) {
    const DkimSignature& seal = *sets[i].seal_tags;
    const DkimSignature& signature = *sets[i].message_signature_tags;
    kept[i] = {seal.chain_status, keep.Copy(seal.domain), keep.Copy(seal.selector),
               keep.Copy(signature.domain), keep.Copy(signature.selector)};
  }
  return kept;
}

std::string_view KeepFirstResults(const MessageView& view, std::span<const SetFields> sets, Arena& keep) {
  if (sets.empty() || sets.front().results == HeaderField::kNoField) return {};
  const ArcInstance first = ParseArcInstance(view.Body(view.fields()[sets.front().results]));
  return keep.Copy(first.rest.substr(0, kMaxAuthResultsBytes));
}

// The newest message signatures.
std::span<PendingSignature> PrepareMessageSignatures(const MessageView& view, std::span<const SetFields> sets,
                                                     DnsClient& dns, HeaderHasher& hasher, Arena& scratch,
                                                     Arena& keep) {
  const size_t most = view.header().size() > kMaxHeaderForOldestPass ? 1 : kMaxArcMessageSignatures;
  const std::span<PendingSignature> signatures = keep.NewArray<PendingSignature>(std::min(sets.size(), most));
  FieldSelector selector(view, scratch);
  for (size_t i = 0; i < signatures.size(); ++i) {
    PendingSignature& pending = signatures[i];
    const SetFields& set = sets[sets.size() - 1 - i];
    const DkimSignature& signature = *set.message_signature_tags;
    KeepSignature(signature, keep, &pending);
    if (pending.decided) continue;
    const std::span<const uint32_t> fields =
        selector.Select(signature, set.message_signature, &pending.evidence.coverage);
    pending.question = AskForKey(signature, dns);
    KeepHashes(signature, keep, &pending);
    HashSignedHeader(view, signature, fields, set.message_signature, hasher, keep, &pending);
  }
  return signatures;
}

// What each seal signs under one reading of line ends, by instance.
std::span<const Digest> HashSeals(const MessageView& view, std::span<const SetFields> sets,
                                  LineEndReading reading, HeaderHasher& hasher, Arena& scratch) {
  const std::span<HeaderHasher::SealedSet> sealed = scratch.NewArray<HeaderHasher::SealedSet>(sets.size());
  const std::span<Digest> digests = scratch.NewArray<Digest>(sets.size());
  for (size_t i = 0; i < sets.size(); ++i) {
    sealed[i] = {sets[i].results, sets[i].message_signature, sets[i].seal, sets[i].seal_tags->signature_text};
  }
  hasher.ComputeSeals(view, sealed, reading, digests);
  return digests;
}

void PrepareSeal(const DkimSignature& signature, DnsClient& dns, Arena& keep, PendingSignature* pending) {
  KeepSignature(signature, keep, pending);
  // RFC 8301 §3.1, and the digests at hand are of SHA-256.
  if (!pending->decided && signature.hash() != HashAlgorithm::kSha256)
    pending->decided = DkimReason::kAlgorithmSha1;
  // A seal signs no body.
  pending->evidence.body_hash_ok = true;
  if (pending->decided) return;
  pending->question = AskForKey(signature, dns);
  KeepHashes(signature, keep, pending);
}

// All seals, the newest first.
std::span<PendingSignature> PrepareSeals(const MessageView& view, std::span<const SetFields> sets,
                                         DnsClient& dns, HeaderHasher& hasher, Arena& scratch, Arena& keep) {
  const std::span<PendingSignature> seals = keep.NewArray<PendingSignature>(sets.size());
  const LineEndReadings readings = OtherReadings(view.facts().line_ends);
  const std::span<const Digest> standard = HashSeals(view, sets, LineEndReading::kStandard, hasher, scratch);
  std::array<std::span<const Digest>, 3> others;
  for (size_t r = 0; r < readings.count; ++r)
    others[r] = HashSeals(view, sets, readings.list[r], hasher, scratch);
  for (size_t i = 0; i < seals.size(); ++i) {
    const size_t set = sets.size() - 1 - i;
    PrepareSeal(*sets[set].seal_tags, dns, keep, &seals[i]);
    seals[i].header_digest = standard[set];
    const std::span<AlternativeDigest> alternatives = keep.NewArray<AlternativeDigest>(readings.count);
    for (size_t r = 0; r < readings.count; ++r) alternatives[r] = {readings.list[r], others[r][set].data};
    seals[i].alternatives = alternatives;
  }
  return seals;
}

// Notes a signature that does not verify. The first one that is definitely wrong counts; one that only could
// not be verified counts where there is no such.
void NoteFailure(ArcReason reason, size_t instance, DkimReason cause, ArcEvidence* evidence) {
  if (evidence->result == ArcResult::kFail && cause >= DkimReason::kDnsFailure) return;
  Fail(reason, static_cast<uint32_t>(instance), evidence);
  evidence->cause = cause;
}

}  // namespace

PendingArcChain ArcPreparer::Prepare(const MessageView& view, MessageExtent extent, DnsClient& dns,
                                     Arena& scratch, Arena& keep) {
  PendingArcChain pending;
  ArcEvidence& evidence = pending.evidence;
  evidence.instances = CountSets(view);
  if (evidence.instances == 0) return pending;
  if (evidence.instances > kMaxArcSets) {
    pending.flaws.Add(ParseFlaw::kTooManyArcSets);
    Fail(ArcReason::kTooManySets, 0, &evidence);
    return pending;
  }
  const Chain chain = Collector(view, scratch).Collect(&pending.flaws);
  const bool too_many = chain.fault == ArcReason::kTooManySets;
  if (too_many) pending.flaws.Add(ParseFlaw::kTooManyArcSets);
  if (!too_many) evidence.instances = static_cast<uint32_t>(chain.sets.size());
  evidence.first_results = KeepFirstResults(view, chain.sets, keep);
  if (chain.fault) {
    Fail(*chain.fault, chain.faulty_instance, &evidence);
  } else {
    evidence.sets = KeepSets(chain.sets, keep);
  }
  // What is missing may stand in the part that was not read.
  const bool whole = IsWhole(view, extent);
  if (!whole && !(chain.fault && *chain.fault <= ArcReason::kSealedAsFailed))
    Fail(ArcReason::kMessageTooLarge, 0, &evidence);
  if (chain.fault || !whole) return pending;
  pending.message_signatures = PrepareMessageSignatures(view, chain.sets, dns, hasher_, scratch, keep);
  pending.seals = PrepareSeals(view, chain.sets, dns, hasher_, scratch, keep);
  return pending;
}

void BatchArcChain(const DnsClient& dns, KeyStore& keys, int64_t at, PendingArcChain* pending,
                   RsaBatch* batch) {
  if (pending->seals.empty() || !pending->message_signatures.front().evidence.body_hash_ok) return;
  for (PendingSignature& signature : pending->message_signatures) {
    if (!signature.evidence.body_hash_ok) break;
    BatchSignature(dns, keys, at, &signature, batch);
  }
  for (PendingSignature& seal : pending->seals.first(std::min(pending->seals.size(), kMaxBatchedSeals)))
    BatchSignature(dns, keys, at, &seal, batch);
}

ArcEvidence VerifyArcChain(const PendingArcChain& pending, const DnsClient& dns, KeyStore& keys,
                           SignatureVerifier& verifier, const VerifyContext& context) {
  ArcEvidence evidence = pending.evidence;
  if (pending.seals.empty()) return evidence;
  const size_t newest = pending.seals.size();
  evidence.result = ArcResult::kPass;
  evidence.reason = ArcReason::kVerified;
  const auto verify = [&](const PendingSignature& signature) {
    return VerifySignature(signature, dns, keys, verifier, context);
  };
  const DkimEvidence signature = verify(pending.message_signatures.front());
  if (signature.result != DkimResult::kPass)
    NoteFailure(ArcReason::kMessageSignatureFailed, newest, signature.reason, &evidence);
  for (size_t i = 0; i < newest; ++i) {
    if (evidence.result == ArcResult::kFail && !evidence.undetermined()) return evidence;
    const DkimEvidence seal = verify(pending.seals[i]);
    if (seal.result != DkimResult::kPass)
      NoteFailure(ArcReason::kSealFailed, newest - i, seal.reason, &evidence);
  }
  if (evidence.result == ArcResult::kFail) return evidence;
  // Step 5 is left to the end: only a valid chain is asked for its oldest-pass.
  size_t passed = 1;
  while (passed < pending.message_signatures.size() &&
         verify(pending.message_signatures[passed]).result == DkimResult::kPass)
    ++passed;
  evidence.oldest_pass = passed == newest ? 0 : static_cast<uint32_t>(newest - passed + 1);
  return evidence;
}

}  // namespace kenpin
