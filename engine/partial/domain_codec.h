// The counters of one domain as octets. Rules, reasons, sender systems and outcomes are written by their
// places in this program's tables (state_tables.h, RuleTableHash()).
#ifndef KENPIN_ENGINE_PARTIAL_DOMAIN_CODEC_H_
#define KENPIN_ENGINE_PARTIAL_DOMAIN_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/run_summary.h"
#include "engine/summary.h"
#include "io/byte_codec.h"

namespace kenpin {

// No count that is read is larger: sums of kMaxShards of them fit into 64 bits.
inline constexpr uint64_t kMaxStoredCount = uint64_t{1} << 50;
// No offset is.
inline constexpr uint64_t kMaxStoredOffset = uint64_t{1} << 62;

// All but distinct_bodies. Equal counters give equal octets.
void EncodeDomain(const DomainCounts& counts, ByteWriter* out);
// Reads what may come from anybody into empty counters. Returns false if it is not what EncodeDomain() wrote
// of at most `sample_limit` samples a rule, or does not agree with itself. Memory: a small multiple of the
// octets, and a DomainCounts.
bool DecodeDomain(std::string_view bytes, size_t sample_limit, DomainCounts* counts);

// The totals that a state has.
void EncodeTotals(const RunTotals& totals, ByteWriter* out);
bool DecodeTotals(std::string_view bytes, RunTotals* totals);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_DOMAIN_CODEC_H_
