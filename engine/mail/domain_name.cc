// Two paths: plain host names in one pass over the octets, and names with U-labels or A-labels through
// libidn2, whose answer then takes the first path.
#include "engine/mail/domain_name.h"

#include <idn2.h>

#include <algorithm>
#include <array>
#include <functional>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

// A name of 253 octets has shorter spellings in UTF-8 only for scripts of up to four octets a character; more
// cannot become a valid name.
constexpr size_t kMaxUnicodeOctets = 4 * kMaxDomainOctets;

// What one pass over the octets saw.
struct Octets {
  bool eight_bit = false;
  bool upper_case = false;
  bool underscore = false;
  bool bad = false;          // An octet that no host name has, or a hyphen at the end of a label.
  bool empty_label = false;  // The last one aside.
  bool long_label = false;
  bool a_label = false;  // A label begins "xn--".
  bool dot = false;      // One that does not end the name.
  bool trailing_dot = false;
};

void ScanLabel(std::string_view label, Octets* seen) {
  if (label.empty()) {
    seen->empty_label = true;
    return;
  }
  if (label.front() == '-' || label.back() == '-') seen->bad = true;
  if (label.size() > kMaxLabelOctets) seen->long_label = true;
  if (StartsWithIgnoreCase(label, "xn--")) seen->a_label = true;
  for (const char c : label) {
    if (c >= 'A' && c <= 'Z') {
      seen->upper_case = true;
    } else if (c == '_') {
      seen->underscore = true;
    } else if (IsClass(c, kEightBit)) {
      seen->eight_bit = true;
    } else if (!IsClass(c, kAlpha | kDigit) && c != '-') {
      seen->bad = true;
    }
  }
}

Octets Scan(std::string_view text) {
  Octets seen;
  for (size_t begin = 0;;) {
    const size_t end = std::min(text.find('.', begin), text.size());
    if (end == text.size() && begin == end && begin > 0) {
      seen.trailing_dot = true;
      return seen;
    }
    ScanLabel(text.substr(begin, end - begin), &seen);
    if (end == text.size()) return seen;
    if (end + 1 < text.size()) seen.dot = true;
    begin = end + 1;
  }
}

// The form by octets alone, for a name in ASCII.
DomainForm FormOf(const Octets& seen, size_t size) {
  if (size > kMaxDomainOctets + (seen.trailing_dot ? 1 : 0) || seen.long_label) return DomainForm::kTooLong;
  if (seen.empty_label) return DomainForm::kEmptyLabel;
  if (seen.trailing_dot) return DomainForm::kTrailingDot;
  if (seen.bad) return DomainForm::kBadCharacter;
  if (!seen.dot) return DomainForm::kSingleLabel;
  return seen.underscore ? DomainForm::kUnderscore : DomainForm::kOk;
}

bool HasAscii(DomainForm form) {
  return form == DomainForm::kOk || form == DomainForm::kUnicode || form == DomainForm::kUnderscore ||
         form == DomainForm::kSingleLabel;
}

DomainName ParseAscii(std::string_view text, const Octets& seen, Arena& arena) {
  DomainName name;
  name.form = FormOf(seen, text.size());
  if (!HasAscii(name.form)) return name;
  name.ascii = text;
  if (!seen.upper_case) return name;
  char* out = static_cast<char*>(arena.Allocate(text.size(), 1));
  std::transform(text.begin(), text.end(), out, ToLower);
  name.ascii = {out, text.size()};
  return name;
}

// Asks libidn2 for the spelling of `text` as A-labels, in the form that the status tells.
DomainName AskForALabels(std::string_view text, Arena& arena) {
  char input[kMaxUnicodeOctets + 1];
  std::copy(text.begin(), text.end(), input);
  input[text.size()] = '\0';
  uint8_t* output = nullptr;
  const int status =
      idn2_lookup_u8(reinterpret_cast<const uint8_t*>(input), &output, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (status == IDN2_TOO_BIG_DOMAIN || status == IDN2_TOO_BIG_LABEL || status == IDN2_PUNYCODE_BIG_OUTPUT) {
    return {DomainForm::kTooLong, {}};
  }
  if (status != IDN2_OK) return {DomainForm::kBadIdn, {}};
  const std::string_view ascii = arena.Copy(reinterpret_cast<const char*>(output));
  idn2_free(output);
  // The mapping may have made dots, hyphens or other ASCII out of what stood there.
  return ParseAscii(ascii, Scan(ascii), arena);
}

// An answer of libidn2, which takes 60,000 instructions to give it; the same names come again and again.
struct KnownName {
  uint8_t text_size = 0;  // 0: none yet.
  uint8_t ascii_size = 0;
  DomainForm form = DomainForm::kBadIdn;
  std::array<char, kMaxDomainOctets> text = {};
  std::array<char, kMaxDomainOctets> ascii = {};
};
constexpr size_t kKnownNames = 64;

// The same with the answers that this thread had last: the one place where a parser remembers anything, and
// what it says is a function of `text` all the same.
DomainName LookUpALabels(std::string_view text, Arena& arena) {
  if (text.size() > kMaxDomainOctets) return AskForALabels(text, arena);
  thread_local std::array<KnownName, kKnownNames> names;
  KnownName& known = names[std::hash<std::string_view>()(text) % kKnownNames];
  if (std::string_view(known.text.data(), known.text_size) == text) {
    return {known.form, arena.Copy({known.ascii.data(), known.ascii_size})};
  }
  const DomainName name = AskForALabels(text, arena);
  if (name.ascii.size() > kMaxDomainOctets) return name;
  known.text_size = static_cast<uint8_t>(text.size());
  known.ascii_size = static_cast<uint8_t>(name.ascii.size());
  known.form = name.form;
  std::copy(text.begin(), text.end(), known.text.begin());
  std::copy(name.ascii.begin(), name.ascii.end(), known.ascii.begin());
  return name;
}

DomainName ParseInternational(std::string_view text, Octets seen, Arena& arena) {
  // Only A-labels have the length that counts; of U-labels libidn2 knows it.
  if (seen.eight_bit) seen.long_label = false;
  const size_t size = seen.eight_bit ? 0 : text.size();
  // What is wrong by ASCII alone is not asked: libidn2 would stop at a NUL, and call everything else refused.
  const DomainForm form = text.size() > kMaxUnicodeOctets ? DomainForm::kTooLong : FormOf(seen, size);
  if (!HasAscii(form)) return {form, {}};
  DomainName name = LookUpALabels(text, arena);
  if (name.form == DomainForm::kOk && seen.eight_bit) name.form = DomainForm::kUnicode;
  return name;
}

}  // namespace

DomainName ParseDomainName(std::string_view text, Arena& arena) {
  if (text.empty()) return {};
  if (text.front() == '[') return {DomainForm::kLiteral, {}};
  const Octets seen = Scan(text);
  if (seen.eight_bit || seen.a_label) return ParseInternational(text, seen, arena);
  return ParseAscii(text, seen, arena);
}

}  // namespace kenpin
