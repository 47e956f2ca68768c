// CSS as far as mail readers agree on it: declarations one by one, no cascade. What a media query hides is
// shown elsewhere, so only rules outside of any @ block count.
#include "engine/mail/html_style.h"

#include <algorithm>
#include <cmath>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// Farther than this from the window's edge, in whatever unit, nothing is seen.
constexpr double kOffScreen = -500;

// A number with what stands behind it.
struct Length {
  bool parsed = false;
  double value = 0;
  std::string_view unit;
};

Length ParseLength(std::string_view text) {
  Length length;
  size_t i = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) ++i;
  double scale = 1;
  bool point = false;
  for (; i < text.size() && (IsDigit(text[i]) || (text[i] == '.' && !point)); ++i) {
    if (text[i] == '.') {
      point = true;
      continue;
    }
    length.parsed = true;
    if (point) scale /= 10;
    length.value = point ? length.value + scale * (text[i] - '0') : length.value * 10 + (text[i] - '0');
  }
  if (negative) length.value = -length.value;
  length.unit = text.substr(i);
  return length;
}

std::string_view FirstWord(std::string_view value) {
  size_t end = 0;
  while (end < value.size() && !IsClass(value[end], kBlank) && value[end] != '!') ++end;
  return value.substr(0, end);
}

bool IsZero(std::string_view value) {
  const Length length = ParseLength(FirstWord(value));
  return length.parsed && std::abs(length.value) < 0.02;
}

// Text below this many pixels is no text.
bool IsTiny(std::string_view value) {
  const Length length = ParseLength(FirstWord(value));
  if (!length.parsed) return false;
  if (length.value < 0.02) return true;
  const bool pixels = StartsWithIgnoreCase(length.unit, "px") || StartsWithIgnoreCase(length.unit, "pt");
  return pixels && length.value <= 1;
}

bool IsFarOff(std::string_view value) {
  const Length length = ParseLength(FirstWord(value));
  return length.parsed && length.value <= kOffScreen;
}

// What the declarations said so far that matters only together.
struct StyleState {
  StyleEffect effect;
  bool positioned = false;
  bool far_off = false;

  void Set(HidingStyle style, bool hides) {
    const uint8_t bit = StyleBit(style);
    effect.hides = static_cast<uint8_t>(hides ? effect.hides | bit : effect.hides & ~bit);
    effect.shows = static_cast<uint8_t>(hides ? effect.shows & ~bit : effect.shows | bit);
  }
};

void TakeBackground(std::string_view value, StyleState* state) {
  // The colour may stand anywhere in the shorthand; an image hides it from us, but not from readers that
  // block images.
  while (!value.empty()) {
    const size_t open = value.find('(');
    const std::string_view word = FirstWord(value);
    const bool function = open != kNone && open < word.size();
    const size_t close = function ? value.find(')', open) : kNone;
    const std::string_view token = close == kNone ? word : value.substr(0, close + 1);
    const std::optional<Colour> colour = ParseColour(token);
    if (colour) {
      state->effect.background = colour;
      return;
    }
    value = TrimBlanks(value.substr(std::max<size_t>(token.size(), 1)));
  }
}

void TakeDeclaration(std::string_view property, std::string_view value, StyleState* state) {
  const auto is = [property](std::string_view name) { return EqualsIgnoreCase(property, name); };
  switch (ToLower(property[0])) {
    case 'd':
      if (is("display")) state->Set(HidingStyle::kDisplayNone, EqualsIgnoreCase(FirstWord(value), "none"));
      break;
    case 'v':
      if (is("visibility")) {
        state->Set(HidingStyle::kVisibility, !EqualsIgnoreCase(FirstWord(value), "visible"));
      }
      break;
    case 'o':
      if (is("opacity")) state->Set(HidingStyle::kOpacity, IsZero(value));
      break;
    case 'f':
      if (is("font-size")) state->Set(HidingStyle::kFontSize, IsTiny(value));
      break;
    case 'h':
    case 'w':
    case 'm':
      if ((is("height") || is("width") || is("max-height") || is("max-width")) && IsZero(value)) {
        state->Set(HidingStyle::kZeroSize, true);
      }
      break;
    case 'p':
      if (is("position")) {
        state->positioned = StartsWithIgnoreCase(value, "absolute") || StartsWithIgnoreCase(value, "fixed");
      }
      break;
    case 'l':
    case 't':
      if ((is("left") || is("top")) && IsFarOff(value)) state->far_off = true;
      if (is("text-indent")) state->Set(HidingStyle::kOffScreen, IsFarOff(value));
      break;
    case 'c':
      if (is("color")) {
        const std::optional<Colour> colour = ParseColour(value);
        if (colour) state->effect.colour = colour;
      }
      break;
    case 'b':
      if (is("background-color") || is("background")) TakeBackground(value, state);
      break;
    default:
      break;
  }
}

// Without a comment before or behind.
std::string_view WithoutComments(std::string_view property) {
  if (property.substr(0, 2) == "/*") {
    const size_t close = property.find("*/");
    property = close == kNone ? std::string_view() : property.substr(close + 2);
  }
  return TrimBlanks(property.substr(0, property.find("/*")));
}

// Behind the declaration that begins at `from`: its ';' or the end. Those in parentheses (data URIs) do not
// count.
size_t DeclarationEnd(std::string_view text, size_t from) {
  size_t depth = 0;
  for (size_t i = from; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && depth > 0) --depth;
    if (text[i] == ';' && depth == 0) return i;
  }
  // A parenthesis that never closes must not swallow the rest.
  return depth == 0 ? text.size() : std::min(text.find(';', from), text.size());
}

struct NamedColour {
  std::string_view name;
  Colour colour;
};
constexpr NamedColour kNamed[] = {
    {"white", 0xffffff},     {"black", 0x000000},     {"red", 0xff0000},    {"blue", 0x0000ff},
    {"green", 0x008000},     {"gray", 0x808080},      {"grey", 0x808080},   {"silver", 0xc0c0c0},
    {"yellow", 0xffff00},    {"navy", 0x000080},      {"maroon", 0x800000}, {"olive", 0x808000},
    {"purple", 0x800080},    {"teal", 0x008080},      {"lime", 0x00ff00},   {"aqua", 0x00ffff},
    {"fuchsia", 0xff00ff},   {"orange", 0xffa500},    {"snow", 0xfffafa},   {"whitesmoke", 0xf5f5f5},
    {"lightgray", 0xd3d3d3}, {"lightgrey", 0xd3d3d3}, {"ivory", 0xfffff0}};

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  return IsClass(c, kHexDigit) ? ToLower(c) - 'a' + 10 : -1;
}

std::optional<Colour> ParseHex(std::string_view digits) {
  if (digits.size() != 3 && digits.size() != 6) return std::nullopt;
  Colour colour = 0;
  for (const char c : digits) {
    const int value = HexValue(c);
    if (value < 0) return std::nullopt;
    colour = colour << 4 | static_cast<Colour>(value);
    if (digits.size() == 3) colour = colour << 4 | static_cast<Colour>(value);
  }
  return colour;
}

// rgb(1, 2, 3); a fourth value of 0 is no colour.
std::optional<Colour> ParseRgb(std::string_view text) {
  const size_t open = text.find('(');
  if (open == kNone) return std::nullopt;
  Colour colour = 0;
  size_t i = open + 1;
  for (int channel = 0; channel < 3; ++channel) {
    while (i < text.size() && (IsClass(text[i], kBlank) || text[i] == ',')) ++i;
    uint32_t value = 0;
    const size_t begin = i;
    for (; i < text.size() && IsDigit(text[i]) && i - begin < 4; ++i) value = value * 10 + (text[i] - '0');
    if (i == begin) return std::nullopt;
    colour = colour << 8 | std::min(value, 255u);
  }
  return colour;
}

// Of one channel; a power each would cost more than all the rest of a newsletter.
const std::array<double, 256>& LinearLight() {
  static const std::array<double, 256> kTable = [] {
    std::array<double, 256> table{};
    for (size_t i = 0; i < table.size(); ++i) {
      const double value = static_cast<double>(i) / 255.0;
      table[i] = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    }
    return table;
  }();
  return kTable;
}

double Luminance(Colour colour) {
  const std::array<double, 256>& light = LinearLight();
  return 0.2126 * light[colour >> 16 & 0xff] + 0.7152 * light[colour >> 8 & 0xff] +
         0.0722 * light[colour & 0xff];
}

// The position behind the '}' that closes the '{' at `open`.
size_t BlockEnd(std::string_view sheet, size_t open) {
  size_t depth = 0;
  for (size_t i = open; i < sheet.size(); ++i) {
    if (sheet[i] == '{') ++depth;
    if (sheet[i] == '}' && --depth == 0) return i + 1;
  }
  return sheet.size();
}

void AddClasses(std::string_view selectors, HiddenClasses* classes) {
  while (!selectors.empty() && classes->count < classes->names.size()) {
    const size_t comma = std::min(selectors.find(','), selectors.size());
    std::string_view selector = TrimBlanks(selectors.substr(0, comma));
    selectors.remove_prefix(std::min(comma + 1, selectors.size()));
    // "div.name" is ".name" for us; "#id", "a:hover" and ".a .b" are not.
    const size_t dot = selector.find('.');
    if (dot == kNone) continue;
    selector.remove_prefix(dot + 1);
    const bool plain = std::all_of(selector.begin(), selector.end(), [](char c) {
      return IsClass(c, kAlpha | kDigit) || c == '-' || c == '_';
    });
    if (plain && selector.size() >= 2) classes->names[classes->count++] = selector;
  }
}

}  // namespace

StyleEffect ReadStyle(std::string_view declarations) {
  StyleState state;
  for (size_t i = 0; i < declarations.size();) {
    const size_t end = DeclarationEnd(declarations, i);
    const std::string_view one = declarations.substr(i, end - i);
    i = end + 1;
    const size_t colon = one.find(':');
    if (colon == kNone) continue;
    const std::string_view property = WithoutComments(TrimBlanks(one.substr(0, colon)));
    std::string_view value = TrimBlanks(one.substr(colon + 1));
    if (value.substr(0, 2) == "/*") {
      const size_t close = value.find("*/");
      value = close == kNone ? std::string_view() : TrimBlanks(value.substr(close + 2));
    }
    if (!property.empty() && !value.empty()) TakeDeclaration(property, value, &state);
  }
  if (state.positioned && state.far_off) state.Set(HidingStyle::kOffScreen, true);
  return state.effect;
}

std::optional<Colour> ParseColour(std::string_view text) {
  text = TrimBlanks(text);
  if (StartsWithIgnoreCase(text, "rgb")) return ParseRgb(text);
  text = FirstWord(text);
  if (!text.empty() && text[0] == '#') return ParseHex(text.substr(1));
  for (const NamedColour& named : kNamed) {
    if (EqualsIgnoreCase(text, named.name)) return named.colour;
  }
  // <font color=ffffff>; of CSS values no other word has this form.
  return text.size() == 6 ? ParseHex(text) : std::nullopt;
}

double ContrastOf(Colour a, Colour b) {
  const double first = Luminance(a) + 0.05;
  const double second = Luminance(b) + 0.05;
  return first > second ? first / second : second / first;
}

void FindHiddenClasses(std::string_view sheet, HiddenClasses* classes) {
  size_t i = 0;
  while (i < sheet.size()) {
    const size_t open = sheet.find('{', i);
    if (open == kNone) return;
    std::string_view selectors = TrimBlanks(sheet.substr(i, open - i));
    const size_t comment = selectors.rfind("*/");
    if (comment != kNone) selectors = TrimBlanks(selectors.substr(comment + 2));
    const size_t end = BlockEnd(sheet, open);
    const std::string_view block = sheet.substr(open + 1, end - open - 1);
    i = end;
    if (selectors.empty() || selectors.find('@') != kNone) continue;
    if (ReadStyle(block.substr(0, block.find('}'))).hides != 0) AddClasses(selectors, classes);
  }
}

}  // namespace kenpin
