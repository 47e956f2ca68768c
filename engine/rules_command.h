// `kenpin rules`: the catalogue, told to people and to programs. rules/README.md is what it says as Markdown.
#ifndef KENPIN_ENGINE_RULES_COMMAND_H_
#define KENPIN_ENGINE_RULES_COMMAND_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/options/options.h"
#include "rules/inputs.h"
#include "rules/rule.h"

namespace kenpin {

// Prints the catalogue, or one rule of it, to stdout. Returns kExitClean, or kExitOperational when it could
// not be written.
int RunRules(const RulesOptions& options);

// The rows of the catalogue, rules about the whole corpus behind those about a message. Static; any thread.
struct CatalogueRow {
  RuleInfo rule;           // Without check where it is about the corpus.
  std::string_view scope;  // "message" or "corpus".
  RuleInputs inputs;
};
std::span<const CatalogueRow> CatalogueRows();
// The row of a name, or null.
const CatalogueRow* FindCatalogueRow(std::string_view name);

// The whole catalogue by the providers of a profile, without one by all providers there are. Text: a line a
// rule. Markdown: a table of levels, a paragraph a rule, the sources. JSON: an array on one line.
std::string CatalogueAsText(std::optional<Provider> profile);
std::string CatalogueAsMarkdown(std::optional<Provider> profile);
std::string CatalogueAsJson(std::optional<Provider> profile);

// One rule: a page, a paragraph, an object.
std::string RuleAsText(const CatalogueRow& row, std::optional<Provider> profile);
std::string RuleAsMarkdown(const CatalogueRow& row, std::optional<Provider> profile);
std::string RuleAsJson(const CatalogueRow& row, std::optional<Provider> profile);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_RULES_COMMAND_H_
