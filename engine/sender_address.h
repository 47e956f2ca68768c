// An envelope sender as people write it in options and files.
#ifndef KENPIN_ENGINE_SENDER_ADDRESS_H_
#define KENPIN_ENGINE_SENDER_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>

namespace kenpin {

struct SenderAddress {
  std::string address;  // Without brackets; a bare domain as it is; empty for the null sender.
  std::string domain;   // Lower case A-labels; empty for the null sender.
};

// Reads "user@example.com", "<user@example.com>", "example.com" or "<>". Returns nothing when the domain is
// none.
std::optional<SenderAddress> ParseMailFrom(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SENDER_ADDRESS_H_
