// What DKIM verification says of one signature: plain data, read by the rules and the reports.
#ifndef KENPIN_ENGINE_DKIM_RESULT_H_
#define KENPIN_ENGINE_DKIM_RESULT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/crypto/hash_algorithm.h"
#include "engine/crypto/public_key.h"
#include "engine/dkim/body_hash.h"
#include "engine/mail/line_end.h"

namespace kenpin {

// RFC 8601 §2.7.1.
enum class DkimResult : uint8_t { kNone, kPass, kFail, kPolicy, kNeutral, kTempError, kPermError };
std::string_view DkimResultName(DkimResult result);  // "none", "pass", ...

// Why. A closed enum, published in the JSON Schema; the word in reports is the name in snake case without k,
// e.g. "body_hash_mismatch".
enum class DkimReason : uint8_t {
  kVerified,  // pass.
  // fail: the message is not what was signed.
  kBodyHashMismatch,   // The computed body hash is not bh=; the signature over the header may verify or not
                       // (see header_ok).
  kSignatureMismatch,  // The body hash matches, and b= does not verify over the header.
  kBothMismatch,       // Neither holds (with the published key).
  // policy: it verifies, and must not count.
  kAlgorithmSha1,  // rsa-sha1, RFC 8301 §3.1.
  kKeyTooShort,    // RSA below 1024 bits, RFC 8301 §3.2.
  kKeyTooLong,     // RSA above kMaxRsaBits: not checked.
  // permerror: the signature field.
  kSyntax,                   // Not a tag-list, or a value that is not of its grammar.
  kDuplicateTag,             // RFC 6376 §3.2.
  kMissingTag,               // v, a, b, bh, d, h or s.
  kVersion,                  // v= is not 1.
  kUnknownAlgorithm,         // a=.
  kUnknownCanonicalization,  // c=.
  kUnknownQueryMethod,       // q= names no dns/txt.
  kFromNotSigned,            // h= lacks From (§5.4).
  kDomainMismatch,           // i= is not d= or under it (§3.5).
  kBodyLimitTooLarge,        // l= exceeds the canonical body (§3.5).
  kExpired,                  // x= lies before the judged time.
  kTimestampOrder,           // x= is not after t=.
  kTooManySignatures,        // Past kMaxSignaturesPerMessage or kMaxSignedHeaderBytes; not evaluated.
  // permerror: the key record.
  kKeyNotFound,           // NXDOMAIN or no TXT at the selector, before sending or with contemporary DNS.
  kKeySyntax,             // No TXT there is a key record.
  kKeyRevoked,            // p= is empty.
  kKeyUndecodable,        // p= is no usable key.
  kKeyAlgorithmMismatch,  // k= is not the type that a= asks for.
  kKeyHashMismatch,       // h= of the key does not allow the hash.
  kKeyServiceMismatch,    // s= of the key names neither * nor email.
  kKeyStrictDomain,       // t=s, and i= is under a subdomain of d= (§3.6.1).
  // temperror.
  kDnsFailure,  // No answer: SERVFAIL, timeout, loop.
  // none: it cannot be told.
  kKeyNotRecorded,   // The snapshot says nothing about the name.
  kKeyGone,          // The key is gone or empty today, and the DNS is not contemporary with the message.
  kDnsOff,           // --dns off.
  kMessageTooLarge,  // Only the beginning of the message was read, so that nothing can be hashed.
  kTooManyKeys,      // More than kMaxKeysPerSelector keys at the name, of which the first do not verify.
  kCount,
};
std::string_view DkimReasonName(DkimReason reason);

enum class DkimAlgorithm : uint8_t { kUnknown, kRsaSha256, kRsaSha1, kEd25519Sha256 };
std::string_view DkimAlgorithmName(
    DkimAlgorithm algorithm);  // "rsa-sha256", ...; "" for kUnknown (the record shows a= as written).

// Where the key came from.
enum class KeySource : uint8_t { kNone, kSnapshot, kLive };
std::string_view KeySourceName(KeySource source);  // "none", "snapshot", "live"

// Fields that dkim-covers-core asks for (RFC 6376 §5.4.1 and kenpin's own three); bits of
// DkimCoverage::missing_core.
enum class CoreField : uint8_t {
  kSubject,
  kDate,
  kTo,
  kReplyTo,
  kListId,
  kListHelp,
  kListUnsubscribe,
  kListSubscribe,
  kListPost,
  kListOwner,
  kListArchive,
  kMessageId,
  kMimeVersion,
  kContentType,
  kCount,
};

// What h= covers of this message (§5.4): computed when the header is hashed.
struct DkimCoverage {
  uint16_t from_listed = 0;   // How often h= lists From.
  uint16_t from_present = 0;  // How often it occurs.
  uint16_t missing_core = 0;  // CoreField bits: present in the message and not (all) signed.
  // The listed count reaches the present count, which is at least one.
  bool covers_list_unsubscribe = false;
  bool covers_list_unsubscribe_post = false;
  bool covers_feedback_id = false;
  uint16_t list_unsubscribe_listed = 0;
  uint16_t list_unsubscribe_post_listed = 0;
};

// One DKIM-Signature field of a message, evaluated. Views live in the pending chunk's arena.
struct DkimEvidence {
  DkimResult result = DkimResult::kNone;
  DkimReason reason = DkimReason::kDnsOff;
  std::string_view domain;          // SDID, d=, lower case A-labels.
  std::string_view selector;        // s=.
  std::string_view auid;            // i= as written; empty if absent.
  std::string_view algorithm_text;  // a= as written.
  DkimAlgorithm algorithm = DkimAlgorithm::kUnknown;
  Canonicalization header_canonicalization = Canonicalization::kSimple;
  Canonicalization body_canonicalization = Canonicalization::kSimple;
  bool syntax_ok = false;  // The field parses: everything up to kTooManySignatures above is excluded but for
                           // the time reasons.
  std::optional<uint64_t> body_limit;  // l=.
  uint64_t canonical_body_length = 0;
  std::optional<int64_t> signed_at;   // t=.
  std::optional<int64_t> expires_at;  // x=.
  DkimCoverage coverage;
  // Hashes.
  bool hashed = false;  // body_hash is computed.
  std::array<uint8_t, 32> body_hash{};
  uint8_t body_hash_size = 0;
  bool body_hash_ok = false;
  bool header_ok = false;  // b= verifies over the header, whatever the body says.
  LineEndReading header_reading = LineEndReading::kStandard;  // The reading of line ends that matched.
  LineEndReading body_reading = LineEndReading::kStandard;
  MboxQuoting quoting = MboxQuoting::kAsStored;  // The reading of ">From " that matched.
  // Key.
  KeySource key_source = KeySource::kNone;
  std::optional<KeyType>
      key_type;              // Of the key that was used (the one that verified, else the first usable).
  int key_bits = 0;          // 0 when unknown.
  uint8_t key_records = 0;   // TXT records at the name that look like keys (§3.6.1), the bad ones included.
  bool key_testing = false;  // t=y.
  bool other_keys_unusable = false;  // One key verified while others at the name did not or are unusable.
  bool key_cname = false;            // The key was reached through a CNAME.
};

inline constexpr int kMinRsaBits = 1024;  // RFC 8301 §3.2.
// One RSA-2048 check costs about 25 µs, so that one message must not buy unlimited CPU.
inline constexpr size_t kMaxSignaturesPerMessage = 16;
// Each signature may sign the whole header, and every reading of its line ends hashes it once more.
inline constexpr size_t kMaxSignedHeaderBytes = 12u << 20;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_RESULT_H_
