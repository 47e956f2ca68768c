#include "engine/mail/content_facts.h"

#include <gtest/gtest.h>
#include <mimetic/mimetic.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <random>
#include <string>

#include "engine/mail/test_message.h"
#include "engine/mail/text_decode.h"
#include "engine/mail/text_decode_scalar.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

struct Read {
  explicit Read(std::string_view bytes) : message(bytes) {
    facts = reader.Read(message.view, WalkMime(message.view, message.arena).leaves, message.arena, &flaws);
  }
  TestMessage message;
  ContentReader reader;
  ParseFlaws flaws;
  ContentFacts facts;
};

std::string Encode(std::string_view utf8, const char* charset) {
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(std::string(utf8));
  std::string out(utf8.size() * 4 + 16, '\0');
  UErrorCode error = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(charset, &error);
  out.resize(static_cast<size_t>(ucnv_fromUChars(converter, out.data(), static_cast<int32_t>(out.size()),
                                                 text.getBuffer(), text.length(), &error)));
  ucnv_close(converter);
  EXPECT_TRUE(U_SUCCESS(error)) << charset;
  return out;
}

std::string TransferEncode(std::string_view text, std::string_view encoding) {
  std::string out;
  if (encoding == "base64") {
    mimetic::Base64::Encoder encoder;
    mimetic::encode(text.begin(), text.end(), encoder, std::back_inserter(out));
  } else if (encoding == "quoted-printable") {
    // Lines of 76 at most, every octet that must be escaped and each '=' too.
    size_t column = 0;
    for (const char c : text) {
      const bool plain = (c >= ' ' && c < 127 && c != '=') || c == '\n';
      char escape[4] = {c, '\0'};
      if (!plain)
        std::snprintf(escape, sizeof(escape), "=%02X", static_cast<unsigned>(static_cast<uint8_t>(c)));
      const std::string_view piece = escape;
      if (column + piece.size() > 75 && c != '\n') {
        out += "=\n";
        column = 0;
      }
      out += piece;
      column = c == '\n' ? 0 : column + piece.size();
    }
  } else {
    out = text;
  }
  return out;
}

std::string Message(std::string_view type, std::string_view charset, std::string_view encoding,
                    std::string_view body) {
  return "From: a@example.com\nMIME-Version: 1.0\nContent-Type: " + std::string(type) +
         "; charset=" + std::string(charset) + "\nContent-Transfer-Encoding: " + std::string(encoding) +
         "\n\n" + TransferEncode(body, encoding);
}

std::string Html(std::string_view body) { return Message("text/html", "utf-8", "8bit", body); }

TEST(ContentFacts, UnsubscribeInHtml) {
  using S = UnsubscribeSign;
  const std::string filler(4000, 'x');
  const struct {
    const char* name;
    std::string html;
    S sign;
  } kCases[] = {
      {"link text", "<p>Hello</p><a href=\"https://x.example/1\">Unsubscribe</a>", S::kVisible},
      {"far above the footer", "<p>To unsubscribe, write to us</p>" + filler + filler, S::kVisible},
      {"target of a link that shows text", "<a href=\"https://x.example/unsubscribe?u=1\">Click here</a>",
       S::kVisible},
      {"target of a link around an image", "<a href='https://x.example/unsubscribe'><img src=x></a>",
       S::kImageOnly},
      {"alternative text", "<img alt=\"unsubscribe\" src=x>", S::kImageOnly},
      {"nothing", "<p>Hello</p>", S::kNone},
      {"comment", "<p>Hello</p><!-- unsubscribe -->", S::kNone},
      {"link in a comment", "<!-- <a href=x>unsubscribe</a> --><p>Hello</p>", S::kNone},
      {"class name", "<p class=\"unsubscribe\">Hello</p>", S::kNone},
      {"style sheet", "<style>.unsubscribe{color:red}</style><p>Hello</p>", S::kNone},
      {"title", "<title>unsubscribe</title><p>Hello</p>", S::kNone},
      {"display:none", "<p>Hello</p><div style=\"display:none\"><p>To <a href=x>unsubscribe</a></p></div>",
       S::kHidden},
      {"hidden and shown", "<div style='display: none'>unsubscribe</div><p>unsubscribe</p>", S::kVisible},
      {"tiny", "<p>Hello there</p><span style=\"font-size:1px\">unsubscribe</span>", S::kHidden},
      {"hidden class", "<style>.h { display:none }</style><p>Hello</p><p class=\"a hh h\">unsubscribe</p>",
       S::kVisible},
      {"hidden class of two letters",
       "<style>.hd { display:none }</style><p>Hello</p><p class=\"a hd\">unsubscribe</p>", S::kHidden},
      {"class hidden on phones only",
       "<style>@media (max-width:600px){.hd{display:none}}</style><p class=hd>unsubscribe</p>", S::kVisible},
      {"white on white", "<p>" + filler + "</p><p style=\"color:#ffffff\">unsubscribe</p>", S::kHidden},
      {"light grey at the end", "<p>" + filler + "</p><p style=\"color:#dddddd\">unsubscribe</p>",
       S::kLowContrast},
      {"grey at the end", "<p>" + filler + "</p><p style=\"color:#777777\">unsubscribe</p>", S::kVisible},
      {"light grey on black",
       "<body bgcolor=\"#000000\"><p>" + filler + "</p><p style=\"color:#dddddd\">unsubscribe</p>",
       S::kVisible},
      {"light grey at the end, black above",
       "<p>unsubscribe</p>" + filler + "<p style=\"color:#ddd\">unsubscribe</p>", S::kVisible},
      {"Japanese", "<a href=x>配信停止</a>", S::kVisible},
      {"wrapper of font-size:0",
       "<td style=\"font-size:0\"><div style=\"font-size:14px\">unsubscribe</div></td>", S::kVisible},
  };
  for (const auto& c : kCases) {
    const Read read(Html(c.html));
    EXPECT_EQ(read.facts.unsubscribe, c.sign) << c.name;
    EXPECT_TRUE(read.facts.has_html) << c.name;
  }
}

TEST(ContentFacts, HiddenText) {
  const std::string long_text(300, 'x');
  const struct {
    const char* name;
    std::string html;
    uint32_t hidden;
    uint32_t preheader;
    std::string_view styles;  // Letters of HidingStyle, in order: d v o f z s c.
  } kCases[] = {
      {"nothing", "<p>Hello</p>", 0, 0, ""},
      {"preheader",
       "<html><head><title>x</title></head><body><div style=\"display:none;max-height:0\">News of the "
       "day&nbsp;&zwnj;</div><p>Hi</p>",
       0, 12, ""},
      {"long text at the beginning", "<div style=\"display:none\">" + long_text + "</div><p>Hi</p>", 300, 0,
       "d"},
      {"display:none below",
       "<p>A text that is seen by everybody</p><div style='display:none'>abc <b>de</b></div>f", 5, 0, "d"},
      {"visibility", "<p>A text that is seen by everybody</p><div style=\"visibility:hidden\">abc</div>", 3,
       0, "v"},
      {"visible again",
       "<p>A text that is seen by everybody</p><div style=\"visibility:hidden\">abc<p "
       "style=\"visibility:visible\">shown</p></div>",
       3, 0, "v"},
      {"opacity", "<p>A text that is seen by everybody</p><div style=\"opacity: 0\">abc</div>", 3, 0, "o"},
      {"opacity 0.5", "<p>A text that is seen by everybody</p><div style=\"opacity: 0.5\">abc</div>", 0, 0,
       ""},
      {"font-size", "<p>A text that is seen by everybody</p><font style=\"FONT-SIZE:0px\">abc</font>", 3, 0,
       "f"},
      {"font-size 12px", "<p>A text that is seen by everybody</p><font style=\"font-size:12px\">abc</font>",
       0, 0, ""},
      {"height",
       "<p>A text that is seen by everybody</p><div style=\"overflow:hidden;max-height:0px\">abc</div>", 3, 0,
       "z"},
      {"line-height is none", "<p>A text that is seen by everybody</p><div style=\"line-height:0\">abc</div>",
       0, 0, ""},
      {"off-screen",
       "<p>A text that is seen by everybody</p><div style=\"position:absolute;left:-9999px\">abc</div>", 3, 0,
       "s"},
      {"indented", "<p>A text that is seen by everybody</p><div style=\"text-indent:-9999px\">abc</div>", 3,
       0, "s"},
      {"white on white", "<p>A text that is seen by everybody</p><font color=\"#FFFFFF\">abc</font>", 3, 0,
       "c"},
      {"white on a blue button",
       "<p>A text that is seen by everybody</p><a style=\"background:#00c;color:#fff\">abc</a>", 0, 0, ""},
      {"white in a blue cell",
       "<p>A text that is seen by everybody</p><table><tr><td bgcolor=\"#0000cc\"><span "
       "style=\"color:#fff\">abc</span></td></tr></table>",
       0, 0, ""},
      {"grey on the same grey",
       "<p>A text that is seen by everybody</p><div style=\"background-color:#777\"><p "
       "style=\"color:#777777\">abc</p></div>",
       3, 0, "c"},
      {"unclosed element", "<p>A text that is seen by everybody</p><div style=\"display:none\">abc", 3, 0,
       "d"},
      {"spacers are nothing",
       "<p>A text that is seen by everybody</p><div style=\"display:none\">&nbsp;&#847; "
       "&zwnj;\xc2\xa0\xe2\x80\x8c</div>",
       0, 0, ""},
      {"in a comment",
       "<p>A text that is seen by everybody</p><!--[if mso]><div "
       "style=\"display:none\">abc</div><![endif]-->",
       0, 0, ""},
      {"line break in the style",
       "<p>A text that is seen by everybody</p><div style=\"color:red;\n display :\n none\">abc</div>", 3, 0,
       "d"},
      {"comment in the style",
       "<p>A text that is seen by everybody</p><div style=\"display/**/:none\">abc</div>", 3, 0, "d"},
      {"Japanese", "<p>A text that is seen by everybody</p><div style=\"display:none\">配信 停止</div>", 4, 0,
       "d"},
  };
  constexpr std::string_view kLetters = "dvofzsc";
  for (const auto& c : kCases) {
    const Read read(Html(c.html));
    EXPECT_EQ(read.facts.hidden_characters, c.hidden) << c.name;
    EXPECT_EQ(read.facts.preheader_characters, c.preheader) << c.name;
    std::string styles;
    for (size_t i = 0; i < kLetters.size(); ++i) {
      if (read.facts.Hides(static_cast<HidingStyle>(i))) styles += kLetters[i];
    }
    EXPECT_EQ(styles, c.styles) << c.name;
  }
}

TEST(ContentFacts, Links) {
  const struct {
    const char* name;
    std::string_view html;
    std::string_view facts;  // l link, i IP literal, s script, d data, h shortener, p pair.
  } kCases[] = {
      {"none", "<p>Hello</p>", ""},
      {"honest", "<a href=\"https://shop.example/x\">https://shop.example/</a>", "l"},
      {"www does not count", "<a href=\"https://shop.example/x\">www.shop.example</a>", "l"},
      {"other host", "<a href=\"https://click.other.example/x\">http://shop.example/</a>", "lp"},
      {"other host behind a tag",
       "<a href=\"https://click.other.example/x\"><b><u>http://shop.example/</u></b></a>", "lp"},
      {"www with another host", "<a href='https://click.other.example/x'>www.shop.example</a>", "lp"},
      {"URL outside of the link", "<a href='https://click.other.example/x'>Here</a> http://shop.example/",
       "l"},
      {"no quotes", "<a href=https://click.other.example/x>http://shop.example/</a>", "lp"},
      {"IPv4", "<a href=\"http://192.0.2.1/x\">Here</a>", "li"},
      {"IPv4 as a number", "<a href=\"http://3221225985/\">Here</a>", "li"},
      {"IPv4 behind a name", "<a href=\"http://shop.example@192.0.2.1/x\">Here</a>", "li"},
      {"IPv6", "<a href=\"http://[2001:db8::1]/x\">Here</a>", "li"},
      {"image from an address is no link",
       "<a href=\"https://shop.example/a\">x</a><img src=\"http://192.0.2.1/x\">", "l"},
      {"javascript", "<a href=\"JavaScript:go()\">Here</a>", "ls"},
      {"data", "<a href=\"data:text/html,x\">Here</a>", "ld"},
      {"data image is no link", "<img src=\"data:image/png;base64,AAAA\">", ""},
      {"shortener", "<a href=\"https://bit.ly/3x\">Here</a>", "lh"},
      {"shortener with www, its full stop, after other hosts",
       "<a href=\"https://news.shop.example/\">Here</a><a href=\"https://www.tinyurl.com./3x\">There</a>",
       "lh"},
      {"not a shortener", "<a href=\"https://bit.ly.example/3x\">Here</a>", "l"},
      {"in a comment", "<!-- <a href=\"http://192.0.2.1/\">x</a> --><p>x</p>", ""},
  };
  for (const auto& c : kCases) {
    const ContentFacts facts = Read(Html(c.html)).facts;
    std::string got;
    if (facts.has_link) got += 'l';
    if (facts.ip_literal_link) got += 'i';
    if (facts.script_link) got += 's';
    if (facts.data_link) got += 'd';
    if (facts.shortener_link) got += 'h';
    if (facts.host_pairs > 0) got += 'p';
    EXPECT_EQ(got, c.facts) << c.name;
  }
  const Read read(Html("<a href=\"https://Click.other.example/x\">http://Shop.example/</a>"));
  ASSERT_EQ(read.facts.host_pairs, 1);
  EXPECT_EQ(read.facts.pairs[0].shown, "shop.example");
  EXPECT_EQ(read.facts.pairs[0].target, "click.other.example");
}

// Whatever the text of the link, the letters of its host are looked at.
TEST(ContentFactsTest, InternationalHostsOfLinksAreKept) {
  struct Case {
    const char* name;
    const char* text;
    bool html;
    std::string_view host;  // Empty: none is kept.
  };
  constexpr Case kCases[] = {
      {"A-labels", "<a href=\"https://www.XN--pypost-3nf.example/sale\">Sale</a>", true,
       "www.xn--pypost-3nf.example"},
      {"behind an ordinary one",
       "<a href=\"https://click.long-name.example/\">1</a><a href=\"https://xn--pypost-3nf.example\">2</a>",
       true, "xn--pypost-3nf.example"},
      {"UTF-8", "<a href=\"https://p\xd0\xb0ypost.example/\">Sale</a>", true, "p\xd0\xb0ypost.example"},
      {"hyphens", "<a href=\"https://axn--b.some-long-name.example/\">Sale</a>", true, ""},
      {"plain text", "see https://xn--pypost-3nf.example/sale", false, "xn--pypost-3nf.example"},
      {"plain ASCII", "see https://paypost.example/sale", false, ""},
  };
  for (const Case& c : kCases) {
    const Read read(c.html ? Html(c.text) : Message("text/plain", "utf-8", "8bit", c.text));
    ASSERT_EQ(read.facts.host_pairs, c.host.empty() ? 0 : 1) << c.name;
    if (c.host.empty()) continue;
    EXPECT_EQ(read.facts.pairs[0].shown, c.host) << c.name;
    EXPECT_EQ(read.facts.pairs[0].target, c.host) << c.name;
  }
}

TEST(ContentFacts, Charsets) {
  const char* const kCharsets[] = {"UTF-8",  "ISO-2022-JP", "Shift_JIS", "EUC-JP",       "GB18030",
                                   "UTF-16", "UTF-16LE",    "UTF-7",     "ISO-2022-JP-2"};
  for (const char* charset : kCharsets) {
    for (const char* encoding : {"8bit", "base64", "quoted-printable"}) {
      const std::string text =
          Encode("<p>メールの<a href=\"https://x.example/\">配信停止</a>はこちら</p>\n", charset);
      if (std::string_view(charset).substr(0, 6) == "UTF-16" && std::string_view(encoding) == "8bit")
        continue;
      const ContentFacts facts = Read(Message("text/html", charset, encoding, text)).facts;
      EXPECT_EQ(facts.unsubscribe, UnsubscribeSign::kVisible) << charset << " " << encoding;
      EXPECT_TRUE(facts.has_link) << charset << " " << encoding;
      EXPECT_FALSE(facts.text_undecodable) << charset;
    }
  }
  const ContentFacts russian =
      Read(Message("text/plain", "KOI8-R", "8bit",
                   Encode("Здравствуйте, уважаемый клиент нашего магазина", "KOI8-R")))
          .facts;
  EXPECT_FALSE(russian.language_covered);
  EXPECT_EQ(russian.unsubscribe, UnsubscribeSign::kNone);
  EXPECT_TRUE(Read(Message("text/plain", "x-nobody", "8bit", "\xff\xfe")).facts.text_undecodable);
}

TEST(ContentFacts, WhatElse) {
  EXPECT_TRUE(Read(Html("<img src=\"https://x.example/all.png\"><p>Hi</p>")).facts.image_only);
  EXPECT_FALSE(Read(Html("<img src=x><p>" + std::string(100, 'x') + "</p>")).facts.image_only);
  EXPECT_FALSE(Read(Html("<html lang=\"pl\"><p>Witamy</p>")).facts.language_covered);
  EXPECT_TRUE(Read(Html("<html lang=\"en\"><p>Welcome</p>")).facts.language_covered);
  EXPECT_TRUE(Read(Html("<p>x<!-- never closed")).facts.html_broken);
  const std::string list =
      "List-Unsubscribe: <mailto:x@y.example>, "
      "<https://u.service.example/o/UhM8BETqVBiaqZEf1234>\nContent-Type: text/plain\n\n";
  EXPECT_TRUE(Read(list + "Go: https://u.service.example/x").facts.shares_unsubscribe_link);
  EXPECT_TRUE(
      Read(list + "Go: https://c.service.example/UhM8BETqVBiaqZEf1234").facts.shares_unsubscribe_link);
  EXPECT_FALSE(Read(list + "Go: https://u.service.example.org/x").facts.shares_unsubscribe_link);
  EXPECT_TRUE(Read("Content-Type: text/plain\n\nSee http://192.0.2.1/").facts.ip_literal_link);
  EXPECT_TRUE(Read("Content-Type: text/plain\n\nTo unsubscribe, answer.").facts.unsubscribe ==
              UnsubscribeSign::kVisible);
  EXPECT_TRUE(
      Read("Content-Type: text/plain\nContent-Disposition: attachment\n\nunsubscribe").facts.unsubscribe ==
      UnsubscribeSign::kNone);
}

// The same text in another transfer encoding has the same facts.
TEST(ContentFacts, EncodingDoesNotMatter) {
  constexpr uint32_t kSeed = 4711;
  std::mt19937 random(kSeed);
  const std::string_view kPieces[] = {"<p>Hello there, this is text.</p>\n",
                                      "<div style=\"display:none\">hidden</div>",
                                      "<a href=\"https://bit.ly/x\">x</a>",
                                      "<a href=\"https://one.example/\">http://two.example/</a>",
                                      "<!-- unsubscribe -->",
                                      "配信停止",
                                      "Unsubscribe",
                                      "<span style=\"color:#fff\">white</span>",
                                      "<td bgcolor=\"#000\">",
                                      "</td>",
                                      "<img src=\"http://192.0.2.1/\">",
                                      "<style>.ab{display:none}</style>",
                                      "<p class=\"ab\">class</p>",
                                      "\n",
                                      "<",
                                      ">",
                                      "\"",
                                      "style='opacity:0'",
                                      "&nbsp;",
                                      "お知らせ"};
  for (int round = 0; round < 400; ++round) {
    std::string html;
    const size_t size = random() % 3000;
    while (html.size() < size) html += kPieces[random() % std::size(kPieces)];
    html += '\n';
    const Read plain(Html(html));
    for (const char* encoding : {"base64", "quoted-printable"}) {
      const Read other(Message("text/html", "utf-8", encoding, html));
      SCOPED_TRACE("seed " + std::to_string(kSeed) + " round " + std::to_string(round) + " " + encoding);
      ASSERT_EQ(plain.facts.unsubscribe, other.facts.unsubscribe);
      ASSERT_EQ(plain.facts.hidden_characters, other.facts.hidden_characters);
      ASSERT_EQ(plain.facts.preheader_characters, other.facts.preheader_characters);
      ASSERT_EQ(plain.facts.hiding, other.facts.hiding);
      ASSERT_EQ(plain.facts.host_pairs, other.facts.host_pairs);
      ASSERT_EQ(plain.facts.shortener_link, other.facts.shortener_link);
      ASSERT_EQ(plain.facts.ip_literal_link, other.facts.ip_literal_link);
      ASSERT_EQ(plain.facts.html_broken, other.facts.html_broken);
      ASSERT_EQ(plain.facts.image_only, other.facts.image_only);
    }
  }
}

void ExpectSameFacts(const ContentFacts& a, const ContentFacts& b) {
  EXPECT_EQ(a.has_text, b.has_text);
  EXPECT_EQ(a.has_html, b.has_html);
  EXPECT_EQ(a.unsubscribe, b.unsubscribe);
  EXPECT_EQ(a.shares_unsubscribe_link, b.shares_unsubscribe_link);
  EXPECT_EQ(a.image_only, b.image_only);
  EXPECT_EQ(a.language_covered, b.language_covered);
  EXPECT_EQ(a.text_undecodable, b.text_undecodable);
  EXPECT_EQ(a.hidden_characters, b.hidden_characters);
  EXPECT_EQ(a.preheader_characters, b.preheader_characters);
  EXPECT_EQ(a.hiding, b.hiding);
  EXPECT_EQ(a.html_broken, b.html_broken);
  EXPECT_EQ(a.has_link, b.has_link);
  EXPECT_EQ(a.ip_literal_link, b.ip_literal_link);
  EXPECT_EQ(a.script_link, b.script_link);
  EXPECT_EQ(a.data_link, b.data_link);
  EXPECT_EQ(a.shortener_link, b.shortener_link);
  ASSERT_EQ(a.host_pairs, b.host_pairs);
  for (size_t i = 0; i < a.host_pairs; ++i) {
    EXPECT_EQ(a.pairs[i].shown, b.pairs[i].shown);
    EXPECT_EQ(a.pairs[i].target, b.pairs[i].target);
  }
}

// The octets of an encoded body, damaged at random, and what the plain decoders make of them: one reader that
// keeps its memory says of the first what a new one says of the second.
TEST(ContentFacts, DamagedBodiesAreReadLikeTheirPlainDecoding) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view kPieces[] = {"<p>Some text.</p>\n",
                                      "<div style=\"display:none\">",
                                      "</div>",
                                      "<a href=\"https://bit.ly/x\">http://two.example/</a>",
                                      "<!-- x -->",
                                      "配信停止はこちら",
                                      "お知らせ",
                                      "To unsubscribe",
                                      "<span style='color:#fff;font-size:1px'>",
                                      "<img src=\"http://192.0.2.1/\">",
                                      "<a href=\"javascript:x\">",
                                      "\n",
                                      " and so on, for a while, until the end of the line\n"};
  ContentReader reader;
  for (int round = 0; round < 600; ++round) {
    std::string text;
    const size_t size = random() % 4000;
    while (text.size() < size) text += kPieces[random() % std::size(kPieces)];
    const bool jis = round % 3 == 0;
    const std::string_view encoding = jis ? "7bit" : round % 3 == 1 ? "quoted-printable" : "base64";
    const std::string_view type = random() % 3 == 0 ? "text/plain" : "text/html";
    std::string encoded = TransferEncode(jis ? Encode(text, "ISO-2022-JP") : text, encoding);
    for (size_t n = random() % 4; n > 0 && !encoded.empty(); --n) {
      encoded[random() % encoded.size()] = "=<>\n\r\x1b:\"x\xe9"[random() % 10];
    }
    std::string plain(3 * encoded.size() + kDecodeSlack, '\0');
    plain.resize(jis                    ? scalar::Iso2022JpToEucJp(encoded, plain.data())
                 : encoding == "base64" ? scalar::DecodeBase64(encoded, plain.data())
                                        : scalar::DecodeQuotedPrintable(encoded, plain.data()));
    const std::string header = "Content-Type: " + std::string(type) +
                               "; charset=" + (jis ? "ISO-2022-JP" : "utf-8") +
                               "\nContent-Transfer-Encoding: " + std::string(encoding) + "\n\n";
    const TestMessage fast(header + encoded);
    Arena arena;
    ParseFlaws flaws;
    const ContentFacts got = reader.Read(fast.view, WalkMime(fast.view, arena).leaves, arena, &flaws);
    const Read wanted("Content-Type: " + std::string(type) + "; charset=" + (jis ? "EUC-JP" : "utf-8") +
                      "\nContent-Transfer-Encoding: 8bit\n\n" + plain);
    SCOPED_TRACE("round " + std::to_string(round));
    ExpectSameFacts(got, wanted.facts);
    if (HasFailure()) break;
  }
}

// Whatever the octets: an end, soon, and within bounds.
TEST(ContentFacts, HostileHtml) {
  const auto many = [](std::string_view piece, size_t size) {
    std::string out;
    while (out.size() < size) out += piece;
    return out;
  };
  constexpr size_t kSize = test::Effort(3u << 20);
  for (const std::string_view piece : {"<",
                                       "<!--",
                                       "<a ",
                                       "<a href=\"",
                                       "<div style=\"display:none\">",
                                       "</div>",
                                       "y:n",
                                       "://",
                                       "<a href=x>http://",
                                       "<style>",
                                       "<style>.ab{display:none}</style>",
                                       "{",
                                       "&",
                                       "<p style='color:#fff'>",
                                       "unsubscribe",
                                       "<!-- -->",
                                       "<a b='>",
                                       "<td style=\"font-size:0\">x",
                                       "\xff",
                                       "color:",
                                       "<img alt=unsubscribe",
                                       "background:#fff "}) {
    const Read read(Html(many(piece, kSize)));
    const Read zero(Html(many(piece, 2000) + std::string(5, '\0') + many(piece, 20)));
  }
}

}  // namespace
}  // namespace kenpin
