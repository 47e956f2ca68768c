// --redact: what stands in reports instead of texts that tell of a person. A text becomes the beginning of
// its HMAC-SHA-256 (RFC 2104, RFC 6234), so that equal texts stay equal under one key and nobody without the
// key can try texts out. Domains, host names and addresses of hosts are told as they are.
#ifndef KENPIN_ENGINE_REPORT_REDACTOR_H_
#define KENPIN_ENGINE_REPORT_REDACTOR_H_

#include <memory>
#include <string>
#include <string_view>

namespace kenpin {

// Hexadecimal digits of a hash. Of 40 bits, two of a million texts meet with a probability of 0.37.
inline constexpr size_t kRedactedDigits = 10;

// Not thread-safe. All results are made of hashes, names of hosts and the punctuation named here.
class Redactor {
 public:
  // `key` is any octets, at least one.
  explicit Redactor(std::string_view key);
  ~Redactor();
  Redactor(Redactor&&) noexcept;

  // kRedactedDigits lower case hexadecimal digits; of an empty text nothing.
  std::string Hash(std::string_view text);
  // The name of a host, or an address with or without brackets, as it is; any other text as Hash().
  std::string Host(std::string_view text);
  // "local@host" as hash@host, by the last @; "@host" as it is; a text without @ as Hash(). Also for
  // Message-IDs.
  std::string Address(std::string_view text);
  // The same, but a text without @ is a Host().
  std::string AddressOrHost(std::string_view text);
  // "https://user@host:1/path?query" as "https://hash@host:1/hash"; "mailto:local@host?query" as
  // "mailto:hash@host?hash"; of another URI the scheme and a hash; a text without a scheme as Hash().
  std::string Uri(std::string_view uri);
  // A word of protocols (letters, digits, "/", "+", ".", "_", "-", at most 80) as it is; else Hash().
  std::string Word(std::string_view text);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REDACTOR_H_
