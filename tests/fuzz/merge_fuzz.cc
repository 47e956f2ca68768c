// A shard of a partial that comes from anybody, with a checksum that fits: refused, or merged with another
// one into reports that are sound. What was read is written as the same; the order of partials and repetition
// change nothing.
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/corpus_judge.h"
#include "engine/crypto/digest.h"
#include "engine/exit_code.h"
#include "engine/merge_command.h"
#include "engine/partial/domain_codec.h"
#include "engine/partial/partial_file.h"
#include "engine/partial/test_state.h"
#include "engine/shard_run.h"
#include "io/byte_codec.h"
#include "io/sqlite_statement.h"
#include "rules/profile.h"
#include "tests/fuzz/checked_reports.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;
namespace fs = std::filesystem;

constexpr size_t kSamples = 3;
// Shards: the input's, the other one, and places for what is written anew.
constexpr uint32_t kHostile = 1, kOther = 2, kFree = 10;

std::string Contents(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Files in memory, where there are such.
class Folder {
 public:
  Folder()
      : path_((fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
              ("kenpin-merge-fuzz-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string Path(const char* name) const { return (path_ / name).string(); }

 private:
  fs::path path_;
};

// A partial of a sound shard, open in memory.
class Stage {
 public:
  Stage() {
    std::mt19937 random(11);
    RunState state = RandomState(random, kSamples);
    for (InputSummary& input : state.inputs) input.errors = 0;
    state.domains.erase(std::next(state.domains.begin()), state.domains.end());
    state.fingerprints.clear();
    messages_ = state.messages();
    ScanOptions options;
    options.shard_count = 2;
    RunSummary run;
    run.version = "1.2.3";
    run.profile = ProfileName(Provider::kGmail);
    const auto about = AboutPartial(options, "", run);
    auto writer = PartialWriter::Create(other());
    Require(about.ok() && writer.ok(), "a partial can be written");
    about_ = *about;
    Require((*writer)->Add(kOther, state).ok() && (*writer)->Commit(*about).ok(), "a partial is written");
    const std::string bytes = Contents(other());
    unsigned char* copy = static_cast<unsigned char*>(sqlite3_malloc64(bytes.size()));
    std::memcpy(copy, bytes.data(), bytes.size());
    const sqlite3_int64 size = static_cast<sqlite3_int64>(bytes.size());
    Require(
        sqlite3_open(":memory:", &database_) == SQLITE_OK &&
            sqlite3_deserialize(database_, "main", copy, size, size,
                                SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) == SQLITE_OK,
        "a database in memory");
  }
  ~Stage() { sqlite3_close(database_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  sqlite3* database() { return database_; }
  const PartialAbout& about() const { return about_; }
  uint64_t other_messages() const { return messages_; }
  std::string other() const { return folder_.Path("other"); }
  std::string hostile() const { return folder_.Path("hostile"); }
  std::string both() const { return folder_.Path("both"); }
  std::string report() const { return folder_.Path("report.json"); }

  // The database as a file.
  void Save(const std::string& path) {
    sqlite3_int64 size = 0;
    unsigned char* bytes = sqlite3_serialize(database_, "main", &size, 0);
    Require(bytes != nullptr, "a database can be saved");
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes), size);
    sqlite3_free(bytes);
  }

 private:
  Folder folder_;
  sqlite3* database_ = nullptr;
  PartialAbout about_;
  uint64_t messages_ = 0;
};

// The pieces of an input, each behind its length. What is empty is left out.
struct Pieces {
  explicit Pieces(std::string_view input) {
    ByteReader in(input);
    for (std::string_view* piece :
         {&org_domain, &domain, &counts, &totals, &path, &rest, &fingerprints, &dns})
      *piece = in.Text();
  }
  std::string_view org_domain, domain, counts, totals, path, rest, fingerprints, dns;
};

// One input in so many of a fuzzer's, and all others: for what is slow.
bool IsRare(std::string_view input, size_t many) {
  return !fuzz::IsFuzzing() || fuzz::Dice(input).Below(many) == 0;
}

// Stores the pieces as a shard, with the checksum that belongs to them.
void StoreHostile(const Pieces& pieces, sqlite3* database) {
  Hasher hasher(HashAlgorithm::kSha256);
  hasher.Start();
  const auto hash = [&hasher](std::string_view bytes) {
    ByteWriter length;
    length.Number(bytes.size());
    hasher.Update(length.bytes());
    hasher.Update(bytes);
  };
  if (!pieces.rest.empty()) {
    SqliteStatement insert(database, "INSERT INTO state_input VALUES(?, 0, ?, 0, 0, ?)");
    insert.Integer(kHostile).Blob(pieces.path).Blob(pieces.rest).Run();
    hash(pieces.path);
    hash(pieces.rest);
  }
  if (!pieces.counts.empty()) {
    SqliteStatement insert(database, "INSERT INTO state_domain VALUES(?, ?, ?, 0, 0, ?)");
    insert.Integer(kHostile).Text(pieces.org_domain).Text(pieces.domain).Blob(pieces.counts).Run();
    for (const std::string_view piece : {pieces.org_domain, pieces.domain, pieces.counts}) hash(piece);
  }
  if (!pieces.fingerprints.empty()) {
    SqliteStatement insert(database, "INSERT INTO state_fingerprint VALUES(?, 0, ?)");
    insert.Integer(kHostile).Blob(pieces.fingerprints).Run();
    hash(pieces.fingerprints);
  }
  ByteWriter none;
  EncodeTotals(RunTotals(), &none);
  const std::string_view totals = pieces.totals.empty() ? std::string_view(none.bytes()) : pieces.totals;
  hash(totals);
  SqliteStatement insert(database, "INSERT INTO state VALUES(?, 0, 0, ?, ?, 1700000000, 1.5, 1)");
  const std::string sha256 = Hexadecimal(hasher.Finish().bytes());
  insert.Integer(kHostile).Blob(totals).Text(sha256).Run();
  Require(insert.status().ok(), "a row can be stored");
  SqliteStatement dns(database, "UPDATE about SET value = ? WHERE name = 'run.dns'");
  dns.Text(pieces.dns).Run();
}

std::string Written(sqlite3* database, uint32_t number, RunState& state) {
  const auto sha256 = WriteState(database, number, state);
  Require(sha256.ok(), "what was read can be written");
  return *sha256;
}

// Reads shards into one state, one after the other.
RunState Read(sqlite3* database, std::initializer_list<uint32_t> shards) {
  RunState state(kSamples);
  for (const uint32_t shard : shards)
    Require(ReadState(database, shard, &state).ok(), "what is there is read");
  return state;
}

void CheckStates(Stage& stage, std::string_view input, const Pieces& pieces) {
  sqlite3* database = stage.database();
  RunState hostile = Read(database, {kHostile});
  const uint64_t messages = hostile.messages();
  const std::string first = Written(database, kFree, hostile);
  RunState again = Read(database, {kFree});
  Require(Written(database, kFree + 1, again) == first, "what is written is read as the same");
  RunState both = Read(database, {kHostile, kOther});
  RunState one = Read(database, {kHostile});
  one.Merge(Read(database, {kOther}));
  Require(Written(database, kFree + 2, both) == Written(database, kFree + 3, one), "to read is to merge");
  Require(both.messages() == messages + stage.other_messages(), "no message is lost");
  RunSummary run;
  size_t sample_limit = 0;
  PartialAbout about = stage.about();
  about["run.dns"] = pieces.dns;
  Require(ReadAbout(about, &run, &sample_limit).ok() && sample_limit == kSamples, "conditions are read");
  Require(FoldState(std::move(both), &run).ok(), "a state can be summed up");
  JudgeCorpora(OutsideData(), CorpusExtent::kWhole, &run);
  CountWaived(&run);
  if (!IsRare(input, 8)) return;
  fuzz::CheckReports(run, fuzz::Dice(input));
}

std::string Merge(const Stage& stage, std::vector<std::string> partials, const std::string& out) {
  MergeOptions options;
  options.partials = std::move(partials);
  options.scan.fail_on = FailOn::kNever;
  options.scan.partial_path = out;
  OutputSpec json;
  json.format = ReportFormat::kJson;
  json.path = stage.report();
  options.scan.outputs = {json};
  fs::remove(stage.report());
  const int code = RunMerge(options);
  // A merge takes signals for itself.
  if (code == kExitInterrupted || code == kExitTerminated) std::_Exit(code);
  Require(code == kExitClean || code == kExitOperational, "partials are merged");
  return Contents(stage.report());
}

// `kenpin merge` itself, with files.
void CheckMerge(Stage& stage) {
  stage.Save(stage.hostile());
  const std::string report = Merge(stage, {stage.hostile(), stage.other()}, "");
  Require(fuzz::IsJson(report), "a merge writes its report");
  Require(Merge(stage, {stage.other(), stage.hostile(), stage.other()}, stage.both()) == report,
          "neither order nor repetition matters");
  Require(Merge(stage, {stage.both()}, "") == report, "the partial of all says the same");
  fs::remove(stage.both());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  static Stage stage;
  const Pieces pieces(text.view());
  const auto execute = [](const char* sql) { Require(ExecuteSql(stage.database(), sql).ok(), sql); };
  // What is to be saved must be committed.
  execute("BEGIN");
  StoreHostile(pieces, stage.database());
  execute("COMMIT; BEGIN");
  RunState state(kSamples);
  const absl::Status status = ReadState(stage.database(), kHostile, &state);
  if (status.ok()) {
    if (IsRare(text.view(), 32)) CheckMerge(stage);
    CheckStates(stage, text.view(), pieces);
  } else {
    Require(status.message().find("is damaged: ") == 0, "an error says what is wrong");
  }
  execute("ROLLBACK; BEGIN");
  Require(DeleteState(stage.database(), kHostile).ok(), "a shard can be deleted");
  execute("COMMIT");
  return 0;
}
