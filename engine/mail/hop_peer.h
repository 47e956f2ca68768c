// Who the client of a Received field was: the words and comments behind "from", in which each mail system has
// another place for the HELO name, the name in the reverse DNS, and the address.
#ifndef KENPIN_ENGINE_MAIL_HOP_PEER_H_
#define KENPIN_ENGINE_MAIL_HOP_PEER_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/mail/ip_address.h"

namespace kenpin {

// What stands in a from clause, before anybody knows whose form it is. Views point into the field.
struct PeerWords {
  std::string_view from;             // The word behind "from".
  std::string_view name;             // A name beside the address, as written but for "user@" in front.
  std::string_view helo;             // Behind helo=, HELO or EHLO.
  std::optional<IpAddress> address;  // IPv4-mapped ones unmapped.
  bool has_helo = false;             // One of these words is there.
  bool helo_comment = false;         // It is qmail's "(HELO x)".
  bool may_be_forged = false;        // Sendmail's words.
};

// Reads the inside of a comment of the from clause. Whether it spoke of the peer; if not, `peer` is as it
// was.
bool ReadPeerComment(std::string_view inside, PeerWords* peer);

// An address as trace fields write it: bare or in brackets, with "IPv6:", a zone or a port; IPv4-mapped ones
// unmapped.
std::optional<IpAddress> ParsePeerAddress(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_HOP_PEER_H_
