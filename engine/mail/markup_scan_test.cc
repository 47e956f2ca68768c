#include "engine/mail/markup_scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/mail/markup_scan_scalar.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

template <typename Place, typename Scan>
std::vector<Place> All(std::string_view text, Scan scan) {
  std::vector<Place> all;
  Place places[80];
  for (size_t from = 0; from < text.size();) {
    const ScanRun run = scan(text, from, std::span<Place>(places));
    all.insert(all.end(), places, places + run.count);
    from = run.next;
  }
  return all;
}

TEST(FindMarkup, Cases) {
  const struct {
    std::string_view text;
    std::vector<uint32_t> places;
  } kCases[] = {
      {"<p style=\"display:none\">", {17}},
      {"<p style=\"display: none\">", {17}},
      {"<p style=\"display:block\">", {}},
      {"<p style='VISIBILITY:HIDDEN'>", {20}},
      {"x{font-size:1px}", {11}},
      {"x{font-size:22px}", {}},
      {"margin:0;line-height:1.6", {20}},
      {"<a href=\"https://x\">", {15}},
      {"a // b, x:y", {}},
      {"<!-- x --><style><SCRIPT><span>", {1, 11, 18}},
      {"<font COLOR=red>", {10}},
      {"<a>www.x</a><b>what", {3}},
      {"javascript:x data:y background:z", {9, 16, 29}},
  };
  for (const auto& c : kCases) {
    const PaddedText padded(c.text);
    EXPECT_EQ(All<uint32_t>(padded.view(), FindMarkup), c.places) << c.text;
  }
}

// Of the places that markup_scan.h names none is missing, whatever stands around them.
TEST(FindMarkup, FindsAllThatIsNamed) {
  constexpr uint32_t kSeed = 311;
  std::mt19937 random(kSeed);
  const struct {
    std::string_view piece;
    size_t place;
  } kNamed[] = {{"y:none", 1},  {"Y:HIDDEN", 1}, {"y:collapse", 1}, {"t:0", 1},  {"e:1px", 1},
                {"p:-9", 1},    {"y:.0", 1},     {"y: none", 1},    {"e :0", 2}, {"y:\r\n none", 1},
                {"y/**/:n", 5}, {"y:/**/n", 1},  {"or:#fff", 1},    {"OR=x", 1}, {"pt:x", 1},
                {"ta:x", 1},    {"nd:x", 1},     {"://x", 1},       {"<!--", 1}, {"<style", 1},
                {"<SCRIPT", 1}, {">www.", 1},    {">WWW.", 1}};
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    std::vector<uint32_t> wanted;
    while (text.size() < random() % 400) {
      const auto& named = kNamed[random() % std::size(kNamed)];
      for (size_t n = random() % 9; n > 0; --n) text += static_cast<char>(random() % 256);
      wanted.push_back(static_cast<uint32_t>(text.size() + named.place));
      text += named.piece;
    }
    const PaddedText padded(text);
    const std::vector<uint32_t> got = All<uint32_t>(padded.view(), FindMarkup);
    ASSERT_TRUE(std::is_sorted(got.begin(), got.end()));
    ASSERT_TRUE(std::includes(got.begin(), got.end(), wanted.begin(), wanted.end()))
        << "seed " << kSeed << " round " << round;
  }
}

TEST(MarkupScan, KernelsAgreeWithScalar) {
  constexpr uint32_t kSeed = 99;
  std::mt19937 random(kSeed);
  WordWindows windows;
  windows.Add("bscr", 0);
  windows.Add("t ou", 1);
  windows.Add("\xe9\x85\x8d", 7);
  const std::string_view kPieces[] = {
      ":", "/", "//", "<",  "!",         "s",       "color",        "=",    "e", "h",   "t",   "p", "y",
      " ", "0", "n",  "1p", "subscribe", "opt out", "\xe9\x85\x8d", "\r\n", "-", "OR:", "ata", ">w"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const size_t size = random() % 300;
    while (text.size() < size) text += kPieces[random() % std::size(kPieces)];
    const PaddedText padded(text);
    ASSERT_EQ(All<uint32_t>(padded.view(), FindMarkup), All<uint32_t>(padded.view(), scalar::FindMarkup))
        << "seed " << kSeed << " " << text;
    const auto words = [&windows](auto scan) {
      return [&windows, scan](std::string_view in, size_t from, std::span<uint32_t> places) {
        return scan(in, from, windows, places);
      };
    };
    ASSERT_EQ(All<uint32_t>(padded.view(), words(FindWindows)),
              All<uint32_t>(padded.view(), words(scalar::FindWindows)))
        << text;
  }
}

}  // namespace
}  // namespace kenpin
