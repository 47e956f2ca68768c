#include "engine/redact_key.h"

#include <fmt/format.h>
#include <openssl/rand.h>

#include <array>
#include <utility>

#include "io/whole_file.h"

namespace kenpin {

absl::StatusOr<std::string> RedactionKey(const RedactOptions& options) {
  if (!options.wanted()) return std::string();
  if (options.key_path.empty()) {
    std::array<unsigned char, 32> octets{};
    if (RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1)
      return absl::InternalError("--redact: the system gives no random octets; give --redact-key a file");
    return std::string(octets.begin(), octets.end());
  }
  absl::StatusOr<std::string> key = ReadTextFile(options.key_path, "a key");
  if (!key.ok()) return key;
  while (key->ends_with('\n') || key->ends_with('\r')) key->pop_back();
  if (key->size() < kMinRedactKeyOctets) {
    return absl::InvalidArgumentError(fmt::format(
        "{}: a key of fewer than {} octets can be guessed; make one with: openssl rand -hex 32 > {}",
        options.key_path, kMinRedactKeyOctets, options.key_path));
  }
  return key;
}

}  // namespace kenpin
