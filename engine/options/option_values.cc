#include "engine/options/option_values.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <map>
#include <utility>

#include "engine/mail/domain_name.h"
#include "engine/options/locale_language.h"
#include "engine/options/option_words.h"
#include "engine/time_text.h"

namespace kenpin {
namespace {

std::vector<std::string> FormatNames() {
  std::vector<std::string> names;
  for (const ReportFormatInfo& format : ReportFormats()) names.emplace_back(format.name);
  return names;
}

std::vector<std::string> WordsOf(const std::map<std::string, bool*>& known) {
  std::vector<std::string> words;
  words.reserve(known.size());
  for (const auto& [word, target] : known) words.push_back(word);
  return words;
}

}  // namespace

void RefuseOption(const std::string& option, const std::string& why) {
  throw CLI::ValidationError(option, why);
}

DnsSpec ParseDnsOption(const std::string& text) {
  const std::optional<DnsSpec> spec = ParseDnsSpec(text);
  if (spec) return *spec;
  RefuseOption("--dns",
               fmt::format("'{}' is neither system, off, an existing snapshot file nor an IP address", text));
}

AtSpec ParseAtOption(const std::string& text) {
  static const std::map<std::string, AtSpec::Kind> kWords = {{"", AtSpec::Kind::kDefault},
                                                             {"now", AtSpec::Kind::kNow},
                                                             {"date", AtSpec::Kind::kDate},
                                                             {"received", AtSpec::Kind::kReceived}};
  const std::map<std::string, AtSpec::Kind>::const_iterator word = kWords.find(text);
  if (word != kWords.end()) return {word->second, 0, text};
  const std::optional<int64_t> time = ParseTime(text);
  if (!time)
    RefuseOption("--at", fmt::format("'{}' is not now, date, received, an RFC 3339 time or @SECONDS", text));
  return {AtSpec::Kind::kTime, *time, text};
}

std::vector<OutputSpec> ParseOutputs(const std::vector<std::string>& specs) {
  std::vector<OutputSpec> outputs;
  for (const std::string& spec : specs) {
    const size_t colon = spec.find(':');
    const std::optional<ReportFormat> format = FindReportFormat(spec.substr(0, colon));
    if (!format) {
      RefuseOption("--out", fmt::format("'{}' names no format; known are {}{}", spec, ReportFormatNames(),
                                        DidYouMean(spec.substr(0, colon), FormatNames())));
    }
    OutputSpec output;
    output.format = *format;
    if (colon != std::string::npos) output.path = spec.substr(colon + 1);
    if (output.path == "-") output.path.clear();
    if (output.path.empty() && GetReportFormat(*format).needs_file)
      RefuseOption("--out", fmt::format("'{}' needs a file: {}:PATH", spec, GetReportFormat(*format).name));
    for (const OutputSpec& other : outputs) {
      if (other.path != output.path) continue;
      RefuseOption("--out", output.path.empty()
                                ? std::string("only one report can go to stdout; give the others a path")
                                : fmt::format("two reports can not both become '{}'", output.path));
    }
    outputs.push_back(std::move(output));
  }
  if (outputs.empty()) outputs.emplace_back();
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
      RefuseOption(
          "--mta-adds",
          fmt::format("'{}' is none of date, message-id, return-path, dkim-signature, list-unsubscribe, "
                      "list-unsubscribe-post{}",
                      name, DidYouMean(name, WordsOf(known))));
    }
    *found->second = true;
  }
  return adds;
}

std::optional<int64_t> ParseOptionalTime(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<int64_t> time = ParseTime(text);
  if (!time) RefuseOption(option, fmt::format("'{}' is not an RFC 3339 time or @SECONDS", text));
  return time;
}

std::string ParseDomainOption(const std::string& option, const std::string& text) {
  if (text.empty()) return {};
  std::string_view name = text;
  if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
  Arena arena;
  const DomainName domain = ParseDomainName(name, arena);
  if (domain.ascii.empty()) RefuseOption(option, fmt::format("'{}' is no domain name", text));
  return std::string(domain.ascii);
}

CLI::Option* AddProfileOption(CLI::App& app, const std::string& description, std::string_view default_name,
                              const std::function<void(Provider)>& choose) {
  std::vector<std::string> names;
  size_t default_word = kNoDefaultWord;
  for (const ProfileInfo& profile : Profiles()) {
    if (profile.name == default_name) default_word = names.size();
    names.emplace_back(profile.name);
  }
  return AddWordOption(
      app, "--profile", names, default_word, [choose](size_t place) { choose(Profiles()[place].id); },
      description);
}

CLI::Option* AddOrgMethodOption(CLI::App& app, std::optional<OrgMethod>& target) {
  static constexpr std::pair<std::string_view, std::optional<OrgMethod>> kMethods[] = {
      {"treewalk", OrgMethod::kTreeWalk}, {"psl", OrgMethod::kPublicSuffixList}};
  return AddWords(app, "--org-method", target, kMethods,
                  "how to find the Organizational Domain: RFC 9989 or RFC 7489 (default: treewalk, without "
                  "DNS psl)");
}

CLI::Option* AddLanguageOption(CLI::App& app, Language& target) {
  target = LanguageOfLocale(ReadLocaleVariables());
  std::vector<std::string> names;
  for (const Language language : kLanguages) names.emplace_back(LanguageName(language));
  // What help says does not depend on the locale.
  return AddWordOption(
      app, "--lang", names, kNoDefaultWord, [&target](size_t place) { target = kLanguages[place]; },
      "language of what people read, text and html (default: that of the locale)");
}

std::optional<IpAddress> ParseAddressOption(const std::string& option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::optional<IpAddress> address = ParseIpAddress(text);
  if (!address) RefuseOption(option, fmt::format("'{}' is no IPv4 or IPv6 address", text));
  return address;
}

// For commands that judge no message: absent is now.
std::optional<int64_t> ParseAtWithoutMessage(const std::string& text) {
  const AtSpec at = ParseAtOption(text);
  if (at.kind == AtSpec::Kind::kDate || at.kind == AtSpec::Kind::kReceived) {
    RefuseOption("--at", "there is no message here; give now or a TIME");
  }
  if (at.kind != AtSpec::Kind::kTime) return std::nullopt;
  return at.time;
}

}  // namespace kenpin
