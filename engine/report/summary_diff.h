// What has changed between two summaries (--out json), of whatever day and machine: the regression gate of
// nightly scans.
//
// Compared is direct mail, by Organizational Domain. A rule got worse where the share of messages that fail
// it rose by kMinShareChange, or where it fails now and did not fail at all; and where the mail as a whole
// fails it now and did not. A domain that is new counts as one that failed nothing. Summaries that were
// judged by other rules (profile, its date, size of sender) are compared, but nothing in them counts as
// worse: newer rules are no fault of the mail.
#ifndef KENPIN_ENGINE_REPORT_SUMMARY_DIFF_H_
#define KENPIN_ENGINE_REPORT_SUMMARY_DIFF_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

namespace kenpin {

// A smaller step than half a percentage point is noise.
inline constexpr double kMinShareChange = 0.005;

// A rule whose failures changed for a domain.
struct RuleChange {
  std::string domain;  // Empty: mail without a usable author.
  std::string rule;
  double before = 0;  // Shares of messages that fail, between 0 and 1; of corpus rules 0 or 1.
  double after = 0;
  uint64_t failing = 0;  // Messages that fail now; of corpus rules 0.
  bool corpus = false;   // A rule about the domain's mail as a whole.
  bool required = false;
  bool new_domain = false;
};

// A requirement of Postmaster Tools whose state changed.
struct StateChange {
  std::string domain;
  std::string requirement;
  std::string before;
  std::string after;
};

// A key that a domain began or ceased to sign with.
struct KeyChange {
  std::string domain;
  std::string signer;     // d=
  std::string selector;   // s=
  std::string algorithm;  // a=
  uint64_t bits = 0;      // 0: not known.
  bool added = false;
};

struct DomainChange {
  std::string domain;
  uint64_t messages = 0;
};

struct SummaryDiff {
  bool same_rules = true;         // Both were judged by the same rules.
  std::string rules_before;       // "gmail 2026-07-02, bulk senders"
  std::string rules_after;        // Likewise.
  std::vector<RuleChange> worse;  // The required ones first, then by how much.
  std::vector<RuleChange> better;
  std::vector<StateChange> states;
  std::vector<DomainChange> appeared;
  std::vector<DomainChange> vanished;
  std::vector<KeyChange> keys;

  // Required rules that got worse, where that counts.
  uint64_t regressions() const;
  bool empty() const;
};

// Compares two texts that `kenpin scan --out json` wrote. An error says which one is no such text
// (`before_name`, `after_name`), or that a newer kenpin wrote it. Any thread.
absl::StatusOr<SummaryDiff> DiffSummaries(std::string_view before, std::string_view before_name,
                                          std::string_view after, std::string_view after_name);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_SUMMARY_DIFF_H_
