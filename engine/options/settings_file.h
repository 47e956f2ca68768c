// The file of --config: options as "key = value" lines under headings, which both INI and TOML readers take.
// It is read here and not by the option library's reader because that one cuts quoted values at '#' and can
// not tell lines.
#ifndef KENPIN_ENGINE_OPTIONS_SETTINGS_FILE_H_
#define KENPIN_ENGINE_OPTIONS_SETTINGS_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

namespace kenpin {

// One line of the file.
struct Setting {
  std::string section;  // "dns snapshot"; empty: above the first heading.
  std::string key;      // "dns-timeout".
  std::vector<std::string> values;
  size_t line = 0;
};

struct SettingsFile {
  std::string path;
  std::vector<Setting> settings;
};

// Reads lines "key = value" and "[section]", where a value is a "string" (escapes \" \\ \n \r \t \u0000), a
// 'string' as it is, a bare word up to " #", or an [array, of, them], over several lines if need be. A key
// alone means true. Lines that begin with # or ; are comments. "[dns.snapshot]" is "[dns snapshot]". An error
// tells path, line and what was expected.
absl::StatusOr<SettingsFile> ParseSettings(std::string_view text, const std::string& path);

// The same from a file.
absl::StatusOr<SettingsFile> ReadSettingsFile(const std::string& path);

// A value as ParseSettings() reads it: in double quotes with escapes, numbers and truth values bare.
std::string SettingValue(std::string_view value);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_SETTINGS_FILE_H_
