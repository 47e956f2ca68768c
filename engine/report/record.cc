#include "engine/report/record.h"

#include "engine/crypto/base64.h"
#include "engine/report/json_text.h"
#include "engine/report/record_authentication.h"
#include "engine/run_summary.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

void WriteHex(std::span<const uint8_t> bytes, JsonWriter& json) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 64> text{};
  size_t n = 0;
  for (const uint8_t byte : bytes) {
    text[n++] = kDigits[byte >> 4];
    text[n++] = kDigits[byte & 15];
  }
  json.String({text.data(), n});
}

std::string_view CanonicalizationName(const DkimEvidence& signature) {
  const bool header = signature.header_canonicalization == Canonicalization::kRelaxed;
  const bool body = signature.body_canonicalization == Canonicalization::kRelaxed;
  if (header) return body ? "relaxed/relaxed" : "relaxed/simple";
  return body ? "simple/relaxed" : "simple/simple";
}

std::string_view ReadingName(LineEndReading reading) {
  switch (reading) {
    case LineEndReading::kStandard:
      return "standard";
    case LineEndReading::kCrBeforeLfIsData:
      return "cr_before_lf_is_data";
    case LineEndReading::kLoneLfIsData:
      return "lone_lf_is_data";
    case LineEndReading::kLoneCrEndsLine:
      return "lone_cr_ends_line";
  }
  return "standard";
}

void WriteSignature(const SignatureEvidence& signature, JsonWriter& json) {
  json.BeginObject();
  json.Key("d");
  json.StringOrNull(signature.domain);
  json.Key("s");
  json.StringOrNull(signature.selector);
  json.Key("a");
  json.StringOrNull(signature.algorithm_text);
  json.Key("c");
  json.String(CanonicalizationName(signature));
  json.Key("i");
  json.StringOrNull(signature.auid);
  json.Key("l");
  signature.body_limit ? json.Unsigned(*signature.body_limit) : json.Null();
  json.Key("bits");
  signature.key_bits > 0 ? json.Number(signature.key_bits) : json.Null();
  json.Key("result");
  json.String(DkimResultName(signature.result));
  json.Key("reason");
  json.String(DkimReasonName(signature.reason));
  json.Key("body_hash");
  std::array<char, Base64EncodedSize(32)> text{};
  json.StringOrNull(signature.hashed
                        ? EncodeBase64({signature.body_hash.data(), signature.body_hash_size}, text)
                        : std::string_view());
  json.Key("body_hash_ok");
  signature.hashed ? json.Bool(signature.body_hash_ok) : json.Null();
  json.Key("aligned");
  WriteAligned(signature.alignment, json);
  json.Key("key_source");
  json.String(KeySourceName(signature.key_source));
  json.Key("header_line_ends");
  json.String(ReadingName(signature.header_reading));
  json.Key("body_line_ends");
  json.String(ReadingName(signature.body_reading));
  json.Key("mbox_quoting");
  json.String(signature.quoting == MboxQuoting::kUnquote ? "unquoted" : "as_stored");
  json.EndObject();
}

void WriteUnsubscribe(const Evidence& evidence, JsonWriter& json) {
  const ListUnsubscribeFacts& facts = evidence.mail->unsubscribe;
  static constexpr std::string_view kClasses[] = {"unknown", "marketing", "marketing_guess", "transactional"};
  static constexpr std::string_view kPosts[] = {"absent", "exact", "loose", "wrong"};
  json.BeginObject();
  json.Key("class");
  json.String(kClasses[static_cast<size_t>(evidence.unsubscribe_class)]);
  json.Key("fields");
  json.Unsigned(facts.field_count);
  json.Key("https");
  json.Unsigned(facts.https_uris);
  json.Key("http");
  json.Unsigned(facts.http_uris);
  json.Key("mailto");
  json.Unsigned(facts.mailto_uris);
  json.Key("other");
  json.Unsigned(facts.other_uris);
  json.Key("uri");
  json.StringOrNull(facts.first_https);
  json.Key("post");
  json.String(kPosts[static_cast<size_t>(facts.post)]);
  json.EndObject();
}

void WriteFlaws(ParseFlaws flaws, JsonWriter& json) {
  json.BeginArray();
  for (size_t i = 0; i < static_cast<size_t>(ParseFlaw::kCount); ++i) {
    if (flaws.Has(static_cast<ParseFlaw>(i))) json.String(ParseFlawName(static_cast<ParseFlaw>(i)));
  }
  json.EndArray();
}

void WriteVerdicts(const VerdictSet& verdicts, JsonWriter& json) {
  json.Key("rules");
  json.BeginObject();
  for (const RuleInfo& rule : Rules()) {
    json.Key(rule.name);
    json.String(OutcomeName(verdicts[static_cast<size_t>(rule.id)].outcome));
  }
  json.EndObject();
  json.Key("reasons");
  json.BeginObject();
  for (const RuleInfo& rule : Rules()) {
    const Verdict verdict = verdicts[static_cast<size_t>(rule.id)];
    if (verdict.reason == Reason::kNone) continue;
    json.Key(rule.name);
    json.String(ReasonName(verdict.reason));
  }
  json.EndObject();
}

// Under kAll, where a provider's own outcome is another than the worst one of all; null under a profile of
// one.
void WriteRulesByProfile(const RecordInput& input, JsonWriter& json) {
  json.Key("rules_by_profile");
  if (input.profile != Provider::kAll) return json.Null();
  const Evidence& judged = input.judged != nullptr ? *input.judged : *input.evidence;
  json.BeginObject();
  for (const Provider provider : ProvidersOf(Provider::kAll)) {
    bool differs = false;
    for (const RuleInfo& rule : Rules()) {
      if (rule.check_for == nullptr) continue;
      const Outcome outcome = rule.check_for(judged, provider).outcome;
      if (outcome == (*input.verdicts)[static_cast<size_t>(rule.id)].outcome) continue;
      if (!differs) {
        json.Key(ProfileName(provider));
        json.BeginObject();
        differs = true;
      }
      json.Key(rule.name);
      json.String(OutcomeName(outcome));
    }
    if (differs) json.EndObject();
  }
  json.EndObject();
}

// Who sent it, and how it came here.
void WriteOrigin(const RecordInput& input, JsonWriter& json) {
  const Evidence& evidence = *input.evidence;
  const MailFacts& mail = *evidence.mail;
  json.Key("schema_version");
  json.Number(kSchemaVersion);
  json.Key("source");
  json.String(input.source);
  json.Key("offset");
  json.Unsigned(input.offset);
  json.Key("length");
  json.Unsigned(input.length);
  json.Key("message_id");
  json.StringOrNull(mail.message_id.id);
  json.Key("author_domain");
  json.StringOrNull(evidence.author.domain);
  json.Key("org_domain");
  json.StringOrNull(evidence.author.org_domain);
  json.Key("date");
  json.Time(mail.date.form == DateFacts::Form::kOk ? std::optional<int64_t>(mail.date.time) : std::nullopt);
  json.Key("mode");
  json.String(ModeName(evidence.mode));
  json.Key("stream");
  json.String(StreamName(evidence.stream));
  const SenderSystemFinding& sender = evidence.sender_system;
  json.Key("sender_system");
  json.StringOrNull(SenderSystemName(sender.system));
  json.Key("sender_system_certainty");
  json.StringOrNull(sender.system == SenderSystem::kNone ? "" : CertaintyName(sender.certainty));
  json.Key("transport_system");
  json.StringOrNull(SenderSystemName(sender.transport));
}

}  // namespace

void AppendRecord(const RecordInput& input, std::string* out) {
  const Evidence& evidence = *input.evidence;
  JsonWriter json(out);
  json.BeginObject();
  WriteOrigin(input, json);
  json.Key("flaws");
  WriteFlaws(evidence.mail->flaws, json);
  json.Key("body_digest");
  input.body_digest ? WriteHex(*input.body_digest, json) : json.Null();
  json.Key("dkim");
  json.BeginArray();
  for (const SignatureEvidence& signature : evidence.signatures) WriteSignature(signature, json);
  json.EndArray();
  WriteAuthentication(evidence, *input.verdicts, json);
  json.Key("unsubscribe");
  WriteUnsubscribe(evidence, json);
  json.Key("profile");
  json.String(ProfileName(input.profile));
  json.Key("profile_date");
  json.String(ProfileDate(input.profile));
  WriteVerdicts(*input.verdicts, json);
  WriteRulesByProfile(input, json);
  json.EndObject();
  out->push_back('\n');
}

}  // namespace kenpin
