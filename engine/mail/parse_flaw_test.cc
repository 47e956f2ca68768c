// The words of the flaws: there, and each its own.
#include "engine/mail/parse_flaw.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(ParseFlawTest, EveryFlawHasItsOwnWord) {
  for (size_t i = 0; i < static_cast<size_t>(ParseFlaw::kCount); ++i) {
    const std::string_view word = ParseFlawName(static_cast<ParseFlaw>(i));
    EXPECT_FALSE(word.empty());
    for (size_t j = 0; j < i; ++j) EXPECT_NE(word, ParseFlawName(static_cast<ParseFlaw>(j)));
  }
}

}  // namespace
}  // namespace kenpin
