// Body canonicalization alone, and with its hash beside the bare hash of the same octets: the ratio is what
// canonicalization costs. Every SIMD target of the machine is measured in the same run, so that figures of a
// noisy machine can still be compared.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "engine/crypto/digest.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/canonical_body.h"
#include "hwy/highway.h"
#include "io/buffer.h"

namespace kenpin {
namespace {

constexpr size_t kBodySize =
    256 * 1024;  // Stays in the second-level cache, and is too long for the branch predictor to learn.

enum class Style { kText, kIndented, kBase64 };

std::string MakeLine(Style style, std::mt19937* random) {
  std::string line;
  if (style == Style::kIndented) line.assign((*random)() % 12 * 2, (*random)() % 8 == 0 ? '\t' : ' ');
  const size_t width = style == Style::kBase64 ? 76 : style == Style::kText ? 72 : 20 + (*random)() % 60;
  if (style == Style::kText && (*random)() % 8 == 0) return line;
  while (line.size() < width) {
    if (style != Style::kBase64 && !line.empty() && line.back() != ' ' && (*random)() % 6 == 0) {
      line += (*random)() % 16 == 0 ? ". " : " ";
    }
    line += static_cast<char>('A' + (*random)() % 50);
  }
  if (style == Style::kIndented && (*random)() % 8 == 0) line += "  ";
  return line;
}

std::string MakeBody(Style style, std::string_view line_end) {
  std::mt19937 random(1);
  std::string body(kBufferSlack, ' ');
  while (body.size() < kBodySize) body += MakeLine(style, &random).append(line_end);
  return body.append(kBufferSlack, ' ');
}

struct BodyCase {
  const char* name;
  Canonicalization canonicalization;
  Style style;
  const char* line_end;
};

constexpr BodyCase kCases[] = {
    {"relaxed/text_lf", Canonicalization::kRelaxed, Style::kText, "\n"},
    {"relaxed/text_crlf", Canonicalization::kRelaxed, Style::kText, "\r\n"},
    {"relaxed/base64_lf", Canonicalization::kRelaxed, Style::kBase64, "\n"},
    {"relaxed/base64_crlf", Canonicalization::kRelaxed, Style::kBase64, "\r\n"},
    {"relaxed/indented_lf", Canonicalization::kRelaxed, Style::kIndented, "\n"},
    {"relaxed/indented_crlf", Canonicalization::kRelaxed, Style::kIndented, "\r\n"},
    {"simple/text_lf", Canonicalization::kSimple, Style::kText, "\n"},
    {"simple/text_crlf", Canonicalization::kSimple, Style::kText, "\r\n"},
};

void ChooseTarget(int64_t target) {
  hwy::SetSupportedTargetsForTest(target);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

// The octets alone: what a hash of no cost would see.
void Canonicalize(benchmark::State& state, const BodyCase& body_case, int64_t target) {
  const std::string padded = MakeBody(body_case.style, body_case.line_end);
  const std::string_view body =
      std::string_view(padded).substr(kBufferSlack, padded.size() - 2 * kBufferSlack);
  alignas(64) static std::array<char, kCanonicalBlockSize> block;
  CanonicalBody canonical;
  ChooseTarget(target);
  for (auto _ : state) {
    canonical.Start(body_case.canonicalization, LineEndReading::kStandard);
    std::string_view input = body;
    size_t octets = 0;
    for (;;) {
      const std::string_view piece = canonical.Next(&input, block);
      if (piece.empty()) break;
      octets += piece.size();
    }
    benchmark::DoNotOptimize(octets);
  }
  ChooseTarget(0);
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * body.size()));
}

// The whole pass, body facts included, over bodies of `size` bytes.
void HashBody(benchmark::State& state, const BodyCase& body_case, size_t size) {
  const std::string padded = MakeBody(body_case.style, body_case.line_end);
  BodyHasher hasher;
  std::array<BodyHash, 1> hashes;
  hashes[0].request.canonicalization = body_case.canonicalization;
  BodyFacts facts;
  size_t at = 0;
  for (auto _ : state) {
    at = at + 2 * size < kBodySize ? at + size : 0;
    hasher.Compute(std::string_view(padded).substr(kBufferSlack + at, size), {}, hashes, &facts);
    benchmark::DoNotOptimize(hashes[0].digest);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * size));
}

// As many bodies in one go as make a chunk of 1 MiB, sizes spread as in mail: from an eighth of `size` to
// four times it.
void HashMany(benchmark::State& state, const BodyCase& body_case, size_t size, CryptoKernels kernels) {
  const std::string padded = MakeBody(body_case.style, body_case.line_end);
  const size_t count = std::max<size_t>(1, (size_t{1} << 20) / size);
  std::mt19937 random(1);
  std::vector<BodyHash> hashes(count);
  std::vector<BodyFacts> facts(count);
  std::vector<BodyHashJob> jobs;
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    hashes[i].request.canonicalization = body_case.canonicalization;
    const size_t length = (size >> 3) << random() % 6;
    const size_t at = random() % (kBodySize - length);
    jobs.push_back(
        {std::string_view(padded).substr(kBufferSlack + at, length), {}, {&hashes[i], 1}, &facts[i]});
    bytes += length;
  }
  BodyHasher hasher(kernels);
  for (auto _ : state) {
    hasher.ComputeAll(jobs);
    benchmark::DoNotOptimize(hashes[0].digest);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * bytes));
}

void HashAlone(benchmark::State& state, size_t size) {
  const std::string padded = MakeBody(Style::kText, "\r\n");
  Hasher hasher(HashAlgorithm::kSha256);
  size_t at = 0;
  for (auto _ : state) {
    at = at + 2 * size < kBodySize ? at + size : 0;
    Digest digest = hasher.Compute(std::string_view(padded).substr(kBufferSlack + at, size));
    benchmark::DoNotOptimize(digest);
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * size));
}

constexpr size_t kSizes[] = {500, 2000, 8000, 32000, 200000};
constexpr size_t kManySizes[] = {2000, 8000, 32000, 60000};

// Registers in the order in which the runs should alternate.
const int kRegistered = [] {
  for (const BodyCase& body_case : kCases) {
    const int64_t supported = hwy::SupportedTargets();
    for (int bit = 0; bit < 63; ++bit) {
      const int64_t target = int64_t{1} << bit;
      if ((supported & target) == 0) continue;
      const std::string name = std::string("canonicalize/") + body_case.name + "/" + hwy::TargetName(target);
      benchmark::RegisterBenchmark(name.c_str(), Canonicalize, body_case, target);
    }
  }
  for (size_t size : kSizes) {
    const std::string suffix = std::string("/").append(std::to_string(size));
    benchmark::RegisterBenchmark(("sha256" + suffix).c_str(), HashAlone, size);
    for (const BodyCase& body_case : kCases) {
      benchmark::RegisterBenchmark((std::string("hash/") + body_case.name + suffix).c_str(), HashBody,
                                   body_case, size);
    }
  }
  for (size_t size : kManySizes) {
    const std::string suffix = std::string("/").append(std::to_string(size));
    for (const BodyCase& body_case : kCases) {
      const std::string name = std::string("hash_many/") + body_case.name + suffix;
      benchmark::RegisterBenchmark((name + "/openssl").c_str(), HashMany, body_case, size,
                                   CryptoKernels::kOpenssl);
      benchmark::RegisterBenchmark((name + "/auto").c_str(), HashMany, body_case, size, CryptoKernels::kAuto);
    }
  }
  return 0;
}();

}  // namespace
}  // namespace kenpin
