// A message as views and facts: index, header facts, MIME walk, content. Every view lies inside of the
// message or in memory of its own, offsets are ordered, and what stands around the message changes nothing.
#include <string>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/content_facts.h"
#include "engine/mail/mail_facts.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// What was found, as text to compare.
class Found {
 public:
  void Add(std::string_view text) { (text_ += text) += '\x01'; }
  void Add(uint64_t number) { Add(std::to_string(number)); }
  bool operator==(const Found&) const = default;

 private:
  std::string text_;
};

void CheckFields(const MessageView& view, Found* found) {
  uint32_t end = 0;
  size_t listed = 0;
  for (const HeaderField& field : view.fields()) {
    Require(end <= field.begin && field.begin < field.name_end && field.name_end < field.value_begin &&
                field.value_begin <= field.value_end && field.value_end <= field.end &&
                field.end <= view.header().size(),
            "offsets of fields are ordered");
    Require(view.bytes()[field.value_begin - 1] == ':', "a colon stands before the value");
    end = field.end;
    for (const uint64_t offset : {field.begin, field.name_end, field.value_begin, field.value_end, field.end})
      found->Add(offset);
  }
  for (size_t id = 0; id < static_cast<size_t>(FieldId::kCount); ++id) {
    const auto field_id = static_cast<FieldId>(id);
    if (field_id == FieldId::kOther) continue;
    uint32_t count = 0;
    uint32_t previous = 0;
    for (uint32_t at = view.First(field_id); at != HeaderField::kNoField; at = view.Next(at)) {
      Require(at < view.fields().size() && (count == 0 || at > previous), "the next of a name stands below");
      Require(view.fields()[at].id == field_id, "a list holds fields of one name");
      previous = at;
      ++count;
    }
    Require(count == view.count(field_id), "a list holds as many fields as are counted");
    listed += count;
  }
  Require(listed <= view.fields().size(), "no field is listed twice");
  Require(view.header().size() + view.body().size() <= view.bytes().size(),
          "the body stands below the header");
  found->Add(view.header().size());
  found->Add(view.body().size());
  found->Add(view.flaws().bits());
}

void CheckLeaves(const MimeWalk& walk, const fuzz::Surrounded& text, Found* found) {
  Require(walk.leaves.size() <= kMaxMimeParts, "parts are bounded");
  uint32_t end = 0;
  for (const MimeLeaf& leaf : walk.leaves) {
    Require(end <= leaf.header_begin && leaf.header_begin <= leaf.begin && leaf.begin <= leaf.end &&
                leaf.end <= text.view().size(),
            "leaves stand one behind the other");
    Require(leaf.depth <= kMaxMimeDepth, "depth is bounded");
    end = leaf.end;
    text.RequireSound(leaf.charset);
    found->Add(leaf.charset);
    for (const uint64_t value : {leaf.header_begin, leaf.begin, leaf.end, static_cast<uint32_t>(leaf.type),
                                 static_cast<uint32_t>(leaf.encoding), uint32_t{leaf.depth}})
      found->Add(value);
  }
}

Found Read(std::string_view input, fuzz::Around around, size_t shift, ContentReader& reader) {
  Found found;
  const fuzz::Surrounded text(input, around, shift);
  Arena arena;
  const MessageView view = IndexMessage(text.view(), arena);
  CheckFields(view, &found);
  MailFacts facts = CollectMailFacts(view, arena);
  const MimeWalk walk = WalkMime(view, arena);
  CheckLeaves(walk, text, &found);
  AddMime(walk, &facts);
  found.Add(FindEightBitUnder7bit(view, walk.leaves));
  facts.content = reader.Read(view, walk.leaves, arena, &facts.flaws);
  CopyViews(&facts, [&](std::string_view seen) {
    text.RequireSound(seen);
    found.Add(seen);
    return seen;
  });
  const ContentFacts& content = facts.content;
  Require(content.host_pairs <= kMaxHostPairs, "pairs of hosts are bounded");
  const uint64_t values[] = {facts.flaws.bits(),
                             content.hidden_characters,
                             content.preheader_characters,
                             content.hiding,
                             static_cast<uint64_t>(content.unsubscribe),
                             content.shares_unsubscribe_link,
                             content.image_only,
                             content.text_undecodable,
                             content.html_broken,
                             content.has_link,
                             content.ip_literal_link,
                             content.script_link,
                             content.data_link,
                             content.shortener_link,
                             content.language_covered,
                             facts.header_line_ends.lines(),
                             facts.longest_header_line};
  for (const uint64_t value : values) {
    found.Add(value);
  }
  return found;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static ContentReader reader;
  fuzz::Dice dice(input);
  const Found found = Read(input, fuzz::Around::kZeros, 0, reader);
  for (const fuzz::Around around : fuzz::kArounds) {
    Require(Read(input, around, dice.Below(64), reader) == found,
            "what stands around a message changes nothing");
  }
  return 0;
}
