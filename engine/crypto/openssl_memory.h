// OpenSSL says "no" for two reasons: the thing asked for is not so, or memory has ended. Only the first one
// says anything about a key or a signature.
#ifndef KENPIN_ENGINE_CRYPTO_OPENSSL_MEMORY_H_
#define KENPIN_ENGINE_CRYPTO_OPENSSL_MEMORY_H_

namespace kenpin {

// To be called after OpenSSL failed. Empties the thread's queue of errors, which would else be shown as the
// cause of somebody else's failure. Throws std::bad_alloc, as operator new does, if one of them says that
// memory has ended.
void ForgetErrorsOrThrow();

// Empties the queue and throws std::bad_alloc. For what fails whatever the key and the signature are.
[[noreturn]] void ThrowOutOfMemory();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CRYPTO_OPENSSL_MEMORY_H_
