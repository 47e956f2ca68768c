#include "engine/rules_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <string_view>
#include <vector>

#include "engine/complain.h"
#include "engine/report/json_text.h"
#include "rules/corpus_rule.h"
#include "rules/source.h"

namespace kenpin {
namespace {

constexpr std::array<Provider, kProviderCount> kEverybody = {
    Provider::kGmail,  Provider::kYahoo, Provider::kMicrosoft,  Provider::kApple,
    Provider::kDocomo, Provider::kAu,    Provider::kYahooJapan,
};

std::span<const Provider> Chosen(std::optional<Provider> profile) {
  return profile ? ProvidersOf(*profile) : std::span<const Provider>(kEverybody);
}

// "G-81126 Google, Email sender guidelines (answer 81126), 2026-07-02"
std::string SourceText(const SourceInfo& source) {
  return fmt::format("{} {}, {}", source.key, source.title, source.date.empty() ? "undated" : source.date);
}

// What happens at a provider, with its codes: "support lost", "rejected (550 5.7.515)".
std::string StakeText(const RuleInfo& rule, Provider provider) {
  const std::string_view consequence = ConsequenceText(ConsequenceAt(rule, provider)).en;
  const std::string_view codes = rule.smtp_codes[provider];
  return codes.empty() ? std::string(consequence) : fmt::format("{} ({})", consequence, codes);
}

// Providers that ask for the same, with the same consequences.
struct SharedStake {
  std::string providers;  // "Outlook.com, iCloud Mail"
  std::string text;       // "must/bulk; rejected"
};

std::vector<SharedStake> CollectStakes(const RuleInfo& rule, std::span<const Provider> providers) {
  std::vector<SharedStake> stakes;
  for (const Provider provider : providers) {
    if (rule.level[provider] == Level::kInfo) continue;
    const std::string text =
        fmt::format("{}; {}", LevelName(rule.level[provider]), StakeText(rule, provider));
    const std::string_view title = GetProfile(provider).title;
    const std::vector<SharedStake>::iterator same =
        std::find_if(stakes.begin(), stakes.end(), [&](const SharedStake& s) { return s.text == text; });
    if (same == stakes.end()) {
      stakes.push_back({std::string(title), text});
    } else {
      same->providers += fmt::format(", {}", title);
    }
  }
  return stakes;
}

constexpr std::string_view kCorpus = "corpus";
constexpr std::string_view kOfCorpus = "Judged once for each domain, by all of its mail.";
constexpr std::string_view kDependent = "The outcome depends on the provider.";

void WriteSources(std::string_view keys, JsonWriter& json) {
  json.BeginArray();
  while (!keys.empty()) {
    const SourceInfo* source = FindSource(TakeSourceKey(&keys));
    if (source == nullptr) continue;
    json.BeginObject();
    json.Key("key");
    json.String(source->key);
    json.Key("title");
    json.String(source->title);
    json.Key("date");
    json.StringOrNull(source->date);
    json.EndObject();
  }
  json.EndArray();
}

void WriteProfile(const RuleInfo& rule, Provider provider, JsonWriter& json) {
  json.Key(ProfileName(provider));
  json.BeginObject();
  json.Key("level");
  json.String(LevelName(rule.level[provider]));
  json.Key("consequence");
  json.String(ConsequenceName(ConsequenceAt(rule, provider)));
  json.Key("consequence_text");
  json.String(ConsequenceText(ConsequenceAt(rule, provider)).en);
  json.Key("smtp_codes");
  json.StringOrNull(rule.smtp_codes[provider]);
  json.EndObject();
}

constexpr Mode kModes[] = {Mode::kPresend, Mode::kSent, Mode::kArchive};

void WriteInputSet(InputSet inputs, JsonWriter& json) {
  json.BeginArray();
  for (size_t i = 0; i < kInputCount; ++i) {
    const Input input = static_cast<Input>(i);
    if (inputs.Has(input)) json.String(InputName(input));
  }
  json.EndArray();
}

void WriteInputs(const RuleInputs& inputs, JsonWriter& json) {
  json.Key("needs");
  json.BeginArray();
  WriteInputSet(inputs.needs, json);
  if (!inputs.instead.empty()) WriteInputSet(inputs.instead, json);
  json.EndArray();
  json.Key("uses");
  WriteInputSet(inputs.uses, json);
  json.Key("modes");
  json.BeginObject();
  for (const Mode mode : kModes) {
    json.Key(ModeName(mode));
    json.String(ModeSupportName(SupportIn(mode, inputs)));
  }
  json.EndObject();
}

// "DNS, the client's address and MAIL FROM"
std::string InputsText(InputSet inputs) {
  std::vector<std::string_view> texts;
  for (size_t i = 0; i < kInputCount; ++i) {
    const Input input = static_cast<Input>(i);
    if (inputs.Has(input)) texts.push_back(InputText(input));
  }
  std::string out;
  for (size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) out += i + 1 == texts.size() ? " and " : ", ";
    out += texts[i];
  }
  return out;
}

// "the message and DNS; uses HELO, if there"
std::string NeedsText(const RuleInputs& inputs) {
  std::string out = InputsText(inputs.needs);
  if (!inputs.instead.empty()) out += fmt::format(", or {}", InputsText(inputs.instead));
  if (!inputs.uses.empty()) out += fmt::format("; if there, also {}", InputsText(inputs.uses));
  return out;
}

std::string_view SupportText(ModeSupport support) {
  switch (support) {
    case ModeSupport::kJudged:
      return "judged";
    case ModeSupport::kWithSession:
      return "judged if the SMTP session is told";
    case ModeSupport::kUnknown:
      return "unknown";
    case ModeSupport::kNotApplicable:
      break;
  }
  return "not applicable";
}

// "presend not applicable, sent unknown, archive judged"; one word where it is the same in all modes.
std::string ModesText(const RuleInputs& inputs) {
  if (std::all_of(std::begin(kModes), std::end(kModes),
                  [&](Mode mode) { return SupportIn(mode, inputs) == ModeSupport::kJudged; })) {
    return "judged in all";
  }
  std::string out;
  for (const Mode mode : kModes) {
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {}", ModeName(mode), SupportText(SupportIn(mode, inputs)));
  }
  return out;
}

void WriteRule(const CatalogueRow& row, std::optional<Provider> profile, JsonWriter& json) {
  const RuleInfo& rule = row.rule;
  json.BeginObject();
  json.Key("id");
  json.String(rule.name);
  json.Key("title");
  json.String(rule.title.en);
  json.Key("scope");
  json.String(row.scope);
  json.Key("profiles");
  json.BeginObject();
  for (const Provider provider : Chosen(profile)) WriteProfile(rule, provider, json);
  json.EndObject();
  json.Key("depends_on_provider");
  json.Bool(rule.check_for != nullptr);
  WriteInputs(row.inputs, json);
  json.Key("source");
  json.String(rule.source);
  json.Key("source_date");
  json.StringOrNull(NewestSourceDate(rule.source_keys));
  json.Key("sources");
  WriteSources(rule.source_keys, json);
  json.Key("remedy");
  json.String(rule.remedy.en);
  json.EndObject();
}

// Markdown takes <...> for a tag.
std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') out += '\\';
    out += c;
  }
  return out;
}

// One row a rule, one column a provider; what a provider does not ask for is left empty.
void AppendLevelTable(std::span<const Provider> providers, std::string* out) {
  *out += "| rule | what it asks |";
  for (const Provider provider : providers) *out += fmt::format(" {} |", GetProfile(provider).title);
  *out += "\n|---|---|";
  for (size_t i = 0; i < providers.size(); ++i) *out += "---|";
  *out += '\n';
  for (const CatalogueRow& row : CatalogueRows()) {
    const RuleInfo& rule = row.rule;
    *out += fmt::format("| `{}` | {} |", rule.name, rule.title.en);
    for (const Provider provider : providers) {
      const Level level = rule.level[provider];
      *out += level == Level::kInfo ? std::string(" |") : fmt::format(" {} |", LevelName(level));
    }
    *out += '\n';
  }
}

void AppendSourceTable(std::string* out) {
  *out += "| key | page | as of |\n|---|---|---|\n";
  for (const SourceInfo& source : Sources()) {
    *out += fmt::format("| {} | {} | {} |\n", source.key, source.title,
                        source.date.empty() ? "undated" : source.date);
  }
}

constexpr std::string_view kHead =
    "# The rules\n\n"
    "<!-- Made by `kenpin rules --format markdown`; a test compares. -->\n\n"
    "What providers require of mail, as `kenpin scan` judges it. A rule has one of five outcomes for a "
    "message: "
    "*pass*, *warn* (met, worth a remark), *fail*, *na* (does not concern it) and *unknown* (the input can "
    "not "
    "decide it).\n\n"
    "**must/all** binds every sender, **must/bulk** bulk senders, **should** is recommended; where a cell is "
    "empty the provider asks nothing, and the outcome is told for information. `--profile all` asks for what "
    "one of the first four requires.\n\n"
    "*Needs* says from what a rule is decided; without it the rule is unknown. *Modes* says what becomes of "
    "it "
    "before sending (presend), in a sender's own archive (sent) and in delivered mail (archive).\n\n";

std::string Render(const RulesOptions& options) {
  const CatalogueRow* rule = FindCatalogueRow(options.rule);
  switch (options.format) {
    case CatalogueFormat::kMarkdown:
      return rule ? RuleAsMarkdown(*rule, options.profile) : CatalogueAsMarkdown(options.profile);
    case CatalogueFormat::kJson:
      return rule ? RuleAsJson(*rule, options.profile) : CatalogueAsJson(options.profile);
    case CatalogueFormat::kText:
      break;
  }
  return rule ? RuleAsText(*rule, options.profile) : CatalogueAsText(options.profile);
}

}  // namespace

std::span<const CatalogueRow> CatalogueRows() {
  static const std::vector<CatalogueRow> rows = [] {
    std::vector<CatalogueRow> all;
    for (const RuleInfo& rule : Rules()) all.push_back({rule, "message", InputsOf(rule.id)});
    for (const CorpusRuleInfo& rule : CorpusRules()) {
      all.push_back({{RuleId::kCount,
                      rule.name,
                      rule.title,
                      rule.level,
                      rule.consequence,
                      {.gmail = rule.smtp_codes},
                      rule.source,
                      rule.source_keys,
                      rule.remedy,
                      nullptr},
                     kCorpus,
                     InputsOf(rule.id)});
    }
    return all;
  }();
  return rows;
}

const CatalogueRow* FindCatalogueRow(std::string_view name) {
  for (const CatalogueRow& row : CatalogueRows()) {
    if (row.rule.name == name) return &row;
  }
  return nullptr;
}

// For a terminal: without a profile the four that `all` stands for, which fit.
std::string CatalogueAsText(std::optional<Provider> profile) {
  const std::span<const Provider> providers = ProvidersOf(profile.value_or(Provider::kAll));
  std::string out = fmt::format("{:<24}", "rule");
  for (const Provider provider : providers) out += fmt::format(" {:<9}", ProfileName(provider));
  out += '\n';
  for (const CatalogueRow& row : CatalogueRows()) {
    const RuleInfo& rule = row.rule;
    out += fmt::format("{:<24}", rule.name);
    for (const Provider provider : providers) out += fmt::format(" {:<9}", LevelName(rule.level[provider]));
    out += fmt::format(" {}\n", rule.title.en);
  }
  return out;
}

std::string CatalogueAsMarkdown(std::optional<Provider> profile) {
  std::string out(kHead);
  AppendLevelTable(Chosen(profile), &out);
  out += "\n## Rule by rule\n";
  for (const CatalogueRow& row : CatalogueRows()) out += '\n' + RuleAsMarkdown(row, profile);
  out += "\n## Sources\n\n";
  AppendSourceTable(&out);
  return out;
}

std::string CatalogueAsJson(std::optional<Provider> profile) {
  std::string out;
  JsonWriter json(&out);
  json.BeginArray();
  for (const CatalogueRow& row : CatalogueRows()) WriteRule(row, profile, json);
  json.EndArray();
  return out + '\n';
}

std::string RuleAsText(const CatalogueRow& row, std::optional<Provider> profile) {
  const RuleInfo& rule = row.rule;
  std::string out = fmt::format("{}: {}\n\n", rule.name, rule.title.en);
  bool asked = false;
  for (const Provider provider : Chosen(profile)) {
    if (rule.level[provider] == Level::kInfo) continue;
    asked = true;
    out += fmt::format("  {:<12} {:<10} {}\n", ProfileName(provider), LevelName(rule.level[provider]),
                       StakeText(rule, provider));
  }
  if (!asked) out += "  Told for information: nobody asks for it.\n";
  if (rule.check_for != nullptr) out += fmt::format("\n{}\n", kDependent);
  if (row.scope == kCorpus) out += fmt::format("\n{}\n", kOfCorpus);
  out += fmt::format("\nNeeds:  {}\nModes:  {}\n", NeedsText(row.inputs), ModesText(row.inputs));
  out += fmt::format("\nRemedy: {}\n\nSource: {}\n", rule.remedy.en, rule.source);
  std::string_view keys = rule.source_keys;
  while (!keys.empty()) {
    if (const SourceInfo* source = FindSource(TakeSourceKey(&keys)))
      out += fmt::format("  {}\n", SourceText(*source));
  }
  return out;
}

std::string RuleAsMarkdown(const CatalogueRow& row, std::optional<Provider> profile) {
  const RuleInfo& rule = row.rule;
  std::string out = fmt::format("### `{}`\n\n{}. {}\n\n", rule.name, rule.title.en, Escaped(rule.remedy.en));
  for (const SharedStake& stake : CollectStakes(rule, Chosen(profile)))
    out += fmt::format("- {}: {}\n", stake.providers, stake.text);
  if (rule.check_for != nullptr) out += fmt::format("- {}\n", kDependent);
  if (row.scope == kCorpus) out += fmt::format("- {}\n", kOfCorpus);
  out += fmt::format("- Needs {}\n- Modes: {}\n", NeedsText(row.inputs), ModesText(row.inputs));
  out += fmt::format("- Source: {}", Escaped(rule.source));
  if (!rule.source_keys.empty()) out += fmt::format(" [{}]", rule.source_keys);
  return out + '\n';
}

std::string RuleAsJson(const CatalogueRow& row, std::optional<Provider> profile) {
  std::string out;
  JsonWriter json(&out);
  WriteRule(row, profile, json);
  return out + '\n';
}

int RunRules(const RulesOptions& options) {
  return PrintAnswer(Render(options)) ? kExitClean : kExitOperational;
}

}  // namespace kenpin
