#include "engine/dkim/mbox_unquoter.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "engine/dkim/test_body.h"

namespace kenpin::test {
namespace {

// What is told of a body in pieces between the positions of `splits`: quotes as '|', the rest as it is.
std::string Tell(std::string_view body, const std::vector<size_t>& splits) {
  std::string told;
  const auto octets = [&told](std::string_view text) {
    EXPECT_FALSE(text.empty());
    told += text;
  };
  const auto quote = [&told] { told += '|'; };
  MboxUnquoter unquoter;
  size_t begin = 0;
  for (size_t i = 0; i <= splits.size(); ++i) {
    const size_t end = i < splits.size() ? splits[i] : body.size();
    const PaddedBytes piece(body.substr(begin, end - begin));
    unquoter.Take(piece.view(), octets, quote);
    begin = end;
  }
  unquoter.Finish(octets);
  return told;
}

// The same line by line, with a quote behind the '>' that it may be exchanged with.
std::string Expected(std::string_view body) {
  std::string told;
  while (!body.empty()) {
    const size_t end = std::min(body.find('\n'), body.size() - 1) + 1;
    std::string line(body.substr(0, end));
    const size_t behind = line.find_first_not_of('>');
    if (behind != std::string::npos && behind > 0 && line.compare(behind, 5, "From ") == 0) line[0] = '|';
    told += line;
    body.remove_prefix(end);
  }
  return told;
}

// Of a run of '>' any one may be told as the quote.
std::string Normal(std::string told) {
  for (size_t i = 1; i < told.size(); ++i) {
    for (size_t k = i; k > 0 && told[k] == '|' && told[k - 1] == '>'; --k) std::swap(told[k], told[k - 1]);
  }
  return told;
}

TEST(MboxUnquoter, Lines) {
  EXPECT_EQ(Tell(">From a\n", {}), "|From a\n");
  EXPECT_EQ(Tell("a\r\n>>From b", {}), "a\r\n|>From b");
  EXPECT_EQ(Tell("a >From b\n>Fro\n> From \n>from \nFrom ", {}), "a >From b\n>Fro\n> From \n>from \nFrom ");
  EXPECT_EQ(Tell("\n>From ", {}), "\n|From ");
  EXPECT_EQ(Tell("\n>From", {}), "\n>From");
  EXPECT_EQ(Tell("", {}), "");
}

TEST(MboxUnquoter, EverySplitTellsTheSame) {
  const std::string body = ">From \n>>>From x\nFrom>From \n>\n>>F\n>>Fro>From \r\n>From From >From \n>>";
  const std::string expected = Expected(body);
  EXPECT_EQ(Tell(body, {}), expected);
  for (size_t a = 0; a <= body.size(); ++a) {
    for (size_t b = a; b <= body.size(); ++b)
      EXPECT_EQ(Normal(Tell(body, {a, b})), expected) << a << " " << b;
  }
}

TEST(MboxUnquoter, RandomBodiesInPieces) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string_view words[] = {">", ">>", "From ", "\n", "\n>", "Fro", "F", "x", "\r\n", "\n>From "};
  for (int round = 0; round < 2000; ++round) {
    std::string body;
    while (body.size() < 40) body += words[random() % std::size(words)];
    std::vector<size_t> splits;
    for (size_t at = random() % 9; at < body.size(); at += random() % 9) splits.push_back(at);
    ASSERT_EQ(Normal(Tell(body, splits)), Expected(body)) << body;
  }
}

// One octet at a time costs no more than all of them at once.
TEST(MboxUnquoter, LongRunOfQuotes) {
  const std::string run(300'000, '>');
  std::vector<size_t> splits;
  for (size_t i = 1; i < run.size(); ++i) splits.push_back(i);
  EXPECT_EQ(Tell(run, splits), run);
}

}  // namespace
}  // namespace kenpin::test
