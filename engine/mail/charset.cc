// ICU behind a small cache: opening a converter costs microseconds and allocates, and mail uses the same
// three charsets over and over. UTF-8 and US-ASCII, nearly all of today's mail, never get as far as ICU.
#include "engine/mail/charset.h"

#include <unicode/ucnv.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

// The longest name in the IANA registry has 45 octets.
constexpr size_t kMaxCharsetName = 48;
constexpr size_t kCachedConverters = 8;

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using ConverterPtr = std::unique_ptr<UConverter, CloseConverter>;

// Converters by name, the unknown names too; the oldest goes first. One per thread.
class ConverterCache {
 public:
  // Returns the converter, reset, or null when nobody knows the charset.
  UConverter* Find(std::string_view name) {
    if (name.empty() || name.size() > kMaxCharsetName) return nullptr;
    for (Entry& entry : entries_) {
      if (!EqualsIgnoreCase({entry.name.data(), entry.size}, name)) continue;
      if (entry.converter) ucnv_resetToUnicode(entry.converter.get());
      return entry.converter.get();
    }
    Entry& entry = entries_[next_];
    next_ = (next_ + 1) % kCachedConverters;
    entry.name.fill('\0');
    entry.size = name.copy(entry.name.data(), kMaxCharsetName);
    entry.converter = Open(entry.name.data());
    return entry.converter.get();
  }

 private:
  struct Entry {
    std::array<char, kMaxCharsetName + 1> name{};
    size_t size = 0;
    ConverterPtr converter;
  };

  static ConverterPtr Open(const char* name) {
    // A comma would begin ICU's own options.
    for (const char* p = name; *p != '\0'; ++p) {
      if (!IsClass(*p, kAlpha | kDigit) && std::string_view("-_.:+").find(*p) == std::string_view::npos)
        return nullptr;
    }
    UErrorCode error = U_ZERO_ERROR;
    ConverterPtr converter(ucnv_open(name, &error));
    if (U_FAILURE(error)) return nullptr;
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    return converter;
  }

  std::array<Entry, kCachedConverters> entries_;
  size_t next_ = 0;
};

UConverter* FindConverter(std::string_view name) {
  thread_local ConverterCache cache;
  return cache.Find(name);
}

bool IsUtf8Name(std::string_view name) {
  return EqualsIgnoreCase(name, "utf-8") || EqualsIgnoreCase(name, "us-ascii");
}

// What the octet that begins a UTF-8 character demands: how many follow, and the range of the first of them.
struct Utf8Lead {
  size_t following = 0;
  uint8_t low = 0x80;
  uint8_t high = 0xbf;
  bool valid = true;
};

Utf8Lead ClassifyLead(uint8_t lead) {
  if (lead < 0x80) return {};
  if (lead >= 0xc2 && lead <= 0xdf) return {1};
  if (lead == 0xe0) return {2, 0xa0, 0xbf};
  if (lead == 0xed) return {2, 0x80, 0x9f};
  if (lead >= 0xe1 && lead <= 0xef) return {2};
  if (lead == 0xf0) return {3, 0x90, 0xbf};
  if (lead >= 0xf1 && lead <= 0xf3) return {3};
  if (lead == 0xf4) return {3, 0x80, 0x8f};
  return {0, 0, 0, false};
}

// The length of the well-formed beginning; `cut` when what follows is a character whose rest is missing.
struct Utf8Prefix {
  size_t length = 0;
  bool cut = false;
};

Utf8Prefix MeasureUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const Utf8Lead lead = ClassifyLead(static_cast<uint8_t>(text[i]));
    if (!lead.valid) return {i, false};
    for (size_t k = 1; k <= lead.following; ++k) {
      if (i + k == text.size()) return {i, true};
      const uint8_t octet = static_cast<uint8_t>(text[i + k]);
      if (octet < (k == 1 ? lead.low : 0x80) || octet > (k == 1 ? lead.high : 0xbf)) return {i, false};
    }
    i += 1 + lead.following;
  }
  return {i, false};
}

}  // namespace

bool IsUtf8(std::string_view text) { return MeasureUtf8(text).length == text.size(); }

bool IsKnownCharset(std::string_view name) { return IsUtf8Name(name) || FindConverter(name) != nullptr; }

bool EndsInsideCharacter(std::string_view text, std::string_view name) {
  if (IsUtf8Name(name)) return MeasureUtf8(text).cut;
  UConverter* converter = FindConverter(name);
  if (converter == nullptr) return false;
  const char* from = text.data();
  const char* const end = from + text.size();
  UErrorCode error = U_BUFFER_OVERFLOW_ERROR;
  while (error == U_BUFFER_OVERFLOW_ERROR) {
    UChar units[256];
    UChar* to = units;
    error = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &to, units + std::size(units), &from, end, nullptr, true, &error);
  }
  return error == U_TRUNCATED_CHAR_FOUND;
}

size_t ConvertToUtf8(std::string_view text, std::string_view name, std::span<char> out) {
  UConverter* const converter = IsUtf8Name(name) ? nullptr : FindConverter(name);
  if (converter == nullptr) return text.copy(out.data(), out.size());
  const char* from = text.data();
  const char* const end = from + text.size();
  int32_t written = 0;
  const int32_t most = static_cast<int32_t>(std::min<size_t>(out.size(), INT32_MAX));
  UChar units[256];
  UChar* to = units;
  while (true) {
    UErrorCode error = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &to, units + std::size(units), &from, end, nullptr, true, &error);
    int32_t count = static_cast<int32_t>(to - units);
    to = units;
    // The other half of a pair that does not fit comes with the next units.
    const bool halved = error == U_BUFFER_OVERFLOW_ERROR && U16_IS_LEAD(units[count - 1]);
    if (halved) --count;
    for (int32_t i = 0; i < count;) {
      UChar32 c = 0;
      U16_NEXT(units, i, count, c);
      if (most - written < 4) return static_cast<size_t>(written);
      U8_APPEND_UNSAFE(out.data(), written, U_IS_SURROGATE(c) ? 0xfffd : c);
    }
    if (halved) *to++ = units[count];
    if (error == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(error) || from >= end) return static_cast<size_t>(written);
    // The converter stands behind what it could not read.
    if (most - written < 4) return static_cast<size_t>(written);
    U8_APPEND_UNSAFE(out.data(), written, 0xfffd);
    ucnv_resetToUnicode(converter);
  }
}

}  // namespace kenpin
