// What several rows of the catalogue share: whom a rule binds at each provider, and what happens there to
// those who do not follow it. A provider that is not named in a row has stated nothing: its level is info.
#ifndef KENPIN_RULES_LEVELS_H_
#define KENPIN_RULES_LEVELS_H_

#include "rules/rule.h"

namespace kenpin {

// The same of every provider, and of the four large ones alone.
template <typename T>
constexpr PerProvider<T> Everybody(T value) {
  return {value, value, value, value, value, value, value};
}
template <typename T>
constexpr PerProvider<T> TheFour(T value) {
  return {.gmail = value, .yahoo = value, .microsoft = value, .apple = value};
}
// But for one provider.
template <typename T>
constexpr PerProvider<T> But(PerProvider<T> all, T PerProvider<T>::*provider, T value) {
  all.*provider = value;
  return all;
}

// What the standards themselves require or recommend of everybody.
inline constexpr Levels kEverybodyMust = Everybody(Level::kMustAll);
inline constexpr Levels kEverybodyShould = Everybody(Level::kShould);
inline constexpr Levels kNobody = {};
inline constexpr Levels kBulkButApple = {
    .gmail = Level::kMustBulk, .yahoo = Level::kMustBulk, .microsoft = Level::kMustBulk};
inline constexpr Levels kBulkGmailYahoo = {.gmail = Level::kMustBulk, .yahoo = Level::kMustBulk};
inline constexpr Levels kBulkGmail = {.gmail = Level::kMustBulk};
inline constexpr Levels kMustGmail = {.gmail = Level::kMustAll};
inline constexpr Levels kMustGmailYahoo = {.gmail = Level::kMustAll, .yahoo = Level::kMustAll};
inline constexpr Levels kMustDocomo = {.docomo = Level::kMustAll};
inline constexpr Levels kShouldGmail = {.gmail = Level::kShould};
inline constexpr Levels kShouldGmailYahoo = {.gmail = Level::kShould, .yahoo = Level::kShould};
inline constexpr Levels kShouldGmailMicrosoft = {.gmail = Level::kShould, .microsoft = Level::kShould};

inline constexpr Levels kShouldMailboxes = {
    .gmail = Level::kShould, .yahoo = Level::kShould, .apple = Level::kShould};
// Outlook.com only advises a link in the body.
inline constexpr Levels kBodyLink = But(TheFour(Level::kMustBulk), &Levels::microsoft, Level::kShould);

// docomo wants SPF of everybody, and au advises it.
inline constexpr Levels kSpfAsked =
    But(But(TheFour(Level::kMustBulk), &Levels::docomo, Level::kMustAll), &Levels::au, Level::kShould);
inline constexpr Levels kDkimAsked = But(TheFour(Level::kMustBulk), &Levels::docomo, Level::kShould);
inline constexpr Levels kDmarcRecordAsked = But(TheFour(Level::kMustBulk), &Levels::docomo, Level::kMustAll);
// What makes a field a signature at all, wherever signatures count.
inline constexpr Levels kSignatureForm = But(TheFour(Level::kMustAll), &Levels::docomo, Level::kShould);
// Gmail asks for DMARC's pass in the words of alignment; Yahoo! JAPAN follows the domain's own policy.
inline constexpr Levels kDmarcPassAsked = {.yahoo = Level::kMustBulk,
                                           .microsoft = Level::kMustBulk,
                                           .docomo = Level::kMustAll,
                                           .yahoo_japan = Level::kShould};
// Outlook.com recommends SPF and DKIM to small senders; Yahoo! JAPAN advises SPF, DKIM or DMARC.
inline constexpr Levels kOneOfBoth = {.gmail = Level::kMustAll,
                                      .yahoo = Level::kMustAll,
                                      .microsoft = Level::kShould,
                                      .yahoo_japan = Level::kShould};
// Gmail and Yahoo refuse, Outlook.com may, iCloud asks bulk senders for a name.
inline constexpr Levels kReverseDns = {.gmail = Level::kMustAll,
                                       .yahoo = Level::kMustAll,
                                       .microsoft = Level::kShould,
                                       .apple = Level::kMustBulk};
// Yahoo and docomo refuse mail from domains that they can not find.
inline constexpr Levels kDomainInDns = {
    .gmail = Level::kShould, .yahoo = Level::kMustAll, .docomo = Level::kMustAll};
// Gmail no longer asks forwarders for ARC.
inline constexpr Levels kArcAsked = {
    .yahoo = Level::kShould, .microsoft = Level::kShould, .apple = Level::kMustBulk};
// RFC 8058 itself: Outlook.com advises a working link.
inline constexpr Levels kOneClick = {
    .gmail = Level::kMustBulk, .yahoo = Level::kMustBulk, .microsoft = Level::kShould};
// RFC 5322 §3.6.4 only recommends a Message-ID.
inline constexpr Levels kMessageId = But(kEverybodyShould, &Levels::gmail, Level::kMustAll);

// For rules that nobody enforces: what the level implies.
inline constexpr Consequences kUnenforced = {};
// Authentication and alignment, which every provider enforces in its own way.
inline constexpr Consequences kRefused = {.gmail = Consequence::kThrottledOrRejected,
                                          .yahoo = Consequence::kSpamOrRejected,
                                          .microsoft = Consequence::kRejected,
                                          .apple = Consequence::kRejected,
                                          .docomo = Consequence::kWarningShown,
                                          .yahoo_japan = Consequence::kMayBeFiltered};
// Where Outlook.com only recommends.
inline constexpr Consequences kRefusedButMicrosoft =
    But(But(kRefused, &Consequences::microsoft, Consequence::kByLevel), &Consequences::docomo,
        Consequence::kByLevel);
// Outlook.com may refuse a client whose address has no name.
inline constexpr Consequences kNamelessRefused = {.gmail = Consequence::kThrottledOrRejected,
                                                  .yahoo = Consequence::kSpamOrRejected,
                                                  .microsoft = Consequence::kMayBeRejected,
                                                  .apple = Consequence::kRejected};
// Yahoo and docomo look the sender's domain up.
inline constexpr Consequences kDomainRefused = {.yahoo = Consequence::kSpamOrRejected,
                                                .docomo = Consequence::kWarningShown};
// A DMARC record that is missing or unusable: Google's own pages differ.
inline constexpr Consequences kPolicyMissed =
    But(But(kRefused, &Consequences::gmail, Consequence::kMayBeRejectedOrUnsupported),
        &Consequences::yahoo_japan, Consequence::kByLevel);
// Faults of form: Outlook.com and the Japanese providers do not say what they do about them.
inline constexpr Consequences kFormRefused = {.gmail = Consequence::kThrottledOrRejected,
                                              .yahoo = Consequence::kSpamOrRejected,
                                              .apple = Consequence::kRejected};
// Unsubscribing: at Gmail it costs support, not delivery.
inline constexpr Consequences kSupportLost =
    But(kFormRefused, &Consequences::gmail, Consequence::kSupportLost);
// Advice for which Gmail has a code.
inline constexpr Consequences kGmailMayRefuse = {.gmail = Consequence::kMayBeRejected};

}  // namespace kenpin

#endif  // KENPIN_RULES_LEVELS_H_
