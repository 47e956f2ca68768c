// List-Unsubscribe (RFC 2369 §2 and §3.2) and List-Unsubscribe-Post (RFC 8058 §3.1).
#ifndef KENPIN_ENGINE_MAIL_LIST_UNSUBSCRIBE_H_
#define KENPIN_ENGINE_MAIL_LIST_UNSUBSCRIBE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"

namespace kenpin {

// A list needs one or two. Of a field with more the first kMaxListUris are read
// (ParseFlaw::kTooManyListUris); a second one already breaks RFC 8058.
inline constexpr size_t kMaxListUris = 64;

enum class UriScheme : uint8_t {
  kHttps,   // The only one for One-Click (RFC 8058 §3.1).
  kHttp,    // Unsafe: the request goes out in the clear.
  kMailto,  // A message to be sent.
  kOther,   // Anything else, nothing included; ftp is as unsafe as http.
};

// Of a URI without brackets; the scheme's case does not matter (RFC 3986 §3.1).
UriScheme ClassifyUriScheme(std::string_view uri);

// The text of every <...> of a List-* field body, in order, the empty ones included. White space inside is
// removed (RFC 2369 §2); a comma inside is part of the URI. Linear. The array lives in `arena`; the views
// point there or into `body`.
std::span<const std::string_view> ParseUriList(std::string_view body, Arena& arena);

// Reads both fields: their numbers, and what the topmost ones say. Where X-MS-Exchange-* fields show that the
// receiver stores long fields as encoded-words, those are decoded first; elsewhere a URI in an encoded-word
// is none.
ListUnsubscribeFacts ParseListUnsubscribeFacts(const MessageView& message, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_LIST_UNSUBSCRIBE_H_
