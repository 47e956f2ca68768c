// The message's index lists fields from the top down and knows only some names; h= counts from the bottom up
// and may name anything. So the fields of a name are linked upwards, once a message and only for names that
// some signature lists more than trivially: those with an id by the index's own lists, all others through a
// small hash table. A cursor a name then walks up during one Select().
#include "engine/dkim/field_selector.h"

#include <algorithm>
#include <bit>
#include <limits>

#include <absl/hash/hash.h>

#include "engine/mail/ascii.h"

namespace kenpin {
namespace {

constexpr uint32_t kNoField = HeaderField::kNoField;

// Ids that stand for a family of names are no help in finding one of them.
constexpr bool IsOneName(FieldId id) {
  return id != FieldId::kOther && id != FieldId::kXCampaign && id != FieldId::kListSoftware &&
         id != FieldId::kXMsExchange;
}

// absl::Hash is seeded anew in each process, so that no message can make all of its names collide.
size_t HashName(std::string_view name, Arena& scratch) {
  char* lower = static_cast<char*>(scratch.Allocate(name.size() + 1, 1));
  std::transform(name.begin(), name.end(), lower, ToLower);
  return absl::HashOf(absl::string_view(lower, name.size()));
}

struct CoreFieldId {
  CoreField core;
  FieldId id;
};
constexpr CoreFieldId kCoreFields[] = {
    {CoreField::kSubject, FieldId::kSubject},
    {CoreField::kDate, FieldId::kDate},
    {CoreField::kTo, FieldId::kTo},
    {CoreField::kReplyTo, FieldId::kReplyTo},
    {CoreField::kListId, FieldId::kListId},
    {CoreField::kListHelp, FieldId::kListHelp},
    {CoreField::kListUnsubscribe, FieldId::kListUnsubscribe},
    {CoreField::kListSubscribe, FieldId::kListSubscribe},
    {CoreField::kListPost, FieldId::kListPost},
    {CoreField::kListOwner, FieldId::kListOwner},
    {CoreField::kListArchive, FieldId::kListArchive},
    {CoreField::kMessageId, FieldId::kMessageId},
    {CoreField::kMimeVersion, FieldId::kMimeVersion},
    {CoreField::kContentType, FieldId::kContentType},
};
static_assert(std::size(kCoreFields) == static_cast<size_t>(CoreField::kCount));

uint16_t Clamp(uint32_t count) {
  return static_cast<uint16_t>(std::min<uint32_t>(count, std::numeric_limits<uint16_t>::max()));
}

}  // namespace

FieldSelector::FieldSelector(const MessageView& view, Arena& scratch) : view_(view), scratch_(scratch) {}

// Links the fields of a known id upwards and notes the lowest.
void FieldSelector::LinkId(FieldId id) {
  Cursor& cursor = by_id_[static_cast<size_t>(id)];
  if (above_.empty()) above_ = scratch_.NewArray<uint32_t>(view_.fields().size());
  for (uint32_t i = view_.First(id); i != kNoField; i = view_.Next(i)) {
    above_[i] = cursor.bottom;
    cursor.bottom = i;
  }
}

// Builds the table of all names without an id of their own; a quarter to a half of it is used.
void FieldSelector::LinkOthers() {
  const std::span<const HeaderField> fields = view_.fields();
  const size_t count = static_cast<size_t>(
      std::count_if(fields.begin(), fields.end(), [](const HeaderField& f) { return !IsOneName(f.id); }));
  others_ = scratch_.NewArray<Cursor>(std::bit_ceil(2 * count + 2));
  if (above_.empty()) above_ = scratch_.NewArray<uint32_t>(fields.size());
  for (uint32_t i = 0; i < fields.size(); ++i) {
    if (IsOneName(fields[i].id)) continue;
    Cursor* cursor = FindOther(view_.Name(fields[i]));
    above_[i] = cursor->bottom;
    cursor->bottom = i;
  }
}

// The place of a name in the table: with its fields, or empty.
FieldSelector::Cursor* FieldSelector::FindOther(std::string_view name) {
  const size_t mask = others_.size() - 1;
  size_t i = HashName(name, scratch_) & mask;
  while (others_[i].bottom != kNoField &&
         !EqualsIgnoreCase(view_.Name(view_.fields()[others_[i].bottom]), name)) {
    i = (i + 1) & mask;
  }
  return &others_[i];
}

FieldSelector::Cursor* FieldSelector::FindCursor(const SignedName& name) {
  if (!IsOneName(name.id)) {
    if (others_.empty()) LinkOthers();
    return FindOther(name.name);
  }
  Cursor* cursor = &by_id_[static_cast<size_t>(name.id)];
  if (cursor->bottom == kNoField && view_.count(name.id) != 0) LinkId(name.id);
  return cursor;
}

std::span<const uint32_t> FieldSelector::Select(const DkimSignature& signature, uint32_t own,
                                                DkimCoverage* coverage) {
  ++round_;
  const std::span<uint32_t> fields = scratch_.NewArray<uint32_t>(signature.names.size());
  size_t count = 0;
  for (const SignedName& name : signature.names) {
    Cursor* cursor = FindCursor(name);
    if (cursor->round != round_) {
      cursor->round = round_;
      cursor->next = cursor->bottom;
      cursor->listed = 0;
    }
    ++cursor->listed;
    if (cursor->next == own) cursor->next = above_[own];
    if (cursor->next == kNoField) continue;
    fields[count++] = cursor->next;
    cursor->next = above_[cursor->next];
  }
  FillCoverage(coverage);
  return fields.first(count);
}

// How often the last Select() met the name.
uint32_t FieldSelector::Listed(FieldId id) const {
  const Cursor& cursor = by_id_[static_cast<size_t>(id)];
  return cursor.round == round_ ? cursor.listed : 0;
}

void FieldSelector::FillCoverage(DkimCoverage* coverage) const {
  const auto covers = [this](FieldId id) { return view_.count(id) != 0 && Listed(id) >= view_.count(id); };
  *coverage = {};
  coverage->from_listed = Clamp(Listed(FieldId::kFrom));
  coverage->from_present = Clamp(view_.count(FieldId::kFrom));
  for (const CoreFieldId& field : kCoreFields) {
    if (view_.count(field.id) == 0 || covers(field.id)) continue;
    coverage->missing_core =
        static_cast<uint16_t>(coverage->missing_core | 1u << static_cast<unsigned>(field.core));
  }
  coverage->covers_list_unsubscribe = covers(FieldId::kListUnsubscribe);
  coverage->covers_list_unsubscribe_post = covers(FieldId::kListUnsubscribePost);
  coverage->covers_feedback_id = covers(FieldId::kFeedbackId);
  coverage->list_unsubscribe_listed = Clamp(Listed(FieldId::kListUnsubscribe));
  coverage->list_unsubscribe_post_listed = Clamp(Listed(FieldId::kListUnsubscribePost));
}

}  // namespace kenpin
