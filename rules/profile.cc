#include "rules/profile.h"

#include <iterator>

namespace kenpin {
namespace {

// Dates are those of the newest page that a profile follows. The pages of docomo bear none, so that its date
// is the day on which they were read, as is Yahoo's. kAll has that of its newest part.
constexpr ProfileInfo kProfiles[] = {
    {Provider::kGmail, "gmail", "Gmail", "2026-07-02"},
    {Provider::kYahoo, "yahoo", "Yahoo", "2026-07-02"},
    {Provider::kMicrosoft, "microsoft", "Outlook.com", "2026-06-15"},
    {Provider::kApple, "apple", "iCloud Mail", "2025-02-25"},
    {Provider::kDocomo, "docomo", "NTT docomo", "2026-07-02"},
    {Provider::kAu, "au", "au", "2023-10-01"},
    {Provider::kYahooJapan, "yahoo-japan", "Yahoo! JAPAN Mail", "2024-12-11"},
    {Provider::kAll, "all", "Gmail, Yahoo, Outlook.com and iCloud Mail", "2026-07-02"},
};

constexpr bool InOrder() {
  for (size_t i = 0; i < std::size(kProfiles); ++i) {
    if (static_cast<size_t>(kProfiles[i].id) != i) return false;
  }
  return std::size(kProfiles) == kProviderCount + 1;
}
static_assert(InOrder());

constexpr Provider kProviders[] = {
    Provider::kGmail,  Provider::kYahoo, Provider::kMicrosoft,  Provider::kApple,
    Provider::kDocomo, Provider::kAu,    Provider::kYahooJapan,
};
constexpr size_t kLargeOnes = 4;

}  // namespace

std::span<const ProfileInfo> Profiles() { return kProfiles; }

const ProfileInfo& GetProfile(Provider provider) { return kProfiles[static_cast<size_t>(provider)]; }

std::optional<Provider> FindProfile(std::string_view name) {
  for (const ProfileInfo& profile : kProfiles) {
    if (profile.name == name) return profile.id;
  }
  return std::nullopt;
}

std::span<const Provider> ProvidersOf(Provider profile) {
  const std::span<const Provider> all = kProviders;
  if (profile == Provider::kAll) return all.first(kLargeOnes);
  return all.subspan(static_cast<size_t>(profile), 1);
}

}  // namespace kenpin
