// The DNS snapshot and the public suffix list that belong to a corpus.
#ifndef KENPIN_BENCH_CORPUS_ZONE_H_
#define KENPIN_BENCH_CORPUS_ZONE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "bench/corpus/message.h"

namespace kenpin::corpus {

// Lines of a master file, with a final dot after `name` and a line end.
std::string TxtLine(std::string_view name, std::string_view text);
std::string RecordLine(std::string_view name, std::string_view type, std::string_view data);
std::string AbsentLine(std::string_view name);  // The name does not exist.

// What an SPF record says of the hosts that send the plan's mail: "include:spf.SERVICE", or a network.
std::string SpfTerms(const Plan& plan);

// Collects the names that signatures ask for and what defects publish; everything else that the made-up
// companies publish is fixed. Memory grows with the number of distinct selectors and of defects by senders, a
// few hundred each.
class ZoneBuilder {
 public:
  void Add(const KeyUse& use) { keys_.emplace(use.name, use); }
  void AddLine(const std::string& line) { lines_.insert(line); }

  // An RFC 1035 master file with root origin, in the order of names, dated `recorded_at` (Unix seconds).
  std::string Write(int64_t recorded_at) const;

 private:
  std::map<std::string, KeyUse> keys_;
  std::set<std::string> lines_;
};

// In the format of publicsuffix.org.
std::string WriteSuffixList();

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_ZONE_H_
