#include "io/little_endian.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

TEST(LittleEndian, NumbersOfAllSizesAtAnyPlace) {
  constexpr std::string_view kText = "\x01\x02\xff\x80\x00\x00\x00\x00\xfe";
  const std::string_view text(kText.data(), 9);
  struct Case {
    const char* name;
    size_t at;
    size_t octets;
    uint64_t value;
  };
  for (const Case& c : {Case{"none", 0, 0, 0}, Case{"one", 2, 1, 0xff}, Case{"two", 0, 2, 0x0201},
                        Case{"three", 1, 3, 0x80ff02}, Case{"four", 0, 4, 0x80ff0201},
                        Case{"eight, the high bit set", 1, 8, 0xfe0000000080ff02}}) {
    EXPECT_EQ(LittleEndian(text, c.at, c.octets), c.value) << c.name;
  }
}

}  // namespace
}  // namespace kenpin
