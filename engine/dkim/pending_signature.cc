// What every kind of signature is prepared with. Which fields are hashed is the caller's affair.
#include "engine/dkim/pending_signature.h"

#include <algorithm>
#include <string_view>

namespace kenpin {

bool IsWhole(const MessageView& view, MessageExtent extent) {
  return extent != MessageExtent::kBeginning && !view.flaws().Has(ParseFlaw::kHeaderTooLarge) &&
         !view.flaws().Has(ParseFlaw::kTooManyFields);
}

// Only what mixes forms is read in other ways, and only in those that can come of its mixture: a store that
// writes LF leaves CR CR LF as CR LF; one that writes CRLF may leave lone LFs that were data.
LineEndReadings OtherReadings(const LineEndCounts& counts) {
  LineEndReadings readings;
  if (counts.crlf != 0 && counts.lone_lf != 0) {
    if (counts.lone_lf >= counts.crlf) readings.Add(LineEndReading::kCrBeforeLfIsData);
    if (counts.crlf >= counts.lone_lf) readings.Add(LineEndReading::kLoneLfIsData);
  }
  if (counts.lone_cr != 0 && readings.count < readings.list.size())
    readings.Add(LineEndReading::kLoneCrEndsLine);
  return readings;
}

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

void KeepHashes(const DkimSignature& signature, Arena& keep, PendingSignature* pending) {
  const std::span<uint8_t> copy = keep.NewArray<uint8_t>(signature.signature.size());
  std::copy(signature.signature.begin(), signature.signature.end(), copy.begin());
  pending->signature = copy;
  if (signature.body_hash.size() > pending->stated_body_hash.size()) return;
  pending->stated_body_hash_size = signature.body_hash.size();
  std::copy(signature.body_hash.begin(), signature.body_hash.end(), pending->stated_body_hash.begin());
}

DnsQuestionId AskForKey(const DkimSignature& signature, DnsClient& dns) {
  constexpr std::string_view kMiddle = "._domainkey.";
  std::array<char, 2 * 253 + kMiddle.size()> name;
  char* end = std::copy(signature.selector.begin(), signature.selector.end(), name.data());
  end = std::copy(kMiddle.begin(), kMiddle.end(), end);
  end = std::copy(signature.domain.begin(), signature.domain.end(), end);
  return dns.Ask({name.data(), static_cast<size_t>(end - name.data())}, RrType::kTxt);
}

void HashSignedHeader(const MessageView& view, const DkimSignature& signature,
                      std::span<const uint32_t> fields, uint32_t own, HeaderHasher& hasher, Arena& keep,
                      PendingSignature* pending) {
  pending->header_digest = hasher.Compute(view, signature, fields, own, LineEndReading::kStandard);
  const LineEndReadings readings = OtherReadings(view.facts().line_ends);
  const std::span<AlternativeDigest> alternatives = keep.NewArray<AlternativeDigest>(readings.count);
  for (size_t i = 0; i < readings.count; ++i) {
    alternatives[i].reading = readings.list[i];
    alternatives[i].digest = hasher.Compute(view, signature, fields, own, readings.list[i]).data;
  }
  pending->alternatives = alternatives;
}

}  // namespace kenpin
