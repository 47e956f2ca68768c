// tag=value lists of RFC 6376 §3.2: DKIM signatures and key records, and the other mail standards that borrow
// the syntax.
#ifndef KENPIN_ENGINE_MAIL_TAG_LIST_H_
#define KENPIN_ENGINE_MAIL_TAG_LIST_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"

namespace kenpin {

// The registries know about twenty tags; unknown ones must be ignored (§3.2), but nobody needs to be able to
// send thousands.
inline constexpr size_t kMaxTags = 64;

struct Tag {
  std::string_view name;   // Case-sensitive, as written.
  std::string_view value;  // Without surrounding FWS; inner FWS still stands in it: RemoveFws().
  std::string_view
      raw;  // Everything between '=' and ';' (or the end), surrounding FWS included: what b= loses in §3.7.
};

enum class TagListError : uint8_t {
  kNone,       // The text is a tag-list.
  kSyntax,     // Empty, an empty tag-spec, no '=', a bad name, or an octet that no value has.
  kDuplicate,  // A name occurs twice, which makes the whole list invalid.
  kTooMany,    // More than kMaxTags tags; the rest was not read (ParseFlaw::kTagListTooLong).
};

struct TagList {
  std::span<const Tag> tags;  // In the order of the text; of a repeated name all of them, the first is found.
  TagListError error = TagListError::kNone;  // The first one met.

  // The first tag of this name, or null.
  const Tag* Find(std::string_view name) const {
    for (const Tag& tag : tags) {
      if (tag.name == name) return &tag;
    }
    return nullptr;
  }
};

// Parses a field body or the text of a record. Linear. What can be had is had even if `error` is set: a bad
// tag-spec is skipped up to the next semicolon. Values may hold UTF-8 (RFC 8616 §3). Views point into `text`,
// the array into `arena`.
TagList ParseTagList(std::string_view text, Arena& arena);

// `value` without SP, HTAB, CR and LF: the input itself when there is none, otherwise a copy in `arena`.
std::string_view RemoveFws(std::string_view value, Arena& arena);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_TAG_LIST_H_
