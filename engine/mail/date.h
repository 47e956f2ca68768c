// Dates of mail: RFC 5322 §3.3 and the obsolete forms of §4.3, and what trace fields write in their place.
#ifndef KENPIN_ENGINE_MAIL_DATE_H_
#define KENPIN_ENGINE_MAIL_DATE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"

namespace kenpin {

inline constexpr int64_t kSecondsPerDay = 86'400;  // Of Unix time, which has no leap seconds.

enum class DateGrammar : uint8_t {
  kRfc5322,  // The grammar, obsolete forms included; nothing may follow the zone but CFWS.
  kTrace,  // For Received fields also: fractions of a second, a one-digit hour, no comma behind the weekday,
           // ISO 8601 order with hyphens, a colon in the zone, text behind the zone.
};

struct MailDate {
  int64_t time = 0;            // Unix seconds; a leap second counts as the next one.
  bool weekday_wrong = false;  // A weekday is given and is not that of the date.
  bool obsolete_zone = false;  // The zone is a name and no offset (§4.3).
};

// Parses a whole date-time; nothing if it is none, has no zone, or lies outside the years 1900 to 9999. Names
// are compared without case. Zones that nobody knows count as -0000, as §4.3 says. Linear; no allocation; no
// clock and no locale.
std::optional<MailDate> ParseMailDate(std::string_view text, DateGrammar grammar);

// Reads the message's Date fields: their number, and the topmost one's date.
DateFacts ParseDateFacts(const MessageView& message);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_DATE_H_
