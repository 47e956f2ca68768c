// Words of the command line as values, for all commands. What can not be read is refused by an exception of
// the option library, which ends up as a usage error.
#ifndef KENPIN_ENGINE_OPTION_VALUES_H_
#define KENPIN_ENGINE_OPTION_VALUES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/options.h"

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
// --org-method; absent if `text` is empty.
std::optional<OrgMethod> ParseOrgMethod(const std::string& text);
// An IP address; absent if `text` is empty.
std::optional<IpAddress> ParseAddressOption(const std::string& option, const std::string& text);

// What --profile takes, and what it means; a word that is none of them has been refused before.
std::vector<std::string> ProfileNames();
Provider ParseProfileOption(const std::string& name);

// --format of commands with one answer.
extern const std::map<std::string, AnswerFormat> kAnswerFormats;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTION_VALUES_H_
