// A whole run as data: what the report writers tell. Nothing beyond this point looks at mail.
#ifndef KENPIN_ENGINE_RUN_SUMMARY_H_
#define KENPIN_ENGINE_RUN_SUMMARY_H_

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/summary.h"
#include "engine/waivers.h"
#include "rules/compliance.h"
#include "rules/reason.h"

namespace kenpin {

// Version of the record and summary formats. Fields may be added without changing it; names do not change.
inline constexpr int kSchemaVersion = 1;

// Where something stands in one of an input's files.
struct PlaceInInput {
  uint32_t file = 0;    // As Ordinal::file.
  uint64_t offset = 0;  // In that file.
  auto operator<=>(const PlaceInInput&) const = default;
};

struct InputSummary {
  std::string path;
  std::string format;       // InputFormatName(), or empty when the input could not be opened.
  std::string compression;  // CompressionName(), and
  std::string archive;      // ArchiveName(): what the format is packed in; empty: nothing.
  uint64_t messages = 0;
  uint64_t bytes = 0;  // Octets read.
  std::string error;   // The first operational error, with its offset; empty: none.
  uint64_t errors = 0;
  uint64_t ambiguous_lines = 0;            // Lines that begin "From " and could be read both ways.
  std::vector<PlaceInInput> ambiguous_at;  // The first kMaxAmbiguousOffsets of them, ascending.
};
inline constexpr size_t kMaxAmbiguousOffsets = 10;

struct RunTotals {
  uint64_t messages = 0;
  uint64_t bytes = 0;
  uint64_t unsigned_messages = 0;
  uint64_t dns_asked = 0;     // Keys and DMARC policies that were asked for, message by message.
  uint64_t dns_answered = 0;  // Those that had an answer, "does not exist" included.
  uint64_t second_looks = 0;  // Bodies hashed again to explain a mismatch.
  std::array<uint64_t, kReasonCount> unknown_because{};  // Verdicts that are unknown, by their reason.
  OutcomeTable rules;                                    // Of all mail.
  OutcomeTable direct_rules;                             // Of direct mail, which alone makes findings.
  std::array<OutcomeCounts, kCorpusRuleCount>
      corpus_rules{};  // Domains by what the corpus rules say of them.
};

struct RunSummary {
  std::string version;
  std::string profile;
  std::string profile_date;
  std::string dns;  // DnsClient::Describe().
  std::string public_suffix_list;
  std::string at;          // As asked for; empty: the default.
  int64_t started_at = 0;  // Unix seconds: the "now" of the run.
  double seconds = 0;
  uint32_t threads = 0;
  Provider provider = Provider::kGmail;        // Of the profile.
  SenderSize sender_size = SenderSize::kBulk;  // --sender-size.
  std::vector<InputSummary> inputs;
  RunTotals totals;
  std::vector<DomainSummary> domains;
  std::string changes;  // What changed since an earlier run, as text for people; empty: nothing to tell.
  std::vector<Waiver> waivers;  // --waivers, with what they covered.
  std::string shard;            // Which part of a planned corpus it is: "3/7"; empty: all of it.
  bool redacted = false;        // --redact: what is personal in samples and streams is hashed.
  double max_fail = 0;          // --max-fail: a rule may fail for so many percent of a domain's direct mail.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_RUN_SUMMARY_H_
