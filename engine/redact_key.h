// The key of --redact: from --redact-key, else made for this run.
#ifndef KENPIN_ENGINE_REDACT_KEY_H_
#define KENPIN_ENGINE_REDACT_KEY_H_

#include <string>

#include <absl/status/statusor.h>

namespace kenpin {

// A shorter key could be guessed, and with it every hash.
inline constexpr size_t kMinRedactKeyOctets = 16;

// Of --redact and --redact-key.
struct RedactOptions {
  bool redact = false;
  std::string key_path;  // Empty: a key for this run alone, so that two runs have nothing in common.
  bool wanted() const { return redact || !key_path.empty(); }
};

// The octets of the key; empty when nothing is to be redacted. From a file all but the line end behind it. An
// error says what is wrong with the file.
absl::StatusOr<std::string> RedactionKey(const RedactOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REDACT_KEY_H_
