#include "engine/report/redact_explanation.h"

#include <cstring>
#include <span>

#include "engine/report/redact_field.h"

namespace kenpin {
namespace {

// Readable octets that IndexMessage() wants on both sides.
constexpr size_t kMargin = 64;

// No body: nothing of an explanation reads it any more.
std::string RedactedHeader(const MessageView& view, Redactor& redactor) {
  std::string header(kMargin, '\0');
  for (const HeaderField& field : view.fields()) {
    header += view.Name(field);
    header += ": ";
    header += RedactField(field.id, view.Body(field), redactor);
    header += "\r\n";
  }
  header += "\r\n";
  header.append(kMargin, '\0');
  return header;
}

void RedactTree(Redactor& redactor, MimeTree* tree) {
  for (MimeNode& node : tree->nodes) {
    for (std::string* word : {&node.type, &node.charset, &node.encoding, &node.disposition})
      *word = redactor.Word(*word);
    node.file_name = redactor.Hash(node.file_name);
  }
}

}  // namespace

void ExplanationRedactor::RedactSpf(SpfEvaluation* spf) {
  Redactor& redactor = evidence_.redactor();
  spf->domain = redactor.Host(spf->domain);
  if (!spf->depends_on_local_part) return;
  // Which of them hold it, perhaps turned round or cut, nobody can tell any more.
  for (size_t i = 1; i < spf->path.size(); ++i) spf->path[i] = redactor.Hash(spf->path[i]);
  spf->explanation = redactor.Hash(spf->explanation);
}

MessageView ExplanationRedactor::RedactedView(const MessageView& view) {
  const std::string header = RedactedHeader(view, evidence_.redactor());
  const std::string_view kept = Keep(header);
  return IndexMessage(kept.substr(kMargin, kept.size() - 2 * kMargin), arena_);
}

void ExplanationRedactor::RedactTrace(Explanation* explanation) {
  Redactor& redactor = evidence_.redactor();
  for (ExplainedHop& hop : explanation->hops) {
    hop.said.by = Keep(redactor.Host(hop.said.by));
    hop.said.helo = Keep(redactor.Host(hop.said.helo));
    hop.said.with = Keep(redactor.Word(hop.said.with));
    hop.said.tls.cipher = Keep(redactor.Word(hop.said.tls.cipher));
  }
  for (ExplainedClaim& claim : explanation->claims) {
    claim.body = Keep(RedactField(FindFieldId(claim.name), claim.body, redactor));
  }
}

void ExplanationRedactor::Redact(Explanation* explanation) {
  explanation->judged = explanation->evidence;
  explanation->evidence = &evidence_.Redact(*explanation->evidence);
  view_ = RedactedView(*explanation->view);
  explanation->view = &view_;
  RedactTrace(explanation);
  RedactTree(evidence_.redactor(), &explanation->mime);
}

}  // namespace kenpin
