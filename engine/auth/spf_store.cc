#include "engine/auth/spf_store.h"

#include <string>
#include <utility>

#include "engine/auth/spf_audit.h"

namespace kenpin {
namespace {

// Under one key stand the evaluations of all senders of a domain, under the other that of one local part.
enum class KeyKind : uint8_t { kDomain, kSender };

uint64_t HeldBytes(const std::string& text) {
  return text.capacity() < sizeof(std::string) ? 0 : text.capacity();
}

uint64_t HeldBytes(const SpfEvaluation& evaluation) {
  uint64_t bytes = HeldBytes(evaluation.domain) + HeldBytes(evaluation.record) +
                   HeldBytes(evaluation.mechanism) + HeldBytes(evaluation.explanation) +
                   evaluation.path.capacity() * sizeof(std::string);
  for (const std::string& name : evaluation.path) bytes += HeldBytes(name);
  return bytes;
}

void AddAddress(const IpAddress& address, MemoKey* key) {
  key->Add(address.family).AddOctets(address.octets.data(), address.octets.size());
}

// All by which evaluations differ but for the local part. Domain and HELO name go in as written: how they are
// spelled may show in the evaluation.
void AddQuery(const SpfQuery& query, const SpfIdentityParts& identity, int64_t epoch, MemoKey* key) {
  AddAddress(Unmapped(query.client), key);
  const std::string_view helo = query.helo.size() > kMaxHeloOctets ? std::string_view() : query.helo;
  key->Add(epoch).Add(identity.kind).Add(identity.domain).Add(helo);
}

}  // namespace

const SpfEvaluation* SpfStore::Evaluate(const SpfQuery& query, DnsClient& dns, int64_t at,
                                        std::vector<DnsQuestionId>* open, SpfEvaluation* spare) {
  const SpfIdentityParts identity = SplitSpfIdentity(query.mail_from, query.helo);
  const int64_t epoch = dns.Epoch(at);
  MemoKey by_domain;
  by_domain.Add(KeyKind::kDomain);
  AddQuery(query, identity, epoch, &by_domain);
  // Too long local parts are all alike, and unlike all others.
  const bool too_long = identity.local_part.size() > kMaxSpfLocalPartOctets;
  const SpfEvaluation* known = too_long ? nullptr : evaluations_.Find(by_domain.view());
  if (known != nullptr && !known->depends_on_local_part) return known;

  MemoKey by_sender;
  if (too_long || known != nullptr) {
    by_sender.Add(KeyKind::kSender).Add(too_long).Add(too_long ? std::string_view() : identity.local_part);
    AddQuery(query, identity, epoch, &by_sender);
    const SpfEvaluation* found = evaluations_.Find(by_sender.view());
    if (found != nullptr) return found;
  }

  SpfLimits limits;
  limits.explanation = SpfExplanation::kLeaveOut;
  std::optional<SpfEvaluation> evaluation = EvaluateSpf(query, dns, at, limits, open);
  if (!evaluation) return nullptr;
  const uint64_t held = HeldBytes(*evaluation);
  const SpfEvaluation* kept = nullptr;
  if (!evaluation->depends_on_local_part) {
    kept = evaluations_.Keep(by_domain.view(), *evaluation, held);
  } else if (too_long || known != nullptr) {
    kept = evaluations_.Keep(by_sender.view(), *evaluation, held);
  } else {
    // The first of the domain leaves a signpost for the others.
    SpfEvaluation signpost;
    signpost.depends_on_local_part = true;
    if (evaluations_.Keep(by_domain.view(), signpost, 0) != nullptr) {
      by_sender.Add(KeyKind::kSender).Add(false).Add(identity.local_part);
      AddQuery(query, identity, epoch, &by_sender);
      kept = evaluations_.Keep(by_sender.view(), *evaluation, held);
    }
  }
  if (kept != nullptr) return kept;
  *spare = *std::move(evaluation);
  return spare;
}

std::optional<SpfRecordFacts> SpfStore::Audit(std::string_view domain, IpFamily family, DnsClient& dns,
                                              int64_t at, std::vector<DnsQuestionId>* open) {
  MemoKey key;
  key.Add(dns.Epoch(at)).Add(family).Add(domain);
  if (const SpfRecordFacts* known = audits_.Find(key.view())) return *known;
  std::optional<SpfRecordFacts> facts = AuditSpfRecord(domain, family, dns, at, open);
  if (facts) audits_.Keep(key.view(), *facts, 0);
  return facts;
}

}  // namespace kenpin
