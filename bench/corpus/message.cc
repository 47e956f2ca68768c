// Edits of a message's fields.
#include "bench/corpus/message.h"

#include <algorithm>
#include <stdexcept>

namespace kenpin::corpus {
namespace {

Field MakeField(std::string_view name, std::string_view body) {
  Field field{std::string(name), std::string(name)};
  field.text.append(": ").append(body).append("\r\n");
  return field;
}

size_t FindField(const Message& message, std::string_view name) {
  const size_t at =
      static_cast<size_t>(std::find_if(message.fields.begin(), message.fields.end(),
                                       [name](const Field& field) { return field.name == name; }) -
                          message.fields.begin());
  if (at == message.fields.size()) throw std::logic_error("the message has no field " + std::string(name));
  return at;
}

}  // namespace

std::string_view AuthorLocalPart(const Plan& plan) {
  const bool notice = plan.kind == MailKind::kTransactional && !plan.sender->notice_local_part.empty();
  return notice ? plan.sender->notice_local_part : plan.sender->local_part;
}

std::string RecipientAddress(const Plan& plan) {
  return plan.recipient.local_part + "@" + std::string(plan.recipient_domain);
}

Field& GetField(Message& message, std::string_view name) { return message.fields[FindField(message, name)]; }
const Field& GetField(const Message& message, std::string_view name) {
  return message.fields[FindField(message, name)];
}

void SetField(Message& message, std::string_view name, std::string_view body) {
  GetField(message, name) = MakeField(name, body);
}

void RemoveField(Message& message, std::string_view name) {
  message.fields.erase(message.fields.begin() + static_cast<std::ptrdiff_t>(FindField(message, name)));
}

void RepeatField(Message& message, std::string_view name) {
  const size_t at = FindField(message, name);
  const Field copy = message.fields[at];
  message.fields.insert(message.fields.begin() + static_cast<std::ptrdiff_t>(at), copy);
}

bool HasField(const Message& message, std::string_view name) {
  return std::any_of(message.fields.begin(), message.fields.end(),
                     [name](const Field& field) { return field.name == name; });
}

void AppendField(Message& message, std::string_view name, std::string_view body) {
  message.fields.push_back(MakeField(name, body));
}

void InsertField(Message& message, size_t at, Field field) {
  message.fields.insert(message.fields.begin() + static_cast<std::ptrdiff_t>(at), std::move(field));
  for (size_t* slot : {&message.signature_slot, &message.results_slot, &message.relay_slot}) {
    if (*slot >= at) ++*slot;
  }
}

void PrependField(Message& message, std::string_view name, std::string_view body) {
  InsertField(message, 0, MakeField(name, body));
}

void FoldLongLines(Field& field) {
  constexpr size_t kMaxLine = 78;
  std::string& text = field.text;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find("\r\n", begin), text.size());
    const size_t space = end - begin > kMaxLine ? text.rfind(' ', begin + kMaxLine) : std::string::npos;
    // Not before the first word of the field or of a line.
    const size_t first = begin == 0 ? field.name.size() + 1 : text.find_first_not_of(" \t", begin);
    if (space != std::string::npos && space > first) {
      text.insert(space, "\r\n");
      begin = space + 2;
    } else {
      begin = end + 2;
    }
  }
}

std::string_view FieldBody(const Field& field) {
  std::string_view text = field.text;
  text.remove_prefix(std::min(field.name.size() + 2, text.size()));
  if (text.ends_with("\r\n")) text.remove_suffix(2);
  return text;
}

}  // namespace kenpin::corpus
