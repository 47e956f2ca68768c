// Public keys of DKIM and their use: parsed once, shared by all threads, checked against a digest with
// contexts that are reused.
#ifndef KENPIN_ENGINE_CRYPTO_PUBLIC_KEY_H_
#define KENPIN_ENGINE_CRYPTO_PUBLIC_KEY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "engine/crypto/crypto_kernels.h"
#include "engine/crypto/hash_algorithm.h"

namespace kenpin {

enum class KeyType : uint8_t {
  kRsa,      // k=rsa, RFC 6376 §3.6.1.
  kEd25519,  // k=ed25519, RFC 8463.
};

enum class KeyError : uint8_t {
  kNone,         // The key can be used.
  kEmpty,        // p= is empty: revoked (§3.6.1).
  kUndecodable,  // Not base64, or not the DER of a SubjectPublicKeyInfo or RSAPublicKey (§3.6.1 and its
                 // erratum), or not 32 octets (RFC 8463).
  kUnusable,  // RSA below kMinUsableRsaBits, with an even modulus, or an exponent that is one, even or above
              // kMaxRsaExponentBits; Ed25519 with a small-order point.
  kTooLong,   // RSA above kMaxRsaBits: not checked, the result is policy.
};

inline constexpr int kMinUsableRsaBits =
    512;  // Below, a modulus is factored in seconds and the DigestInfo of SHA-256 does not fit.
inline constexpr int kMaxRsaExponentBits =
    64;  // All known keys have 65537 or 3; an exponent as long as the modulus costs a hundred times.
inline constexpr int kMaxRsaBits =
    8192;  // One check grows with the square of the length; RFC 8301 §3.2 obliges up to 4096.

// An immutable parsed key. Thread-safe; shared by pointer.
class PublicKey {
 public:
  // Parses the bytes that p= decodes to. Returns null and sets *error if the key can not be used. Throws
  // std::bad_alloc when memory ends: that says nothing about the key.
  static std::shared_ptr<const PublicKey> Parse(KeyType type, std::span<const uint8_t> der, KeyError* error);
  ~PublicKey();
  PublicKey(const PublicKey&) = delete;
  PublicKey& operator=(const PublicKey&) = delete;

  KeyType type() const;
  int bits() const;  // RSA modulus length; 256 for Ed25519.

 private:
  friend class SignatureVerifier;
  friend class RsaBatch;
  struct Impl;
  explicit PublicKey(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Checks signatures; keeps one prepared context a key (bounded in number). One per thread; not thread-safe.
class SignatureVerifier {
 public:
  // All is done by OpenSSL with kOpenssl; otherwise Ed25519Checker is asked first, and what it does not find
  // valid goes to OpenSSL.
  explicit SignatureVerifier(CryptoKernels kernels = CryptoKernels::kOpenssl);
  ~SignatureVerifier();
  SignatureVerifier(SignatureVerifier&&) noexcept;

  // Whether `signature` signs `digest` (a digest by `hash`). RSA: PKCS#1 v1.5 (RFC 8017 §8.2.2). Ed25519:
  // PureEdDSA over the SHA-256 digest itself (RFC 8463 §3). Any malformed signature is just false. Throws
  // std::bad_alloc when memory ends: that is no mismatch. The key is kept alive while its context is cached.
  bool Verify(const std::shared_ptr<const PublicKey>& key, HashAlgorithm hash,
              std::span<const uint8_t> digest, std::span<const uint8_t> signature);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_PUBLIC_KEY_H_
