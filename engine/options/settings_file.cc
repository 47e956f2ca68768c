#include "engine/options/settings_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "io/whole_file.h"

namespace kenpin {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\r'; }

class SettingsReader {
 public:
  SettingsReader(std::string_view text, const std::string& path) : rest_(text) {
    file_.path = path;
    if (rest_.starts_with("\xEF\xBB\xBF")) rest_.remove_prefix(3);
  }

  absl::StatusOr<SettingsFile> Read() {
    while (error_.empty() && NextLine()) ReadLine();
    if (error_.empty()) return std::move(file_);
    return absl::InvalidArgumentError(fmt::format("{}:{}: {}", file_.path, line_number_, error_));
  }

 private:
  bool NextLine() {
    if (rest_.empty()) return false;
    const size_t end = std::min(rest_.find('\n'), rest_.size());
    line_ = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++line_number_;
    return true;
  }

  void SkipSpace() {
    while (!line_.empty() && IsSpace(line_.front())) line_.remove_prefix(1);
  }

  bool AtEnd() {
    SkipSpace();
    return line_.empty() || line_.front() == '#';
  }

  void ExpectEnd(std::string_view after) {
    if (error_.empty() && !AtEnd()) error_ = fmt::format("nothing but a comment may follow {}", after);
  }

  void ReadLine() {
    SkipSpace();
    if (line_.empty() || line_.front() == '#' || line_.front() == ';') return;
    if (line_.front() == '[') {
      ReadHeading();
      return;
    }
    Setting setting;
    setting.section = section_;
    setting.line = line_number_;
    const size_t end = std::min(line_.find_first_of("= \t\r#"), line_.size());
    setting.key = std::string(line_.substr(0, end));
    line_.remove_prefix(end);
    if (setting.key.size() > 2 && (setting.key.front() == '"' || setting.key.front() == '\'') &&
        setting.key.back() == setting.key.front())
      setting.key = setting.key.substr(1, setting.key.size() - 2);
    if (AtEnd()) {
      setting.values.emplace_back("true");
    } else if (line_.front() == '=') {
      line_.remove_prefix(1);
      ReadValues(setting.values);
    } else {
      error_ = fmt::format("expected '=' behind '{}'", setting.key);
    }
    file_.settings.push_back(std::move(setting));
  }

  void ReadHeading() {
    const size_t end = line_.find(']');
    if (end == std::string_view::npos) {
      error_ = "a heading ends with ']'";
      return;
    }
    section_ = std::string(line_.substr(1, end - 1));
    std::replace(section_.begin(), section_.end(), '.', ' ');
    line_.remove_prefix(end + 1);
    ExpectEnd("a heading");
  }

  void ReadValues(std::vector<std::string>& values) {
    SkipSpace();
    if (!line_.starts_with('[')) {
      values.push_back(ReadValue(""));
      ExpectEnd("a value");
      return;
    }
    line_.remove_prefix(1);
    while (error_.empty()) {
      while (AtEnd()) {
        if (NextLine()) continue;
        error_ = "the array has no ']'";
        return;
      }
      if (line_.front() == ']') break;
      values.push_back(ReadValue(",]"));
      if (AtEnd() || line_.front() == ']') continue;
      if (line_.front() != ',') {
        error_ = "values of an array stand between commas";
        return;
      }
      line_.remove_prefix(1);
    }
    if (!line_.empty()) line_.remove_prefix(1);
    ExpectEnd("an array");
  }

  // A value in quotes, or a bare one up to a comment or one of `stops`.
  std::string ReadValue(std::string_view stops) {
    SkipSpace();
    if (line_.starts_with('"')) return ReadEscaped();
    if (line_.starts_with('\'')) {
      const size_t end = line_.find('\'', 1);
      if (end == std::string_view::npos) {
        error_ = "the string has no closing '";
        return {};
      }
      std::string value(line_.substr(1, end - 1));
      line_.remove_prefix(end + 1);
      return value;
    }
    size_t end = 0;
    while (end < line_.size() && stops.find(line_[end]) == std::string_view::npos &&
           !(line_[end] == '#' && (end == 0 || IsSpace(line_[end - 1]))))
      ++end;
    std::string_view value = line_.substr(0, end);
    while (!value.empty() && IsSpace(value.back())) value.remove_suffix(1);
    line_.remove_prefix(end);
    return std::string(value);
  }

  std::string ReadEscaped() {
    std::string value;
    line_.remove_prefix(1);
    while (!line_.empty() && line_.front() != '"') {
      if (line_.front() != '\\') {
        value += line_.front();
        line_.remove_prefix(1);
        continue;
      }
      const std::optional<char> character = ReadEscape();
      if (!character) return {};
      value += *character;
    }
    if (line_.empty()) {
      error_ = "the string has no closing \"";
      return {};
    }
    line_.remove_prefix(1);
    return value;
  }

  std::optional<char> ReadEscape() {
    constexpr std::pair<char, char> kEscapes[] = {
        {'"', '"'}, {'\\', '\\'}, {'n', '\n'}, {'r', '\r'}, {'t', '\t'}};
    const char letter = line_.size() > 1 ? line_[1] : '\0';
    for (const auto& [written, meant] : kEscapes) {
      if (letter != written) continue;
      line_.remove_prefix(2);
      return meant;
    }
    const std::string_view code = line_.substr(0, 6);
    constexpr std::string_view kDigits = "0123456789abcdef";
    if (code.starts_with("\\u00") && code.size() == 6) {
      const size_t high = kDigits.find(code[4]);
      const size_t low = kDigits.find(code[5]);
      if (high < 8 && low < 16) {
        line_.remove_prefix(6);
        return static_cast<char>(high * 16 + low);
      }
    }
    error_ = "known escapes are \\\" \\\\ \\n \\r \\t and \\u0000 to \\u007f";
    return std::nullopt;
  }

  SettingsFile file_;
  std::string_view rest_;
  std::string_view line_;
  size_t line_number_ = 0;
  std::string section_;
  std::string error_;
};

bool IsBare(std::string_view value) {
  if (value == "true" || value == "false") return true;
  return !value.empty() && value.size() < 16 && value.front() != '.' && value.back() != '.' &&
         std::count(value.begin(), value.end(), '.') <= 1 &&
         std::all_of(value.begin(), value.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

absl::StatusOr<SettingsFile> ParseSettings(std::string_view text, const std::string& path) {
  return SettingsReader(text, path).Read();
}

absl::StatusOr<SettingsFile> ReadSettingsFile(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadTextFile(path, "a file of settings");
  if (!text.ok()) return text.status();
  return ParseSettings(*text, path);
}

std::string SettingValue(std::string_view value) {
  if (IsBare(value)) return std::string(value);
  std::string out = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 32 || c == 127) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace kenpin
