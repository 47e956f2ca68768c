// Messages are made in batches by a few threads and written in order, so that neither thread count nor timing
// can be seen in the result.
#include "bench/corpus/generate.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <stdexcept>

#include "bench/corpus/compose.h"
#include "bench/corpus/expected_content.h"
#include "bench/corpus/sign.h"
#include "bench/corpus/trace.h"
#include "bench/corpus/zone.h"

namespace kenpin::corpus {
namespace {

// Bodies are not drawn smaller than this, unless half of them are to be.
constexpr uint64_t kSmallestBody = 700;
// Messages a thread makes before they are written: some 4 MB of the default size.
constexpr uint64_t kBatch = 64;

bool HasNeed(const ChosenDefects& defects, uint32_t need) {
  return std::any_of(defects.begin(), defects.end(),
                     [need](const Defect* defect) { return (defect->row.needs & need) != 0; });
}

// "message_id":"...", null without a Message-ID, nothing where its value is left open.
std::string MessageIdMember(const Message& message, const ChosenDefects& defects) {
  if (HasNeed(defects, kIdOpen)) return "";
  if (!HasField(message, "Message-ID")) return "\"message_id\":null,";
  for (const Field& field : message.fields) {
    if (field.name != "Message-ID") continue;
    std::string_view id = FieldBody(field);
    if (id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    return "\"message_id\":" + JsonString(id) + ",";
  }
  return "";
}

std::string AuthorMember(const Message& message, const ChosenDefects& defects) {
  if (HasNeed(defects, kAuthorOpen)) return "";
  if (HasNeed(defects, kAuthorNull)) return "\"author_domain\":null,";
  return "\"author_domain\":" + JsonString(message.plan.sender->from_domain) + ",";
}

// A line of envelope.csv, or nothing where the Message-ID does not tell one message from all others.
std::string EnvelopeRow(const Message& message, const ChosenDefects& defects) {
  const Plan& plan = message.plan;
  const bool odd_id =
      !plan.message_id.empty() || std::any_of(defects.begin(), defects.end(), [](const Defect* defect) {
        return defect->row.name.starts_with("message-id");
      });
  if (plan.given != EnvelopeGiven::kFile || odd_id) return "";
  std::string_view id = FieldBody(GetField(message, "Message-ID"));
  id = id.substr(1, id.size() - 2);
  return fmt::format("{},{},{},{}\n", id, plan.client.address, EnvelopeSender(plan), plan.client.helo);
}

std::string TruthRow(const CorpusOptions& options, const Message& message, const ChosenDefects& defects) {
  std::string names;
  for (const Defect* defect : defects) {
    if (!names.empty()) names += ',';
    names += JsonString(defect->row.name);
  }
  const std::string path =
      options.format == StoreFormat::kMbox
          ? std::string()
          : fmt::format("\"file\":{},", JsonString(StoreWriter::RelativePath(options.name, options.format,
                                                                             message.plan.ordinal)));
  const bool authentication = std::any_of(defects.begin(), defects.end(),
                                          [](const Defect* defect) { return defect->authentication; });
  return fmt::format("{{{}\"ordinal\":{},{}{}{}\"defects\":[{}],{}{}}}\n", MessageIdMember(message, defects),
                     message.plan.ordinal, path, AuthorMember(message, defects), SystemMembers(message.plan),
                     names, authentication ? "\"authentication\":true," : "",
                     RulesAsJson(ComputeTruth(message, defects, options.line_end)));
}

std::vector<MadeMessage> MakeBatch(const CorpusOptions& options, uint64_t begin, uint64_t end) {
  std::vector<MadeMessage> batch;
  batch.reserve(end - begin);
  for (uint64_t ordinal = begin; ordinal < end; ++ordinal) batch.push_back(MakeMessage(options, ordinal));
  return batch;
}

}  // namespace

int64_t RecordedAt(const CorpusOptions& options) { return options.start + SpanOf(options.mode) / 2; }

MadeMessage MakeMessage(const CorpusOptions& options, uint64_t ordinal) {
  const PlanFrame frame{options.seed,
                        options.messages,
                        options.mode,
                        options.given,
                        options.flawless,
                        options.start,
                        LogNormalSizes(options.median_body, options.mean_body),
                        std::min(kSmallestBody, options.median_body),
                        options.single_signature};
  const ChosenDefects defects = options.mix.Choose(options.seed, ordinal);
  uint32_t needs = kNeedsNothing;
  const Sender* sender = nullptr;
  for (const Defect* defect : defects) {
    needs |= defect->row.needs;
    if (!defect->row.sender.empty()) sender = &FindSender(defect->row.sender);
  }

  Message message(DrawPlan(frame, ordinal, needs, sender));
  for (const Defect* defect : defects) {
    if (defect->row.plan != nullptr) defect->row.plan(message.plan);
  }
  ComposeMessage(message);
  for (const Defect* defect : defects) {
    if (defect->row.compose != nullptr) defect->row.compose(message);
  }
  const auto fold = [&message] {
    if (!message.plan.flawless) return;
    for (size_t i = 0; i < message.fields.size(); ++i) {
      if (message.fields[i].name != "DKIM-Signature") FoldLongLines(message.fields[i]);
    }
  };
  fold();
  SignMessage(message);
  AddReceiverResults(message);
  fold();  // What the receiver wrote.
  // Beyond this point nothing is signed any more.
  for (const Defect* defect : defects) {
    if (defect->row.tamper != nullptr) defect->row.tamper(message);
  }
  MadeMessage made;
  made.bytes = options.format == StoreFormat::kMbox ? MboxRecord(message, options.line_end)
                                                    : StoredBytes(message, options.line_end);
  made.envelope_row = EnvelopeRow(message, defects);
  if (made.envelope_row.empty() && options.given == EnvelopeGiven::kFile)
    message.plan.given = EnvelopeGiven::kNothing;
  made.truth_row = TruthRow(options, message, defects);
  made.share = ShareOf(message, defects);
  made.keys = std::move(message.keys);
  made.zone_lines = std::move(message.plan.zone_lines);
  return made;
}

CorpusTotals GenerateCorpus(const CorpusOptions& options) {
  StoreWriter store(options.folder, options.name, options.format);
  std::ofstream truth(options.folder / "truth.ndjson", std::ios::binary | std::ios::trunc);
  std::string envelopes = "message_id,client_ip,mail_from,helo\n";
  ZoneBuilder zone;
  CorpusTruth whole;
  CorpusTotals totals;
  const uint64_t threads = std::max(1U, options.threads);
  for (uint64_t begin = 0; begin < options.messages; begin += kBatch * threads) {
    std::vector<std::future<std::vector<MadeMessage>>> batches;
    for (uint64_t at = begin; at < std::min(options.messages, begin + kBatch * threads); at += kBatch) {
      const uint64_t end = std::min(options.messages, at + kBatch);
      batches.push_back(
          std::async(std::launch::async, [&options, at, end] { return MakeBatch(options, at, end); }));
    }
    for (std::future<std::vector<MadeMessage>>& batch : batches) {
      for (const MadeMessage& made : batch.get()) {
        store.Write(totals.messages++, made.bytes);
        totals.bytes += made.bytes.size();
        truth << made.truth_row;
        envelopes += made.envelope_row;
        whole.Add(made.share);
        for (const KeyUse& key : made.keys) zone.Add(key);
        for (const std::string& line : made.zone_lines) zone.AddLine(line);
      }
    }
  }
  store.Finish();
  truth.close();
  if (!truth) throw std::runtime_error("can not write " + (options.folder / "truth.ndjson").string());
  WriteFile(options.folder / "dns.zone", zone.Write(RecordedAt(options)));
  WriteFile(options.folder / "psl.dat", WriteSuffixList());
  WriteFile(options.folder / "domains.ndjson", whole.Write());
  WriteFile(options.folder / "traffic.csv", WriteTrafficMap());
  WriteFile(options.folder / "postmaster.csv", WritePostmaster(RecordedAt(options)));
  if (options.given == EnvelopeGiven::kFile) WriteFile(options.folder / "envelope.csv", envelopes);
  return totals;
}

}  // namespace kenpin::corpus
