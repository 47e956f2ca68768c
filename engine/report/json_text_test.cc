#include "engine/report/json_text.h"

#include <gtest/gtest.h>

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
      {"controls", std::string("\n\r\t\x1b\0\x7f", 6), R"("\n\r\t\u001b\u0000\u007f")"},
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

TEST(JsonText, AnyBytesParse) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    std::string text(random() % 40, '\0');
    for (char& c : text) c = static_cast<char>(random());
    EXPECT_NO_THROW({ EXPECT_TRUE(nlohmann::json::parse(Quote(text)).is_string()); }) << Quote(text);
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

TEST(JsonText, IndentedLines) {
  std::string out;
  AppendIndentedJson("{\n  \"a\": \"\x7F\xC2\x9B検\"\n}", 4, &out);
  EXPECT_EQ(out, "{\n      \"a\": \"\\u007f\\u009b検\"\n    }");
}

}  // namespace
}  // namespace kenpin
