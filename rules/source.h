// The sources of the catalogue: pages of providers, each with the date of the version that was read.
// Requirements change, and a rule is only as good as the page behind it.
#ifndef KENPIN_RULES_SOURCE_H_
#define KENPIN_RULES_SOURCE_H_

#include <span>
#include <string_view>

#include "rules/rule.h"

namespace kenpin {

struct SourceInfo {
  std::string_view key;    // As RuleInfo::source_keys has it: "G-81126".
  std::string_view title;  // "Google, Email sender guidelines"
  std::string_view date;   // "2026-07-02", or as much of it as is known, "2026"; empty: undated.
};

// All sources. Static; any thread.
std::span<const SourceInfo> Sources();

// The source behind a key, or null.
const SourceInfo* FindSource(std::string_view key);

// Takes the next key off a list like RuleInfo::source_keys; empty when none is left.
std::string_view TakeSourceKey(std::string_view* keys);

// The newest date among the sources of a list; empty where all are undated, or only RFCs stand behind the
// rule.
std::string_view NewestSourceDate(std::string_view keys);

}  // namespace kenpin

#endif  // KENPIN_RULES_SOURCE_H_
