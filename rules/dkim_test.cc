#include "rules/dkim.h"

#include "rules/golden.h"

namespace kenpin {
namespace {

using B = EvidenceBuilder;
using enum RuleId;
using enum Outcome;

// A trusted receiver tells the length of the key, which nobody fetched.
template <int kBits>
void ReceiverTellsBits(B& m) {
  static constexpr ReceiverDkim kEntry = {AuthWord::kPass, "example.com", "s2024", "", false, false, kBits};
  m.End(DkimResult::kNone, DkimReason::kDnsOff);
  m.delivery.results.basis = TrustBasis::kAboveBorder;
  m.delivery.results.dkim = {&kEntry, 1};
}

constexpr GoldenCase kCases[] = {
    {kDkimSignatureSyntax, "well formed", [](B&) {}, kPass},
    {kDkimSignatureSyntax, "no tag-list", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kSyntax); },
     kFail, Reason::kSignatureSyntax},
    {kDkimSignatureSyntax, "i= elsewhere",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kDomainMismatch); }, kFail,
     Reason::kSignatureDomain},
    {kDkimSignatureSyntax, "the algorithm is another rule's",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kUnknownAlgorithm); }, kPass},
    {kDkimSignatureSyntax, "l= is another rule's",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kBodyLimitTooLarge); }, kPass},
    {kDkimSignatureSyntax, "From in h= is another rule's",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kFromNotSigned); }, kPass},
    {kDkimSignatureSyntax, "another one is broken",
     [](B& m) {
       m.signatures.insert(m.signatures.begin(), B::ThirdPartySignature());
       m.End(DkimResult::kPermError, DkimReason::kMissingTag);
       m.best = 1;
     },
     kWarn, Reason::kAnotherSignature},
    {kDkimSignatureSyntax, "behind the limit nothing is known",
     [](B& m) {
       m.signatures.push_back(B::ThirdPartySignature());
       m.signatures.back().reason = DkimReason::kTooManySignatures;
       m.signatures.back().syntax_ok = false;
     },
     kPass},
    {kDkimSignatureSyntax, "unsigned", [](B& m) { m.Unsign(); }, kNotApplicable, Reason::kNoSignature},
    {kDkimSignatureSyntax, "signed later",
     [](B& m) {
       m.Presend();
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kUnknown, Reason::kNotSignedYet},
    {kDkimSignatureSyntax, "nobody signs delivered mail",
     [](B& m) {
       m.Unsign();
       m.evidence.mta_adds.dkim_signature = true;
     },
     kNotApplicable, Reason::kNoSignature},

    {kDkimAlgorithm, "rsa-sha256", [](B&) {}, kPass},
    {kDkimAlgorithm, "with ed25519",
     [](B& m) {
       m.signatures.push_back(B::PerfectSignature());
       m.signatures.back().algorithm = DkimAlgorithm::kEd25519Sha256;
     },
     kPass},
    {kDkimAlgorithm, "ed25519 alone", [](B& m) { m.signature().algorithm = DkimAlgorithm::kEd25519Sha256; },
     kFail, Reason::kAlgorithmEd25519Only},
    {kDkimAlgorithm, "sha1 alone", [](B& m) { m.signature().algorithm = DkimAlgorithm::kRsaSha1; }, kFail,
     Reason::kAlgorithmSha1},
    {kDkimAlgorithm, "unknown alone", [](B& m) { m.signature().algorithm = DkimAlgorithm::kUnknown; }, kFail,
     Reason::kAlgorithmUnknown},
    {kDkimAlgorithm, "sha1 beside a good one",
     [](B& m) {
       m.signatures.push_back(B::PerfectSignature());
       m.signatures.back().algorithm = DkimAlgorithm::kRsaSha1;
     },
     kWarn, Reason::kAlgorithmIgnored},
    {kDkimAlgorithm, "more header than is hashed",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kTooManySignatures); }, kPass},
    {kDkimAlgorithm, "unsigned", [](B& m) { m.Unsign(); }, kNotApplicable, Reason::kNoSignature},

    {kDkimKeyLength, "2048", [](B&) {}, kPass},
    {kDkimKeyLength, "4096", [](B& m) { m.signature().key_bits = 4096; }, kPass},
    {kDkimKeyLength, "ed25519",
     [](B& m) {
       m.signature().key_type = KeyType::kEd25519;
       m.signature().key_bits = 256;
     },
     kPass},
    {kDkimKeyLength, "1023", [](B& m) { m.signature().key_bits = 1023; }, kFail, Reason::kKeyTooShort},
    {kDkimKeyLength, "1024", [](B& m) { m.signature().key_bits = 1024; }, kWarn, Reason::kKeyBelow2048},
    {kDkimKeyLength, "4097", [](B& m) { m.signature().key_bits = 4097; }, kWarn, Reason::kKeyAbove4096},
    {kDkimKeyLength, "too long to check", [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kKeyTooLong); },
     kWarn, Reason::kKeyAbove4096},
    {kDkimKeyLength, "no DNS", [](B& m) { m.End(DkimResult::kNone, DkimReason::kDnsOff); }, kUnknown,
     Reason::kKeyNotFetched},
    {kDkimKeyLength, "2048 by the receiver's word", ReceiverTellsBits<2048>, kPass},
    {kDkimKeyLength, "1024 by the receiver's word", ReceiverTellsBits<1024>, kWarn, Reason::kKeyBelow2048},
    {kDkimKeyLength, "512 by the receiver's word", ReceiverTellsBits<512>, kFail, Reason::kKeyTooShort},
    {kDkimKeyLength, "the bits of Ed25519 by the receiver's word",
     [](B& m) {
       ReceiverTellsBits<256>(m);
       m.signature().algorithm = DkimAlgorithm::kEd25519Sha256;
     },
     kPass},
    {kDkimKeyLength, "the receiver speaks of another signature",
     [](B& m) {
       ReceiverTellsBits<2048>(m);
       m.signature().selector = "s2023";
     },
     kUnknown, Reason::kKeyNotFetched},
    {kDkimKeyLength, "a short one beside it",
     [](B& m) {
       m.signatures.push_back(B::ThirdPartySignature());
       m.signatures.back().key_bits = 512;
     },
     kWarn, Reason::kAnotherSignature},

    {kDkimKeyRecord, "usable", [](B&) {}, kPass},
    {kDkimKeyRecord, "an altered body says nothing of the key",
     [](B& m) { m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch); }, kPass},
    {kDkimKeyRecord, "an altered body, and a key that is gone",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
       m.signature().header_ok = false;
       m.signature().key_bits = 0;
     },
     kUnknown, Reason::kKeyNotFetched},
    {kDkimKeyRecord, "revoked", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kKeyRevoked); }, kFail,
     Reason::kKeyRevoked},
    {kDkimKeyRecord, "missing before sending",
     [](B& m) {
       m.Presend();
       m.evidence.dns_contemporary = false;
       m.End(DkimResult::kPermError, DkimReason::kKeyNotFound);
     },
     kFail, Reason::kKeyNotFound},
    {kDkimKeyRecord, "missing years later",
     [](B& m) {
       m.evidence.dns_contemporary = false;
       m.End(DkimResult::kPermError, DkimReason::kKeyNotFound);
     },
     kUnknown, Reason::kKeyGone},
    {kDkimKeyRecord, "gone", [](B& m) { m.End(DkimResult::kNone, DkimReason::kKeyGone); }, kUnknown,
     Reason::kKeyGone},
    {kDkimKeyRecord, "another type",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kKeyAlgorithmMismatch); }, kFail,
     Reason::kKeyAlgorithmMismatch},
    {kDkimKeyRecord, "another type years later",
     [](B& m) {
       m.Sent();
       m.evidence.dns_contemporary = false;
       m.End(DkimResult::kPermError, DkimReason::kKeyAlgorithmMismatch);
     },
     kUnknown, Reason::kDnsNotContemporary},
    {kDkimKeyRecord, "t=s", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kKeyStrictDomain); }, kFail,
     Reason::kKeyStrictDomain},
    {kDkimKeyRecord, "several, one verifies", [](B& m) { m.signature().key_records = 2; }, kWarn,
     Reason::kSeveralKeys},
    {kDkimKeyRecord, "several, none verifies",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
       m.signature().key_records = 2;
     },
     kFail, Reason::kNoKeyVerifies},
    {kDkimKeyRecord, "several, and the receiver says that one verified",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
       m.signature().key_records = 2;
       m.signature().receiver = ReceiverSays::kPass;
     },
     kWarn, Reason::kSeveralKeys},
    {kDkimKeyRecord, "t=y", [](B& m) { m.signature().key_testing = true; }, kWarn, Reason::kKeyTesting},
    {kDkimKeyRecord, "not recorded", [](B& m) { m.End(DkimResult::kNone, DkimReason::kKeyNotRecorded); },
     kUnknown, Reason::kKeyNotRecorded},
    {kDkimKeyRecord, "no answer", [](B& m) { m.End(DkimResult::kTempError, DkimReason::kDnsFailure); },
     kUnknown, Reason::kDnsFailure},
    {kDkimKeyRecord, "not asked for a broken signature",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kSyntax); }, kUnknown, Reason::kKeyNotFetched},

    {kDkimVerify, "verifies", [](B&) {}, kPass},
    {kDkimVerify, "verifies at any age", [](B& m) { m.evidence.dns_contemporary = false; }, kPass},
    {kDkimVerify, "sha1 verifies, and another rule refuses it",
     [](B& m) { m.End(DkimResult::kPolicy, DkimReason::kAlgorithmSha1); }, kPass},
    {kDkimVerify, "expired, and verifies", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kExpired); },
     kPass},
    {kDkimVerify, "expired, and no key",
     [](B& m) {
       m.End(DkimResult::kPermError, DkimReason::kExpired);
       m.signature().header_ok = false;
     },
     kUnknown, Reason::kKeyNotFetched},
    {kDkimVerify, "another body", [](B& m) { m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch); },
     kFail, Reason::kBodyHashMismatch},
    {kDkimVerify, "another header", [](B& m) { m.End(DkimResult::kFail, DkimReason::kSignatureMismatch); },
     kFail, Reason::kSignatureMismatch},
    {kDkimVerify, "both differ", [](B& m) { m.End(DkimResult::kFail, DkimReason::kBothMismatch); }, kFail,
     Reason::kBothMismatch},
    {kDkimVerify, "another body, and the receiver says pass",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
       m.signature().receiver = ReceiverSays::kPass;
     },
     kWarn, Reason::kReceiverSaysPass},
    {kDkimVerify, "altered by Exchange, and the receiver says pass",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
       m.mail.has_exchange_fields = true;
       m.signature().receiver = ReceiverSays::kPass;
     },
     kWarn, Reason::kReceiverSaysPass},
    {kDkimVerify, "altered by Exchange, and the receiver says fail",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
       m.mail.has_exchange_fields = true;
       m.signature().receiver = ReceiverSays::kNotPass;
     },
     kFail, Reason::kSignatureMismatch},
    {kDkimVerify, "altered by Exchange, and the receiver could not tell",
     [](B& m) {
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
       m.mail.has_exchange_fields = true;
       m.signature().receiver = ReceiverSays::kUnknown;
     },
     kUnknown, Reason::kAlteredCopy},
    {kDkimVerify, "verifies, and the receiver says fail",
     [](B& m) { m.signature().receiver = ReceiverSays::kNotPass; }, kWarn, Reason::kReceiverSaysFail},
    {kDkimVerify, "verifies, and the receiver could not tell",
     [](B& m) { m.signature().receiver = ReceiverSays::kUnknown; }, kPass},
    {kDkimVerify, "a mismatch under a key of another time",
     [](B& m) {
       m.evidence.dns_contemporary = false;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
     },
     kFail, Reason::kSignatureMismatch},
    {kDkimVerify, "LF storage loses nothing",
     [](B& m) {
       m.mail.header_line_ends = {0, 20, 0};
       m.mail.body_line_ends = {0, 10, 0};
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
     },
     kFail, Reason::kBodyHashMismatch},
    {kDkimVerify, "stored by Exchange",
     [](B& m) {
       m.mail.has_exchange_fields = true;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
     },
     kUnknown, Reason::kAlteredCopy},
    {kDkimVerify, "encoded-words where none may stand",
     [](B& m) {
       m.mail.encoded_words.in_structured = true;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
     },
     kUnknown, Reason::kAlteredCopy},
    {kDkimVerify, "mixed line ends",
     [](B& m) {
       m.mail.body_line_ends = {5, 5, 0};
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
     },
     kUnknown, Reason::kAlteredCopy},
    {kDkimVerify, "quoted in an mbox",
     [](B& m) {
       m.mail.mbox_quoted_lines = 1;
       m.End(DkimResult::kFail, DkimReason::kBodyHashMismatch);
     },
     kUnknown, Reason::kAlteredCopy},
    {kDkimVerify, "what the sender keeps nobody altered",
     [](B& m) {
       m.Sent();
       m.mail.has_exchange_fields = true;
       m.End(DkimResult::kFail, DkimReason::kSignatureMismatch);
     },
     kFail, Reason::kSignatureMismatch},
    {kDkimVerify, "not a signature", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kVersion); }, kFail,
     Reason::kSignatureVersion},
    {kDkimVerify, "key missing", [](B& m) { m.End(DkimResult::kPermError, DkimReason::kKeyNotFound); }, kFail,
     Reason::kKeyNotFound},
    {kDkimVerify, "key missing in an old sent message",
     [](B& m) {
       m.Sent();
       m.evidence.dns_contemporary = false;
       m.End(DkimResult::kPermError, DkimReason::kKeyRevoked);
     },
     kUnknown, Reason::kKeyGone},
    {kDkimVerify, "l= beyond the body",
     [](B& m) { m.End(DkimResult::kPermError, DkimReason::kBodyLimitTooLarge); }, kFail,
     Reason::kBodyLimitTooLarge},
    {kDkimVerify, "no DNS", [](B& m) { m.End(DkimResult::kNone, DkimReason::kDnsOff); }, kUnknown,
     Reason::kDnsOff},
    {kDkimVerify, "only the beginning was read",
     [](B& m) { m.End(DkimResult::kNone, DkimReason::kMessageTooLarge); }, kUnknown,
     Reason::kMessageTooLarge},
    {kDkimVerify, "another one fails",
     [](B& m) {
       m.signatures.push_back(B::ThirdPartySignature());
       m.signatures.back().result = DkimResult::kFail;
       m.signatures.back().reason = DkimReason::kBodyHashMismatch;
     },
     kWarn, Reason::kAnotherSignature},
    {kDkimVerify, "another one can not be told",
     [](B& m) {
       m.signatures.push_back(B::ThirdPartySignature());
       m.signatures.back().result = DkimResult::kTempError;
       m.signatures.back().reason = DkimReason::kDnsFailure;
     },
     kPass},

    {kDkimCoversFrom, "covered", [](B&) {}, kPass},
    {kDkimCoversFrom, "left out", [](B& m) { m.signature().coverage.from_listed = 0; }, kFail,
     Reason::kFromNotSigned},
    {kDkimCoversFrom, "unsigned", [](B& m) { m.Unsign(); }, kNotApplicable, Reason::kNoSignature},

    {kDkimCoversCore, "all and one more From", [](B&) {}, kPass},
    {kDkimCoversCore, "Subject left out",
     [](B& m) { m.signature().coverage.missing_core = 1 << static_cast<int>(CoreField::kSubject); }, kWarn,
     Reason::kCoreNotSigned},
    {kDkimCoversCore, "From as often as it occurs", [](B& m) { m.signature().coverage.from_listed = 1; },
     kWarn, Reason::kFromNotOversigned},

    {kDkimNoBodyLimit, "no l=", [](B&) {}, kPass},
    {kDkimNoBodyLimit, "l=0", [](B& m) { m.signature().body_limit = 0; }, kFail, Reason::kBodyLimitZero},
    {kDkimNoBodyLimit, "the whole body", [](B& m) { m.signature().body_limit = 5000; }, kWarn,
     Reason::kBodyLimit},
    {kDkimNoBodyLimit, "beyond the body", [](B& m) { m.signature().body_limit = 5001; }, kFail,
     Reason::kBodyLimitTooLarge},
    {kDkimNoBodyLimit, "of a body that is not known",
     [](B& m) {
       m.signature().hashed = false;
       m.signature().body_limit = 5001;
     },
     kWarn, Reason::kBodyLimit},

    {kDkimTimestamps, "in order", [](B&) {}, kPass},
    {kDkimTimestamps, "only t=", [](B& m) { m.signature().expires_at.reset(); }, kPass},
    {kDkimTimestamps, "x= at the second of the delivery",
     [](B& m) {
       m.signature().signed_at.reset();
       m.signature().expires_at = kTestTime + 10;
     },
     kPass},
    {kDkimTimestamps, "x= a second before the delivery",
     [](B& m) {
       m.signature().signed_at.reset();
       m.signature().expires_at = kTestTime + 9;
     },
     kFail, Reason::kExpiredAtDelivery},
    {kDkimTimestamps, "x= before now, not sent yet",
     [](B& m) {
       m.Presend();
       m.evidence.judged_at = kTestTime + 30 * kTestDay;
     },
     kFail, Reason::kExpiredAtDelivery},
    {kDkimTimestamps, "the date of a sent message without Received is its Date",
     [](B& m) {
       m.Sent();
       m.evidence.delivered_at.reset();
       m.evidence.judged_at = kTestTime + 30 * kTestDay;
     },
     kPass},
    {kDkimTimestamps, "x= is t=", [](B& m) { m.signature().expires_at = kTestTime; }, kFail,
     Reason::kTimestampOrder},
    {kDkimTimestamps, "t= five minutes ahead", [](B& m) { m.signature().signed_at = kTestTime + 310; },
     kPass},
    {kDkimTimestamps, "t= further ahead", [](B& m) { m.signature().signed_at = kTestTime + 311; }, kWarn,
     Reason::kSignedInFuture},
    {kDkimTimestamps, "expires within a day",
     [](B& m) { m.signature().expires_at = kTestTime + kTestDay - 1; }, kWarn, Reason::kShortExpiry},
    {kDkimTimestamps, "neither tag",
     [](B& m) {
       m.signature().signed_at.reset();
       m.signature().expires_at.reset();
     },
     kNotApplicable, Reason::kNoTimestamps},
    {kDkimTimestamps, "delivered at an unknown time", [](B& m) { m.evidence.delivered_at.reset(); }, kUnknown,
     Reason::kNoDeliveryTime},
};

TEST(DkimRules, Golden) { RunGolden(kCases); }

}  // namespace

std::span<const GoldenCase> DkimCases() { return kCases; }

}  // namespace kenpin
