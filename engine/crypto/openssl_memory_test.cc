// A program of its own: OpenSSL takes its memory from here, and every allocation fails once. Whatever fails,
// a good key is never called bad, and a good signature never invalid.
#include "engine/crypto/openssl_memory.h"

#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <cstdlib>
#include <new>

#include "engine/crypto/public_key.h"
#include "engine/crypto/test_keys.h"

// Absent unless the program is built with a sanitizer.
extern "C" void __lsan_disable() __attribute__((weak));
extern "C" void __lsan_enable() __attribute__((weak));

namespace kenpin {
namespace {

// std::bad_alloc leaves through code that is compiled without exceptions, and that does not give back what it
// holds: the run ends then. No leak of it is told while this lives.
struct LeaksAreExpected {
  LeaksAreExpected() {
    if (__lsan_disable != nullptr) __lsan_disable();
  }
  ~LeaksAreExpected() {
    if (__lsan_enable != nullptr) __lsan_enable();
  }
};

// How many allocations succeed before all fail; negative: all succeed.
thread_local long left = -1;

bool Fails() {
  if (left > 0) --left;
  return left == 0;
}

void* Take(size_t size, const char*, int) { return Fails() ? nullptr : std::malloc(size); }
void* Resize(void* bytes, size_t size, const char*, int) {
  return Fails() ? nullptr : std::realloc(bytes, size);
}
void Release(void* bytes, const char*, int) { std::free(bytes); }

class OpensslMemory : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_EQ(CRYPTO_set_mem_functions(Take, Resize, Release), 1); }
  void TearDown() override { left = -1; }
};

// Runs `what` with memory that ends later and later, until nothing fails any more. Returns how often it
// ended.
template <typename What>
int WithEndingMemory(What what) {
  what();  // What is fetched once is there.
  int ended = 0;
  for (long allowed = 1; allowed < 10'000; ++allowed) {
    const LeaksAreExpected expected;
    left = allowed;
    bool threw = false;
    try {
      what();
    } catch (const std::bad_alloc&) {
      threw = true;
    }
    const bool was_short = left == 0;
    left = -1;
    EXPECT_EQ(ERR_peek_error(), 0u) << allowed;
    if (!was_short) return ended;
    ended += threw ? 1 : 0;
  }
  ADD_FAILURE() << "it never succeeds";
  return ended;
}

TEST_F(OpensslMemory, AGoodKeyIsNeverCalledBad) {
  const std::vector<uint8_t> rsa = SubjectPublicKeyInfo(test::MakeRsaKey(2048));
  const std::vector<uint8_t> ed25519 = RawEd25519(test::MakeEd25519Key());
  const auto parse = [](KeyType type, const std::vector<uint8_t>& der) {
    KeyError error = KeyError::kNone;
    const std::shared_ptr<const PublicKey> key = PublicKey::Parse(type, der, &error);
    EXPECT_EQ(error, KeyError::kNone);
    EXPECT_NE(key, nullptr);
  };
  EXPECT_GT(WithEndingMemory([&] { parse(KeyType::kRsa, rsa); }), 5);
  EXPECT_GT(WithEndingMemory([&] { parse(KeyType::kEd25519, ed25519); }), 0);
}

TEST_F(OpensslMemory, AGoodSignatureIsNeverInvalid) {
  const std::vector<uint8_t> digest(32, 7);
  const test::PrivateKey rsa = test::MakeRsaKey(2048);
  const test::PrivateKey ed25519 = test::MakeEd25519Key();
  const std::vector<uint8_t> by_rsa = SignRsa(rsa, HashAlgorithm::kSha256, digest);
  const std::vector<uint8_t> by_ed25519 = SignEd25519(ed25519, digest);
  const std::shared_ptr<const PublicKey> rsa_key = ParseRsa(rsa);
  const std::shared_ptr<const PublicKey> ed25519_key = ParseEd25519(ed25519);
  const auto verify = [&](const auto& key, const auto& signature) {
    SignatureVerifier verifier;
    EXPECT_TRUE(verifier.Verify(key, HashAlgorithm::kSha256, digest, signature));
  };
  EXPECT_GT(WithEndingMemory([&] { verify(rsa_key, by_rsa); }), 5);
  EXPECT_GT(WithEndingMemory([&] { verify(ed25519_key, by_ed25519); }), 0);
}

TEST_F(OpensslMemory, OtherErrorsAreForgotten) {
  ERR_raise(ERR_LIB_RSA, RSA_R_BAD_SIGNATURE);
  ForgetErrorsOrThrow();
  EXPECT_EQ(ERR_peek_error(), 0u);
  ERR_raise(ERR_LIB_RSA, ERR_R_MALLOC_FAILURE);
  EXPECT_THROW(ForgetErrorsOrThrow(), std::bad_alloc);
  EXPECT_EQ(ERR_peek_error(), 0u);
}

}  // namespace
}  // namespace kenpin
