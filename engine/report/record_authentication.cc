#include "engine/report/record_authentication.h"

namespace kenpin {
namespace {

void WriteAddress(const std::optional<IpAddress>& address, JsonWriter& json) {
  std::array<char, kMaxIpAddressText> text{};
  json.StringOrNull(address ? FormatIpAddress(*address, text) : std::string_view());
}

void WriteEnvelope(const EnvelopeFacts& envelope, JsonWriter& json) {
  json.BeginObject();
  json.Key("mail_from");
  envelope.null_sender ? json.String("") : json.StringOrNull(envelope.mail_from);
  json.Key("mail_from_basis");
  json.String(EnvelopeBasisName(envelope.mail_from_basis));
  json.Key("client_ip");
  WriteAddress(envelope.client, json);
  json.Key("client_ip_basis");
  json.String(EnvelopeBasisName(envelope.client_basis));
  json.Key("helo");
  json.StringOrNull(envelope.helo);
  json.Key("helo_basis");
  json.String(EnvelopeBasisName(envelope.helo_basis));
  json.EndObject();
}

void WriteSpf(const Evidence& evidence, JsonWriter& json) {
  const SpfEvidence& spf = evidence.spf;
  const EnvelopeFacts& envelope = evidence.delivery->envelope;
  if (spf.basis == ResultBasis::kNone) return json.Null();
  const bool is_helo = spf.identity == SpfIdentity::kHelo;
  json.BeginObject();
  json.Key("result");
  json.String(SpfResultName(spf.result));
  json.Key("domain");
  json.StringOrNull(spf.domain);
  json.Key("identity");
  json.String(SpfIdentityName(spf.identity));
  json.Key("ip");
  WriteAddress(envelope.client, json);
  json.Key("basis");
  json.String(EnvelopeBasisName(is_helo ? envelope.helo_basis : envelope.mail_from_basis));
  json.Key("aligned");
  WriteAligned(spf.names.result, json);
  json.Key("result_basis");
  json.String(ResultBasisName(spf.basis));
  json.Key("computed");
  json.StringOrNull(spf.computed ? SpfResultName(spf.own_result) : std::string_view());
  json.Key("reason");
  json.StringOrNull(spf.computed ? SpfReasonName(spf.own_reason) : std::string_view());
  json.Key("lookups");
  spf.computed ? json.Number(spf.lookups) : json.Null();
  json.EndObject();
}

void WriteDmarc(const DmarcEvidence& dmarc, JsonWriter& json) {
  if (dmarc.basis == ResultBasis::kNone) return json.Null();
  json.BeginObject();
  json.Key("result");
  json.String(DmarcResultName(dmarc.result));
  json.Key("policy");
  json.StringOrNull(dmarc.policy ? DmarcPolicyName(*dmarc.policy) : std::string_view());
  json.Key("record_domain");
  json.StringOrNull(dmarc.record_domain);
  json.Key("org_domain_by");
  json.String(OrgMethodName(dmarc.method));
  json.Key("org_domain");
  json.StringOrNull(dmarc.org_domain);
  json.Key("result_basis");
  json.String(ResultBasisName(dmarc.basis));
  json.Key("lookup");
  json.String(DmarcLookupName(dmarc.lookup));
  json.Key("reason");
  json.String(DmarcReasonName(dmarc.reason));
  json.Key("spf_leg");
  json.String(DmarcLegName(dmarc.spf_leg));
  json.Key("dkim_leg");
  json.String(DmarcLegName(dmarc.dkim_leg));
  json.Key("methods_differ");
  json.Bool(dmarc.methods_differ);
  json.EndObject();
}

void WriteArc(const ArcEvidence& arc, JsonWriter& json) {
  json.BeginObject();
  json.Key("result");
  json.String(ArcResultName(arc.result));
  json.Key("instances");
  json.Unsigned(arc.instances);
  json.Key("reason");
  json.String(ArcReasonName(arc.reason));
  json.Key("sealers");
  json.BeginArray();
  for (const ArcSet& set : arc.sets) json.String(set.seal_domain);
  json.EndArray();
  json.EndObject();
}

// Of the border hop; null where it is not known.
void WriteTls(const DeliveryFacts& delivery, const VerdictSet& verdicts, JsonWriter& json) {
  if (!delivery.border) return json.Null();
  const Outcome outcome = verdicts[static_cast<size_t>(RuleId::kInfraTls)].outcome;
  json.BeginObject();
  json.Key("result");
  json.String(OutcomeName(outcome == Outcome::kWarn ? Outcome::kPass : outcome));
  json.Key("version");
  json.StringOrNull(TlsVersionName(delivery.border_hop.tls.version));
  json.Key("cipher");
  json.StringOrNull(delivery.border_hop.tls.cipher);
  json.Key("hop");
  json.Unsigned(*delivery.border);
  json.Key("by");
  json.StringOrNull(delivery.border_hop.by);
  json.EndObject();
}

// What a receiver said, and why it is believed.
void WriteReceiver(const DeliveryFacts& delivery, JsonWriter& json) {
  json.BeginObject();
  json.Key("trust");
  json.String(TrustBasisName(delivery.results.basis));
  json.Key("authserv_id");
  json.StringOrNull(delivery.results.authserv_id);
  json.Key("delivered_at");
  json.Time(delivery.delivered_at);
  json.EndObject();
}

}  // namespace

void WriteAligned(AlignmentResult alignment, JsonWriter& json) {
  if (alignment == AlignmentResult::kUnknown) {
    json.Null();
  } else {
    json.Bool(alignment != AlignmentResult::kNone);
  }
}

void WriteAuthentication(const Evidence& evidence, const VerdictSet& verdicts, JsonWriter& json) {
  json.Key("spf");
  WriteSpf(evidence, json);
  json.Key("dmarc");
  WriteDmarc(evidence.dmarc, json);
  json.Key("arc");
  WriteArc(evidence.arc, json);
  json.Key("tls");
  WriteTls(*evidence.delivery, verdicts, json);
  json.Key("envelope");
  WriteEnvelope(evidence.delivery->envelope, json);
  json.Key("receiver");
  WriteReceiver(*evidence.delivery, json);
  json.Key("indirect_proof");
  json.String(IndirectProofName(evidence.indirect));
}

}  // namespace kenpin
