// Levels that several rows of the catalogue share: whom a rule binds at each provider.
#ifndef KENPIN_RULES_LEVELS_H_
#define KENPIN_RULES_LEVELS_H_

#include <array>

#include "rules/rule.h"

namespace kenpin {

using Levels = std::array<Level, static_cast<size_t>(Provider::kCount)>;

// In the order of Provider: Gmail, Yahoo, Outlook.com, iCloud. Where a provider states nothing, its level is
// info.
inline constexpr Levels kEverybodyMust = {Level::kMustAll, Level::kMustAll, Level::kMustAll, Level::kMustAll};
inline constexpr Levels kEverybodyShould = {Level::kShould, Level::kShould, Level::kShould, Level::kShould};
inline constexpr Levels kNobody = {Level::kInfo, Level::kInfo, Level::kInfo, Level::kInfo};
inline constexpr Levels kBulkEverywhere = {Level::kMustBulk, Level::kMustBulk, Level::kMustBulk,
                                           Level::kMustBulk};
inline constexpr Levels kBulkButApple = {Level::kMustBulk, Level::kMustBulk, Level::kMustBulk, Level::kInfo};
inline constexpr Levels kBulkGmailYahoo = {Level::kMustBulk, Level::kMustBulk, Level::kInfo, Level::kInfo};
inline constexpr Levels kBulkGmail = {Level::kMustBulk, Level::kInfo, Level::kInfo, Level::kInfo};
inline constexpr Levels kMustGmail = {Level::kMustAll, Level::kInfo, Level::kInfo, Level::kInfo};
inline constexpr Levels kMustGmailYahoo = {Level::kMustAll, Level::kMustAll, Level::kInfo, Level::kInfo};
inline constexpr Levels kShouldGmail = {Level::kShould, Level::kInfo, Level::kInfo, Level::kInfo};
inline constexpr Levels kShouldGmailYahoo = {Level::kShould, Level::kShould, Level::kInfo, Level::kInfo};
inline constexpr Levels kShouldGmailMicrosoft = {Level::kShould, Level::kInfo, Level::kShould, Level::kInfo};
// Gmail and Yahoo refuse, Outlook.com may, iCloud asks bulk senders for a name.
inline constexpr Levels kReverseDns = {Level::kMustAll, Level::kMustAll, Level::kShould, Level::kMustBulk};
// Yahoo alone refuses mail from domains that it can not find.
inline constexpr Levels kDomainInDns = {Level::kShould, Level::kMustAll, Level::kInfo, Level::kInfo};
// Gmail no longer asks forwarders for ARC.
inline constexpr Levels kArcAsked = {Level::kInfo, Level::kShould, Level::kShould, Level::kMustBulk};
// Outlook.com recommends SPF and DKIM to small senders.
inline constexpr Levels kOneOfBoth = {Level::kMustAll, Level::kMustAll, Level::kShould, Level::kInfo};
// Gmail asks for DMARC's pass in the words of alignment.
inline constexpr Levels kBulkYahooMicrosoft = {Level::kInfo, Level::kMustBulk, Level::kMustBulk,
                                               Level::kInfo};
// RFC 8058 itself: Outlook.com advises a working link.
inline constexpr Levels kOneClick = {Level::kMustBulk, Level::kMustBulk, Level::kShould, Level::kInfo};
// RFC 5322 §3.6.4 only recommends a Message-ID.
inline constexpr Levels kMessageId = {Level::kMustAll, Level::kShould, Level::kShould, Level::kShould};

}  // namespace kenpin

#endif  // KENPIN_RULES_LEVELS_H_
