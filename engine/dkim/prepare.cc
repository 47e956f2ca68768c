// Everything of DKIM that needs the message's bytes. The second look at a body whose hash does not match is
// here, too: it is decided without any key, by comparison with bh=.
#include "engine/dkim/prepare.h"

#include <algorithm>
#include <cstring>

#include "engine/dkim/field_selector.h"
#include "engine/dkim/signature.h"

namespace kenpin {
namespace {

// Readings of line ends other than the standard one that may explain a mismatch.
struct Readings {
  std::array<LineEndReading, 3> list{};
  size_t count = 0;
  void Add(LineEndReading reading) { list[count++] = reading; }
  std::span<const LineEndReading> all() const { return {list.data(), count}; }
};

// Only what mixes forms is read in other ways, and only in those that can come of its mixture: a store that
// writes LF leaves CR CR LF as CR LF; one that writes CRLF may leave lone LFs that were data.
Readings OtherReadings(const LineEndCounts& counts) {
  Readings readings;
  if (counts.crlf != 0 && counts.lone_lf != 0) {
    if (counts.lone_lf >= counts.crlf) readings.Add(LineEndReading::kCrBeforeLfIsData);
    if (counts.crlf >= counts.lone_lf) readings.Add(LineEndReading::kLoneLfIsData);
  }
  if (counts.lone_cr != 0 && readings.count < readings.list.size())
    readings.Add(LineEndReading::kLoneCrEndsLine);
  return readings;
}

// Asks for the key: <selector>._domainkey.<SDID> (§3.6.2.1). Too long a name is DNS's to refuse.
DnsQuestionId AskForKey(const DkimSignature& signature, DnsClient& dns) {
  constexpr std::string_view kMiddle = "._domainkey.";
  std::array<char, 2 * 253 + kMiddle.size()> name;
  char* end = std::copy(signature.selector.begin(), signature.selector.end(), name.data());
  end = std::copy(kMiddle.begin(), kMiddle.end(), end);
  end = std::copy(signature.domain.begin(), signature.domain.end(), end);
  return dns.Ask({name.data(), static_cast<size_t>(end - name.data())}, RrType::kTxt);
}

// Takes over what the field says, with copies of its strings.
void KeepSignature(const DkimSignature& signature, Arena& keep, PendingSignature* pending) {
  DkimEvidence& evidence = pending->evidence;
  evidence.domain = keep.Copy(signature.domain);
  evidence.selector = keep.Copy(signature.selector);
  evidence.auid = keep.Copy(signature.auid);
  evidence.algorithm_text = keep.Copy(signature.algorithm_text);
  evidence.algorithm = signature.algorithm;
  evidence.header_canonicalization = signature.header_canonicalization;
  evidence.body_canonicalization = signature.body_canonicalization;
  evidence.syntax_ok = !signature.error.has_value();
  evidence.body_limit = signature.body_limit;
  evidence.signed_at = signature.signed_at;
  evidence.expires_at = signature.expires_at;
  pending->decided = signature.error;
  pending->hash = signature.hash();
  pending->auid_in_subdomain = signature.auid_in_subdomain;
  pending->body_request = signature.body_hash_request();
}

// Takes over what is needed to compare bh= and to check b=.
void KeepHashes(const DkimSignature& signature, Arena& keep, PendingSignature* pending) {
  const std::span<uint8_t> copy = keep.NewArray<uint8_t>(signature.signature.size());
  std::copy(signature.signature.begin(), signature.signature.end(), copy.begin());
  pending->signature = copy;
  pending->stated_body_hash_size = signature.body_hash.size();
  const size_t stored = std::min(signature.body_hash.size(), pending->stated_body_hash.size());
  std::copy_n(signature.body_hash.begin(), stored, pending->stated_body_hash.begin());
}

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

}  // namespace

PreparedSignatures SignaturePreparer::Prepare(const MessageView& view, MessageExtent extent, DnsClient& dns,
                                              Arena& scratch, Arena& keep) {
  PreparedSignatures prepared;
  const size_t present = view.count(FieldId::kDkimSignature);
  if (present == 0) return prepared;
  prepared.signatures = keep.NewArray<PendingSignature>(std::min(present, kMaxSignaturesPerMessage + 1));
  const bool whole = extent == MessageExtent::kWhole && !view.flaws().Has(ParseFlaw::kHeaderTooLarge) &&
                     !view.flaws().Has(ParseFlaw::kTooManyFields);
  FieldSelector selector(view, scratch);
  uint32_t own = view.First(FieldId::kDkimSignature);
  for (PendingSignature& pending : prepared.signatures.first(std::min(present, kMaxSignaturesPerMessage))) {
    const DkimSignature signature = ParseDkimSignature(view.Body(view.fields()[own]), scratch);
    if (signature.too_many_tags) prepared.flaws.Add(ParseFlaw::kTagListTooLong);
    KeepSignature(signature, keep, &pending);
    const std::span<const uint32_t> fields = selector.Select(signature, own, &pending.evidence.coverage);
    if (!pending.decided && !whole) pending.decided = DkimReason::kMessageTooLarge;
    if (!pending.decided) {
      pending.question = AskForKey(signature, dns);
      KeepHashes(signature, keep, &pending);
      HashHeader(view, signature, fields, own, keep, &pending);
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

// Under the standard reading, and under the others that the header's mixture of line ends allows: which one
// it is shows only with the key.
void SignaturePreparer::HashHeader(const MessageView& view, const DkimSignature& signature,
                                   std::span<const uint32_t> fields, uint32_t own, Arena& keep,
                                   PendingSignature* pending) {
  pending->header_digest = hasher_.Compute(view, signature, fields, own, LineEndReading::kStandard);
  const Readings readings = OtherReadings(view.facts().line_ends);
  const std::span<AlternativeDigest> alternatives = keep.NewArray<AlternativeDigest>(readings.count);
  for (size_t i = 0; i < readings.count; ++i) {
    alternatives[i].reading = readings.list[i];
    alternatives[i].digest = hasher_.Compute(view, signature, fields, own, readings.list[i]).data;
  }
  pending->alternatives = alternatives;
}

BodyHashPlan PlanBodyHashes(std::span<const PendingSignature> signatures,
                            std::span<const BodyHashRequest> also, Arena& arena) {
  BodyHashPlan plan;
  const size_t most = std::min(also.size() + signatures.size(), kMaxBodyHashesPerMessage);
  const std::span<BodyHash> hashes = arena.NewArray<BodyHash>(most);
  size_t count = 0;
  for (const BodyHashRequest& request : also) AddRequest(request, hashes, &count);
  for (const PendingSignature& pending : signatures) {
    if (pending.decided) continue;
    if (!AddRequest(pending.body_request, hashes, &count)) plan.flaws.Add(ParseFlaw::kTooManyBodyHashes);
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
  bool unexplained = false;
  for (PendingSignature& pending : signatures) {
    if (pending.decided) continue;
    const BodyHash* hash = FindHash(input.hashes, pending.body_request);
    if (hash == nullptr) {
      pending.decided = DkimReason::kTooManySignatures;
      continue;
    }
    KeepBodyHash(*hash, first, &pending);
    unexplained |= !pending.evidence.body_hash_ok;
  }
  if (!unexplained) return 0;

  int passes = 0;
  const bool quoted = first.quoting == MboxQuoting::kUnquote;
  const auto try_reading = [&](LineEndReading line_ends, MboxQuoting quoting) {
    if (!unexplained) return;
    unexplained = TryReading(input.body, {line_ends, quoting}, hasher, signatures, scratch);
    ++passes;
  };
  if (quoted) try_reading(LineEndReading::kStandard, MboxQuoting::kAsStored);
  const Readings readings = input.facts != nullptr ? OtherReadings(input.facts->line_ends) : Readings();
  for (const LineEndReading reading : readings.all()) {
    try_reading(reading, first.quoting);
    if (quoted) try_reading(reading, MboxQuoting::kAsStored);
  }
  return passes;
}

}  // namespace kenpin
