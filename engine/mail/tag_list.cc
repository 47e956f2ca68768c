// Cuts a tag-list at its semicolons and each tag-spec at its first '='. The text is read once; only the array
// goes into the arena.
#include "engine/mail/tag_list.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/byte_word.h"

namespace kenpin {
namespace {

// tag-name = ALPHA *ALNUMPUNC, ALNUMPUNC = ALPHA / DIGIT / "_".
bool IsTagName(std::string_view name) {
  if (name.empty() || !IsClass(name[0], kAlpha)) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return IsClass(c, kAlpha | kDigit) || c == '_'; });
}

// Whether the eight octets from `text` on are free of controls and line ends: a signature's long values are
// mostly such.
bool ArePlain(const char* text) {
  const uint64_t word = LoadByteWord(text);
  return (OctetsBelow(word, ' ') | OctetsEqual(word, '\x7f')) == 0;
}

// VALCHAR or FWS throughout. A line end counts as FWS only where WSP follows it (§2.8); the trimmed value
// does not end in one.
bool IsTagValue(std::string_view value) {
  for (size_t i = 0; i < value.size(); ++i) {
    if (kHasByteWords) {
      while (i + kByteWordSize < value.size() && ArePlain(value.data() + i)) i += kByteWordSize;
    }
    const char c = value[i];
    if (!IsClass(c, kControl | kBlank) || IsWsp(c)) continue;
    const char next = i + 1 < value.size() ? value[i + 1] : '\0';
    if (!(c == '\r' && next == '\n') && !(c == '\n' && IsWsp(next))) return false;
  }
  return true;
}

// Parses one tag-spec; false if it is none.
bool ParseTagSpec(std::string_view spec, Tag* tag) {
  const size_t equals = spec.find('=');
  if (equals == std::string_view::npos) return false;
  tag->name = TrimBlanks(spec.substr(0, equals));
  tag->raw = spec.substr(equals + 1);
  tag->value = TrimBlanks(tag->raw);
  return IsTagName(tag->name) && IsTagValue(tag->value);
}

// The number of array elements that `text` can fill.
size_t CountSpecs(std::string_view text) {
  size_t specs = 1;
  for (size_t at = text.find(';'); at != std::string_view::npos && specs < kMaxTags;
       at = text.find(';', at + 1))
    ++specs;
  return specs;
}

// Which names of one letter have occurred: all but two of a signature's are such.
class SeenLetters {
 public:
  // Whether a tag of this name may stand before; afterwards one does.
  bool MayHave(std::string_view name) {
    if (name.size() != 1) return true;
    const uint64_t bit = uint64_t{1} << (static_cast<uint8_t>(name[0]) & 63u);
    const bool had = (seen_ & bit) != 0;
    seen_ |= bit;
    return had;
  }

 private:
  uint64_t seen_ = 0;  // By the letter's low six bits, in which no two ASCII letters agree.
};

void Note(TagListError error, TagList* list) {
  if (list->error == TagListError::kNone) list->error = error;
}

}  // namespace

TagList ParseTagList(std::string_view text, Arena& arena) {
  TagList list;
  const std::span<Tag> tags = arena.NewArray<Tag>(CountSpecs(text));
  size_t count = 0;
  SeenLetters seen;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(';', begin), text.size());
    const std::string_view spec = text.substr(begin, end - begin);
    // §3.2: one semicolon may end the list; what follows it is nothing but FWS.
    if (end == text.size() && begin > 0 && TrimBlanks(spec).empty()) break;
    begin = end + 1;
    Tag tag;
    if (!ParseTagSpec(spec, &tag)) {
      Note(TagListError::kSyntax, &list);
      continue;
    }
    if (count == kMaxTags) {
      Note(TagListError::kTooMany, &list);
      break;
    }
    list.tags = tags.first(count);
    if (seen.MayHave(tag.name) && list.Find(tag.name) != nullptr) Note(TagListError::kDuplicate, &list);
    tags[count++] = tag;
  }
  list.tags = tags.first(count);
  return list;
}

std::string_view RemoveFws(std::string_view value, Arena& arena) {
  size_t kept = 0;
  while (kept < value.size() && !IsClass(value[kept], kBlank)) ++kept;
  if (kept == value.size()) return value;
  char* out = static_cast<char*>(arena.Allocate(value.size(), 1));
  std::copy_n(value.data(), kept, out);
  for (size_t i = kept; i < value.size(); ++i) {
    if (!IsClass(value[i], kBlank)) out[kept++] = value[i];
  }
  return {out, kept};
}

}  // namespace kenpin
