// Words of the command line as values, for all commands. What can not be read is refused by an exception of
// the option library, which ends up as a usage error.
#ifndef KENPIN_ENGINE_OPTIONS_OPTION_VALUES_H_
#define KENPIN_ENGINE_OPTIONS_OPTION_VALUES_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/options/options.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace kenpin {

// Ends the parsing: `option` says `why`.
[[noreturn]] void RefuseOption(const std::string& option, const std::string& why);

// --dns.
DnsSpec ParseDnsOption(const std::string& text);
// --at.
AtSpec ParseAtOption(const std::string& text);
// --at of commands that judge no message: absent is now.
std::optional<int64_t> ParseAtWithoutMessage(const std::string& text);
// --out; none means text to stdout.
std::vector<OutputSpec> ParseOutputs(const std::vector<std::string>& specs);
// --mta-adds.
MtaAdds ParseMtaAdds(const std::vector<std::string>& names);
// A TIME that may be left out.
std::optional<int64_t> ParseOptionalTime(const std::string& option, const std::string& text);
// A domain in the spelling in which messages' domains are compared; empty if `text` is.
std::string ParseDomainOption(const std::string& option, const std::string& text);
// An IP address; absent if `text` is empty.
std::optional<IpAddress> ParseAddressOption(const std::string& option, const std::string& text);

// Declares --profile, whose words are the names of the profiles; hands the choice to `choose`.
// `default_name` holds without the option; empty: none.
CLI::Option* AddProfileOption(CLI::App& app, const std::string& description, std::string_view default_name,
                              const std::function<void(Provider)>& choose);
// Declares --org-method.
CLI::Option* AddOrgMethodOption(CLI::App& app, std::optional<OrgMethod>& target);
// Declares --lang, and sets `target` to the language of the locale, which holds without the option.
CLI::Option* AddLanguageOption(CLI::App& app, Language& target);

// --format of commands with one answer.
inline constexpr std::pair<std::string_view, AnswerFormat> kAnswerFormats[] = {{"text", AnswerFormat::kText},
                                                                               {"json", AnswerFormat::kJson}};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_OPTION_VALUES_H_
