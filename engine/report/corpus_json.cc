#include "engine/report/corpus_json.h"

#include "engine/report/json_text.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

using Json = nlohmann::ordered_json;

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json MatrixAsJson(const StreamMatrix& streams) {
  Json matrix = Json::array();
  for (size_t i = 0; i < kTrafficClassCount; ++i) {
    for (const auto& [key, messages] : streams[i]) {
      matrix.push_back({{"class", TrafficClassName(static_cast<TrafficClass>(i))},
                        {"from", key.address},
                        {"d", TextOrNull(key.signer)},
                        {"client", key.client == 0 ? Json(nullptr) : Json(ClientText(key.client))},
                        {"messages", messages}});
    }
  }
  return matrix;
}

}  // namespace

nlohmann::ordered_json SampleAsJson(const Sample& sample) {
  return {{"source", sample.source},
          {"offset", sample.ordinal.offset},
          {"message_id", TextOrNull(sample.message_id)},
          {"outcome", OutcomeName(sample.outcome)},
          {"reason", ReasonName(sample.reason)},
          {"stream", StreamName(sample.stream)}};
}

nlohmann::ordered_json FigureAsJson(const Figure& figure) {
  switch (figure.unit) {
    case FigureUnit::kCount:
      break;
    case FigureUnit::kTime:
      return FormatTime(static_cast<int64_t>(figure.value));
    case FigureUnit::kDay:
      return FormatDay(static_cast<int32_t>(figure.value));
    case FigureUnit::kRate:
      return static_cast<double>(figure.value) / 1e6;
    case FigureUnit::kClient:
      return ClientText(figure.value);
  }
  return figure.value;
}

nlohmann::ordered_json CorpusRulesAsJson(const DomainSummary& domain) {
  Json rules = Json::object();
  for (const CorpusRuleInfo& info : CorpusRules()) {
    const CorpusVerdict& judged = domain.corpus.verdicts[static_cast<size_t>(info.id)];
    Json rule = {{"outcome", OutcomeName(judged.verdict.outcome)},
                 {"reason", judged.verdict.reason == Reason::kNone ? Json(nullptr)
                                                                   : Json(ReasonName(judged.verdict.reason))},
                 {"figures", Json::object()},
                 {"samples", Json::array()}};
    for (const Figure& figure : judged.figures.list()) {
      rule["figures"][std::string(figure.name)] = FigureAsJson(figure);
    }
    for (const Sample& sample : domain.corpus.samples[static_cast<size_t>(info.id)].samples()) {
      rule["samples"].push_back(SampleAsJson(sample));
    }
    if (info.id == CorpusRuleId::kStreamConsistency) {
      rule["matrix"] = MatrixAsJson(domain.counts.corpus.streams);
    }
    rules[std::string(info.name)] = std::move(rule);
  }
  return rules;
}

}  // namespace kenpin
