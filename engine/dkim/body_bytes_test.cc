// The byte-by-byte canonicalizer by the four readings of line ends. Empty lines at the end are
// canonical_body's.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "engine/dkim/body_kernels.h"

namespace kenpin {
namespace {

std::string Canonical(Canonicalization canonicalization, LineEndReading reading, std::string_view body) {
  std::array<char, 4096> out;
  CanonicalState state;
  const KernelProgress progress = CanonicalizeBytes(canonicalization, reading, body, out, &state);
  EXPECT_EQ(progress.consumed, body.size());
  return {out.data(), progress.produced};
}

TEST(BodyBytes, ReadingsOfLineEnds) {
  const struct {
    const char* name;
    std::string_view body;
    std::array<std::string_view, 4> simple;  // In the order of LineEndReading.
  } cases[] = {
      {"CRLF", "a\r\nb", {"a\r\nb", "a\r\r\nb", "a\r\nb", "a\r\nb"}},
      {"lone LF", "a\nb", {"a\r\nb", "a\r\nb", "a\nb", "a\r\nb"}},
      {"lone CR", "a\rb", {"a\rb", "a\rb", "a\rb", "a\r\nb"}},
      {"CR CR LF", "a\r\r\nb", {"a\r\r\nb", "a\r\r\r\nb", "a\r\r\nb", "a\r\n\r\nb"}},
      {"LF CR", "a\n\rb", {"a\r\n\rb", "a\r\n\rb", "a\n\rb", "a\r\n\r\nb"}},
  };
  for (const auto& c : cases) {
    for (size_t reading = 0; reading < 4; ++reading) {
      SCOPED_TRACE(testing::Message() << c.name << ", reading " << reading);
      EXPECT_EQ(Canonical(Canonicalization::kSimple, static_cast<LineEndReading>(reading), c.body),
                c.simple[reading]);
    }
  }
}

TEST(BodyBytes, WhiteSpaceIsOnlyForRelaxed) {
  constexpr std::string_view kBody = "a \t b \t\r\n\t c\n";
  EXPECT_EQ(Canonical(Canonicalization::kSimple, LineEndReading::kStandard, kBody), "a \t b \t\r\n\t c\r\n");
  EXPECT_EQ(Canonical(Canonicalization::kRelaxed, LineEndReading::kStandard, kBody), "a b\r\n c\r\n");
  EXPECT_EQ(Canonical(Canonicalization::kRelaxed, LineEndReading::kLoneCrEndsLine, "a \rb"), "a\r\nb");
  EXPECT_EQ(Canonical(Canonicalization::kRelaxed, LineEndReading::kLoneLfIsData, "a \nb"), "a \nb");
}

TEST(BodyBytes, LineFacts) {
  LineScan scan;
  ScanLinesByBytes(std::string_view("abc\r\nde\n\rf\x80\0", 12), &scan);
  const BodyFacts facts = scan.Facts();
  EXPECT_EQ(facts.line_ends.crlf, 1u);
  EXPECT_EQ(facts.line_ends.lone_lf, 1u);
  EXPECT_EQ(facts.line_ends.lone_cr, 1u);
  EXPECT_EQ(facts.longest_line, 4u) << "CR, f, 0x80 and NUL: a lone CR is data";
  EXPECT_TRUE(facts.has_eight_bit);
  EXPECT_TRUE(facts.has_nul);
}

}  // namespace
}  // namespace kenpin
