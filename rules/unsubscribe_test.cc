#include "rules/unsubscribe.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using Post = ListUnsubscribeFacts::Post;
using enum RuleId;
using enum Outcome;

void Transactional(B& m) { m.evidence.unsubscribe_class = UnsubscribeClass::kTransactional; }
void NoClass(B& m) { m.evidence.unsubscribe_class = UnsubscribeClass::kUnknown; }
void NoFields(B& m) { m.mail.unsubscribe = {}; }

// Not sent yet, and a service adds what the fields of MtaAdds say.
void Later(B& m, bool MtaAdds::*field) {
  m.Presend();
  m.evidence.mta_adds.*field = true;
}

// The signature covers List-Unsubscribe only.
void CoverFirst(SignatureEvidence& signature) {
  signature.coverage.covers_list_unsubscribe_post = false;
  signature.coverage.list_unsubscribe_post_listed = 0;
}

void CoverSecond(SignatureEvidence& signature) {
  signature.coverage.covers_list_unsubscribe = false;
  signature.coverage.list_unsubscribe_listed = 0;
}

void NoBodyLink(B& m) { m.mail.content.unsubscribe = UnsubscribeSign::kNone; }

constexpr GoldenCase kCases[] = {
    {kUnsubClass, "marketing", [](B&) {}, kPass},
    {kUnsubClass, "transactional", Transactional, kPass},
    {kUnsubClass, "guessed", [](B& m) { m.evidence.unsubscribe_class = UnsubscribeClass::kMarketingGuess; },
     kWarn, Reason::kClassGuessed},
    {kUnsubClass, "no sign", NoClass, kUnknown, Reason::kClassUnknown},

    {kUnsubOneClick, "complete", [](B&) {}, kPass},
    {kUnsubOneClick, "complete, and a guess",
     [](B& m) { m.evidence.unsubscribe_class = UnsubscribeClass::kMarketingGuess; }, kPass},
    {kUnsubOneClick, "a third party's signature will do",
     [](B& m) { m.signatures = {B::ThirdPartySignature()}; }, kPass},
    {kUnsubOneClick, "a remark does not count against it",
     [](B& m) { m.mail.unsubscribe.text_outside = true; }, kPass},
    {kUnsubOneClick, "no field", NoFields, kFail, Reason::kListUnsubscribeMissing},
    {kUnsubOneClick, "mailto only",
     [](B& m) {
       m.mail.unsubscribe.https_uris = 0;
       m.mail.unsubscribe.mailto_uris = 1;
     },
     kFail, Reason::kHttpsMissing},
    {kUnsubOneClick, "no List-Unsubscribe-Post",
     [](B& m) {
       m.mail.unsubscribe.post_count = 0;
       m.mail.unsubscribe.post = Post::kAbsent;
     },
     kFail, Reason::kPostMissing},
    {kUnsubOneClick, "not covered", [](B& m) { CoverFirst(m.signature()); }, kFail,
     Reason::kUnsubscribeNotSigned},
    {kUnsubOneClick, "unsigned", [](B& m) { m.Unsign(); }, kFail, Reason::kNoSignature},
    {kUnsubOneClick, "the signature can not be told",
     [](B& m) { m.End(DkimResult::kNone, DkimReason::kKeyGone); }, kUnknown, Reason::kSignatureUnknown},
    {kUnsubOneClick, "the signature can not be told, and a part is missing",
     [](B& m) {
       m.End(DkimResult::kNone, DkimReason::kKeyGone);
       m.mail.unsubscribe.post = Post::kWrong;
     },
     kFail, Reason::kPostWrong},
    {kUnsubOneClick, "a service adds both fields and signs",
     [](B& m) {
       NoFields(m);
       m.Unsign();
       Later(m, &MtaAdds::list_unsubscribe);
       Later(m, &MtaAdds::list_unsubscribe_post);
       Later(m, &MtaAdds::dkim_signature);
     },
     kUnknown, Reason::kAddedLater},
    {kUnsubOneClick, "a service signs",
     [](B& m) {
       m.Unsign();
       Later(m, &MtaAdds::dkim_signature);
     },
     kUnknown, Reason::kNotSignedYet},
    {kUnsubOneClick, "a service adds one field, the other is missing",
     [](B& m) {
       NoFields(m);
       Later(m, &MtaAdds::list_unsubscribe);
     },
     kFail, Reason::kPostMissing},
    {kUnsubOneClick, "transactional", Transactional, kNotApplicable, Reason::kTransactional},
    {kUnsubOneClick, "no class", NoClass, kUnknown, Reason::kClassUnknown},

    {kUnsubHeader, "one field", [](B&) {}, kPass},
    {kUnsubHeader, "absent", NoFields, kFail, Reason::kListUnsubscribeMissing},
    {kUnsubHeader, "added later",
     [](B& m) {
       NoFields(m);
       Later(m, &MtaAdds::list_unsubscribe);
     },
     kUnknown, Reason::kAddedLater},
    {kUnsubHeader, "two fields", [](B& m) { m.mail.unsubscribe.field_count = 2; }, kFail,
     Reason::kListUnsubscribeRepeated},
    {kUnsubHeader, "no brackets",
     [](B& m) {
       m.mail.unsubscribe.https_uris = 0;
       m.mail.unsubscribe.no_brackets = true;
     },
     kFail, Reason::kListUnsubscribeNoBrackets},
    {kUnsubHeader, "empty brackets", [](B& m) { m.mail.unsubscribe.https_uris = 0; }, kFail,
     Reason::kListUnsubscribeNoUri},
    {kUnsubHeader, "white space in the URI", [](B& m) { m.mail.unsubscribe.white_space_inside = true; },
     kWarn, Reason::kListUnsubscribeWhiteSpace},
    {kUnsubHeader, "text outside", [](B& m) { m.mail.unsubscribe.text_outside = true; }, kWarn,
     Reason::kListUnsubscribeTextOutside},
    {kUnsubHeader, "unknown scheme", [](B& m) { m.mail.unsubscribe.unknown_scheme = true; }, kWarn,
     Reason::kListUnsubscribeScheme},
    {kUnsubHeader, "transactional", Transactional, kNotApplicable, Reason::kTransactional},
    {kUnsubHeader, "no class", NoClass, kUnknown, Reason::kClassUnknown},

    {kUnsubHttps, "one", [](B&) {}, kPass},
    {kUnsubHttps, "a mailto beside it, in whatever order", [](B& m) { m.mail.unsubscribe.mailto_uris = 1; },
     kPass},
    {kUnsubHttps, "http only",
     [](B& m) {
       m.mail.unsubscribe.https_uris = 0;
       m.mail.unsubscribe.http_uris = 1;
     },
     kFail, Reason::kHttpsMissing},
    {kUnsubHttps, "two", [](B& m) { m.mail.unsubscribe.https_uris = 2; }, kFail, Reason::kHttpsRepeated},
    {kUnsubHttps, "http beside it", [](B& m) { m.mail.unsubscribe.http_uris = 1; }, kFail,
     Reason::kHttpBesideHttps},
    {kUnsubHttps, "no field", NoFields, kFail, Reason::kListUnsubscribeMissing},
    {kUnsubHttps, "added later",
     [](B& m) {
       NoFields(m);
       Later(m, &MtaAdds::list_unsubscribe);
     },
     kUnknown, Reason::kAddedLater},
    {kUnsubHttps, "transactional", Transactional, kNotApplicable, Reason::kTransactional},

    {kUnsubPost, "exact", [](B&) {}, kPass},
    {kUnsubPost, "absent",
     [](B& m) {
       m.mail.unsubscribe.post_count = 0;
       m.mail.unsubscribe.post = Post::kAbsent;
     },
     kFail, Reason::kPostMissing},
    {kUnsubPost, "added later",
     [](B& m) {
       NoFields(m);
       Later(m, &MtaAdds::list_unsubscribe_post);
     },
     kUnknown, Reason::kAddedLater},
    {kUnsubPost, "two fields", [](B& m) { m.mail.unsubscribe.post_count = 2; }, kFail, Reason::kPostRepeated},
    {kUnsubPost, "something else", [](B& m) { m.mail.unsubscribe.post = Post::kWrong; }, kFail,
     Reason::kPostWrong},
    {kUnsubPost, "other letter case", [](B& m) { m.mail.unsubscribe.post = Post::kLoose; }, kWarn,
     Reason::kPostLoose},
    {kUnsubPost, "without https", [](B& m) { m.mail.unsubscribe.https_uris = 0; }, kWarn,
     Reason::kPostWithoutHttps},
    {kUnsubPost, "transactional", Transactional, kNotApplicable, Reason::kTransactional},

    {kUnsubDkimCovered, "both by one", [](B&) {}, kPass},
    {kUnsubDkimCovered, "one each",
     [](B& m) {
       m.signatures.push_back(B::PerfectSignature());
       CoverFirst(m.signatures[0]);
       CoverSecond(m.signatures[1]);
     },
     kFail, Reason::kUnsubscribeSignedApart},
    {kUnsubDkimCovered, "listed once, and two instances exist",
     [](B& m) {
       m.mail.unsubscribe.field_count = 2;
       m.signature().coverage.covers_list_unsubscribe = false;
     },
     kFail, Reason::kUnsubscribeExtraInstance},
    {kUnsubDkimCovered, "one is left out", [](B& m) { CoverSecond(m.signature()); }, kFail,
     Reason::kUnsubscribeNotSigned},
    {kUnsubDkimCovered, "the signature fails",
     [](B& m) { m.End(DkimResult::kFail, DkimReason::kBothMismatch); }, kFail, Reason::kNoPassingSignature},
    {kUnsubDkimCovered, "unsigned", [](B& m) { m.Unsign(); }, kFail, Reason::kNoSignature},
    {kUnsubDkimCovered, "a third party's only", [](B& m) { m.signatures = {B::ThirdPartySignature()}; },
     kWarn, Reason::kThirdPartySignature},
    {kUnsubDkimCovered, "the author's can not be told, a third party's passes",
     [](B& m) {
       m.End(DkimResult::kNone, DkimReason::kKeyGone);
       m.signatures.push_back(B::ThirdPartySignature());
     },
     kWarn, Reason::kThirdPartySignature},
    {kUnsubDkimCovered, "no key", [](B& m) { m.End(DkimResult::kNone, DkimReason::kKeyNotRecorded); },
     kUnknown, Reason::kSignatureUnknown},
    {kUnsubDkimCovered, "no key, and it would not help",
     [](B& m) {
       m.End(DkimResult::kNone, DkimReason::kKeyNotRecorded);
       CoverFirst(m.signature());
     },
     kFail, Reason::kNoPassingSignature},
    {kUnsubDkimCovered, "the receiver says pass",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
       m.signature().receiver = ReceiverSays::kPass;
     },
     kPass},
    {kUnsubDkimCovered, "the receiver says fail",
     [](B& m) { m.signature().receiver = ReceiverSays::kNotPass; }, kFail, Reason::kNoPassingSignature},
    {kUnsubDkimCovered, "the receiver says pass of what was not evaluated",
     [](B& m) {
       m.End(DkimResult::kPermError, DkimReason::kTooManySignatures);
       m.signature().coverage = {};
       m.signature().receiver = ReceiverSays::kPass;
     },
     kUnknown, Reason::kSignatureUnknown},
    {kUnsubDkimCovered, "signed later",
     [](B& m) {
       m.Unsign();
       Later(m, &MtaAdds::dkim_signature);
     },
     kUnknown, Reason::kNotSignedYet},
    {kUnsubDkimCovered, "no List-Unsubscribe-Post", NoFields, kNotApplicable, Reason::kPostMissing},
    {kUnsubDkimCovered, "transactional", Transactional, kNotApplicable, Reason::kTransactional},
    {kUnsubDkimCovered, "no class", NoClass, kUnknown, Reason::kClassUnknown},

    {kUnsubBodyLink, "in sight", [](B&) {}, kPass},
    {kUnsubBodyLink, "a link like List-Unsubscribe",
     [](B& m) {
       m.mail.content.unsubscribe = UnsubscribeSign::kHidden;
       m.mail.content.shares_unsubscribe_link = true;
     },
     kPass},
    {kUnsubBodyLink, "none", NoBodyLink, kFail, Reason::kBodyUnsubscribeMissing},
    {kUnsubBodyLink, "hidden", [](B& m) { m.mail.content.unsubscribe = UnsubscribeSign::kHidden; }, kWarn,
     Reason::kBodyUnsubscribeHidden},
    {kUnsubBodyLink, "pale", [](B& m) { m.mail.content.unsubscribe = UnsubscribeSign::kLowContrast; }, kWarn,
     Reason::kBodyUnsubscribeLowContrast},
    {kUnsubBodyLink, "an image", [](B& m) { m.mail.content.unsubscribe = UnsubscribeSign::kImageOnly; },
     kWarn, Reason::kBodyUnsubscribeImage},
    {kUnsubBodyLink, "the body is an image",
     [](B& m) {
       NoBodyLink(m);
       m.mail.content.image_only = true;
     },
     kUnknown, Reason::kBodyImageOnly},
    {kUnsubBodyLink, "another language",
     [](B& m) {
       NoBodyLink(m);
       m.mail.content.language_covered = false;
     },
     kUnknown, Reason::kBodyLanguage},
    {kUnsubBodyLink, "unknown charset",
     [](B& m) {
       NoBodyLink(m);
       m.mail.content.text_undecodable = true;
     },
     kUnknown, Reason::kBodyCharset},
    {kUnsubBodyLink, "truncated",
     [](B& m) {
       NoBodyLink(m);
       m.mail.flaws.Add(ParseFlaw::kTruncated);
     },
     kUnknown, Reason::kTruncated},
    {kUnsubBodyLink, "in sight, and truncated", [](B& m) { m.mail.flaws.Add(ParseFlaw::kTruncated); }, kPass},
    {kUnsubBodyLink, "very long",
     [](B& m) {
       NoBodyLink(m);
       m.mail.flaws.Add(ParseFlaw::kTextTooLong);
     },
     kUnknown, Reason::kBodyCut},
    {kUnsubBodyLink, "transactional", Transactional, kNotApplicable, Reason::kTransactional},
    {kUnsubBodyLink, "no class", NoClass, kUnknown, Reason::kClassUnknown},
};

TEST(UnsubscribeRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> UnsubscribeCases() { return kCases; }

}  // namespace kenpin
