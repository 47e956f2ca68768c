#include "engine/options/option_values.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <vector>

namespace kenpin {
namespace {

TEST(OptionValues, At) {
  EXPECT_EQ(ParseAtOption("").kind, AtSpec::Kind::kDefault);
  EXPECT_EQ(ParseAtOption("received").kind, AtSpec::Kind::kReceived);
  EXPECT_EQ(ParseAtOption("@5").time, 5);
  EXPECT_EQ(ParseAtOption("@5").text, "@5");
  EXPECT_THROW(ParseAtOption("soon"), CLI::ValidationError);
  EXPECT_EQ(ParseAtWithoutMessage("now"), std::nullopt);
  EXPECT_EQ(ParseAtWithoutMessage("@5"), 5);
  EXPECT_THROW(ParseAtWithoutMessage("date"), CLI::ValidationError);
}

TEST(OptionValues, Outputs) {
  ASSERT_EQ(ParseOutputs({}).size(), 1u);
  const std::vector<OutputSpec> outputs = ParseOutputs({"json:a:b", "ndjson:-"});
  ASSERT_EQ(outputs.size(), 2u);
  EXPECT_EQ(outputs[0].path, "a:b");
  EXPECT_EQ(outputs[1].path, "");
  EXPECT_THROW(ParseOutputs({"json", "text"}), CLI::ValidationError);
  EXPECT_THROW(ParseOutputs({"xml"}), CLI::ValidationError);
  EXPECT_THROW(ParseOutputs({"sqlite"}), CLI::ValidationError) << "a database is no stream";
  EXPECT_THROW(ParseOutputs({"json:a", "csv:a"}), CLI::ValidationError) << "one would replace the other";
  EXPECT_EQ(ParseOutputs({"sqlite:a.db"})[0].format, ReportFormat::kSqlite);
}

TEST(OptionValues, MtaAdds) {
  const MtaAdds adds = ParseMtaAdds({"date", "list-unsubscribe-post"});
  EXPECT_TRUE(adds.date);
  EXPECT_TRUE(adds.list_unsubscribe_post);
  EXPECT_FALSE(adds.list_unsubscribe);
  EXPECT_THROW(ParseMtaAdds({"from"}), CLI::ValidationError);
}

TEST(OptionValues, NamesAndAddresses) {
  EXPECT_EQ(ParseDomainOption("--x", ""), "");
  EXPECT_EQ(ParseDomainOption("--x", "News.Example."), "news.example");
  EXPECT_THROW(ParseDomainOption("--x", "a b"), CLI::ValidationError);
  EXPECT_EQ(ParseAddressOption("--x", ""), std::nullopt);
  EXPECT_EQ(FormatIpAddress(ParseAddressOption("--x", "192.0.2.1").value()), "192.0.2.1");
  EXPECT_THROW(ParseAddressOption("--x", "192.0.2"), CLI::ValidationError);
  EXPECT_EQ(ParseOptionalTime("--x", ""), std::nullopt);
  EXPECT_THROW(ParseOptionalTime("--x", "x"), CLI::ValidationError);
}

TEST(OptionValues, LanguageIsTheLocalesUnlessGiven) {
  const struct {
    const char* name;
    std::vector<const char*> words;
    const char* locale;
    Language language;
  } cases[] = {
      {"nothing", {"kenpin"}, "", Language::kEnglish},
      {"the locale", {"kenpin"}, "ja_JP.UTF-8", Language::kJapanese},
      {"the option", {"kenpin", "--lang", "ja"}, "", Language::kJapanese},
      {"the option is stronger", {"kenpin", "--lang", "en"}, "ja_JP.UTF-8", Language::kEnglish},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    unsetenv("LC_MESSAGES");
    unsetenv("LANG");
    setenv("LC_ALL", c.locale, 1);
    CLI::App app;
    Language language = Language::kEnglish;
    AddLanguageOption(app, language);
    app.parse(static_cast<int>(c.words.size()), c.words.data());
    EXPECT_EQ(language, c.language);
  }
  unsetenv("LC_ALL");
}

}  // namespace
}  // namespace kenpin
