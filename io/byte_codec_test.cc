#include "io/byte_codec.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace kenpin {
namespace {

TEST(ByteCodec, NumbersAndTexts) {
  ByteWriter writer;
  const uint64_t numbers[] = {0, 1, 127, 128, 300, uint64_t{1} << 32, uint64_t{1} << 63, UINT64_MAX};
  for (const uint64_t number : numbers) writer.Number(number);
  writer.Text("");
  writer.Text(std::string(300, 'x'));
  ByteReader reader(writer.bytes());
  for (const uint64_t number : numbers) EXPECT_EQ(reader.Number(UINT64_MAX), number);
  EXPECT_EQ(reader.Text(), "");
  EXPECT_FALSE(reader.done());
  EXPECT_EQ(reader.Text(), std::string(300, 'x'));
  EXPECT_TRUE(reader.done());
}

TEST(ByteCodec, Hexadecimal) {
  const uint8_t octets[] = {0, 9, 0xab, 0xff};
  EXPECT_EQ(Hexadecimal(octets), "0009abff");
  EXPECT_EQ(Hexadecimal({}), "");
}

TEST(ByteCodec, WhatDoesNotFit) {
  ByteReader above("\x05");
  EXPECT_EQ(above.Number(5), 5u);
  for (const std::string_view bytes :
       {std::string_view("\x06"), std::string_view(""), std::string_view("\x80"),
        // More than 64 bits.
        std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"),
        std::string_view("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", 11)}) {
    ByteReader reader(bytes);
    EXPECT_EQ(reader.Number(bytes == "\x06" ? 5 : UINT64_MAX), 0u);
    EXPECT_FALSE(reader.ok());
    EXPECT_FALSE(reader.done());
    EXPECT_EQ(reader.Text(), "") << "nothing is read behind a fault";
  }
  ByteReader text(
      "\x04"
      "abc");
  EXPECT_EQ(text.Text(), "");
  EXPECT_FALSE(text.ok());
}

}  // namespace
}  // namespace kenpin
