// What one message, one key or one record may be at most, in one table. A value stands where it is used; the
// table refers to it there, so that both cannot disagree. A test meets every row at the limit and on both
// sides of it; another one finds limits that the table lacks.
#ifndef KENPIN_ENGINE_LIMITS_H_
#define KENPIN_ENGINE_LIMITS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kenpin {

struct Limit {
  std::string_view constant;  // Its name in the sources.
  uint64_t value;             // The most that is still read.
  std::string_view of_what;   // In words, with the unit.
  std::string_view told;      // The word of a flaw or reason that tells of one more; never empty.
  std::string_view beyond;    // What becomes of the rest.
};

// All of them, by the way that a message takes.
std::span<const Limit> AllLimits();

// The table as Markdown: what engine/limits.md holds.
std::string LimitsAsMarkdown();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_LIMITS_H_
