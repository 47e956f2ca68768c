// --redact for what is known of a message: a copy of its evidence in which nothing personal stands. What
// writers tell is made from the copy; what judges reads the evidence itself, so that no verdict can change.
#ifndef KENPIN_ENGINE_REPORT_REDACT_EVIDENCE_H_
#define KENPIN_ENGINE_REPORT_REDACT_EVIDENCE_H_

#include <string_view>

#include "engine/auth/evidence.h"
#include "engine/mail/arena.h"
#include "engine/report/redactor.h"

namespace kenpin {

// One per thread.
class EvidenceRedactor {
 public:
  // As of Redactor.
  explicit EvidenceRedactor(std::string_view key) : redactor_(key) {}
  // The copy lives until the next call, and not longer than what `evidence` refers to.
  const Evidence& Redact(const Evidence& evidence);
  Redactor& redactor() { return redactor_; }

 private:
  void RedactMail();
  void RedactDelivery();
  std::string_view Keep(const std::string& text) { return arena_.Copy(text); }

  Redactor redactor_;
  Arena arena_;
  MailFacts mail_;
  DeliveryFacts delivery_;
  Evidence evidence_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REDACT_EVIDENCE_H_
