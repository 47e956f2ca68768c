// Loads the compiled-in test keys and signs with them through OpenSSL's EVP.
#include "bench/corpus/keys.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <stdexcept>

#include "bench/corpus/codec.h"
#include "bench/corpus/embedded_keys.h"

namespace kenpin::corpus {
namespace {

constexpr size_t kEd25519Keys = 4;

struct ContextDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, ContextDeleter>;

const EVP_MD* FindDigest(DigestType type) { return type == DigestType::kSha256 ? EVP_sha256() : EVP_sha1(); }

void Require(bool ok, const char* what) {
  if (!ok) throw std::runtime_error(std::string("test keys: ") + what);
}

SigningKey LoadRsa(std::string_view pem) {
  SigningKey result;
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Require(bio != nullptr, "out of memory");
  result.key.reset(PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr));
  BIO_free(bio);
  Require(result.key != nullptr, "a PEM file under bench/keys does not load");
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(result.key.get(), &der);
  Require(size > 0, "a public key can not be encoded");
  result.public_base64 = Base64({reinterpret_cast<const char*>(der), static_cast<size_t>(size)});
  OPENSSL_free(der);
  result.bits = EVP_PKEY_get_bits(result.key.get());
  return result;
}

SigningKey MakeEd25519(size_t number) {
  SigningKey result;
  result.type = KeyType::kEd25519;
  result.bits = 256;
  const std::string seed =
      ComputeDigest(DigestType::kSha256, "kenpin corpus test key " + std::to_string(number));
  result.key.reset(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(seed.data()), seed.size()));
  Require(result.key != nullptr, "no Ed25519");
  std::array<unsigned char, 32> octets{};
  size_t size = octets.size();
  Require(EVP_PKEY_get_raw_public_key(result.key.get(), octets.data(), &size) == 1, "no Ed25519 public key");
  result.public_base64 = Base64({reinterpret_cast<const char*>(octets.data()), size});
  return result;
}

}  // namespace

void PrivateKeyDeleter::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

KeyRing::KeyRing() {
  for (const std::string_view pem : kEmbeddedKeys) {
    SigningKey key = LoadRsa(pem);
    std::vector<SigningKey>& kind = key.bits >= 2048 ? rsa2048_ : key.bits >= 1024 ? rsa1024_ : rsa512_;
    kind.push_back(std::move(key));
  }
  Require(!rsa2048_.empty() && !rsa1024_.empty() && !rsa512_.empty(), "bench/keys lacks a size");
  for (size_t i = 0; i < kEd25519Keys; ++i) ed25519_.push_back(MakeEd25519(i));
}

const KeyRing& KeyRing::Get() {
  static const KeyRing ring;
  return ring;
}

std::string ComputeDigest(DigestType digest, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
  unsigned size = 0;
  Require(EVP_Digest(data.data(), data.size(), octets.data(), &size, FindDigest(digest), nullptr) == 1,
          "no digest");
  return {reinterpret_cast<const char*>(octets.data()), size};
}

std::string SignBytes(const SigningKey& key, DigestType digest, std::string_view data) {
  const bool rsa = key.type == KeyType::kRsa;
  // RFC 8463 §3: Ed25519 signs the SHA-256 of the header, not the header.
  const std::string hashed = rsa ? std::string() : ComputeDigest(DigestType::kSha256, data);
  const std::string_view input = rsa ? data : std::string_view(hashed);
  const DigestContext context(EVP_MD_CTX_new());
  Require(EVP_DigestSignInit(context.get(), nullptr, rsa ? FindDigest(digest) : nullptr, nullptr,
                             key.key.get()) == 1,
          "signing can not begin");
  std::array<unsigned char, 512> octets{};
  size_t size = octets.size();
  Require(EVP_DigestSign(context.get(), octets.data(), &size,
                         reinterpret_cast<const unsigned char*>(input.data()), input.size()) == 1,
          "signing failed");
  return {reinterpret_cast<const char*>(octets.data()), size};
}

}  // namespace kenpin::corpus
