// What the body's text costs: a newsletter of 64 KB, half of it HTML, in each transfer encoding; one with the
// usual preheader and buttons; one without any word of unsubscribing, which is searched to the end.
#include <benchmark/benchmark.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/mail/content_facts.h"
#include "engine/mail/identity_facts.h"
#include "engine/mail/markup_scan.h"
#include "engine/mail/text_decode.h"

namespace kenpin {
namespace {

constexpr size_t kSlack = 64;
constexpr size_t kPartOctets = 32 * 1024;

enum class Design { kPlain, kStyled, kNoWords };

std::string MakeHtml(Design design) {
  std::string html =
      "<!DOCTYPE html>\r\n<html lang=\"en\"><head><title>News</title></head>\r\n<body "
      "bgcolor=\"#f6f6f2\">\r\n";
  if (design == Design::kStyled)
    html += "<div style=\"display:none;max-height:0\">What is new in spring&zwnj;&nbsp;</div>\r\n";
  for (int i = 0; html.size() < kPartOctets; ++i) {
    html +=
        "<tr><td style=\"padding:12px 24px;font-family:sans-serif;color:#333333\">\r\n<h2 "
        "style=\"margin:0;font-size:"
        "18px\">A small gift</h2>\r\n<p style=\"margin:8px 0;line-height:1.6\">Once more this season the "
        "studio by "
        "the harbour keeps talking about\r\nweekend tickets, in a plain paper box, as long as the sun is "
        "out.</p>\r\n";
    if (design == Design::kStyled)
      html +=
          "<a style=\"background:#0066cc;color:#ffffff\" href=\"https://click.service.example/b/1\">Buy</a>";
    html += "<a href=\"https://click.service.example/c/BM5Lfx0pzpoxRNVwccN3\">No. " + std::to_string(i) +
            "</a></td></tr>\r\n";
  }
  html += design == Design::kNoWords ? "<p>Thank you for your order.</p>"
                                     : "<p><a href=\"https://click.service.example/u/1\">Unsubscribe</a></p>";
  return html + "\r\n</body></html>\r\n";
}

std::string Base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t i = 0; i + 3 <= text.size(); i += 3) {
    const auto octet = [text, i](size_t k) {
      return static_cast<unsigned>(static_cast<unsigned char>(text[i + k]));
    };
    const unsigned bits = octet(0) << 16 | octet(1) << 8 | octet(2);
    for (int shift = 18; shift >= 0; shift -= 6) out += kAlphabet[bits >> shift & 63];
    if (i % 57 == 54) out += "\r\n";
  }
  return out;
}

std::string QuotedPrintable(std::string_view text) {
  std::string out;
  size_t column = 0;
  for (const char c : text) {
    std::string piece(1, c);
    if (c == '=') piece = "=3D";
    if (column + piece.size() > 75 && c != '\r' && c != '\n') {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column = c == '\n' ? 0 : column + piece.size();
  }
  return out;
}

// A message with the slack that scans may read, its view and its leaves.
struct Mail {
  Mail(Design design, std::string_view encoding) {
    std::string text;
    while (text.size() < kPartOctets)
      text += "Once more this season the studio by the harbour keeps talking.\r\n";
    std::string html = MakeHtml(design);
    if (encoding == "base64") {
      text = Base64(text);
      html = Base64(html);
    } else if (encoding == "quoted-printable") {
      text = QuotedPrintable(text);
      html = QuotedPrintable(html);
    }
    const std::string part = "\r\nContent-Transfer-Encoding: " + std::string(encoding) + "\r\n\r\n";
    const std::string message =
        "From: The Shop <a@shop.example>\r\nSubject: News of the day\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; "
        "charset=utf-8" +
        part + text + "\r\n--b\r\nContent-Type: text/html; charset=utf-8" + part + html + "\r\n--b--\r\n";
    bytes.assign(kSlack, '\0');
    bytes += message;
    bytes.append(kSlack, '\0');
    view = IndexMessage(std::string_view(bytes).substr(kSlack, message.size()), arena);
    leaves = WalkMime(view, arena).leaves;
  }
  std::string bytes;
  Arena arena;
  MessageView view;
  std::span<const MimeLeaf> leaves;
};

void BM_Content(benchmark::State& state, Design design, std::string_view encoding) {
  const Mail mail(design, encoding);
  ContentReader reader;
  Arena scratch;
  for (auto _ : state) {
    ParseFlaws flaws;
    ContentFacts facts = reader.Read(mail.view, mail.leaves, scratch, &flaws);
    benchmark::DoNotOptimize(facts);
    scratch.Reset();
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * mail.view.bytes().size()));
}
BENCHMARK_CAPTURE(BM_Content, plain_8bit, Design::kPlain, "8bit");
BENCHMARK_CAPTURE(BM_Content, plain_quoted_printable, Design::kPlain, "quoted-printable");
BENCHMARK_CAPTURE(BM_Content, plain_base64, Design::kPlain, "base64");
BENCHMARK_CAPTURE(BM_Content, styled_8bit, Design::kStyled, "8bit");
BENCHMARK_CAPTURE(BM_Content, styled_quoted_printable, Design::kStyled, "quoted-printable");
BENCHMARK_CAPTURE(BM_Content, no_words_8bit, Design::kNoWords, "8bit");

void BM_Identity(benchmark::State& state) {
  const Mail mail(Design::kPlain, "8bit");
  Arena scratch;
  for (auto _ : state) {
    const ShownAddresses addresses = ParseShownAddresses(mail.view, scratch);
    IdentityFacts facts = ParseIdentityFacts(mail.view, addresses, FromFacts(), SenderFacts(), scratch);
    benchmark::DoNotOptimize(facts);
    scratch.Reset();
  }
}
BENCHMARK(BM_Identity);

// The kernels by themselves, on 32 KB.
void BM_FindMarkup(benchmark::State& state) {
  const Mail mail(Design::kPlain, "8bit");
  const std::string_view text = mail.view.body();
  std::array<uint32_t, 512> places;
  for (auto _ : state) {
    for (size_t from = 0; from < text.size();) from = FindMarkup(text, from, places).next;
    benchmark::DoNotOptimize(places);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK(BM_FindMarkup);

void BM_Decode(benchmark::State& state, size_t (*decode)(std::string_view, char*),
               std::string_view encoding) {
  const Mail mail(Design::kPlain, encoding);
  const MimeLeaf& leaf = mail.leaves.back();
  const std::string_view text = mail.view.bytes().substr(leaf.begin, leaf.end - leaf.begin);
  std::vector<char> out(text.size() + 2 * kDecodeSlack);
  for (auto _ : state) {
    benchmark::DoNotOptimize(decode(text, out.data()));
    benchmark::ClobberMemory();
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * text.size()));
}
BENCHMARK_CAPTURE(BM_Decode, quoted_printable, DecodeQuotedPrintable, "quoted-printable");
BENCHMARK_CAPTURE(BM_Decode, base64, DecodeBase64, "base64");

}  // namespace
}  // namespace kenpin
