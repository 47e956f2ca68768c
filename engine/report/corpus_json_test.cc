#include "engine/report/corpus_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace kenpin {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string FigureText(const Figure& figure) {
  std::string out;
  JsonWriter json(&out);
  WriteFigure(figure, json);
  return out;
}

TEST(CorpusJson, FiguresByTheirUnit) {
  EXPECT_EQ(FigureText({"n", 5000}), "5000");
  EXPECT_EQ(FigureText({"t", 0, FigureUnit::kTime}), "\"1970-01-01T00:00:00Z\"");
  EXPECT_EQ(FigureText({"d", 19782, FigureUnit::kDay}), "\"2024-02-29\"");
  EXPECT_EQ(FigureText({"r", 3000, FigureUnit::kRate}), "0.003");
  EXPECT_EQ(FigureText({"r", 10, FigureUnit::kRate}), "1e-05");
  EXPECT_EQ(FigureText({"r", 0, FigureUnit::kRate}), "0.0");
  EXPECT_EQ(FigureText({"c", ClientCode(ParseIpAddress("192.0.2.1")), FigureUnit::kClient}), "\"192.0.2.1\"");
}

TEST(CorpusJson, EveryRuleIsTold) {
  DomainSummary domain;
  domain.corpus.facts.ids = {2, 1, 2, 0};
  domain.corpus.verdicts = JudgeCorpus(domain.corpus.facts);
  domain.corpus.samples[0].Offer(
      {{0, 0, 42}, Outcome::kFail, Reason::kMessageIdReused, Stream::kDirect, "", ""}, 3);
  domain.counts.corpus.streams[1][{"a@shop.example", "shop.example", 0}] = 7;
  std::string out;
  JsonWriter writer(&out, JsonForm::kIndented);
  WriteCorpusRules(domain, writer);
  const OrderedJson json = OrderedJson::parse(out);
  EXPECT_EQ(json.size(), kCorpusRuleCount);
  const OrderedJson& ids = json["format-message-id-unique"];
  EXPECT_EQ(ids["outcome"], "fail");
  EXPECT_EQ(ids["reason"], "message_id_reused");
  EXPECT_EQ(ids["figures"]["reused_ids"], 1);
  EXPECT_EQ(ids["samples"][0]["offset"], 42);
  EXPECT_EQ(json["spam-rate"]["outcome"], "unknown");
  EXPECT_EQ(json["stream-consistency"]["matrix"][0], (OrderedJson{{"class", "marketing"},
                                                                  {"from", "a@shop.example"},
                                                                  {"d", "shop.example"},
                                                                  {"client", nullptr},
                                                                  {"messages", 7}}));
}

}  // namespace
}  // namespace kenpin
