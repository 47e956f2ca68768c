// Quoted-printable comes in two kinds: ASCII with an escape here and there, and text of other scripts, where
// each octet takes three. The first is copied by the vector up to the next '='; the second is decoded 16
// escapes at a time, as many of them as stand in a row. Base64 is decoded by the vector up to the next line
// end. About 10 GB/s each, where octet by octet makes 0.5 to 1.
#include "engine/mail/text_decode.h"

#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/mail/text_decode.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/mail/text_decode_scalar.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  return scalar::DecodeQuotedPrintable(in, out);
}
size_t DecodeBase64(std::string_view in, char* out) { return scalar::DecodeBase64(in, out); }

#else

using Bytes = hn::CappedTag<uint8_t, 64>;
using Block = hn::FixedTag<uint8_t, 16>;

template <class D, class M>
HWY_INLINE uint64_t Bits(D d, M mask) {
  uint8_t raw[8] = {};
  hn::StoreMaskBits(d, mask, raw);
  uint64_t bits = 0;
  std::memcpy(&bits, raw, sizeof(bits));
  return bits;
}

HWY_INLINE const uint8_t* AsBytes(const char* p) { return reinterpret_cast<const uint8_t*>(p); }

// Where the '=' and the digits of 16 escapes stand in three blocks.
constexpr uint64_t kEveryThird = 0x249249249249;  // Bits 0, 3, ... 45.
constexpr uint8_t kNo = 0x80;
alignas(16) constexpr uint8_t kHighDigit[3][16] = {
    {1, 4, 7, 10, 13, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo},
    {kNo, kNo, kNo, kNo, kNo, 0, 3, 6, 9, 12, 15, kNo, kNo, kNo, kNo, kNo},
    {kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, 2, 5, 8, 11, 14}};
alignas(16) constexpr uint8_t kLowDigit[3][16] = {
    {2, 5, 8, 11, 14, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo},
    {kNo, kNo, kNo, kNo, kNo, 1, 4, 7, 10, 13, kNo, kNo, kNo, kNo, kNo, kNo},
    {kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, 0, 3, 6, 9, 12, 15}};

// The digit's value, and in `bad` the lanes that are none.
template <class V, class M>
HWY_INLINE V HexValues(V digits, M* bad) {
  const Block d;
  const V decimal = hn::Sub(digits, hn::Set(d, '0'));
  const V letter = hn::Sub(hn::Or(digits, hn::Set(d, 0x20)), hn::Set(d, 'a'));
  const auto is_decimal = hn::Lt(decimal, hn::Set(d, 10));
  const auto is_letter = hn::Lt(letter, hn::Set(d, 6));
  *bad = hn::Not(hn::Or(is_decimal, is_letter));
  return hn::IfThenElse(is_decimal, decimal, hn::Add(letter, hn::Set(d, 10)));
}

// Decodes the escapes that stand in a row at `p`, 16 at most, and returns their number. 48 octets must be
// readable and 16 writable.
HWY_INLINE size_t DecodeEscapes(const uint8_t* p, uint8_t* out) {
  const Block d;
  const auto a = hn::LoadU(d, p);
  const auto b = hn::LoadU(d, p + 16);
  const auto c = hn::LoadU(d, p + 32);
  const auto equals = hn::Set(d, '=');
  const uint64_t found =
      Bits(d, hn::Eq(a, equals)) | Bits(d, hn::Eq(b, equals)) << 16 | Bits(d, hn::Eq(c, equals)) << 32;
  const auto high = hn::Or(hn::TableLookupBytesOr0(a, hn::Load(d, kHighDigit[0])),
                           hn::Or(hn::TableLookupBytesOr0(b, hn::Load(d, kHighDigit[1])),
                                  hn::TableLookupBytesOr0(c, hn::Load(d, kHighDigit[2]))));
  const auto low = hn::Or(hn::TableLookupBytesOr0(a, hn::Load(d, kLowDigit[0])),
                          hn::Or(hn::TableLookupBytesOr0(b, hn::Load(d, kLowDigit[1])),
                                 hn::TableLookupBytesOr0(c, hn::Load(d, kLowDigit[2]))));
  auto bad_high = hn::Eq(a, a);
  auto bad_low = bad_high;
  const auto value = hn::Add(hn::ShiftLeft<4>(HexValues(high, &bad_high)), HexValues(low, &bad_low));
  hn::StoreU(value, d, out);
  const uint64_t missing = ~found & kEveryThird;
  const size_t equals_in_row = missing == 0 ? 16 : hwy::Num0BitsBelowLS1Bit_Nonzero64(missing) / 3;
  const uint64_t bad = Bits(d, hn::Or(bad_high, bad_low)) | uint64_t{1} << 16;
  const size_t digits_in_row = hwy::Num0BitsBelowLS1Bit_Nonzero64(bad);
  return equals_in_row < digits_in_row ? equals_in_row : digits_in_row;
}

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const auto equals = hn::Set(d, '=');
  const uint8_t* p = AsBytes(in.data());
  uint8_t* to = reinterpret_cast<uint8_t*>(out);
  size_t i = 0;
  size_t written = 0;
  while (i + lanes <= in.size()) {
    const auto v = hn::LoadU(d, p + i);
    hn::StoreU(v, d, to + written);
    const auto found = hn::Eq(v, equals);
    if (hn::AllFalse(d, found)) {
      i += lanes;
      written += lanes;
      continue;
    }
    const size_t plain = hwy::Num0BitsBelowLS1Bit_Nonzero64(Bits(d, found));
    i += plain;
    written += plain;
    // One escape among ASCII is the quickest octet by octet; a second one right behind it is a run.
    i = scalar::DecodeEquals(in, i, out, &written);
    while (i + 48 <= in.size() && p[i] == '=') {
      const size_t escapes = DecodeEscapes(p + i, to + written);
      written += escapes;
      i += 3 * escapes;
      if (escapes < 16 && p[i] == '=') {
        i = scalar::DecodeEquals(in, i, out, &written);
      }
    }
  }
  return written + scalar::DecodeQuotedPrintable(in.substr(i), out + written);
}

// As in byte_scan.cc: an octet is in the alphabet when its nibbles share a bit.
alignas(16) constexpr uint8_t kLowNibble[16] = {
    2 + 8,     2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8, 2 + 4 + 8,
    2 + 4 + 8, 2 + 4 + 8, 4 + 8,     1 + 4,     4,         4,         4,         1 + 4};
alignas(16) constexpr uint8_t kHighNibble[16] = {0, 0, 1, 2, 4, 8, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0};
// What must be added to a symbol to get its value, by high nibble; '/' uses the place below that of '+'.
alignas(16) constexpr uint8_t kRoll[16] = {0, 16, 19, 4, 256 - 65, 256 - 65, 256 - 71, 256 - 71,
                                           0, 0,  0,  0, 0,        0,        0,        0};
// The three octets of each group of four symbols, most significant first.
alignas(16) constexpr uint8_t kPack[16] = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, kNo, kNo, kNo, kNo};

// Decodes a vector of symbols; 16 octets of each block's 12 are written, the last four to be overwritten.
template <class V>
HWY_INLINE void DecodeSymbols(V v, V high, uint8_t* out) {
  const Bytes d;
  const hn::Repartition<uint32_t, Bytes> d32;
  const auto slash = hn::VecFromMask(d, hn::Eq(v, hn::Set(d, '/')));
  const auto roll = hn::TableLookupBytes(hn::LoadDup128(d, kRoll), hn::Add(high, slash));
  const auto x = hn::BitCast(d32, hn::Add(v, roll));
  const auto a = hn::ShiftLeft<18>(hn::And(x, hn::Set(d32, 0x3f)));
  const auto b = hn::ShiftLeft<4>(hn::And(x, hn::Set(d32, 0x3f00)));
  const auto c = hn::ShiftRight<10>(hn::And(x, hn::Set(d32, 0x3f0000)));
  const auto e = hn::ShiftRight<24>(x);
  const auto packed =
      hn::TableLookupBytesOr0(hn::BitCast(d, hn::Or(hn::Or(a, b), hn::Or(c, e))), hn::LoadDup128(d, kPack));
  alignas(64) uint8_t blocks[64];
  hn::Store(packed, d, blocks);
  for (size_t i = 0; i < hn::Lanes(d) / 16; ++i) std::memcpy(out + 12 * i, blocks + 16 * i, 16);
}

size_t DecodeBase64(std::string_view in, char* out) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const auto low_table = hn::LoadDup128(d, kLowNibble);
  const auto high_table = hn::LoadDup128(d, kHighNibble);
  const auto nibble = hn::Set(d, 0x0f);
  const uint8_t* p = AsBytes(in.data());
  size_t i = 0;
  size_t written = 0;
  while (i + lanes <= in.size()) {
    const auto v = hn::LoadU(d, p + i);
    const auto high = hn::And(hn::ShiftRight<4>(v), nibble);
    const auto classes =
        hn::And(hn::TableLookupBytes(low_table, hn::And(v, nibble)), hn::TableLookupBytes(high_table, high));
    const auto foreign = hn::Eq(classes, hn::Zero(d));
    DecodeSymbols(v, high, reinterpret_cast<uint8_t*>(out) + written);
    if (HWY_LIKELY(hn::AllFalse(d, foreign))) {
      i += lanes;
      written += lanes / 4 * 3;
      continue;
    }
    const size_t good = hwy::Num0BitsBelowLS1Bit_Nonzero64(Bits(d, foreign)) & ~size_t{3};
    i += good;
    written += good / 4 * 3;
    // A line end between two quanta is skipped; anything else is for the other decoder.
    if (p[i] == '\r' && p[i + 1] == '\n') {
      i += 2;
    } else if (p[i] == '\n') {
      ++i;
    } else {
      i = scalar::DecodeQuantum(in, i, out, &written);
    }
  }
  return written + scalar::DecodeBase64(in.substr(i), out + written);
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {
namespace {

HWY_EXPORT(DecodeQuotedPrintable);
HWY_EXPORT(DecodeBase64);

// Which set of characters an escape sequence calls (RFC 1468, RFC 1554).
enum class JisSet : uint8_t { kAscii, kKanji, kSupplement, kKatakana };

// The sequence that begins at in[at], an ESC: its set and length; 0 if it is none of ours.
struct JisEscape {
  JisSet set = JisSet::kAscii;
  size_t length = 0;
};

JisEscape ReadJisEscape(std::string_view in, size_t at) {
  const std::string_view rest = in.substr(at + 1, 3);
  if (rest.size() < 2) return {};
  if (rest[0] == '$') {
    if (rest[1] == '@' || rest[1] == 'B' || rest[1] == 'A') return {JisSet::kKanji, 3};
    if (rest[1] == '(' && rest.size() == 3) {
      return {rest[2] == 'D' ? JisSet::kSupplement : JisSet::kKanji, 4};
    }
    return {};
  }
  if (rest[0] != '(') return {};
  return {rest[1] == 'I' ? JisSet::kKatakana : JisSet::kAscii, 3};
}

size_t WriteJisRun(std::string_view run, JisSet set, char* out) {
  if (set == JisSet::kAscii) {
    std::memcpy(out, run.data(), run.size());
    return run.size();
  }
  if (set == JisSet::kKanji) {
    for (size_t i = 0; i < run.size(); ++i) {
      const uint8_t octet = static_cast<uint8_t>(run[i]);
      out[i] = static_cast<char>(octet > 0x20 ? octet | 0x80 : octet);
    }
    return run.size();
  }
  // EUC-JP puts a single shift before each character of the other two sets.
  size_t written = 0;
  const size_t width = set == JisSet::kSupplement ? 2 : 1;
  for (size_t i = 0; i < run.size(); ++i) {
    const uint8_t octet = static_cast<uint8_t>(run[i]);
    if (octet > 0x20 && i % width == 0) out[written++] = set == JisSet::kSupplement ? '\x8f' : '\x8e';
    out[written++] = static_cast<char>(octet > 0x20 ? octet | 0x80 : octet);
  }
  return written;
}

}  // namespace

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  return HWY_DYNAMIC_DISPATCH(DecodeQuotedPrintable)(in, out);
}

size_t DecodeBase64(std::string_view in, char* out) { return HWY_DYNAMIC_DISPATCH(DecodeBase64)(in, out); }

size_t Iso2022JpToEucJp(std::string_view in, char* out) {
  JisSet set = JisSet::kAscii;
  size_t written = 0;
  size_t i = 0;
  while (i < in.size()) {
    const void* esc = std::memchr(in.data() + i, '\x1b', in.size() - i);
    const size_t end =
        esc == nullptr ? in.size() : static_cast<size_t>(static_cast<const char*>(esc) - in.data());
    written += WriteJisRun(in.substr(i, end - i), set, out + written);
    i = end;
    if (i == in.size()) break;
    const JisEscape escape = ReadJisEscape(in, i);
    if (escape.length > 0) set = escape.set;
    i += escape.length > 0 ? escape.length : 1;
  }
  return written;
}

}  // namespace kenpin
#endif  // HWY_ONCE
