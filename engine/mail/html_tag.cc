// The end of a tag is found by looking for three octets only; attributes are taken apart when somebody asks.
#include "engine/mail/html_tag.h"

#include <algorithm>
#include <cstring>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr size_t kNone = std::string_view::npos;

// The position of `c` at or behind `from`, or npos.
size_t Find(std::string_view text, size_t from, char c) {
  if (from >= text.size()) return kNone;
  const void* found = std::memchr(text.data() + from, c, text.size() - from);
  return found == nullptr ? kNone : static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

// Whether the quote at `at` opens an attribute value: an '=' stands before it.
bool OpensValue(std::string_view text, size_t at) {
  while (at > 0 && IsClass(text[at - 1], kBlank)) --at;
  return at > 0 && text[at - 1] == '=';
}

// The position of the '>' that ends the tag, or npos.
size_t FindTagEnd(std::string_view tag, size_t from) {
  const size_t plain = Find(tag, from, '>');
  if (plain == kNone) return kNone;
  // Nearly all tags: no quote, or quotes in pairs, before the first '>'. A quote of either kind is looked for
  // anew only when it has been passed.
  size_t end = plain;
  size_t quotes[2] = {from, from};
  bool passed[2] = {true, true};
  for (size_t i = from; i < end;) {
    for (size_t k = 0; k < 2; ++k) {
      // No farther than the tag may reach by now: a quote that is nowhere must not be looked for in each tag.
      if (passed[k]) quotes[k] = Find(tag.substr(0, end), i, k == 0 ? '"' : '\'');
      passed[k] = false;
    }
    const size_t which = quotes[0] <= quotes[1] ? 0 : 1;
    const size_t open = quotes[which];
    if (open == kNone) break;
    i = open + 1;
    passed[which] = true;
    if (!OpensValue(tag, open)) continue;
    const size_t close = Find(tag, i, which == 0 ? '"' : '\'');
    if (close == kNone) return plain;
    i = close + 1;
    passed[0] = passed[1] = true;
    if (close > end) {
      end = Find(tag, i, '>');
      if (end == kNone) return plain;
    }
  }
  return end;
}

HtmlTag Endless(std::string_view text) {
  HtmlTag tag;
  tag.kind = HtmlTag::Kind::kEndless;
  tag.end = text.size();
  return tag;
}

// <!-- -->, <!DOCTYPE>, <![if]>, <?xml?>.
HtmlTag ReadOther(std::string_view text, size_t at) {
  HtmlTag tag;
  tag.kind = HtmlTag::Kind::kOther;
  size_t end = kNone;
  if (text.substr(at, 4) == "<!--") {
    // "<!-->" is a whole comment.
    end = text.find("-->", at + 2);
    if (end == kNone) return Endless(text);
    tag.end = end + 3;
    return tag;
  }
  end = Find(text, at, '>');
  if (end == kNone) return Endless(text);
  tag.end = end + 1;
  return tag;
}

struct Attribute {
  std::string_view name;
  std::string_view value;
  size_t end = 0;
};

// The attribute at or behind `from`; its name is empty at the end.
Attribute ReadAttribute(std::string_view text, size_t from) {
  Attribute attribute;
  size_t i = from;
  while (i < text.size() && (IsClass(text[i], kBlank) || text[i] == '/' || text[i] == '"' || text[i] == '\''))
    ++i;
  const size_t begin = i;
  while (i < text.size() && text[i] != '=' && text[i] != '/' && !IsClass(text[i], kBlank)) ++i;
  // A lone '=' is a name of no use.
  if (i == begin && i < text.size()) ++i;
  attribute.name = text.substr(begin, i - begin);
  attribute.end = i;
  while (i < text.size() && IsClass(text[i], kBlank)) ++i;
  if (i >= text.size() || text[i] != '=') return attribute;
  ++i;
  while (i < text.size() && IsClass(text[i], kBlank)) ++i;
  if (i < text.size() && (text[i] == '"' || text[i] == '\'')) {
    size_t close = Find(text, i + 1, text[i]);
    if (close == kNone) close = text.size();
    attribute.value = text.substr(i + 1, close - i - 1);
    attribute.end = std::min(close + 1, text.size());
    return attribute;
  }
  const size_t value = i;
  while (i < text.size() && !IsClass(text[i], kBlank)) ++i;
  attribute.value = text.substr(value, i - value);
  attribute.end = i;
  return attribute;
}

constexpr std::string_view kVoid[] = {"area",  "base", "br",   "col",   "embed",  "hr",    "img",
                                      "input", "link", "meta", "param", "source", "track", "wbr"};
constexpr std::string_view kNeverShown[] = {"style",    "script",   "title", "template",
                                            "noframes", "noscript", "xml",   "iframe"};

template <size_t n>
bool IsIn(const std::string_view (&names)[n], std::string_view name) {
  return std::any_of(std::begin(names), std::end(names),
                     [name](std::string_view other) { return EqualsIgnoreCase(name, other); });
}

// Entities that stand for nothing one sees, by name or number.
constexpr std::string_view kSpacers[] = {
    "nbsp",   "zwnj",   "zwj",    "shy",    "ensp",   "emsp",  "thinsp", "lrm",    "rlm",    "#160",
    "#173",   "#847",   "#8199",  "#8201",  "#8202",  "#8203", "#8204",  "#8205",  "#8206",  "#8207",
    "#8232",  "#8288",  "#12288", "#65279", "#xa0",   "#xad",  "#x34f",  "#x2007", "#x200b", "#x200c",
    "#x200d", "#x200e", "#x200f", "#x3000", "#xfeff", "#32",   "#9",     "#10",    "#13"};
constexpr size_t kMaxEntity = 12;

// The same as characters of UTF-8.
bool IsSpacer(uint32_t c) {
  return c == 0xa0 || c == 0xad || c == 0x34f || (c >= 0x2000 && c <= 0x200f) ||
         (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x2064) || c == 0x3000 || c == 0xfeff ||
         (c >= 0x115f && c <= 0x1160) || c == 0x61c;
}

// What stands at text[i]: how many octets, and whether it leaves a mark.
struct Mark {
  size_t octets = 1;
  bool seen = true;
};

Mark ReadEntity(std::string_view text, size_t i) {
  size_t end = i + 1;
  while (end < text.size() && end - i <= kMaxEntity &&
         (IsClass(text[end], kAlpha | kDigit) || text[end] == '#'))
    ++end;
  if (end == i + 1) return {};
  const std::string_view name = text.substr(i + 1, end - i - 1);
  if (end < text.size() && text[end] == ';') ++end;
  return {end - i, !IsIn(kSpacers, name)};
}

Mark ReadUtf8(std::string_view text, size_t i) {
  const uint8_t lead = static_cast<uint8_t>(text[i]);
  if (lead < 0xc0) return {1, false};
  const size_t octets = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  uint32_t c = lead & (0x7fu >> octets);
  for (size_t k = 1; k < octets && i + k < text.size(); ++k)
    c = c << 6 | (static_cast<uint8_t>(text[i + k]) & 0x3fu);
  return {std::min(octets, text.size() - i), !IsSpacer(c)};
}

}  // namespace

HtmlTag ReadHtmlTag(std::string_view text, size_t at) {
  const std::string_view whole = text.substr(0, std::min(text.size(), at + kMaxTagOctets));
  HtmlTag tag;
  tag.end = at + 1;
  size_t i = at + 1;
  if (i >= text.size()) return tag;
  if (text[i] == '!' || text[i] == '?') return ReadOther(text, at);
  const bool close = text[i] == '/';
  i += close;
  const size_t name = i;
  while (i < whole.size() && (IsClass(whole[i], kAlpha | kDigit) || whole[i] == ':' || whole[i] == '-')) ++i;
  if (i == name || !IsClass(whole[name], kAlpha)) return tag;
  const size_t end = FindTagEnd(whole, i);
  if (end == kNone) return Endless(text);
  tag.kind = close ? HtmlTag::Kind::kClose : HtmlTag::Kind::kOpen;
  tag.name = text.substr(name, i - name);
  tag.attributes = text.substr(i, end - i);
  tag.end = end + 1;
  return tag;
}

std::string_view FindAttribute(std::string_view attributes, std::string_view name) {
  for (size_t i = 0; i < attributes.size();) {
    const Attribute attribute = ReadAttribute(attributes, i);
    if (EqualsIgnoreCase(attribute.name, name)) return attribute.value;
    i = std::max(attribute.end, i + 1);
  }
  return {};
}

bool HasAttribute(std::string_view attributes, std::string_view name) {
  for (size_t i = 0; i < attributes.size();) {
    const Attribute attribute = ReadAttribute(attributes, i);
    if (EqualsIgnoreCase(attribute.name, name)) return true;
    i = std::max(attribute.end, i + 1);
  }
  return false;
}

bool IsVoidElement(std::string_view name) { return IsIn(kVoid, name); }
bool IsNeverShown(std::string_view name) { return IsIn(kNeverShown, name); }

CharacterWidth WidthOf(std::string_view charset) {
  constexpr std::string_view kWide[] = {"euc",  "shift",  "sjis",        "gb",    "big5", "iso-2022",
                                        "ks_c", "x-sjis", "windows-31j", "cp932", "hz",   "windows-949"};
  if (charset.empty() || StartsWithIgnoreCase(charset, "utf") || EqualsIgnoreCase(charset, "us-ascii")) {
    return CharacterWidth::kUtf8;
  }
  const bool wide = std::any_of(std::begin(kWide), std::end(kWide), [charset](std::string_view prefix) {
    return StartsWithIgnoreCase(charset, prefix);
  });
  return wide ? CharacterWidth::kTwo : CharacterWidth::kOne;
}

size_t CountMarks(std::string_view text, CharacterWidth width) {
  size_t marks = 0;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    Mark mark{1, static_cast<uint8_t>(c) > 0x20};
    if (c == '&') {
      mark = ReadEntity(text, i);
    } else if (IsClass(c, kEightBit)) {
      mark = width == CharacterWidth::kUtf8
                 ? ReadUtf8(text, i)
                 : Mark{width == CharacterWidth::kTwo ? size_t{2} : size_t{1}, true};
    }
    marks += mark.seen;
    i += mark.octets;
  }
  return marks;
}

}  // namespace kenpin
