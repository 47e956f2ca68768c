#include "engine/report/corpus_json.h"

#include "rules/reason.h"

namespace kenpin {
namespace {

void WriteMatrix(const StreamMatrix& streams, JsonWriter& json) {
  json.BeginArray();
  for (size_t i = 0; i < kTrafficClassCount; ++i) {
    for (const auto& [key, messages] : streams[i]) {
      json.BeginObject();
      json.Key("class");
      json.String(TrafficClassName(static_cast<TrafficClass>(i)));
      json.Key("from");
      json.String(key.address);
      json.Key("d");
      json.StringOrNull(key.signer);
      json.Key("client");
      key.client == 0 ? json.Null() : json.String(ClientText(key.client));
      json.Key("messages");
      json.Unsigned(messages);
      json.EndObject();
    }
  }
  json.EndArray();
}

void WriteSample(const Sample& sample, JsonWriter& json) {
  json.BeginObject();
  json.Key("source");
  json.String(sample.source);
  json.Key("offset");
  json.Unsigned(sample.ordinal.offset);
  json.Key("message_id");
  json.StringOrNull(sample.message_id);
  json.Key("outcome");
  json.String(OutcomeName(sample.outcome));
  json.Key("reason");
  json.String(ReasonName(sample.reason));
  json.Key("stream");
  json.String(StreamName(sample.stream));
  json.EndObject();
}

}  // namespace

void WriteSamples(const SampleList& samples, JsonWriter& json) {
  json.BeginArray();
  for (const Sample& sample : samples.samples()) WriteSample(sample, json);
  json.EndArray();
}

void WriteFigure(const Figure& figure, JsonWriter& json) {
  switch (figure.unit) {
    case FigureUnit::kCount:
      return json.Unsigned(figure.value);
    case FigureUnit::kTime:
      return json.String(FormatTime(static_cast<int64_t>(figure.value)));
    case FigureUnit::kDay:
      return json.String(FormatDay(static_cast<int32_t>(figure.value)));
    case FigureUnit::kRate:
      return json.Real(static_cast<double>(figure.value) / 1e6);
    case FigureUnit::kClient:
      return json.String(ClientText(figure.value));
  }
}

void WriteCorpusRules(const DomainSummary& domain, JsonWriter& json) {
  json.BeginObject();
  for (const CorpusRuleInfo& info : CorpusRules()) {
    const CorpusVerdict& judged = domain.corpus.verdicts[static_cast<size_t>(info.id)];
    json.Key(info.name);
    json.BeginObject();
    json.Key("outcome");
    json.String(OutcomeName(judged.verdict.outcome));
    json.Key("reason");
    judged.verdict.reason == Reason::kNone ? json.Null() : json.String(ReasonName(judged.verdict.reason));
    json.Key("figures");
    json.BeginObject();
    for (const Figure& figure : judged.figures.list()) {
      json.Key(figure.name);
      WriteFigure(figure, json);
    }
    json.EndObject();
    json.Key("samples");
    WriteSamples(domain.corpus.samples[static_cast<size_t>(info.id)], json);
    if (info.id == CorpusRuleId::kStreamConsistency) {
      json.Key("matrix");
      WriteMatrix(domain.counts.corpus.streams, json);
    }
    json.EndObject();
  }
  json.EndObject();
}

}  // namespace kenpin
