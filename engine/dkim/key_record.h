// Key records of RFC 6376 §3.6.1: the TXT records at <selector>._domainkey.<SDID>, and the cache that parses
// each of them once a process (a parse costs about 150 µs, a look-up about 30 ns, and a corpus asks for few
// keys many times).
#ifndef KENPIN_ENGINE_DKIM_KEY_RECORD_H_
#define KENPIN_ENGINE_DKIM_KEY_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/crypto/public_key.h"
#include "engine/dkim/result.h"
#include "io/dns.h"

namespace kenpin {

// More keys at one name would buy a checking time of their own for every message; the rest are not looked at
// (DkimReason::kTooManyKeys where none of the first verifies).
inline constexpr size_t kMaxKeysPerSelector = 8;

// One TXT record that means to be a key.
struct KeyRecord {
  // Why no signature can be checked with it (kKeySyntax, kKeyRevoked, kKeyUndecodable, kKeyTooLong, or
  // kKeyAlgorithmMismatch for a k= that nobody knows); absent when `key` is there.
  std::optional<DkimReason> error;
  KeyType type = KeyType::kRsa;  // k=.
  bool allows_sha256 = true;     // h=.
  bool allows_sha1 = true;
  bool allows_email = true;    // s=.
  bool testing = false;        // t=y.
  bool strict_domain = false;  // t=s.
  std::shared_ptr<const PublicKey> key;

  bool allows(HashAlgorithm hash) const {
    return hash == HashAlgorithm::kSha256 ? allows_sha256 : allows_sha1;
  }
};

// Parses one TXT record. Returns nullopt for foreign text: what does not begin with v=DKIM1 and has no p=
// tag, and (§3.6.1) what begins with another v=.
std::optional<KeyRecord> ParseKeyRecord(std::string_view text);

// All key records of an answer, in its order, foreign text left out. At most kMaxKeysPerSelector.
struct KeySet {
  std::vector<KeyRecord> records;
  bool cut = false;  // There are more.
};
KeySet ParseKeySet(const DnsAnswer& answer);

// Parsed keys by answer. Thread-safe; one a process or run. Grows with the distinct answers of the DnsClient
// only.
class KeyStore {
 public:
  KeyStore();
  ~KeyStore();
  KeyStore(const KeyStore&) = delete;
  KeyStore& operator=(const KeyStore&) = delete;

  // The keys of `answer`, parsed when it is first seen. The answer belongs to a DnsClient that outlives the
  // store (it is known by its address); the result lives as long as the store.
  const KeySet& Get(const DnsAnswer& answer);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DKIM_KEY_RECORD_H_
