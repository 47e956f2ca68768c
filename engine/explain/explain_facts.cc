#include "engine/explain/explain_facts.h"

#include <fmt/format.h>

#include <array>

#include "engine/auth/border_hop.h"
#include "engine/auth/dmarc_discovery.h"
#include "engine/await_dns.h"
#include "engine/crypto/base64.h"
#include "engine/dkim/field_selector.h"
#include "engine/dkim/signature.h"
#include "engine/dmarc_command.h"
#include "engine/explain/body_cause.h"
#include "engine/mail/ascii.h"
#include "engine/mail/authentication_results.h"
#include "engine/mail/content_type.h"
#include "engine/spf_command.h"

namespace kenpin {
namespace {

std::string Base64(std::span<const uint8_t> octets) {
  std::string text(Base64EncodedSize(octets.size()), '\0');
  EncodeBase64(octets, text);
  return text;
}

// Whether the field is one of those whose results the receiver's facts are made of.
bool IsMerged(const MessageView& view, const HeaderField& field, uint32_t received_above,
              const ReceiverResults& results, Arena& arena) {
  if (field.id == FieldId::kReceivedSpf)
    return results.spf_by_received_spf || results.basis == TrustBasis::kReceivedSpf;
  if (results.basis == TrustBasis::kNone || results.basis == TrustBasis::kReceivedSpf) return false;
  const AuthenticationResults parsed = ParseAuthenticationResults(view.Body(field), arena);
  return received_above == results.received_above &&
         EqualsIgnoreCase(parsed.authserv_id, results.authserv_id);
}

Disbelief WhyNot(const ExplainedMessage& message, const HeaderField& field, uint32_t received_above) {
  const DeliveryFacts& delivery = *message.evidence.delivery;
  if (message.evidence.mode != Mode::kArchive) return Disbelief::kNotDelivered;
  if (delivery.clients_differ) return Disbelief::kContradiction;
  if (IsMerged(message.view, field, received_above, delivery.results, message.arena))
    return Disbelief::kBelieved;
  if (!delivery.border) return Disbelief::kNoBorder;
  return received_above > *delivery.border ? Disbelief::kBelowBorder : Disbelief::kForeignId;
}

// The fields that h= means, name by name: of a name listed n times, its n-th field from the bottom (§5.4.2).
std::vector<ExplainedField> ListFields(const MessageView& view, const DkimSignature& signature,
                                       std::span<const uint32_t> selected) {
  std::vector<ExplainedField> fields;
  size_t next = 0;
  for (const SignedName& name : signature.names) {
    ExplainedField& field = fields.emplace_back();
    field.name = name.name;
    // The selection leaves out names without a field, and keeps the order.
    if (next < selected.size() && EqualsIgnoreCase(view.Name(view.fields()[selected[next]]), name.name)) {
      field.field = selected[next++] + 1;
    }
  }
  return fields;
}

void ExplainKey(const ExplainedMessage& message, const PendingSignature& pending,
                ExplainedSignature* explained) {
  if (!pending.question) return;
  explained->key_name = fmt::format("{}._domainkey.{}", pending.evidence.selector, pending.evidence.domain);
  const DnsAnswer* answer = message.context.dns->Find(*pending.question, message.evidence.judged_at);
  if (answer == nullptr) return;
  explained->key_status = answer->status;
  explained->key_records = answer->records;
  explained->key_cnames = answer->cname_chain;
}

// What must be said with the cause's sentence.
std::string DetailOf(const BodyCause& cause) {
  switch (cause.kind) {
    case BodyCauseKind::kLinesAppended:
      return fmt::format(" {} {}.", cause.lines, cause.lines == 1 ? "line" : "lines");
    case BodyCauseKind::kPartWrapped:
      return fmt::format(" Part {}.", cause.part);
    case BodyCauseKind::kCharsetChanged:
      return fmt::format(" {}.", cause.charset);
    case BodyCauseKind::kUnexplained:
      return cause.budget_spent ? " The body is so large that not all was tried." : "";
    default:
      return "";
  }
}

void ExplainBody(const ExplainedMessage& message, const PendingSignature& pending, BodyHasher& hasher,
                 ExplainedSignature* explained) {
  if (!pending.evidence.hashed || pending.evidence.body_hash_ok) return;
  const MessageView& view = message.view;
  BodyCause cause;
  cause.kind = BodyCauseKind::kNotTried;
  // Of a body that is too large to be kept only the beginning is there.
  if (!message.pending.facts.flaws.Has(ParseFlaw::kTooLarge)) {
    cause = FindBodyCause({view.body(),
                           pending.body_request,
                           {pending.stated_body_hash.data(), pending.stated_body_hash_size},
                           ParseContentType(view.Body(FieldId::kContentType), message.arena),
                           ParseTransferEncoding(view.Body(FieldId::kContentTransferEncoding))},
                          hasher);
  }
  explained->cause = BodyCauseName(cause.kind);
  explained->cause_text = std::string(BodyCauseText(cause.kind)) + DetailOf(cause);
}

// The sender of the envelope as check_host() takes it; absent when too little is known.
std::optional<SpfQuery> QueryOf(const EnvelopeFacts& envelope) {
  if (!envelope.client || envelope.mail_from_basis == EnvelopeBasis::kUnknown) return std::nullopt;
  if (envelope.null_sender && envelope.helo.empty()) return std::nullopt;
  return SpfQuery{*envelope.client, envelope.null_sender ? std::string_view() : envelope.mail_from,
                  envelope.helo};
}

std::string WalkOrg(std::string_view domain, const DmarcQuery& query) {
  if (domain.empty()) return {};
  OrgDomain org = FindOrgDomain(domain, query);
  while (!query.open->empty()) {
    AwaitAnswers(query.dns, query.open);
    org = FindOrgDomain(domain, query);
  }
  return org.state == DmarcLookup::kFound ? std::string(org.domain) : std::string();
}

void ExplainName(std::string label, std::string_view domain, std::string_view result,
                 const AlignmentFacts& names, const DmarcQuery& query, Explanation* explanation) {
  if (domain.empty()) return;
  explanation->names.push_back({std::move(label), domain, result, names, WalkOrg(domain, query),
                                query.suffixes.OrganizationalDomain(domain)});
}

OrgMethod MethodOf(const ScanContext& context) {
  return context.org_method.value_or(context.dns_off ? OrgMethod::kPublicSuffixList : OrgMethod::kTreeWalk);
}

}  // namespace

void ExplainTrace(const ExplainedMessage& message, Explanation* explanation) {
  const HopChain chain = ReadHops(message.view, message.arena);
  for (const Hop& hop : chain.hops) explanation->hops.push_back({hop.said, false});
  const std::optional<uint32_t> border = message.evidence.delivery->border;
  if (border && *border < explanation->hops.size()) explanation->hops[*border].border = true;
  uint32_t received_above = 0;
  for (const HeaderField& field : message.view.fields()) {
    if (field.id == FieldId::kReceived) ++received_above;
    if (field.id != FieldId::kAuthenticationResults && field.id != FieldId::kReceivedSpf) continue;
    explanation->claims.push_back({message.view.Name(field), message.view.Body(field), received_above,
                                   WhyNot(message, field, received_above)});
  }
}

void ExplainSignatures(const ExplainedMessage& message, Explanation* explanation) {
  const MessageView& view = message.view;
  FieldSelector selector(view, message.arena);
  BodyHasher hasher;
  uint32_t own = view.First(FieldId::kDkimSignature);
  for (const PendingSignature& pending : message.pending.signatures) {
    ExplainedSignature& explained = explanation->signatures.emplace_back();
    if (own == HeaderField::kNoField || explanation->signatures.size() > kMaxSignaturesPerMessage) continue;
    const DkimSignature signature = ParseDkimSignature(view.Body(view.fields()[own]), message.arena);
    DkimCoverage coverage;
    explained.fields = ListFields(view, signature, selector.Select(signature, own, &coverage));
    explained.stated_body_hash = Base64(signature.body_hash);
    ExplainKey(message, pending, &explained);
    ExplainBody(message, pending, hasher, &explained);
    own = view.Next(own);
  }
}

void ExplainPolicies(const ExplainedMessage& message, Explanation* explanation) {
  const ScanContext& context = message.context;
  const Evidence& evidence = message.evidence;
  if (const std::optional<SpfQuery> query = QueryOf(evidence.delivery->envelope); query && !context.dns_off) {
    SpfEvaluation spf = EvaluateSpfAndWait(*query, *context.dns, evidence.judged_at);
    if (message.redactor != nullptr) message.redactor->RedactSpf(&spf);
    explanation->spf_text = SpfAsText(spf);
    explanation->spf_json = SpfAsJson(spf);
  }
  std::vector<DnsQuestionId> open;
  const DmarcQuery query{*context.dns, context.stores->policies, *context.suffixes, evidence.judged_at,
                         &open};
  if (!evidence.author.domain.empty()) {
    const DmarcFindings findings = FindDmarcAndWait(evidence.author.domain, MethodOf(context), query);
    explanation->dmarc_text = DmarcAsText(findings);
    explanation->dmarc_json = DmarcAsJson(findings);
    explanation->author_walk_org = WalkOrg(evidence.author.domain, query);
  }
  for (size_t i = 0; i < evidence.signatures.size(); ++i) {
    const SignatureEvidence& signature = evidence.signatures[i];
    ExplainName(fmt::format("DKIM {}", i + 1), signature.domain, DkimResultName(signature.result),
                signature.names, query, explanation);
  }
  ExplainName(evidence.spf.identity == SpfIdentity::kHelo ? "HELO" : "MAIL FROM", evidence.spf.domain,
              evidence.spf.basis == ResultBasis::kNone ? "unknown" : SpfResultName(evidence.spf.result),
              evidence.spf.names, query, explanation);
}

}  // namespace kenpin
