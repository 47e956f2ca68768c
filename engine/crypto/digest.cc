// Every digest of the engine is made here. The hard idea is only thrift: one fetched EVP_MD a process, one
// EVP_MD_CTX a Hasher.
#include "engine/crypto/digest.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <utility>

namespace kenpin {
namespace {

// Fetched on first use and never freed: contexts of threads that end late may still point at it.
const EVP_MD* FetchedDigest(HashAlgorithm algorithm) {
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return algorithm == HashAlgorithm::kSha256 ? sha256 : sha1;
}

// OpenSSL reports a digest that fails only for lack of memory or of the algorithm itself: no input can bring
// it about.
void CheckSuccess(bool success) {
  if (!success) std::abort();
}

}  // namespace

Hasher::Hasher(HashAlgorithm algorithm) : algorithm_(algorithm), context_(EVP_MD_CTX_new()) {
  CheckSuccess(context_ != nullptr);
}

Hasher::~Hasher() { EVP_MD_CTX_free(context_); }

Hasher::Hasher(Hasher&& other) noexcept
    : algorithm_(other.algorithm_), context_(std::exchange(other.context_, nullptr)) {}

Hasher& Hasher::operator=(Hasher&& other) noexcept {
  std::swap(algorithm_, other.algorithm_);
  std::swap(context_, other.context_);
  return *this;
}

void Hasher::Start() { CheckSuccess(EVP_DigestInit_ex2(context_, FetchedDigest(algorithm_), nullptr) == 1); }

void Hasher::Update(std::string_view bytes) {
  CheckSuccess(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
}

Digest Hasher::Finish() {
  Digest digest;
  unsigned int size = 0;
  CheckSuccess(EVP_DigestFinal_ex(context_, digest.data.data(), &size) == 1);
  digest.size = static_cast<uint8_t>(size);
  return digest;
}

Digest Hasher::Peek(Hasher& scratch) const {
  scratch.Resume(*this);
  return scratch.Finish();
}

void Hasher::Resume(const Hasher& other) {
  CheckSuccess(algorithm_ == other.algorithm_ && EVP_MD_CTX_copy_ex(context_, other.context_) == 1);
}

Digest Hasher::Compute(std::string_view bytes) {
  Start();
  Update(bytes);
  return Finish();
}

}  // namespace kenpin
