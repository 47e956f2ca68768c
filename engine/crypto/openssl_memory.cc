#include "engine/crypto/openssl_memory.h"

#include <openssl/err.h>

#include <new>

namespace kenpin {

void ForgetErrorsOrThrow() {
  bool ended = false;
  while (const unsigned long error = ERR_get_error()) {
    // A mismatch is told by the algorithm's own library. EVP itself complains where it finds no algorithm or
    // can not begin, which with keys and contexts that were made before is for want of memory.
    ended |= ERR_GET_REASON(error) == ERR_R_MALLOC_FAILURE || ERR_GET_LIB(error) == ERR_LIB_EVP;
  }
  if (ended) ThrowOutOfMemory();
}

void ThrowOutOfMemory() {
  ERR_clear_error();
  throw std::bad_alloc();
}

}  // namespace kenpin
