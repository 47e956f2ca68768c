#include "engine/explain/explain.h"

#include <fmt/format.h>

#include <cstdio>
#include <ctime>
#include <memory>
#include <optional>
#include <utility>

#include "engine/await_dns.h"
#include "engine/complain.h"
#include "engine/dkim/large_body_hashes.h"
#include "engine/explain/explain_facts.h"
#include "engine/explain/explain_target.h"
#include "engine/explain/mime_tree.h"
#include "engine/process_chunk.h"
#include "engine/report/explain_json.h"
#include "engine/report/explain_text.h"
#include "engine/scan_context.h"

namespace kenpin {
namespace {

class ExplainRun {
 public:
  explicit ExplainRun(const ExplainOptions& options) : options_(options) {}

  int Execute() {
    if (!Open() || !Find()) return kExitOperational;
    Worker worker(context_, 0, 1);
    // Views into our own chunk: what follows needs the bytes once more.
    worker.chunk().files = {found_.source};
    worker.chunk().messages = {found_.range};
    worker.chunk().messages.front().file_index = 0;
    PendingChunk pending;
    worker.ProcessBytes(&pending);
    const Evidence evidence = Judge(worker, &pending);
    return Tell(pending.messages.front(), evidence);
  }

 private:
  bool Open() {
    absl::StatusOr<std::unique_ptr<DnsClient>> dns = OpenDns(options_.scan.dns);
    if (!dns.ok()) return Refuse(dns.status());
    dns_ = *std::move(dns);
    const std::string& list = options_.scan.psl_path;
    suffixes_ = list.empty() ? PublicSuffixList::Builtin() : PublicSuffixList::Load(list);
    if (suffixes_ == nullptr) {
      Complain(
          fmt::format("{}: cannot be read as a public suffix list; give --psl a file with one suffix a line",
                      list.empty() ? "built-in list" : list));
      return false;
    }
    if (!options_.scan.envelope_path.empty()) {
      absl::StatusOr<std::unique_ptr<EnvelopeFile>> file = EnvelopeFile::Read(options_.scan.envelope_path);
      if (!file.ok()) return Refuse(file.status());
      envelopes_ = *std::move(file);
    }
    if (!options_.scan.traffic_map_path.empty()) {
      absl::StatusOr<std::unique_ptr<TrafficMap>> map = TrafficMap::Read(options_.scan.traffic_map_path);
      if (!map.ok()) return Refuse(map.status());
      traffic_map_ = *std::move(map);
    }
    absl::StatusOr<std::string> key = RedactionKey(options_.scan.redact);
    if (!key.ok()) return Refuse(key.status());
    context_.redact_key = *std::move(key);
    FillScanContext(options_.scan, std::time(nullptr), &context_);
    context_.dns = dns_.get();
    context_.stores = &stores_;
    context_.envelopes = envelopes_.get();
    context_.traffic_map = traffic_map_.get();
    context_.suffixes = suffixes_.get();
    return true;
  }

  static bool Refuse(const absl::Status& status) {
    Complain(status);
    return false;
  }

  bool Find() {
    MessageQuery query{options_.scan.inputs, std::nullopt, options_.message_id};
    if (query.message_id.empty()) {
      const FileAndOffset file = SplitFileAndOffset(query.paths.front());
      query.paths = {file.path};
      query.offset = file.offset;
      query.member = file.member;
    }
    CorpusOptions corpus = options_.scan.corpus;
    corpus.large_bodies = &large_bodies_;
    absl::StatusOr<FoundMessage> found = FindMessage(query, corpus, &chunk_);
    if (!found.ok()) return Refuse(found.status());
    found_ = *std::move(found);
    if (found_.more) {
      Complain(fmt::format("{}: holds more messages; this is the first one, FILE:OFFSET names another",
                           found_.source));
    }
    return true;
  }

  // Asks, waits, and asks what the answers lead to, until all is known.
  Evidence Judge(Worker& worker, PendingChunk* pending) {
    Evidence evidence;
    do {
      AwaitAnswers(*dns_, &pending->questions);
    } while (!worker.Examine(pending->messages.front(), &pending->questions, &evidence));
    return evidence;
  }

  int Tell(const PendingMessage& pending, const Evidence& evidence) {
    Arena arena;
    const MessageView view = IndexMessage(found_.range.bytes, arena);
    const VerdictSet verdicts = kenpin::Judge(evidence, context_.profile);
    Explanation explanation;
    explanation.source = found_.source;
    explanation.offset = found_.range.ordinal.offset;
    explanation.length = found_.range.length;
    explanation.evidence = &evidence;
    explanation.verdicts = &verdicts;
    explanation.view = &view;
    explanation.body_digest = pending.body_digest;
    explanation.profile = context_.profile;
    explanation.mode_told = context_.mode.has_value();
    explanation.dns = dns_->Describe();
    std::optional<ExplanationRedactor> redactor;
    if (!context_.redact_key.empty()) redactor.emplace(context_.redact_key);
    const ExplainedMessage message{context_, view, pending, evidence, arena, redactor ? &*redactor : nullptr};
    ExplainTrace(message, &explanation);
    ExplainSignatures(message, &explanation);
    ExplainPolicies(message, &explanation);
    explanation.mime = DrawMimeTree(view);
    // Beyond this point nothing looks at the message any more.
    if (redactor) redactor->Redact(&explanation);
    const bool printed = PrintAnswer(options_.format == AnswerFormat::kJson ? ExplanationAsJson(explanation)
                                                                            : ExplanationAsText(explanation));
    return printed ? kExitClean : kExitOperational;
  }

  const ExplainOptions& options_;
  std::unique_ptr<DnsClient> dns_;
  AnswerStores stores_;
  std::unique_ptr<EnvelopeFile> envelopes_;  // Null without --envelope.
  std::unique_ptr<TrafficMap> traffic_map_;  // Null without --traffic-map.
  std::unique_ptr<PublicSuffixList> suffixes_;
  ScanContext context_;
  LargeBodyHasher large_bodies_;
  Chunk chunk_;  // Owns the message's bytes.
  FoundMessage found_;
};

}  // namespace

int RunExplain(const ExplainOptions& options) { return ExplainRun(options).Execute(); }

}  // namespace kenpin
