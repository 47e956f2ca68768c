// Writing JSON without building a tree: for the records, of which there is one a message, and for the
// summaries, whose domains are many.
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

enum class JsonForm : uint8_t {
  kLine,      // No white space at all.
  kIndented,  // A line for each member and element, two columns deeper than what they are in; [] and {} for
              // the empty ones.
};

// Writes the members of JSON objects in order, with the commas. The text goes to `out`, which must outlive
// it; it may be taken and emptied between any two calls, so that a long text goes out in pieces.
class JsonWriter {
 public:
  explicit JsonWriter(std::string* out, JsonForm form = JsonForm::kLine)
      : out_(*out), is_indented_(form == JsonForm::kIndented) {}

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
  // No more digits than it takes to read back `value`, but for rare ones one more, with a point or an
  // exponent: 0.0, 0.25, 1e-05; null for what is not finite.
  void Real(double value);
  void Bool(bool value);
  void Null();
  // A value that is JSON already, with or without a newline behind it; it goes as it is in either form.
  void Raw(std::string_view json);
  // Unix seconds as RFC 3339 in UTC; null when absent.
  void Time(std::optional<int64_t> value);

 private:
  // What the text ends with.
  enum class End : uint8_t {
    kOpen,   // An opening bracket, or nothing was written.
    kKey,    // A key, whose value comes next.
    kValue,  // A value.
  };

  void Separate();
  void BeginLine();
  void Open(char bracket);
  void Close(char bracket);

  std::string& out_;
  const bool is_indented_;
  End end_ = End::kOpen;
  size_t depth_ = 0;  // Brackets that are open.
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
