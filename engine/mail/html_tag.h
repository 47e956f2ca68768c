// HTML as mail readers forgive it: a tag at a time, no tree, no allocation, no recursion. Whatever the octets
// are, reading goes on behind them.
#ifndef KENPIN_ENGINE_MAIL_HTML_TAG_H_
#define KENPIN_ENGINE_MAIL_HTML_TAG_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kenpin {

// A tag that is longer does not end for us. Data URIs are the longest honest attributes.
inline constexpr size_t kMaxTagOctets = 1u << 20;

struct HtmlTag {
  enum class Kind : uint8_t {
    kNone,     // No tag begins here: the '<' is text.
    kOpen,     // <a ...>
    kClose,    // </a>
    kOther,    // A comment, <!DOCTYPE> and the like: nothing of it is shown.
    kEndless,  // Never ends; by HTML's rules nothing behind it is shown.
  };
  Kind kind = Kind::kNone;
  std::string_view name;        // As written.
  std::string_view attributes;  // What stands between the name and the '>'.
  size_t end = 0;               // Behind the '>'; behind the '<' when kNone; the text's end when kEndless.
};

// Reads the tag at text[at], which is a '<'. A '>' in a quoted attribute value does not end a tag; where a
// quote is never closed, it is no quote. Linear in the tag.
HtmlTag ReadHtmlTag(std::string_view text, size_t at);

// The value of the first attribute of this name (lower case ASCII), without quotes, entities as they stand;
// empty if there is none or it has no value.
std::string_view FindAttribute(std::string_view attributes, std::string_view name);

// Whether there is an attribute of this name, with or without value.
bool HasAttribute(std::string_view attributes, std::string_view name);

// Elements that have no content and no end tag.
bool IsVoidElement(std::string_view name);

// Elements whose content is not shown as text of the body: style, script, title, template and the like.
bool IsNeverShown(std::string_view name);

// How octets above 127 make up characters.
enum class CharacterWidth : uint8_t {
  kUtf8,
  kOne,  // Each is one.
  kTwo,  // Two are one: the charsets of East Asia.
};
CharacterWidth WidthOf(std::string_view charset);

// How many characters of `text`, which lies between two tags, leave a mark: white space, spacers like &nbsp;
// and &zwnj;, and soft hyphens do not. An entity is one.
size_t CountMarks(std::string_view text, CharacterWidth width);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_HTML_TAG_H_
