// For tests: a case for each row of the table of limits. A case makes the thing that is limited, with `n` of
// what the row counts, and returns the words that were told of it, each in quotes.
#ifndef KENPIN_ENGINE_TEST_LIMIT_CASES_H_
#define KENPIN_ENGINE_TEST_LIMIT_CASES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin::test {

struct LimitCase {
  std::string_view constant;
  std::function<std::string(uint64_t)> told;
};

std::vector<LimitCase> HeaderLimitCases();     // Fields, and what stands in them.
std::vector<LimitCase> ContentLimitCases();    // MIME, text, markup.
std::vector<LimitCase> SignatureLimitCases();  // DKIM, ARC, keys.
std::vector<LimitCase> OutsideLimitCases();    // Corpora and DNS.

// Where a message is sent and received, as a record tells it: `list` is "flaws", "reasons" or "dkim".
std::string JudgeForLimits(std::string_view message, std::string_view list);

// `piece`, `times` over.
inline std::string Times(uint64_t times, std::string_view piece) {
  std::string out;
  out.reserve(times * piece.size());
  for (uint64_t i = 0; i < times; ++i) out += piece;
  return out;
}

inline std::string Quoted(std::string_view word) { return '"' + std::string(word) + '"'; }

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_TEST_LIMIT_CASES_H_
