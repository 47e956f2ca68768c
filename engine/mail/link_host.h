// Where a link leads, as far as its text tells.
#ifndef KENPIN_ENGINE_MAIL_LINK_HOST_H_
#define KENPIN_ENGINE_MAIL_LINK_HOST_H_

#include <cstddef>
#include <string_view>

namespace kenpin {

// RFC 1035 §2.3.4; a host in a link may hold no more.
inline constexpr size_t kMaxLinkHost = 253;

// The host that stands at the beginning of `text`, which is what follows "//": without user information and
// port, as written; an IPv6 literal with its brackets. Empty if there is none.
std::string_view HostAt(std::string_view text);

// The host of an absolute http or https URL, or of a text that begins with "www."; empty of anything else.
std::string_view HostOfUrl(std::string_view url);

// Whether a host is an IPv4 or IPv6 address, in any of the spellings that browsers take: dotted quads, with
// fewer dots, a single decimal or hexadecimal number, brackets.
bool IsIpHost(std::string_view host);

// Whether a host is a public URL shortener's, with or without "www.".
bool IsShortener(std::string_view host);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_LINK_HOST_H_
