// What the validation of an Authenticated Received Chain says (RFC 8617): plain data, read by the rules and
// the reports.
#ifndef KENPIN_ENGINE_DKIM_ARC_RESULT_H_
#define KENPIN_ENGINE_DKIM_ARC_RESULT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/dkim/result.h"

namespace kenpin {

// §5.2: the most ARC Sets of one message; a message with more fails unread.
inline constexpr size_t kMaxArcSets = 50;
// Each AMS may sign the whole header anew, so that only the newest ones are looked at. Only the oldest-pass
// depends on more than the newest; chains that are longer than three are rare.
inline constexpr size_t kMaxArcMessageSignatures = 8;
// Above this size of the header only the newest one is looked at.
inline constexpr size_t kMaxHeaderForOldestPass = 256 * 1024;

// The Chain Validation Status (§4.4).
enum class ArcResult : uint8_t {
  kNone,  // The message has no ARC fields.
  kPass,  // The chain is complete, and the newest AMS and all seals verify.
  kFail,  // It is not, or keys could not be had (§5.2.1): see the reason and its cause.
};
std::string_view ArcResultName(ArcResult result);  // "none", "pass", "fail"

// Why. A closed enum; the word in reports is the name in snake case without k.
enum class ArcReason : uint8_t {
  kNoSets,                  // none: the message has no ARC fields.
  kVerified,                // pass.
  kTooManySets,             // More than kMaxArcSets of one field, or an instance above that.
  kSealedAsFailed,          // A seal says cv=fail: the chain was broken when that sealer got it.
  kInstance,                // A field has no legal i=.
  kDuplicateField,          // An instance has a field twice.
  kMissingField,            // An instance lacks one of its three fields.
  kChainStatus,             // cv= is not none at instance 1 and pass above.
  kMessageSignatureFailed,  // The newest ARC-Message-Signature does not verify; the cause says why.
  kSealFailed,              // An ARC-Seal does not verify; the cause says why.
  kMessageTooLarge,         // Only the beginning of the message was read, so that nothing can be verified.
  kCount,
};
std::string_view ArcReasonName(ArcReason reason);

// cv= of a seal (§4.1.3).
enum class ArcChainStatus : uint8_t {
  kIllegal,  // Absent, or none of the three words.
  kNone,     // none.
  kFail,     // fail.
  kPass,     // pass.
};

// One complete ARC Set. Views live in the arena of the chunk.
struct ArcSet {
  ArcChainStatus chain_status = ArcChainStatus::kIllegal;
  std::string_view seal_domain;     // d= of the ARC-Seal, lower case A-labels: who sealed.
  std::string_view seal_selector;   // s=.
  std::string_view message_domain;  // d= of the ARC-Message-Signature.
  std::string_view message_selector;
};

struct ArcEvidence {
  ArcResult result = ArcResult::kNone;
  ArcReason reason = ArcReason::kNoSets;
  // For kMessageSignatureFailed and kSealFailed: what DKIM would say of that signature.
  std::optional<DkimReason> cause;
  uint32_t failed_instance = 0;  // The instance that the reason speaks of; 0 where it speaks of none.
  uint32_t instances = 0;  // The highest instance; with kTooManySets the number of the most frequent field.
  // §5.2 step 5, only with kPass: the lowest instance of which the AMS and all newer ones verify; 0 when all
  // of the chain do. Never below what was looked at.
  std::optional<uint32_t> oldest_pass;
  std::span<const ArcSet> sets;  // By instance, from 1; empty where the structure is broken.
  // The ARC-Authentication-Results of instance 1 behind its "i=1;", folds included: what the first hop says
  // that it saw. A claim that counts only with kPass. Empty if there is none, or more than one.
  std::string_view first_results;

  // Nothing is wrong that was seen: it could not be told, for want of keys or bytes. By protocol it is a
  // fail.
  bool undetermined() const;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_ARC_RESULT_H_
