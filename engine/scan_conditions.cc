#include "engine/scan_conditions.h"

#include <fmt/format.h>

#include "engine/partial/state_tables.h"
#include "engine/report/redactor.h"
#include "engine/version.h"
#include "rules/profile.h"

namespace kenpin {
namespace {

std::string_view DnsWord(DnsSpec::Kind kind) {
  switch (kind) {
    case DnsSpec::Kind::kOff:
      return "off";
    case DnsSpec::Kind::kSnapshot:
      return "a file";
    case DnsSpec::Kind::kLive:
      break;
  }
  return "a resolver";
}

std::string_view TrafficWord(Traffic traffic) {
  if (traffic == Traffic::kAuto) return "auto";
  return traffic == Traffic::kMarketing ? "marketing" : "transactional";
}

std::string MtaAddsWords(const MtaAdds& adds) {
  std::string words;
  const auto add = [&words](bool added, std::string_view word) {
    if (added) words += fmt::format("{}{}", words.empty() ? "" : ",", word);
  };
  add(adds.date, "date");
  add(adds.message_id, "message-id");
  add(adds.return_path, "return-path");
  add(adds.dkim_signature, "dkim-signature");
  add(adds.list_unsubscribe, "list-unsubscribe");
  add(adds.list_unsubscribe_post, "list-unsubscribe-post");
  return words;
}

}  // namespace

std::map<std::string, std::string> ConditionsOf(const ScanOptions& options, const std::string& redact_key,
                                                const std::string& suffix_list) {
  std::map<std::string, std::string> conditions;
  const auto add = [&conditions](const std::string& name, std::string_view value) {
    if (!value.empty()) conditions[name] = value;
  };
  const auto add_time = [&add](const std::string& name, const std::optional<int64_t>& time) {
    if (time) add(name, fmt::format("@{}", *time));
  };
  add("kenpin", Version());
  add("rules", RuleTableHash());
  add("--profile", fmt::format("{} of {}", ProfileName(options.profile), ProfileDate(options.profile)));
  add("--sender-size", options.sender_size == SenderSize::kBulk ? "bulk" : "small");
  add("--mode", options.mode ? ModeName(*options.mode) : "auto");
  add("--traffic", TrafficWord(options.traffic));
  add("--traffic-map", options.traffic_map_path.empty() ? "" : "given");
  add("--mta-adds", MtaAddsWords(options.mta_adds));
  add("--at", options.at.text);
  add("--org-method", options.org_method ? OrgMethodName(*options.org_method) : "");
  add("public suffix list", suffix_list);
  add("--dns", DnsWord(options.dns.kind));
  if (options.envelope.client) add("--client-ip", FormatIpAddress(*options.envelope.client));
  if (options.envelope.mail_from)
    add("--mail-from", fmt::format("<{}>", options.envelope.mail_from->address));
  add("--helo", options.envelope.helo);
  add("--envelope", options.envelope_path.empty() ? "" : "given");
  add("--authserv-id", fmt::format("{}", fmt::join(options.authserv_ids, " ")));
  add("--domain", options.domain);
  add_time("--since", options.since);
  add_time("--until", options.until);
  add("--sample", std::to_string(options.sample));
  if (options.corpus.format) add("--input-format", InputFormatName(*options.corpus.format));
  if (!redact_key.empty()) add("--redact-key", Redactor(redact_key).Hash("kenpin"));
  return conditions;
}

}  // namespace kenpin
