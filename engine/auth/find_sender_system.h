// Which system sent a message. No single copied header field decides: templates of spam carry whole header
// sets of services that have never seen them. So signs are scored, and the finding says how sure it is:
//
//   strong   a passing signature of the system's domain, or under the selector that is its name; the
//            delivering host, by a name that its address confirms                        -> certain
//   medium   MAIL FROM at the system; SPF passing for it; SPF passing through the system's include; the
//            system's selector in a signature that was not refuted; a HELO name; where the table says so,
//            Message-ID and From                                                         -> two: likely
//   weak     header fields, and signatures that do not pass                              -> claimed
//
// A single medium sign makes a claim. Of mail that was relayed, host and envelope are the relay's and say
// nothing.
#ifndef KENPIN_ENGINE_AUTH_FIND_SENDER_SYSTEM_H_
#define KENPIN_ENGINE_AUTH_FIND_SENDER_SYSTEM_H_

#include "engine/auth/evidence.h"

namespace kenpin {

// `evidence` holds all but sender_system. The receiver's word on a signature goes before kenpin's own. Pure;
// any thread; allocates nothing. Linear in the signatures, at most sixteen of which are looked at.
//
// Of two systems the one that the author is a customer of comes first, the one that carries its mail second.
// A claim by copied fields alone gives way to another system that is at least likely, unless the claimed one
// is known to deliver through others (RidesOnOthers).
SenderSystemFinding FindSenderSystem(const Evidence& evidence);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_FIND_SENDER_SYSTEM_H_
