#include "engine/sender_address.h"

#include "engine/mail/arena.h"
#include "engine/mail/domain_name.h"

namespace kenpin {

std::optional<SenderAddress> ParseMailFrom(std::string_view text) {
  if (text.starts_with('<') && text.ends_with('>') && text.size() >= 2) {
    text = text.substr(1, text.size() - 2);
    if (text.empty()) return SenderAddress();
  }
  const size_t at = text.rfind('@');
  const std::string_view name = at == std::string_view::npos ? text : text.substr(at + 1);
  Arena arena;
  const DomainName domain = ParseDomainName(name, arena);
  if (domain.ascii.empty() || at == 0) return std::nullopt;
  return SenderAddress{std::string(text), std::string(domain.ascii)};
}

}  // namespace kenpin
