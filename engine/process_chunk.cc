#include "engine/process_chunk.h"

#include <utility>

#include "engine/auth/best_signature.h"
#include "engine/mail/mail_facts.h"
#include "engine/mail/message_view.h"
#include "engine/mail/mime_walk.h"
#include "engine/report/record.h"
#include "rules/rule.h"

namespace kenpin {
namespace {

constexpr int64_t kSecondsPerDay = 86400;

// What every message is asked for, signed or not: the digest of its relaxed canonical body.
constexpr BodyHashRequest kBodyDigest{Canonicalization::kRelaxed, HashAlgorithm::kSha256, kNoBodyLimit};

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
  const bool cut =
      HasRecordFlaw(range, RecordFlaw::kTruncated) || HasRecordFlaw(range, RecordFlaw::kTooLarge);
  return cut ? MessageExtent::kBeginning : MessageExtent::kWhole;
}

// Whether `domain` is `wanted` or a name below it.
bool IsUnder(std::string_view domain, std::string_view wanted) {
  if (!domain.ends_with(wanted)) return false;
  return domain.size() == wanted.size() || domain[domain.size() - wanted.size() - 1] == '.';
}

bool IsSelected(const ScanContext& context, const MailFacts& facts) {
  if (!context.domain.empty() && !(facts.from.usable() && IsUnder(facts.from.domain, context.domain)))
    return false;
  if (!context.since && !context.until) return true;
  std::optional<int64_t> time = facts.received.top_time;
  if (!time && facts.date.form == DateFacts::Form::kOk) time = facts.date.time;
  if (!time) return false;
  return (!context.since || *time >= *context.since) && (!context.until || *time < *context.until);
}

UnsubscribeClass ClassOf(const ScanContext& context, const TrafficSigns& signs) {
  if (context.traffic) return *context.traffic;
  if (signs.count() >= 2) return UnsubscribeClass::kMarketing;
  return signs.count() == 1 ? UnsubscribeClass::kMarketingGuess : UnsubscribeClass::kUnknown;
}

bool IsContemporary(const std::optional<DnsAskedRange>& asked, int64_t at) {
  if (!asked) return false;
  constexpr int64_t kSlack = kContemporaryDays * kSecondsPerDay;
  return at >= asked->first - kSlack && at <= asked->last + kSlack;
}

// Whether the question had an answer at all; that there is no such key is one.
bool IsAnswered(const DnsAnswer* answer) {
  return answer != nullptr && (answer->status == DnsStatus::kFound || answer->status == DnsStatus::kNoData ||
                               answer->status == DnsStatus::kNxDomain);
}

}  // namespace

struct Worker::InFlight {
  const MessageRange* range = nullptr;
  MessageView view;
  MailFacts facts;
  std::span<const MimeLeaf> leaves;
  std::span<PendingSignature> signatures;
  std::span<BodyHash> hashes;  // The first one is the body digest.
  BodyFacts body;
};

void PendingChunk::Clear() {
  arena.Reset();
  messages.clear();
  questions.clear();
  files.clear();
  errors.clear();
  ambiguous.clear();
  bytes_read = 0;
  read_messages = 0;
  records.clear();
}

Worker::Worker(const ScanContext& context, size_t sample_limit, size_t fingerprint_bytes)
    : context_(context), summary_(sample_limit, fingerprint_bytes) {}

Worker::~Worker() = default;

void Worker::ProcessBytes(PendingChunk* pending) {
  IndexMessages();
  clock_.Lap(Stage::kIndex);
  CollectFacts();
  SelectMessages();
  clock_.Lap(Stage::kFacts);
  // Beyond this point nobody searches header bytes by name.
  PrepareSignatures(pending);
  clock_.Lap(Stage::kPrepare);
  HashBodies();
  clock_.Lap(Stage::kHash);
  MatchAndKeep(pending);
  // Beyond this point no view into the chunk survives.
  in_flight_.clear();
  chunk_.Clear();
  scratch_.Reset();
  clock_.Lap(Stage::kKeep);
}

void Worker::IndexMessages() {
  in_flight_.resize(chunk_.messages.size());
  for (size_t i = 0; i < in_flight_.size(); ++i) {
    in_flight_[i] = InFlight();
    in_flight_[i].range = &chunk_.messages[i];
    in_flight_[i].view = IndexMessage(chunk_.messages[i].bytes, scratch_);
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
    std::erase_if(in_flight_,
                  [this](const InFlight& message) { return !IsSelected(context_, message.facts); });
  }
  if (context_.limit == 0) return;
  const uint64_t left = context_.limit - selected_;
  if (in_flight_.size() > left) in_flight_.resize(left);
  selected_ += in_flight_.size();
}

void Worker::PrepareSignatures(PendingChunk* pending) {
  for (InFlight& message : in_flight_) {
    const PreparedSignatures prepared =
        preparer_.Prepare(message.view, ExtentOf(*message.range), *context_.dns, scratch_, pending->arena);
    message.signatures = prepared.signatures;
    message.facts.flaws |= prepared.flaws;
    for (const PendingSignature& signature : message.signatures) {
      if (signature.question) pending->questions.push_back(*signature.question);
    }
  }
}

void Worker::HashBodies() {
  for (InFlight& message : in_flight_) {
    if (ExtentOf(*message.range) != MessageExtent::kWhole) continue;
    const BodyHashPlan plan = PlanBodyHashes(message.signatures, {&kBodyDigest, 1}, scratch_);
    message.hashes = plan.hashes;
    message.facts.flaws |= plan.flaws;
    hasher_.Compute(message.view.body(), FirstBodyReading(message.range->quoted_from_lines), message.hashes,
                    &message.body);
  }
}

void Worker::MatchAndKeep(PendingChunk* pending) {
  for (InFlight& message : in_flight_) {
    if (!message.hashes.empty()) {
      const BodyMatchInput input{message.view.body(), message.hashes, &message.body,
                                 message.range->quoted_from_lines};
      counts_.second_looks +=
          static_cast<uint64_t>(MatchBodyHashes(input, hasher_, message.signatures, scratch_));
      AddBodyLines(message.body.line_ends, message.body.longest_line, &message.facts);
      if (message.body.has_nul) message.facts.flaws.Add(ParseFlaw::kNulByte);
      if (message.body.has_eight_bit) {
        message.facts.mime.eight_bit_under_7bit = FindEightBitUnder7bit(message.view, message.leaves);
      }
    }
    KeepMessage(message, pending);
  }
  pending->files.swap(chunk_.files);
  pending->errors.swap(chunk_.errors);
  pending->ambiguous.swap(chunk_.ambiguous);
  pending->input = chunk_.input;
  pending->bytes_read = chunk_.bytes_read;
  pending->read_messages = chunk_.messages.size();
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
}

void Worker::JudgeMessages(PendingChunk* pending) {
  for (const PendingMessage& message : pending->messages) {
    clock_.Start();
    const Evidence evidence = EstablishEvidence(message);
    clock_.Lap(Stage::kVerify);
    // Beyond this point no DNS and no clock.
    Fold(message, evidence, pending);
    clock_.Lap(Stage::kJudge);
    scratch_.Reset();
  }
}

Evidence Worker::EstablishEvidence(const PendingMessage& message) {
  Evidence evidence;
  evidence.mail = &message.facts;
  evidence.author = FindAuthor(message.facts, *context_.suffixes);
  std::array<std::string_view, kMaxSignaturesPerMessage + 1> signers;
  size_t n = 0;
  for (const PendingSignature& signature : message.signatures) signers[n++] = signature.evidence.domain;
  evidence.mode = context_.mode.value_or(
      DecideMode(message.facts, evidence.author, std::span(signers).first(n), *context_.suffixes));
  const JudgedTime time = DecideJudgedTime(message.facts, evidence.mode, context_.judged_time);
  evidence.judged_at = time.at;
  evidence.judged_by = time.by;
  if (evidence.mode != Mode::kPresend) evidence.delivered_at = message.facts.received.top_time;
  evidence.dns_contemporary = IsContemporary(context_.dns->asked_range(), evidence.judged_at);
  evidence.signatures = VerifySignatures(message, &evidence);
  evidence.best_signature = ChooseBestSignature(evidence.signatures);
  evidence.unsubscribe_class = ClassOf(context_, message.facts.signs);
  evidence.mta_adds = context_.mta_adds;
  return evidence;
}

std::span<const SignatureEvidence> Worker::VerifySignatures(const PendingMessage& message,
                                                            Evidence* evidence) {
  const std::span<SignatureEvidence> all = scratch_.NewArray<SignatureEvidence>(message.signatures.size());
  const bool definite = evidence->mode == Mode::kPresend || evidence->dns_contemporary;
  const VerifyContext context{evidence->judged_at, definite ? AbsentKey::kDefinite : AbsentKey::kMayBeGone,
                              context_.key_source};
  for (size_t i = 0; i < all.size(); ++i) {
    const PendingSignature& signature = message.signatures[i];
    static_cast<DkimEvidence&>(all[i]) =
        VerifySignature(signature, *context_.dns, *context_.keys, verifier_, context);
    all[i].alignment = Align(evidence->author.domain, all[i].domain, *context_.suffixes);
    if (!signature.question) continue;
    ++counts_.dns_asked;
    if (IsAnswered(context_.dns->Find(*signature.question, evidence->judged_at))) ++counts_.dns_answered;
  }
  return all;
}

void Worker::Fold(const PendingMessage& message, const Evidence& evidence, PendingChunk* pending) {
  const VerdictSet verdicts = Judge(evidence);
  const std::string_view source = pending->files[message.file_index];
  counts_.bytes += message.length;
  summary_.Add({&evidence, &verdicts, message.ordinal, message.length, source, message.body_digest});
  if (!context_.write_records) return;
  AppendRecord({&evidence, &verdicts, source, message.ordinal.offset, message.length, message.body_digest},
               &pending->records);
}

}  // namespace kenpin
