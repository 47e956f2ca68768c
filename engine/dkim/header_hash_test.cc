// Canonical headers: the RFC's example, by hand, and against the slow twin on random headers, across the
// block's end.
#include "engine/dkim/header_hash.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/dkim/field_selector.h"
#include "engine/dkim/test_signer.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

// The canonical header of a message whose topmost field is the signature.
std::string Canonical(std::string_view text, LineEndReading reading = LineEndReading::kStandard) {
  const TestMessage message(text);
  Arena arena;
  const DkimSignature signature = ParseDkimSignature(message.view.Body(message.view.fields()[0]), arena);
  DkimCoverage coverage;
  const std::span<const uint32_t> fields = FieldSelector(message.view, arena).Select(signature, 0, &coverage);
  const std::string canonical = CanonicalHeader(message.view, signature, fields, 0, reading);
  HeaderHasher hasher;
  EXPECT_EQ(hasher.Compute(message.view, signature, fields, 0, reading),
            Hasher(signature.hash()).Compute(canonical));
  return canonical;
}

// RFC 6376 §3.4.5.
TEST(HeaderHash, ExampleOfTheRfc) {
  const std::string fields = "A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n";
  EXPECT_EQ(Canonical("S: c=relaxed; h=A:B; b=xyz\r\n" + fields), "a:X\r\nb:Y Z\r\ns:c=relaxed; h=A:B; b=");
  EXPECT_EQ(Canonical("S: c=simple; h=A:B; b=xyz\r\n" + fields),
            "A: X\r\nB : Y\t\r\n\tZ  \r\nS: c=simple; h=A:B; b=");
}

TEST(HeaderHash, OnlyTheValueOfBGoes) {
  const struct {
    std::string own;
    std::string relaxed;
    std::string simple;
  } cases[] = {
      {"S: b=xyz; bh=b", "s:b=; bh=b", "S: b=; bh=b"},
      {"S: bh=b=;\n\tb = xy\n\t z ;\n\th=b", "s:bh=b=; b =; h=b", "S: bh=b=;\r\n\tb =;\r\n\th=b"},
      {"S: bh=b; b=", "s:bh=b; b=", "S: bh=b; b="},
      {"S: bh=b; b=xyz \t", "s:bh=b; b=", "S: bh=b; b="},
      {"S: bh=b; b=xyz\n\t;", "s:bh=b; b=;", "S: bh=b; b=;"},
      {"S:  bh=b;  b=xyz; ", "s:bh=b; b=;", "S:  bh=b;  b=; "},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Canonical(c.own + "\n\n"), c.simple);
    EXPECT_EQ(Canonical(c.own + ";c=relaxed\n\n").substr(0, c.relaxed.size()), c.relaxed);
  }
}

TEST(HeaderHash, EmptyAndWhiteValues) {
  EXPECT_EQ(Canonical("S: c=relaxed;h=A:B:C:D;b=\nA:\nB: \t \nC: \n \n \t\nD:\n d\n\n"),
            "a:\r\nb:\r\nc:\r\nd:d\r\ns:c=relaxed;h=A:B:C:D;b=");
  EXPECT_EQ(Canonical("S: h=A:B:C;b=\nA:\nB: \t \nC: \n \n \t\n\n"),
            "A:\r\nB: \t \r\nC: \r\n \r\n \t\r\nS: h=A:B:C;b=");
}

TEST(HeaderHash, LastFieldWithoutLineEnd) {
  EXPECT_EQ(Canonical("S: c=relaxed;h=A;b=\nA: a "), "a:a\r\ns:c=relaxed;h=A;b=");
  EXPECT_EQ(Canonical("S: h=A;b=\nA: a\r"), "A: a\r\r\nS: h=A;b=");
  EXPECT_EQ(Canonical("S: c=relaxed;h=A;b=\nA: a\r"), "a:a\r\r\ns:c=relaxed;h=A;b=");
}

TEST(HeaderHash, ReadingsOfLineEnds) {
  const struct {
    LineEndReading reading;
    std::string simple;
    std::string relaxed;
  } cases[] = {
      {LineEndReading::kStandard, "A: 1\r\n 2\r3\r\n 4\r\n", "a:1 2\r3 4\r\n"},
      {LineEndReading::kCrBeforeLfIsData, "A: 1\r\r\n 2\r3\r\n 4\r\r\n", "a:1\r 2\r3 4\r\r\n"},
      {LineEndReading::kLoneLfIsData, "A: 1\r\n 2\r3\n 4\r\n", "a:1 2\r3\n 4\r\n"},
      {LineEndReading::kLoneCrEndsLine, "A: 1\r\n 2\r\n3\r\n 4\r\n", "a:1 2 3 4\r\n"},
  };
  for (const auto& c : cases) {
    const std::string fields = "\nA: 1\r\n 2\r3\n 4\r\n\n";
    EXPECT_EQ(Canonical("S: h=A;b=x" + fields, c.reading), c.simple + "S: h=A;b=");
    EXPECT_EQ(Canonical("S: c=relaxed;h=A;b=x" + fields, c.reading), c.relaxed + "s:c=relaxed;h=A;b=");
  }
}

// The signature's own line end is data under kCrBeforeLfIsData, and goes with the value of b=.
TEST(HeaderHash, OwnLineEndGoesWithB) {
  EXPECT_EQ(Canonical("S: h=A;b=x\r\nA: 1\n\n", LineEndReading::kCrBeforeLfIsData), "A: 1\r\nS: h=A;b=");
  EXPECT_EQ(Canonical("S: b=x;h=A\r\nA: 1\n\n", LineEndReading::kCrBeforeLfIsData), "A: 1\r\nS: b=;h=A\r");
}

// Values of every length around the block's, of text and white space, in both forms of line end.
TEST(HeaderHash, LikeTheSlowTwin) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view pieces[] = {"a",      "word",  " ",        "\t", "  \t ", "\n ",
                                     "\n\t  ", "\r\n ", "\x80\xff", ":",  "\r"};
  for (int round = 0; round < 300; ++round) {
    const std::string canonicalization = round % 2 ? "relaxed" : "simple";
    const std::string own = "Sig: c=" + canonicalization + "; h=A:Bb:A:C; b=";
    std::string rest;
    for (const std::string_view name : {"A", "bb", "Other", "C"}) {
      rest += std::string(name) + ":";
      const size_t length = random() % 4 == 0 ? random() % 9000 : random() % 40;
      while (rest.size() % 9001 < length) {
        const std::string_view piece = pieces[random() % std::size(pieces)];
        rest += piece;
        // The twin reads a CR before a line end as part of it.
        if (piece == "\r") rest += 'x';
      }
      rest += round % 3 ? "\n" : "\r\n";
    }
    const std::vector<test::ReferenceField> fields = test::ReferenceFields(rest);
    const Canonicalization c = round % 2 ? Canonicalization::kRelaxed : Canonicalization::kSimple;
    const std::string expected =
        test::ReferenceCanonicalHeader(fields, {"A", "Bb", "A", "C"}, {"Sig", own}, c);
    // The texts are too long to be shown.
    ASSERT_TRUE(Canonical(own + "c2ln\n" + rest + "\n") == expected) << "round " << round;
  }
}

}  // namespace
}  // namespace kenpin
