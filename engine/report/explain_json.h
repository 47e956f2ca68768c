// `kenpin explain --format json`: one object with the record that a scan would write of the message, and
// beside it what the page tells more.
#ifndef KENPIN_ENGINE_REPORT_EXPLAIN_JSON_H_
#define KENPIN_ENGINE_REPORT_EXPLAIN_JSON_H_

#include <string>

#include "engine/report/explanation.h"

namespace kenpin {

// One line. Members: record, judged, trace, receiver_fields, signatures, spf, dmarc, alignment, mime, rules.
// What is absent is null or an empty array. `spf` and `dmarc` are what the commands of these names print.
std::string ExplanationAsJson(const Explanation& explanation);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EXPLAIN_JSON_H_
