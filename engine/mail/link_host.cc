// Hosts are taken from what mail readers take as links, so anything may stand there.
#include "engine/mail/link_host.h"

#include <algorithm>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Sorted by nothing: a host of at most kMaxShortener octets is compared with all of them, which is rare
// enough.
constexpr std::string_view kShorteners[] = {
    "bit.ly",  "t.co",        "goo.gl",   "tinyurl.com", "ow.ly",    "is.gd",     "buff.ly",   "rebrand.ly",
    "cutt.ly", "t.ly",        "tiny.cc",  "rb.gy",       "v.gd",     "x.co",      "adf.ly",    "bc.vc",
    "s.id",    "shorturl.at", "dlvr.it",  "qr.ae",       "lnkd.in",  "db.tt",     "soo.gd",    "j.mp",
    "su.pr",   "snip.ly",     "short.io", "tr.im",       "bl.ink",   "ur1.ca",    "shorte.st", "u.to",
    "clck.ru", "ux.nu",       "x.gd",     "onl.tw",      "reurl.cc", "lihi1.com", "me2.kr",    "han.gl",
    "vo.la",   "bitly.com",   "git.io",   "tinyurl.jp",  "urx.nu"};

constexpr size_t kMaxShortener = [] {
  size_t longest = 0;
  for (const std::string_view name : kShorteners) longest = std::max(longest, name.size());
  return longest;
}();

// Of what stands as a host in a link.
bool IsLinkHostOctet(char c) { return IsHostOctet(c) || c == '_' || c == '%'; }

bool IsNumber(std::string_view label) {
  if (StartsWithIgnoreCase(label, "0x") && label.size() > 2) {
    label.remove_prefix(2);
    return std::all_of(label.begin(), label.end(), [](char c) { return IsClass(c, kHexDigit); });
  }
  return !label.empty() && std::all_of(label.begin(), label.end(), IsDigit);
}

}  // namespace

std::string_view HostAt(std::string_view text) {
  // User information ends at the last '@' of the authority, which '/', '?', '#' and white space end.
  size_t begin = 0;
  size_t end = 0;
  const size_t most = std::min(text.size(), 2 * kMaxLinkHost);
  for (size_t i = 0; i < most; ++i) {
    const char c = text[i];
    if (c == '@') begin = i + 1;
    if (c == '/' || c == '?' || c == '#' || c == '"' || c == '\'' || c == '<' || c == '>' ||
        IsClass(c, kBlank))
      break;
  }
  if (begin < text.size() && text[begin] == '[') {
    end = text.find(']', begin);
    return end == kNone || end - begin > kMaxLinkHost ? std::string_view()
                                                      : text.substr(begin, end + 1 - begin);
  }
  for (end = begin; end < text.size() && IsLinkHostOctet(text[end]); ++end) {
  }
  // A full stop may end a sentence.
  while (end > begin && text[end - 1] == '.') --end;
  return end - begin > kMaxLinkHost ? std::string_view() : text.substr(begin, end - begin);
}

std::string_view HostOfUrl(std::string_view url) {
  url = TrimBlanks(url);
  if (StartsWithIgnoreCase(url, "www.")) return HostAt(url);
  size_t slashes = 0;
  if (StartsWithIgnoreCase(url, "http://")) slashes = 7;
  if (StartsWithIgnoreCase(url, "https://")) slashes = 8;
  return slashes == 0 ? std::string_view() : HostAt(url.substr(slashes));
}

bool IsIpHost(std::string_view host) {
  if (!host.empty() && host[0] == '[') return true;
  // WHATWG URL: a host whose last label is a number is an IPv4 address, or an error.
  const size_t dot = host.rfind('.');
  return IsNumber(dot == kNone ? host : host.substr(dot + 1));
}

bool IsShortener(std::string_view host) {
  if (StartsWithIgnoreCase(host, "www.")) host.remove_prefix(4);
  if (host.size() > kMaxShortener) return false;
  return std::any_of(std::begin(kShorteners), std::end(kShorteners),
                     [host](std::string_view other) { return EqualsIgnoreCase(host, other); });
}

}  // namespace kenpin
