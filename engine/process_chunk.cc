#include "engine/process_chunk.h"

#include <algorithm>
#include <utility>

#include "engine/mail/date.h"
#include "engine/mail/mail_facts.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"
#include "engine/mail/received.h"
#include "engine/report/record.h"
#include "rules/rule.h"

namespace kenpin {
namespace {

// So many messages pass through the stages together: enough to fill the lanes of the hashes, and few enough
// that what is known of small ones stays in the core's cache from stage to stage.
constexpr size_t kMessagesAtOnce = 64;

bool HasRecordFlaw(const MessageRange& range, RecordFlaw flaw) {
  return (range.flaws & static_cast<uint8_t>(flaw)) != 0;
}

// The reader's remarks, in the words of the mail room.
ParseFlaws FlawsOfRecord(const MessageRange& range) {
  ParseFlaws flaws;
  if (HasRecordFlaw(range, RecordFlaw::kContentLengthIgnored)) flaws.Add(ParseFlaw::kContentLengthIgnored);
  if (HasRecordFlaw(range, RecordFlaw::kMissingBlankLine)) flaws.Add(ParseFlaw::kMissingBlankLine);
  if (HasRecordFlaw(range, RecordFlaw::kTruncated)) flaws.Add(ParseFlaw::kTruncated);
  if (HasRecordFlaw(range, RecordFlaw::kTooLarge)) flaws.Add(ParseFlaw::kTooLarge);
  return flaws;
}

MessageExtent ExtentOf(const MessageRange& range) {
  if (range.passed != nullptr) return MessageExtent::kPassed;
  const bool cut =
      HasRecordFlaw(range, RecordFlaw::kTruncated) || HasRecordFlaw(range, RecordFlaw::kTooLarge);
  return cut ? MessageExtent::kBeginning : MessageExtent::kWhole;
}

// What was hashed of a message as it passed (kPassed). The corpus was given a LargeBodyHasher.
const LargeBodyHashes& PassedBodyOf(const MessageRange& range) {
  return static_cast<const LargeBodyHashes&>(*range.passed);
}

// Whether `domain` is `wanted` or a name below it.
bool IsUnder(std::string_view domain, std::string_view wanted) {
  if (!domain.ends_with(wanted)) return false;
  return domain.size() == wanted.size() || domain[domain.size() - wanted.size() - 1] == '.';
}

bool IsSelected(const ScanContext& context, const MessageView& view, const MailFacts& facts, Arena& scratch) {
  if (!context.domain.empty() && !(facts.from.usable() && IsUnder(facts.from.domain, context.domain)))
    return false;
  if (!context.since && !context.until) return true;
  std::optional<int64_t> time = ParseReceivedFacts(view, scratch).top_time;
  if (!time && facts.date.form == DateFacts::Form::kOk) time = facts.date.time;
  if (!time) return false;
  return (!context.since || *time >= *context.since) && (!context.until || *time < *context.until);
}

UnsubscribeClass ClassOf(const ScanContext& context, const PendingMessage& message) {
  if (message.traffic) return UnsubscribeClassOf(*message.traffic);
  if (context.traffic) return *context.traffic;
  const TrafficSigns& signs = message.facts.signs;
  if (signs.count() >= 2) return UnsubscribeClass::kMarketing;
  return signs.count() == 1 ? UnsubscribeClass::kMarketingGuess : UnsubscribeClass::kUnknown;
}

bool IsContemporary(const std::optional<DnsAskedRange>& asked, int64_t at) {
  if (!asked) return false;
  constexpr int64_t kSlack = kContemporaryDays * kSecondsPerDay;
  return at >= asked->first - kSlack && at <= asked->last + kSlack;
}

// Whether the policy of the Author Domain could be told.
bool IsAnswered(DmarcLookup lookup) {
  return lookup == DmarcLookup::kFound || lookup == DmarcLookup::kNone || lookup == DmarcLookup::kPermError;
}

void AppendQuestions(std::span<const PendingSignature> signatures, std::vector<DnsQuestionId>* questions) {
  for (const PendingSignature& signature : signatures) {
    if (signature.question) questions->push_back(*signature.question);
  }
}

// Whether the question had an answer at all; that there is no such key is one.
bool IsAnswered(const DnsAnswer* answer) {
  return answer != nullptr && (answer->status == DnsStatus::kFound || answer->status == DnsStatus::kNoData ||
                               answer->status == DnsStatus::kNxDomain);
}

// How the addresses of streams are kept.
AddressText AddressTextOf(const ScanContext& context) {
  if (context.redact_key.empty()) return {};
  const std::shared_ptr<Redactor> redactor = std::make_shared<Redactor>(context.redact_key);
  return [redactor](std::string_view address) { return redactor->Address(address); };
}

}  // namespace

struct Worker::InFlight {
  const MessageRange* range = nullptr;
  MessageView view;
  MailFacts facts;
  std::span<const MimeLeaf> leaves;
  std::span<PendingSignature> signatures;
  PendingArcChain arc;
  AuthorFacts author;
  SeenDomains seen;
  DeliveryFacts delivery;
  std::span<BodyHash> hashes;  // The first one is the body digest.
  BodyFacts body;
};

void PendingChunk::Clear() {
  arena.Reset();
  messages.clear();
  questions.clear();
  batched = false;
  judged = 0;
  files.clear();
  errors.clear();
  ambiguous.clear();
  bytes_read = 0;
  read_messages = 0;
  records.clear();
}

Worker::Worker(const ScanContext& context, size_t sample_limit, size_t fingerprint_bytes)
    : context_(context),
      author_finder_(*context.suffixes),
      hasher_(context.kernels),
      rsa_batch_(context.kernels),
      verifier_(context.kernels),
      authenticator_({*context.dns, context.stores->policies, context.stores->spf, context.stores->senders,
                      *context.suffixes, context.org_method}),
      summary_(sample_limit, fingerprint_bytes, AddressTextOf(context)) {
  if (!context.redact_key.empty()) redactor_.emplace(context.redact_key);
}

Worker::~Worker() = default;

void Worker::ProcessBytes(PendingChunk* pending) {
  const std::span<const MessageRange> messages(chunk_.messages);
  for (size_t first = 0; first < messages.size(); first += kMessagesAtOnce)
    ProcessMessages(messages.subspan(first, std::min(kMessagesAtOnce, messages.size() - first)), pending);
  pending->files.swap(chunk_.files);
  pending->errors.swap(chunk_.errors);
  pending->ambiguous.swap(chunk_.ambiguous);
  pending->input = chunk_.input;
  pending->bytes_read = chunk_.bytes_read;
  pending->read_messages = messages.size();
  chunk_.Clear();
  clock_.Lap(Stage::kKeep);
}

void Worker::ProcessMessages(std::span<const MessageRange> messages, PendingChunk* pending) {
  IndexMessages(messages);
  clock_.Lap(Stage::kIndex);
  CollectFacts();
  SelectMessages();
  ReadContent();
  clock_.Lap(Stage::kFacts);
  // Beyond this point nobody searches header bytes by name.
  PrepareSignatures(pending);
  ReadTrace(pending);
  clock_.Lap(Stage::kPrepare);
  HashBodies();
  clock_.Lap(Stage::kHash);
  MatchAndKeep(pending);
  // Beyond this point no view into the chunk survives.
  in_flight_.clear();
  scratch_.Reset();
  clock_.Lap(Stage::kKeep);
}

void Worker::IndexMessages(std::span<const MessageRange> messages) {
  in_flight_.resize(messages.size());
  for (size_t i = 0; i < in_flight_.size(); ++i) {
    in_flight_[i].range = &messages[i];
    in_flight_[i].view = IndexMessage(messages[i].bytes, scratch_);
  }
}

void Worker::CollectFacts() {
  for (InFlight& message : in_flight_) {
    message.facts = CollectMailFacts(message.view, scratch_);
    message.facts.flaws |= FlawsOfRecord(*message.range);
    message.facts.mbox_quoted_lines = message.range->quoted_from_lines;
    const MimeWalk walk = WalkMime(message.view, scratch_);
    AddMime(walk, &message.facts);
    message.leaves = walk.leaves;
  }
}

void Worker::SelectMessages() {
  if (!context_.domain.empty() || context_.since || context_.until) {
    std::erase_if(in_flight_, [this](const InFlight& message) {
      return !IsSelected(context_, message.view, message.facts, scratch_);
    });
  }
  if (context_.limit == 0) return;
  const uint64_t left = context_.limit - selected_;
  if (in_flight_.size() > left) in_flight_.resize(left);
  selected_ += in_flight_.size();
}

void Worker::ReadContent() {
  if (context_.ask_only) return;
  for (InFlight& message : in_flight_) {
    message.facts.content =
        content_reader_.Read(message.view, message.leaves, scratch_, &message.facts.flaws);
  }
}

void Worker::PrepareSignatures(PendingChunk* pending) {
  for (InFlight& message : in_flight_) {
    const PreparedSignatures prepared =
        preparer_.Prepare(message.view, ExtentOf(*message.range), *context_.dns, scratch_, pending->arena);
    message.signatures = prepared.signatures;
    message.facts.flaws |= prepared.flaws;
    message.arc = arc_preparer_.Prepare(message.view, ExtentOf(*message.range), *context_.dns, scratch_,
                                        pending->arena);
    message.facts.flaws |= message.arc.flaws;
    AppendQuestions(message.signatures, &pending->questions);
    AppendQuestions(message.arc.message_signatures, &pending->questions);
    AppendQuestions(message.arc.seals, &pending->questions);
  }
}

// What --envelope and the options say of the message's envelope, the file first.
EnvelopeFacts Worker::GivenEnvelope(const MailFacts& facts) const {
  EnvelopeFacts given = context_.envelope;
  const EnvelopeRow* row =
      context_.envelopes == nullptr ? nullptr : context_.envelopes->Find(facts.message_id.id);
  if (row == nullptr) return given;
  if (row->mail_from) {
    given.mail_from_basis = EnvelopeBasis::kFile;
    given.null_sender = row->mail_from->address.empty();
    given.mail_from = row->mail_from->address;
    given.mail_from_domain = row->mail_from->domain;
  }
  if (row->client) {
    given.client_basis = EnvelopeBasis::kFile;
    given.client = row->client;
  }
  if (!row->helo.empty()) {
    given.helo_basis = EnvelopeBasis::kFile;
    given.helo = row->helo;
  }
  return given;
}

void Worker::ReadTrace(PendingChunk* pending) {
  const ReceiverPolicy policy{context_.authserv_ids, *context_.suffixes, context_.mode};
  for (InFlight& message : in_flight_) {
    message.author = author_finder_.Find(message.facts);
    const std::span<std::string_view> signers =
        scratch_.NewArray<std::string_view>(message.signatures.size());
    for (size_t i = 0; i < signers.size(); ++i) signers[i] = message.signatures[i].evidence.domain;
    const DeliveryInput input{message.view, message.range->from_line, message.author, signers,
                              GivenEnvelope(message.facts)};
    message.delivery = FindDelivery(input, policy, scratch_, pending->arena);
    message.facts.flaws |= message.delivery.flaws;
    message.seen = FindSeenDomains({message.facts, message.delivery.envelope.mail_from_domain, signers},
                                   *context_.suffixes, scratch_);
  }
}

void Worker::HashBodies() {
  for (InFlight& message : in_flight_) {
    const MessageExtent extent = ExtentOf(*message.range);
    if (context_.ask_only || extent == MessageExtent::kBeginning) continue;
    const BodyHashPlan plan =
        PlanBodyHashes({{&kBodyDigest, 1}, message.signatures, message.arc.message_signatures}, scratch_);
    message.hashes = plan.hashes;
    message.facts.flaws |= plan.flaws;
    const BodyReading reading = FirstBodyReading(message.range->quoted_from_lines);
    if (extent == MessageExtent::kPassed) {
      message.hashes = PassedBodyOf(*message.range).Fill(reading.quoting, plan.hashes);
    } else {
      hash_jobs_.push_back({message.view.body(), reading, message.hashes, &message.body});
    }
  }
  hasher_.ComputeAll(hash_jobs_);
  hash_jobs_.clear();
}

void Worker::MatchAndKeep(PendingChunk* pending) {
  for (InFlight& message : in_flight_) {
    const bool is_hashed = !message.hashes.empty();
    const bool has_passed = ExtentOf(*message.range) == MessageExtent::kPassed;
    if (is_hashed && has_passed) {
      for (const std::span<PendingSignature> signatures :
           {message.signatures, message.arc.message_signatures})
        MatchPassedBody(PassedBodyOf(*message.range), message.hashes, message.range->quoted_from_lines,
                        signatures);
    } else if (is_hashed) {
      const BodyMatchInput input{message.view.body(), message.hashes, &message.body,
                                 message.range->quoted_from_lines};
      counts_.second_looks +=
          static_cast<uint64_t>(MatchBodyHashes(input, hasher_, message.signatures, scratch_) +
                                MatchBodyHashes(input, hasher_, message.arc.message_signatures, scratch_));
      AddBodyLines(message.body.line_ends, message.body.longest_line, &message.facts);
      if (message.body.has_nul) message.facts.flaws.Add(ParseFlaw::kNulByte);
      if (message.body.has_eight_bit) {
        message.facts.mime.eight_bit_under_7bit = FindEightBitUnder7bit(message.view, message.leaves);
      }
    }
    KeepMessage(message, pending);
  }
}

void Worker::KeepMessage(InFlight& message, PendingChunk* pending) {
  PendingMessage& kept = pending->messages.emplace_back();
  kept.ordinal = message.range->ordinal;
  kept.length = message.range->length;
  kept.file_index = message.range->file_index;
  kept.facts = message.facts;
  CopyViews(&kept.facts, [pending](std::string_view text) { return pending->arena.Copy(text); });
  if (!message.hashes.empty()) kept.body_digest = message.hashes.front().digest;
  kept.signatures = message.signatures;
  kept.arc = message.arc;
  kept.author = MoveAuthor(message.author, kept.facts);
  kept.seen = message.seen;
  kept.delivery = message.delivery;
  if (context_.traffic_map != nullptr) {
    kept.traffic = context_.traffic_map->Find(message.view, message.facts.from);
  }
}

bool Worker::AskAhead(PendingChunk* pending) {
  clock_.Start();
  bool complete = true;
  for (PendingMessage& message : pending->messages) {
    if (message.asked_ahead) continue;
    Evidence evidence = BeginEvidence(message);
    evidence.signatures = NameSignatures(message);
    message.asked_ahead = authenticator_.Authenticate(scratch_, &evidence, &pending->questions);
    complete &= message.asked_ahead;
    scratch_.Reset();
  }
  clock_.Lap(Stage::kVerify);
  return complete;
}

// Finds as many signatures as possible valid, all messages together; VerifySignatures() goes on from there.
void Worker::BatchSignatures(PendingChunk* pending) {
  if (pending->batched || !rsa_batch_.works()) return;
  clock_.Start();
  for (PendingMessage& message : pending->messages) {
    if (message.signatures.empty() && message.arc.seals.empty()) continue;
    const int64_t at = BeginEvidence(message).judged_at;
    for (PendingSignature& signature : message.signatures)
      BatchSignature(*context_.dns, context_.stores->keys, at, &signature, &rsa_batch_);
    BatchArcChain(*context_.dns, context_.stores->keys, at, &message.arc, &rsa_batch_);
  }
  rsa_batch_.Finish();
  pending->batched = true;
  clock_.Lap(Stage::kVerify);
}

bool Worker::JudgeMessages(PendingChunk* pending) {
  BatchSignatures(pending);
  for (; pending->judged < pending->messages.size(); ++pending->judged) {
    const PendingMessage& message = pending->messages[pending->judged];
    clock_.Start();
    Evidence evidence = BeginEvidence(message);
    const bool established = EstablishEvidence(message, &pending->questions, &evidence);
    clock_.Lap(Stage::kVerify);
    if (!established) return false;
    Count(message, evidence, pending);
    clock_.Lap(Stage::kJudge);
    scratch_.Reset();
  }
  return true;
}

bool Worker::Examine(const PendingMessage& message, std::vector<DnsQuestionId>* open, Evidence* evidence) {
  scratch_.Reset();
  *evidence = BeginEvidence(message);
  return EstablishEvidence(message, open, evidence);
}

void Worker::Count(const PendingMessage& message, const Evidence& evidence, PendingChunk* pending) {
  CountAnswers(message, evidence);
  // Beyond this point no DNS and no clock.
  Fold(message, evidence, pending);
}

// What is known without any answer of DNS.
Evidence Worker::BeginEvidence(const PendingMessage& message) const {
  Evidence evidence;
  evidence.mail = &message.facts;
  evidence.author = message.author;
  evidence.seen = message.seen;
  evidence.delivery = &message.delivery;
  evidence.mode = context_.mode.value_or(DecideMode(message.facts, message.delivery));
  const JudgedTime time =
      DecideJudgedTime(message.facts, message.delivery, evidence.mode, context_.judged_time);
  evidence.judged_at = time.at;
  evidence.judged_by = time.by;
  if (evidence.mode != Mode::kPresend) evidence.delivered_at = message.delivery.delivered_at;
  evidence.dns_contemporary = IsContemporary(context_.dns->asked_range(), evidence.judged_at);
  evidence.dns_off = context_.dns_off;
  evidence.unsubscribe_class = ClassOf(context_, message);
  evidence.mta_adds = context_.mta_adds;
  return evidence;
}

VerifyContext Worker::VerifyContextFor(const Evidence& evidence) const {
  const bool definite = evidence.mode == Mode::kPresend || evidence.dns_contemporary;
  return {evidence.judged_at, definite ? AbsentKey::kDefinite : AbsentKey::kMayBeGone, context_.key_source};
}

// The signatures by their names only: enough to ask DNS about them.
std::span<const SignatureEvidence> Worker::NameSignatures(const PendingMessage& message) {
  const std::span<SignatureEvidence> all = scratch_.NewArray<SignatureEvidence>(message.signatures.size());
  for (size_t i = 0; i < all.size(); ++i) {
    static_cast<DkimEvidence&>(all[i]) = message.signatures[i].evidence;
  }
  return all;
}

std::span<const SignatureEvidence> Worker::VerifySignatures(const PendingMessage& message,
                                                            const Evidence& evidence) {
  const std::span<SignatureEvidence> all = scratch_.NewArray<SignatureEvidence>(message.signatures.size());
  const VerifyContext context = VerifyContextFor(evidence);
  for (size_t i = 0; i < all.size(); ++i) {
    static_cast<DkimEvidence&>(all[i]) =
        VerifySignature(message.signatures[i], *context_.dns, context_.stores->keys, verifier_, context);
    all[i].value = message.signatures[i].signature;
  }
  return all;
}

bool Worker::EstablishEvidence(const PendingMessage& message, std::vector<DnsQuestionId>* open,
                               Evidence* evidence) {
  evidence->signatures = VerifySignatures(message, *evidence);
  evidence->arc = VerifyArcChain(message.arc, *context_.dns, context_.stores->keys, verifier_,
                                 VerifyContextFor(*evidence));
  return authenticator_.Authenticate(scratch_, evidence, open);
}

void Worker::CountAnswers(const PendingMessage& message, const Evidence& evidence) {
  for (const PendingSignature& signature : message.signatures) {
    if (!signature.question) continue;
    ++counts_.dns_asked;
    if (IsAnswered(context_.dns->Find(*signature.question, evidence.judged_at))) ++counts_.dns_answered;
  }
  if (evidence.author.domain.empty()) return;
  ++counts_.dns_asked;
  if (IsAnswered(evidence.dmarc.lookup)) ++counts_.dns_answered;
}

void Worker::Fold(const PendingMessage& message, const Evidence& evidence, PendingChunk* pending) {
  const VerdictSet verdicts = Judge(evidence, context_.profile);
  const std::string_view source = pending->files[message.file_index];
  counts_.bytes += message.length;
  for (const Verdict& verdict : verdicts) {
    if (verdict.outcome == Outcome::kUnknown) ++counts_.unknown_because[static_cast<size_t>(verdict.reason)];
  }
  summary_.Add({&evidence, &verdicts, message.ordinal, message.length, source, message.body_digest,
                ClassOfTraffic(message.traffic, evidence.unsubscribe_class),
                AnyFails(verdicts, context_.required)});
  if (!context_.write_records) return;
  const Evidence& told = redactor_ ? redactor_->Redact(evidence) : evidence;
  AppendRecord({&told, &verdicts, source, message.ordinal.offset, message.length, message.body_digest,
                context_.profile, &evidence},
               &pending->records);
}

}  // namespace kenpin
