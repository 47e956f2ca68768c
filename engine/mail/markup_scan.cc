// Both scans look at a vector of places and its next neighbours at once, and ask whether the octets are of
// the sets of any of eight buckets: a set is asked by two table lookups, one for each nibble.
#include "engine/mail/markup_scan.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/mail/markup_scan.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/mail/ascii.h"
#include "engine/mail/markup_scan_scalar.h"
#include "engine/mail/vector_bytes.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  return scalar::FindMarkup(text, from, places);
}
ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                    std::span<uint32_t> places) {
  return scalar::FindWindows(text, from, windows, places);
}

#else

// A place is asked with its next neighbours, three at most. The last few places of a text are looked at one
// by one: a vector there would reach beyond the 64 octets that are readable.
constexpr size_t kNeighbours = 4;

// The sets that a scan asks, one for each of some octets in a row.
template <size_t octets>
struct Sets {
  Sets(const std::array<std::array<uint8_t, 16>, octets>& low_nibbles,
       const std::array<std::array<uint8_t, 16>, octets>& high_nibbles) {
    const Bytes d;
    for (size_t k = 0; k < octets; ++k) {
      low[k] = hn::LoadDup128(d, low_nibbles[k].data());
      high[k] = hn::LoadDup128(d, high_nibbles[k].data());
    }
  }

  // The places among the vector at `p`.
  HWY_INLINE uint64_t Ask(const uint8_t* p) const {
    const Bytes d;
    auto buckets = hn::Set(d, 0xff);
    for (size_t k = 0; k < octets; ++k) {
      const auto v = hn::LoadU(d, p + k);
      buckets = hn::And(buckets, hn::And(hn::TableLookupBytes(low[k], hn::And(v, hn::Set(d, 0x0f))),
                                         hn::TableLookupBytes(high[k], hn::ShiftRight<4>(v))));
    }
    return Bits(d, hn::Ne(buckets, hn::Zero(d)));
  }

  Octets low[octets];
  Octets high[octets];
};

// Asks from `first` octets before each place on. The vector loop has no branch that depends on the text: it
// notes the masks that are not empty, and they are taken apart afterwards.
template <size_t octets>
HWY_INLINE ScanRun Scan(std::string_view text, size_t from, const Sets<octets>& sets, size_t first,
                        std::span<uint32_t> places) {
  constexpr size_t kMasks = 64;
  const size_t lanes = hn::Lanes(Bytes());
  const uint8_t* p = AsBytes(text.data()) - first;
  uint64_t masks[kMasks];
  size_t bases[kMasks];
  ScanRun run;
  run.next = from;
  while (run.next + kNeighbours <= text.size() && run.count + lanes <= places.size()) {
    // A few places a mask, as a rule; where there are more, the rest is scanned again.
    const size_t room = (places.size() - run.count) / 4;
    const size_t most = room < kMasks ? room : kMasks;
    size_t noted = 0;
    for (size_t i = 0; i < most && run.next + kNeighbours <= text.size(); ++i, run.next += lanes) {
      FetchAhead(p + run.next);
      masks[noted] = sets.Ask(p + run.next);
      bases[noted] = run.next;
      noted += masks[noted] != 0 ? 1 : 0;
    }
    for (size_t i = 0; i < noted; ++i) {
      if (run.count + lanes > places.size()) {
        run.next = bases[i];
        return run;
      }
      for (uint64_t bits = masks[i] & Inside(text.size() - bases[i]); bits != 0; bits &= bits - 1) {
        places[run.count++] = static_cast<uint32_t>(bases[i] + hwy::Num0BitsBelowLS1Bit_Nonzero64(bits));
      }
    }
  }
  if (run.next > text.size()) run.next = text.size();
  return run;
}

ScanRun FindMarkup(std::string_view text, size_t from, std::span<uint32_t> places) {
  const Sets<3> sets(scalar::kMarkupSets.low, scalar::kMarkupSets.high);
  const ScanRun run = Scan(text, from, sets, 1, places);
  if (run.next == text.size() || run.count + hn::Lanes(Bytes()) > places.size()) return run;
  const ScanRun last = scalar::FindMarkup(text, run.next, places.subspan(run.count));
  return {run.count + last.count, last.next};
}

ScanRun FindWindows(std::string_view text, size_t from, const WordWindows& windows,
                    std::span<uint32_t> places) {
  const Sets<4> sets(windows.low, windows.high);
  const ScanRun run = Scan(text, from, sets, 0, places);
  if (run.next == text.size() || run.count + hn::Lanes(Bytes()) > places.size()) return run;
  const ScanRun last = scalar::FindWindows(text, run.next, windows, places.subspan(run.count));
  return {run.count + last.count, last.next};
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {
namespace {

char ToUpper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; }

}  // namespace

HWY_EXPORT(FindMarkup);
HWY_EXPORT(FindWindows);

void WordWindows::Add(std::string_view window, size_t bucket) {
  const uint8_t bit = static_cast<uint8_t>(1u << bucket);
  for (size_t k = 0; k < low.size(); ++k) {
    if (k < window.size()) {
      for (const char c : {ToLower(window[k]), ToUpper(window[k])}) {
        low[k][static_cast<uint8_t>(c) & 15] |= bit;
        high[k][static_cast<uint8_t>(c) >> 4] |= bit;
      }
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
                    std::span<uint32_t> places) {
  return HWY_DYNAMIC_DISPATCH(FindWindows)(text, from, windows, places);
}

}  // namespace kenpin
#endif  // HWY_ONCE
