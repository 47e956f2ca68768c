// The truth about authentication: SPF, DMARC, alignment, the client and its names, TLS, relays.
#ifndef KENPIN_BENCH_CORPUS_EXPECTED_AUTHENTICATION_H_
#define KENPIN_BENCH_CORPUS_EXPECTED_AUTHENTICATION_H_

#include <span>

#include "bench/corpus/defects.h"
#include "bench/corpus/message.h"
#include "bench/corpus/truth.h"

namespace kenpin::corpus {

// What the plan promises when no defect stands in the way and everything about the session is known.
void ExpectAuthentication(Truth& truth, const Plan& plan);

// After the defects' claims: takes back what can not be known without client or envelope, and concludes from
// SPF, DKIM and their alignment what follows for the rules that join them. What a defect claims of these
// rules holds nevertheless.
void ConcludeAuthentication(Truth& truth, const Plan& plan, std::span<const Defect* const> defects);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_EXPECTED_AUTHENTICATION_H_
