// The PEM files of bench/keys/ as the build compiled them in.
#ifndef KENPIN_BENCH_CORPUS_EMBEDDED_KEYS_H_
#define KENPIN_BENCH_CORPUS_EMBEDDED_KEYS_H_

#include <span>
#include <string_view>

namespace kenpin::corpus {

extern const std::span<const std::string_view> kEmbeddedKeys;

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_EMBEDDED_KEYS_H_
