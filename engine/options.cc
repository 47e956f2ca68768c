#include "engine/options.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <utility>

#include "engine/complain.h"
#include "engine/option_values.h"
#include "engine/rules_command.h"
#include "engine/scan_options.h"
#include "engine/version.h"

namespace kenpin {
namespace {

// What the option table stores before it is checked and turned into SpfOptions.
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

void CheckSpf(const RawSpf& raw, SpfOptions& spf) {
  spf.client = ParseAddressOption("--ip", raw.ip).value_or(IpAddress());
  if (spf.mail_from.empty() && spf.helo.empty()) {
    RefuseOption("--mail-from", "needs an address; for the null sender give --helo instead");
  }
  spf.dns = ParseDnsOption(raw.dns);
  spf.at = ParseAtWithoutMessage(raw.at);
}

void CheckDmarc(const RawDmarc& raw, DmarcOptions& dmarc) {
  dmarc.domain = ParseDomainOption("DOMAIN", raw.domain);
  dmarc.dns = ParseDnsOption(raw.dns);
  dmarc.at = ParseAtWithoutMessage(raw.at);
  dmarc.org_method = ParseOrgMethod(raw.org_method);
}

void CheckExplain(const RawScan& raw, ExplainOptions& explain) {
  CheckScanOptions(raw, explain.scan);
  std::string& id = explain.message_id;
  if (id.size() >= 2 && id.front() == '<' && id.back() == '>') id = id.substr(1, id.size() - 2);
  if (id.empty() && explain.scan.inputs.size() > 1) {
    RefuseOption("FILE", "one message is explained at a time; --message-id finds it in several files");
  }
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

constexpr char kExamples[] =
    "Examples:\n"
    "  kenpin scan campaign.mbox                        audit a batch by the keys in DNS\n"
    "  kenpin scan --dns keys.zone campaign.mbox        the same by recorded keys\n"
    "  kenpin scan --out json:report.json ~/Maildir     write the summary as JSON\n"
    "  kenpin explain campaign.mbox:40960               all about one message, by a report's offset\n"
    "  kenpin rules auth-spf                            all about one rule\n"
    "Exit codes: 0 clean, 1 findings, 2 an input or output failed, 64 usage.";

struct RawRules {
  std::string rule;
  std::string profile;
  std::string format = "text";
};

void CheckRules(const RawRules& raw, RulesOptions& rules) {
  static const std::map<std::string, CatalogueFormat> kFormats = {{"text", CatalogueFormat::kText},
                                                                  {"markdown", CatalogueFormat::kMarkdown},
                                                                  {"json", CatalogueFormat::kJson}};
  rules.format = kFormats.at(raw.format);
  if (!raw.profile.empty()) rules.profile = ParseProfileOption(raw.profile);
  if (raw.rule.empty()) return;
  rules.rule = raw.rule;
  if (FindCatalogueRow(raw.rule) == nullptr)
    RefuseOption("RULE-ID", fmt::format("'{}' is no rule; 'kenpin rules' lists them", raw.rule));
}

void DeclareRules(CLI::App& app, RawRules& raw) {
  app.add_option("RULE-ID", raw.rule, "all about one rule, such as auth-spf (default: the list)")
      ->type_name("");
  app.add_option("--profile", raw.profile, "only what this provider asks")
      ->check(CLI::IsMember(ProfileNames()))
      ->type_name("NAME");
  app.add_option("--format", raw.format, "how to print: text (default), markdown or json")
      ->check(CLI::IsMember({"text", "markdown", "json"}))
      ->type_name("FORMAT");
}

void DeclareDiff(CLI::App& app, DiffOptions& diff) {
  static const std::map<std::string, DiffFormat> kFormats = {
      {"text", DiffFormat::kText}, {"json", DiffFormat::kJson}, {"html", DiffFormat::kHtml}};
  app.add_option("LAST", diff.before_path, "the earlier summary, as --out json wrote it")
      ->required()
      ->type_name("");
  app.add_option("TONIGHT", diff.after_path, "the later one")->required()->type_name("");
  app.add_option("--format", diff.format, "how to print: text (default), json or html")
      ->transform(CLI::Transformer(kFormats))
      ->type_name("FORMAT");
  app.footer("Exit codes: 0 nothing required got worse, 1 something did, 2 a file is no summary.");
}

}  // namespace

int ParseCommandLine(int argc, char** argv, CommandLine* line) {
  CLI::App app("Proofs bulk mail: verifies DKIM, checks the bulk-sender rules, sums up per sending domain.",
               "kenpin");
  app.require_subcommand(1);
  app.set_version_flag("--version", VersionText());
  app.footer(kExamples);
  CLI::App* scan = app.add_subcommand("scan", "audit corpora, write reports");
  RawScan raw;
  DeclareScanOptions(*scan, raw, line->scan);
  CLI::App* explain = app.add_subcommand("explain", "one message: every fact, every rule, why, the remedy");
  RawScan raw_explain;
  DeclareExplainOptions(*explain, raw_explain, line->explain);
  CLI::App* rules =
      app.add_subcommand("rules", "the rules: who requires what, what follows, and the sources");
  RawRules raw_rules;
  DeclareRules(*rules, raw_rules);
  CLI::App* diff = app.add_subcommand("diff", "what got worse or better between two summaries");
  DeclareDiff(*diff, line->diff);
  CLI::App* spf = app.add_subcommand("spf", "check_host() for one sender: may this client send for it?");
  RawSpf raw_spf;
  DeclareSpf(*spf, raw_spf, line->spf);
  CLI::App* dmarc = app.add_subcommand("dmarc", "which DMARC record applies to a domain, and the way to it");
  RawDmarc raw_dmarc;
  DeclareDmarc(*dmarc, raw_dmarc, line->dmarc);
  CLI::App* dns = app.add_subcommand("dns", "record the DNS that a scan needs, look over what was recorded");
  dns->require_subcommand(1);
  CLI::App* snapshot =
      dns->add_subcommand("snapshot", "ask what a scan of CORPUS would ask, write the answers");
  RawScan raw_snapshot;
  ScanOptions snapshot_options;
  DeclareSnapshotOptions(*snapshot, raw_snapshot, snapshot_options);
  CLI::App* check =
      dns->add_subcommand("check", "what a snapshot or zone file holds, and what is wrong with it");
  check->add_option("FILE", line->snapshot_path, "the snapshot")->required()->type_name("");
  try {
    app.parse(argc, argv);
    if (explain->parsed()) {
      CheckExplain(raw_explain, line->explain);
    } else if (rules->parsed()) {
      CheckRules(raw_rules, line->rules);
    } else if (spf->parsed()) {
      CheckSpf(raw_spf, line->spf);
    } else if (dmarc->parsed()) {
      CheckDmarc(raw_dmarc, line->dmarc);
    } else if (snapshot->parsed()) {
      snapshot_options.ask_only = true;
      CheckScanOptions(raw_snapshot, snapshot_options);
      snapshot_options.outputs.clear();
      line->scan = std::move(snapshot_options);
    } else if (scan->parsed()) {
      CheckScanOptions(raw, line->scan);
    }
  } catch (const CLI::Success& success) {  // --help and --version.
    app.exit(success);
    line->command = Command::kPrinted;
    return kExitClean;
  } catch (const CLI::ParseError& error) {
    Complain(std::string_view(error.what()));
    TellUser(fmt::format("Try 'kenpin {} --help'.\n", explain->parsed() ? "explain"
                                                      : rules->parsed() ? "rules"
                                                      : diff->parsed()  ? "diff"
                                                      : spf->parsed()   ? "spf"
                                                      : dmarc->parsed() ? "dmarc"
                                                      : dns->parsed()   ? "dns"
                                                                        : "scan"));
    return kExitUsage;
  }
  line->command = explain->parsed()    ? Command::kExplain
                  : rules->parsed()    ? Command::kRules
                  : diff->parsed()     ? Command::kDiff
                  : spf->parsed()      ? Command::kSpf
                  : dmarc->parsed()    ? Command::kDmarc
                  : snapshot->parsed() ? Command::kDnsSnapshot
                  : check->parsed()    ? Command::kDnsCheck
                                       : Command::kScan;
  return kExitClean;
}

}  // namespace kenpin
