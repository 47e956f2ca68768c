// Ed25519 checks (RFC 8032 §5.1.7) faster than OpenSSL's: keys come back over and over in bulk mail, so
// multiples of the key are made once and shorten each check to a quarter.
//
// As with RsaBatch, nothing here ever says that a signature is wrong: it finds signatures valid, exactly
// those that OpenSSL finds valid, and leaves all others to SignatureVerifier.
#ifndef KENPIN_ENGINE_CRYPTO_ED25519_CHECK_H_
#define KENPIN_ENGINE_CRYPTO_ED25519_CHECK_H_

#include <cstdint>
#include <memory>
#include <span>

namespace kenpin {

inline constexpr size_t kEd25519KeyOctets = 32;
inline constexpr size_t kEd25519SignatureOctets = 64;

// Multiples of a key; some 3 KB. Immutable, thread-safe.
struct Ed25519Multiples;

struct Ed25519MultiplesDeleter {
  void operator()(const Ed25519Multiples* multiples) const;
};
using Ed25519Key = std::unique_ptr<const Ed25519Multiples, Ed25519MultiplesDeleter>;

// The key with the encoding of RFC 8032 §5.1.5. Null if the octets are not the canonical encoding of a point.
Ed25519Key MakeEd25519Key(std::span<const uint8_t, kEd25519KeyOctets> octets);

// Owns a context of OpenSSL for SHA-512. One per thread; not thread-safe.
class Ed25519Checker {
 public:
  Ed25519Checker();
  ~Ed25519Checker();
  Ed25519Checker(Ed25519Checker&&) noexcept;

  // Whether `signature` is valid for `message`. False says nothing.
  bool IsValid(const Ed25519Multiples& key, std::span<const uint8_t> message,
               std::span<const uint8_t> signature);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_ED25519_CHECK_H_
