#include "engine/options/scan_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <utility>

#include "engine/options/option_values.h"
#include "engine/options/option_words.h"
#include "engine/partial/manifest.h"

namespace kenpin {
namespace {

// The rows of enumerated options, in the order in which help shows them.
constexpr std::pair<std::string_view, std::optional<Mode>> kModes[] = {
    {"auto", std::nullopt}, {"presend", Mode::kPresend}, {"sent", Mode::kSent}, {"archive", Mode::kArchive}};
constexpr std::pair<std::string_view, Traffic> kTraffic[] = {
    {"auto", Traffic::kAuto}, {"marketing", Traffic::kMarketing}, {"transactional", Traffic::kTransactional}};
constexpr std::pair<std::string_view, SenderSize> kSenderSizes[] = {{"bulk", SenderSize::kBulk},
                                                                    {"small", SenderSize::kSmall}};
constexpr std::pair<std::string_view, FailOn> kFailOn[] = {{"required", FailOn::kRequired},
                                                           {"recommended", FailOn::kRecommended},
                                                           {"regression", FailOn::kRegression},
                                                           {"never", FailOn::kNever}};
constexpr std::pair<std::string_view, ProgressMode> kProgress[] = {{"auto", ProgressMode::kAuto},
                                                                   {"always", ProgressMode::kAlways},
                                                                   {"never", ProgressMode::kNever},
                                                                   {"plain", ProgressMode::kPlain}};
constexpr std::pair<std::string_view, CryptoKernels> kKernels[] = {
    {"auto", CryptoKernels::kAuto}, {"openssl", CryptoKernels::kOpenssl}, {"lanes", CryptoKernels::kLanes}};
constexpr std::pair<std::string_view, ColourMode> kColours[] = {
    {"auto", ColourMode::kAuto}, {"always", ColourMode::kAlways}, {"never", ColourMode::kNever}};

void CheckGate(const ScanOptions& scan) {
  if (scan.fail_on == FailOn::kRegression && scan.baseline_path.empty()) {
    RefuseOption("--fail-on", "regression is told from an earlier summary; give --baseline");
  }
}

void CheckDnsSave(const ScanOptions& scan) {
  if (scan.ask_only && scan.dns.kind != DnsSpec::Kind::kLive)
    RefuseOption("--dns", "a snapshot is taken of what a resolver answers; give system or HOST");
  if (scan.dns_save.empty()) return;
  if (scan.dns_save == "-") RefuseOption("--dns-save", "takes a path; stdout is for reports");
  if (scan.dns.kind != DnsSpec::Kind::kLive)
    RefuseOption("--dns-save", "saves what a resolver answers; --dns names none");
}

// Takes partial:FILE, which is no report, out of the words of --out.
std::vector<std::string> TakePartial(const std::vector<std::string>& words, ScanOptions& scan) {
  constexpr std::string_view kPartial = "partial";
  std::vector<std::string> reports;
  for (const std::string& word : words) {
    if (word.substr(0, word.find(':')) != kPartial) {
      reports.push_back(word);
      continue;
    }
    const std::string path = word.size() > kPartial.size() ? word.substr(kPartial.size() + 1) : std::string();
    if (path.empty() || path == "-") RefuseOption("--out", "'partial' needs a file: partial:PATH");
    if (!scan.partial_path.empty()) RefuseOption("--out", "one partial is enough");
    scan.partial_path = path;
  }
  return reports;
}

void CheckOutputs(const RawScan& raw, ScanOptions& scan) {
  const std::vector<std::string> out = TakePartial(raw.out, scan);
  // All together, so that no two go to the same place.
  std::vector<std::string> specs = out;
  specs.insert(specs.end(), raw.out_cumulative.begin(), raw.out_cumulative.end());
  scan.outputs = ParseOutputs(specs);
  const bool partial_only = specs.empty() && !scan.partial_path.empty();
  if (partial_only) scan.outputs.clear();
  const std::vector<OutputSpec>::iterator cumulative =
      raw.out_cumulative.empty() ? scan.outputs.end()
                                 : scan.outputs.begin() + static_cast<std::ptrdiff_t>(out.size());
  scan.cumulative_outputs.assign(cumulative, scan.outputs.end());
  scan.outputs.erase(cumulative, scan.outputs.end());
  const bool takes_stdout = std::any_of(scan.cumulative_outputs.begin(), scan.cumulative_outputs.end(),
                                        [](const OutputSpec& output) { return output.path.empty(); });
  if (scan.outputs.empty() && !takes_stdout && scan.partial_path.empty()) scan.outputs.emplace_back();
  for (const OutputSpec& output : scan.outputs) {
    if (!output.path.empty() && output.path == scan.partial_path)
      RefuseOption("--out", fmt::format("two reports can not both become '{}'", output.path));
  }
  bool database = false;
  for (OutputSpec& output : scan.outputs) {
    if (output.format != ReportFormat::kSqlite) continue;
    output.messages = raw.sqlite_messages;
    database = true;
  }
  if (raw.sqlite_messages && !database) RefuseOption("--sqlite-messages", "needs --out sqlite:PATH");
}

// A part of a corpus, or a partial of it.
void CheckShards(const RawScan& raw, ScanOptions& scan) {
  if (!raw.shard.empty()) {
    if (scan.manifest_path.empty()) RefuseOption("--shard", "is told of a manifest; give --manifest");
    const std::optional<ShardSpec> shard = ParseShard(raw.shard);
    if (!shard) RefuseOption("--shard", fmt::format("'{}' is not K or K/N with K from 1 to N", raw.shard));
    scan.shard = *shard;
  }
  const bool redacted_alone = scan.redact.wanted() && scan.redact.key_path.empty();
  if (scan.manifest_path.empty()) {
    if (!scan.partial_path.empty() && redacted_alone)
      RefuseOption("--redact", "with --out partial:FILE needs --redact-key, the same for all parts");
    return;
  }
  if (!scan.inputs.empty()) RefuseOption("--manifest", "names the corpus already; leave out CORPUS");
  if (scan.limit > 0) RefuseOption("--limit", "of the whole corpus is not known to a part of it");
  if (scan.corpus.format) RefuseOption("--input-format", "stands in the manifest; give it to kenpin plan");
  if (!scan.state_path.empty()) RefuseOption("--state", "remembers whole inputs; it takes no --manifest");
  if (redacted_alone) RefuseOption("--redact", "with --manifest needs --redact-key, the same for all parts");
}

void CheckState(const ScanOptions& scan) {
  if (scan.state_path.empty()) {
    if (scan.keep_days > 0) RefuseOption("--keep-days", "is told of a state; give --state");
    if (!scan.cumulative_outputs.empty())
      RefuseOption("--out-cumulative", "is told by a state; give --state");
    return;
  }
  std::set<std::string> named;
  for (const std::string& input : scan.inputs) {
    if (input == "-")
      RefuseOption("--state", "standard input cannot be looked at again; name files or directories");
    if (!named.insert(input).second) RefuseOption("CORPUS", fmt::format("'{}' is named twice", input));
  }
  if (!scan.manifest_path.empty() || !scan.partial_path.empty()) {
    RefuseOption("--state", "remembers whole inputs; shards and partials are put together by kenpin merge");
  }
  if (scan.limit > 0) RefuseOption("--limit", "leaves mail out that --state would never read again");
  if (scan.redact.wanted() && scan.redact.key_path.empty()) {
    RefuseOption("--redact",
                 "with --state needs --redact-key: nights with keys of their own cannot be summed up");
  }
  for (const OutputSpec& output : scan.cumulative_outputs) {
    if (output.format != ReportFormat::kNdjson && output.format != ReportFormat::kNdjsonZst) continue;
    RefuseOption("--out-cumulative", "ndjson tells messages, and only tonight's are read; give --out ndjson");
  }
}

// An address, or a domain alone; "<>" is the null sender.
void CheckEnvelope(const RawScan& raw, ScanOptions& scan) {
  scan.envelope.client = ParseAddressOption("--client-ip", raw.client_ip);
  scan.envelope.helo = raw.helo;
  if (raw.mail_from.empty()) return;
  scan.envelope.mail_from = ParseMailFrom(raw.mail_from);
  if (!scan.envelope.mail_from) {
    RefuseOption("--mail-from", fmt::format("'{}' is neither an address, a domain nor <>", raw.mail_from));
  }
}

constexpr char kOutsideGroup[] = "What the mail does not tell";

// From here on options stand under this heading of help.
void BeginGroup(CLI::App& app, const std::string& heading) { app.option_defaults()->group(heading); }

void DeclareInputFormat(CLI::App& app, std::optional<InputFormat>& format) {
  static const std::vector<std::string> formats = {"mbox", "mboxcl", "mboxcl2", "maildir", "eml-dir", "eml"};
  AddWordOption(
      app, "--input-format", formats, kNoDefaultWord,
      [&format](size_t place) { format = ParseInputFormat(formats[place]); },
      "what CORPUS is, instead of what its content says");
}

CLI::Option* DeclareCorpus(CLI::App& app, std::vector<std::string>& inputs) {
  return app
      .add_option("CORPUS", inputs,
                  "mbox, Maildir, directory of .eml or mbox files, one .eml, or - for stdin; each also "
                  "compressed or in a tar or zip archive")
      ->required()
      ->type_name("CORPUS");
}

void DeclareSelection(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  CLI::Option* corpus = DeclareCorpus(app, scan.inputs);
  BeginGroup(app, "Which mail");
  // Called before it is asked what is required.
  app.add_option_function<std::string>(
         "--manifest",
         [&scan, corpus](const std::string& path) {
           scan.manifest_path = path;
           corpus->required(false);
         },
         "instead of CORPUS: one shard of what kenpin plan has shared out")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  app.add_option(
         "--shard", raw.shard,
         "which shard of --manifest, from 1 on (default: by SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX "
         "or AWS_BATCH_JOB_ARRAY_INDEX)")
      ->type_name("K[/N]");
  DeclareInputFormat(app, scan.corpus.format);
  app.add_option("--domain", scan.domain, "only mail whose Author Domain is D or below it")->type_name("D");
  app.add_option("--since", raw.since, "only mail dated at or after TIME")->type_name("TIME");
  app.add_option("--until", raw.until, "only mail dated before TIME")->type_name("TIME");
  // The check is not idle: CLI11 reads -1 into an unsigned number.
  app.add_option("--limit", scan.limit, "stop after N messages")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  app.add_option("--sample", scan.sample, "messages to name per domain and rule")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str()
      ->type_name("N");
}

void DeclareJudging(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  BeginGroup(app, "Judging");
  AddProfileOption(app, "whose rules to judge by; all: gmail, yahoo, microsoft and apple together",
                   ProfileName(scan.profile), [&scan](Provider provider) { scan.profile = provider; });
  AddWords(app, "--mode", scan.mode, kModes, "how the mail came here; auto: decided message by message");
  AddWords(app, "--traffic", scan.traffic, kTraffic, "whether one-click unsubscribe is owed");
  AddWords(app, "--sender-size", scan.sender_size, kSenderSizes, "which requirements count");
  app.add_option("--mta-adds", raw.mta_adds,
                 "fields that a later MTA adds, e.g. date,message-id: their absence is unknown, no failure")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FIELD,..");
  app.add_option("--at", raw.at,
                 "when signatures and keys are judged; TIME is RFC 3339 or @SECONDS (default: now before "
                 "sending, received in archives)")
      ->type_name("now|date|received|TIME");
  AddOrgMethodOption(app, scan.org_method);
  app.add_option("--psl", scan.psl_path, "public suffix list to use instead of the built-in one")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
}

void DeclareDns(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  BeginGroup(app, "DNS");
  app.add_option(
         "--dns", raw.dns,
         "whom to ask: the resolver of /etc/resolv.conf, the one at an IP address, a recorded snapshot (RFC "
         "1035 master file), or nobody")
      ->capture_default_str()
      ->type_name("system|HOST[:PORT]|FILE|off");
  app.add_option("--dns-timeout", raw.dns_timeout, "how long to wait for an answer before asking again")
      ->check(CLI::Range(0.1, 60.0))
      ->capture_default_str()
      ->type_name("SECONDS");
  app.add_option("--dns-retries", scan.dns.live.retries, "how often to ask again")
      ->check(CLI::Range(0, 10))
      ->capture_default_str()
      ->type_name("N");
}

void DeclareEnvelope(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  BeginGroup(app, "Envelope and receiver");
  app.add_option("--client-ip", raw.client_ip, "the address from which the mail will be sent")
      ->type_name("A");
  app.add_option("--mail-from", raw.mail_from,
                 "the envelope sender: an address or a domain; '<>' is the null sender")
      ->type_name("X");
  app.add_option("--helo", raw.helo, "the name that the sending host gives")->type_name("H");
  app.add_option("--envelope", scan.envelope_path,
                 "the same message by message: CSV with the columns message_id, client_ip, mail_from, helo")
      ->check(CLI::ExistingFile)
      ->type_name("CSV");
  app.add_option(
         "--authserv-id", scan.authserv_ids,
         "a receiver whose Authentication-Results are believed (default: decided by where the fields stand)")
      ->allow_extra_args(false)
      ->type_name("ID");
}

// Verdicts are the same whatever is chosen; only the time differs.
void DeclareKernels(CLI::App& app, ScanOptions& scan) {
  AddWords(app, "--kernels", scan.kernels, kKernels,
           "how bodies are hashed and signatures checked: the fastest way on this processor, one by one, or "
           "many at once, also where that is slower");
}

void DeclareOutsideData(CLI::App& app, ScanOptions& scan) {
  BeginGroup(app, kOutsideGroup);
  app.add_option("--spam-rate", scan.spam_rate_path,
                 "spam rates that the provider told: CSV with the columns domain, day (YYYY-MM-DD) and rate "
                 "(0.05% or 0.0005)")
      ->check(CLI::ExistingFile)
      ->type_name("CSV");
  app.add_option("--postmaster", scan.postmaster_path,
                 "what Postmaster Tools say: answers of the API (JSON), or that CSV with a column "
                 "honor_unsubscribe")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
}

void DeclareTrafficMap(CLI::App& app, ScanOptions& scan) {
  BeginGroup(app, kOutsideGroup);
  app.add_option("--traffic-map", scan.traffic_map_path,
                 "--traffic stream by stream: CSV with the columns from, list_id, feedback_id (any of them) "
                 "and class (marketing, transactional, list); the first row that agrees decides")
      ->check(CLI::ExistingFile)
      ->type_name("CSV");
}

void DeclareRedaction(CLI::App& app, ScanOptions& scan) {
  app.add_flag(
      "--redact", scan.redact.redact,
      "hash what tells of persons: local parts, names, subjects, the left sides of Message-IDs, URLs "
      "behind the host; domains, host names and IP addresses stay");
  app.add_option("--redact-key", scan.redact.key_path,
                 "--redact by the key in FILE (16 octets or more), so that runs can be compared (default: a "
                 "new key every run)")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
}

void DeclareRunning(CLI::App& app, ScanOptions& scan) {
  BeginGroup(app, "How the work is done");
  app.add_option("--threads", scan.threads, "worker threads (default: one a core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("--chunk-bytes", scan.corpus.chunk_bytes,
                 "how much mail makes a unit of work (default: 2 MiB)")
      ->check(CLI::Range(size_t{64} << 10, size_t{64} << 20))
      ->type_name("N");
  AddWords(app, "--progress", scan.progress, kProgress,
           "progress on stderr: a bar at a terminal, a bar anywhere, none, a line every few seconds");
  DeclareKernels(app, scan);
  app.add_flag("--stats", scan.stats, "print to stderr where the time went");
}

// "text|json|...": what --out takes before the path.
std::string FormatWords() {
  std::vector<std::string_view> formats;
  for (const ReportFormatInfo& format : ReportFormats()) formats.push_back(format.name);
  return fmt::format("{}", fmt::join(formats, "|"));
}

void DeclareReports(CLI::App& app, RawScan& raw) {
  BeginGroup(app, "Reports");
  app.add_option("--out", raw.out,
                 "report to write, to stdout or into a file; repeatable (default: text). partial:PATH is for "
                 "kenpin merge")
      ->allow_extra_args(false)
      ->type_name(fmt::format("{}[:PATH]", FormatWords()));
}

void DeclareLooks(CLI::App& app, ScanOptions& scan) {
  AddLanguageOption(app, scan.language);
  AddWords(app, "--color", scan.colour, kColours,
           "colour in text; auto: on a terminal, unless NO_COLOR is set");
}

void DeclareGate(CLI::App& app, ScanOptions& scan) {
  BeginGroup(app, "The gate");
  AddWords(app, "--fail-on", scan.fail_on, kFailOn, "what makes the exit code 1");
  app.add_flag("--fail-on-unknown", scan.fail_on_unknown,
               "exit 1 also when a required rule could not be decided");
  app.add_option("--max-fail", scan.max_fail,
                 "a rule may fail for so many percent of a domain's mail before that counts")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str()
      ->type_name("PERCENT");
  app.add_option("--waivers", scan.waivers_path,
                 "known failures that do not count: CSV with the columns rule, domain, reason, expires")
      ->check(CLI::ExistingFile)
      ->type_name("CSV");
  app.add_option("--baseline", scan.baseline_path,
                 "summary (--out json) of an earlier run; the text report ends with what has changed")
      ->check(CLI::ExistingFile)
      ->type_name("JSON");
}

void DeclareOutput(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  DeclareReports(app, raw);
  app.add_flag("--sqlite-messages", raw.sqlite_messages,
               "write every message into --out sqlite:PATH, too, with its record");
  app.add_option("--state", scan.state_path,
                 "read only mail that no earlier run with this FILE has read, and remember what was counted; "
                 "reports and exit code are those of the new mail")
      ->type_name("FILE");
  app.add_option("--out-cumulative", raw.out_cumulative,
                 "with --state: report to write of all nights together; repeatable")
      ->allow_extra_args(false)
      ->type_name("FORMAT[:PATH]");
  app.add_option("--keep-days", scan.keep_days,
                 "with --state: nights that are older leave the cumulative summary (default: none)")
      ->check(CLI::Range(1, 36500))
      ->type_name("N");
  DeclareLooks(app, scan);
  DeclareRedaction(app, scan);
  DeclareGate(app, scan);
  DeclareRunning(app, scan);
}

}  // namespace

void CheckScanOptions(const RawScan& raw, ScanOptions& scan) {
  scan.domain = ParseDomainOption("--domain", scan.domain);
  scan.mta_adds = ParseMtaAdds(raw.mta_adds);
  CheckGate(scan);
  const int retries = scan.dns.live.retries;
  scan.dns = ParseDnsOption(raw.dns);
  scan.dns.live.retries = retries;
  scan.dns.live.timeout = std::chrono::milliseconds(static_cast<int64_t>(raw.dns_timeout * 1000));
  CheckDnsSave(scan);
  scan.at = ParseAtOption(raw.at);
  CheckEnvelope(raw, scan);
  CheckOutputs(raw, scan);
  CheckState(scan);
  CheckShards(raw, scan);
  scan.since = ParseOptionalTime("--since", raw.since);
  scan.until = ParseOptionalTime("--until", raw.until);
}

void DeclareScanOptions(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  DeclareSelection(app, raw, scan);
  DeclareJudging(app, raw, scan);
  DeclareDns(app, raw, scan);
  app.add_option("--dns-save", scan.dns_save, "write what DNS answered into FILE, a snapshot for --dns")
      ->type_name("FILE");
  DeclareEnvelope(app, raw, scan);
  DeclareTrafficMap(app, scan);
  DeclareOutsideData(app, scan);
  DeclareOutput(app, raw, scan);
}

void DeclarePlanOptions(CLI::App& app, PlanOptions& plan) {
  DeclareCorpus(app, plan.inputs);
  app.add_option("--shards", plan.shards, "among how many machines or tasks to share it out")
      ->check(CLI::Range(uint32_t{1}, kMaxShards))
      ->capture_default_str()
      ->type_name("N");
  DeclareInputFormat(app, plan.format);
  app.add_option("--save,-o", plan.out_path, "the manifest to write (default: stdout)")->type_name("FILE");
}

void DeclareMergeOptions(CLI::App& app, RawScan& raw, MergeOptions& merge) {
  app.add_option("PARTIAL", merge.partials, "what scan --out partial:FILE wrote, in any order")
      ->required()
      ->type_name("PARTIAL");
  app.add_flag("--allow-missing", merge.allow_missing,
               "write reports although shards are missing; the exit code is 2 all the same");
  DeclareOutsideData(app, merge.scan);
  DeclareReports(app, raw);
  DeclareLooks(app, merge.scan);
  DeclareGate(app, merge.scan);
}

void CheckMergeOptions(const RawScan& raw, MergeOptions& merge) {
  CheckGate(merge.scan);
  CheckOutputs(raw, merge.scan);
  for (const OutputSpec& output : merge.scan.outputs) {
    if (output.format == ReportFormat::kNdjson || output.format == ReportFormat::kNdjsonZst)
      RefuseOption("--out", "ndjson tells messages; put those of the shards one behind the other");
  }
}

void DeclareExplainOptions(CLI::App& app, RawScan& raw, ExplainOptions& explain) {
  app.add_option("FILE[:OFFSET]", explain.scan.inputs,
                 "the file or ARCHIVE!MEMBER, and where in it the record begins (default: its first); with "
                 "--message-id any corpus")
      ->required()
      ->type_name("FILE[:OFFSET]");
  BeginGroup(app, "Which message");
  app.add_option("--message-id", explain.message_id, "the message of the corpus that has this Message-ID")
      ->type_name("ID");
  DeclareInputFormat(app, explain.scan.corpus.format);
  DeclareJudging(app, raw, explain.scan);
  DeclareDns(app, raw, explain.scan);
  DeclareEnvelope(app, raw, explain.scan);
  DeclareTrafficMap(app, explain.scan);
  BeginGroup(app, "The answer");
  DeclareRedaction(app, explain.scan);
  AddWords(app, "--format", explain.format, kAnswerFormats, "how to print the answer");
}

void DeclareSnapshotOptions(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  DeclareSelection(app, raw, scan);
  DeclareJudging(app, raw, scan);
  DeclareDns(app, raw, scan);
  app.add_option("--save,-o", scan.dns_save, "the snapshot to write (default: stdout)")->type_name("FILE");
  DeclareEnvelope(app, raw, scan);
  DeclareRunning(app, scan);
}

}  // namespace kenpin
