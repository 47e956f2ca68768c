// From the parts to the whole: what the receiver said, what kenpin finds itself, and what DNS says of the
// names become the facts of one message. The receiver's word goes before kenpin's own: it saw the message as
// it came.
#ifndef KENPIN_ENGINE_AUTH_AUTHENTICATE_H_
#define KENPIN_ENGINE_AUTH_AUTHENTICATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/auth/dmarc_record.h"
#include "engine/auth/evidence.h"
#include "engine/auth/organizational_domain.h"
#include "engine/auth/sender_dns.h"
#include "engine/auth/spf_store.h"
#include "engine/mail/arena.h"
#include "io/dns.h"

namespace kenpin {

// What all workers share; lent for the life of the Authenticator.
struct AuthenticatorContext {
  DnsClient& dns;
  DmarcStore& records;
  SpfStore& spf;
  SenderDnsStore& senders;
  const PublicSuffixList& suffixes;
  std::optional<OrgMethod> org_method;  // --org-method. Absent: the tree walk, the list without DNS.
};

// Not thread-safe; one a worker. Remembers what it found of domains, pairs of names and clients.
class Authenticator {
 public:
  explicit Authenticator(const AuthenticatorContext& context);
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // Fills in signatures (names, alignment, receiver; in a copy), stray_dkim, best_signature, spf, spf_record,
  // dmarc, client_dns, helo_form, helo_resolves, author_dns, envelope_dns, indirect, stream and
  // sender_system. Before, these are set: mode, mail, author, delivery, signatures (in a dry run at least
  // their domains), arc, judged_at, dns_contemporary, dns_off. New views point into `scratch` or into what
  // the evidence already refers to.
  //
  // Returns false when answers are open: their questions are appended to `open`, `evidence` is as it was, and
  // the call is to be repeated once they are answered.
  bool Authenticate(Arena& scratch, Evidence* evidence, std::vector<DnsQuestionId>* open);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_AUTHENTICATE_H_
