// What happens to a chunk: the list of stages that its messages pass through. Each stage runs over many of
// the chunk's messages before the next one starts, so that work of one kind can be batched across messages.
//
//   bytes      IndexMessages   CollectFacts   ReadContent   PrepareSignatures   ReadTrace   HashBodies
//              MatchAndKeep
//   no bytes   BatchSignatures   VerifySignatures   Authenticate   Judge   Fold
//
// Between the halves a message is small and owned: it may wait for DNS while the chunk's buffer serves the
// next chunk.
#ifndef KENPIN_ENGINE_PROCESS_CHUNK_H_
#define KENPIN_ENGINE_PROCESS_CHUNK_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/auth/authenticate.h"
#include "engine/auth/evidence.h"
#include "engine/auth/organizational_domain.h"
#include "engine/auth/origin.h"
#include "engine/auth/receiver.h"
#include "engine/auth/seen_domains.h"
#include "engine/auth/sender_dns.h"
#include "engine/auth/spf_store.h"
#include "engine/crypto/crypto_kernels.h"
#include "engine/crypto/rsa_lanes.h"
#include "engine/dkim/arc.h"
#include "engine/dkim/body_hash.h"
#include "engine/dkim/key_record.h"
#include "engine/dkim/verify.h"
#include "engine/envelope_file.h"
#include "engine/mail/arena.h"
#include "engine/mail/content_facts.h"
#include "engine/mail/facts.h"
#include "engine/report/redact_evidence.h"
#include "engine/stage_clock.h"
#include "engine/summary.h"
#include "engine/traffic_map.h"
#include "io/chunk.h"
#include "io/dns.h"
#include "rules/reason.h"

namespace kenpin {

// What DNS has answered, parsed, while a run lasts: each key, policy and sender once. Thread-safe.
struct AnswerStores {
  KeyStore keys;
  DmarcStore policies;
  SpfStore spf;
  SenderDnsStore senders;
};

// What all workers of a run share. Read-only but for the caches behind the first two, which are thread-safe.
struct ScanContext {
  DnsClient* dns = nullptr;
  AnswerStores* stores = nullptr;
  const PublicSuffixList* suffixes = nullptr;
  KeySource key_source = KeySource::kSnapshot;
  std::optional<Mode> mode;                 // --mode; absent: decided message by message.
  std::optional<UnsubscribeClass> traffic;  // --traffic; absent: decided from signs.
  const TrafficMap* traffic_map = nullptr;  // --traffic-map, which goes before --traffic; null: none.
  JudgedTimePolicy judged_time;
  std::optional<OrgMethod> org_method;        // --org-method.
  std::span<const std::string> authserv_ids;  // --authserv-id.
  EnvelopeFacts envelope;                     // --mail-from, --client-ip, --helo.
  const EnvelopeFile* envelopes = nullptr;    // --envelope; null: none.
  bool dns_off = false;
  bool ask_only = false;  // Only DNS is asked: nothing is hashed or judged.
  MtaAdds mta_adds;
  CryptoKernels kernels = CryptoKernels::kAuto;  // --kernels.
  std::string domain;                            // --domain; empty: all.
  std::optional<int64_t> since;
  std::optional<int64_t> until;
  uint64_t limit = 0;  // --limit; 0: none. Needs a single worker, which then sees messages in order.
  Provider profile = Provider::kGmail;  // By whose rules.
  RuleMarks required{};                 // Those that are required of senders of the size told.
  std::string redact_key;               // --redact: its key; empty: nothing is redacted.
  bool write_records = false;           // Whether anybody wants the per-message records.
};

// A message between the halves. Views live in the arena of its chunk.
struct PendingMessage {
  Ordinal ordinal;
  uint64_t length = 0;
  uint32_t file_index = 0;
  MailFacts facts;
  std::optional<std::array<uint8_t, 32>>
      body_digest;  // Absent when only the beginning of the message was read.
  std::span<PendingSignature> signatures;
  PendingArcChain arc;
  AuthorFacts author;
  SeenDomains seen;
  DeliveryFacts delivery;
  std::optional<TrafficClass> traffic;  // By --traffic-map.
  bool asked_ahead = false;             // All that its evidence will ask DNS has been asked and answered.
};

// A chunk between the halves and behind them; recycled.
struct PendingChunk {
  Arena arena;
  std::vector<PendingMessage> messages;
  std::vector<DnsQuestionId> questions;  // What must be answered before the next step.
  bool batched = false;                  // What the signatures can be checked for in batches is done.
  size_t judged = 0;                     // So many of the messages are judged.
  // Taken over from the chunk, for the serial end of the pipeline.
  std::vector<std::string> files;
  std::vector<InputError> errors;
  std::vector<AmbiguousLine> ambiguous;
  uint32_t input = 0;
  uint64_t bytes_read = 0;
  uint64_t read_messages = 0;  // Selected or not.
  std::string records;         // NDJSON, when asked for.

  void Clear();
};

// Counters that are neither per domain nor per rule.
struct WorkerCounts {
  uint64_t bytes = 0;  // Of the messages judged.
  uint64_t dns_asked = 0;
  uint64_t dns_answered = 0;
  uint64_t second_looks = 0;                             // Bodies hashed again to explain a mismatch.
  std::array<uint64_t, kReasonCount> unknown_because{};  // Verdicts that are unknown, by their reason.
};

// What one thread owns: contexts, scratch memory, its part of the summary. Not thread-safe; never shared.
class Worker {
 public:
  Worker(const ScanContext& context, size_t sample_limit, size_t fingerprint_bytes);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // The first half: from bytes to pending messages. When it returns, nothing points into chunk() any more.
  void ProcessBytes(PendingChunk* pending);
  // Between the halves, for DNS that takes its time: asks what the evidence of all messages will want to
  // know, and appends the questions to pending->questions. Returns whether everything is answered; else the
  // questions are to be waited for, and the call is to be repeated, by any worker, for answers lead to more
  // questions.
  bool AskAhead(PendingChunk* pending);
  // The second half, when all of pending->questions are answered: evidence, verdicts, summary, records.
  // Returns false when there was something left to ask after all: likewise.
  bool JudgeMessages(PendingChunk* pending);
  // The second half for one message that is looked at closely: its evidence, which nobody folds. Returns
  // false when there is something left to ask: its questions are appended to `open`. The evidence refers to
  // `message` and to memory that the next call of any member overwrites.
  bool Examine(const PendingMessage& message, std::vector<DnsQuestionId>* open, Evidence* evidence);
  // Counts a message that was examined in the summary, and writes its record, as JudgeMessages() would.
  void Count(const PendingMessage& message, const Evidence& evidence, PendingChunk* pending);

  // The chunk that the first half reads; filled by Corpus::Load().
  Chunk& chunk() { return chunk_; }
  SummaryTable& summary() { return summary_; }
  StageClock& clock() { return clock_; }
  const WorkerCounts& counts() const { return counts_; }
  const RsaBatchCounts& batch_counts() const { return rsa_batch_.counts(); }
  // --limit messages have been taken: nothing more is wanted.
  bool limit_reached() const { return context_.limit != 0 && selected_ >= context_.limit; }

 private:
  struct InFlight;  // A message while its bytes are there.

  void ProcessMessages(std::span<const MessageRange> messages, PendingChunk* pending);
  void IndexMessages(std::span<const MessageRange> messages);
  void CollectFacts();
  void SelectMessages();
  void ReadContent();
  void PrepareSignatures(PendingChunk* pending);
  void ReadTrace(PendingChunk* pending);
  void HashBodies();
  void MatchAndKeep(PendingChunk* pending);
  void KeepMessage(InFlight& message, PendingChunk* pending);

  void BatchSignatures(PendingChunk* pending);
  EnvelopeFacts GivenEnvelope(const MailFacts& facts) const;
  Evidence BeginEvidence(const PendingMessage& message) const;
  VerifyContext VerifyContextFor(const Evidence& evidence) const;
  std::span<const SignatureEvidence> NameSignatures(const PendingMessage& message);
  std::span<const SignatureEvidence> VerifySignatures(const PendingMessage& message,
                                                      const Evidence& evidence);
  bool EstablishEvidence(const PendingMessage& message, std::vector<DnsQuestionId>* open, Evidence* evidence);
  void CountAnswers(const PendingMessage& message, const Evidence& evidence);
  void Fold(const PendingMessage& message, const Evidence& evidence, PendingChunk* pending);

  const ScanContext& context_;
  Chunk chunk_;
  Arena scratch_;
  std::vector<InFlight> in_flight_;
  ContentReader content_reader_;
  SignaturePreparer preparer_;
  ArcPreparer arc_preparer_;
  AuthorFinder author_finder_;
  BodyHasher hasher_;
  std::vector<BodyHashJob> hash_jobs_;
  RsaBatch rsa_batch_;
  SignatureVerifier verifier_;
  Authenticator authenticator_;
  std::optional<EvidenceRedactor> redactor_;  // --redact: for records.
  SummaryTable summary_;
  StageClock clock_;
  WorkerCounts counts_;
  uint64_t selected_ = 0;  // Messages taken, for --limit.
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PROCESS_CHUNK_H_
