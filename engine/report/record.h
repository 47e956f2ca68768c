// The per-message record (--out ndjson): one JSON object a line, every fact and every outcome of one message.
// Its JSON Schema is record.schema.json beside this file.
#ifndef KENPIN_ENGINE_REPORT_RECORD_H_
#define KENPIN_ENGINE_REPORT_RECORD_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/auth/evidence.h"
#include "rules/rule.h"

namespace kenpin {

struct RecordInput {
  const Evidence* evidence = nullptr;
  const VerdictSet* verdicts = nullptr;
  std::string_view source;
  uint64_t offset = 0;
  uint64_t length = 0;
  std::optional<std::array<uint8_t, 32>> body_digest;  // Absent when the body could not be hashed.
  Provider profile = Provider::kGmail;                 // By which `verdicts` were judged.
  const Evidence* judged = nullptr;  // That `evidence` is a redacted copy of; null: none is.
};

// Appends the record and a newline. Allocates nothing once `out` has grown to the size of a chunk's records.
void AppendRecord(const RecordInput& input, std::string* out);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_RECORD_H_
