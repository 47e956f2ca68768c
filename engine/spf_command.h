// `kenpin spf`: one check_host(), asked for and told.
#ifndef KENPIN_ENGINE_SPF_COMMAND_H_
#define KENPIN_ENGINE_SPF_COMMAND_H_

#include <string>

#include "engine/auth/spf.h"
#include "engine/options/options.h"

namespace kenpin {

// Evaluates and prints to stdout. Returns kExitClean when DNS gave an answer, whatever it is, and
// kExitOperational when it did not: a temperror, or DNS that could not be opened (told on stderr).
int RunSpf(const SpfOptions& options);

// Evaluates, waiting for DNS as long as it takes.
SpfEvaluation EvaluateSpfAndWait(const SpfQuery& query, DnsClient& dns, int64_t at);

// The answer for people: a word and its value a line, what is absent left out.
std::string SpfAsText(const SpfEvaluation& evaluation);

// The answer as one JSON object on one line: result, reason, mechanism (null without one), explanation (null
// without one), lookups, void_lookups, path.
std::string SpfAsJson(const SpfEvaluation& evaluation);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SPF_COMMAND_H_
