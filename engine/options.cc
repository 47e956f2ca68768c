#include "engine/options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <limits>
#include <map>
#include <utility>

#include "engine/complain.h"
#include "engine/mail/domain_name.h"
#include "engine/version.h"

namespace kenpin {
namespace {

// Reads exactly `digits` decimal digits at *at.
std::optional<int> ReadDigits(const std::string& text, size_t* at, size_t digits) {
  if (*at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < digits; ++i) {
    const char c = text[*at + i];
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  *at += digits;
  return value;
}

bool Skip(const std::string& text, size_t* at, char c) {
  if (*at >= text.size() || text[*at] != c) return false;
  ++*at;
  return true;
}

// Days from 1970-01-01 in the proleptic Gregorian calendar.
int64_t DaysFromCivil(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return int64_t{era} * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

bool ValidDate(int year, int month, int day) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

// RFC 3339 §5.6 time-offset in seconds, from *at to the end.
std::optional<int> ReadOffset(const std::string& text, size_t* at) {
  if (Skip(text, at, 'Z') || Skip(text, at, 'z')) return 0;
  const bool negative = *at < text.size() && text[*at] == '-';
  if (!negative && (*at >= text.size() || text[*at] != '+')) return std::nullopt;
  ++*at;
  const std::optional<int> hours = ReadDigits(text, at, 2);
  if (!hours || *hours > 23 || !Skip(text, at, ':')) return std::nullopt;
  const std::optional<int> minutes = ReadDigits(text, at, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const int seconds = *hours * 3600 + *minutes * 60;
  return negative ? -seconds : seconds;
}

std::optional<int64_t> ParseUnixSeconds(const std::string& digits) {
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

// The rows of enumerated options. CLI11 prints the names in --help and refuses all others.
const std::map<std::string, Traffic> kTraffic = {
    {"auto", Traffic::kAuto}, {"marketing", Traffic::kMarketing}, {"transactional", Traffic::kTransactional}};
const std::map<std::string, SenderSize> kSenderSizes = {{"bulk", SenderSize::kBulk},
                                                        {"small", SenderSize::kSmall}};
const std::map<std::string, FailOn> kFailOn = {
    {"required", FailOn::kRequired}, {"recommended", FailOn::kRecommended}, {"never", FailOn::kNever}};
const std::map<std::string, ProgressMode> kProgress = {{"auto", ProgressMode::kAuto},
                                                       {"always", ProgressMode::kAlways},
                                                       {"never", ProgressMode::kNever},
                                                       {"plain", ProgressMode::kPlain}};
const std::map<std::string, ReportFormat> kFormats = {
    {"text", ReportFormat::kText}, {"json", ReportFormat::kJson}, {"ndjson", ReportFormat::kNdjson}};

const std::map<std::string, AnswerFormat> kAnswerFormats = {{"text", AnswerFormat::kText},
                                                            {"json", AnswerFormat::kJson}};

// What the option table stores before it is checked and turned into ScanOptions.
struct RawScan {
  std::string input_format;
  std::string profile = "gmail";
  std::string mode = "auto";
  std::vector<std::string> mta_adds;
  std::string dns = "system";
  double dns_timeout = std::chrono::duration<double>(kDefaultDnsTimeout).count();
  std::string at;
  std::vector<std::string> out;
  std::string since;
  std::string until;
};

// The same for SpfOptions.
struct RawSpf {
  std::string ip;
  std::string dns = "system";
  std::string at;
};

// The same for DmarcOptions.
struct RawDmarc {
  std::string domain;
  std::string dns = "system";
  std::string at;
  std::string org_method;
};

[[noreturn]] void Refuse(const std::string& option, const std::string& why) {
  throw CLI::ValidationError(option, why);
}

DnsSpec ParseDns(const std::string& text) {
  const std::optional<DnsSpec> spec = ParseDnsSpec(text);
  if (spec) return *spec;
  Refuse("--dns",
         fmt::format("'{}' is neither system, off, an existing snapshot file nor an IP address", text));
}

void CheckDnsSave(const ScanOptions& scan) {
  if (scan.dns_save.empty()) return;
  if (scan.dns_save == "-") Refuse("--dns-save", "takes a path; stdout is for reports");
  if (scan.dns.kind != DnsSpec::Kind::kLive)
    Refuse("--dns-save", "saves what a resolver answers; --dns names none");
}

AtSpec ParseAt(const std::string& text) {
  static const std::map<std::string, AtSpec::Kind> kWords = {{"", AtSpec::Kind::kDefault},
                                                             {"now", AtSpec::Kind::kNow},
                                                             {"date", AtSpec::Kind::kDate},
                                                             {"received", AtSpec::Kind::kReceived}};
  const std::map<std::string, AtSpec::Kind>::const_iterator word = kWords.find(text);
  if (word != kWords.end()) return {word->second, 0, text};
  const std::optional<int64_t> time = ParseTime(text);
  if (!time)
    Refuse("--at", fmt::format("'{}' is not now, date, received, an RFC 3339 time or @SECONDS", text));
  return {AtSpec::Kind::kTime, *time, text};
}

std::vector<OutputSpec> ParseOutputs(const std::vector<std::string>& specs) {
  std::vector<OutputSpec> outputs;
  int on_stdout = 0;
  for (const std::string& spec : specs) {
    const size_t colon = spec.find(':');
    const std::map<std::string, ReportFormat>::const_iterator format = kFormats.find(spec.substr(0, colon));
    if (format == kFormats.end())
      Refuse("--out", fmt::format("'{}' names no format; known are text, json and ndjson", spec));
    std::string path = colon == std::string::npos ? "" : spec.substr(colon + 1);
    if (path == "-") path.clear();
    if (path.empty() && ++on_stdout > 1)
      Refuse("--out", "only one report can go to stdout; give the others a path");
    outputs.push_back({format->second, std::move(path)});
  }
  if (outputs.empty()) outputs.push_back({ReportFormat::kText, ""});
  return outputs;
}

MtaAdds ParseMtaAdds(const std::vector<std::string>& names) {
  MtaAdds adds;
  const std::map<std::string, bool*> known = {{"date", &adds.date},
                                              {"message-id", &adds.message_id},
                                              {"return-path", &adds.return_path},
                                              {"dkim-signature", &adds.dkim_signature},
                                              {"list-unsubscribe", &adds.list_unsubscribe},
                                              {"list-unsubscribe-post", &adds.list_unsubscribe_post}};
  for (const std::string& name : names) {
    const std::map<std::string, bool*>::const_iterator found = known.find(name);
    if (found == known.end()) {
      Refuse("--mta-adds",
             fmt::format("'{}' is none of date, message-id, return-path, dkim-signature, list-unsubscribe, "
                         "list-unsubscribe-post",
                         name));
    }
    *found->second = true;
  }
  return adds;
}

std::optional<int64_t> ParseOptionalTime(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<int64_t> time = ParseTime(text);
  if (!time) Refuse(option, fmt::format("'{}' is not an RFC 3339 time or @SECONDS", text));
  return time;
}

// The spelling in which messages' domains are compared.
std::string ParseDomain(const std::string& text) {
  if (text.empty()) return {};
  Arena arena;
  const DomainName name = ParseDomainName(text, arena);
  if (name.ascii.empty()) Refuse("--domain", fmt::format("'{}' is no domain", text));
  return std::string(name.ascii);
}

void CheckScan(const RawScan& raw, ScanOptions& scan) {
  if (!raw.input_format.empty()) {
    scan.corpus.format = ParseInputFormat(raw.input_format);
    if (!scan.corpus.format)
      Refuse("--input-format", fmt::format("'{}' is no format of a corpus", raw.input_format));
  }
  static const std::map<std::string, std::optional<Mode>> kModes = {{"auto", std::nullopt},
                                                                    {"presend", Mode::kPresend},
                                                                    {"sent", Mode::kSent},
                                                                    {"archive", Mode::kArchive}};
  scan.mode = kModes.at(raw.mode);
  scan.domain = ParseDomain(scan.domain);
  scan.mta_adds = ParseMtaAdds(raw.mta_adds);
  const int retries = scan.dns.live.retries;
  scan.dns = ParseDns(raw.dns);
  scan.dns.live.retries = retries;
  scan.dns.live.timeout = std::chrono::milliseconds(static_cast<int64_t>(raw.dns_timeout * 1000));
  CheckDnsSave(scan);
  scan.at = ParseAt(raw.at);
  scan.outputs = ParseOutputs(raw.out);
  scan.since = ParseOptionalTime("--since", raw.since);
  scan.until = ParseOptionalTime("--until", raw.until);
}

// For commands that judge no message: absent is now.
std::optional<int64_t> ParseAtWithoutMessage(const std::string& text) {
  const AtSpec at = ParseAt(text);
  if (at.kind == AtSpec::Kind::kDate || at.kind == AtSpec::Kind::kReceived) {
    Refuse("--at", "there is no message here; give now or a TIME");
  }
  if (at.kind != AtSpec::Kind::kTime) return std::nullopt;
  return at.time;
}

void CheckSpf(const RawSpf& raw, SpfOptions& spf) {
  const std::optional<IpAddress> client = ParseIpAddress(raw.ip);
  if (!client) Refuse("--ip", fmt::format("'{}' is no IPv4 or IPv6 address", raw.ip));
  spf.client = *client;
  if (spf.mail_from.empty() && spf.helo.empty()) {
    Refuse("--mail-from", "needs an address; for the null sender give --helo instead");
  }
  spf.dns = ParseDns(raw.dns);
  spf.at = ParseAtWithoutMessage(raw.at);
}

void CheckDmarc(const RawDmarc& raw, DmarcOptions& dmarc) {
  std::string_view name = raw.domain;
  if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
  Arena arena;
  dmarc.domain = ParseDomainName(name, arena).ascii;
  if (dmarc.domain.empty()) Refuse("DOMAIN", fmt::format("'{}' is no domain name", raw.domain));
  dmarc.dns = ParseDns(raw.dns);
  dmarc.at = ParseAtWithoutMessage(raw.at);
  if (raw.org_method.empty()) return;
  dmarc.org_method = raw.org_method == "psl" ? OrgMethod::kPublicSuffixList : OrgMethod::kTreeWalk;
}

void DeclareSelection(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  app.add_option("CORPUS", scan.inputs, "mbox, Maildir, directory of .eml files, one .eml, or - for stdin")
      ->required()
      ->type_name("");
  app.add_option("--input-format", raw.input_format, "what CORPUS is, instead of what its content says")
      ->check(CLI::IsMember({"mbox", "mboxcl", "mboxcl2", "maildir", "eml-dir", "eml"}))
      ->type_name("FORMAT");
  app.add_option("--domain", scan.domain, "only mail whose Author Domain is D or below it")->type_name("D");
  app.add_option("--since", raw.since, "only mail dated at or after TIME")->type_name("TIME");
  app.add_option("--until", raw.until, "only mail dated before TIME")->type_name("TIME");
  // The check is not idle: CLI11 reads -1 into an unsigned number.
  app.add_option("--limit", scan.limit, "stop after N messages")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  app.add_option("--sample", scan.sample, "messages to name per domain and rule (default 3)")
      ->check(CLI::Range(0, 1000))
      ->type_name("N");
}

void DeclareJudging(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  app.add_option("--profile", raw.profile, "whose rules to judge by (default gmail)")
      ->check(CLI::IsMember({"gmail"}))
      ->type_name("NAME");
  app.add_option("--mode", raw.mode, "how the mail came here: auto (default), presend, sent, archive")
      ->check(CLI::IsMember({"auto", "presend", "sent", "archive"}))
      ->type_name("MODE");
  app.add_option("--traffic", scan.traffic,
                 "whether one-click unsubscribe is owed: auto (default), marketing, transactional")
      ->transform(CLI::Transformer(kTraffic))
      ->type_name("CLASS");
  app.add_option("--sender-size", scan.sender_size, "which requirements count: bulk (default) or small")
      ->transform(CLI::Transformer(kSenderSizes))
      ->type_name("SIZE");
  app.add_option("--mta-adds", raw.mta_adds, "fields that a later MTA adds, e.g. date,message-id")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("FIELD,..");
  app.add_option(
         "--dns", raw.dns,
         "whom to ask: system (default, /etc/resolv.conf), an IP address, a recorded snapshot (RFC 1035 "
         "master file), or off")
      ->type_name("system|HOST[:PORT]|FILE|off");
  app.add_option("--dns-save", scan.dns_save, "write what DNS answered into FILE, a snapshot for --dns")
      ->type_name("FILE");
  app.add_option("--dns-timeout", raw.dns_timeout,
                 "how long to wait for an answer before asking again (default 5)")
      ->check(CLI::Range(0.1, 60.0))
      ->type_name("SECONDS");
  app.add_option("--dns-retries", scan.dns.live.retries, "how often to ask again (default 1)")
      ->check(CLI::Range(0, 10))
      ->type_name("N");
  app.add_option("--at", raw.at,
                 "when signatures are judged: now, date, received or TIME (default: now before sending, "
                 "received in archives)")
      ->type_name("WHEN");
  app.add_option("--psl", scan.psl_path, "public suffix list to use instead of the built-in one")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
}

void DeclareOutput(CLI::App& app, RawScan& raw, ScanOptions& scan) {
  app.add_option("--out", raw.out,
                 "report to write: text, json or ndjson, with :PATH into a file (repeatable)")
      ->allow_extra_args(false)
      ->type_name("FORMAT[:PATH]");
  app.add_option("--fail-on", scan.fail_on,
                 "what makes the exit code 1: required (default), recommended, never")
      ->transform(CLI::Transformer(kFailOn))
      ->type_name("LEVEL");
  app.add_flag("--fail-on-unknown", scan.fail_on_unknown,
               "exit 1 also when a required rule could not be decided");
  app.add_option("--threads", scan.threads, "worker threads (default: one a core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("--chunk-bytes", scan.corpus.chunk_bytes,
                 "how much mail makes a unit of work (default 1 MiB)")
      ->check(CLI::Range(size_t{64} << 10, size_t{64} << 20))
      ->type_name("N");
  app.add_option("--progress", scan.progress, "progress on stderr: auto (default), always, never, plain")
      ->transform(CLI::Transformer(kProgress))
      ->type_name("WHEN");
  app.add_flag("--stats", scan.stats, "print to stderr where the time went");
}

void DeclareSpf(CLI::App& app, RawSpf& raw, SpfOptions& spf) {
  app.add_option("--ip,--client-ip", raw.ip, "the address of the SMTP client")->required()->type_name("A");
  app.add_option("--mail-from", spf.mail_from, "the envelope sender: an address or a domain; '<>' is null")
      ->type_name("X");
  app.add_option("--helo", spf.helo, "the name that the client gave, judged when the sender is null")
      ->type_name("H");
  app.add_option("--dns", raw.dns, "whom to ask, as for scan (default system)")
      ->type_name("system|HOST[:PORT]|FILE|off");
  app.add_option("--at", raw.at, "which recorded answers apply: now (default) or TIME")->type_name("WHEN");
  app.add_option("--format", spf.format, "how to print the answer: text (default) or json")
      ->transform(CLI::Transformer(kAnswerFormats))
      ->type_name("FORMAT");
}

void DeclareDmarc(CLI::App& app, RawDmarc& raw, DmarcOptions& dmarc) {
  app.add_option("DOMAIN", raw.domain, "the Author Domain: what stands behind the @ in From")
      ->required()
      ->type_name("");
  app.add_option("--dns", raw.dns, "whom to ask, as for scan (default system)")
      ->type_name("system|HOST[:PORT]|FILE|off");
  app.add_option("--at", raw.at, "which recorded answers apply: now (default) or TIME")->type_name("WHEN");
  app.add_option("--psl", dmarc.psl_path, "public suffix list to use instead of the built-in one")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  app.add_option("--org-method", raw.org_method,
                 "how to find the Organizational Domain: treewalk (default, RFC 9989) or psl (RFC 7489; "
                 "default without DNS)")
      ->check(CLI::IsMember({"treewalk", "psl"}))
      ->type_name("METHOD");
  app.add_option("--format", dmarc.format, "how to print the answer: text (default) or json")
      ->transform(CLI::Transformer(kAnswerFormats))
      ->type_name("FORMAT");
}

}  // namespace

std::optional<int64_t> ParseTime(const std::string& text) {
  if (!text.empty() && text[0] == '@') return ParseUnixSeconds(text.substr(1));
  size_t at = 0;
  const std::optional<int> year = ReadDigits(text, &at, 4);
  if (!year || !Skip(text, &at, '-')) return std::nullopt;
  const std::optional<int> month = ReadDigits(text, &at, 2);
  if (!month || !Skip(text, &at, '-')) return std::nullopt;
  const std::optional<int> day = ReadDigits(text, &at, 2);
  if (!day || !ValidDate(*year, *month, *day)) return std::nullopt;
  const int64_t midnight = DaysFromCivil(*year, *month, *day) * 86400;
  if (at == text.size()) return midnight;
  if (!Skip(text, &at, 'T') && !Skip(text, &at, 't') && !Skip(text, &at, ' ')) return std::nullopt;
  const std::optional<int> hour = ReadDigits(text, &at, 2);
  if (!hour || *hour > 23 || !Skip(text, &at, ':')) return std::nullopt;
  const std::optional<int> minute = ReadDigits(text, &at, 2);
  if (!minute || *minute > 59 || !Skip(text, &at, ':')) return std::nullopt;
  const std::optional<int> second = ReadDigits(text, &at, 2);
  if (!second || *second > 60) return std::nullopt;
  if (Skip(text, &at, '.')) {
    const size_t first = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == first) return std::nullopt;
  }
  const std::optional<int> offset = ReadOffset(text, &at);
  if (!offset || at != text.size()) return std::nullopt;
  return midnight + *hour * 3600 + *minute * 60 + *second - *offset;
}

int ParseCommandLine(int argc, char** argv, CommandLine* line) {
  CLI::App app("Proofs bulk mail: verifies DKIM, checks the bulk-sender rules, sums up per sending domain.",
               "kenpin");
  app.require_subcommand(1);
  app.set_version_flag("--version", VersionText());
  app.footer(
      "Examples:\n"
      "  kenpin scan campaign.mbox                        audit a batch by the keys in DNS\n"
      "  kenpin scan --dns keys.zone campaign.mbox        the same by recorded keys\n"
      "  kenpin scan --out json:report.json ~/Maildir     write the summary as JSON\n"
      "Exit codes: 0 clean, 1 findings, 2 an input or output failed, 64 usage.");
  CLI::App* scan = app.add_subcommand("scan", "audit corpora, write reports");
  RawScan raw;
  DeclareSelection(*scan, raw, line->scan);
  DeclareJudging(*scan, raw, line->scan);
  DeclareOutput(*scan, raw, line->scan);
  CLI::App* spf = app.add_subcommand("spf", "check_host() for one sender: may this client send for it?");
  RawSpf raw_spf;
  DeclareSpf(*spf, raw_spf, line->spf);
  CLI::App* dmarc = app.add_subcommand("dmarc", "which DMARC record applies to a domain, and the way to it");
  RawDmarc raw_dmarc;
  DeclareDmarc(*dmarc, raw_dmarc, line->dmarc);
  try {
    app.parse(argc, argv);
    if (spf->parsed()) {
      CheckSpf(raw_spf, line->spf);
    } else if (dmarc->parsed()) {
      CheckDmarc(raw_dmarc, line->dmarc);
    } else {
      CheckScan(raw, line->scan);
    }
  } catch (const CLI::Success& success) {  // --help and --version.
    app.exit(success);
    line->command = Command::kPrinted;
    return kExitClean;
  } catch (const CLI::ParseError& error) {
    Complain(std::string_view(error.what()));
    TellUser(fmt::format("Try 'kenpin {} --help'.\n",
                         spf->parsed() ? "spf" : dmarc->parsed() ? "dmarc" : "scan"));
    return kExitUsage;
  }
  line->command = spf->parsed() ? Command::kSpf : dmarc->parsed() ? Command::kDmarc : Command::kScan;
  return kExitClean;
}

}  // namespace kenpin
