// Opening and closing as browsers do it, as far as it decides who inherits what: an end tag closes up to its
// start tag, if there is one near; a <p> ends a <p>, a <td> a <td>.
#include "engine/mail/html_walk.h"

#include <algorithm>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

// An end tag looks no farther for its start tag, so that a million of them without any cost no more than
// this.
constexpr size_t kMaxLookUp = 64;

// Elements that their own kind ends.
constexpr std::string_view kEndedByOwnKind[] = {"p", "li", "td", "th", "tr", "dt", "dd", "option"};

bool EndsOwnKind(std::string_view name) {
  return std::any_of(std::begin(kEndedByOwnKind), std::end(kEndedByOwnKind),
                     [name](std::string_view other) { return EqualsIgnoreCase(name, other); });
}

// The position behind the end tag of the element whose content begins at `from`.
size_t SkipElement(std::string_view text, size_t from, std::string_view name) {
  for (size_t i = text.find("</", from); i != text.npos; i = text.find("</", i + 2)) {
    if (StartsWithIgnoreCase(text.substr(i + 2), name)) {
      const size_t end = text.find('>', i);
      return end == text.npos ? text.size() : end + 1;
    }
  }
  return text.size();
}

}  // namespace

size_t HtmlWalker::TakeTag(const HtmlTag& tag) {
  if (tag.kind == HtmlTag::Kind::kClose) Close(tag.name);
  if (tag.kind != HtmlTag::Kind::kOpen) return tag.end;
  if (IsNeverShown(tag.name)) return SkipElement(text_, tag.end, tag.name);
  if (!IsVoidElement(tag.name)) Open(tag);
  return tag.end;
}

void HtmlWalker::Open(const HtmlTag& tag) {
  if (depth_ > 0 && EqualsIgnoreCase(stack_[depth_ - 1].name, tag.name) && EndsOwnKind(tag.name)) --depth_;
  Frame frame;
  if (depth_ > 0) frame = stack_[depth_ - 1];
  frame.name = tag.name;
  if (depth_ == 0) frame.hides = more_hides_;
  const std::string_view style = FindAttribute(tag.attributes, "style");
  const StyleEffect effect = ReadStyle(style);
  frame.hides = static_cast<uint8_t>((frame.hides & ~effect.shows) | effect.hides);
  // What is hidden by an ancestor's display, opacity or size stays hidden; only these two can be taken back.
  constexpr uint8_t kTakenBack = StyleBit(HidingStyle::kVisibility) | StyleBit(HidingStyle::kFontSize);
  if (depth_ > 0) frame.hides |= static_cast<uint8_t>(stack_[depth_ - 1].hides & ~kTakenBack);
  if (HasAttribute(tag.attributes, "hidden")) frame.hides |= StyleBit(HidingStyle::kDisplayNone);
  if (with_colours_) {
    const std::optional<Colour> bgcolor = ParseColour(FindAttribute(tag.attributes, "bgcolor"));
    const std::optional<Colour> colour =
        EqualsIgnoreCase(tag.name, "font")   ? ParseColour(FindAttribute(tag.attributes, "color"))
        : EqualsIgnoreCase(tag.name, "body") ? ParseColour(FindAttribute(tag.attributes, "text"))
                                             : std::nullopt;
    if (bgcolor) frame.colours.background = *bgcolor;
    if (colour) frame.colours.text = *colour;
    if (effect.background) frame.colours.background = *effect.background;
    if (effect.colour) frame.colours.text = *effect.colour;
  }
  Push(frame);
}

void HtmlWalker::Push(const Frame& frame) {
  if (depth_ < stack_.size()) stack_[depth_++] = frame;
}

void HtmlWalker::Close(std::string_view name) {
  const size_t least = depth_ > kMaxLookUp ? depth_ - kMaxLookUp : 0;
  for (size_t level = depth_; level-- > least;) {
    if (EqualsIgnoreCase(stack_[level].name, name)) {
      depth_ = level;
      return;
    }
  }
}

bool HasMoreMarksThan(std::string_view text, size_t most, CharacterWidth width) {
  size_t marks = 0;
  for (size_t i = 0; i < text.size() && marks <= most;) {
    if (text[i] == '<') {
      const HtmlTag tag = ReadHtmlTag(text, i);
      i = tag.kind == HtmlTag::Kind::kOpen && IsNeverShown(tag.name) ? SkipElement(text, tag.end, tag.name)
                                                                     : tag.end;
      marks += tag.kind == HtmlTag::Kind::kNone;
      continue;
    }
    const size_t end = std::min(text.find('<', i), text.size());
    marks += CountMarks(text.substr(i, std::min(end - i, 4 * (most + 1 - marks) + 64)), width);
    i = end;
  }
  return marks > most;
}

}  // namespace kenpin
