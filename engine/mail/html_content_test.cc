#include "engine/mail/html_content.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

// What messages say is tested in content_facts_test.cc; here the limits.
HtmlVerdict Read(std::string_view html, ContentFacts* facts) {
  const PaddedText padded(html);
  Arena arena;
  HtmlContent content;
  return content.Read(padded.view(), "utf-8", arena, facts);
}

TEST(HtmlContent, Limits) {
  const struct {
    const char* name;
    std::string_view piece;
    size_t times;
    bool too_much;
  } kCases[] = {
      {"places", "://", kMaxPlaces + 1000, true},
      {"fewer places", "://", kMaxPlaces / 4, false},
      {"comments", "<!-- x -->", kMaxStretches + 1, true},
      {"links", "<a href=\"http://1.2.3.4/\">x</a>", kMaxTagLooks + 1, true},
      {"fewer links", "<a href=\"http://1.2.3.4/\">x</a>", 1000, false},
  };
  for (const auto& c : kCases) {
    std::string html;
    for (size_t i = 0; i < c.times; ++i) html += c.piece;
    ContentFacts facts;
    EXPECT_EQ(Read(html, &facts).too_much, c.too_much) << c.name;
  }
}

TEST(HtmlContent, KeepsTheFirstHostPairs) {
  std::string html;
  for (int i = 0; i < 10; ++i) {
    html += "<a href=\"https://t" + std::to_string(i) + ".example/\">https://s" + std::to_string(i) +
            ".example</a>";
  }
  ContentFacts facts;
  Read(html, &facts);
  EXPECT_EQ(facts.host_pairs, kMaxHostPairs);
}

}  // namespace
}  // namespace kenpin
