// Traps in bodies.
#include "tests/linearity/traps.h"

namespace kenpin::test {
namespace {

const std::string kUsual = "From: a@example.com\r\nMIME-Version: 1.0\r\n";

// A body under the given type, once with a signature of each canonicalization over it.
Trap Body(std::string_view name, size_t count, std::string type, std::string piece, std::string end = "") {
  return {name, TrapKind::kMessage, count, [=](size_t n) {
            return kUsual + "Content-Type: " + type + "\r\n\r\n" + Times(n, piece) + end + "\r\n";
          }};
}

Trap Html(std::string_view name, size_t count, std::string piece, std::string end = "") {
  return Body(name, count, "text/html", piece, end);
}

Trap Signed(std::string_view name, size_t count, std::string piece) {
  std::string header;
  for (const char* canonicalization : {"simple", "relaxed"}) {
    header += "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/" + std::string(canonicalization) +
              "; d=example.com; s=s; h=From; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n";
  }
  return {name, TrapKind::kMessage, count,
          [=](size_t n) { return header + kUsual + "\r\n" + Times(n, piece) + "\r\n"; }};
}

std::string Nested(size_t depth) {
  std::string message = kUsual;
  for (size_t i = 0; i < depth; ++i) {
    const std::string boundary = "b" + std::to_string(i);
    message += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary + "\r\n";
  }
  return message + "\r\nHello.\r\n";
}

std::string LinksTo(size_t domains) {
  std::string html = kUsual + "Content-Type: text/html\r\n\r\n";
  for (size_t i = 0; i < domains; ++i) {
    const std::string host = "h" + std::to_string(i) + ".xn--wgv71a.example";
    html += "<a href=\"https://" + host + "/\">https://" + host + "/</a>\r\n";
  }
  return html;
}

// An HTML text of so many pieces.
Trap QuotedPrintable(std::string_view name, size_t count, std::string piece) {
  return {name, TrapKind::kMessage, count, [=](size_t n) {
            return kUsual + "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
                   Times(n, piece);
          }};
}

}  // namespace

std::vector<Trap> BodyTraps() {
  const std::string mixed = "multipart/mixed; boundary=b";
  return {
      Signed("one line", 400'000, "x"),
      // Beyond the text that is read only hashing goes on.
      Signed("one line of a hundred million octets", 25'000'000, "x"),
      Signed("one line of spaces", 400'000, " "),
      Signed("lines of spaces", 100'000, " \r\n"),
      Signed("empty lines", 200'000, "\r\n"),
      Signed("lone CRs", 400'000, "\r"),
      Signed("lone LFs", 400'000, "\n"),
      Signed("mixed line ends", 100'000, "a\r\nb\nc\rd\r\r\n"),
      Signed("NULs", 400'000, std::string(1, '\0')),
      Body("tiny parts", 2'500, mixed, "--b\r\n\r\nx\r\n"),
      Body("a hundred thousand tiny parts", 25'000, mixed, "--b\r\n\r\nx\r\n"),
      Body("delimiter-like lines", 50'000, mixed, "--c\r\n"),
      Body("two hyphens", 200'000, mixed, "--"),
      Body("closed multiparts", 10'000, mixed, "--b--\r\n"),
      {"nested multiparts", TrapKind::kMessage, 2'500, Nested},
      {"delimiter-like lines in nested multiparts", TrapKind::kMessage, 20'000,
       [](size_t n) { return Nested(31) + Times(n, "--x\r\n"); }},
      QuotedPrintable("quoted-printable =20=0A", 100'000, "=20=0A"),
      QuotedPrintable("quoted-printable =20=0A, 50 MB of it", 2'100'000, "=20=0A"),
      QuotedPrintable("quoted-printable without characters", 200'000, "=\r\n"),
      {"base64 of rubbish", TrapKind::kMessage, 200'000,
       [](size_t n) {
         return kUsual + "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
                Times(n, "=A*");
       }},
      {"UTF-16", TrapKind::kMessage, 100'000,
       [](size_t n) {
         return kUsual + "Content-Type: text/html; charset=utf-16be\r\n\r\n" + Times(n, "ab");
       }},
      {"links in plain text", TrapKind::kMessage, 2'500,
       [](size_t n) { return kUsual + "\r\n" + Times(n, "http://a.example/ "); }},
      {"links to many domains", TrapKind::kMessage, 2'000, LinksTo},
      Html("beginnings of tags", 200'000, "<"),
      Html("beginnings of links", 20'000, "<a href=\""),
      Html("unclosed attributes", 50'000, "<a b='c\" "),
      Html("attributes of one tag", 50'000, "a=b ", ">"),
      Html("unclosed tags", 50'000, "<div "),
      Html("open elements", 50'000, "<div>"),
      Html("hidden elements in one another", 20'000, "<div hidden>"),
      Html("hidden elements by style", 10'000, "<p style=\"display:none\">x"),
      Html("closing tags without opening ones", 50'000, "</div>"),
      Html("beginnings of comments", 50'000, "<!--"),
      Html("comments of a page", 20'000, "<!-- x -->"),
      Html("style sheets", 5'000, "<style>.a{display:none}</style><p class=a>x</p>"),
      Html("classes of one style sheet", 5'000, ".a{display:none}", "</style>"),
      Html("entities", 50'000, "&amp;"),
      Html("unclosed entities", 100'000, "&a"),
      Html("numeric entities", 50'000, "&#1"),
      Html("pictures", 20'000, "<img src=a>"),
      Html("places of links", 20'000, "://"),
      Html("links", 4'000, "<a href=\"https://a.example/\">https://b.example/</a>"),
      Html("unsubscribe", 20'000, "unsubscribe "),
      Html("hidden words of unsubscribing", 10'000, "<!--unsubscribe-->"),
      Html("words of unsubscribing in tags", 10'000, "<a unsubscribe "),
      Html("scripts", 20'000, "<script>"),
      Html("quotes", 200'000, "\""),
  };
}

std::vector<Trap> StoreTraps() {
  const std::string from = "From a@example.com Mon Apr  6 00:00:00 2026\n";
  const std::string head = from + "From: a@example.com\n\n";
  return {
      {"From_ lines", TrapKind::kStore, 20'000, [=](size_t n) { return Times(n, from + "\n"); }},
      {"From_ lines without an empty line before", TrapKind::kStore, 20'000,
       [=](size_t n) { return Times(n, from); }},
      {"lines that begin with From", TrapKind::kStore, 50'000,
       [=](size_t n) { return head + Times(n, "From here on\n"); }},
      {"lines that begin with From behind empty ones", TrapKind::kStore, 50'000,
       [=](size_t n) { return head + Times(n, "\nFrom here on\n"); }},
      {"quoted From_ lines", TrapKind::kStore, 50'000,
       [=](size_t n) { return head + Times(n, ">From a\n"); }},
      {"quotes without end", TrapKind::kStore, 400'000, [=](size_t n) { return head + Times(n, ">"); }},
      {"lines of quotes", TrapKind::kStore, 1'000,
       [=](size_t n) { return head + Times(n, std::string(900, '>') + "From a\n"); }},
      {"From without a line end", TrapKind::kStore, 400'000,
       [=](size_t n) { return head + Times(n, "From "); }},
      {"Content-Length fields", TrapKind::kStore, 20'000,
       [=](size_t n) { return from + Times(n, "Content-Length: 9\n") + "\nHello.\n"; }},
      {"Content-Lengths that lead nowhere", TrapKind::kStore, 5'000,
       [=](size_t n) { return Times(n, from + "Content-Length: 99999999\n\nHello.\n\n"); }},
      {"messages of as many domains", TrapKind::kMessages, 500,
       [](size_t n) {
         std::string all;
         for (size_t i = 0; i < n; ++i) {
           const std::string domain = "d" + std::to_string(i) + ".example";
           all += "From: a@" + domain + "\nDate: Mon, 06 Apr 2026 00:00:00 +0000\nMessage-ID: <1@" + domain +
                  ">\n\nHello.\n" + std::string(kMessageEnd);
         }
         return all;
       }},
      {"messages of as many subdomains", TrapKind::kMessages, 500,
       [](size_t n) {
         std::string all;
         for (size_t i = 0; i < n; ++i) {
           const std::string domain = "d" + std::to_string(i) + ".shop.example";
           all += "From: a@" + domain + "\nMessage-ID: <1@" + domain + ">\n\nHello.\n" +
                  std::string(kMessageEnd);
         }
         return all;
       }},
      {"messages with selectors of their own", TrapKind::kMessages, 500,
       [](size_t n) {
         std::string all;
         for (size_t i = 0; i < n; ++i) {
           all += "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s" + std::to_string(i) +
                  "; h=From; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\nFrom: "
                  "a@example.com\n\nHello.\n" +
                  std::string(kMessageEnd);
         }
         return all;
       }},
  };
}

}  // namespace kenpin::test
