// For tests of the rules: evidence of a message in which nothing is wrong, to be spoilt one fact at a time.
#ifndef KENPIN_RULES_EVIDENCE_BUILDER_H_
#define KENPIN_RULES_EVIDENCE_BUILDER_H_

#include <vector>

#include "rules/rule.h"

namespace kenpin {

inline constexpr int64_t kTestTime = 1'705'363'200;  // 2024-01-16 00:00:00 UTC.
inline constexpr int64_t kTestHour = 3600;
inline constexpr int64_t kTestDay = 24 * kTestHour;

// A delivered, signed newsletter. The members are changed in place; Build() puts them together.
class EvidenceBuilder {
 public:
  EvidenceBuilder() : signatures{PerfectSignature()} {
    mail.header_line_ends.crlf = 20;
    mail.body_line_ends.crlf = 10;
    mail.longest_header_line = 78;
    mail.longest_body_line = 70;
    mail.date = {1, DateFacts::Form::kOk, false, false, kTestTime};
    mail.from.field_count = 1;
    mail.from.mailbox_count = 1;
    mail.from.has_addr_spec = true;
    mail.from.domain_form = DomainForm::kOk;
    mail.from.domain = "news.example.com";
    mail.from.local_part = "hello";
    mail.message_id.count = 1;
    mail.message_id.form = MessageIdFacts::Form::kOk;
    mail.message_id.length = 40;
    mail.encoded_words.any = true;
    mail.sizes = {2000, 20, 300, 25, 40};
    mail.mime.has_version = mail.mime.version_ok = mail.mime.uses_mime = true;
    mail.mime.parts = 2;
    mail.received.count = 2;
    mail.received.top_time = kTestTime + 10;
    mail.received.top_by = "mx.receiver.example";
    mail.received.top_has_with = true;
    mail.unsubscribe.field_count = mail.unsubscribe.post_count = 1;
    mail.unsubscribe.https_uris = 1;
    mail.unsubscribe.post = ListUnsubscribeFacts::Post::kExact;
    mail.feedback_id = {1, 4, 8};
    evidence.mode = Mode::kArchive;
    evidence.author.domain = "news.example.com";
    evidence.author.org_domain = "example.com";
    evidence.author.suffix_known = evidence.author.suffix_list_loaded = true;
    evidence.judged_at = kTestTime + 10;
    evidence.judged_by = JudgedBy::kReceived;
    evidence.delivered_at = kTestTime + 10;
    evidence.dns_contemporary = true;
    evidence.unsubscribe_class = UnsubscribeClass::kMarketing;
  }

  // By the author's own domain; passes.
  static SignatureEvidence PerfectSignature() {
    SignatureEvidence signature;
    signature.result = DkimResult::kPass;
    signature.reason = DkimReason::kVerified;
    signature.alignment = AlignmentResult::kRelaxed;
    signature.domain = "example.com";
    signature.selector = "s2024";
    signature.algorithm = DkimAlgorithm::kRsaSha256;
    signature.syntax_ok = true;
    signature.canonical_body_length = 5000;
    signature.signed_at = kTestTime;
    signature.expires_at = kTestTime + 7 * kTestDay;
    signature.coverage.from_listed = 2;
    signature.coverage.from_present = 1;
    signature.coverage.covers_list_unsubscribe = signature.coverage.covers_list_unsubscribe_post = true;
    signature.coverage.list_unsubscribe_listed = signature.coverage.list_unsubscribe_post_listed = 1;
    signature.coverage.covers_feedback_id = true;
    signature.hashed = signature.body_hash_ok = signature.header_ok = true;
    signature.key_source = KeySource::kSnapshot;
    signature.key_type = KeyType::kRsa;
    signature.key_bits = 2048;
    signature.key_records = 1;
    return signature;
  }

  // By the sending service's domain; passes.
  static SignatureEvidence ThirdPartySignature() {
    SignatureEvidence signature = PerfectSignature();
    signature.alignment = AlignmentResult::kNone;
    signature.domain = "service.example";
    return signature;
  }

  // The (first) signature.
  SignatureEvidence& signature() { return signatures.front(); }

  // Lets the first signature end otherwise, with what that says of hashes and key.
  void End(DkimResult result, DkimReason reason) {
    signature().result = result;
    signature().reason = reason;
    const bool is_mismatch = result == DkimResult::kFail;
    const bool has_key = is_mismatch || result == DkimResult::kPolicy || reason == DkimReason::kExpired;
    signature().body_hash_ok = reason != DkimReason::kBodyHashMismatch && reason != DkimReason::kBothMismatch;
    signature().header_ok = has_key && (!is_mismatch || reason == DkimReason::kBodyHashMismatch);
    if (has_key) return;
    signature().key_type.reset();
    signature().key_bits = 0;
    signature().key_records = 0;
  }

  void Unsign() { signatures.clear(); }

  // Nothing is handed over yet.
  void Presend() {
    evidence.mode = Mode::kPresend;
    evidence.delivered_at.reset();
    evidence.judged_by = JudgedBy::kNow;
    mail.received = {};
  }

  void Sent() { evidence.mode = Mode::kSent; }

  // The result refers to the builder, and lives as long.
  const Evidence& Build() {
    evidence.mail = &mail;
    evidence.signatures = signatures;
    evidence.best_signature.reset();
    if (!signatures.empty()) evidence.best_signature = best;
    return evidence;
  }

  MailFacts mail;
  std::vector<SignatureEvidence> signatures;
  uint32_t best = 0;
  Evidence evidence;
};

}  // namespace kenpin

#endif  // KENPIN_RULES_EVIDENCE_BUILDER_H_
