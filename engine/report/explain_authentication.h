// The sections of `kenpin explain` on DKIM, SPF, DMARC, ARC and Identifier Alignment, as text.
#ifndef KENPIN_ENGINE_REPORT_EXPLAIN_AUTHENTICATION_H_
#define KENPIN_ENGINE_REPORT_EXPLAIN_AUTHENTICATION_H_

#include "engine/report/explanation.h"
#include "engine/report/page_writer.h"

namespace kenpin {

// One section for each signature: what it says, what was hashed, the key, and where it broke.
void WriteSignatures(const Explanation& explanation, PageWriter& page);
void WriteSpf(const Explanation& explanation, PageWriter& page);
void WriteDmarc(const Explanation& explanation, PageWriter& page);
void WriteArc(const Explanation& explanation, PageWriter& page);
// Who matches whom, drawn in ASCII.
void WriteAlignment(const Explanation& explanation, PageWriter& page);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_EXPLAIN_AUTHENTICATION_H_
