// Walks HTML with a stack of open elements and notes what of its text is not shown. It is the slow way, some
// hundreds of MB/s: asked only where the markup scan found something that could hide.
#ifndef KENPIN_ENGINE_MAIL_HTML_WALK_H_
#define KENPIN_ENGINE_MAIL_HTML_WALK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/mail/html_style.h"
#include "engine/mail/html_tag.h"

namespace kenpin {

// Elements open at once; deeper ones take over what their ancestor at this depth says.
inline constexpr size_t kMaxOpenElements = 256;

// Text in a row that is not shown.
struct HiddenStretch {
  size_t begin = 0;
  size_t end = 0;
  size_t marks = 0;       // Characters that would be seen; 0 for comments, styles and the like.
  uint8_t hidden_by = 0;  // Bits 1 << HidingStyle; 0 for comments, styles and the like.
};

// The colours at one place.
struct ColourPair {
  Colour text = 0;
  Colour background = 0xffffff;
};

class HtmlWalker {
 public:
  // How the texts to come count characters.
  void SetWidth(CharacterWidth width) { width_ = width; }

  // Walks the element whose start tag is at text[at], as if nothing around it hid anything, up to its end tag
  // or `limit`. `more_hides` is what hides it besides its own style. Returns the position behind it. Calls
  // stretch(HiddenStretch) for each.
  template <typename OnStretch>
  size_t WalkElement(std::string_view text, size_t at, size_t limit, uint8_t more_hides,
                     OnStretch&& stretch) {
    Start(text, limit);
    more_hides_ = more_hides;
    size_t i = at;
    do {
      i = Step(i, stretch);
    } while (i < limit_ && depth_ > 0);
    EndStretch(i, stretch);
    return i;
  }

  // Whether the last walk ended inside of an element.
  bool is_open() const { return depth_ > 0; }

  // Walks all of `text` with its colours; hidden is what has a mark in the colour of its background. Tells
  // the colours at `watch`.
  template <typename OnStretch>
  ColourPair WalkColours(std::string_view text, size_t watch, OnStretch&& stretch) {
    Start(text, text.size());
    with_colours_ = true;
    watch_ = watch;
    for (size_t i = 0; i < limit_;) i = Step(i, stretch);
    EndStretch(limit_, stretch);
    return watched_;
  }

 private:
  struct Frame {
    std::string_view name;
    uint8_t hides = 0;
    ColourPair colours;
  };

  void Start(std::string_view text, size_t limit) {
    text_ = text;
    limit_ = limit < text.size() ? limit : text.size();
    depth_ = 0;
    more_hides_ = 0;
    with_colours_ = false;
    stretch_ = HiddenStretch();
    open_ = false;
  }

  // One piece of text, or one tag. Returns the position behind it.
  template <typename OnStretch>
  size_t Step(size_t i, OnStretch& stretch) {
    if (text_[i] == '<') {
      const HtmlTag tag = ReadHtmlTag(text_, i);
      if (tag.kind != HtmlTag::Kind::kNone) return TakeTag(tag);
    }
    size_t end = i + 1;
    while (end < limit_ && text_[end] != '<') ++end;
    TakeText(i, end, stretch);
    return end;
  }

  size_t TakeTag(const HtmlTag& tag);
  void Open(const HtmlTag& tag);
  void Close(std::string_view name);
  void Push(const Frame& frame);

  uint8_t HiddenBy() const {
    const uint8_t hides = depth_ > 0 ? stack_[depth_ - 1].hides : uint8_t{0};
    if (!with_colours_) return hides;
    return hides == 0 && Colours().text == Colours().background ? StyleBit(HidingStyle::kColour) : uint8_t{0};
  }
  ColourPair Colours() const { return depth_ > 0 ? stack_[depth_ - 1].colours : ColourPair(); }

  template <typename OnStretch>
  void TakeText(size_t begin, size_t end, OnStretch& stretch) {
    if (watch_ >= begin && watch_ < end) watched_ = Colours();
    const uint8_t hidden_by = HiddenBy();
    if (open_ && hidden_by != stretch_.hidden_by) EndStretch(begin, stretch);
    if (hidden_by == 0) return;
    if (!open_) stretch_ = {begin, end, 0, hidden_by};
    open_ = true;
    stretch_.end = end;
    stretch_.marks += CountMarks(text_.substr(begin, end - begin), width_);
  }

  template <typename OnStretch>
  void EndStretch(size_t end, OnStretch& stretch) {
    if (!open_) return;
    open_ = false;
    stretch_.end = end;
    stretch(stretch_);
  }

  CharacterWidth width_ = CharacterWidth::kUtf8;
  std::string_view text_;
  size_t limit_ = 0;
  size_t depth_ = 0;
  uint8_t more_hides_ = 0;
  bool with_colours_ = false;
  size_t watch_ = static_cast<size_t>(-1);
  ColourPair watched_;
  HiddenStretch stretch_;
  bool open_ = false;
  std::array<Frame, kMaxOpenElements> stack_;
};

// Whether more than `most` marks of `text` are outside of tags, comments and elements that are never shown.
// Stops reading as soon as it knows.
bool HasMoreMarksThan(std::string_view text, size_t most, CharacterWidth width);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_HTML_WALK_H_
