// Both scans look at a vector of places and its next neighbours at once. A property's last letter, a value's
// first one and a word's octets are sets of octets; a set is asked by two table lookups, one for each nibble.
#include "engine/mail/markup_scan.h"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/mail/markup_scan.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/mail/markup_scan_scalar.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  return scalar::FindMarkup(text, from, places);
}
ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                    std::span<WordPlace> places) {
  return scalar::FindWindows(text, from, windows, places);
}

#else

using Bytes = hn::CappedTag<uint8_t, 64>;

template <class D, class M>
HWY_INLINE uint64_t Bits(D d, M mask) {
  uint8_t raw[8] = {};
  hn::StoreMaskBits(d, mask, raw);
  uint64_t bits = 0;
  std::memcpy(&bits, raw, sizeof(bits));
  return bits;
}

HWY_INLINE const uint8_t* AsBytes(const char* p) { return reinterpret_cast<const uint8_t*>(p); }

// A place is asked with its next neighbours, three at most. The last few places of a text are looked at one
// by one: a vector there would reach beyond the 64 octets that are readable.
constexpr size_t kNeighbours = 4;

// The bits of the lanes that lie before the end, `left` bytes away.
HWY_INLINE uint64_t Inside(size_t left) { return left >= 64 ? ~uint64_t{0} : (uint64_t{1} << left) - 1; }

// What may stand before the ':' (e h p t y SP * / - )) and behind it (c h n 0 SP ) * - . /), by the nibbles
// of a folded octet. Bits 1: 6x, 2: 7x, 4: 2x before; 8: 6x, 16: 2x, 32: 3x behind.
alignas(16) constexpr uint8_t kLowNibble[16] = {
    2 + 4 + 16 + 32, 0, 0, 8, 2, 1, 0, 0, 1 + 8, 2 + 4 + 16, 4 + 16, 0, 0, 4 + 16, 8 + 16, 4 + 16};
alignas(16) constexpr uint8_t kHighNibble[16] = {0, 0, 4 + 16, 32, 0, 0, 1 + 8, 2, 0, 0, 0, 0, 0, 0, 0, 0};
constexpr uint8_t kBefore = 1 + 2 + 4;
constexpr uint8_t kBehind = 8 + 16 + 32;

using Octets = hn::Vec<Bytes>;

// Whether the folded octet is of one of the classes.
HWY_INLINE hn::Mask<Bytes> IsOf(Octets folded, uint8_t classes, Octets low_table, Octets high_table) {
  const Bytes d;
  const auto low = hn::TableLookupBytes(low_table, hn::And(folded, hn::Set(d, 0x0f)));
  const auto high = hn::TableLookupBytes(high_table, hn::ShiftRight<4>(folded));
  return hn::Ne(hn::And(hn::And(low, high), hn::Set(d, classes)), hn::Zero(d));
}

// The places among the vector at `p`. The colons are rare enough in text, but not in HTML: so what stands
// around them is asked only in vectors that hold one.
HWY_INLINE uint64_t MarkupBits(const uint8_t* p, Octets low_table, Octets high_table) {
  const Bytes d;
  const auto bit5 = hn::Set(d, 0x20);
  const auto v = hn::LoadU(d, p);
  const auto n = hn::LoadU(d, p + 1);
  const auto folded_next = hn::Or(n, bit5);
  const auto previous = hn::Or(hn::LoadU(d, p - 1), bit5);
  const auto slash = hn::Set(d, '/');
  const auto slashes = hn::And(hn::Eq(v, slash), hn::Eq(n, slash));
  const auto tags = hn::And(hn::Eq(v, hn::Set(d, '<')),
                            hn::Or(hn::Eq(n, hn::Set(d, '!')), hn::Eq(folded_next, hn::Set(d, 's'))));
  const auto www = hn::And(hn::Eq(v, hn::Set(d, '>')), hn::Eq(folded_next, hn::Set(d, 'w')));
  const auto colours =
      hn::And(hn::And(hn::Eq(hn::Or(v, bit5), hn::Set(d, 'r')), hn::Eq(previous, hn::Set(d, 'o'))),
              hn::Or(hn::Eq(n, hn::Set(d, ':')), hn::Eq(n, hn::Set(d, '='))));
  const auto others = hn::Or(hn::Or(slashes, tags), hn::Or(www, colours));
  const auto colon = hn::Eq(v, hn::Set(d, ':'));
  if (hn::AllFalse(d, colon)) return Bits(d, others);
  const auto before = hn::Or(hn::LoadU(d, p - 2), bit5);
  const auto one_p =
      hn::And(hn::Eq(n, hn::Set(d, '1')), hn::Eq(hn::Or(hn::LoadU(d, p + 2), bit5), hn::Set(d, 'p')));
  const auto style = hn::And(IsOf(previous, kBefore, low_table, high_table),
                             hn::Or(one_p, IsOf(folded_next, kBehind, low_table, high_table)));
  const auto script = hn::And(hn::Eq(previous, hn::Set(d, 't')), hn::Eq(before, hn::Set(d, 'p')));
  const auto data = hn::Or(hn::And(hn::Eq(previous, hn::Set(d, 'a')), hn::Eq(before, hn::Set(d, 't'))),
                           hn::And(hn::Eq(previous, hn::Set(d, 'd')), hn::Eq(before, hn::Set(d, 'n'))));
  return Bits(d, hn::Or(others, hn::And(colon, hn::Or(style, hn::Or(script, data)))));
}

ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const uint8_t* p = AsBytes(text.data());
  const auto low_table = hn::LoadDup128(d, kLowNibble);
  const auto high_table = hn::LoadDup128(d, kHighNibble);
  ScanRun run;
  run.next = from;
  while (run.next + kNeighbours <= text.size() && run.count + lanes <= places.size()) {
    uint64_t bits = MarkupBits(p + run.next, low_table, high_table) & Inside(text.size() - run.next);
    for (; bits != 0; bits &= bits - 1) {
      places[run.count++] = static_cast<uint32_t>(run.next + hwy::Num0BitsBelowLS1Bit_Nonzero64(bits));
    }
    run.next += lanes;
  }
  if (run.next > text.size()) run.next = text.size();
  if (run.next == text.size() || run.count + lanes > places.size()) return run;
  const ScanRun last = scalar::FindMarkup(text, run.next, places.subspan(run.count));
  return {run.count + last.count, last.next};
}

ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                    std::span<WordPlace> places) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const uint8_t* p = AsBytes(text.data());
  const auto bit5 = hn::Set(d, 0x20);
  const auto nibble = hn::Set(d, 0x0f);
  const Octets low[4] = {hn::LoadDup128(d, windows.low[0].data()), hn::LoadDup128(d, windows.low[1].data()),
                         hn::LoadDup128(d, windows.low[2].data()), hn::LoadDup128(d, windows.low[3].data())};
  const Octets high[4] = {
      hn::LoadDup128(d, windows.high[0].data()), hn::LoadDup128(d, windows.high[1].data()),
      hn::LoadDup128(d, windows.high[2].data()), hn::LoadDup128(d, windows.high[3].data())};
  ScanRun run;
  run.next = from;
  while (run.next + kNeighbours <= text.size() && run.count + lanes <= places.size()) {
    auto buckets = hn::Set(d, 0xff);
    for (size_t k = 0; k < 4; ++k) {
      const auto v = hn::Or(hn::LoadU(d, p + run.next + k), bit5);
      buckets = hn::And(buckets, hn::And(hn::TableLookupBytes(low[k], hn::And(v, nibble)),
                                         hn::TableLookupBytes(high[k], hn::ShiftRight<4>(v))));
    }
    const auto found = hn::Ne(buckets, hn::Zero(d));
    if (HWY_UNLIKELY(!hn::AllFalse(d, found))) {
      alignas(64) uint8_t each[64];
      hn::Store(buckets, d, each);
      for (uint64_t bits = Bits(d, found) & Inside(text.size() - run.next); bits != 0; bits &= bits - 1) {
        const size_t i = hwy::Num0BitsBelowLS1Bit_Nonzero64(bits);
        places[run.count++] = {static_cast<uint32_t>(run.next + i), each[i]};
      }
    }
    run.next += lanes;
  }
  if (run.next > text.size()) run.next = text.size();
  if (run.next == text.size() || run.count + lanes > places.size()) return run;
  const ScanRun last = scalar::FindWindows(text, run.next, windows, places.subspan(run.count));
  return {run.count + last.count, last.next};
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {

HWY_EXPORT(FindMarkup);
HWY_EXPORT(FindWindows);

void WordWindows::Add(std::string_view window, size_t bucket) {
  const uint8_t bit = static_cast<uint8_t>(1u << bucket);
  for (size_t k = 0; k < low.size(); ++k) {
    if (k < window.size()) {
      const uint8_t octet = scalar::Fold(window[k]);
      low[k][octet & 15] |= bit;
      high[k][octet >> 4] |= bit;
      continue;
    }
    for (uint8_t& any : low[k]) any |= bit;
    for (uint8_t& any : high[k]) any |= bit;
  }
}

ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  return HWY_DYNAMIC_DISPATCH(FindMarkup)(text, from, places);
}

ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                    std::span<WordPlace> places) {
  return HWY_DYNAMIC_DISPATCH(FindWindows)(text, from, windows, places);
}

}  // namespace kenpin
#endif  // HWY_ONCE
