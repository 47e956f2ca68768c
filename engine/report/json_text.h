// Writing JSON without building a tree: for the records, of which there is one a message.
#ifndef KENPIN_ENGINE_REPORT_JSON_TEXT_H_
#define KENPIN_ENGINE_REPORT_JSON_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kenpin {

// Appends `text` as a JSON string, quotes included. Octets that are not UTF-8 become U+FFFD (one for each
// maximal bad run, as Unicode advises); controls and what IsTreacherous() are escaped, so that the line stays
// one line for every reader, and harmless in a terminal.
void AppendJsonString(std::string_view text, std::string* out);

// Appends JSON of several lines, indented by `columns` more from the second line on, with the same escapes.
void AppendIndentedJson(std::string_view json, size_t columns, std::string* out);

// Writes the members of JSON objects in order, with the commas. The text goes to `out`, which must outlive
// it.
class JsonWriter {
 public:
  explicit JsonWriter(std::string* out) : out_(*out) {}

  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }
  // The next value's name; `key` needs no escaping.
  void Key(std::string_view key);

  void String(std::string_view value);
  // null when `value` is empty.
  void StringOrNull(std::string_view value);
  void Number(int64_t value);
  void Unsigned(uint64_t value);
  void Bool(bool value);
  void Null();
  // A value that is JSON already, with or without a newline behind it.
  void Raw(std::string_view json);
  // Unix seconds as RFC 3339 in UTC; null when absent.
  void Time(std::optional<int64_t> value);

 private:
  void Separate();
  void Open(char bracket);
  void Close(char bracket);

  std::string& out_;
  bool comma_ = false;
};

// Appends "2026-01-31T09:00:00Z" for Unix seconds. Returns false, and appends nothing, for years below 0 or
// above 9999.
bool AppendTime(int64_t time, std::string* out);
// The same as a string; empty for such years.
std::string FormatTime(int64_t time);
// "2026-01-31" for days since 1970.
std::string FormatDay(int32_t day);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_JSON_TEXT_H_
