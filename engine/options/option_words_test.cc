#include "engine/options/option_words.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <optional>

namespace kenpin {
namespace {

enum class Fruit : uint8_t { kApple, kPear };

constexpr std::pair<std::string_view, std::optional<Fruit>> kFruits[] = {
    {"none", std::nullopt}, {"apple", Fruit::kApple}, {"pear", Fruit::kPear}};

TEST(OptionWords, TableOfWords) {
  CLI::App app;
  std::optional<Fruit> fruit = Fruit::kApple;
  const CLI::Option* option = AddWords(app, "--fruit,-f", fruit, kFruits, "which");
  EXPECT_EQ(option->get_type_name(), "none|apple|pear");
  EXPECT_EQ(option->get_default_str(), "apple");
  app.parse("--fruit pear");
  EXPECT_EQ(fruit, Fruit::kPear);
  app.parse("-f none");
  EXPECT_EQ(fruit, std::nullopt);
}

TEST(OptionWords, RefusesWithASuggestion) {
  CLI::App app;
  std::optional<Fruit> fruit;
  AddWords(app, "--fruit", fruit, kFruits, "which");
  for (const auto& [word, said] :
       {std::pair("peer", "--fruit: 'peer' is none of none, apple, pear; did you mean 'pear'?"),
        std::pair("1", "--fruit: '1' is none of none, apple, pear")}) {
    try {
      app.parse("--fruit " + std::string(word));
      ADD_FAILURE() << word;
    } catch (const CLI::ValidationError& error) {
      EXPECT_STREQ(error.what(), said);
    }
  }
}

TEST(OptionWords, WithoutDefault) {
  CLI::App app;
  size_t chosen = 9;
  const CLI::Option* option = AddWordOption(
      app, "--x", {"a", "b"}, kNoDefaultWord, [&chosen](size_t place) { chosen = place; }, "");
  EXPECT_EQ(option->get_default_str(), "");
  app.parse("--x b");
  EXPECT_EQ(chosen, 1u);
}

}  // namespace
}  // namespace kenpin
