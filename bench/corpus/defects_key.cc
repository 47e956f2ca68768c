// Defects of the key: its length, its record, and what the snapshot can not say. The signatures themselves
// are good.
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kLoneBroken = kSingle | kNoFeedback | kNoFromLines;

template <KeyState kState>
void SetState(Plan& plan) {
  plan.signers.front().state = kState;
}

// No key to be had, for certain: its length is nobody's to know.
#define KENPIN_KEY_ABSENT "dkim-key-record=fail dkim-key-length=unknown " KENPIN_NO_PASSING_SIGNATURE
#define KENPIN_KEY_UNTOLD "dkim-key-record=unknown dkim-key-length=unknown " KENPIN_UNTOLD_SIGNATURE

const std::array<DefectRow, 13> kRows = {{
    {.name = "key-512",
     .about = "RSA of 512 bits",
     .needs = kLoneBroken,
     .claims = "dkim-key-length=fail " KENPIN_VERIFIED_IN_VAIN,
     .plan = [](Plan& p) { p.signers.front().key = &KeyRing::Get().Rsa512(); }},
    {.name = "key-1024",
     .about = "RSA of 1024 bits",
     .needs = kSingle,
     .claims = "dkim-key-length=warn",
     .plan = [](Plan& p) { p.signers.front().key = &KeyRing::Get().Rsa1024(p.sender->key); }},
    {.name = "key-nxdomain",
     .about = "the selector does not exist",
     .needs = kLoneBroken,
     .claims = KENPIN_KEY_ABSENT,
     .plan = SetState<KeyState::kNxDomain>},
    {.name = "key-nodata",
     .about = "the selector has no TXT record",
     .needs = kLoneBroken,
     .claims = KENPIN_KEY_ABSENT,
     .plan = SetState<KeyState::kNoData>},
    {.name = "key-revoked",
     .about = "p= is empty",
     .needs = kLoneBroken,
     .claims = KENPIN_KEY_ABSENT,
     .plan = SetState<KeyState::kRevoked>},
    {.name = "key-unrecorded",
     .about = "the snapshot does not speak of the selector",
     .needs = kLoneBroken,
     .claims = KENPIN_KEY_UNTOLD,
     .plan = SetState<KeyState::kUnrecorded>},
    {.name = "key-servfail",
     .about = "the question for the key failed",
     .needs = kLoneBroken,
     .claims = KENPIN_KEY_UNTOLD,
     .plan = SetState<KeyState::kServfail>},
    {.name = "key-type-mismatch",
     .about = "k=ed25519 for an rsa-sha256 signature",
     .needs = kLoneBroken,
     .claims = "dkim-key-record=fail dkim-key-length=? " KENPIN_NO_PASSING_SIGNATURE,
     .plan = SetState<KeyState::kTypeMismatch>},
    {.name = "key-undecodable",
     .about = "p= is no key",
     .needs = kLoneBroken,
     .claims = "dkim-key-record=fail dkim-key-length=? " KENPIN_NO_PASSING_SIGNATURE,
     .plan = SetState<KeyState::kUndecodable>},
    {.name = "key-sha1-only",
     .about = "h=sha1 in the key",
     .needs = kLoneBroken,
     .claims = "dkim-key-record=fail " KENPIN_NO_PASSING_SIGNATURE,
     .plan = SetState<KeyState::kSha1Only>},
    {.name = "key-other-service",
     .about = "s= of the key is not email",
     .needs = kLoneBroken,
     .claims = "dkim-key-record=fail " KENPIN_NO_PASSING_SIGNATURE,
     .plan = SetState<KeyState::kOtherService>},
    {.name = "key-testing",
     .about = "t=y in the key",
     .needs = kSingle,
     .claims = "dkim-key-record=warn",
     .plan = SetState<KeyState::kTesting>},
    {.name = "key-two-records",
     .about = "a revoked and a good key at one selector",
     .needs = kSingle,
     .claims = "dkim-key-record=warn",
     .plan = SetState<KeyState::kTwoRecords>},
}};

}  // namespace

std::span<const DefectRow> KeyDefects() { return kRows; }

}  // namespace kenpin::corpus
