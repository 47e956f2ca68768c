// tag=value lists: views in order inside of the text, bounded in number; a list without an error says the
// same when it is written anew.
#include <set>
#include <string>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/tag_list.h"
#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kenpin;
  using fuzz::Require;
  const fuzz::Exact text(fuzz::InputText(data, size));
  Arena arena;
  const TagList list = ParseTagList(text.view(), arena);
  Require(list.tags.size() <= kMaxTags, "tags are bounded");
  const char* end = text.view().data();
  std::set<std::string_view> names;
  std::string again;
  for (const Tag& tag : list.tags) {
    Require(fuzz::LiesIn(tag.name, text.view()) && fuzz::LiesIn(tag.raw, text.view()),
            "tags lie inside of the text");
    Require(fuzz::LiesIn(tag.value, tag.raw), "a value lies inside of what stands behind '='");
    Require(tag.name.data() >= end && tag.raw.data() >= tag.name.data() + tag.name.size(),
            "tags are in order");
    end = tag.raw.data() + tag.raw.size();
    const std::string_view bare = RemoveFws(tag.value, arena);
    Require(bare.find_first_of(" \t\r\n") == bare.npos, "white space is gone");
    Require(list.Find(tag.name) != nullptr, "a tag is found by its name");
    names.insert(tag.name);
    ((again += tag.name) += '=') += tag.raw;
    again += ';';
  }
  if (list.error != TagListError::kNone) return 0;
  Require(!list.tags.empty() && names.size() == list.tags.size(),
          "a list without an error has tags of different names");
  const TagList second = ParseTagList(again, arena);
  Require(second.error == TagListError::kNone && second.tags.size() == list.tags.size(),
          "it can be written anew");
  for (size_t i = 0; i < list.tags.size(); ++i) {
    Require(second.tags[i].name == list.tags[i].name && second.tags[i].value == list.tags[i].value &&
                second.tags[i].raw == list.tags[i].raw,
            "written anew it says the same");
  }
  return 0;
}
