// Traps in header fields.
#include "tests/linearity/traps.h"

namespace kenpin::test {
namespace {

const std::string kUsual =
    "From: a@example.com\r\nDate: Mon, 06 Apr 2026 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n";
const std::string kBody = "\r\nHello.\r\n";
const std::string kReceived =
    "Received: from out.example.com (out.example.com [198.51.100.7]) by mx.receiver.org (Exim 4) with ESMTPS "
    "id "
    "1; Mon, 06 Apr 2026 00:00:00 +0000\r\n";
const std::string kSignatureEnd = "; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n";

Trap Header(std::string_view name, size_t count, std::function<std::string(size_t)> make) {
  return {name, TrapKind::kMessage, count, [make](size_t n) { return make(n) + kUsual + kBody; }};
}

// One field whose body is `piece`, over and over.
Trap Field(std::string_view name, size_t count, std::string field, std::string piece, std::string end = "") {
  return Header(name, count, [=](size_t n) { return field + ": " + Times(n, piece) + end + "\r\n"; });
}

// The same as From, which must be the only one.
Trap From(std::string_view name, size_t count, std::string piece, std::string end = "") {
  return {name, TrapKind::kMessage, count, [=](size_t n) {
            return "From: " + Times(n, piece) + end + "\r\nTo: " + Times(n, piece) + end + "\r\n" + kBody;
          }};
}

// Fields, over and over.
Trap Fields(std::string_view name, size_t count, std::string field) {
  return Header(name, count, [=](size_t n) { return Times(n, field); });
}

std::string Signature(const std::string& fields) {
  return "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=example.com; s=s; h=" + fields +
         kSignatureEnd;
}

std::string ArcSet(size_t instance) {
  const std::string i = "i=" + std::to_string(instance);
  return "ARC-Seal: " + i +
         "; a=rsa-sha256; cv=pass; d=example.com; s=s; b=AAAA\r\nARC-Message-Signature: " + i +
         "; a=rsa-sha256; d=example.com; s=s; h=From" + kSignatureEnd + "ARC-Authentication-Results: " + i +
         "; a.example; none\r\n";
}

}  // namespace

std::string Times(size_t times, std::string_view piece) {
  std::string out;
  out.reserve(times * piece.size());
  for (size_t i = 0; i < times; ++i) out += piece;
  return out;
}

std::vector<Trap> HeaderTraps() {
  return {
      Fields("From fields", 10'000, "From: a@example.com\r\n"),
      Fields("Received fields below their limit", 20, kReceived),
      Fields("Received fields", 10'000, kReceived),
      Fields("a million short Received fields", 250'000, "Received: x\r\n"),
      Fields("lines without a colon in the header", 20'000, "no field\r\n"),
      Fields("fields of unknown names", 10'000, "X-Something: y\r\n"),
      Fields("Authentication-Results fields", 5'000, "Authentication-Results: mx.receiver.org; spf=pass\r\n"),
      Fields("believed Authentication-Results fields", 5'000,
             "Authentication-Results: mx.receiver.org; dkim=pass header.d=a.example\r\n"),
      Fields("Received-SPF fields", 5'000, "Received-SPF: pass client-ip=198.51.100.7\r\n"),
      Fields("DKIM-Signature fields", 5'000, Signature("From")),
      Header("16 signatures that sign all of the header", 4'000,
             [](size_t n) {
               return Times(16, Signature("From:X")) + "X: " + Times(n, "abcdefg\r\n ") + "\r\n";
             }),
      Header("signed names by the thousand", 5'000,
             [](size_t n) { return Signature("From" + Times(n, ":X")) + Times(n, "X: y\r\n"); }),
      Header("names that are signed and absent", 5'000,
             [](size_t n) { return Signature("From" + Times(n, ":X")) + Times(n, "Y: y\r\n"); }),
      Header("tags of a tag-list", 10'000,
             [](size_t n) { return "DKIM-Signature: v=1" + Times(n, "; x=y") + "\r\n"; }),
      Header("ARC Sets", 2'500,
             [](size_t n) {
               std::string sets;
               for (size_t i = 1; i <= n; ++i) sets += ArcSet(i);
               return sets;
             }),
      Header("ARC Sets below their limit, long", 2'000,
             [](size_t n) {
               std::string sets = "X: " + Times(n, "abcdefg\r\n ") + "\r\n";
               for (size_t i = 1; i <= 8; ++i) sets += ArcSet(i);
               return sets;
             }),
      From("nested comments", 100'000, "("),
      From("nested comments that end", 50'000, "()("),
      From("comments of an address", 50'000, "(a)"),
      // However many there are, their number is odd: the last one is never closed.
      From("unclosed quotes", 50'000, "\"a", "\"x"),
      From("quoted pairs", 100'000, "\\"),
      From("addresses", 10'000, "a@b.example, "),
      From("groups", 10'000, "g: a@b.example;, "),
      From("angle brackets", 100'000, "<"),
      From("routes", 50'000, "<@a,", "b@c.example>"),
      From("at signs", 100'000, "@"),
      From("labels of a domain", 50'000, "a.", "a@example.com"),
      From("encoded words in a name", 10'000, "=?utf-8?Q?abc?= ", "<a@example.com>"),
      Field("encoded words", 10'000, "Subject", "=?utf-8?B?5pel5pys?= "),
      Field("encoded words that do not end", 50'000, "Subject", "=?utf-8?Q?"),
      Field("beginnings of encoded words", 100'000, "Subject", "=?"),
      Field("folds", 50'000, "Subject", "a\r\n "),
      Field("folds of white space only", 50'000, "Subject", "\r\n "),
      Field("a header line of one word", 400'000, "Subject", "x"),
      Field("References", 20'000, "References", "<1@example.com> "),
      Field("Message-ID", 50'000, "Message-ID", "<a"),
      Field("URIs of List-Unsubscribe", 10'000, "List-Unsubscribe", "<https://u.example/1>, "),
      Field("brackets of List-Unsubscribe", 100'000, "List-Unsubscribe", "<"),
      Field("comments of List-Unsubscribe", 50'000, "List-Unsubscribe", "(a)"),
      Field("comments in a date", 50'000, "Date", "(a)"),
      Field("comments in a Received", 50'000, "Received", "(a) "),
      Field("words in a Received", 50'000, "Received", "by a "),
      Field("results of an Authentication-Results", 10'000, "Authentication-Results",
            "a; dkim=pass header.d=b "),
      Field("comments of an Authentication-Results", 20'000, "Authentication-Results", "(a) "),
      Field("parameters of Content-Type", 20'000, "Content-Type", "text/html; a=b"),
      Field("pieces of a boundary", 10'000, "Content-Type", "multipart/mixed; boundary*0=b; boundary*1=c"),
      Field("Feedback-ID", 50'000, "Feedback-ID", "a:"),
      Field("List-Id", 50'000, "List-Id", "<a."),
      Field("Return-Path", 50'000, "Return-Path", "<a@"),
  };
}

}  // namespace kenpin::test
