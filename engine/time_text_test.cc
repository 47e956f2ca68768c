#include "engine/time_text.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

TEST(Options, TimeTable) {
  const struct {
    const char* text;
    std::optional<int64_t> time;
  } cases[] = {
      {"@0", 0},
      {"@1700000000", 1700000000},
      {"1970-01-02", 86400},
      {"2024-02-29T12:34:56Z", 1709210096},
      {"2024-02-29t12:34:56z", 1709210096},
      {"2024-02-29T21:34:56+09:00", 1709210096},
      {"2024-02-29T07:34:56.789-05:00", 1709210096},
      {"2023-02-29", std::nullopt},
      {"2024-13-01", std::nullopt},
      {"2024-01-01T24:00:00Z", std::nullopt},
      {"2024-01-01T00:00:00", std::nullopt},
      {"2024-01-01T00:00:00+0900", std::nullopt},
      {"2024-01-01T00:00:00Zjunk", std::nullopt},
      {"2024-01-01T00:00:00.Z", std::nullopt},
      {"@", std::nullopt},
      {"@-1", std::nullopt},
      {"@99999999999999999999", std::nullopt},
      {"yesterday", std::nullopt},
      {"", std::nullopt},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(ParseTime(c.text), c.time);
  }
}

}  // namespace
}  // namespace kenpin
