// The part of the per-message record that tells how the message was authenticated: envelope, receiver, SPF,
// DMARC, ARC, TLS.
#ifndef KENPIN_ENGINE_REPORT_RECORD_AUTHENTICATION_H_
#define KENPIN_ENGINE_REPORT_RECORD_AUTHENTICATION_H_

#include "engine/auth/evidence.h"
#include "engine/report/json_text.h"
#include "rules/rule.h"

namespace kenpin {

// Whether two names are aligned: true, false, or null when it can not be told.
void WriteAligned(AlignmentResult alignment, JsonWriter& json);

// Writes the members "spf", "dmarc", "arc", "tls", "envelope", "receiver" and "indirect_proof" into the open
// object.
void WriteAuthentication(const Evidence& evidence, const VerdictSet& verdicts, JsonWriter& json);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_RECORD_AUTHENTICATION_H_
