// `kenpin explain`: all about one message. The message goes through the same stages as in a scan; this file
// conducts, explain_target.h finds the message, explain_facts.h looks closer, engine/report tells.
#ifndef KENPIN_ENGINE_EXPLAIN_EXPLAIN_H_
#define KENPIN_ENGINE_EXPLAIN_EXPLAIN_H_

#include "engine/options/options.h"

namespace kenpin {

// Prints to stdout. Returns kExitClean when the message was found and judged, whatever was found out;
// kExitOperational when it was not, or something could not be opened or written (told on stderr).
int RunExplain(const ExplainOptions& options);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_EXPLAIN_EXPLAIN_H_
