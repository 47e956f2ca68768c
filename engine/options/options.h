// The command line as data. Every option is described where it is declared (options.cc); nothing else in the
// program knows its spelling.
#ifndef KENPIN_ENGINE_OPTIONS_OPTIONS_H_
#define KENPIN_ENGINE_OPTIONS_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/auth/dmarc_discovery.h"
#include "engine/auth/evidence.h"
#include "engine/dkim/body_hash.h"
#include "engine/dns_source.h"
#include "engine/mail/ip_address.h"
#include "engine/redact_key.h"
#include "engine/report/report_format.h"
#include "engine/sender_address.h"
#include "engine/shard_choice.h"
#include "io/corpus.h"
#include "io/progress.h"
#include "rules/compliance.h"
#include "rules/language.h"

namespace kenpin {

// Exit codes are a contract with scripts. When several apply: 130 > 64 > 2 > 1 > 0.
enum ExitCode : int {
  kExitClean = 0,        // No failure found.
  kExitFindings = 1,     // Findings at or above --fail-on.
  kExitOperational = 2,  // An input or output failed, no DNS question was answered, or there was no message.
  kExitUsage = 64,       // The command line cannot be obeyed.
  kExitInterrupted = 130,  // SIGINT; no report file is replaced.
  kExitClosedPipe = 141,   // stdout was closed.
  kExitTerminated = 143,   // SIGTERM; no report file is replaced.
};

// What makes the exit code 1.
enum class FailOn : uint8_t {
  kRequired,     // A rule that the profile requires at --sender-size.
  kRecommended,  // Any rule.
  kRegression,   // A required rule that got worse since --baseline.
  kNever,
};

// --color.
enum class ColourMode : uint8_t { kAuto, kAlways, kNever };

// --traffic.
enum class Traffic : uint8_t { kAuto, kMarketing, kTransactional };

// --at.
struct AtSpec {
  enum class Kind : uint8_t {
    kDefault,  // now in presend, received (else date) in archives.
    kNow,
    kDate,
    kReceived,
    kTime,
  } kind = Kind::kDefault;
  int64_t time = 0;  // kTime: Unix seconds.
  std::string text;  // As written, for the report.
};

// --mail-from, --client-ip, --helo: the envelope of mail that carries no evidence of its own.
struct EnvelopeOptions {
  std::optional<SenderAddress> mail_from;
  std::optional<IpAddress> client;
  std::string helo;  // Empty: not given.
};

struct ScanOptions {
  std::vector<std::string> inputs;
  CorpusOptions corpus;
  std::optional<Mode> mode;  // Absent: auto.
  Traffic traffic = Traffic::kAuto;
  SenderSize sender_size = SenderSize::kBulk;
  Provider profile = Provider::kGmail;
  MtaAdds mta_adds;
  EnvelopeOptions envelope;
  std::string envelope_path;     // --envelope; empty: none.
  std::string spam_rate_path;    // --spam-rate; empty: none.
  std::string postmaster_path;   // --postmaster; empty: none.
  std::string traffic_map_path;  // --traffic-map; empty: none.
  std::vector<std::string> authserv_ids;
  std::optional<OrgMethod> org_method;  // Absent: the tree walk, without DNS the list.
  DnsSpec dns;
  std::string dns_save;  // --dns-save; empty: none.
  AtSpec at;
  std::string psl_path;  // Empty: the built-in list.
  std::vector<OutputSpec> outputs;
  std::string state_path;                      // --state; empty: none.
  uint32_t keep_days = 0;                      // --keep-days; 0: all nights.
  std::vector<OutputSpec> cumulative_outputs;  // --out-cumulative.
  FailOn fail_on = FailOn::kRequired;
  bool fail_on_unknown = false;
  double max_fail = 0;        // --max-fail, percent.
  std::string waivers_path;   // --waivers; empty: none.
  std::string baseline_path;  // --baseline; empty: none.
  std::string
      domain;  // Only mail of this Author Domain or one below it, as A-labels in lower case; empty: all.
  std::optional<int64_t> since;
  std::optional<int64_t> until;
  uint64_t limit = 0;  // 0: none.
  uint32_t sample = 3;
  uint32_t threads = 0;  // 0: one a core.
  ProgressMode progress = ProgressMode::kAuto;
  ColourMode colour = ColourMode::kAuto;
  RedactOptions redact;                    // --redact, --redact-key.
  Language language = Language::kEnglish;  // --lang, or by the locale.
  bool stats = false;
  CryptoKernels kernels = CryptoKernels::kAuto;
  std::string manifest_path;  // --manifest; empty: none.
  ShardSpec shard;            // --shard.
  std::string partial_path;   // --out partial:FILE; empty: none.
  // By ApplyManifest().
  uint32_t shard_number = 1;
  uint32_t shard_count = 1;
  std::string manifest_sha256;  // Empty: no manifest.
  bool ask_only = false;        // `kenpin dns snapshot`: asks what a scan would ask, and judges nothing.
};

// kenpin plan.
struct PlanOptions {
  std::vector<std::string> inputs;
  uint32_t shards = 1;
  std::optional<InputFormat> format;  // --input-format.
  std::string out_path;               // Empty: stdout.
};

// kenpin merge.
struct MergeOptions {
  std::vector<std::string> partials;
  bool allow_missing = false;
  ScanOptions scan;  // What is done with the result: reports, the gate, outside data.
};

enum class AnswerFormat : uint8_t { kText, kJson };

// kenpin spf.
struct SpfOptions {
  IpAddress client;
  std::string mail_from;  // Empty: the null sender.
  std::string helo;
  DnsSpec dns;
  std::optional<int64_t> at;  // Unix seconds; absent: now.
  AnswerFormat format = AnswerFormat::kText;
};

// kenpin dmarc.
struct DmarcOptions {
  std::string domain;  // A-labels in lower case.
  DnsSpec dns;
  std::optional<int64_t> at;            // Unix seconds; absent: now.
  std::string psl_path;                 // Empty: the built-in list.
  std::optional<OrgMethod> org_method;  // Absent: the tree walk, without DNS the list.
  AnswerFormat format = AnswerFormat::kText;
};

// How `kenpin rules` prints the catalogue.
enum class CatalogueFormat : uint8_t { kText, kMarkdown, kJson };

// kenpin rules.
struct RulesOptions {
  std::string rule;                 // A rule of the catalogue; empty: all.
  std::optional<Provider> profile;  // Absent: all providers there are.
  CatalogueFormat format = CatalogueFormat::kText;
};

// kenpin explain.
struct ExplainOptions {
  ScanOptions scan;        // How it is judged; `inputs` are FILE[:OFFSET], or with `message_id` a corpus.
  std::string message_id;  // Without brackets; empty: the file says which message.
  AnswerFormat format = AnswerFormat::kText;
};

// How `kenpin diff` prints what has changed.
enum class DiffFormat : uint8_t { kText, kJson, kHtml };

// kenpin diff.
struct DiffOptions {
  std::string before_path;
  std::string after_path;
  DiffFormat format = DiffFormat::kText;
  Language language = Language::kEnglish;  // --lang, or by the locale.
};

// kenpin completion.
enum class Shell : uint8_t { kBash, kZsh, kFish };

enum class Command : uint8_t {
  kScan,
  kExplain,
  kRules,
  kDiff,
  kSpf,
  kDmarc,
  kPlan,
  kMerge,
  kDnsSnapshot,  // Up to here --config is taken.
  kDnsCheck,
  kCompletion,
  kManual,
  kPrinted
};

struct CommandLine {
  Command command = Command::kPrinted;  // kPrinted: help or version went to stdout, nothing is left to do.
  ScanOptions scan;                     // kScan, kDnsSnapshot.
  ExplainOptions explain;
  RulesOptions rules;
  DiffOptions diff;
  SpfOptions spf;
  DmarcOptions dmarc;
  PlanOptions plan;
  MergeOptions merge;
  std::string snapshot_path;   // kDnsCheck.
  Shell shell = Shell::kBash;  // kCompletion.
};

// Parses argv, and fills what it leaves open from the environment and from --config (option_sources.h).
// Returns the exit code kExitUsage after printing what is wrong to stderr, else kExitClean with *line filled.
int ParseCommandLine(int argc, char** argv, CommandLine* line);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_OPTIONS_H_
