#include "engine/report/json_text.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <random>

namespace kenpin {
namespace {

std::string Quote(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

TEST(JsonText, StringTable) {
  const struct {
    const char* name;
    std::string text;
    std::string json;
  } cases[] = {
      {"empty", "", R"("")"},
      {"plain", "a/b c", R"("a/b c")"},
      {"quote and backslash", "\"\\", R"("\"\\")"},
      {"controls", std::string("\b\f\n\r\t\x1b\0\x7f", 8), R"("\b\f\n\r\t\u001b\u0000\u007f")"},
      {"Japanese stays", "検品", "\"検品\""},
      {"line separator", "\xE2\x80\xA8", R"("\u2028")"},
      {"Latin-1 octet", "caf\xE9!", "\"caf\uFFFD!\""},
      {"truncated sequence is one replacement", "a\xE3\x81", "\"a\uFFFD\""},
      {"surrogate", "\xED\xA0\x80", "\"\uFFFD\uFFFD\uFFFD\""},
      {"overlong", "\xC0\xAF", "\"\uFFFD\uFFFD\""},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(Quote(c.text), c.json);
  }
}

TEST(JsonText, AnyBytesReadAsWithNlohmann) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  // Bytes that begin, go on and break characters are frequent.
  constexpr std::string_view kFrequent = "\b\f\"\\\x7F\x80\x9B\xA8\xAE\xC0\xC2\xE2\xE3\xED\xEF\xF0\xF4\xFF";
  for (int round = 0; round < 5000; ++round) {
    std::string text(random() % 40, '\0');
    for (char& c : text) {
      const auto chance = static_cast<uint32_t>(random());
      c = chance % 2 == 0 ? static_cast<char>(random()) : kFrequent[chance / 2 % kFrequent.size()];
    }
    const std::string theirs =
        nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    EXPECT_EQ(nlohmann::json::parse(Quote(text), nullptr, false), nlohmann::json::parse(theirs))
        << Quote(text);
  }
}

TEST(JsonText, WriterPutsCommas) {
  std::string out;
  JsonWriter json(&out);
  json.BeginObject();
  json.Key("a");
  json.Unsigned(18446744073709551615u);
  json.Key("b");
  json.BeginArray();
  json.Number(-1);
  json.Null();
  json.BeginObject();
  json.EndObject();
  json.Bool(true);
  json.EndArray();
  json.Key("t");
  json.Time(0);
  json.Key("s");
  json.StringOrNull("");
  json.EndObject();
  EXPECT_EQ(out, R"({"a":18446744073709551615,"b":[-1,null,{},true],"t":"1970-01-01T00:00:00Z","s":null})");
}

TEST(JsonText, TimeTable) {
  EXPECT_EQ(FormatTime(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(FormatTime(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(FormatTime(951827696), "2000-02-29T12:34:56Z");
  EXPECT_EQ(FormatTime(1709210096), "2024-02-29T12:34:56Z");
  EXPECT_EQ(FormatTime(253402300800), "") << "year 10000";
  EXPECT_EQ(FormatDay(19782), "2024-02-29");
}

TEST(JsonText, TreacherousCharactersAreEscaped) {
  std::string out;
  AppendJsonString("a\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6検", &out);
  EXPECT_EQ(out, "\"a\\u009b\\u202e\\u2066検\"");
}

struct IndentedCase {
  const char* name;
  void (*write)(JsonWriter& json);
  const char* text;
};

constexpr IndentedCase kIndentedCases[] = {
    {"empty object", [](JsonWriter& json) { json.BeginObject(), json.EndObject(); }, "{}"},
    {"empty array", [](JsonWriter& json) { json.BeginArray(), json.EndArray(); }, "[]"},
    {"lone value", [](JsonWriter& json) { json.Null(); }, "null"},
    {"members",
     [](JsonWriter& json) {
       json.BeginObject();
       json.Key("a");
       json.Unsigned(18446744073709551615u);
       json.Key("b");
       json.Number(-1);
       json.Key("c");
       json.Bool(false);
       json.Key("d");
       json.StringOrNull("");
       json.Key("e");
       json.Time(0);
       json.EndObject();
     },
     "{\n  \"a\": 18446744073709551615,\n  \"b\": -1,\n  \"c\": false,\n  \"d\": null,\n"
     "  \"e\": \"1970-01-01T00:00:00Z\"\n}"},
    {"elements",
     [](JsonWriter& json) {
       json.BeginArray();
       json.Unsigned(1);
       json.String("x");
       json.EndArray();
     },
     "[\n  1,\n  \"x\"\n]"},
    {"empties inside",
     [](JsonWriter& json) {
       json.BeginObject();
       json.Key("a");
       json.BeginArray(), json.EndArray();
       json.Key("o");
       json.BeginObject(), json.EndObject();
       json.Key("l");
       json.BeginArray();
       json.BeginObject(), json.EndObject();
       json.BeginArray(), json.EndArray();
       json.EndArray();
       json.EndObject();
     },
     "{\n  \"a\": [],\n  \"o\": {},\n  \"l\": [\n    {},\n    []\n  ]\n}"},
    {"nested and back",
     [](JsonWriter& json) {
       json.BeginObject();
       json.Key("a");
       json.BeginArray();
       json.BeginObject();
       json.Key("b");
       json.BeginArray();
       json.Unsigned(1);
       json.EndArray();
       json.EndObject();
       json.EndArray();
       json.Key("c");
       json.Unsigned(2);
       json.EndObject();
     },
     "{\n  \"a\": [\n    {\n      \"b\": [\n        1\n      ]\n    }\n  ],\n  \"c\": 2\n}"},
    {"hostile text",
     [](JsonWriter& json) {
       json.BeginArray();
       json.String("\"\\/\b\f\n\r\t\x1b\x7f");
       json.String("\xC2\x9B\xE2\x80\xAE\xE2\x80\xA8検\xF0\x9F\x98\x80");
       json.String("a\xFF\xE3\x81");
       json.EndArray();
     },
     "[\n  \"\\\"\\\\/\\b\\f\\n\\r\\t\\u001b\\u007f\",\n"
     "  \"\\u009b\\u202e\\u2028検\xF0\x9F\x98\x80\",\n  \"a\uFFFD\uFFFD\"\n]"},
};

TEST(JsonText, IndentedTable) {
  for (const IndentedCase& c : kIndentedCases) {
    SCOPED_TRACE(c.name);
    std::string out;
    JsonWriter json(&out, JsonForm::kIndented);
    c.write(json);
    EXPECT_EQ(out, c.text);
    // It is the form that nlohmann writes, but for the characters that only we escape.
    const nlohmann::ordered_json tree = nlohmann::ordered_json::parse(out);
    if (std::string_view(c.name) != "hostile text") {
      EXPECT_EQ(tree.dump(2), out);
    }
    // In one line it says the same.
    std::string line;
    JsonWriter flat(&line);
    c.write(flat);
    EXPECT_EQ(nlohmann::ordered_json::parse(line), tree);
    EXPECT_EQ(line.find('\n'), std::string::npos);
  }
}

TEST(JsonText, IndentedTextMayBeTakenAnywhere) {
  std::string whole;
  std::string out;
  JsonWriter json(&out, JsonForm::kIndented);
  const auto take = [&] {
    whole += out;
    out.clear();
  };
  json.BeginObject();
  take();
  json.Key("a");
  take();
  json.BeginArray();
  take();
  json.Unsigned(1);
  take();
  json.Unsigned(2);
  take();
  json.EndArray();
  take();
  json.Key("b");
  json.BeginArray();
  take();
  json.EndArray();
  take();
  json.EndObject();
  take();
  EXPECT_EQ(whole, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": []\n}");
}

TEST(JsonText, RealTable) {
  const struct {
    const char* name;
    double value;
    const char* text;
  } cases[] = {
      {"zero", 0, "0.0"},
      {"minus zero", -0.0, "-0.0"},
      {"one", 1, "1.0"},
      {"a half", 0.5, "0.5"},
      {"a third", 1.0 / 3, "0.3333333333333333"},
      {"two thirds", 2.0 / 3, "0.6666666666666666"},
      {"a tenth and a bit", 0.1 + 0.2, "0.30000000000000004"},
      {"a rate", 0.003, "0.003"},
      {"smallest without an exponent", 0.0001, "0.0001"},
      {"one in a hundred thousand", 1e-05, "1e-05"},
      {"with digits and an exponent", 1.25e-06, "1.25e-06"},
      {"seconds", 12.345678901, "12.345678901"},
      {"a large whole number", 123456789012345.0, "123456789012345.0"},
      {"largest without an exponent", 999999999999999.0, "999999999999999.0"},
      {"large", 1e15, "1e+15"},
      {"larger", 1.5e300, "1.5e+300"},
      {"not a number", std::numeric_limits<double>::quiet_NaN(), "null"},
      {"infinite", std::numeric_limits<double>::infinity(), "null"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    std::string out;
    JsonWriter(&out).Real(c.value);
    EXPECT_EQ(out, c.text);
  }
}

}  // namespace
}  // namespace kenpin
