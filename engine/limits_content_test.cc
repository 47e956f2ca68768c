// Bodies at their limits.
#include "engine/mail/html_content.h"
#include "engine/mail/html_tag.h"
#include "engine/mail/test_message.h"
#include "engine/test_limit_cases.h"

namespace kenpin::test {
namespace {

const std::string kMime = "From: a@example.com\r\nMIME-Version: 1.0\r\n";

std::string Flaws(const std::string& message) { return JudgeForLimits(message, "flaws"); }

// What the limits of markup say of a text, which may be longer than one that a message can hold.
std::string ReadHtml(std::string_view html) {
  const PaddedText padded(html);
  Arena arena;
  HtmlContent content;
  ContentFacts facts;
  std::string told;
  if (content.Read(padded.view(), "utf-8", arena, &facts).too_much) told += Quoted("too_much_markup");
  if (facts.html_broken) told += Quoted("html_broken");
  return told;
}

// Links of half the size that a tag may have, which are all looked at, and a last one behind them.
std::string TagOctets(uint64_t octets) {
  constexpr uint64_t kHalf = kMaxTagOctets / 2;
  const std::string begin = "<a href=\"http://1.2.3.4/";
  const auto link = [&](uint64_t size) { return begin + std::string(size - begin.size() - 2, 'x') + "\">"; };
  const std::string html = link(kHalf + octets % kHalf) + Times(octets / kHalf - 1, link(kHalf));
  return ReadHtml(html + "<a href=\"http://1.2.3.4/\">");
}

std::string Hidden(uint64_t octets) {
  const std::string begin = "<div style=\"display:none\">";
  const std::string end = "<p>x";
  return ReadHtml(begin + std::string(octets - begin.size() - end.size(), 'x') + end);
}

std::string Nested(uint64_t depth) {
  std::string message = kMime;
  for (uint64_t i = 0; i < depth; ++i) {
    const std::string boundary = "b" + std::to_string(i);
    message += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
  }
  return message + "\r\nHello.\r\n";
}

std::string Parts(uint64_t parts) {
  return kMime + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + Times(parts, "--b\r\n\r\nx\r\n") +
         "--b--\r\n";
}

std::string Bounded(uint64_t octets) {
  const std::string boundary(octets, 'b');
  return kMime + "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\n--" + boundary +
         "\r\n\r\nx\r\n--" + boundary + "--\r\n";
}

}  // namespace

std::vector<LimitCase> ContentLimitCases() {
  return {
      {"kMaxMimeDepth", [](uint64_t n) { return Flaws(Nested(n)); }},
      {"kMaxMimeParts", [](uint64_t n) { return Flaws(Parts(n)); }},
      {"kMaxBoundaryLength", [](uint64_t n) { return JudgeForLimits(Bounded(n), "reasons"); }},
      {"kMaxDecodedText",
       [](uint64_t n) { return Flaws(kMime + "Content-Type: text/html\r\n\r\n" + std::string(n, 'x')); }},
      {"kMaxConvertedText",
       [](uint64_t n) {
         return Flaws(kMime + "Content-Type: text/html; charset=utf-16be\r\n\r\n" + std::string(n, 'x'));
       }},
      {"kMaxPlainLinks",
       [](uint64_t n) { return Flaws(kMime + "\r\n" + Times(n, "http://a.example/\r\n")); }},
      {"kMaxPlaces", [](uint64_t n) { return ReadHtml(Times(n, "or=x ")); }},
      {"kMaxTagLooks", [](uint64_t n) { return ReadHtml(Times(n, "<a href=\"http://1.2.3.4/\">x</a>")); }},
      {"kMaxTagOctetsRead", TagOctets},
      {"kMaxWalkedOctets", Hidden},
      {"kMaxStretches", [](uint64_t n) { return ReadHtml(Times(n, "<!-- x -->")); }},
      {"kMaxWordHits", [](uint64_t n) { return ReadHtml(Times(n, "<!--unsubscribe-->")); }},
      {"kMaxTagOctets",
       [](uint64_t n) {
         return ReadHtml("<a href=\"http://a.example/" + std::string(n - 28, 'x') + "\">x</a>");
       }},
  };
}

}  // namespace kenpin::test
