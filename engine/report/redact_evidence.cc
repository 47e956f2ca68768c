#include "engine/report/redact_evidence.h"

namespace kenpin {

void EvidenceRedactor::RedactMail() {
  mail_.from.local_part = Keep(redactor_.Hash(mail_.from.local_part));
  mail_.message_id.id = Keep(redactor_.Address(mail_.message_id.id));
  mail_.received.top_by = Keep(redactor_.Host(mail_.received.top_by));
  mail_.unsubscribe.first_https = Keep(redactor_.Uri(mail_.unsubscribe.first_https));
  for (HostPair& pair : mail_.content.pairs) {
    pair.shown = Keep(redactor_.Host(pair.shown));
    pair.target = Keep(redactor_.Host(pair.target));
  }
  IdentityFacts& identity = mail_.identity;
  for (std::string_view* text : {&identity.display_name, &identity.subject, &identity.original_local_part})
    *text = Keep(redactor_.Hash(*text));
}

void EvidenceRedactor::RedactDelivery() {
  EnvelopeFacts& envelope = delivery_.envelope;
  // Some receivers tell of MAIL FROM the domain alone.
  envelope.mail_from = Keep(redactor_.AddressOrHost(envelope.mail_from));
  envelope.helo = Keep(redactor_.Host(envelope.helo));
  ReceivedHop& hop = delivery_.border_hop;
  hop.by = Keep(redactor_.Host(hop.by));
  hop.helo = Keep(redactor_.Host(hop.helo));
  hop.peer_name_text = Keep(redactor_.Host(hop.peer_name_text));
  hop.with = Keep(redactor_.Word(hop.with));
  hop.tls.cipher = Keep(redactor_.Word(hop.tls.cipher));
  delivery_.results.authserv_id = Keep(redactor_.Host(delivery_.results.authserv_id));
}

const Evidence& EvidenceRedactor::Redact(const Evidence& evidence) {
  arena_.Reset();
  evidence_ = evidence;
  mail_ = *evidence.mail;
  delivery_ = *evidence.delivery;
  RedactMail();
  RedactDelivery();
  evidence_.mail = &mail_;
  evidence_.delivery = &delivery_;
  const std::span<SignatureEvidence> signatures =
      arena_.NewArray<SignatureEvidence>(evidence.signatures.size());
  for (size_t i = 0; i < signatures.size(); ++i) {
    signatures[i] = evidence.signatures[i];
    signatures[i].auid = Keep(redactor_.Address(signatures[i].auid));
    signatures[i].algorithm_text = Keep(redactor_.Word(signatures[i].algorithm_text));
  }
  evidence_.signatures = signatures;
  return evidence_;
}

}  // namespace kenpin
