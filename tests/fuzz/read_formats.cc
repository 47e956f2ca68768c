#include "tests/fuzz/read_formats.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace kenpin::fuzz {
namespace {

// One character of UTF-8, or -1.
int32_t TakeCharacter(std::string_view* text) {
  const auto octet = [&](size_t i) { return static_cast<uint8_t>((*text)[i]); };
  const uint8_t lead = octet(0);
  const size_t size = lead < 0x80   ? 1
                      : lead < 0xc2 ? 0
                      : lead < 0xe0 ? 2
                      : lead < 0xf0 ? 3
                      : lead < 0xf5 ? 4
                                    : 0;
  if (size == 0 || text->size() < size) return -1;
  int32_t value = size == 1 ? lead : lead & (0xff >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((octet(i) & 0xc0) != 0x80) return -1;
    value = value << 6 | (octet(i) & 0x3f);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return -1;
  text->remove_prefix(size);
  return value;
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == ':' || c == '.';
}

class XmlReader {
 public:
  explicit XmlReader(std::string_view text) : rest_(text) {}

  bool Document() {
    if (!Take("<?xml ") || !SkipBehind("?>")) return false;
    SkipSpace();
    if (!Element()) return false;
    SkipSpace();
    return rest_.empty();
  }

 private:
  static constexpr size_t kMaxDepth = 100;

  bool Element() {
    if (++depth_ > kMaxDepth || !Take("<")) return false;
    const std::string_view name = Name();
    std::set<std::string_view> attributes;
    if (name.empty()) return false;
    for (;;) {
      const bool spaced = SkipSpace();
      if (Take("/>")) return --depth_, true;
      if (Take(">")) break;
      const std::string_view attribute = Name();
      if (!spaced || attribute.empty() || !attributes.insert(attribute).second || !Take("=\"")) return false;
      if (!Characters("\"") || !Take("\"")) return false;
    }
    for (;;) {
      if (!Characters("")) return false;
      if (Take("</")) break;
      if (!Element()) return false;
    }
    --depth_;
    return Take(name) && Take(">");
  }

  // Up to '<' or one of `ends`.
  bool Characters(std::string_view ends) {
    while (!rest_.empty() && rest_[0] != '<' && ends.find(rest_[0]) == ends.npos) {
      if (rest_[0] == '&' ? !Reference() : rest_.starts_with("]]>") || TakeCharacter(&rest_) < 0)
        return false;
    }
    return !rest_.empty();
  }

  bool Reference() {
    for (const std::string_view entity : {"&lt;", "&gt;", "&amp;", "&quot;", "&apos;"}) {
      if (Take(entity)) return true;
    }
    if (!Take("&#")) return false;
    const bool hex = Take("x");
    char* end = nullptr;
    const std::string digits(rest_.substr(0, rest_.find(';')));
    const long value = std::strtol(digits.c_str(), &end, hex ? 16 : 10);
    if (digits.empty() || *end != '\0') return false;
    rest_.remove_prefix(digits.size());
    // §2.2: no other control characters, not even by reference.
    return Take(";") && (value >= 0x20 || value == 9 || value == 10 || value == 13) &&
           !(value >= 0xd800 && value <= 0xdfff) && value < 0xfffe;
  }

  std::string_view Name() {
    size_t size = 0;
    while (size < rest_.size() && IsNameCharacter(rest_[size])) ++size;
    const std::string_view name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return name;
  }

  bool Take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  bool SkipBehind(std::string_view text) {
    const size_t at = rest_.find(text);
    if (at == rest_.npos) return false;
    rest_.remove_prefix(at + text.size());
    return true;
  }

  bool SkipSpace() {
    const size_t at = std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size());
    rest_.remove_prefix(at);
    return at > 0;
  }

  std::string_view rest_;
  size_t depth_ = 0;
};

// name{label="value",...} number
bool IsSample(std::string_view line) {
  size_t at = 0;
  while (at < line.size() && IsNameCharacter(line[at]) && line[at] != '-' && line[at] != '.') ++at;
  if (at == 0) return false;
  if (at < line.size() && line[at] == '{') {
    ++at;
    while (at < line.size() && line[at] != '}') {
      const size_t name = at;
      while (at < line.size() && IsNameCharacter(line[at])) ++at;
      if (at == name || line.substr(at, 2) != "=\"") return false;
      at += 2;
      while (at < line.size() && line[at] != '"') {
        if (line[at] != '\\') {
          ++at;
          continue;
        }
        if (at + 1 >= line.size() || std::string_view("\\\"n").find(line[at + 1]) == std::string_view::npos)
          return false;
        at += 2;
      }
      if (at >= line.size()) return false;
      ++at;
      if (at < line.size() && line[at] == ',') ++at;
    }
    if (at >= line.size()) return false;
    ++at;
  }
  if (at >= line.size() || line[at] != ' ') return false;
  const std::string number(line.substr(at + 1));
  char* end = nullptr;
  std::strtod(number.c_str(), &end);
  return !number.empty() && *end == '\0';
}

}  // namespace

bool IsHarmlessText(std::string_view text) {
  for (;;) {
    size_t plain = 0;
    while (plain < text.size() && text[plain] >= ' ' && text[plain] <= '~') ++plain;
    text.remove_prefix(plain);
    if (text.empty()) return true;
    if (text.starts_with("\r\n")) text.remove_prefix(1);
    const int32_t character = TakeCharacter(&text);
    if (character < 0) return false;
    if ((character < 0x20 && character != '\n') || (character >= 0x7f && character < 0xa0)) return false;
  }
}

bool IsJson(std::string_view text) { return nlohmann::json::accept(text); }

bool IsCsv(std::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    size_t fields = 1;
    for (;; ++fields) {
      if (text.starts_with('"')) {
        text.remove_prefix(1);
        for (;;) {
          const size_t quote = text.find('"');
          if (quote == text.npos) return false;
          text.remove_prefix(quote + 1);
          if (!text.starts_with('"')) break;
          text.remove_prefix(1);
        }
      } else {
        const size_t end = text.find_first_of(",\r\n\"");
        if (end == text.npos) return false;
        text.remove_prefix(end);
      }
      if (!text.starts_with(',')) break;
      text.remove_prefix(1);
    }
    if (!text.starts_with("\r\n")) return false;
    text.remove_prefix(2);
    if (width != 0 && fields != width) return false;
    width = fields;
  }
  return width != 0;
}

bool IsXml(std::string_view text) { return XmlReader(text).Document(); }

bool IsMetrics(std::string_view text) {
  if (!text.ends_with('\n')) return false;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    if (!line.starts_with("# HELP ") && !line.starts_with("# TYPE ") && !IsSample(line)) return false;
  }
  return true;
}

}  // namespace kenpin::fuzz
