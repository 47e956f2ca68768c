#include "engine/kenpin.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <mutex>
#include <utility>

#include "engine/await_dns.h"
#include "engine/corpus_judge.h"
#include "engine/dkim/large_body_hashes.h"
#include "engine/dns_source.h"
#include "engine/partial/run_state.h"
#include "engine/process_chunk.h"
#include "engine/report/printable_text.h"
#include "engine/run_tally.h"
#include "engine/scan_context.h"
#include "engine/sender_address.h"
#include "engine/version.h"

namespace kenpin {
namespace {

ScanOptions ScanOptionsOf(const EngineOptions& options) {
  ScanOptions scan;
  scan.profile = options.profile;
  scan.sender_size = options.sender_size;
  scan.mode = options.mode;
  scan.authserv_ids = options.authserv_ids;
  scan.mta_adds = options.mta_adds;
  if (options.at) {
    scan.at.kind = AtSpec::Kind::kTime;
    scan.at.time = *options.at;
  }
  return scan;
}

// The views live as long as `session` and `sender`.
EnvelopeFacts EnvelopeOf(const Session& session, const std::optional<SenderAddress>& sender) {
  EnvelopeFacts envelope;
  if (sender) {
    envelope.mail_from_basis = EnvelopeBasis::kOption;
    envelope.null_sender = sender->address.empty();
    envelope.mail_from = sender->address;
    envelope.mail_from_domain = sender->domain;
  }
  if (session.client_ip) envelope.client = ParseIpAddress(*session.client_ip);
  if (envelope.client) envelope.client_basis = EnvelopeBasis::kOption;
  if (session.helo && !session.helo->empty()) {
    envelope.helo_basis = EnvelopeBasis::kOption;
    envelope.helo = *session.helo;
  }
  return envelope;
}

std::optional<SenderAddress> SenderOf(const Session& session) {
  if (!session.mail_from) return std::nullopt;
  return ParseMailFrom(session.mail_from->empty() ? "<>" : *session.mail_from);
}

}  // namespace

// The context is the inspector's own, because the session of a message stands in it.
struct Inspector::Impl {
  Impl(const ScanContext& shared, size_t samples)
      : context(shared), worker(std::make_unique<Worker>(context, samples, kFingerprintMemoryBytes)) {}

  void Load(const MessageInput& message);
  static void HashRest(std::string_view rest, Chunk* chunk);
  void TakeSession(const Session* told);
  void Examine();

  ScanContext context;
  Session session;                      // Behind the views of context.envelope,
  std::optional<SenderAddress> sender;  // as is this.
  std::unique_ptr<Worker> worker;
  PendingChunk pending;
  Inspection inspection;
};

// Puts the message into the worker's chunk, as a reader would.
void Inspector::Impl::Load(const MessageInput& message) {
  Chunk& chunk = worker->chunk();
  const size_t size = std::min(message.bytes.size(), kMaxInspectedBytes);
  chunk.buffer.Reserve(std::max<size_t>(size, 1));
  chunk.buffer.Resize(size);
  if (size > 0) std::memcpy(chunk.buffer.data(), message.bytes.data(), size);
  MessageRange& range = chunk.messages.emplace_back();
  range.bytes = chunk.buffer.view();
  range.ordinal = {0, message.number, message.offset};
  range.length = message.bytes.size();
  if (size < message.bytes.size()) {
    range.flaws = static_cast<uint8_t>(RecordFlaw::kTooLarge);
    HashRest(message.bytes.substr(size), &chunk);
  }
  chunk.files.emplace_back(message.source);
  chunk.bytes_read = message.bytes.size();
}

// Shows the octets that are not kept of chunk->messages.back() to the hasher, as a reader would. They are
// copied, because it needs slack around them.
void Inspector::Impl::HashRest(std::string_view rest, Chunk* chunk) {
  constexpr size_t kPiece = size_t{1} << 20;
  std::unique_ptr<LargeBody> body = LargeBodyHasher().Begin(chunk->buffer.view(), false);
  if (body == nullptr) return;
  Buffer piece;
  piece.Reserve(kPiece);
  for (; !rest.empty(); rest.remove_prefix(piece.size())) {
    piece.Resize(std::min(kPiece, rest.size()));
    std::memcpy(piece.data(), rest.data(), piece.size());
    body->Take(piece.view());
  }
  body->End();
  chunk->messages.back().passed = body.get();
  chunk->large_bodies.push_back(std::move(body));
}

void Inspector::Impl::TakeSession(const Session* told) {
  session = told == nullptr ? Session() : *told;
  sender = SenderOf(session);
  context.envelope = EnvelopeOf(session, sender);
}

// Asks, waits, and asks what the answers lead to, until all is known.
void Inspector::Impl::Examine() {
  do {
    AwaitAnswers(*context.dns, &pending.questions);
  } while (!worker->Examine(pending.messages.front(), &pending.questions, &inspection.evidence));
}

Inspector::Inspector(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Inspector::~Inspector() = default;

const Inspection& Inspector::Inspect(const MessageInput& message) {
  PendingChunk& pending = impl_->pending;
  Inspection& inspection = impl_->inspection;
  pending.Clear();
  impl_->TakeSession(message.session);
  impl_->Load(message);
  impl_->worker->ProcessBytes(&pending);
  impl_->Examine();
  const PendingMessage& read = pending.messages.front();
  inspection.verdicts = Judge(inspection.evidence, impl_->context.profile);
  inspection.complies = !AnyFails(inspection.verdicts, impl_->context.required);
  inspection.body_digest = read.body_digest;
  impl_->worker->Count(read, inspection.evidence, &pending);
  inspection.record = pending.records;
  return inspection;
}

struct Engine::Impl {
  absl::Status OpenSources(const EngineOptions& told);
  void Describe(const EngineOptions& told);

  ScanOptions options;  // Behind the views of `context`.
  std::unique_ptr<DnsClient> dns;
  AnswerStores stores;
  std::unique_ptr<PublicSuffixList> suffixes;
  ScanContext context;
  size_t samples = 0;
  std::string name;
  RunSummary run;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  std::mutex mutex;  // Guards the following.
  std::vector<std::unique_ptr<Inspector>> inspectors;
};

absl::Status Engine::Impl::OpenSources(const EngineOptions& told) {
  const std::optional<DnsSpec> spec = ParseDnsSpec(told.dns);
  if (!spec) {
    return absl::InvalidArgumentError(fmt::format(
        "dns: \"{}\" is no file, no IP address and none of system, off", PrintableText(told.dns, 80)));
  }
  options.dns = *spec;
  absl::StatusOr<std::unique_ptr<DnsClient>> client = OpenDns(*spec);
  if (!client.ok()) return client.status();
  dns = *std::move(client);
  const std::string& list = told.public_suffix_list;
  suffixes = list.empty() ? PublicSuffixList::Builtin() : PublicSuffixList::Load(list);
  if (suffixes == nullptr) {
    return absl::NotFoundError(
        fmt::format("{}: cannot be read as a public suffix list", list.empty() ? "built-in list" : list));
  }
  return absl::OkStatus();
}

void Engine::Impl::Describe(const EngineOptions& told) {
  samples = told.samples;
  name = told.name;
  run.version = Version();
  run.provider = told.profile;
  run.profile = ProfileName(told.profile);
  run.profile_date = ProfileDate(told.profile);
  run.sender_size = told.sender_size;
  run.dns = dns->Describe();
  run.public_suffix_list = suffixes->description();
  run.started_at = told.now.value_or(std::time(nullptr));
  if (told.at) run.at = fmt::format("@{}", *told.at);
}

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(const EngineOptions& options) {
  std::unique_ptr<Impl> impl = std::make_unique<Impl>();
  impl->options = ScanOptionsOf(options);
  if (absl::Status status = impl->OpenSources(options); !status.ok()) return status;
  impl->Describe(options);
  ScanContext& context = impl->context;
  FillScanContext(impl->options, impl->run.started_at, &context);
  context.dns = impl->dns.get();
  context.stores = &impl->stores;
  context.suffixes = impl->suffixes.get();
  context.traffic = options.traffic;
  context.write_records = true;
  return std::unique_ptr<Engine>(new Engine(std::move(impl)));
}

Inspector& Engine::NewInspector() {
  std::unique_ptr<Inspector::Impl> seat = std::make_unique<Inspector::Impl>(impl_->context, impl_->samples);
  const std::lock_guard<std::mutex> lock(impl_->mutex);
  impl_->inspectors.push_back(std::unique_ptr<Inspector>(new Inspector(std::move(seat))));
  return *impl_->inspectors.back();
}

absl::StatusOr<RunSummary> Engine::Finish() {
  std::vector<std::unique_ptr<Worker>> workers;
  for (const std::unique_ptr<Inspector>& inspector : impl_->inspectors) {
    workers.push_back(std::move(inspector->impl_->worker));
  }
  RunSummary run = std::move(impl_->run);
  RunTally tally([](const std::string&) {});
  RunState state = tally.Take({{impl_->name, std::nullopt, 0}}, workers, impl_->samples);
  if (absl::Status status = FoldState(std::move(state), &run); !status.ok()) return status;
  run.inputs.front().messages = run.totals.messages;
  run.inputs.front().bytes = run.totals.bytes;
  run.threads = static_cast<uint32_t>(workers.size());
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - impl_->start).count();
  JudgeCorpora(OutsideData(), CorpusExtent::kWhole, &run);
  return run;
}

}  // namespace kenpin
