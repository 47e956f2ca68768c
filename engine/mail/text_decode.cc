// Quoted-printable and ISO-2022-JP are vectors of which some octets fall away. With VBMI2 (HWY_AVX3_DL) one
// mask packs what is left, without a branch; elsewhere what stands behind each escape is copied anew to where
// it belongs, and escapes in a row, as other scripts have them, are decoded 16 at a time. Base64 is decoded
// by lines of 76 symbols, and other lines by the vector up to what is no symbol.
#include "engine/mail/text_decode.h"

#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/mail/text_decode.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "engine/mail/ascii.h"
#include "engine/mail/text_decode_scalar.h"
#include "engine/mail/vector_bytes.h"

HWY_BEFORE_NAMESPACE();
namespace kenpin {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  return scalar::DecodeQuotedPrintable(in, out);
}
size_t DecodeBase64(std::string_view in, char* out) { return scalar::DecodeBase64(in, out); }
size_t Iso2022JpToEucJp(std::string_view in, char* out) { return scalar::Iso2022JpToEucJp(in, out); }

#else

using Block = hn::FixedTag<uint8_t, 16>;

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

#if HWY_TARGET == HWY_AVX3_DL

// Where VBMI2 can pack octets, a vector is decoded without a branch: what falls away, falls away by a mask.
struct Packed {
  uint64_t carry = 0;  // Octets of the next vector that belong to an escape of this one.
  bool plain = false;  // All escapes were whole ones.
};

HWY_INLINE void StorePacked(__m512i v, uint64_t keep, char* out, size_t* written) {
  _mm512_storeu_si512(out + *written, _mm512_maskz_compress_epi8(keep, v));
  *written += hwy::PopCount(keep);
}

// By the lower six bits, which all hexadecimal digits differ in.
struct HexTable {
  alignas(64) uint8_t high[64];
  alignas(64) uint8_t low[64];
};
constexpr HexTable kHex = [] {
  HexTable table{};
  for (size_t c = 0; c < 128; ++c) {
    if (scalar::kHexDigits[c] == scalar::kNoDigit) continue;
    table.low[c & 63] = scalar::kHexDigits[c];
    table.high[c & 63] = static_cast<uint8_t>(scalar::kHexDigits[c] << 4);
  }
  return table;
}();

// What stands one octet behind each lane, and two behind, of the masks of a vector and of the two octets
// behind it.
struct Following {
  uint64_t first;
  uint64_t second;
};
HWY_INLINE Following Follow(uint64_t mask, bool behind, bool next) {
  const uint64_t b = behind ? 1 : 0;
  const uint64_t n = next ? 1 : 0;
  return {mask >> 1 | b << 63, mask >> 2 | b << 62 | n << 63};
}

// The vector at `p`, 66 octets of which are text; `carry` is what the one before says of it.
HWY_INLINE Packed DecodeVector(const char* p, uint64_t carry, char* out, size_t* written) {
  const __m512i v = _mm512_loadu_si512(p);
  const char behind = p[64];
  const char next = p[65];
  const uint64_t equals = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('=')) & ~carry;
  const uint64_t decimal =
      _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
  const __m512i folded = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
  const uint64_t letter =
      _mm512_cmplt_epu8_mask(_mm512_sub_epi8(folded, _mm512_set1_epi8('a')), _mm512_set1_epi8(6));
  const Following lf =
      Follow(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), behind == '\n', next == '\n');
  const Following cr = Follow(_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r')), behind == '\r', false);
  const Following digit = Follow(decimal | letter, IsClass(behind, kHexDigit), IsClass(next, kHexDigit));
  const uint64_t crlf = equals & cr.first & lf.second;
  const uint64_t breaks = crlf | (equals & lf.first);
  const uint64_t escapes = equals & digit.first & digit.second;
  const __m512i octets =
      _mm512_or_si512(_mm512_permutexvar_epi8(_mm512_loadu_si512(p + 1), _mm512_load_si512(kHex.high)),
                      _mm512_permutexvar_epi8(_mm512_loadu_si512(p + 2), _mm512_load_si512(kHex.low)));
  // A break takes itself away, both take the octet behind, and the longer ones that behind it.
  const uint64_t longer = crlf | escapes;
  const uint64_t keep = ~(breaks | (breaks | escapes) << 1 | longer << 2 | carry);
  StorePacked(_mm512_mask_blend_epi8(escapes, v, octets), keep, out, written);
  return {(breaks | escapes) >> 63 | longer >> 62, equals == (breaks | escapes)};
}

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  size_t i = 0;
  size_t written = 0;
  uint64_t carry = 0;
  while (i + 66 <= in.size()) {
    FetchAhead(in.data() + i);
    const size_t before = written;
    const Packed packed = DecodeVector(in.data() + i, carry, out, &written);
    if (HWY_LIKELY(packed.plain)) {
      carry = packed.carry;
      i += 64;
      continue;
    }
    // An '=' that is none of the usual: octet by octet to behind it.
    written = before;
    i += hwy::PopCount(carry);
    carry = 0;
    for (const size_t end = i + 64; i < end && i < in.size();) {
      if (in[i] == '=') {
        i = scalar::DecodeEquals(in, i, out, &written);
      } else {
        out[written++] = in[i++];
      }
    }
  }
  i += hwy::PopCount(carry);
  return written + scalar::DecodeQuotedPrintable(in.substr(i), out + written);
}

// The values of symbols, two 64 octets tables by the octet's lower seven bits; 0x80: none.
struct SymbolTable {
  alignas(64) uint8_t values[128];
};
constexpr SymbolTable kSymbols = [] {
  SymbolTable table{};
  for (size_t i = 0; i < 128; ++i) {
    table.values[i] = scalar::kBase64Values[i] == scalar::kNoDigit ? kNo : scalar::kBase64Values[i];
  }
  return table;
}();
// The three octets of each group, most significant first, then all groups in a row.
constexpr SymbolTable kPackGroups = [] {
  SymbolTable table{};
  for (size_t i = 0; i < 48; ++i) table.values[i] = static_cast<uint8_t>(i / 3 * 4 + 2 - i % 3);
  return table;
}();

// Decodes 64 symbols at `p` to 48 octets; 64 are written. Returns the mask of those that are no symbols.
HWY_INLINE uint64_t DecodeSymbols64(const uint8_t* p, uint8_t* out) {
  const __m512i v = _mm512_loadu_si512(p);
  const __m512i values = _mm512_permutex2var_epi8(_mm512_load_si512(kSymbols.values), v,
                                                  _mm512_load_si512(kSymbols.values + 64));
  const __m512i pairs = _mm512_maddubs_epi16(values, _mm512_set1_epi32(0x01400140));
  const __m512i groups = _mm512_madd_epi16(pairs, _mm512_set1_epi32(0x00011000));
  _mm512_storeu_si512(out, _mm512_permutexvar_epi8(_mm512_load_si512(kPackGroups.values), groups));
  return _mm512_movepi8_mask(_mm512_or_si512(values, v));
}

#else

// Escapes in a row, with soft line breaks between them, from in[i] on: text of other scripts. Returns the
// position of the first octet that is something else, or near the end.
HWY_INLINE size_t DecodeRun(std::string_view in, size_t i, char* out, size_t* written) {
  const uint8_t* p = AsBytes(in.data());
  while (i + 48 <= in.size() && p[i] == '=') {
    const size_t escapes = DecodeEscapes(p + i, reinterpret_cast<uint8_t*>(out) + *written);
    *written += escapes;
    i += 3 * escapes;
    if (escapes < 16 && p[i] == '=') i = scalar::DecodeEquals(in, i, out, written);
  }
  return i;
}

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const auto equals = hn::Set(d, '=');
  const uint8_t* p = AsBytes(in.data());
  uint8_t* to = reinterpret_cast<uint8_t*>(out);
  size_t i = 0;
  size_t written = 0;
  // Three more octets: an '=' at the end of the vector has what belongs to it.
  while (i + lanes + 3 <= in.size()) {
    const auto v = hn::LoadU(d, p + i);
    hn::StoreU(v, d, to + written);
    size_t done = 0;
    // All escapes of the vector from one mask: what stands behind each is copied anew to where it belongs.
    uint64_t bits = Bits(d, hn::Eq(v, equals));
    while (bits != 0) {
      const size_t at = hwy::Num0BitsBelowLS1Bit_Nonzero64(bits);
      written += at - done;
      const uint8_t* e = p + i + at;
      const unsigned high = scalar::kHexDigits[e[1]];
      const unsigned low = scalar::kHexDigits[e[2]];
      const unsigned escape = (high | low) < 16 ? 1 : 0;
      const unsigned crlf = e[1] == '\r' && e[2] == '\n' ? 1 : 0;
      if (HWY_LIKELY((escape | crlf | (e[1] == '\n' ? 1u : 0u)) != 0)) {
        to[written] = static_cast<uint8_t>(high << 4 | low);
        written += escape;
        done = at + 2 + (escape | crlf);
        bits &= bits - 1;
      } else {
        done = scalar::DecodeEquals(in, i + at, out, &written) - i;
        bits &= From(done);
      }
      if ((escape & (p[i + done] == '=' ? 1u : 0u)) != 0) {
        done = DecodeRun(in, i + done, out, &written) - i;
        bits &= From(done);
      }
      hn::StoreU(hn::LoadU(d, p + i + done), d, to + written);
    }
    const size_t taken = done > lanes ? done : lanes;
    written += taken - done;
    i += taken;
  }
  return written + scalar::DecodeQuotedPrintable(in.substr(i), out + written);
}

#endif  // HWY_TARGET == HWY_AVX3_DL

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
// The words of a vector that hold octets then, and some to fill up; for 4, 8 and 16 words.
alignas(64) constexpr int32_t kFilledWords[3][16] = {
    {0, 1, 2, 3}, {0, 1, 2, 4, 5, 6, 3, 3}, {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 3, 3, 3}};

// Which octets of a vector are not in the alphabet.
template <class D, class V>
HWY_INLINE hn::Mask<D> IsForeign(D d, V v) {
  const auto low = hn::TableLookupBytes(hn::LoadDup128(d, kLowNibble), hn::And(v, hn::Set(d, 0x0f)));
  const auto high = hn::TableLookupBytes(hn::LoadDup128(d, kHighNibble), hn::ShiftRight<4>(v));
  return hn::Eq(hn::And(low, high), hn::Zero(d));
}

// Decodes a vector of symbols. Writes as many octets as the vector has; a quarter of them is to be
// overwritten.
template <class D, class V>
HWY_INLINE void DecodeSymbols(D d, V v, uint8_t* out) {
  const hn::Repartition<uint32_t, D> d32;
  const auto slash = hn::VecFromMask(d, hn::Eq(v, hn::Set(d, '/')));
  const auto roll = hn::TableLookupBytes(hn::LoadDup128(d, kRoll), hn::Add(hn::ShiftRight<4>(v), slash));
  const auto x = hn::BitCast(d32, hn::Add(v, roll));
  const auto a = hn::ShiftLeft<18>(hn::And(x, hn::Set(d32, 0x3f)));
  const auto b = hn::ShiftLeft<4>(hn::And(x, hn::Set(d32, 0x3f00)));
  const auto c = hn::ShiftRight<10>(hn::And(x, hn::Set(d32, 0x3f0000)));
  const auto e = hn::ShiftRight<24>(x);
  const auto packed =
      hn::TableLookupBytesOr0(hn::BitCast(d, hn::Or(hn::Or(a, b), hn::Or(c, e))), hn::LoadDup128(d, kPack));
  // Three of each block's four words are octets.
  const auto words = hn::BitCast(d32, packed);
  const auto together =
      hn::TableLookupLanes(words, hn::SetTableIndices(d32, kFilledWords[hn::Lanes(d) / 32]));
  hn::StoreU(hn::BitCast(d, together), d, out);
}

// A line of 76 symbols, as mailers write them.
constexpr size_t kLineSymbols = 76;

#if HWY_TARGET == HWY_AVX3_DL
HWY_INLINE bool DecodeLine(const uint8_t* p, uint8_t* out) {
  const uint64_t foreign = DecodeSymbols64(p, out);
  // The last 64 overlap the first.
  return (foreign | DecodeSymbols64(p + kLineSymbols - 64, out + (kLineSymbols - 64) / 4 * 3)) == 0;
}
#else
// Whether 76 symbols stand at `p`, which are then decoded. 128 octets must be readable.
HWY_INLINE bool DecodeLine(const uint8_t* p, uint8_t* out) {
  const Bytes d;
  const Block block;
  const size_t lanes = hn::Lanes(d);
  // The last 16 overlap what stands before them.
  const auto last = hn::LoadU(block, p + kLineSymbols - 16);
  bool foreign = !hn::AllFalse(block, IsForeign(block, last));
  for (size_t i = 0; i < 64; i += lanes) {
    const auto v = hn::LoadU(d, p + i);
    foreign |= !hn::AllFalse(d, IsForeign(d, v));
    DecodeSymbols(d, v, out + i / 4 * 3);
  }
  DecodeSymbols(block, last, out + (kLineSymbols - 16) / 4 * 3);
  return !foreign;
}
#endif

size_t DecodeBase64(std::string_view in, char* out) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const uint8_t* p = AsBytes(in.data());
  uint8_t* to = reinterpret_cast<uint8_t*>(out);
  size_t i = 0;
  size_t written = 0;
  while (i + lanes <= in.size()) {
    while (i + kLineSymbols + 2 <= in.size()) {
      const uint8_t* end = p + i + kLineSymbols;
      FetchAhead(end);
      const size_t crlf = end[0] == '\r' ? 1 : 0;
      if (end[crlf] != '\n' || !DecodeLine(p + i, to + written)) break;
      written += kLineSymbols / 4 * 3;
      i += kLineSymbols + 1 + crlf;
    }
    if (i + lanes > in.size()) break;
    const auto v = hn::LoadU(d, p + i);
    const auto foreign = IsForeign(d, v);
    DecodeSymbols(d, v, to + written);
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

#if HWY_TARGET == HWY_AVX3_DL

// Whether a lane lies behind an odd number of the bits, itself counted.
HWY_INLINE uint64_t OddBehind(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

// Where the text switches between ASCII and kanji, by escapes of three octets.
struct JisVector {
  uint64_t escapes = 0;
  uint64_t kanji = 0;  // Lanes in the set of kanji.
  bool plain = false;  // Nothing but such escapes, by turns.
};

HWY_INLINE JisVector ReadJis(const char* p, uint64_t escapes, bool in_kanji) {
  const __m512i next = _mm512_loadu_si512(p + 1);
  const uint64_t third = _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(p + 2), _mm512_set1_epi8('B'));
  const uint64_t to_kanji = escapes & third & _mm512_cmpeq_epi8_mask(next, _mm512_set1_epi8('$'));
  const uint64_t to_ascii = escapes & third & _mm512_cmpeq_epi8_mask(next, _mm512_set1_epi8('('));
  const uint64_t kanji = OddBehind(escapes) ^ (in_kanji ? ~uint64_t{0} : 0);
  return {escapes, kanji, to_kanji == (escapes & kanji) && to_ascii == (escapes & ~kanji)};
}

size_t Iso2022JpToEucJp(std::string_view in, char* out) {
  scalar::JisSet set = scalar::JisSet::kAscii;
  size_t i = 0;
  size_t written = 0;
  uint64_t carry = 0;
  while (i + 66 <= in.size()) {
    const char* p = in.data() + i;
    FetchAhead(p);
    const __m512i v = _mm512_loadu_si512(p);
    const uint64_t escapes = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(0x1b));
    const bool in_kanji = set == scalar::JisSet::kKanji;
    JisVector jis{0, in_kanji ? ~uint64_t{0} : 0, in_kanji || set == scalar::JisSet::kAscii};
    if (escapes != 0 && jis.plain) jis = ReadJis(p, escapes, in_kanji);
    if (HWY_UNLIKELY(!jis.plain)) {
      i = scalar::ConvertJisRun(in, i + hwy::PopCount(carry), &set, out, &written);
      carry = 0;
      continue;
    }
    const uint64_t high = jis.kanji & _mm512_cmpgt_epu8_mask(v, _mm512_set1_epi8(0x20));
    const __m512i octets = _mm512_mask_blend_epi8(high, v, _mm512_or_si512(v, _mm512_set1_epi8('\x80')));
    StorePacked(octets, ~(jis.escapes | jis.escapes << 1 | jis.escapes << 2 | carry), out, &written);
    carry = jis.escapes >> 63 | jis.escapes >> 62;
    set = (jis.kanji >> 63) != 0 ? scalar::JisSet::kKanji : scalar::JisSet::kAscii;
    i += 64;
  }
  i += hwy::PopCount(carry);
  while (i < in.size()) i = scalar::ConvertJisRun(in, i, &set, out, &written);
  return written;
}

#else

// Kanji are their EUC-JP octets without the high bit.
HWY_INLINE void StoreJis(Octets v, Octets high_bit, uint8_t* out) {
  const Bytes d;
  hn::StoreU(hn::Or(v, hn::IfThenElseZero(hn::Gt(v, hn::Set(d, 0x20)), high_bit)), d, out);
}

size_t Iso2022JpToEucJp(std::string_view in, char* out) {
  const Bytes d;
  const size_t lanes = hn::Lanes(d);
  const auto esc = hn::Set(d, 0x1b);
  const uint8_t* p = AsBytes(in.data());
  uint8_t* to = reinterpret_cast<uint8_t*>(out);
  scalar::JisSet set = scalar::JisSet::kAscii;
  auto high_bit = hn::Zero(d);
  size_t i = 0;
  size_t written = 0;
  while (i + lanes + 3 <= in.size()) {
    if (HWY_UNLIKELY(set != scalar::JisSet::kAscii && set != scalar::JisSet::kKanji)) {
      i = scalar::ConvertJisRun(in, i, &set, out, &written);
      high_bit = hn::Set(d, set == scalar::JisSet::kKanji ? 0x80 : 0);
      continue;
    }
    const auto v = hn::LoadU(d, p + i);
    StoreJis(v, high_bit, to + written);
    size_t done = 0;
    uint64_t bits = Bits(d, hn::Eq(v, esc));
    while (bits != 0) {
      const size_t at = hwy::Num0BitsBelowLS1Bit_Nonzero64(bits);
      written += at - done;
      const uint8_t* e = p + i + at;
      if (HWY_LIKELY((e[1] == '$' || e[1] == '(') && e[2] == 'B')) {
        set = e[1] == '$' ? scalar::JisSet::kKanji : scalar::JisSet::kAscii;
        done = at + 3;
        bits &= bits - 1;
      } else {
        const scalar::JisEscape escape = scalar::ReadJisEscape(in, i + at);
        if (escape.length > 0) set = escape.set;
        done = at + (escape.length > 0 ? escape.length : 1);
        bits &= From(done);
        // The rest is another loop's.
        if (set != scalar::JisSet::kAscii && set != scalar::JisSet::kKanji) break;
      }
      high_bit = hn::Set(d, set == scalar::JisSet::kKanji ? 0x80 : 0);
      StoreJis(hn::LoadU(d, p + i + done), high_bit, to + written);
    }
    const bool other = set != scalar::JisSet::kAscii && set != scalar::JisSet::kKanji;
    const size_t taken = other || done > lanes ? done : lanes;
    written += taken - done;
    i += taken;
  }
  while (i < in.size()) i = scalar::ConvertJisRun(in, i, &set, out, &written);
  return written;
}

#endif  // HWY_TARGET == HWY_AVX3_DL

#endif

}  // namespace HWY_NAMESPACE
}  // namespace kenpin
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kenpin {
HWY_EXPORT(DecodeQuotedPrintable);
HWY_EXPORT(DecodeBase64);
HWY_EXPORT(Iso2022JpToEucJp);

size_t DecodeQuotedPrintable(std::string_view in, char* out) {
  return HWY_DYNAMIC_DISPATCH(DecodeQuotedPrintable)(in, out);
}

size_t DecodeBase64(std::string_view in, char* out) { return HWY_DYNAMIC_DISPATCH(DecodeBase64)(in, out); }

size_t Iso2022JpToEucJp(std::string_view in, char* out) {
  return HWY_DYNAMIC_DISPATCH(Iso2022JpToEucJp)(in, out);
}

}  // namespace kenpin
#endif  // HWY_ONCE
