#include "io/chunk.h"

namespace kenpin {

void Chunk::Clear() {
  large_bodies.clear();
  messages.clear();
  files.clear();
  errors.clear();
  ambiguous.clear();
  input = 0;
  bytes_read = 0;
  if (large_ticket == nullptr) {
    buffer.Resize(0);
    return;
  }
  buffer = Buffer();  // First the memory, then the right to have it.
  large_ticket.reset();
}

}  // namespace kenpin
