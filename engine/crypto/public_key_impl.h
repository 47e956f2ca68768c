// What a PublicKey holds: shared by the parser and the verifier, seen by nobody else.
#ifndef KENPIN_ENGINE_CRYPTO_PUBLIC_KEY_IMPL_H_
#define KENPIN_ENGINE_CRYPTO_PUBLIC_KEY_IMPL_H_

#include <openssl/evp.h>

#include <memory>

#include "engine/crypto/ed25519_check.h"
#include "engine/crypto/public_key.h"
#include "engine/crypto/rsa_lane_key.h"

namespace kenpin {

struct EvpPkeyDeleter {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using EvpPkey = std::unique_ptr<EVP_PKEY, EvpPkeyDeleter>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, EvpPkeyDeleter>;

struct PublicKey::Impl {
  KeyType type = KeyType::kRsa;
  int bits = 0;
  std::unique_ptr<const RsaLaneKey> lane_key;  // Null: not for RsaBatch.
  Ed25519Key ed25519_key;                      // Null: not for Ed25519Checker.
  EvpPkey key;  // Native to OpenSSL's provider from the start, so that no check has to convert it first.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_PUBLIC_KEY_IMPL_H_
