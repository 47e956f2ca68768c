// The vectors of RFC 4648 §10, what DKIM allows beside them, and a round trip on random octets with folding
// anywhere.
#include "engine/crypto/base64.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace kenpin {
namespace {

// nullopt stays nullopt; the memory is exactly as large as promised, so that the address sanitizer watches
// the promise.
std::optional<std::string> Decode(std::string_view text) {
  std::vector<uint8_t> out(MaxBase64DecodedSize(text.size()));
  std::optional<size_t> size = DecodeBase64(text, out);
  if (!size) return std::nullopt;
  return std::string(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(*size));
}

std::string Encode(std::string_view octets) {
  std::vector<char> out(Base64EncodedSize(octets.size()));
  return std::string(EncodeBase64({reinterpret_cast<const uint8_t*>(octets.data()), octets.size()}, out));
}

struct Rfc4648Vector {
  const char* octets;
  const char* text;
};

TEST(Base64Test, VectorsOfRfc4648) {
  const Rfc4648Vector vectors[] = {{"", ""},
                                   {"f", "Zg=="},
                                   {"fo", "Zm8="},
                                   {"foo", "Zm9v"},
                                   {"foob", "Zm9vYg=="},
                                   {"fooba", "Zm9vYmE="},
                                   {"foobar", "Zm9vYmFy"}};
  for (const Rfc4648Vector& vector : vectors) {
    EXPECT_EQ(Encode(vector.octets), vector.text);
    EXPECT_EQ(Decode(vector.text), vector.octets);
  }
}

struct DecodeCase {
  const char* name;
  std::string_view text;
  std::optional<std::string> octets;
};

TEST(Base64Test, WhatDkimAllowsAndWhatNot) {
  const DecodeCase cases[] = {
      {"folded between quanta", "Zm9v\r\n\tYmFy", "foobar"},
      {"folded inside a quantum", "Zm\r\n 9vYm\n Fy", "foobar"},
      {"folded before and between the padding", "Zg\r\n =\r\n =\r\n ", "f"},
      {"white space alone", " \t\r\n", ""},
      {"padding left out", "Zm9vYg", "foob"},
      {"padding of three letters left out", "Zm9vYmE", "fooba"},
      {"unused bits that are not zero", "Zh==", "f"},
      {"a single letter", "Zm9vY", std::nullopt},
      {"one '=' too few", "Zg=", std::nullopt},
      {"one '=' too many", "Zm8==", std::nullopt},
      {"padding behind a whole quantum", "Zm9v=", std::nullopt},
      {"four '='", "====", std::nullopt},
      {"letters behind the padding", "Zg==Zg==", std::nullopt},
      {"a foreign character", "Zm9v!mFy", std::nullopt},
      {"the URL alphabet", "Zm9-Zm9_", std::nullopt},
      {"a NUL", std::string_view("Zm9v\0mFy", 8), std::nullopt},
      {"eight bits", "Zm9v\xe4mFy", std::nullopt},
      {"a vertical tab is no white space", "Zm9v\vYmFy", std::nullopt},
  };
  for (const DecodeCase& c : cases) EXPECT_EQ(Decode(c.text), c.octets) << c.name;
}

TEST(Base64Test, RoundTripWithFoldingAnywhere) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string octets(random() % 300, '\0');
    for (char& c : octets) c = static_cast<char>(random());
    std::string text = Encode(octets);
    ASSERT_EQ(Decode(text), octets);
    for (uint_fast32_t folds = random() % 6; folds > 0; --folds)
      text.insert(random() % (text.size() + 1), "\r\n ");
    ASSERT_EQ(Decode(text), octets) << text;
  }
}

}  // namespace
}  // namespace kenpin
