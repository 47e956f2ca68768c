// The scans of markup_scan.h an octet at a time, as they are defined.
#ifndef KENPIN_ENGINE_MAIL_MARKUP_SCAN_SCALAR_H_
#define KENPIN_ENGINE_MAIL_MARKUP_SCAN_SCALAR_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/markup_scan.h"

namespace kenpin::scalar {

// Eight kinds of places, each by three sets of octets: in front of the place, there, and behind it. A set
// knows the low and the high nibbles of its octets, so that it holds some more than it was given.
struct MarkupSets {
  alignas(16) std::array<std::array<uint8_t, 16>, 3> low{};
  alignas(16) std::array<std::array<uint8_t, 16>, 3> high{};
};

inline constexpr MarkupSets kMarkupSets = [] {
  constexpr std::string_view kProperty = "ehptyEHPTY \t\r\n*/";
  constexpr std::string_view kAny = "";
  constexpr std::array<std::array<std::string_view, 3>, 8> kKinds = {{{":", "/", "/"},
                                                                      {"opntOPNT", "rtadRTAD", ":="},
                                                                      {"<", "!", kAny},
                                                                      {"<>", "swSW", "tcwTCW"},
                                                                      {kProperty, ":", "0"},
                                                                      {kProperty, ":", "1"},
                                                                      {kProperty, ":", "chnCHN"},
                                                                      {kProperty, ":", " \t\r\n*/-."}}};
  MarkupSets sets;
  for (size_t kind = 0; kind < kKinds.size(); ++kind) {
    const auto bit = static_cast<uint8_t>(1u << kind);
    for (size_t k = 0; k < 3; ++k) {
      for (size_t octet = 0; octet < 256; ++octet) {
        if (!kKinds[kind][k].empty() &&
            kKinds[kind][k].find(static_cast<char>(octet)) == std::string_view::npos)
          continue;
        sets.low[k][octet & 15] |= bit;
        sets.high[k][octet >> 4] |= bit;
      }
    }
  }
  return sets;
}();

// The buckets that allow the octets at `p`, and those behind.
template <size_t octets>
uint32_t BucketsAt(const char* p, const std::array<std::array<uint8_t, 16>, octets>& low,
                   const std::array<std::array<uint8_t, 16>, octets>& high) {
  uint32_t buckets = 0xff;
  for (size_t k = 0; k < octets; ++k) {
    const uint8_t octet = static_cast<uint8_t>(p[k]);
    buckets &= low[k][octet & 15] & static_cast<uint32_t>(high[k][octet >> 4]);
  }
  return buckets;
}

inline ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  ScanRun run;
  for (run.next = from; run.next < text.size() && run.count < places.size(); ++run.next) {
    const char* p = text.data() + run.next;
    if (BucketsAt(p - 1, kMarkupSets.low, kMarkupSets.high) == 0) continue;
    places[run.count++] = static_cast<uint32_t>(run.next);
  }
  return run;
}

inline ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                           std::span<uint32_t> places) {
  ScanRun run;
  for (run.next = from; run.next < text.size() && run.count < places.size(); ++run.next) {
    if (BucketsAt(text.data() + run.next, windows.low, windows.high) == 0) continue;
    places[run.count++] = static_cast<uint32_t>(run.next);
  }
  return run;
}

}  // namespace kenpin::scalar

#endif  // KENPIN_ENGINE_MAIL_MARKUP_SCAN_SCALAR_H_
