#include "engine/auth/admd.h"

#include <algorithm>
#include <iterator>

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

// RFC 6761 §6.3, RFC 6762 §3, and what networks without a name of their own use.
constexpr std::string_view kNobodys[] = {"localhost", "localdomain", "local", "internal", "lan"};

// Only digits and dots, or with a colon or bracket.
bool IsAddress(std::string_view host) {
  bool letters = false;
  for (const char c : host) {
    if (c == ':' || c == '[') return true;
    letters |= !IsDigit(c) && c != '.';
  }
  return !letters;
}

AdmdFamily FamilyOf(std::string_view host) {
  for (const FamilyRow& row : kFamilies) {
    if (IsSameOrBelow(host, row.domain)) return row.family;
  }
  return AdmdFamily::kNone;
}

}  // namespace

bool IsSameOrBelow(std::string_view name, std::string_view domain) {
  if (domain.empty() || name.size() < domain.size()) return false;
  const size_t begin = name.size() - domain.size();
  return (begin == 0 || name[begin - 1] == '.') && EqualsIgnoreCase(name.substr(begin), domain);
}

bool NamesItsAdmd(std::string_view host) {
  const size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || IsAddress(host)) return false;
  const std::string_view top = host.substr(dot + 1);
  return std::find(std::begin(kNobodys), std::end(kNobodys), top) == std::end(kNobodys);
}

Admd AdmdOf(std::string_view host, const PublicSuffixList& suffixes) {
  if (!NamesItsAdmd(host)) return {};
  return {suffixes.OrganizationalDomain(host), FamilyOf(host)};
}

bool SameAdmd(const Admd& a, const Admd& b) {
  if (!a.known() || !b.known()) return false;
  return a.domain == b.domain || (a.family != AdmdFamily::kNone && a.family == b.family);
}

bool Belongs(std::string_view host, const Admd& admd) {
  if (!admd.known()) return false;
  if (IsSameOrBelow(host, admd.domain)) return true;
  return admd.family != AdmdFamily::kNone && FamilyOf(host) == admd.family;
}

}  // namespace kenpin
