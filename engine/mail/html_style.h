// What an inline style, or a rule of a style sheet, does to the text under it: hide it, or give it a colour.
#ifndef KENPIN_ENGINE_MAIL_HTML_STYLE_H_
#define KENPIN_ENGINE_MAIL_HTML_STYLE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/mail/facts.h"

namespace kenpin {

// 0xRRGGBB.
using Colour = uint32_t;

inline constexpr uint8_t StyleBit(HidingStyle style) {
  return static_cast<uint8_t>(1u << static_cast<unsigned>(style));
}

struct StyleEffect {
  uint8_t hides = 0;  // Bits 1 << HidingStyle; kColour is never set here.
  uint8_t shows = 0;  // Those that it takes back from what is around it: kVisibility, kFontSize.
  std::optional<Colour> colour;
  std::optional<Colour> background;
};

// Reads the declarations of a style attribute or of a rule. Of a repeated property the last counts. Unknown
// properties and values, and colours that cannot be known (gradients, var()), have no effect. Linear.
StyleEffect ReadStyle(std::string_view declarations);

// #rgb, #rrggbb (the '#' may be missing), rgb(r, g, b) and the sixteen names of HTML and a few more.
std::optional<Colour> ParseColour(std::string_view text);

// WCAG 2.x contrast ratio, 1 to 21.
double ContrastOf(Colour a, Colour b);

// Classes whose rule hides, of the rules outside @media and the like.
struct HiddenClasses {
  std::array<std::string_view, 8> names;  // Views into the style sheet.
  size_t count = 0;
};

// Adds the classes of a style sheet whose plain rule (".name { ... }", in a list of selectors too) hides
// text.
void FindHiddenClasses(std::string_view sheet, HiddenClasses* classes);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_HTML_STYLE_H_
