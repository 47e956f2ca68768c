// The floor of a scan: every digest over the same octets (over equal ones of a message once) and every
// signature check of a corpus, each by its own algorithm, through OpenSSL alone, with keys parsed once and
// contexts reused. No reading, no splitting, no canonicalization, no rules: what is left over is the price of
// kenpin. floor/total says how close to the hardware a scan is.
#ifndef KENPIN_BENCH_FLOOR_H_
#define KENPIN_BENCH_FLOOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/dkim/body_hash.h"
#include "io/dns.h"

namespace kenpin::bench {

// One digest to compute: so many octets from this place of the corpus (what they are does not change the
// time).
struct DigestWork {
  uint64_t offset = 0;
  uint64_t length = 0;
  HashAlgorithm hash = HashAlgorithm::kSha256;
};

// One signature to check.
struct SignatureWork {
  uint32_t key = 0;  // Index into FloorWork::keys.
  HashAlgorithm hash = HashAlgorithm::kSha256;
  std::vector<uint8_t> digest;
  std::vector<uint8_t> signature;
};

struct FloorWork {
  std::vector<DigestWork> digests;
  std::vector<SignatureWork> signatures;
  std::vector<std::string> keys;  // SubjectPublicKeyInfo in DER, or 32 octets of Ed25519.
  uint64_t messages = 0;
  uint64_t digest_octets = 0;
  uint64_t ed25519 = 0;  // How many of the signatures are.
};

// Finds the work in a corpus: body hashes, header hashes, signatures whose key is had. Reads the whole corpus
// once.
FloorWork CollectFloorWork(const std::string& path, DnsClient& dns);

// What the work took.
struct FloorTime {
  double seconds = 0;      // Of the wall clock.
  double cpu_seconds = 0;  // Of all threads of the process, user and system.
};

// CPU seconds of the process so far, all threads, user and system.
double CpuSeconds();

// Does the work on `threads` threads at once, over the octets of `file`; keys and contexts are made before
// the clocks start. `failures` counts signatures that did not verify (the corpus has some).
FloorTime RunFloor(const FloorWork& work, const std::string& file, unsigned threads, uint64_t* failures);

}  // namespace kenpin::bench

#endif  // KENPIN_BENCH_FLOOR_H_
