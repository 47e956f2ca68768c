#include "rules/alignment.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

void OnlyThirdParty(B& m) { m.signatures = {B::ThirdPartySignature()}; }

// The author's signature first, then the service's, which passes.
void AddThirdParty(B& m) { m.signatures.push_back(B::ThirdPartySignature()); }

constexpr GoldenCase kCases[] = {
    {kAlignDkim, "relaxed", [](B&) {}, kPass},
    {kAlignDkim, "strict", [](B& m) { m.signature().alignment = AlignmentResult::kStrict; }, kPass},
    {kAlignDkim, "the author's and the service's", AddThirdParty, kPass},
    {kAlignDkim, "a List-Id and a third party's signature is no proof of indirect mail",
     [](B& m) {
       OnlyThirdParty(m);
       m.mail.signs.list_id = true;
     },
     kFail, Reason::kThirdPartySignature},
    {kAlignDkim, "nothing passes", [](B& m) { m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch); },
     kFail, Reason::kNoPassingSignature},
    {kAlignDkim, "nothing counts", [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kAlgorithmSha1); },
     kFail, Reason::kNoPassingSignature},
    {kAlignDkim, "expired", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kExpired); }, kFail,
     Reason::kNoPassingSignature},
    {kAlignDkim, "the author's fails, the service's passes",
     [](B& m) {
       AddThirdParty(m);
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
       m.best = 1;
     },
     kWarn, Reason::kAlignedSignatureFailed},
    {kAlignDkim, "the author's can not be told, the service's passes",
     [](B& m) {
       AddThirdParty(m);
       m.End(DkimResult::kNone, DkimReason::kKeyGone);
       m.best = 1;
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignDkim, "no DNS", [](B& m) { m.End(DkimResult::kNone, DkimReason::kDnsOff); }, kUnknown,
     Reason::kSignatureUnknown},
    {kAlignDkim, "an altered copy",
     [](B& m) {
       m.mail.has_exchange_fields = true;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
     },
     kUnknown, Reason::kSignatureUnknown},
    {kAlignDkim, "nobody knows whose mail it is",
     [](B& m) {
       m.evidence.author.domain = {};
       m.signature().alignment = AlignmentResult::kUnknown;
     },
     kUnknown, Reason::kAuthorDomainUnusable},
    {kAlignDkim, "the Organizational Domain is not known",
     [](B& m) { m.signature().alignment = AlignmentResult::kUnknown; }, kUnknown, Reason::kOrgDomainUnknown},
    {kAlignDkim, "unsigned", [](B& m) { m.Unsign(); }, kNotApplicable, Reason::kNoSignature},
    {kAlignDkim, "signed later",
     [](B& m) {
       m.Presend();
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kUnknown, Reason::kNotSignedYet},
};

TEST(AlignmentRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> AlignmentCases() { return kCases; }

}  // namespace kenpin
