#include "io/scan_kernels.h"

#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <hwy/targets.h>

#include "gtest/gtest.h"
#include "io/buffer.h"

namespace kenpin {
namespace {

using Kernel = CandidateScan (*)(const char*, size_t, size_t, size_t*);

std::vector<size_t> AllPositions(Kernel kernel, const char* data, size_t first, size_t end) {
  std::vector<size_t> all;
  size_t positions[kCandidateCapacity];
  while (first < end) {
    const CandidateScan scan = kernel(data, first, end, positions);
    all.insert(all.end(), positions, positions + scan.count);
    EXPECT_GT(scan.next, first);
    first = scan.next;
  }
  return all;
}

// Runs `test` with each instruction set that this processor has.
template <typename Test>
void ForEachTarget(Test test) {
  const int64_t supported = hwy::SupportedTargets();
  for (int64_t left = supported; left != 0; left &= left - 1) {
    hwy::SetSupportedTargetsForTest(left & -left);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
    SCOPED_TRACE(hwy::TargetName(left & -left));
    test();
  }
  hwy::SetSupportedTargetsForTest(0);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

TEST(ScanKernelsTest, FindsTheThreeKindsOfLineAndNothingElse) {
  const std::string text = "From 1\nFrom 2\n>From 3\n>>x\n> y\nFoo\n\nFr\n>F";
  Buffer buffer;
  buffer.Reserve(text.size());
  buffer.Resize(text.size());
  std::memcpy(buffer.data(), text.data(), text.size());
  ForEachTarget([&] {
    EXPECT_EQ(AllPositions(FindFromCandidates, buffer.data(), 0, text.size()),
              (std::vector<size_t>{7, 14, 22, 35, 38}));
  });
}

// Every length 0 to 200 at every alignment 0 to 63, over bytes in which interesting lines are frequent.
TEST(ScanKernelsTest, AgreesWithScalarTwinAtEveryLengthAndAlignment) {
  const unsigned seed = 20240517;
  std::mt19937 random(seed);
  const char alphabet[] = "\n\n\nFFr>>>x";
  Buffer buffer;
  buffer.Reserve(64 + 200);
  buffer.Resize(64 + 200);
  ForEachTarget([&] {
    for (size_t alignment = 0; alignment < 64; ++alignment) {
      for (size_t i = 0; i < buffer.size(); ++i)
        buffer.data()[i] = alphabet[random() % (sizeof(alphabet) - 1)];
      for (size_t length = 0; length <= 200; ++length) {
        ASSERT_EQ(AllPositions(FindFromCandidates, buffer.data(), alignment, alignment + length),
                  AllPositions(FindFromCandidatesScalar, buffer.data(), alignment, alignment + length))
            << "seed " << seed << " alignment " << alignment << " length " << length;
      }
    }
  });
}

// Nothing else in its block draws attention to it.
TEST(ScanKernelsTest, OneLineAmongNothing) {
  const std::string nothing(300, 'x');
  Buffer buffer;
  buffer.Reserve(nothing.size());
  buffer.Resize(nothing.size());
  ForEachTarget([&] {
    for (const std::string_view line : {"\nFr", "\n>F", "\n>>"}) {
      for (size_t at = 64; at < 192; ++at) {
        std::memcpy(buffer.data(), nothing.data(), nothing.size());
        std::memcpy(buffer.data() + at - 1, line.data(), line.size());
        ASSERT_EQ(AllPositions(FindFromCandidates, buffer.data(), 1, nothing.size()),
                  (std::vector<size_t>{at}))
            << line;
      }
    }
  });
}

TEST(ScanKernelsTest, StopsWhenPositionsAreFullAndGoesOn) {
  Buffer buffer;
  buffer.Reserve(9000);
  buffer.Resize(9000);
  for (size_t i = 0; i < buffer.size(); ++i) buffer.data()[i] = "\n>>"[i % 3];
  ForEachTarget(
      [&] { EXPECT_EQ(AllPositions(FindFromCandidates, buffer.data(), 0, buffer.size()).size(), 3000U); });
}

}  // namespace
}  // namespace kenpin
