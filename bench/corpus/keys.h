// The keys that sign the corpus. RSA keys can not be made from a seed cheaply, so a few are committed under
// bench/keys/ and compiled in; Ed25519 keys come from a hash of their number. All are public on purpose and
// sign only mail of reserved domains.
#ifndef KENPIN_BENCH_CORPUS_KEYS_H_
#define KENPIN_BENCH_CORPUS_KEYS_H_

#include <openssl/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin::corpus {

// What is signed with which key.
enum class KeyType : uint8_t { kRsa, kEd25519 };

struct PrivateKeyDeleter {
  void operator()(EVP_PKEY* key) const;
};

struct SigningKey {
  KeyType type = KeyType::kRsa;
  int bits = 0;
  std::string public_base64;  // p= of the key record: SubjectPublicKeyInfo for RSA, the bare 32 octets for
                              // Ed25519 (RFC 8463 §4).
  std::unique_ptr<EVP_PKEY, PrivateKeyDeleter> key;
};

// The hash of a signature algorithm.
enum class DigestType : uint8_t { kSha256, kSha1 };

// All keys of the generator. Immutable after construction; any thread may sign.
class KeyRing {
 public:
  // The one ring of the program, made at first use. Throws std::runtime_error if a committed key does not
  // load.
  static const KeyRing& Get();

  // The n-th key of its kind, modulo how many there are.
  const SigningKey& Rsa2048(size_t n) const { return rsa2048_[n % rsa2048_.size()]; }
  const SigningKey& Rsa1024(size_t n) const { return rsa1024_[n % rsa1024_.size()]; }
  const SigningKey& Rsa512() const { return rsa512_.front(); }
  const SigningKey& Ed25519(size_t n) const { return ed25519_[n % ed25519_.size()]; }

 private:
  KeyRing();
  std::vector<SigningKey> rsa2048_, rsa1024_, rsa512_, ed25519_;
};

// Signs `data`: RSASSA-PKCS1-v1_5 over its digest, or PureEdDSA over its SHA-256 (RFC 8463 §3). Both are
// deterministic. Returns bytes.
std::string SignBytes(const SigningKey& key, DigestType digest, std::string_view data);

// Digest of `data` as bytes.
std::string ComputeDigest(DigestType digest, std::string_view data);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_KEYS_H_
