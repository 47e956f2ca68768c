// The producer against the reference that is written straight from the RFC: named traps, the examples of RFC
// 6376 §3.4.5 and §3.4.6, every split position, every reading of line ends, and random bodies in random
// pieces.
#include "engine/dkim/canonical_body.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dkim/reference_canonicalization.h"
#include "engine/dkim/test_body.h"
#include "engine/dkim/test_canonical_body.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using test::ForEachTarget;
using test::PaddedBytes;
using test::Printable;
using test::ReferenceCanonicalBody;

constexpr Canonicalization kSimple = Canonicalization::kSimple;
constexpr Canonicalization kRelaxed = Canonicalization::kRelaxed;

constexpr LineEndReading kReadings[] = {LineEndReading::kStandard, LineEndReading::kCrBeforeLfIsData,
                                        LineEndReading::kLoneLfIsData, LineEndReading::kLoneCrEndsLine};

// Feeds the pieces of `body` between the positions of `splits` and collects the octets. What the producer
// says of the other form is checked in passing.
std::string Produce(std::string_view body, const std::vector<size_t>& splits,
                    Canonicalization canonicalization, LineEndReading reading,
                    size_t block_size = kCanonicalBlockSize) {
  const test::ProducedBody produced = test::ProduceBody(body, splits, canonicalization, reading, block_size);
  EXPECT_TRUE(produced.used_up);
  if (produced.differs) {
    EXPECT_EQ(*produced.differs, produced.octets != ReferenceCanonicalBody(body, kSimple)) << Printable(body);
  }
  return produced.octets;
}

struct TrapCase {
  const char* name;
  std::string_view body;
  std::string_view simple;
  std::string_view relaxed;
};

const TrapCase kTraps[] = {
    {"empty body", "", "\r\n", ""},
    {"one line end", "\r\n", "\r\n", ""},
    {"one LF", "\n", "\r\n", ""},
    {"only line ends", "\r\n\n\r\n", "\r\n", ""},
    {"no line end at the end", "a", "a\r\n", "a\r\n"},
    {"stored with LF", "a\nb\n", "a\r\nb\r\n", "a\r\nb\r\n"},
    {"stored with CRLF", "a\r\nb\r\n", "a\r\nb\r\n", "a\r\nb\r\n"},
    {"stored with both", "a\nb\r\n", "a\r\nb\r\n", "a\r\nb\r\n"},
    {"empty lines at the end", "a\r\n\r\n\r\n", "a\r\n", "a\r\n"},
    {"empty lines inside", "a\r\n\r\n\r\nb", "a\r\n\r\n\r\nb\r\n", "a\r\n\r\n\r\nb\r\n"},
    {"empty lines first", "\n\na\n", "\r\n\r\na\r\n", "\r\n\r\na\r\n"},
    {"line of one space", " \r\n", " \r\n", ""},
    {"lines of white space at the end", "a\r\n \r\n\t\r\n", "a\r\n \r\n\t\r\n", "a\r\n"},
    {"line of white space inside", "a\n \t \nb\n", "a\r\n \t \r\nb\r\n", "a\r\n\r\nb\r\n"},
    {"white space at the end without line end", "a\r\n  ", "a\r\n  \r\n", "a\r\n"},
    {"only white space without line end", "  ", "  \r\n", ""},
    {"runs inside a line", "a \t b\t\tc", "a \t b\t\tc\r\n", "a b c\r\n"},
    {"a tab alone", "a\tb", "a\tb\r\n", "a b\r\n"},
    {"run first in a line", "\t a\r\n", "\t a\r\n", " a\r\n"},
    {"run last in a line", "a \t\r\n", "a \t\r\n", "a\r\n"},
    {"run before LF", "a \nb", "a \r\nb\r\n", "a\r\nb\r\n"},
    {"CR CR LF", "a\r\r\n", "a\r\r\n", "a\r\r\n"},
    {"space before CR CR LF", "a \r\r\n", "a \r\r\n", "a \r\r\n"},
    {"CR CR LF as the last empty line", "a\r\n\r\r\n", "a\r\n\r\r\n", "a\r\n\r\r\n"},
    {"lone CR", "a\rb", "a\rb\r\n", "a\rb\r\n"},
    {"lone CR at the end", "a\r", "a\r\r\n", "a\r\r\n"},
    {"space and lone CR at the end", "a \r", "a \r\r\n", "a \r\r\n"},
    {"only a CR", "\r", "\r\r\n", "\r\r\n"},
    {"CR behind empty lines", "a\n\n\r", "a\r\n\r\n\r\r\n", "a\r\n\r\n\r\r\n"},
    {"CR, space, LF", "a\r \n", "a\r \r\n", "a\r\r\n"},
    {"space, CR, space, LF", "a \r \n", "a \r \r\n", "a \r\r\n"},
    {"space, CR, data", "a \rb", "a \rb\r\n", "a \rb\r\n"},
    {"LF CR", "a\n\rb", "a\r\n\rb\r\n", "a\r\n\rb\r\n"},
    {"NUL and eight bits are data", std::string_view("\0 \x80\n", 4), std::string_view("\0 \x80\r\n", 5),
     std::string_view("\0 \x80\r\n", 5)},
    {"form feed and vertical tab are no WSP", "a\f\v\n", "a\f\v\r\n", "a\f\v\r\n"},
    {"RFC 6376 section 3.4.5", " C \r\nD \t E\r\n\r\n\r\n", " C \r\nD \t E\r\n", " C\r\nD E\r\n"},
};

TEST(CanonicalBodyTest, TrapsAtEverySplit) {
  ForEachTarget([](const char* target) {
    for (const TrapCase& trap : kTraps) {
      SCOPED_TRACE(std::string(target) + ", " + trap.name);
      const PaddedBytes body(trap.body);
      for (size_t split = 0; split <= trap.body.size(); ++split) {
        EXPECT_EQ(Printable(Produce(body.view(), {split}, kSimple, LineEndReading::kStandard)),
                  Printable(trap.simple));
        EXPECT_EQ(Printable(Produce(body.view(), {split}, kRelaxed, LineEndReading::kStandard)),
                  Printable(trap.relaxed));
      }
    }
  });
}

TEST(CanonicalBodyTest, TheReferenceAgreesOnTheTraps) {
  for (const TrapCase& trap : kTraps) {
    EXPECT_EQ(Printable(ReferenceCanonicalBody(trap.body, kSimple)), Printable(trap.simple)) << trap.name;
    EXPECT_EQ(Printable(ReferenceCanonicalBody(trap.body, kRelaxed)), Printable(trap.relaxed)) << trap.name;
  }
}

struct ReadingCase {
  std::string_view body;
  LineEndReading reading;
  std::string_view simple;
};

TEST(CanonicalBodyTest, ReadingsOfLineEnds) {
  const ReadingCase cases[] = {
      {"a\r\nb\rc\n", LineEndReading::kStandard, "a\r\nb\rc\r\n"},
      {"a\r\nb\rc\n", LineEndReading::kCrBeforeLfIsData, "a\r\r\nb\rc\r\n"},
      {"a\r\nb\rc\n", LineEndReading::kLoneLfIsData, "a\r\nb\rc\n\r\n"},
      {"a\r\nb\rc\n", LineEndReading::kLoneCrEndsLine, "a\r\nb\r\nc\r\n"},
      {"a\r\r\n", LineEndReading::kCrBeforeLfIsData, "a\r\r\r\n"},
      {"a\r\r\n", LineEndReading::kLoneLfIsData, "a\r\r\n"},
      {"a\r\r\nb", LineEndReading::kLoneCrEndsLine, "a\r\n\r\nb\r\n"},
      {"a\r\r", LineEndReading::kLoneCrEndsLine, "a\r\n"},
      {"a\n\n", LineEndReading::kLoneLfIsData, "a\n\n\r\n"},
      {"\r", LineEndReading::kLoneCrEndsLine, "\r\n"},
  };
  for (const ReadingCase& c : cases) {
    EXPECT_EQ(Printable(Produce(PaddedBytes(c.body).view(), {}, kSimple, c.reading)), Printable(c.simple))
        << Printable(c.body) << " read in way " << static_cast<int>(c.reading);
  }
}

TEST(CanonicalBodyTest, EverySplitOfRandomBodies) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 30; ++round) {
      const std::string body =
          round % 3 == 0 ? test::RandomRuns(random() % 200, &random)
                         : test::RandomBody(test::kHardAlphabets[random() % std::size(test::kHardAlphabets)],
                                            random() % 160, &random);
      const PaddedBytes bytes(body, random() % 64);
      for (Canonicalization canonicalization : {kSimple, kRelaxed}) {
        const std::string expected = ReferenceCanonicalBody(body, canonicalization);
        for (size_t split = 0; split <= body.size(); ++split) {
          ASSERT_EQ(Printable(Produce(bytes.view(), {split}, canonicalization, LineEndReading::kStandard)),
                    Printable(expected))
              << Printable(body) << " split at " << split;
        }
      }
    }
  });
}

TEST(CanonicalBodyTest, EveryReadingInRandomPieces) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < test::Effort(2000); ++round) {
    const std::string body = round % 2 == 0
                                 ? test::RandomRuns(random() % 500, &random)
                                 : test::RandomBody(test::kHardAlphabets[0], random() % 60, &random);
    const PaddedBytes bytes(body, random() % 64);
    std::vector<size_t> splits(random() % 5);
    for (size_t& split : splits) split = random() % (body.size() + 1);
    std::sort(splits.begin(), splits.end());
    for (LineEndReading reading : kReadings) {
      for (Canonicalization canonicalization : {kSimple, kRelaxed}) {
        ASSERT_EQ(Printable(Produce(bytes.view(), splits, canonicalization, reading, kMinCanonicalBlockSize)),
                  Printable(ReferenceCanonicalBody(body, canonicalization, reading)))
            << Printable(body) << " read in way " << static_cast<int>(reading);
      }
    }
  }
}

// Text in which next to nothing happens, as mail mostly is.
TEST(CanonicalBodyTest, TextInLines) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 100; ++round) {
      const std::string body = test::RandomText(random() % 10000, round % 4 * 400, &random);
      const PaddedBytes bytes(body, random() % 64);
      const std::vector<size_t> splits = {random() % (body.size() / 2 + 1), body.size() / 2};
      for (Canonicalization canonicalization : {kSimple, kRelaxed}) {
        ASSERT_EQ(Produce(bytes.view(), splits, canonicalization, LineEndReading::kStandard,
                          kMinCanonicalBlockSize + random() % 4096),
                  ReferenceCanonicalBody(body, canonicalization));
      }
    }
  });
}

// Bodies much longer than a block, with more empty lines in a row than fit into one.
TEST(CanonicalBodyTest, LongBodiesAndLongRunsOfEmptyLines) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 10; ++round) {
      std::string body;
      const std::string_view line_end = round % 2 == 0 ? "\n" : "\r\n";
      for (size_t part = random() % 6; part > 0; --part) {
        body += test::RandomBody(round % 3 == 0 ? "ab \t" : "abc", random() % 20000, &random);
        for (size_t i = random() % 3 == 0 ? random() % 20000 : random() % 600; i > 0; --i) body += line_end;
      }
      if (round % 5 == 0) body += '\r';
      const PaddedBytes bytes(body, random() % 64);
      const std::vector<size_t> splits = {body.size() / 3, body.size() / 2};
      for (Canonicalization canonicalization : {kSimple, kRelaxed}) {
        const std::string expected = ReferenceCanonicalBody(body, canonicalization);
        ASSERT_EQ(Produce(bytes.view(), splits, canonicalization, LineEndReading::kStandard), expected);
        ASSERT_EQ(
            Produce(bytes.view(), {}, canonicalization, LineEndReading::kStandard, kMinCanonicalBlockSize),
            expected);
      }
    }
  });
}

// A body stored with CRLF is hashed where it stands: what simple returns are views into the input.
TEST(CanonicalBodyTest, SimpleCopiesNothingFromCrlfBodies) {
  std::string body;
  while (body.size() < 100000) body += "a line of text\r\n\r\nand one more\r\n";
  const PaddedBytes bytes(body + "\r\n\r\n");
  CanonicalBody canonical;
  canonical.Start(kSimple, LineEndReading::kStandard);
  std::vector<char> block(kCanonicalBlockSize);
  std::string_view input = bytes.view();
  size_t octets = 0;
  for (;;) {
    const std::string_view next = canonical.Next(&input, block);
    if (next.empty()) break;
    EXPECT_EQ(next.data(), bytes.view().data() + octets);
    octets += next.size();
  }
  EXPECT_EQ(octets, body.size() - 2);
  EXPECT_EQ(canonical.Finish(block), "\r\n");
  EXPECT_EQ(canonical.Finish(block), "");
}

// What canonicalization makes is canonical.
TEST(CanonicalBodyTest, CanonicalBodiesStayAsTheyAre) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 2000; ++round) {
    const PaddedBytes body(test::RandomBody(test::kHardAlphabets[0], random() % 100, &random));
    for (Canonicalization canonicalization : {kSimple, kRelaxed}) {
      const std::string once = Produce(body.view(), {}, canonicalization, LineEndReading::kStandard);
      ASSERT_EQ(Printable(Produce(PaddedBytes(once).view(), {}, canonicalization, LineEndReading::kStandard)),
                Printable(once));
    }
  }
}

}  // namespace
}  // namespace kenpin
