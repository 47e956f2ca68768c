#include "engine/auth/admd.h"

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

struct FamilyRow {
  std::string_view domain;
  AdmdFamily family;
};
constexpr FamilyRow kFamilies[] = {
    {"google.com", AdmdFamily::kGoogle},     {"googlemail.com", AdmdFamily::kGoogle},
    {"gmail.com", AdmdFamily::kGoogle},      {"gappssmtp.com", AdmdFamily::kGoogle},
    {"outlook.com", AdmdFamily::kMicrosoft}, {"office365.com", AdmdFamily::kMicrosoft},
    {"hotmail.com", AdmdFamily::kMicrosoft}, {"live.com", AdmdFamily::kMicrosoft},
    {"msn.com", AdmdFamily::kMicrosoft},     {"yahoo.com", AdmdFamily::kYahoo},
    {"yahoodns.net", AdmdFamily::kYahoo},    {"ymail.com", AdmdFamily::kYahoo},
    {"aol.com", AdmdFamily::kYahoo},         {"icloud.com", AdmdFamily::kApple},
    {"me.com", AdmdFamily::kApple},          {"mac.com", AdmdFamily::kApple},
    {"protonmail.ch", AdmdFamily::kProton},  {"protonmail.com", AdmdFamily::kProton},
    {"proton.ch", AdmdFamily::kProton},      {"proton.me", AdmdFamily::kProton},
};

// Only digits and dots, or with a colon or bracket.
bool IsAddress(std::string_view host) {
  return host.find_first_of(":[") != std::string_view::npos ||
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

bool IsSameOrBelow(std::string_view name, std::string_view domain) {
  if (!name.ends_with(domain) || domain.empty()) return false;
  return name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.';
}

Admd AdmdOf(std::string_view host, const PublicSuffixList& suffixes) {
  if (host.empty() || IsAddress(host) || host.find('.') == std::string_view::npos) return {};
  for (const FamilyRow& row : kFamilies) {
    if (IsSameOrBelow(host, row.domain)) return {host.substr(host.size() - row.domain.size()), row.family};
  }
  return {suffixes.OrganizationalDomain(host), AdmdFamily::kNone};
}

bool SameAdmd(const Admd& a, const Admd& b) {
  if (!a.known() || !b.known()) return false;
  return a.domain == b.domain || (a.family != AdmdFamily::kNone && a.family == b.family);
}

}  // namespace kenpin
