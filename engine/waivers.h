// Known debts: failures that somebody has decided to live with until a date. A waiver changes no verdict and
// no figure, only what makes the exit code 1.
#ifndef KENPIN_ENGINE_WAIVERS_H_
#define KENPIN_ENGINE_WAIVERS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "rules/rule.h"

namespace kenpin {

struct Waiver {
  RuleId rule{};
  std::string domain;     // Lower case A-labels, and everything below it; "*": every domain.
  std::string reason;     // As written; never empty.
  int32_t expires = 0;    // The last day on which it holds, since 1970, UTC.
  bool expired = false;   // On the day of the run: its failures count again.
  uint64_t messages = 0;  // Failing messages that it covers; filled when the run is summed up.

  bool Covers(RuleId failing, std::string_view author_domain) const;
};

// Reads a CSV with the columns rule, domain, reason and expires (YYYY-MM-DD). `now` in Unix seconds. An error
// names the file, the line and the field.
absl::StatusOr<std::vector<Waiver>> ReadWaivers(const std::string& path, int64_t now);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_WAIVERS_H_
