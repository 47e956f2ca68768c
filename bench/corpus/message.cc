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

std::string_view FieldBody(const Field& field) {
  std::string_view text = field.text;
  text.remove_prefix(std::min(field.name.size() + 2, text.size()));
  if (text.ends_with("\r\n")) text.remove_suffix(2);
  return text;
}

}  // namespace kenpin::corpus
