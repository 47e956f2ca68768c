// Known debts: failures that somebody has decided to live with until a date. A waiver changes no verdict and
// no figure, only what makes the exit code 1.
#ifndef KENPIN_ENGINE_WAIVERS_H_
#define KENPIN_ENGINE_WAIVERS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <absl/status/statusor.h>

#include "rules/corpus_rule.h"
#include "rules/rule.h"

namespace kenpin {

// A rule about a message, or one about a domain's whole mail.
using WaivableRule = std::variant<RuleId, CorpusRuleId>;

struct Waiver {
  WaivableRule rule{};
  std::string domain;    // Lower case A-labels, and everything below it; "*": every domain.
  std::string reason;    // As written; never empty.
  int32_t expires = 0;   // The last day on which it holds, since 1970, UTC.
  bool expired = false;  // On the day of the run: its failures count again.
  // Failing messages that it covers, of a rule about the whole mail all messages of the failing domains;
  // filled when the run is summed up.
  uint64_t messages = 0;

  std::string_view rule_name() const;
  // `domain_of_mail` is the Author Domain of the mail, for a rule about a domain's whole mail its
  // Organizational Domain.
  bool Covers(WaivableRule failing, std::string_view domain_of_mail) const;
};

// Reads a CSV with the columns rule, domain, reason and expires (YYYY-MM-DD). `now` in Unix seconds. An error
// names the file, the line and the field.
absl::StatusOr<std::vector<Waiver>> ReadWaivers(const std::string& path, int64_t now);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_WAIVERS_H_
