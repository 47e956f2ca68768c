// --redact for `kenpin explain`, which quotes more of a message than any other output: the header is written
// anew, field by field, and the explanation looks at that instead of the message.
#ifndef KENPIN_ENGINE_REPORT_REDACT_EXPLANATION_H_
#define KENPIN_ENGINE_REPORT_REDACT_EXPLANATION_H_

#include <string>
#include <string_view>

#include "engine/auth/spf.h"
#include "engine/mail/arena.h"
#include "engine/report/explanation.h"
#include "engine/report/redact_evidence.h"

namespace kenpin {

class ExplanationRedactor {
 public:
  // As of Redactor.
  explicit ExplanationRedactor(std::string_view key) : evidence_(key) {}
  // The evaluation without what macros made of the sender's local part; before it becomes text.
  void RedactSpf(SpfEvaluation* spf);
  // Replaces what is personal in a finished explanation, once. Its views then point into the redactor, which
  // must outlive it.
  void Redact(Explanation* explanation);

 private:
  MessageView RedactedView(const MessageView& view);
  void RedactTrace(Explanation* explanation);
  std::string_view Keep(const std::string& text) { return arena_.Copy(text); }

  EvidenceRedactor evidence_;
  Arena arena_;
  MessageView view_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_REDACT_EXPLANATION_H_
