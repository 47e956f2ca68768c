// The file behind --envelope: the SMTP session of each message, for mail that is not sent yet.
#ifndef KENPIN_ENGINE_ENVELOPE_FILE_H_
#define KENPIN_ENGINE_ENVELOPE_FILE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include <absl/status/statusor.h>

#include "engine/mail/ip_address.h"
#include "engine/sender_address.h"

namespace kenpin {

// One row. What is empty in the file is absent and left to the options.
struct EnvelopeRow {
  std::optional<SenderAddress> mail_from;
  std::optional<IpAddress> client;
  std::string helo;
};

// Immutable; any thread.
class EnvelopeFile {
 public:
  // Reads a CSV with the column message_id (with or without angle brackets) and any of client_ip, mail_from
  // and helo. An error names the file, the line and the field: an address that is none, a Message-ID twice,
  // an unknown column.
  static absl::StatusOr<std::unique_ptr<EnvelopeFile>> Read(const std::string& path);

  // The row of a message; null when the file has none. `message_id` without brackets.
  const EnvelopeRow* Find(std::string_view message_id) const;
  size_t size() const { return rows_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, EnvelopeRow, Hash, std::equal_to<>> rows_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_ENVELOPE_FILE_H_
