// SPF records and macros: what the check lets pass can be expanded, the expansion is bounded, and the name
// that is built from the right is the end of the text that is built from the left. An evaluation asks a
// bounded number of questions, whatever the record says.
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/spf.h"
#include "engine/auth/spf_macro.h"
#include "engine/auth/spf_record.h"
#include "tests/fuzz/fuzz.h"
#include "tests/zone_dns.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// "At most some 250 questions" (engine/auth/spf.h).
constexpr size_t kMostQuestions = 300;

SpfMacroValues Values() {
  SpfMacroValues values;
  values.client = *ParseIpAddress("2001:db8::cb01");
  values.local_part = "strong-bad.x+y";
  values.sender_domain = "email.example.com";
  values.domain = "mail.EMAIL.example.com";
  values.helo = "out-1.mx.example.org";
  values.at = 1700000000;
  return values;
}

void CheckMacros(std::string_view text) {
  const SpfMacroValues values = Values();
  const std::optional<std::string> explained = ExpandExplanation(text, values);
  if (explained) Require(explained->size() <= kMaxExplanationOctets, "explanations are bounded");
  UsesAnyMacro(text, "lsp");
  if (CheckDomainSpec(text) != SpfMacroError::kNone) return;
  Require(text.size() <= kMaxDomainSpecOctets, "domain-specs are bounded");
  Require(CheckMacroString(text) == SpfMacroError::kNone, "a domain-spec is a macro-string");
  const std::string name = ExpandDomainSpec(text, values);
  Require(name.size() <= 253, "names are bounded");
  for (const char c : name) Require(c < 'A' || c > 'Z', "names are in lower case");
  if (!explained) {
    Require(kMaxDomainSpecOctets * 64 > kMaxExplanationOctets, "only a long text has no explanation");
    return;
  }
  std::string whole = *explained;
  for (char& c : whole) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (whole.ends_with('.')) whole.pop_back();
  Require(whole.ends_with(name), "a name is the end of its text");
  Require(name.size() == whole.size() || whole.size() > 253, "only a long name is cut");
}

void CheckRecord(std::string_view text) {
  const SpfRecord record = ParseSpfRecord(text);
  const char* end = text.data();
  for (const SpfTerm& term : record.terms) {
    Require(term.text.data() >= end && fuzz::LiesIn(term.text, text),
            "terms are in order inside of the record");
    end = term.text.data() + term.text.size();
    Require(term.prefix4 <= 32 && term.prefix6 <= 128, "prefixes are no longer than addresses");
    Require(fuzz::LiesIn(term.domain_spec, term.text), "a domain-spec is part of its term");
    if (record.error == SpfSyntaxError::kNone && !term.domain_spec.empty() &&
        term.kind != SpfTermKind::kUnknownModifier)
      Require(CheckDomainSpec(term.domain_spec) == SpfMacroError::kNone,
              "a domain-spec has passed its check");
  }
  if (record.error != SpfSyntaxError::kNone)
    Require(!record.error_term.empty() && fuzz::LiesIn(record.error_term, text), "an error stands somewhere");
}

void Evaluate(std::string_view text, std::string_view mail_from) {
  test::ZoneDns dns;
  for (const char* name : {"example.com", "_spf.example.com", "other.example"}) {
    dns.Add(name, RrType::kTxt, std::string(text));
    dns.Add(name, RrType::kA, "192.0.2.1");
    dns.Add(name, RrType::kMx, "10 example.com");
  }
  dns.Add("1.2.0.192.in-addr.arpa", RrType::kPtr, "example.com");
  std::vector<DnsQuestionId> open;
  const std::optional<SpfEvaluation> evaluation =
      EvaluateSpf({*ParseIpAddress("192.0.2.1"), mail_from, "mx.example.com"}, dns, 0, {}, &open);
  Require(evaluation.has_value(), "with all answers there is a result");
  Require(dns.asked() <= kMostQuestions, "questions are bounded");
  Require(evaluation->lookups <= kMaxSpfLookups + 1, "lookups are bounded");
  Require(evaluation->explanation.size() <= kMaxExplanationOctets, "explanations are bounded");
  Require(evaluation->result == SpfResult::kFail || evaluation->explanation.empty(),
          "only a fail is explained");
  Require(evaluation->path.size() <= static_cast<size_t>(kMaxSpfLookups) + 2, "the path is bounded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  CheckMacros(text.view());
  if (IsSpfRecord(text.view())) {
    CheckRecord(text.view());
    Evaluate(text.view(), "<user@example.com>");
  }
  Evaluate("v=spf1 exists:%{l}.%{d2} include:%{o} -all", text.view());
  return 0;
}
