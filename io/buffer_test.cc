#include "io/buffer.h"

#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

bool SlackIsZero(const Buffer& buffer) {
  const std::string zeros(kBufferSlack, '\0');
  return std::memcmp(buffer.data() - kBufferSlack, zeros.data(), kBufferSlack) == 0 &&
         std::memcmp(buffer.data() + buffer.size(), zeros.data(), kBufferSlack) == 0;
}

TEST(BufferTest, KeepsBytesAlignmentAndSlackWhileGrowing) {
  Buffer buffer;
  EXPECT_EQ(buffer.view(), "");
  std::string expected;
  for (size_t size : {1, 63, 64, 65, 1000, 70000}) {
    buffer.Reserve(size);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % 64, 0U);
    EXPECT_EQ(buffer.view(), expected);
    buffer.Resize(size);
    std::memset(buffer.data(), static_cast<int>('a' + size % 20), size);
    expected.assign(size, static_cast<char>('a' + size % 20));
    EXPECT_TRUE(SlackIsZero(buffer)) << size;
  }
  buffer.Resize(10);
  EXPECT_TRUE(SlackIsZero(buffer));
  EXPECT_EQ(buffer.capacity(), 70000U);
}

TEST(BufferTest, MovesLeaveAnEmptyBuffer) {
  Buffer a;
  a.Reserve(8);
  a.Resize(3);
  std::memcpy(a.data(), "abc", 3);
  Buffer b = std::move(a);
  EXPECT_EQ(b.view(), "abc");
  EXPECT_EQ(a.size(), 0U);  // NOLINT(bugprone-use-after-move): that is what is tested.
  a = std::move(b);
  EXPECT_EQ(a.view(), "abc");
}

}  // namespace
}  // namespace kenpin
