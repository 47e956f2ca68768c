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
    mail.identity.has_display_name = true;
    mail.content.has_text = mail.content.has_html = mail.content.has_link = true;
    mail.content.unsubscribe = UnsubscribeSign::kVisible;
    evidence.mode = Mode::kArchive;
    evidence.author.domain = "news.example.com";
    evidence.author.org_domain = "example.com";
    evidence.author.suffix_known = evidence.author.suffix_list_loaded = true;
    evidence.judged_at = kTestTime + 10;
    evidence.judged_by = JudgedBy::kReceived;
    evidence.delivered_at = kTestTime + 10;
    evidence.dns_contemporary = true;
    evidence.unsubscribe_class = UnsubscribeClass::kMarketing;
    FillDelivery();
    FillSpf();
    FillDmarc();
    FillDns();
  }

  // Delivered over TLS 1.3 to a receiver that wrote no Authentication-Results, so that kenpin's own results
  // count.
  void FillDelivery() {
    delivery.has_receiver_evidence = true;
    delivery.border = 0;
    delivery.border_hop.by = "mx.receiver.example";
    delivery.border_hop.helo = delivery.border_hop.peer_name_text = "out.example.com";
    delivery.border_hop.peer_name = PeerName::kVerified;
    delivery.border_hop.peer = TestClient();
    delivery.border_hop.transport = HopTransport::kSmtp;
    delivery.border_hop.family = MtaFamily::kPostfix;
    delivery.border_hop.with = "ESMTPS";
    delivery.border_hop.tls = {
        TlsMark::kVersion, TlsVersion::kTls13, "TLS_AES_256_GCM_SHA384", false, false, false};
    delivery.delivered_at = kTestTime + 10;
    delivery.envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
    delivery.envelope.mail_from = "bounce-1@bounce.example.com";
    delivery.envelope.mail_from_domain = "bounce.example.com";
    delivery.envelope.client_basis = EnvelopeBasis::kReceived;
    delivery.envelope.client = TestClient();
    delivery.envelope.helo_basis = EnvelopeBasis::kReceived;
    delivery.envelope.helo = "out.example.com";
  }

  static IpAddress TestClient() { return {IpFamily::kIpv4, {192, 0, 2, 25}}; }

  // Aligned in relaxed mode by both methods.
  static AlignmentFacts Relaxed() {
    return {AlignmentResult::kRelaxed, false, false, AlignmentResult::kRelaxed, AlignmentResult::kRelaxed};
  }

  static AlignmentFacts Strangers() {
    return {AlignmentResult::kNone, false, false, AlignmentResult::kNone, AlignmentResult::kNone};
  }

  // The methods disagree.
  static AlignmentFacts Disputed() {
    return {AlignmentResult::kUnknown, true, false, AlignmentResult::kNone, AlignmentResult::kRelaxed};
  }

  void FillSpf() {
    evidence.spf.basis = ResultBasis::kComputed;
    evidence.spf.result = evidence.spf.own_result = SpfResult::kPass;
    evidence.spf.own_reason = SpfReason::kMatched;
    evidence.spf.domain = "bounce.example.com";
    evidence.spf.names = Relaxed();
    evidence.spf.computed = true;
    evidence.spf.lookups = 2;
    evidence.spf.author_computed = true;
    evidence.spf.author_result = SpfResult::kPass;
    evidence.spf_record.published = DnsFact::kYes;
    evidence.spf_record.expansion_lookups = 3;
  }

  void FillDmarc() {
    DmarcEvidence& dmarc = evidence.dmarc;
    dmarc.basis = ResultBasis::kComputed;
    dmarc.result = dmarc.own_result = dmarc.provider_result = DmarcResult::kPass;
    dmarc.spf_leg = dmarc.dkim_leg = DmarcLeg::kYes;
    dmarc.org_domain = "example.com";
    dmarc.lookup = DmarcLookup::kFound;
    dmarc.reason = DmarcReason::kOk;
    dmarc.record_domain = "news.example.com";
    dmarc.p = dmarc.policy = DmarcPolicy::kReject;
    dmarc.has_rua = true;
    dmarc.consent = ReportConsent::kNotNeeded;
  }

  void FillDns() {
    evidence.client_dns = {DnsFact::kYes, 1, false, DnsFact::kYes, true};
    evidence.helo_form = HeloForm::kName;
    evidence.helo_resolves = DnsFact::kYes;
    evidence.author_dns = {DnsFact::kYes, DnsFact::kYes, false, DnsFact::kYes};
    evidence.envelope_dns = evidence.author_dns;
  }

  // By the author's own domain; passes.
  static SignatureEvidence PerfectSignature() {
    SignatureEvidence signature;
    signature.result = DkimResult::kPass;
    signature.reason = DkimReason::kVerified;
    signature.alignment = AlignmentResult::kRelaxed;
    signature.names = Relaxed();
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
    signature.names = Strangers();
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
    delivery = {};
  }

  void Sent() { evidence.mode = Mode::kSent; }

  // The result refers to the builder, and lives as long.
  const Evidence& Build() {
    evidence.mail = &mail;
    evidence.delivery = &delivery;
    evidence.signatures = signatures;
    evidence.best_signature.reset();
    if (!signatures.empty()) evidence.best_signature = best;
    return evidence;
  }

  MailFacts mail;
  DeliveryFacts delivery;
  std::vector<SignatureEvidence> signatures;
  uint32_t best = 0;
  Evidence evidence;
};

}  // namespace kenpin

#endif  // KENPIN_RULES_EVIDENCE_BUILDER_H_
