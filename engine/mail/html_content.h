// One HTML text: what of it is hidden, whether its links are honest, and how the words of unsubscribing stand
// in it. Only the places that the markup scan names are looked at, each with the tag or element around it; a
// newsletter without tricks is never taken apart.
#ifndef KENPIN_ENGINE_MAIL_HTML_CONTENT_H_
#define KENPIN_ENGINE_MAIL_HTML_CONTENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/facts.h"
#include "engine/mail/html_style.h"
#include "engine/mail/html_walk.h"

namespace kenpin {

// Places of the markup scan that are asked in one text. A newsletter has about 15 in a KB.
inline constexpr size_t kMaxPlaces = 100'000;
// Tags that are looked at in one text (ParseFlaw::kTooMuchMarkup). The longest newsletters have some
// thousands.
inline constexpr size_t kMaxTagLooks = 20'000;
// Octets of those tags.
inline constexpr size_t kMaxTagOctetsRead = 16u << 20;
// Octets of hidden elements that are walked in one text; nested ones count once.
inline constexpr size_t kMaxWalkedOctets = 2u << 20;
// Hidden stretches and comments that are remembered.
inline constexpr size_t kMaxStretches = 512;
// Places of words that are judged in the footer, and as many above it.
inline constexpr size_t kMaxWordHits = 200;
// A hidden text at the beginning is a preheader up to this many characters.
inline constexpr size_t kMaxPreheader = 200;
// A link in the last 5 % of the text must be told from the background.
inline constexpr double kLowContrast = 2.0;

// What the reader makes of an HTML text beyond ContentFacts.
struct HtmlVerdict {
  UnsubscribeSign unsubscribe = UnsubscribeSign::kNone;
  bool has_image = false;
  bool too_much = false;  // One of the limits above was reached.
};

// Keeps the host of a link in `facts->pairs`, as a pair of itself, if it has A-labels or octets that are not
// ASCII: what it is written in is looked at. Copies live in `arena`. Does nothing once the pairs are full.
void AddInternationalHost(std::string_view host, Arena& arena, ContentFacts* facts);

// Not thread-safe: one a worker. Allocates nothing.
class HtmlContent {
 public:
  // Reads a text whose octets below 128 are ASCII; 64 octets on both sides of it must be readable. Adds to
  // the link and hiding facts of `facts`; host pairs live in `arena`.
  HtmlVerdict Read(std::string_view html, std::string_view charset, Arena& arena, ContentFacts* facts);

 private:
  enum class WordPlaceKind : uint8_t { kNotShown, kHidden, kShown, kImage };

  void TakePlace(size_t at);
  void TakeMarkup(size_t at);
  void TakeSlashes(size_t at);
  void TakeShownUrl(size_t at);
  void TakeColour(size_t at);
  void TakeColon(size_t at);
  void TakeScheme(size_t at);
  void TakeBackground(size_t at);
  void TakeClasses();
  bool IsHidingPlace(size_t at) const;
  bool HasOwnBackground(size_t at);

  // The open tag around or before `at`; its kind is kNone where there is none near.
  HtmlTag TagBefore(size_t at, size_t* begin);
  void LookAtTag(size_t at);
  void CheckLink(std::string_view href);
  void CheckHost(std::string_view host);
  void AddPair(std::string_view shown, std::string_view target);
  void WalkElement(size_t begin, uint8_t more_hides);
  void AddStretch(const HiddenStretch& stretch);
  const HiddenStretch* FindStretch(size_t at) const;

  bool HasEqualColours() const;
  bool HasLowContrast() const;
  void CountHidden();
  WordPlaceKind Judge(size_t at);
  WordPlaceKind JudgeInTag(const HtmlTag& tag, size_t at) const;
  UnsubscribeSign FindSign(size_t begin, size_t end, size_t* at);
  UnsubscribeSign FindSign();

  static constexpr size_t kMaxColours = 48;
  struct Colours {
    std::array<Colour, kMaxColours> values;
    size_t count = 0;
    bool Has(Colour colour) const;
    void Add(Colour colour);
  };

  std::string_view html_;
  std::string_view charset_;
  CharacterWidth width_ = CharacterWidth::kUtf8;
  Arena* arena_ = nullptr;
  ContentFacts* facts_ = nullptr;
  HtmlVerdict verdict_;
  size_t resume_ = 0;                            // Places before it are inside of comments and the like.
  size_t hidden_until_ = 0;                      // Styles before it are inside of an element that was walked.
  size_t looked_until_ = 0;                      // Places before it are inside of a tag that was looked at.
  size_t coloured_until_ = 0;                    // Colours before it are of a tag that sets its background.
  std::array<std::string_view, 4> known_hosts_;  // Ordinary ones, with the octet behind: links repeat them.
  size_t next_host_ = 0;
  std::array<uint64_t, 8> known_colours_{};  // Declarations that told nothing new: styles repeat them.
  size_t places_ = 0;
  size_t looks_ = 0;
  size_t looked_octets_ = 0;
  size_t walked_ = 0;
  Colours text_colours_;  // Of tags that do not set a background themselves.
  Colours backgrounds_;
  HiddenClasses classes_;
  std::array<HiddenStretch, kMaxStretches> stretches_;
  size_t stretch_count_ = 0;
  HtmlWalker walker_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_HTML_CONTENT_H_
