// `kenpin explain` for people: one message as a page, from where it stands to what to do. The sections on
// authentication are in explain_authentication.h, that on the rules in explain_rules.h.
#ifndef KENPIN_ENGINE_REPORT_EXPLAIN_TEXT_H_
#define KENPIN_ENGINE_REPORT_EXPLAIN_TEXT_H_

#include <string>

#include "engine/report/explanation.h"

namespace kenpin {

// The page. Nothing of the message reaches a terminal as it stands. Any thread.
std::string ExplanationAsText(const Explanation& explanation);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EXPLAIN_TEXT_H_
