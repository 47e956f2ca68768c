// The truth of a finished message: what its plan promises, what its bytes measure, and what its defects
// change.
#ifndef KENPIN_BENCH_CORPUS_EXPECTED_H_
#define KENPIN_BENCH_CORPUS_EXPECTED_H_

#include <cstdint>
#include <span>

#include "bench/corpus/defects.h"
#include "bench/corpus/message.h"
#include "bench/corpus/truth.h"

namespace kenpin::corpus {

// How lines end in the store.
enum class LineEnd : uint8_t { kLf, kCrlf };

// Outcomes as scan gives them under the Gmail profile, each message in the mode that its shape shows, judged
// at delivery (before sending: at its Date), with the corpus' snapshot and suffix list.
Truth ComputeTruth(const Message& message, std::span<const Defect* const> defects, LineEnd line_end);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_EXPECTED_H_
