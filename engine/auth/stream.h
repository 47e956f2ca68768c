// Whether mail is direct, or another ADMD relayed it. Gmail exempts indirect mail from alignment, so that
// only proof counts: a List-Id, X-Forwarded-* or an ARC set of the provider where the mail began stands in
// direct mail as well.
#ifndef KENPIN_ENGINE_AUTH_STREAM_H_
#define KENPIN_ENGINE_AUTH_STREAM_H_

#include <optional>
#include <string_view>

#include "engine/auth/evidence.h"
#include "engine/auth/organizational_domain.h"
#include "engine/mail/arena.h"

namespace kenpin {

// An address that the Sender Rewriting Scheme made. Views point into the address.
struct SrsAddress {
  std::string_view original_domain;  // SRS0: of the first sender; SRS1: of the forwarder before this one.
  std::string_view forwarder;        // The domain of the address itself.
};

// Reads SRS0=hash=day=domain=local@forwarder or SRS1=hash=domain=rest@forwarder; the first separator may
// also be + or -, and SRS is written in any case. Nothing else is one. Linear.
std::optional<SrsAddress> ParseSrs(std::string_view address);

struct StreamFinding {
  Stream stream = Stream::kDirect;
  IndirectProof proof = IndirectProof::kNone;
};

// `evidence` holds all but stream and indirect: mode, mail, author, delivery, signatures with names and
// receiver, stray_dkim, arc. Before sending nothing is relayed. Pure; any thread.
StreamFinding FindStream(const Evidence& evidence, const PublicSuffixList& suffixes, Arena& scratch);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_STREAM_H_
