// Keys made for a test, and signatures by them: the signing half that the engine itself does not have.
#ifndef KENPIN_ENGINE_CRYPTO_TEST_KEYS_H_
#define KENPIN_ENGINE_CRYPTO_TEST_KEYS_H_

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/crypto/public_key.h"

namespace kenpin::test {

struct PrivateKeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, PrivateKeyDeleter>;

inline PrivateKey MakeRsaKey(unsigned bits) { return PrivateKey(EVP_RSA_gen(bits)); }
inline PrivateKey MakeEd25519Key() { return PrivateKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); }

// What OpenSSL writes through `write`, one of its i2d functions.
inline std::vector<uint8_t> ToDer(const PrivateKey& key, int (*write)(const EVP_PKEY*, unsigned char**)) {
  unsigned char* der = nullptr;
  int size = write(key.get(), &der);
  std::vector<uint8_t> bytes(der, der + size);
  OPENSSL_free(der);
  return bytes;
}
inline std::vector<uint8_t> SubjectPublicKeyInfo(const PrivateKey& key) { return ToDer(key, i2d_PUBKEY); }
inline std::vector<uint8_t> RsaPublicKey(const PrivateKey& key) { return ToDer(key, i2d_PublicKey); }

inline std::vector<uint8_t> RawEd25519(const PrivateKey& key) {
  std::vector<uint8_t> octets(32);
  size_t size = octets.size();
  EVP_PKEY_get_raw_public_key(key.get(), octets.data(), &size);
  return octets;
}

inline std::vector<uint8_t> SignRsa(const PrivateKey& key, HashAlgorithm hash,
                                    std::span<const uint8_t> digest) {
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key.get(), nullptr);
  EVP_PKEY_sign_init(context);
  EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
  EVP_PKEY_CTX_set_signature_md(context, hash == HashAlgorithm::kSha256 ? EVP_sha256() : EVP_sha1());
  std::vector<uint8_t> signature(static_cast<size_t>(EVP_PKEY_get_size(key.get())));
  size_t size = signature.size();
  if (EVP_PKEY_sign(context, signature.data(), &size, digest.data(), digest.size()) != 1) size = 0;
  signature.resize(size);
  EVP_PKEY_CTX_free(context);
  return signature;
}

inline std::vector<uint8_t> SignEd25519(const PrivateKey& key, std::span<const uint8_t> message) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, nullptr, nullptr, key.get());
  std::vector<uint8_t> signature(64);
  size_t size = signature.size();
  EVP_DigestSign(context, signature.data(), &size, message.data(), message.size());
  EVP_MD_CTX_free(context);
  return signature;
}

inline std::shared_ptr<const PublicKey> ParseRsa(const PrivateKey& key) {
  KeyError error;
  return PublicKey::Parse(KeyType::kRsa, SubjectPublicKeyInfo(key), &error);
}

inline std::shared_ptr<const PublicKey> ParseEd25519(const PrivateKey& key) {
  KeyError error;
  return PublicKey::Parse(KeyType::kEd25519, RawEd25519(key), &error);
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_CRYPTO_TEST_KEYS_H_
