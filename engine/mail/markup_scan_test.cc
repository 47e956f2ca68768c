#include "engine/mail/markup_scan.h"

#include <gtest/gtest.h>

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
      {"x{font-size:12px}", {}},
      {"margin:0;padding:0", {}},
      {"<a href=\"https://x\">", {15}},
      {"<!-- x --><style>", {0, 10}},
      {"<font COLOR=red>", {10}},
      {"<a>www.x</a>", {2}},
      {"javascript:x data:y", {10, 17}},
  };
  for (const auto& c : kCases) {
    const PaddedText padded(c.text);
    EXPECT_EQ(All<uint32_t>(padded.view(), FindMarkup), c.places) << c.text;
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
      return [&windows, scan](std::string_view in, size_t from, std::span<WordPlace> places) {
        return scan(in, from, windows, places);
      };
    };
    const std::vector<WordPlace> got = All<WordPlace>(padded.view(), words(FindWindows));
    const std::vector<WordPlace> wanted = All<WordPlace>(padded.view(), words(scalar::FindWindows));
    ASSERT_EQ(got.size(), wanted.size()) << text;
    for (size_t i = 0; i < got.size(); ++i) {
      ASSERT_EQ(got[i].at, wanted[i].at) << text;
      ASSERT_EQ(got[i].buckets, wanted[i].buckets) << text;
    }
  }
}

}  // namespace
}  // namespace kenpin
