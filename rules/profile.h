// The profiles: by whose requirements mail is judged, and of which day those are.
//
// A provider is a receiver that publishes what it requires. The profile `all` is no provider: it asks what
// the four large ones require together.
#ifndef KENPIN_RULES_PROFILE_H_
#define KENPIN_RULES_PROFILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace kenpin {

// Whose requirements.
enum class Provider : uint8_t {
  kGmail,       // Personal accounts at gmail.com and googlemail.com.
  kYahoo,       // Yahoo and AOL.
  kMicrosoft,   // Outlook.com, Hotmail, Live.
  kApple,       // iCloud Mail.
  kDocomo,      // NTT docomo; only what its notes on sending say.
  kAu,          // KDDI's au mail; only what its note on SPF says.
  kYahooJapan,  // Yahoo! JAPAN Mail; only what its notice on spam says.
  kAll,         // Gmail, Yahoo, Outlook.com and iCloud Mail together: whatever one of them requires.
};
// Without kAll.
inline constexpr size_t kProviderCount = static_cast<size_t>(Provider::kAll);

// One value for every provider; those that are not named in a row have the value of `T{}`.
template <typename T>
struct PerProvider {
  T gmail{};
  T yahoo{};
  T microsoft{};
  T apple{};
  T docomo{};
  T au{};
  T yahoo_japan{};

  // Of a provider, not of kAll, which gives Gmail's.
  constexpr const T& operator[](Provider provider) const {
    switch (provider) {
      case Provider::kYahoo:
        return yahoo;
      case Provider::kMicrosoft:
        return microsoft;
      case Provider::kApple:
        return apple;
      case Provider::kDocomo:
        return docomo;
      case Provider::kAu:
        return au;
      case Provider::kYahooJapan:
        return yahoo_japan;
      case Provider::kGmail:
      case Provider::kAll:
        break;
    }
    return gmail;
  }
};

// What is told of a profile.
struct ProfileInfo {
  Provider id;
  std::string_view name;   // As --profile takes it: "yahoo-japan".
  std::string_view title;  // As people call it: "Yahoo! JAPAN Mail".
  std::string_view date;   // The day whose pages the catalogue follows, "2026-07-02": requirements change.
};

// All profiles in the order of Provider, kAll last. Static; any thread.
std::span<const ProfileInfo> Profiles();
const ProfileInfo& GetProfile(Provider provider);
std::optional<Provider> FindProfile(std::string_view name);

inline std::string_view ProfileName(Provider provider) { return GetProfile(provider).name; }
inline std::string_view ProfileDate(Provider provider) { return GetProfile(provider).date; }

// The providers behind a profile: itself, or for kAll the four. Static; any thread.
std::span<const Provider> ProvidersOf(Provider profile);

}  // namespace kenpin

#endif  // KENPIN_RULES_PROFILE_H_
