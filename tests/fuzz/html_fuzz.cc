// The content of an HTML text: the same facts whatever stands around it and whatever was read before;
// bounded.
#include <string>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/html_content.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

std::string Read(const fuzz::Surrounded& html, std::string_view charset, HtmlContent& reader) {
  Arena arena;
  ContentFacts facts;
  const HtmlVerdict verdict = reader.Read(html.view(), charset, arena, &facts);
  Require(facts.host_pairs <= kMaxHostPairs, "pairs of hosts are bounded");
  Require(facts.hidden_characters <= html.view().size() && facts.preheader_characters <= kMaxPreheader,
          "no more is hidden than there is");
  std::string text;
  for (size_t i = 0; i < facts.host_pairs; ++i) {
    for (const std::string_view host : {facts.pairs[i].shown, facts.pairs[i].target}) {
      html.RequireSound(host);
      (text += host) += ' ';
    }
  }
  for (const uint64_t value :
       {static_cast<uint32_t>(verdict.unsubscribe), uint32_t{verdict.has_image}, uint32_t{verdict.too_much},
        facts.hidden_characters, facts.preheader_characters, uint32_t{facts.hiding},
        uint32_t{facts.html_broken}, uint32_t{facts.has_link}, uint32_t{facts.ip_literal_link},
        uint32_t{facts.script_link}, uint32_t{facts.data_link}, uint32_t{facts.shortener_link},
        uint32_t{facts.host_pairs}}) {
    (text += std::to_string(value)) += ' ';
  }
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static HtmlContent used;
  static HtmlContent other;
  fuzz::Dice dice(input);
  for (const std::string_view charset : {"", "utf-8", "EUC-JP", "shift_jis"}) {
    const std::string expected = Read(fuzz::Surrounded(input, fuzz::Around::kZeros), charset, used);
    for (const fuzz::Around around : fuzz::kArounds) {
      Require(Read(fuzz::Surrounded(input, around, dice.Below(64)), charset, other) == expected,
              "what stands around a text changes nothing");
    }
    // What the next one finds of this one must not matter.
    Read(fuzz::Surrounded("<style>.a{display:none}</style><p class=a>x", fuzz::Around::kZeros), charset,
         used);
  }
  return 0;
}
