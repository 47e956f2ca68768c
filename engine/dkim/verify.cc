// Meets a signature with its key and decides on the one reason that is told. All that was found stays in the
// evidence; the reason is what somebody should look at first.
#include "engine/dkim/verify.h"

#include <algorithm>

namespace kenpin {
namespace {

// What the keys at the name said.
struct KeyFinding {
  std::optional<DkimReason> definite;  // Why no key there can be used.
  std::optional<DkimReason>
      unknown;  // Why no key could be tried, without that saying anything about the signature.
  bool tried() const { return !definite && !unknown; }
};

KeyType TypeFor(DkimAlgorithm algorithm) {
  return algorithm == DkimAlgorithm::kEd25519Sha256 ? KeyType::kEd25519 : KeyType::kRsa;
}

// Why the key must not be used for this signature (§6.1.2 steps 3 to 9); absent when it may.
std::optional<DkimReason> Objection(const KeyRecord& record, const PendingSignature& pending) {
  if (record.error) return record.error;
  if (record.type != TypeFor(pending.evidence.algorithm)) return DkimReason::kKeyAlgorithmMismatch;
  if (!record.allows(pending.hash)) return DkimReason::kKeyHashMismatch;
  if (!record.allows_email) return DkimReason::kKeyServiceMismatch;
  if (record.strict_domain && pending.auid_in_subdomain) return DkimReason::kKeyStrictDomain;
  return std::nullopt;
}

// Of two objections the one that came nearer to a usable key: DkimReason lists them in that order, but for
// the length.
DkimReason Nearer(std::optional<DkimReason> a, DkimReason b) {
  if (!a || b == DkimReason::kKeyTooLong) return b;
  return *a == DkimReason::kKeyTooLong ? *a : std::max(*a, b);
}

void NoteKey(const KeyRecord& record, DkimEvidence* evidence) {
  evidence->key_type = record.type;
  evidence->key_bits = record.key != nullptr ? record.key->bits() : 0;
  evidence->key_testing = record.testing;
}

// Checks b= with one key: under the standard reading of the header, then under the others.
bool CheckSignature(const PendingSignature& pending, const KeyRecord& record, SignatureVerifier& verifier,
                    DkimEvidence* evidence) {
  if (pending.valid_with == record.key.get()) return true;
  if (verifier.Verify(record.key, pending.hash, pending.header_digest.bytes(), pending.signature))
    return true;
  for (const AlternativeDigest& alternative : pending.alternatives) {
    const std::span<const uint8_t> digest(alternative.digest.data(), DigestSize(pending.hash));
    if (!verifier.Verify(record.key, pending.hash, digest, pending.signature)) continue;
    evidence->header_reading = alternative.reading;
    return true;
  }
  return false;
}

// Tries each key at the name until one verifies (§6.1.2 step 4: in any order, or all of them).
KeyFinding TryKeys(const PendingSignature& pending, const KeySet& keys, SignatureVerifier& verifier,
                   AbsentKey absent, DkimEvidence* evidence) {
  KeyFinding finding;
  std::optional<DkimReason> nearest;
  const KeyRecord* used = nullptr;
  for (const KeyRecord& record : keys.records) {
    const std::optional<DkimReason> objection = Objection(record, pending);
    if (objection) {
      nearest = Nearer(nearest, *objection);
      continue;
    }
    const bool verified = CheckSignature(pending, record, verifier, evidence);
    if (used == nullptr || verified) used = &record;
    if (!verified) continue;
    evidence->header_ok = true;
    evidence->other_keys_unusable = keys.records.size() > 1;
    break;
  }
  if (!evidence->header_ok && keys.cut) finding.unknown = DkimReason::kTooManyKeys;
  if (used != nullptr) {
    NoteKey(*used, evidence);
    return finding;
  }
  if (!keys.records.empty()) NoteKey(keys.records.front(), evidence);
  if (finding.unknown) return finding;
  const DkimReason reason = nearest.value_or(DkimReason::kKeySyntax);
  const bool gone = keys.records.empty() || reason == DkimReason::kKeyRevoked;
  if (reason == DkimReason::kKeyTooLong) {
    finding.unknown = reason;
  } else if (gone && absent == AbsentKey::kMayBeGone) {
    finding.unknown = DkimReason::kKeyGone;
  } else {
    finding.definite = reason;
  }
  return finding;
}

KeyFinding FindAndTryKeys(const PendingSignature& pending, const DnsClient& dns, KeyStore& keys,
                          SignatureVerifier& verifier, const VerifyContext& context, DkimEvidence* evidence) {
  const DnsAnswer* answer = dns.Find(*pending.question, context.at);
  if (answer == nullptr) return {.definite = {}, .unknown = DkimReason::kDnsFailure};
  evidence->key_cname = !answer->cname_chain.empty();
  switch (answer->status) {
    case DnsStatus::kFound: {
      const KeySet& set = keys.Get(*answer);
      evidence->key_records = static_cast<uint8_t>(set.records.size());
      if (!set.records.empty()) evidence->key_source = context.source;
      return TryKeys(pending, set, verifier, context.absent_key, evidence);
    }
    case DnsStatus::kNoData:
    case DnsStatus::kNxDomain:
      if (context.absent_key == AbsentKey::kDefinite)
        return {.definite = DkimReason::kKeyNotFound, .unknown = {}};
      return {.definite = {}, .unknown = DkimReason::kKeyGone};
    case DnsStatus::kNotRecorded:
      return {.definite = {}, .unknown = DkimReason::kKeyNotRecorded};
    case DnsStatus::kFailed:
      return {.definite = {}, .unknown = DkimReason::kDnsFailure};
    case DnsStatus::kOff:
      return {.definite = {}, .unknown = DkimReason::kDnsOff};
  }
  return {.definite = {}, .unknown = DkimReason::kDnsFailure};
}

// What does not match, if anything. A body hash that differs is definite without any key.
std::optional<DkimReason> Mismatch(const DkimEvidence& evidence, const KeyFinding& finding) {
  const bool header_differs = finding.tried() && !evidence.header_ok;
  if (evidence.body_hash_ok)
    return header_differs ? std::optional(DkimReason::kSignatureMismatch) : std::nullopt;
  return header_differs ? DkimReason::kBothMismatch : DkimReason::kBodyHashMismatch;
}

// x= against t= (§3.5: x= MUST be greater) and against the judged time.
std::optional<DkimReason> TimeObjection(const DkimEvidence& evidence, int64_t at) {
  if (!evidence.expires_at) return std::nullopt;
  if (evidence.signed_at && *evidence.expires_at <= *evidence.signed_at) return DkimReason::kTimestampOrder;
  if (*evidence.expires_at < at) return DkimReason::kExpired;
  return std::nullopt;
}

DkimReason Decide(const DkimEvidence& evidence, const KeyFinding& finding, int64_t at) {
  if (evidence.body_limit && *evidence.body_limit > evidence.canonical_body_length)
    return DkimReason::kBodyLimitTooLarge;
  if (finding.definite) return *finding.definite;
  if (const std::optional<DkimReason> mismatch = Mismatch(evidence, finding)) return *mismatch;
  if (finding.tried()) {
    if (evidence.algorithm == DkimAlgorithm::kRsaSha1) return DkimReason::kAlgorithmSha1;
    if (evidence.key_type == KeyType::kRsa && evidence.key_bits < kMinRsaBits)
      return DkimReason::kKeyTooShort;
  }
  if (const std::optional<DkimReason> objection = TimeObjection(evidence, at)) return *objection;
  return finding.unknown.value_or(DkimReason::kVerified);
}

}  // namespace

DkimResult DkimResultOf(DkimReason reason) {
  if (reason == DkimReason::kVerified) return DkimResult::kPass;
  if (reason <= DkimReason::kBothMismatch) return DkimResult::kFail;
  if (reason <= DkimReason::kKeyTooLong) return DkimResult::kPolicy;
  if (reason <= DkimReason::kKeyStrictDomain) return DkimResult::kPermError;
  return reason == DkimReason::kDnsFailure ? DkimResult::kTempError : DkimResult::kNone;
}

void BatchSignature(const DnsClient& dns, KeyStore& keys, int64_t at, PendingSignature* pending,
                    RsaBatch* batch) {
  if (pending->decided || !pending->question) return;
  const DnsAnswer* answer = dns.Find(*pending->question, at);
  if (answer == nullptr || answer->status != DnsStatus::kFound) return;
  for (const KeyRecord& record : keys.Get(*answer).records) {
    if (Objection(record, *pending)) continue;
    batch->Add({record.key.get(), pending->hash, pending->header_digest.bytes(), pending->signature,
                &pending->valid_with});
    return;
  }
}

DkimEvidence VerifySignature(const PendingSignature& pending, const DnsClient& dns, KeyStore& keys,
                             SignatureVerifier& verifier, const VerifyContext& context) {
  DkimEvidence evidence = pending.evidence;
  if (pending.decided) {
    evidence.reason = *pending.decided;
  } else {
    const KeyFinding finding = FindAndTryKeys(pending, dns, keys, verifier, context, &evidence);
    evidence.reason = Decide(evidence, finding, context.at);
  }
  evidence.result = DkimResultOf(evidence.reason);
  return evidence;
}

}  // namespace kenpin
