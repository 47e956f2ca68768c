#include "engine/spf_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "engine/await_dns.h"
#include "engine/complain.h"
#include "engine/dns_source.h"
#include "engine/report/json_text.h"
#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

// Records and explanations come from outside and go to a terminal.
constexpr size_t kMaxSpfColumns = 500;

void AppendSpfLine(std::string_view word, std::string_view value, std::string* out) {
  *out += fmt::format("{:<13} {}\n", word, PrintableText(value, kMaxSpfColumns));
}

}  // namespace

SpfEvaluation EvaluateSpfAndWait(const SpfQuery& query, DnsClient& dns, int64_t at) {
  while (true) {
    std::vector<DnsQuestionId> open;
    std::optional<SpfEvaluation> evaluation = EvaluateSpf(query, dns, at, {}, &open);
    if (evaluation) return *std::move(evaluation);
    AwaitAnswers(dns, &open);
  }
}

std::string SpfAsText(const SpfEvaluation& evaluation) {
  std::string out;
  AppendSpfLine("result", SpfResultName(evaluation.result), &out);
  AppendSpfLine("reason", SpfReasonText(evaluation.reason), &out);
  AppendSpfLine("identity", SpfIdentityName(evaluation.identity), &out);
  if (!evaluation.domain.empty()) AppendSpfLine("domain", evaluation.domain, &out);
  if (!evaluation.record.empty()) AppendSpfLine("record", evaluation.record, &out);
  if (!evaluation.mechanism.empty()) AppendSpfLine("mechanism", evaluation.mechanism, &out);
  if (!evaluation.path.empty())
    AppendSpfLine("path", fmt::format("{}", fmt::join(evaluation.path, " > ")), &out);
  AppendSpfLine("lookups", fmt::format("{} of {}", evaluation.lookups, kMaxSpfLookups), &out);
  AppendSpfLine("void lookups", fmt::format("{} of {}", evaluation.void_lookups, kMaxVoidLookups), &out);
  if (!evaluation.explanation.empty()) AppendSpfLine("explanation", evaluation.explanation, &out);
  return out;
}

std::string SpfAsJson(const SpfEvaluation& evaluation) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("result");
  json.String(SpfResultName(evaluation.result));
  json.Key("reason");
  json.String(SpfReasonName(evaluation.reason));
  json.Key("mechanism");
  json.StringOrNull(evaluation.mechanism);
  json.Key("explanation");
  json.StringOrNull(evaluation.explanation);
  json.Key("lookups");
  json.Number(evaluation.lookups);
  json.Key("void_lookups");
  json.Number(evaluation.void_lookups);
  json.Key("path");
  json.BeginArray();
  for (const std::string& domain : evaluation.path) json.String(domain);
  json.EndArray();
  json.EndObject();
  out += '\n';
  return out;
}

int RunSpf(const SpfOptions& options) {
  absl::StatusOr<std::unique_ptr<DnsClient>> dns = OpenDns(options.dns);
  if (!dns.ok()) {
    Complain(dns.status());
    return kExitOperational;
  }
  const SpfEvaluation evaluation = EvaluateSpfAndWait({options.client, options.mail_from, options.helo},
                                                      **dns, options.at.value_or(std::time(nullptr)));
  const std::string text =
      options.format == AnswerFormat::kJson ? SpfAsJson(evaluation) : SpfAsText(evaluation);
  if (!PrintAnswer(text)) return kExitOperational;
  return evaluation.result == SpfResult::kTemperror ? kExitOperational : kExitClean;
}

}  // namespace kenpin
