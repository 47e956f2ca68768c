// The profiles: by whose requirements mail is judged, and of which day those are.
#ifndef KENPIN_RULES_PROFILE_H_
#define KENPIN_RULES_PROFILE_H_

#include <string_view>

#include "rules/rule.h"

namespace kenpin {

// The day on which the provider's pages were last read for the catalogue, e.g. "2026-07-02": a report tells
// it, for requirements change.
constexpr std::string_view ProfileDate(Provider provider) {
  switch (provider) {
    case Provider::kGmail:  // Email sender guidelines and their FAQ.
    case Provider::kYahoo:  // Sender Hub, undated pages of 2026.
      return "2026-07-02";
    case Provider::kMicrosoft:  // Outlook.com Postmaster: Policies.
      return "2026-06-15";
    case Provider::kApple:  // Postmaster information for iCloud Mail.
      return "2025-02-25";
    case Provider::kCount:
      break;
  }
  return "";
}

}  // namespace kenpin

#endif  // KENPIN_RULES_PROFILE_H_
