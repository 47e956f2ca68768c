// Two SIMD scans that decide where in a decoded text anybody needs to look: places of HTML that could hide
// text or lead somewhere odd, and places where a word of a table could stand. Nearly all of a newsletter has
// neither, and costs some 10 GB/s.
//
// All may be called from any thread. 64 octets on both sides of a text must be readable; the first few of
// them count as neighbours, so a place at the very edge is the caller's to check.
#ifndef KENPIN_ENGINE_MAIL_MARKUP_SCAN_H_
#define KENPIN_ENGINE_MAIL_MARKUP_SCAN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace kenpin {

// What a scan wrote down: the first `count` places, and where to go on (the text's size: done).
struct ScanRun {
  size_t count = 0;
  size_t next = 0;
};

// Writes to `places`, in order, the offset at or after `from` of every
//   ':' of a declaration that could hide (behind a property that ends in e, h, p, t, y, white space, '/' or
//   '*',
//       before a value that begins like none, hidden, collapse, 0, 1, -, ., white space or a comment);
//   'r' of "or:" and "or=" (color, bgcolor), and the last letter of "pt:", "ta:" and "nd:" (javascript:,
//       vbscript:, data:, background:);
//   first '/' of "://";
//   '!' of "<!", first letter of "<st", "<sc" (style, script) and of ">ww" (text that begins like www.).
// Letter case does not count. Some places that are none of these are among them (MarkupSets in
// engine/mail/markup_scan_scalar.h). `places` must hold 64 at least.
ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places);

// Four octets of each word, for the word scan: the words are spread over eight buckets. Letter case of ASCII
// does not count.
struct WordWindows {
  // For each of four octets in a row: the buckets that allow its low nibble, and its high nibble.
  alignas(16) std::array<std::array<uint8_t, 16>, 4> low{};
  alignas(16) std::array<std::array<uint8_t, 16>, 4> high{};

  // Adds a window of up to four octets to the bucket; what is missing may be anything.
  void Add(std::string_view window, size_t bucket);
};

// Writes to `places`, in order, every offset at or after `from` where the octets are such as one of the
// buckets allows: all places of windows, and some others. `places` must hold 64 at least.
ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                    std::span<uint32_t> places);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MARKUP_SCAN_H_
