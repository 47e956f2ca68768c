// For tests: what the producer of canonical bodies makes of a body in pieces.
#ifndef KENPIN_ENGINE_DKIM_TEST_CANONICAL_BODY_H_
#define KENPIN_ENGINE_DKIM_TEST_CANONICAL_BODY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dkim/canonical_body.h"

namespace kenpin::test {

struct ProducedBody {
  std::string octets;
  bool used_up = true;  // Nothing was left of any piece.
  std::optional<bool>
      differs;  // From the simple form; told of the relaxed form by the standard reading only.
};

// Feeds the pieces of `body` between the positions of `splits`, with room for `block_size` octets at a time.
inline ProducedBody ProduceBody(std::string_view body, const std::vector<size_t>& splits,
                                Canonicalization canonicalization, LineEndReading reading,
                                size_t block_size) {
  CanonicalBody canonical;
  canonical.Start(canonicalization, reading);
  const bool compares =
      canonicalization == Canonicalization::kRelaxed && reading == LineEndReading::kStandard;
  if (compares) canonical.CompareWithSimple();
  std::vector<char> block(block_size);
  ProducedBody produced;
  size_t begin = 0;
  for (size_t i = 0; i <= splits.size(); ++i) {
    const size_t end = i < splits.size() ? splits[i] : body.size();
    std::string_view piece = body.substr(begin, end - begin);
    for (std::string_view next = canonical.Next(&piece, block); !next.empty();
         next = canonical.Next(&piece, block)) {
      produced.octets += next;
    }
    produced.used_up &= piece.empty();
    begin = end;
  }
  for (std::string_view next = canonical.Finish(block); !next.empty(); next = canonical.Finish(block)) {
    produced.octets += next;
  }
  if (compares) produced.differs = canonical.differs_from_simple();
  return produced;
}

}  // namespace kenpin::test

#endif  // KENPIN_ENGINE_DKIM_TEST_CANONICAL_BODY_H_
