#include "rules/source.h"

#include <algorithm>

namespace kenpin {
namespace {

// RFCs need no row: they do not change.
constexpr SourceInfo kSources[] = {
    {"G-81126", "Google, Email sender guidelines (answer 81126)", "2026-07-02"},
    {"G-FAQ", "Google, FAQ on the sender guidelines (answer 14229414)", "2026-07-02"},
    {"G-SMTP", "Google, SMTP errors and codes of Gmail (answer 3726730)", "2026-06-18"},
    {"G-HDR", "Google, limits on message headers (answer 14016360)", ""},
    {"G-FWD", "Google, practices for forwarding to Gmail (answer 175365)", "2026-03-11"},
    {"G-PMT", "Google, FAQ on sender requirements and Postmaster Tools (answer 14289100)", "2026"},
    {"G-API", "Google, Postmaster Tools API v2, compliance status of a domain", "2026"},
    {"G-FBL", "Google, Feedback Loop (answer 6254652)", "2026"},
    {"Y-SRR", "Yahoo, Sender Hub, requirements and recommendations", "2026"},
    {"Y-FAQ", "Yahoo, Sender Hub, FAQ", "2026"},
    {"Y-SMTP", "Yahoo, Sender Hub, SMTP error codes", "2026-02-15"},
    {"M-BLOG", "Microsoft, Outlook's requirements for high-volume senders (version of 2025-04-30)",
     "2025-08-02"},
    {"M-POL", "Microsoft, Outlook.com Postmaster, Policies", "2026-06-15"},
    {"M-TRB", "Microsoft, Outlook.com Postmaster, Troubleshooting", "2026-06-15"},
    {"M-515", "Microsoft, support page on NDR 550 5.7.515", ""},
    {"A-102322", "Apple, Postmaster information for iCloud Mail (article 102322)", "2025-02-25"},
    {"D-docomo", "NTT docomo, notes on sending to docomo mail", ""},
    {"AU", "KDDI, au mail, notes on SPF records", "2023-10"},
    {"YJ", "LINE Yahoo, notice on spam in Yahoo! JAPAN Mail", "2024-12-11"},
};

}  // namespace

std::span<const SourceInfo> Sources() { return kSources; }

const SourceInfo* FindSource(std::string_view key) {
  const SourceInfo* found = std::find_if(std::begin(kSources), std::end(kSources),
                                         [&](const SourceInfo& source) { return source.key == key; });
  return found == std::end(kSources) ? nullptr : found;
}

std::string_view TakeSourceKey(std::string_view* keys) {
  const size_t end = std::min(keys->find(' '), keys->size());
  const std::string_view key = keys->substr(0, end);
  keys->remove_prefix(std::min(end + 1, keys->size()));
  return key;
}

std::string_view NewestSourceDate(std::string_view keys) {
  std::string_view newest;
  while (!keys.empty()) {
    const SourceInfo* source = FindSource(TakeSourceKey(&keys));
    // "2026" is older than "2026-02-15": how much of the year it leaves open is not known.
    if (source != nullptr) newest = std::max(newest, source->date);
  }
  return newest;
}

}  // namespace kenpin
