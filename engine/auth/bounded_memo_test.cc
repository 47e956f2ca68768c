#include "engine/auth/bounded_memo.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace kenpin {
namespace {

std::string Key(std::string_view a, std::string_view b) {
  MemoKey key;
  key.Add(a).Add(b);
  return std::string(key.view());
}

TEST(MemoKey, PartsDoNotRun) {
  EXPECT_NE(Key("ab", "c"), Key("a", "bc"));
  EXPECT_NE(Key("", "a"), Key("a", ""));
  EXPECT_EQ(Key("a", "b"), Key("a", "b"));
}

TEST(MemoKey, LongPartsAreWhole) {
  for (size_t size = 600; size < 680; ++size) {
    const std::string text(size, 'x');
    const std::string key = Key(text, "end");
    EXPECT_EQ(key.size(), 2 * sizeof(size_t) + size + 3);
    EXPECT_EQ(key.substr(sizeof(size_t), size), text);
    EXPECT_TRUE(key.ends_with("end"));
  }
}

TEST(BoundedMemo, FirstValueStays) {
  BoundedMemo<std::string> memo(1 << 20);
  EXPECT_EQ(memo.Find("a"), nullptr);
  const std::string* kept = memo.Keep("a", "one", 0);
  ASSERT_NE(kept, nullptr);
  EXPECT_EQ(memo.Keep("a", "two", 0), kept);
  EXPECT_EQ(memo.Find("a"), kept);
  EXPECT_EQ(*kept, "one");
  for (int i = 0; i < 1000; ++i) memo.Keep(std::to_string(i), "x", 0);
  EXPECT_EQ(memo.Find("a"), kept);
}

TEST(BoundedMemo, FullTableTakesNothing) {
  BoundedMemo<std::string> memo(1000);
  EXPECT_EQ(memo.Keep("a", "large", 1000), nullptr);
  EXPECT_EQ(memo.Find("a"), nullptr);
  EXPECT_NE(memo.Keep("a", "small", 0), nullptr);
  int kept = 0;
  for (int i = 0; i < 1000; ++i) kept += memo.Keep(std::to_string(i), "x", 0) != nullptr ? 1 : 0;
  EXPECT_GT(kept, 1);
  EXPECT_LT(kept, 10);
  EXPECT_EQ(*memo.Find("a"), "small");
}

TEST(BoundedMemo, ThreadsAgree) {
  BoundedMemo<int> memo(1 << 20);
  constexpr int kThreads = 8;
  constexpr int kKeys = 200;
  std::vector<std::vector<const int*>> seen(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&memo, &seen, t] {
      for (int i = 0; i < kKeys; ++i) {
        const std::string key = std::to_string(i);
        const int* found = memo.Find(key);
        seen[static_cast<size_t>(t)].push_back(found != nullptr ? found : memo.Keep(key, t * 1000 + i, 0));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int t = 1; t < kThreads; ++t) EXPECT_EQ(seen[static_cast<size_t>(t)], seen[0]);
}

}  // namespace
}  // namespace kenpin
