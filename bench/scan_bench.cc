// The two scans that every octet of a corpus goes through: for From_ lines when an mbox is split, and for
// line ends when a body is hashed. In L2, over text with lines of 70 octets.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "engine/dkim/body_kernels.h"
#include "io/buffer.h"
#include "io/scan_kernels.h"

namespace kenpin {
namespace {

constexpr size_t kBytes = 512 * 1024;

Buffer MakeText() {
  Buffer buffer;
  buffer.Reserve(kBytes);
  buffer.Resize(kBytes);
  std::memset(buffer.data(), 'x', kBytes);
  for (size_t i = 70; i < kBytes; i += 71) buffer.data()[i] = '\n';
  return buffer;
}

template <typename Scan>
void CountBytes(benchmark::State& state, Scan scan) {
  const Buffer text = MakeText();
  for (auto _ : state) scan(text);
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(kBytes));
}

void BM_FromScan(benchmark::State& state) {
  static size_t positions[kCandidateCapacity];
  CountBytes(state, [](const Buffer& text) {
    benchmark::DoNotOptimize(FindFromCandidates(text.data(), 1, text.size(), positions));
  });
}
BENCHMARK(BM_FromScan);

void BM_FromScanScalar(benchmark::State& state) {
  static size_t positions[kCandidateCapacity];
  CountBytes(state, [](const Buffer& text) {
    benchmark::DoNotOptimize(FindFromCandidatesScalar(text.data(), 1, text.size(), positions));
  });
}
BENCHMARK(BM_FromScanScalar);

// What one would write without a kernel: from LF to LF.
void BM_FromScanMemchr(benchmark::State& state) {
  CountBytes(state, [](const Buffer& text) {
    size_t found = 0;
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at < end; ++at) {
      at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
      if (at == nullptr) break;
      found += at[1] == 'F' ? 1 : 0;
    }
    benchmark::DoNotOptimize(found);
  });
}
BENCHMARK(BM_FromScanMemchr);

void BM_LineEndScan(benchmark::State& state) {
  CountBytes(state, [](const Buffer& text) {
    LineScan scan;
    ScanLines(text.view(), &scan);
    benchmark::DoNotOptimize(scan);
  });
}
BENCHMARK(BM_LineEndScan);

}  // namespace
}  // namespace kenpin
