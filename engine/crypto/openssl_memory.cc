#include "engine/crypto/openssl_memory.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <new>

namespace kenpin {
namespace {

bool MeansOutOfMemory(unsigned long error) {
  if (ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE) return true;
  // A mismatch is told by the algorithm's own library. EVP itself complains where it finds no algorithm or
  // can not begin, which with keys and contexts that were made before is for want of memory.
  if (ERR_GET_LIB(error) != ERR_LIB_EVP) return false;
#ifdef EVP_R_PROVIDER_SIGNATURE_FAILURE
  // Newer versions of OpenSSL add this one to a mismatch.
  if (ERR_GET_REASON(error) == EVP_R_PROVIDER_SIGNATURE_FAILURE) return false;
#endif
  return true;
}

}  // namespace

void ForgetErrorsOrThrow() {
  bool ended = false;
  while (const unsigned long error = ERR_get_error()) ended |= MeansOutOfMemory(error);
  if (ended) ThrowOutOfMemory();
}

void ThrowOutOfMemory() {
  ERR_clear_error();
  throw std::bad_alloc();
}

}  // namespace kenpin
