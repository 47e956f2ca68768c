// The scans of byte_scan.h in Highway, compiled once for each instruction set. A tail is loaded whole and cut
// off by its mask: that is what the slack behind a message is for.
#include "engine/mail/byte_scan.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/mail/byte_scan.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/mail/byte_scan_scalar.h"
#include "engine/mail/vector_bytes.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void ScanBlocks(const char* bytes, size_t blocks, BlockMasks* masks) {
  scalar::ScanBlocks(bytes, blocks, masks);
}
size_t FindDashLine(std::string_view bytes, size_t from) { return scalar::FindDashLine(bytes, from); }
bool HasEightBit(std::string_view bytes) { return scalar::HasEightBit(bytes); }
Base64Run MeasureBase64(std::string_view bytes) { return scalar::MeasureBase64(bytes); }

#else

void ScanBlocks(const char* bytes, size_t blocks, BlockMasks* masks) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  for (size_t block = 0; block < blocks; ++block) {
    const uint8_t* p = AsBytes(bytes) + 64 * block;
    BlockMasks m;
    // '=' is found first and its '?' by shifting: a second load would need bytes behind the block for every
    // part of it.
    uint64_t equals = 0;
    uint64_t question = 0;
    for (size_t i = 0; i < 64; i += lanes) {
      const auto v = hn::LoadU(d, p + i);
      m.lf |= Bits(d, hn::Eq(v, hn::Set(d, '\n'))) << i;
      m.cr |= Bits(d, hn::Eq(v, hn::Set(d, '\r'))) << i;
      m.eight_bit |= Bits(d, hn::Gt(v, hn::Set(d, 0x7f))) << i;
      m.nul |= Bits(d, hn::Eq(v, hn::Zero(d))) << i;
      equals |= Bits(d, hn::Eq(v, hn::Set(d, '='))) << i;
      question |= Bits(d, hn::Eq(v, hn::Set(d, '?'))) << i;
    }
    const uint64_t carried = p[64] == '?' ? uint64_t{1} << 63 : 0;
    m.encoded_word = equals & (question >> 1 | carried);
    masks[block] = m;
  }
}

size_t FindDashLine(std::string_view bytes, size_t from) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const uint8_t* p = AsBytes(bytes.data());
  const auto lf = hn::Set(d, '\n');
  const auto dash = hn::Set(d, '-');
  // Three bytes must lie before the end, so the farthest load ends 62 bytes behind it.
  for (size_t i = from; i + 3 <= bytes.size(); i += lanes) {
    const auto found =
        hn::And(hn::Eq(hn::LoadU(d, p + i), lf),
                hn::And(hn::Eq(hn::LoadU(d, p + i + 1), dash), hn::Eq(hn::LoadU(d, p + i + 2), dash)));
    if (HWY_LIKELY(hn::AllFalse(d, found))) continue;
    const uint64_t bits = Bits(d, found) & Inside(bytes.size() - 2 - i);
    if (bits != 0) return i + hwy::Num0BitsBelowLS1Bit_Nonzero64(bits);
  }
  return bytes.size();
}

bool HasEightBit(std::string_view bytes) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const uint8_t* p = AsBytes(bytes.data());
  const auto limit = hn::Set(d, 0x7f);
  for (size_t i = 0; i < bytes.size(); i += lanes) {
    const auto high = hn::Gt(hn::LoadU(d, p + i), limit);
    if (HWY_UNLIKELY(!hn::AllFalse(d, high)) && (Bits(d, high) & Inside(bytes.size() - i)) != 0) return true;
  }
  return false;
}

// A byte belongs to a class when its low and its high nibble share a bit:
// 1: + /   2: 0-9   4: A-O a-o   8: P-Z p-z   16: HTAB LF CR   32: SP
alignas(16) constexpr uint8_t kLowNibble[16] = {
    2 + 8 + 32, 2 + 4 + 8,      2 + 4 + 8,  2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8,
    2 + 4 + 8,  2 + 4 + 8 + 16, 4 + 8 + 16, 1 + 4,     4,         4 + 16,    4,         1 + 4};
alignas(16) constexpr uint8_t kHighNibble[16] = {16, 0, 1 + 32, 2, 4, 8, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0};
constexpr uint8_t kAlphabetClasses = 1 + 2 + 4 + 8;

Base64Run MeasureBase64(std::string_view bytes) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const uint8_t* p = AsBytes(bytes.data());
  const auto low_table = hn::LoadDup128(d, kLowNibble);
  const auto high_table = hn::LoadDup128(d, kHighNibble);
  const auto nibble = hn::Set(d, 0x0f);
  const auto alphabet = hn::Set(d, kAlphabetClasses);
  Base64Run run;
  for (size_t i = 0; i < bytes.size(); i += lanes) {
    const auto v = hn::LoadU(d, p + i);
    const auto low = hn::TableLookupBytes(low_table, hn::And(v, nibble));
    const auto high = hn::TableLookupBytes(high_table, hn::And(hn::ShiftRight<4>(v), nibble));
    const auto classes = hn::And(low, high);
    const auto foreign = hn::Eq(classes, hn::Zero(d));
    const auto symbol = hn::Ne(hn::And(classes, alphabet), hn::Zero(d));
    if (HWY_LIKELY(i + lanes <= bytes.size()) && HWY_LIKELY(hn::AllFalse(d, foreign))) {
      run.symbols += hn::CountTrue(d, symbol);
      continue;
    }
    const size_t left = bytes.size() - i < lanes ? bytes.size() - i : lanes;
    const uint64_t stop = Bits(d, foreign) & Inside(left);
    const size_t good = stop == 0 ? left : hwy::Num0BitsBelowLS1Bit_Nonzero64(stop);
    run.symbols += hwy::PopCount(Bits(d, symbol) & Inside(good));
    run.length = i + good;
    if (stop != 0) return run;
  }
  run.length = bytes.size();
  return run;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {

HWY_EXPORT(ScanBlocks);
HWY_EXPORT(FindDashLine);
HWY_EXPORT(HasEightBit);
HWY_EXPORT(MeasureBase64);

void ScanBlocks(const char* bytes, size_t blocks, BlockMasks* masks) {
  HWY_DYNAMIC_DISPATCH(ScanBlocks)(bytes, blocks, masks);
}
size_t FindDashLine(std::string_view bytes, size_t from) {
  return HWY_DYNAMIC_DISPATCH(FindDashLine)(bytes, from);
}
bool HasEightBit(std::string_view bytes) { return HWY_DYNAMIC_DISPATCH(HasEightBit)(bytes); }
Base64Run MeasureBase64(std::string_view bytes) { return HWY_DYNAMIC_DISPATCH(MeasureBase64)(bytes); }

}  // namespace kenpin
#endif  // HWY_ONCE
