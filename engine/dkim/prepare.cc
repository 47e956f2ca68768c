// Everything of DKIM that needs the message's bytes. The second look at a body whose hash does not match is
// here, too: it is decided without any key, by comparison with bh=.
#include "engine/dkim/prepare.h"

#include <algorithm>
#include <cstring>

#include "engine/dkim/field_selector.h"
#include "engine/dkim/signature.h"

namespace kenpin {
namespace {

bool Matches(const BodyHash& hash, const PendingSignature& pending) {
  return pending.stated_body_hash_size == hash.digest_size &&
         std::memcmp(pending.stated_body_hash.data(), hash.digest.data(), hash.digest_size) == 0;
}

void KeepBodyHash(const BodyHash& hash, const BodyReading& reading, PendingSignature* pending) {
  DkimEvidence& evidence = pending->evidence;
  evidence.hashed = true;
  evidence.body_hash = hash.digest;
  evidence.body_hash_size = hash.digest_size;
  evidence.body_hash_ok = Matches(hash, *pending);
  evidence.canonical_body_length = hash.canonical_length;
  evidence.body_reading = reading.line_ends;
  evidence.quoting = reading.quoting;
}

const BodyHash* FindHash(std::span<const BodyHash> hashes, const BodyHashRequest& request) {
  const auto found =
      std::find_if(hashes.begin(), hashes.end(), [&](const BodyHash& h) { return h.request == request; });
  return found == hashes.end() ? nullptr : &*found;
}

bool IsUnexplained(const PendingSignature& pending) {
  return !pending.decided && pending.evidence.hashed && !pending.evidence.body_hash_ok;
}

// Adds the request if it is new and there is room; `*count` of `hashes` are in use.
bool AddRequest(const BodyHashRequest& request, std::span<BodyHash> hashes, size_t* count) {
  if (FindHash(hashes.first(*count), request) != nullptr) return true;
  if (*count == hashes.size()) return false;
  hashes[(*count)++].request = request;
  return true;
}

// Compares what was hashed by the reading that is tried first. Returns whether anything is unexplained.
bool MatchFirst(std::span<const BodyHash> hashes, const BodyReading& reading,
                std::span<PendingSignature> signatures) {
  bool unexplained = false;
  for (PendingSignature& pending : signatures) {
    if (pending.decided) continue;
    const BodyHash* hash = FindHash(hashes, pending.body_request);
    if (hash == nullptr) {
      pending.decided = DkimReason::kTooManySignatures;
      continue;
    }
    KeepBodyHash(*hash, reading, &pending);
    unexplained |= !pending.evidence.body_hash_ok;
  }
  return unexplained;
}

// Hashes the body anew for all unexplained signatures. Returns whether any of them is left.
bool TryReading(std::string_view body, const BodyReading& reading, BodyHasher& hasher,
                std::span<PendingSignature> signatures, Arena& scratch) {
  const std::span<BodyHash> hashes = scratch.NewArray<BodyHash>(signatures.size());
  size_t count = 0;
  for (const PendingSignature& pending : signatures) {
    if (IsUnexplained(pending)) AddRequest(pending.body_request, hashes, &count);
  }
  hasher.Compute(body, reading, hashes.first(count), nullptr);
  bool unexplained = false;
  for (PendingSignature& pending : signatures) {
    if (!IsUnexplained(pending)) continue;
    const BodyHash* hash = FindHash(hashes.first(count), pending.body_request);
    if (Matches(*hash, pending)) {
      KeepBodyHash(*hash, reading, &pending);
    } else {
      unexplained = true;
    }
  }
  return unexplained;
}

// What it costs to hash the selected fields under all readings of line ends, octets.
size_t SignedOctets(const MessageView& view, std::span<const uint32_t> fields) {
  size_t octets = 0;
  for (const uint32_t index : fields) octets += view.fields()[index].end - view.fields()[index].begin;
  return octets * (1 + OtherReadings(view.facts().line_ends).count);
}

}  // namespace

PreparedSignatures SignaturePreparer::Prepare(const MessageView& view, MessageExtent extent, DnsClient& dns,
                                              Arena& scratch, Arena& keep) {
  PreparedSignatures prepared;
  const size_t present = view.count(FieldId::kDkimSignature);
  if (present == 0) return prepared;
  prepared.signatures = keep.NewArray<PendingSignature>(std::min(present, kMaxSignaturesPerMessage + 1));
  const bool whole = IsWhole(view, extent);
  FieldSelector selector(view, scratch);
  uint32_t own = view.First(FieldId::kDkimSignature);
  size_t octets_left = kMaxSignedHeaderBytes;
  for (PendingSignature& pending : prepared.signatures.first(std::min(present, kMaxSignaturesPerMessage))) {
    const DkimSignature signature = ParseDkimSignature(view.Body(view.fields()[own]), scratch);
    if (signature.too_many_tags) prepared.flaws.Add(ParseFlaw::kTagListTooLong);
    KeepSignature(signature, keep, &pending);
    const std::span<const uint32_t> fields = selector.Select(signature, own, &pending.evidence.coverage);
    if (!pending.decided && !whole) pending.decided = DkimReason::kMessageTooLarge;
    const size_t octets = SignedOctets(view, fields);
    if (!pending.decided && octets > octets_left) {
      pending.decided = DkimReason::kTooManySignatures;
      prepared.flaws.Add(ParseFlaw::kTooManySignatures);
    }
    if (!pending.decided) {
      octets_left -= octets;
      pending.question = AskForKey(signature, dns);
      KeepHashes(signature, keep, &pending);
      HashSignedHeader(view, signature, fields, own, hasher_, keep, &pending);
    }
    own = view.Next(own);
  }
  if (present > kMaxSignaturesPerMessage) {
    // One entry stands for all the rest.
    prepared.signatures.back().decided = DkimReason::kTooManySignatures;
    prepared.flaws.Add(ParseFlaw::kTooManySignatures);
  }
  return prepared;
}

BodyHashPlan PlanBodyHashes(const BodyHashWishes& wishes, Arena& arena) {
  BodyHashPlan plan;
  const size_t wanted = wishes.also.size() + wishes.signatures.size() + wishes.arc.size();
  const std::span<BodyHash> hashes = arena.NewArray<BodyHash>(std::min(wanted, kMaxBodyHashesPerMessage));
  size_t count = 0;
  for (const BodyHashRequest& request : wishes.also) AddRequest(request, hashes, &count);
  for (const std::span<const PendingSignature> signatures : {wishes.signatures, wishes.arc}) {
    for (const PendingSignature& pending : signatures) {
      if (pending.decided) continue;
      if (!AddRequest(pending.body_request, hashes, &count)) plan.flaws.Add(ParseFlaw::kTooManyBodyHashes);
    }
  }
  plan.hashes = hashes.first(count);
  return plan;
}

BodyReading FirstBodyReading(uint32_t quoted_from_lines) {
  return {LineEndReading::kStandard, quoted_from_lines != 0 ? MboxQuoting::kUnquote : MboxQuoting::kAsStored};
}

int MatchBodyHashes(const BodyMatchInput& input, BodyHasher& hasher, std::span<PendingSignature> signatures,
                    Arena& scratch) {
  const BodyReading first = FirstBodyReading(input.quoted_from_lines);
  bool unexplained = MatchFirst(input.hashes, first, signatures);
  if (!unexplained) return 0;

  int passes = 0;
  const bool quoted = first.quoting == MboxQuoting::kUnquote;
  const auto try_reading = [&](LineEndReading line_ends, MboxQuoting quoting) {
    if (!unexplained) return;
    unexplained = TryReading(input.body, {line_ends, quoting}, hasher, signatures, scratch);
    ++passes;
  };
  if (quoted) try_reading(LineEndReading::kStandard, MboxQuoting::kAsStored);
  const LineEndReadings readings =
      input.facts != nullptr ? OtherReadings(input.facts->line_ends) : LineEndReadings();
  for (const LineEndReading reading : readings.all()) {
    try_reading(reading, first.quoting);
    if (quoted) try_reading(reading, MboxQuoting::kAsStored);
  }
  return passes;
}

void MatchPassedBody(const LargeBodyHashes& body, std::span<const BodyHash> hashes,
                     uint32_t quoted_from_lines, std::span<PendingSignature> signatures) {
  const BodyReading first = FirstBodyReading(quoted_from_lines);
  const bool unexplained = MatchFirst(hashes, first, signatures);
  if (!unexplained || first.quoting == MboxQuoting::kAsStored) return;
  for (PendingSignature& pending : signatures) {
    if (!IsUnexplained(pending)) continue;
    BodyHash hash;
    hash.request = pending.body_request;
    const bool found = !body.Fill(MboxQuoting::kAsStored, {&hash, 1}).empty();
    if (found && Matches(hash, pending)) KeepBodyHash(hash, BodyReading(), &pending);
  }
}

}  // namespace kenpin
