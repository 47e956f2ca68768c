#include "engine/report/file_uri.h"

namespace kenpin {
namespace {

// §2.3 of the RFC, and the slash.
bool IsPlainInUri(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-._~/").find(c) != std::string_view::npos;
}

}  // namespace

std::string FileUri(std::string_view path) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string uri(path.starts_with('/') ? "file://" : "");
  // A reference that begins with two slashes would name a host.
  while (path.starts_with("//")) path.remove_prefix(1);
  for (const char c : path) {
    if (IsPlainInUri(c)) {
      uri += c;
      continue;
    }
    const unsigned char octet = static_cast<unsigned char>(c);
    uri += '%';
    uri += kDigits[octet >> 4];
    uri += kDigits[octet & 15];
  }
  return uri;
}

}  // namespace kenpin
