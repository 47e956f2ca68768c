// What libFuzzer calls, for one target: KENPIN_FUZZ_TARGET is the name of its function.
#include <cstddef>
#include <cstdint>

extern "C" int KENPIN_FUZZ_TARGET(const uint8_t* data, size_t size);

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  return KENPIN_FUZZ_TARGET(data, size);
}
