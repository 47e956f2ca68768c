// Times as people write them on the command line.
#ifndef KENPIN_ENGINE_TIME_TEXT_H_
#define KENPIN_ENGINE_TIME_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

namespace kenpin {

// Reads a TIME: RFC 3339 ("2026-01-31", "2026-01-31T09:00:00+09:00"; a date alone is its midnight UTC) or "@"
// and Unix seconds. Returns Unix seconds, or nothing for any other text.
std::optional<int64_t> ParseTime(const std::string& text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_TIME_TEXT_H_
