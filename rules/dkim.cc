#include "rules/dkim.h"

#include <optional>

#include "rules/levels.h"
#include "rules/signature.h"
#include "rules/verdict.h"

namespace kenpin {
namespace {

Verdict JudgeSyntax(const Evidence&, const SignatureEvidence& signature) {
  const Reason fault = SyntaxFault(signature);
  return fault == Reason::kNone ? Pass() : Fail(fault);
}

// Without the key itself, some receivers tell its length in a comment.
int KeyBits(const Evidence& evidence, const SignatureEvidence& signature) {
  if (signature.key_bits != 0) return signature.key_bits;
  const ReceiverDkim* entry = FindReceiverEntry(evidence, signature);
  return entry == nullptr ? 0 : entry->key_bits;
}

Verdict JudgeKeyLength(const Evidence& evidence, const SignatureEvidence& signature) {
  if (signature.reason == DkimReason::kKeyTooLong) return Warn(Reason::kKeyAbove4096);
  if (signature.key_type == KeyType::kEd25519) return Pass();
  const int bits = KeyBits(evidence, signature);
  if (bits == 0) return Unknown(Reason::kKeyNotFetched);
  if (signature.key_bits == 0 && signature.algorithm == DkimAlgorithm::kEd25519Sha256) return Pass();
  if (bits < kRequiredRsaBits) return Fail(Reason::kKeyTooShort);
  if (bits < kRecommendedRsaBits) return Warn(Reason::kKeyBelow2048);
  return bits > kObligedRsaBits ? Warn(Reason::kKeyAbove4096) : Pass();
}

// The reasons that speak of the record itself have the same verdict here as in dkim-verify.
bool IsAboutTheKey(DkimReason reason) {
  return (reason >= DkimReason::kKeyNotFound && reason <= DkimReason::kKeyStrictDomain) ||
         reason == DkimReason::kDnsFailure || reason == DkimReason::kKeyNotRecorded ||
         reason == DkimReason::kKeyGone || reason == DkimReason::kDnsOff;
}

// RFC 6376 §3.6.1, and §6.1.2 step 4 for several records.
Verdict JudgeKeyRecord(const Evidence& evidence, const SignatureEvidence& signature) {
  if (IsAboutTheKey(signature.reason)) return JudgeVerification(evidence, signature);
  // The key does not matter to a body that differs, and may be gone.
  if (signature.key_bits == 0 && signature.reason != DkimReason::kKeyTooLong)
    return Unknown(Reason::kKeyNotFetched);
  if (signature.key_records > 1) {
    const bool one_verifies = signature.header_ok || signature.reason == DkimReason::kKeyTooLong ||
                              signature.receiver == ReceiverSays::kPass;
    if (one_verifies) return Warn(Reason::kSeveralKeys);
    if (LooksAltered(evidence)) return Unknown(Reason::kAlteredCopy);
    return IfContemporary(evidence, Fail(Reason::kNoKeyVerifies));
  }
  return signature.key_testing ? Warn(Reason::kKeyTesting) : Pass();
}

Verdict JudgeCoversFrom(const Evidence&, const SignatureEvidence& signature) {
  return signature.coverage.from_listed > 0 ? Pass() : Fail(Reason::kFromNotSigned);
}

// RFC 6376 §5.4.1; §8.15 for a second From that nobody signed.
Verdict JudgeCoversCore(const Evidence&, const SignatureEvidence& signature) {
  if (signature.coverage.missing_core != 0) return Warn(Reason::kCoreNotSigned);
  return signature.coverage.from_listed > signature.coverage.from_present ? Pass()
                                                                          : Warn(Reason::kFromNotOversigned);
}

// RFC 6376 §3.5, §8.2.
Verdict JudgeBodyLimit(const Evidence&, const SignatureEvidence& signature) {
  if (!signature.body_limit) return Pass();
  if (*signature.body_limit == 0) return Fail(Reason::kBodyLimitZero);
  const bool too_large = signature.hashed && *signature.body_limit > signature.canonical_body_length;
  if (too_large || signature.reason == DkimReason::kBodyLimitTooLarge)
    return Fail(Reason::kBodyLimitTooLarge);
  return Warn(Reason::kBodyLimit);
}

// When the message met, or will meet, a receiver: now before sending, the date of the message in a sender's
// archive (its topmost Received, else its Date), the border hop in delivered mail.
std::optional<int64_t> DeliveryTime(const Evidence& evidence) {
  if (evidence.mode == Mode::kPresend) return evidence.judged_at;
  if (evidence.delivered_at) return evidence.delivered_at;
  const DateFacts& date = evidence.mail->date;
  if (evidence.mode == Mode::kSent && date.form == DateFacts::Form::kOk) return date.time;
  return std::nullopt;
}

// RFC 6376 §3.5 (t, x).
Verdict JudgeTimestamps(const Evidence& evidence, const SignatureEvidence& signature) {
  const std::optional<int64_t> t = signature.signed_at;
  const std::optional<int64_t> x = signature.expires_at;
  if (!t && !x) return NotApplicable(Reason::kNoTimestamps);
  if (t && x && *x <= *t) return Fail(Reason::kTimestampOrder);
  const std::optional<int64_t> delivery = DeliveryTime(evidence);
  if (!delivery) return Unknown(Reason::kNoDeliveryTime);
  if (x && *x < *delivery) return Fail(Reason::kExpiredAtDelivery);
  if (t && *t - kClockSkewSeconds > *delivery) return Warn(Reason::kSignedInFuture);
  if (t && x && *x - *t < kShortestExpirySeconds) return Warn(Reason::kShortExpiry);
  return Pass();
}

// Which algorithms the signatures of a message name.
struct NamedAlgorithms {
  bool rsa_sha256 = false;
  bool rsa_sha1 = false;
  bool ed25519 = false;
  bool unknown = false;
};

NamedAlgorithms CollectAlgorithms(const Evidence& evidence) {
  NamedAlgorithms named;
  for (const SignatureEvidence& signature : evidence.signatures) {
    // Behind the limit on their number signatures are not even read.
    if (signature.reason == DkimReason::kTooManySignatures && !signature.syntax_ok) continue;
    named.rsa_sha256 |= signature.algorithm == DkimAlgorithm::kRsaSha256;
    named.rsa_sha1 |= signature.algorithm == DkimAlgorithm::kRsaSha1;
    named.ed25519 |= signature.algorithm == DkimAlgorithm::kEd25519Sha256;
    named.unknown |= signature.algorithm == DkimAlgorithm::kUnknown;
  }
  return named;
}

}  // namespace

// RFC 6376 §3.2, §3.5, §6.1.1.
Verdict CheckDkimSignatureSyntax(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeSyntax);
}

// RFC 8301 §3.1; RFC 8463 §3. For ed25519-sha256 alone Gmail was seen to say neutral, with which DMARC fails,
// Yahoo permerror and Outlook.com fail.
Verdict CheckDkimAlgorithm(const Evidence& evidence, Provider provider) {
  if (evidence.signatures.empty()) return JudgeUnsigned(evidence);
  const NamedAlgorithms named = CollectAlgorithms(evidence);
  if (named.rsa_sha256) return named.rsa_sha1 || named.unknown ? Warn(Reason::kAlgorithmIgnored) : Pass();
  if (named.ed25519) {
    return AcceptsEd25519(provider) ? Warn(Reason::kAlgorithmEd25519Only)
                                    : Fail(Reason::kAlgorithmEd25519Only);
  }
  return Fail(named.rsa_sha1 ? Reason::kAlgorithmSha1 : Reason::kAlgorithmUnknown);
}

Verdict CheckDkimKeyLength(const Evidence& evidence) { return JudgeBestSignature(evidence, JudgeKeyLength); }

Verdict CheckDkimKeyRecord(const Evidence& evidence) { return JudgeBestSignature(evidence, JudgeKeyRecord); }

Verdict CheckDkimVerify(const Evidence& evidence) { return JudgeBestSignature(evidence, JudgeVerification); }

// RFC 6376 §5.4.
Verdict CheckDkimCoversFrom(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeCoversFrom);
}

Verdict CheckDkimCoversCore(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeCoversCore);
}

Verdict CheckDkimNoBodyLimit(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeBodyLimit);
}

Verdict CheckDkimTimestamps(const Evidence& evidence) {
  return JudgeBestSignature(evidence, JudgeTimestamps);
}

namespace {

constexpr SmtpCodes kDkimCodes = {.gmail = "421 4.7.30, 550 5.7.30", .microsoft = "550 5.7.515"};

constexpr RuleInfo kRules[] = {
    {RuleId::kDkimSignatureSyntax,
     "dkim-signature-syntax",
     {"DKIM-Signature fields can be parsed", "DKIM-Signature を解析できる"},
     kSignatureForm,
     kRefused,
     kDkimCodes,
     "RFC 6376 §3.2, §3.5, §6.1.1",
     "",
     {"Update or reconfigure the signing software: the field is not a valid signature, so it counts as none.",
      "署名ソフトウェアを更新または設定し直す。有効な署名ではないため、署名なしとみなされる。"},
     CheckDkimSignatureSyntax},
    {RuleId::kDkimAlgorithm,
     "dkim-algorithm",
     {"Signed with an algorithm that receivers accept", "受信側が認めるアルゴリズムで署名"},
     kBulkButApple,
     kRefused,
     kDkimCodes,
     "RFC 8301 §3.1 and RFC 8463 §3 (sections from memory); Ed25519 alone: observed at Gmail, Yahoo and "
     "Outlook.com, undated",
     "",
     {"Sign with rsa-sha256 and a key of 2048 bits.", "2048 ビットの鍵を使い、rsa-sha256 で署名する。"},
     nullptr,
     CheckDkimAlgorithm},
    {RuleId::kDkimKeyLength,
     "dkim-key-length",
     {"The RSA key has at least 1024 bits, better 2048", "RSA 鍵が 1024（推奨 2048）ビット以上"},
     kMustGmailYahoo,
     kRefused,
     kDkimCodes,
     "Google, Email sender guidelines; Yahoo, Sender Hub FAQ; RFC 8301 §3.2",
     "G-81126 Y-FAQ",
     {"Publish a key of 2048 bits under a new selector, then let the signer use it.",
      "新しいセレクタで 2048 ビットの鍵を公開し、その後で署名に使う。"},
     CheckDkimKeyLength},
    {RuleId::kDkimKeyRecord,
     "dkim-key-record",
     {"The published key can be used", "公開鍵が使用できる"},
     kDkimAsked,
     kRefused,
     kDkimCodes,
     "RFC 6376 §3.6.1, §6.1.2",
     "",
     {"Publish the record of the selector exactly as the sending service shows it.",
      "セレクタのレコードを、配信サービスが示すとおりに公開する。"},
     CheckDkimKeyRecord},
    {RuleId::kDkimVerify,
     "dkim-verify",
     {"The signature verifies over the message as stored", "保存されたメールで署名の検証に成功"},
     kNobody,
     kUnenforced,
     kDkimCodes,
     "RFC 6376 §3.5, §6.1.2; §3.7 and §6.1.3 from memory",
     "",
     {"Sign as the last step, behind every gateway that changes the message.",
      "メールを変更するゲートウェイをすべて通した後、最後に署名する。"},
     CheckDkimVerify},
    {RuleId::kDkimCoversFrom,
     "dkim-covers-from",
     {"The signature covers From", "署名の対象に From がある"},
     kSignatureForm,
     kRefused,
     kDkimCodes,
     "RFC 6376 §5.4",
     "",
     {"Add From to the header fields that the signer covers.", "署名対象のヘッダーに From を追加する。"},
     CheckDkimCoversFrom},
    {RuleId::kDkimCoversCore,
     "dkim-covers-core",
     {"The signature covers what matters, and From once more than it occurs",
      "重要なフィールドと追加の From が署名対象"},
     kEverybodyShould,
     kUnenforced,
     {},
     "RFC 6376 §5.4.1, §5.4.2; §8.15 from memory; Message-ID, MIME-Version and Content-Type are kenpin's own "
     "addition",
     "",
     {"Let the signer cover more fields, and list From twice so that nobody can add another.",
      "署名対象のフィールドを増やし、From を 2 度指定して追加を防ぐ。"},
     CheckDkimCoversCore},
    {RuleId::kDkimNoBodyLimit,
     "dkim-no-body-limit",
     {"The signature covers the whole body", "署名が本文全体を対象とする"},
     kEverybodyShould,
     kUnenforced,
     {},
     "RFC 6376 §3.5; §8.2 from memory",
     "",
     {"Switch off the signer's body length option (l=).",
      "署名ソフトウェアの本文長の指定（l=）を無効にする。"},
     CheckDkimNoBodyLimit},
    {RuleId::kDkimTimestamps,
     "dkim-timestamps",
     {"The signature's times make sense", "署名の日時に矛盾がない"},
     kEverybodyShould,
     kUnenforced,
     kDkimCodes,
     "RFC 6376 §3.5: receivers may refuse what has expired, and some do",
     "",
     {"Let signatures expire later or not at all, so that delayed mail still verifies.",
      "遅れて届いても検証できるよう、署名の有効期限を延ばすか、なくす。"},
     CheckDkimTimestamps},
};

}  // namespace

std::span<const RuleInfo> DkimRules() { return kRules; }

}  // namespace kenpin
