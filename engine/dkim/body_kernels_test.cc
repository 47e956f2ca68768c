// Every kernel of every SIMD target against its twin that goes byte by byte: same octets, same state, same
// facts, at every length up to 200, every alignment, every start state, and in small rooms.
#include "engine/dkim/body_kernels.h"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>
#include <vector>

#include "engine/dkim/test_body.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using test::ForEachTarget;
using test::PaddedBytes;
using test::Printable;

struct Outcome {
  std::string octets;
  CanonicalState state;
  BodyFacts facts;
  uint64_t line_length = 0;
  bool after_cr = false;
};

void ExpectSame(const Outcome& fast, const Outcome& twin, std::string_view in) {
  ASSERT_EQ(Printable(fast.octets), Printable(twin.octets)) << Printable(in);
  ASSERT_EQ(fast.state, twin.state) << Printable(in);
  ASSERT_EQ(fast.line_length, twin.line_length) << Printable(in);
  ASSERT_EQ(fast.after_cr, twin.after_cr) << Printable(in);
  ASSERT_EQ(fast.facts.longest_line, twin.facts.longest_line) << Printable(in);
  ASSERT_EQ(fast.facts.line_ends.crlf, twin.facts.line_ends.crlf) << Printable(in);
  ASSERT_EQ(fast.facts.line_ends.lone_lf, twin.facts.line_ends.lone_lf) << Printable(in);
  ASSERT_EQ(fast.facts.line_ends.lone_cr, twin.facts.line_ends.lone_cr) << Printable(in);
  ASSERT_EQ(fast.facts.has_eight_bit, twin.facts.has_eight_bit) << Printable(in);
  ASSERT_EQ(fast.facts.has_nul, twin.facts.has_nul) << Printable(in);
}

Outcome Summarize(std::string octets, const CanonicalState& state, const LineScan& scan) {
  return {std::move(octets), state, scan.Facts(), scan.line_length, scan.after_cr};
}

// Calls the kernel until `in` is used up, with `room` bytes of output a call.
Outcome RunFast(Canonicalization canonicalization, std::string_view in, CanonicalState state, size_t room) {
  LineScan scan;
  scan.after_cr = state.pending_cr;
  std::vector<char> out(room);
  std::string octets;
  while (!in.empty()) {
    const KernelProgress progress = canonicalization == Canonicalization::kRelaxed
                                        ? CanonicalizeRelaxed(in, out, &state, &scan)
                                        : CanonicalizeSimple(in, out, &state, &scan);
    EXPECT_GT(progress.consumed, 0u);
    if (progress.consumed == 0) break;
    octets.append(out.data(), progress.produced);
    in.remove_prefix(progress.consumed);
  }
  return Summarize(octets, state, scan);
}

Outcome RunTwin(Canonicalization canonicalization, std::string_view in, CanonicalState state) {
  LineScan scan;
  scan.after_cr = state.pending_cr;
  std::vector<char> out(2 * in.size() + 16);
  const KernelProgress progress =
      CanonicalizeBytes(canonicalization, LineEndReading::kStandard, in, out, &state);
  EXPECT_EQ(progress.consumed, in.size());
  ScanLinesByBytes(in, &scan);
  return Summarize(std::string(out.data(), progress.produced), state, scan);
}

void CompareWithTwin(std::string_view in, CanonicalState state, size_t room) {
  for (Canonicalization canonicalization : {Canonicalization::kSimple, Canonicalization::kRelaxed}) {
    CanonicalState start = state;
    if (canonicalization == Canonicalization::kSimple) start.pending_wsp = false;
    ExpectSame(RunFast(canonicalization, in, start, room), RunTwin(canonicalization, in, start), in);
  }
}

constexpr CanonicalState kStates[] = {{false, false}, {true, false}, {false, true}, {true, true}};

// The eight alphabets take turns with the four states, so that every length meets every state.
TEST(BodyKernelsTest, EveryLengthFromEveryState) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    size_t turn = 0;
    for (std::string_view alphabet : test::kHardAlphabets) {
      for (size_t size = 0; size <= 200; ++size) {
        const PaddedBytes bytes(test::RandomBody(alphabet, size, &random), random() % 64,
                                " \r\na"[random() % 4]);
        CompareWithTwin(bytes.view(), kStates[(turn + size) % 4], 1024);
        if (testing::Test::HasFatalFailure()) return;
      }
      ++turn;
    }
  });
}

TEST(BodyKernelsTest, EveryAlignment) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (size_t alignment = 0; alignment < 64; ++alignment) {
      for (std::string_view alphabet : test::kHardAlphabets) {
        const PaddedBytes bytes(test::RandomBody(alphabet, random() % 200, &random), alignment);
        CompareWithTwin(bytes.view(), kStates[random() % 4], kMinKernelOutput + random() % 64);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  });
}

TEST(BodyKernelsTest, RunsThatFillWholeBlocks) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 150; ++round) {
      const PaddedBytes bytes(test::RandomRuns(random() % 3000, &random), random() % 64);
      CompareWithTwin(bytes.view(), kStates[random() % 4], kMinKernelOutput + random() % 2000);
      if (testing::Test::HasFatalFailure()) return;
    }
  });
}

// Long enough for every loop that a target has for the usual case, and for the way into it and out of it.
TEST(BodyKernelsTest, TextInLines) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < test::Effort(400); ++round) {
      const size_t rarity = std::array<size_t, 5>{0, 20, 100, 1000, 5000}[round % 5];
      const PaddedBytes bytes(test::RandomText(random() % 6000, rarity, &random), random() % 64);
      CompareWithTwin(bytes.view(), kStates[random() % 4], kMinKernelOutput + random() % 4000);
      if (testing::Test::HasFatalFailure()) return;
    }
  });
}

// All strings of five symbols up to five bytes, laid across the border between two blocks: no neighbourhood
// is left to chance. Up to four under sanitizers: these look at where is read and written.
TEST(BodyKernelsTest, EveryShortStringAcrossABlockBorder) {
  const std::string_view alphabet = "a \t\r\n";
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(target);
    size_t combinations = 1;
    for (size_t size = 1; size <= (test::kSanitized ? 4u : 5u); ++size) {
      combinations *= alphabet.size();
      for (size_t number = 0; number < combinations; ++number) {
        std::string in(64 - size / 2, 'x');
        for (size_t i = 0, rest = number; i < size; ++i, rest /= alphabet.size())
          in += alphabet[rest % alphabet.size()];
        in += number % 2 == 0 ? "" : "y";
        CompareWithTwin(PaddedBytes(in).view(), {}, 1024);
        // In the midst of text with LF and with CRLF.
        in += std::string(128, 'z');
        CompareWithTwin(PaddedBytes(std::string(64, 'x') + in).view(), {}, 1024);
        const std::string lines = std::string(70, 'x') + "\r\n" + std::string(54, 'x') + "\r\n";
        CompareWithTwin(PaddedBytes(lines + std::string(64, 'x') + in).view(), {}, 1024);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  });
}

TEST(BodyKernelsTest, ScanLinesInAnyPieces) {
  const unsigned seed = std::random_device{}();
  ForEachTarget([&](const char* target) {
    SCOPED_TRACE(std::string(target) + ", seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < test::Effort(3000); ++round) {
      const std::string body = round % 2 == 0
                                   ? test::RandomRuns(random() % 700, &random)
                                   : test::RandomBody(test::kHardAlphabets[0], random() % 200, &random);
      const PaddedBytes bytes(body, random() % 64, '\0');
      LineScan fast, twin;
      ScanLinesByBytes(bytes.view(), &twin);
      const size_t split = random() % (body.size() + 1);
      ScanLines(bytes.view().substr(0, split), &fast);
      ScanLines(bytes.view().substr(split), &fast);
      ExpectSame(Summarize("", {}, fast), Summarize("", {}, twin), body);
      if (testing::Test::HasFatalFailure()) return;
    }
  });
}

}  // namespace
}  // namespace kenpin
