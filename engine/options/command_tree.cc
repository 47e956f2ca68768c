#include "engine/options/command_tree.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/options/command_texts.h"
#include "engine/options/help_text.h"
#include "engine/options/option_values.h"
#include "engine/options/option_words.h"
#include "engine/rules_command.h"
#include "engine/version.h"

namespace kenpin {
namespace {

constexpr char kDnsValue[] = "system|HOST[:PORT]|FILE|off";

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
}

void CheckExplain(const RawScan& raw, ExplainOptions& explain) {
  CheckScanOptions(raw, explain.scan);
  std::string& id = explain.message_id;
  if (id.size() >= 2 && id.front() == '<' && id.back() == '>') id = id.substr(1, id.size() - 2);
  if (id.empty() && explain.scan.inputs.size() > 1) {
    RefuseOption("FILE", "one message is explained at a time; --message-id finds it in several files");
  }
}

// --dns and --at of commands that judge no message.
void DeclareAsking(CLI::App& app, std::string& dns, std::string& at) {
  app.add_option("--dns", dns, "whom to ask, as for scan")->capture_default_str()->type_name(kDnsValue);
  app.add_option("--at", at, "which recorded answers apply (default: now)")->type_name("now|TIME");
}

void DeclareSpf(CLI::App& app, RawSpf& raw, SpfOptions& spf) {
  app.add_option("--ip,--client-ip", raw.ip, "the address of the SMTP client")->required()->type_name("A");
  app.add_option("--mail-from", spf.mail_from, "the envelope sender: an address or a domain; '<>' is null")
      ->type_name("X");
  app.add_option("--helo", spf.helo, "the name that the client gave, judged when the sender is null")
      ->type_name("H");
  DeclareAsking(app, raw.dns, raw.at);
  AddWords(app, "--format", spf.format, kAnswerFormats, "how to print the answer");
}

void DeclareDmarc(CLI::App& app, RawDmarc& raw, DmarcOptions& dmarc) {
  app.add_option("DOMAIN", raw.domain, "the Author Domain: what stands behind the @ in From")
      ->required()
      ->type_name("NAME");
  DeclareAsking(app, raw.dns, raw.at);
  app.add_option("--psl", dmarc.psl_path, "public suffix list to use instead of the built-in one")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  AddOrgMethodOption(app, dmarc.org_method);
  AddWords(app, "--format", dmarc.format, kAnswerFormats, "how to print the answer");
}

void DeclareRules(CLI::App& app, RulesOptions& rules) {
  static constexpr std::pair<std::string_view, CatalogueFormat> kFormats[] = {
      {"text", CatalogueFormat::kText},
      {"markdown", CatalogueFormat::kMarkdown},
      {"json", CatalogueFormat::kJson}};
  std::vector<std::string> ids;
  for (const CatalogueRow& row : CatalogueRows()) ids.emplace_back(row.rule.name);
  app.add_option_function<std::string>(
         "RULE-ID",
         [&rules, ids](const std::string& id) {
           rules.rule = id;
           if (FindCatalogueRow(id) != nullptr) return;
           const std::string suggestion = DidYouMean(id, ids);
           RefuseOption("RULE-ID",
                        fmt::format("'{}' is no rule{}", id,
                                    suggestion.empty() ? "; 'kenpin rules' lists them" : suggestion));
         },
         "all about one rule, such as auth-spf (default: the list)")
      ->type_name(fmt::format("{}", fmt::join(ids, "|")));
  AddProfileOption(app, "only what this provider asks", "",
                   [&rules](Provider provider) { rules.profile = provider; });
  AddWords(app, "--format", rules.format, kFormats, "how to print");
}

void DeclareDiff(CLI::App& app, DiffOptions& diff) {
  static constexpr std::pair<std::string_view, DiffFormat> kFormats[] = {
      {"text", DiffFormat::kText}, {"json", DiffFormat::kJson}, {"html", DiffFormat::kHtml}};
  app.add_option("LAST", diff.before_path, "the earlier summary, as scan --out json wrote it")
      ->required()
      ->type_name("JSON");
  app.add_option("TONIGHT", diff.after_path, "the later one")->required()->type_name("JSON");
  AddWords(app, "--format", diff.format, kFormats, "how to print");
  AddLanguageOption(app, diff.language);
}

void DeclareCompletion(CLI::App& app, Shell& shell) {
  static const std::vector<std::string> shells = {"bash", "zsh", "fish"};
  app.add_option_function<std::string>(
         "SHELL",
         [&shell](const std::string& name) { shell = static_cast<Shell>(FindWord("SHELL", name, shells)); },
         "bash, zsh or fish")
      ->required()
      ->type_name(fmt::format("{}", fmt::join(shells, "|")));
}

}  // namespace

CommandTree::CommandTree(CommandLine* line)
    : line_(line), app_(std::string(GetCommandText("").summary), "kenpin") {
  app_.require_subcommand(1);
  app_.formatter(MakeHelpFormatter());
  app_.set_help_flag("-h,--help", "print this page and end");
  app_.set_version_flag("--version", VersionText(),
                        "print the versions of kenpin and what it is made of, and end");
  DeclareScanOptions(*AddCommand(app_, "scan", Command::kScan), raw_scan_, line->scan);
  DeclareExplainOptions(*AddCommand(app_, "explain", Command::kExplain), raw_explain_, line->explain);
  DeclarePlanOptions(*AddCommand(app_, "plan", Command::kPlan), line->plan);
  DeclareMergeOptions(*AddCommand(app_, "merge", Command::kMerge), raw_merge_, line->merge);
  DeclareRules(*AddCommand(app_, "rules", Command::kRules), line->rules);
  DeclareDiff(*AddCommand(app_, "diff", Command::kDiff), line->diff);
  DeclareSpf(*AddCommand(app_, "spf", Command::kSpf), raw_spf_, line->spf);
  DeclareDmarc(*AddCommand(app_, "dmarc", Command::kDmarc), raw_dmarc_, line->dmarc);
  CLI::App* dns = AddCommand(app_, "dns", Command::kPrinted);
  dns->require_subcommand(1);
  DeclareSnapshotOptions(*AddCommand(*dns, "snapshot", Command::kDnsSnapshot), raw_snapshot_, snapshot_);
  AddCommand(*dns, "check", Command::kDnsCheck)
      ->add_option("FILE", line->snapshot_path, "the snapshot")
      ->required()
      ->type_name("FILE");
  DeclareCompletion(*AddCommand(app_, "completion", Command::kCompletion), line->shell);
  AddCommand(app_, "man", Command::kManual);
  for (const auto& [app, command] : commands_) {
    if (command <= Command::kDnsSnapshot) DeclareSettings(*app, settings_);
  }
}

CLI::App* CommandTree::AddCommand(CLI::App& above, const std::string& name, Command command) {
  const std::string path = above.get_parent() == nullptr ? name : above.get_name() + " " + name;
  CLI::App* app = above.add_subcommand(name, std::string(GetCommandText(path).summary));
  app->set_help_flag("-h,--help", "print this page and end");
  commands_.emplace_back(app, command);
  return app;
}

CLI::App& CommandTree::Chosen() {
  CLI::App* chosen = &app_;
  while (!chosen->get_subcommands().empty()) chosen = chosen->get_subcommands().back();
  return *chosen;
}

void CommandTree::Check() {
  const CLI::App* chosen = &Chosen();
  for (const auto& [app, command] : commands_) {
    if (app == chosen) line_->command = command;
  }
  switch (line_->command) {
    case Command::kScan:
      CheckScanOptions(raw_scan_, line_->scan);
      break;
    case Command::kExplain:
      CheckExplain(raw_explain_, line_->explain);
      break;
    case Command::kMerge:
      CheckMergeOptions(raw_merge_, line_->merge);
      break;
    case Command::kSpf:
      CheckSpf(raw_spf_, line_->spf);
      break;
    case Command::kDmarc:
      CheckDmarc(raw_dmarc_, line_->dmarc);
      break;
    case Command::kDnsSnapshot:
      snapshot_.ask_only = true;
      CheckScanOptions(raw_snapshot_, snapshot_);
      snapshot_.outputs.clear();
      line_->scan = std::move(snapshot_);
      break;
    default:
      break;
  }
}

}  // namespace kenpin
