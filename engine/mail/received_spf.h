// Received-SPF fields as data (RFC 7208 §9.1): what one host says of the envelope, and the comment in which
// most writers name the client. Whether the field can be believed depends on where it stands and is not
// decided here.
#ifndef KENPIN_ENGINE_MAIL_RECEIVED_SPF_H_
#define KENPIN_ENGINE_MAIL_RECEIVED_SPF_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/authentication_results.h"
#include "engine/mail/ip_address.h"

namespace kenpin {

// Real fields stay below 1 KB. What lies beyond is not read (ParseFlaw::kAuthResultsTooLong).
inline constexpr size_t kMaxReceivedSpfBytes = 16 * 1024;

// Views point into the field body or the arena.
struct ReceivedSpf {
  AuthWord word = AuthWord::kOther;
  std::string_view comment;    // The first one, without its parentheses.
  std::string_view authority;  // The host before the colon with which a comment may begin ("google.com: ..").
  std::optional<IpAddress> client;          // client-ip=, unmapped.
  std::optional<IpAddress> comment_client;  // "designates ADDRESS as permitted sender".
  bool has_envelope_from = false;
  std::string_view envelope_from;  // As written, quotes removed.
  std::string_view helo;
  std::string_view receiver;
  std::string_view identity;  // "mailfrom" or "helo", as written.
  std::string_view problem;
};

// Parses the body of a Received-SPF field, folds included. Never fails: keys that are not there stay empty,
// the first of several counts. Linear. Any thread.
ReceivedSpf ParseReceivedSpf(std::string_view body, Arena& arena);

// The client that a comment names: the address behind "designates", "not designate" or "sender IP is";
// nothing if there is none. Unmapped. Linear.
std::optional<IpAddress> FindClientInComment(std::string_view comment);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_RECEIVED_SPF_H_
