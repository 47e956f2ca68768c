// What `kenpin explain` looks at beside a message's evidence: the fields behind h=, the key records, the
// claims of receivers, both ways to Organizational Domains. Everything that decides anything has been decided
// by the stages of a scan (process_chunk.h); here it is only shown.
#ifndef KENPIN_ENGINE_EXPLAIN_EXPLAIN_FACTS_H_
#define KENPIN_ENGINE_EXPLAIN_EXPLAIN_FACTS_H_

#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"
#include "engine/process_chunk.h"
#include "engine/report/explanation.h"
#include "engine/report/redact_explanation.h"

namespace kenpin {

// One judged message and its bytes. All are lent for as long as the explanation lives.
struct ExplainedMessage {
  const ScanContext& context;
  const MessageView& view;
  const PendingMessage& pending;
  const Evidence& evidence;
  Arena& arena;
  ExplanationRedactor* redactor = nullptr;  // --redact; null: all is told.
};

// Fills in hops and claims.
void ExplainTrace(const ExplainedMessage& message, Explanation* explanation);
// Fills in signatures. Bodies whose hash does not match are hashed again.
void ExplainSignatures(const ExplainedMessage& message, Explanation* explanation);
// Fills in what SPF, DMARC and alignment say. Waits for DNS.
void ExplainPolicies(const ExplainedMessage& message, Explanation* explanation);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_EXPLAIN_EXPLAIN_FACTS_H_
