#include "io/sorted_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace kenpin {
namespace {

std::vector<Fingerprint> Collect(std::vector<SortedRuns*> sources) {
  std::vector<Fingerprint> all;
  const absl::Status status = SortedRuns::Merge(sources, [&all](const Fingerprint& f) { all.push_back(f); });
  EXPECT_TRUE(status.ok()) << status.ToString();
  return all;
}

TEST(SortedRuns, MergedOrderIsThatOfOneSort) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937_64 random(seed);
  for (const size_t memory : {size_t{0}, size_t{1000}, size_t{1} << 20}) {
    SCOPED_TRACE(testing::Message() << "memory " << memory);
    SortedRuns a(memory);
    SortedRuns b(memory);
    std::vector<Fingerprint> expected;
    for (int i = 0; i < 5000; ++i) {
      const Fingerprint f{{random() % 7, random() % 5, random() % 3, random() % 11}};
      expected.push_back(f);
      (i % 3 == 0 ? a : b).Add(f);
    }
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(Collect({&a, &b}), expected);
    EXPECT_EQ(a.spilled_bytes() == 0, memory == size_t{1} << 20);
  }
}

TEST(SortedRuns, NothingAddedMergesToNothing) {
  SortedRuns runs(1024);
  EXPECT_TRUE(Collect({&runs}).empty());
  EXPECT_TRUE(Collect({}).empty());
}

TEST(SortedRuns, UnwritableDirectoryIsAnError) {
  SortedRuns runs(0, "/nonexistent-directory");
  for (uint64_t i = 0; i < 100; ++i) runs.Add({{i}});
  EXPECT_EQ(
      runs.status().message(),
      "/nonexistent-directory: cannot create a temporary file: No such file or directory; set TMPDIR to a "
      "directory with room");
  SortedRuns* const source = &runs;
  EXPECT_FALSE(SortedRuns::Merge({&source, 1}, [](const Fingerprint&) {}).ok());
}

}  // namespace
}  // namespace kenpin
