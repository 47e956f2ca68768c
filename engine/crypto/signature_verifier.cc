// Checks signatures against digests. Making and preparing OpenSSL's context costs 3 µs beside the 17 µs of an
// RSA-2048 check, so prepared contexts are kept, one a key and hash, in a table where a newcomer simply takes
// the place of whoever stood there: bulk mail comes in streams of few keys, and a lost place costs just those
// 3 µs.
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <optional>
#include <utility>

#include "engine/crypto/ed25519_check.h"
#include "engine/crypto/openssl_memory.h"
#include "engine/crypto/public_key.h"
#include "engine/crypto/public_key_impl.h"

namespace kenpin {
namespace {

// A power of two. A place holds about 2 KB with its key, so a thread stays below 1 MB.
constexpr size_t kMaxPreparedKeys = 256;

struct MdContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using MdContext = std::unique_ptr<EVP_MD_CTX, MdContextDeleter>;

struct PreparedKey {
  std::shared_ptr<const PublicKey> key;  // Kept alive, so that its address stays its name.
  HashAlgorithm hash = HashAlgorithm::kSha256;
  PkeyContext context;
};

// Null for want of memory, or if OpenSSL is set up to refuse SHA-1, by which no signature counts. (A modulus
// too short for its DigestInfo is only found by the check itself.)
PkeyContext PrepareRsa(EVP_PKEY* key, HashAlgorithm hash) {
  PkeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  const EVP_MD* md = hash == HashAlgorithm::kSha256 ? EVP_sha256() : EVP_sha1();
  if (context == nullptr || EVP_PKEY_verify_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
      EVP_PKEY_CTX_set_signature_md(context.get(), md) != 1) {
    return nullptr;
  }
  return context;
}

}  // namespace

struct SignatureVerifier::Impl {
  explicit Impl(CryptoKernels kernels) {
    if (kernels != CryptoKernels::kOpenssl) checker.emplace();
  }

  std::array<PreparedKey, kMaxPreparedKeys> prepared;
  MdContext ed25519{EVP_MD_CTX_new()};
  std::optional<Ed25519Checker> checker;  // None: OpenSSL alone.

  EVP_PKEY_CTX* Find(const std::shared_ptr<const PublicKey>& key, EVP_PKEY* pkey, HashAlgorithm hash) {
    // Addresses of heap objects differ from their fifth bit on; multiplying spreads that over the top bits.
    uint64_t spread = reinterpret_cast<uintptr_t>(key.get()) * 0x9e3779b97f4a7c15u;
    size_t place = (spread >> 32 ^ static_cast<size_t>(hash)) % kMaxPreparedKeys;
    PreparedKey& slot = prepared[place];
    if (slot.key != key || slot.hash != hash || slot.context == nullptr) {
      slot.context = PrepareRsa(pkey, hash);
      slot.key = key;
      slot.hash = hash;
    }
    return slot.context.get();
  }

  bool VerifyEd25519(const PublicKey::Impl& key, std::span<const uint8_t> message,
                     std::span<const uint8_t> signature) {
    if (checker && key.ed25519_key != nullptr && checker->IsValid(*key.ed25519_key, message, signature))
      return true;
    return VerifyByOpenssl(key.key.get(), message, signature);
  }

  // Preparing costs less than one percent of an Ed25519 check, so it is done each time. Without the reset
  // OpenSSL 3.0 would go on with the key of the check before.
  bool VerifyByOpenssl(EVP_PKEY* key, std::span<const uint8_t> message, std::span<const uint8_t> signature) {
    if (ed25519 == nullptr || EVP_MD_CTX_reset(ed25519.get()) != 1 ||
        EVP_DigestVerifyInit(ed25519.get(), nullptr, nullptr, nullptr, key) != 1) {
      ThrowOutOfMemory();
    }
    const int valid =
        EVP_DigestVerify(ed25519.get(), signature.data(), signature.size(), message.data(), message.size());
    if (valid == 1) return true;
    // OpenSSL makes a context of its own for each check, and where it gets none, it says just what it says of
    // a mismatch.
    if (MdContext(EVP_MD_CTX_new()) == nullptr) ThrowOutOfMemory();
    return false;
  }
};

SignatureVerifier::SignatureVerifier(CryptoKernels kernels) : impl_(std::make_unique<Impl>(kernels)) {}
SignatureVerifier::~SignatureVerifier() = default;
SignatureVerifier::SignatureVerifier(SignatureVerifier&&) noexcept = default;

bool SignatureVerifier::Verify(const std::shared_ptr<const PublicKey>& key, HashAlgorithm hash,
                               std::span<const uint8_t> digest, std::span<const uint8_t> signature) {
  EVP_PKEY* pkey = key->impl_->key.get();
  bool valid = false;
  if (key->type() == KeyType::kEd25519) {
    valid = impl_->VerifyEd25519(*key->impl_, digest, signature);
  } else if (EVP_PKEY_CTX* context = impl_->Find(key, pkey, hash)) {
    valid = EVP_PKEY_verify(context, signature.data(), signature.size(), digest.data(), digest.size()) == 1;
  } else if (hash != HashAlgorithm::kSha1) {
    ThrowOutOfMemory();
  }
  if (!valid) ForgetErrorsOrThrow();
  return valid;
}

}  // namespace kenpin
