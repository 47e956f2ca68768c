// The words of DKIM results, as reports spell them.
#include "engine/dkim/result.h"

#include <array>
#include <cstddef>

namespace kenpin {
namespace {

constexpr std::string_view kResultNames[] = {"none",    "pass",      "fail",     "policy",
                                             "neutral", "temperror", "permerror"};

constexpr std::array<std::string_view, static_cast<size_t>(DkimReason::kCount)> kReasonNames = {
    "verified",
    "body_hash_mismatch",
    "signature_mismatch",
    "both_mismatch",
    "algorithm_sha1",
    "key_too_short",
    "key_too_long",
    "syntax",
    "duplicate_tag",
    "missing_tag",
    "version",
    "unknown_algorithm",
    "unknown_canonicalization",
    "unknown_query_method",
    "from_not_signed",
    "domain_mismatch",
    "body_limit_too_large",
    "expired",
    "timestamp_order",
    "too_many_signatures",
    "key_not_found",
    "key_syntax",
    "key_revoked",
    "key_undecodable",
    "key_algorithm_mismatch",
    "key_hash_mismatch",
    "key_service_mismatch",
    "key_strict_domain",
    "dns_failure",
    "key_not_recorded",
    "key_gone",
    "dns_off",
    "message_too_large",
    "too_many_keys",
};
// A reason added without its word would leave the last one empty.
static_assert(!kReasonNames.back().empty());

constexpr std::string_view kAlgorithmNames[] = {"", "rsa-sha256", "rsa-sha1", "ed25519-sha256"};
constexpr std::string_view kKeySourceNames[] = {"none", "snapshot", "live"};

}  // namespace

std::string_view DkimResultName(DkimResult result) { return kResultNames[static_cast<size_t>(result)]; }

std::string_view DkimReasonName(DkimReason reason) { return kReasonNames[static_cast<size_t>(reason)]; }

std::string_view DkimAlgorithmName(DkimAlgorithm algorithm) {
  return kAlgorithmNames[static_cast<size_t>(algorithm)];
}

std::string_view KeySourceName(KeySource source) { return kKeySourceNames[static_cast<size_t>(source)]; }

}  // namespace kenpin
