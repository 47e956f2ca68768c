// What the generator knows to be right: the outcome of every rule for one message, and how it is written
// down.
#ifndef KENPIN_BENCH_CORPUS_TRUTH_H_
#define KENPIN_BENCH_CORPUS_TRUTH_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin::corpus {

// The rules that a truth file speaks of, in the order in which it lists them.
inline constexpr std::array<std::string_view, 72> kRules = {"format-parse",
                                                            "format-date",
                                                            "format-from-present",
                                                            "format-from-single",
                                                            "format-from-one-address",
                                                            "format-from-domain",
                                                            "format-sender",
                                                            "format-message-id",
                                                            "format-single-instance",
                                                            "format-line-length",
                                                            "format-bare-crlf",
                                                            "format-8bit-header",
                                                            "format-encoded-word",
                                                            "format-header-size",
                                                            "format-mime",
                                                            "format-hops",
                                                            "dkim-signature-syntax",
                                                            "dkim-algorithm",
                                                            "dkim-key-length",
                                                            "dkim-key-record",
                                                            "dkim-verify",
                                                            "dkim-covers-from",
                                                            "dkim-covers-core",
                                                            "dkim-no-body-limit",
                                                            "dkim-timestamps",
                                                            "align-dkim",
                                                            "unsub-class",
                                                            "unsub-header",
                                                            "unsub-https",
                                                            "unsub-post",
                                                            "unsub-dkim-covered",
                                                            "unsub-one-click",
                                                            "feedback-id",
                                                            "auth-evidence",
                                                            "auth-spf-or-dkim",
                                                            "auth-spf",
                                                            "auth-dkim",
                                                            "auth-dmarc-pass",
                                                            "spf-record-present",
                                                            "spf-record-single",
                                                            "spf-record-valid",
                                                            "spf-lookup-limit",
                                                            "spf-too-permissive",
                                                            "spf-header-from",
                                                            "dmarc-record-present",
                                                            "dmarc-record-single",
                                                            "dmarc-record-valid",
                                                            "dmarc-policy",
                                                            "dmarc-reports",
                                                            "dmarc-old-tags",
                                                            "dmarc-reject-needs-dkim",
                                                            "align-from",
                                                            "align-spf",
                                                            "align-both",
                                                            "infra-ptr",
                                                            "infra-fcrdns",
                                                            "infra-tls",
                                                            "infra-tls-version",
                                                            "infra-helo",
                                                            "infra-domain-resolves",
                                                            "fwd-arc",
                                                            "fwd-list-id",
                                                            "fwd-markers",
                                                            "format-idn",
                                                            "from-gmail-impersonation",
                                                            "from-freemail",
                                                            "esp-rewritten-from",
                                                            "content-display-name",
                                                            "content-subject-honest",
                                                            "content-hidden-html",
                                                            "content-links",
                                                            "unsub-body-link"};

enum class Outcome : uint8_t {
  kUndecided,      // The catalogue of rules leaves it open; the truth file does not name the rule for this
                   // message.
  kPass,           // The requirement is met.
  kWarn,           // Met, with a remark.
  kFail,           // Not met.
  kNotApplicable,  // It does not concern this message.
  kUnknown,        // It can not be told from message and DNS.
};
std::string_view OutcomeWord(Outcome outcome);

// One claim of a defect: "format-date=fail".
struct Expectation {
  size_t rule = 0;  // Index into kRules.
  Outcome outcome = Outcome::kUndecided;
};

// Parses claims separated by spaces; "rule=?" is kUndecided. Throws std::logic_error on an unknown rule or
// outcome: the tables of defects are compiled in, so that is a mistake of theirs.
std::vector<Expectation> ParseExpectations(std::string_view claims);

// The outcome of every rule for one message.
class Truth {
 public:
  // Throws std::logic_error if no such rule exists.
  void Set(std::string_view rule, Outcome outcome);
  void Set(const Expectation& claim) { outcomes_[claim.rule] = claim.outcome; }
  Outcome Get(std::string_view rule) const;
  Outcome Get(size_t rule) const { return outcomes_[rule]; }

 private:
  std::array<Outcome, kRules.size()> outcomes_{};
};

// The members "rules":{...} of a truth row; undecided rules are left out.
std::string RulesAsJson(const Truth& truth);

// A JSON string with its quotes; `text` is ASCII.
std::string JsonString(std::string_view text);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_TRUTH_H_
