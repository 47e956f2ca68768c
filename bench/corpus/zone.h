// The DNS snapshot and the public suffix list that belong to a corpus.
#ifndef KENPIN_BENCH_CORPUS_ZONE_H_
#define KENPIN_BENCH_CORPUS_ZONE_H_

#include <cstdint>
#include <map>
#include <string>

#include "bench/corpus/message.h"

namespace kenpin::corpus {

// Collects the names that signatures ask for; everything else that the made-up companies publish is fixed.
// Memory grows with the number of distinct selectors, a few hundred at most.
class ZoneBuilder {
 public:
  void Add(const KeyUse& use) { keys_.emplace(use.name, use); }

  // An RFC 1035 master file with root origin, in the order of names, dated `recorded_at` (Unix seconds).
  std::string Write(int64_t recorded_at) const;

 private:
  std::map<std::string, KeyUse> keys_;
};

// In the format of publicsuffix.org.
std::string WriteSuffixList();

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_ZONE_H_
