// Counting and measuring over the header index.
#include "engine/mail/format_facts.h"

#include <algorithm>

#include "engine/mail/ascii.h"
#include "engine/mail/charset.h"

namespace kenpin {
namespace {

template <size_t kSize>
uint16_t RepeatedBits(const MessageView& message, const std::array<FieldId, kSize>& ids) {
  static_assert(kSize <= 16);
  unsigned bits = 0;
  for (size_t i = 0; i < kSize; ++i) bits |= (message.count(ids[i]) > 1 ? 1u : 0u) << i;
  return static_cast<uint16_t>(bits);
}

uint32_t SubjectLength(std::string_view body) {
  const std::string_view subject = TrimBlanks(body);
  size_t length = subject.size();
  for (size_t i = 0; i < subject.size(); ++i) {
    if (subject[i] != '\n') continue;
    length -= i > 0 && subject[i - 1] == '\r' ? 2 : 1;
  }
  return static_cast<uint32_t>(length);
}

}  // namespace

RepeatFacts FindRepeats(const MessageView& message) {
  RepeatFacts facts;
  facts.repeated_5322 = RepeatedBits(message, kSingleInstance5322);
  facts.repeated_mime_list = RepeatedBits(message, kSingleInstanceMimeList);
  facts.bcc_present = message.count(FieldId::kBcc) > 0;
  return facts;
}

HeaderText ClassifyHeaderText(const MessageView& message) {
  if (!message.facts().has_eight_bit) return HeaderText::kAscii;
  return IsUtf8(message.header()) ? HeaderText::kUtf8 : HeaderText::kInvalid;
}

HeaderSizeFacts MeasureHeader(const MessageView& message) {
  HeaderSizeFacts facts;
  facts.section_bytes = static_cast<uint32_t>(message.header().size());
  facts.fields = static_cast<uint32_t>(message.fields().size());
  facts.longest_name = message.facts().longest_name;
  for (const HeaderField& field : message.fields()) {
    if (field.id == FieldId::kCc || field.id == FieldId::kTo || field.id == FieldId::kReferences) continue;
    facts.longest_value = std::max(facts.longest_value, field.value_end - field.value_begin);
  }
  facts.subject_length = SubjectLength(message.Body(FieldId::kSubject));
  return facts;
}

TrafficSigns FindTrafficSigns(const MessageView& message) {
  TrafficSigns signs;
  signs.list_unsubscribe = message.count(FieldId::kListUnsubscribe) > 0;
  signs.list_id = message.count(FieldId::kListId) > 0;
  signs.campaign_field = message.count(FieldId::kXCampaign) > 0;
  signs.feedback_id = message.count(FieldId::kFeedbackId) > 0;
  for (uint32_t i = message.First(FieldId::kPrecedence); i != HeaderField::kNoField; i = message.Next(i)) {
    const std::string_view value = TrimBlanks(message.Body(message.fields()[i]));
    if (EqualsIgnoreCase(value, "bulk") || EqualsIgnoreCase(value, "list")) signs.precedence_bulk = true;
  }
  return signs;
}

FeedbackIdFacts ParseFeedbackIdFacts(const MessageView& message) {
  FeedbackIdFacts facts;
  facts.count = message.count(FieldId::kFeedbackId);
  if (facts.count == 0) return facts;
  const std::string_view value = TrimBlanks(message.Body(FieldId::kFeedbackId));
  facts.parts = 1 + static_cast<uint32_t>(std::count(value.begin(), value.end(), ':'));
  const size_t colon = value.rfind(':');
  const std::string_view sender = colon == std::string_view::npos ? value : value.substr(colon + 1);
  facts.sender_id_length = static_cast<uint32_t>(TrimBlanks(sender).size());
  return facts;
}

}  // namespace kenpin
