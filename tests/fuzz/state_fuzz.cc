// What the file of --state holds, which may come from anybody: lists of files, and rows of all kinds beside
// those of a sound night. A night over it is refused with the name of the file, or ends, and after it a night
// without news changes nothing.
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/nightly/scan_state.h"
#include "engine/partial/state_tables.h"
#include "io/byte_codec.h"
#include "io/chunk.h"
#include "io/corpus.h"
#include "io/known_files.h"
#include "io/sqlite_statement.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;
namespace fs = std::filesystem;

constexpr size_t kSamples = 3;
constexpr int64_t kDay = 86400;
constexpr int64_t kNow = 1775433600;

std::string Contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void Store(const fs::path& path, std::string_view content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
}

void CheckList(std::string_view stored) {
  std::optional<KnownFiles> files = KnownFiles::Decode(stored);
  if (!files) return;
  for (size_t i = 0; i < files->size(); ++i) {
    Require(i == 0 || files->name(i - 1) <= files->name(i), "names are in order");
    const size_t found = files->Find(files->name(i));
    Require(found != KnownFiles::kNone && found >= i && files->name(found) == files->name(i),
            "the last of a name is found");
  }
  const std::string again = files->Encode();
  const std::optional<KnownFiles> second = KnownFiles::Decode(again);
  Require(second && second->size() == files->size() && second->Encode() == again,
          "what is written is read as the same");
}

// Reads what is new, and counts messages, their octets and where one stands.
RunState Count(const std::string& path, InputLook* look, std::vector<InputError>* errors) {
  CorpusOptions options;
  options.look = look;
  Corpus corpus({path}, options);
  RunState state(kSamples);
  static Chunk chunk;
  uint64_t messages = 0, bytes = 0;
  DomainCounts& counts = state.domains["a.example"]["a.example"];
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    for (const MessageRange& message : chunk.messages) {
      ++messages;
      bytes += message.length;
      Sample sample;
      sample.ordinal = message.ordinal;
      sample.source = chunk.files.at(message.file_index);
      counts.rules[0].samples.Offer(sample, kSamples);
    }
    errors->insert(errors->end(), chunk.errors.begin(), chunk.errors.end());
  }
  counts.messages = messages;
  state.totals.bytes = bytes;
  InputSummary& input = state.inputs.emplace_back();
  input.path = path;
  input.messages = messages;
  input.bytes = bytes;
  input.errors = errors->size();
  return state;
}

// Some mail, and the state of one night over it.
class Stage {
 public:
  Stage()
      : root_((fs::is_directory("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
              ("kenpin-state-fuzz-" + std::to_string(::getpid()))) {
    const std::string mail = "From: a@a.example\n\nbody\n";
    for (const char* name :
         {"files/1.eml", "files/2.eml", "maildir/cur/1700.a.host:2,S", "maildir/new/1701.b.host"})
      Store(root_ / name, mail);
    fs::create_directories(root_ / "maildir/tmp");
    const std::string record = "From a@a.example Mon Apr  6 00:00:00 2026\n" + mail + "\n";
    Store(root_ / "mail.mbox", record + record);
    for (const char* name : {"files", "maildir", "mail.mbox"}) inputs_.push_back((root_ / name).string());
    Require(Night(kNow - 3 * kDay, 0).has_value(), "a sound night ends");
    sound_ = Contents(path());
  }
  ~Stage() { fs::remove_all(root_); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  const std::vector<std::string>& inputs() const { return inputs_; }
  std::string path() const { return (root_ / "state").string(); }
  void Restore() const { Store(path(), sound_); }

  // A night over the inputs; the digest of what all nights have counted, or nothing if the state is refused.
  std::optional<std::string> Night(int64_t now, uint32_t keep_days) const {
    std::string digest;
    const absl::Status status = Run(now, keep_days, &digest);
    if (status.ok()) return digest;
    Require(status.message().find(path()) == 0, "an error names the state");
    return std::nullopt;
  }

 private:
  absl::Status Run(int64_t now, uint32_t keep_days, std::string* digest) const {
    const ScanStateOptions options{path(), keep_days, kSamples, now, inputs_};
    absl::StatusOr<std::unique_ptr<ScanState>> state = ScanState::Open(options, {{"--profile", "gmail"}});
    if (!state.ok()) return state.status();
    for (size_t i = 0; i < inputs_.size(); ++i) {
      const absl::StatusOr<InputLook*> look = (*state)->LookAt(i);
      if (!look.ok()) return look.status();
      std::vector<InputError> errors;
      RunState counted = Count(inputs_[i], *look, &errors);
      const absl::Status added = (*state)->Add(i, std::move(counted), errors);
      if (!added.ok()) return added;
    }
    absl::StatusOr<RunState> sum = (*state)->Cumulative();
    if (!sum.ok()) return sum.status();
    const absl::Status committed = (*state)->Commit();
    if (committed.ok()) *digest = Digest(*sum);
    return committed;
  }

  static std::string Digest(RunState& sum) {
    sqlite3* database = nullptr;
    Require(sqlite3_open(":memory:", &database) == SQLITE_OK && CreateStateTables(database).ok(),
            "a database in memory");
    const absl::StatusOr<std::string> sha256 = WriteState(database, 1, sum);
    Require(sha256.ok(), "a sum can be written");
    sqlite3_close(database);
    return *sha256;
  }

  fs::path root_;
  std::vector<std::string> inputs_;
  std::string sound_;
};

int64_t Any(ByteReader& in) { return static_cast<int64_t>(in.Number(UINT64_MAX)); }

// Puts rows made of the input into the state, in place of sound ones. Returns the number of its night.
int64_t StoreHostile(const Stage& stage, std::string_view input) {
  ByteReader in(input);
  sqlite3* database = nullptr;
  Require(sqlite3_open(stage.path().c_str(), &database) == SQLITE_OK, "a state is a database");
  int64_t number = 0;
  const std::string& path = stage.inputs()[in.Number(stage.inputs().size() - 1)];
  {
    const std::string_view format = in.Text(), files = in.Text(), digest = in.Text();
    SqliteStatement seen(
        database,
        "UPDATE seen SET format = iif(?2 = '', format, ?2), files = ?3, tail_sha256 = ?4, size = ?5,"
        " modified = ?6, tail_begin = ?7, tail_end = ?8, takes_all_files = ?9, cur_modified = ?10,"
        " new_modified = ?11, listed_at = ?12 WHERE path = ?1");
    seen.Text(path).Text(format).Blob(files).Blob(digest);
    for (int i = 0; i < 8; ++i) seen.Integer(Any(in));
    seen.Run();
    SqliteStatement night(database, "INSERT OR REPLACE INTO night VALUES(?, ?)");
    number = Any(in);
    night.Integer(number).Integer(Any(in)).Run();
    SqliteStatement part(database, "INSERT OR REPLACE INTO part VALUES(?, ?, ?)");
    part.Integer(Any(in)).Integer(Any(in)).Text(path).Run();
    const std::string_view base = in.Text(), place = in.Text();
    SqliteStatement places(database, "INSERT OR REPLACE INTO place VALUES(?, ?, ?, ?)");
    places.Text(path).Text(base).Text(place).Integer(Any(in)).Run();
  }
  sqlite3_close(database);
  return number;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  CheckList(text.view());
  ByteReader in(text.view());
  in.Number(UINT64_MAX);
  in.Text();
  CheckList(in.Text());
  // Files are slow.
  fuzz::Dice dice(text.view());
  if (fuzz::IsFuzzing() && dice.Below(8) != 0) return 0;
  static const Stage stage;
  stage.Restore();
  const int64_t number = StoreHostile(stage, text.view());
  // Nights can be counted no further.
  const bool is_end = number >= int64_t{UINT32_MAX} - 2 && number <= int64_t{UINT32_MAX};
  const uint32_t keep_days = static_cast<uint32_t>(dice.Below(3));
  const std::optional<std::string> sum = stage.Night(kNow, keep_days);
  if (!sum || is_end) return 0;
  // At the same time: a second later a night may be older than what is kept.
  Require(stage.Night(kNow, keep_days) == sum, "a night without news changes nothing");
  return 0;
}
