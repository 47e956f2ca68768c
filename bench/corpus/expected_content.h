// The truth about who a message pretends to be from, what it shows, and which system sent it.
#ifndef KENPIN_BENCH_CORPUS_EXPECTED_CONTENT_H_
#define KENPIN_BENCH_CORPUS_EXPECTED_CONTENT_H_

#include <span>
#include <string>

#include "bench/corpus/defects.h"
#include "bench/corpus/message.h"
#include "bench/corpus/truth.h"

namespace kenpin::corpus {

// What plan and header promise when no defect stands in the way.
void ExpectContent(Truth& truth, const Message& message);

// After ConcludeAuthentication(): addresses at mailbox providers are judged by whether the provider sent.
void ConcludeIdentity(Truth& truth, const Plan& plan, std::span<const Defect* const> defects);

// Members of a truth row about the sending system, each with a comma behind it: its name where proof is there
// for all to see, null where nobody can be named, nothing where signs without proof leave it open.
std::string SystemMembers(const Plan& plan);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_EXPECTED_CONTENT_H_
