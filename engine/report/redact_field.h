// --redact for header fields: what `explain` quotes of them. The form of a field stays as far as rules ask
// for it (brackets, commas, parameters, results of protocols); what a person could be told by becomes a hash.
#ifndef KENPIN_ENGINE_REPORT_REDACT_FIELD_H_
#define KENPIN_ENGINE_REPORT_REDACT_FIELD_H_

#include <string>
#include <string_view>

#include "engine/mail/field_id.h"
#include "engine/report/redactor.h"

namespace kenpin {

// The body `folded` without anything personal, on one line. Everything that passes unhashed is a host,
// a number, punctuation, or a word of a list in redact_field.cc; so a field of a form that nobody expects is
// hashed whole. Linear.
std::string RedactField(FieldId field, std::string_view folded, Redactor& redactor);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REDACT_FIELD_H_
