#include "engine/partial/state_tables.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string_view>
#include <utility>

#include "engine/auth/sender_system.h"
#include "engine/corpus_fold.h"
#include "engine/crypto/digest.h"
#include "engine/partial/domain_codec.h"
#include "io/sqlite_statement.h"
#include "rules/corpus_rule.h"
#include "rules/profile.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {
namespace {

constexpr char kTables[] = R"sql(
CREATE TABLE IF NOT EXISTS state(number INTEGER PRIMARY KEY, messages INTEGER NOT NULL, bytes INTEGER NOT NULL,
  totals BLOB NOT NULL, sha256 TEXT NOT NULL, started_at INTEGER NOT NULL, seconds REAL NOT NULL,
  threads INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS state_input(number INTEGER NOT NULL, place INTEGER NOT NULL, path BLOB NOT NULL,
  messages INTEGER NOT NULL, bytes INTEGER NOT NULL, rest BLOB NOT NULL,
  PRIMARY KEY(number, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state_domain(number INTEGER NOT NULL, org_domain TEXT NOT NULL, domain TEXT NOT NULL,
  messages INTEGER NOT NULL, bytes INTEGER NOT NULL, counts BLOB NOT NULL,
  PRIMARY KEY(number, org_domain, domain));
CREATE TABLE IF NOT EXISTS state_fingerprint(number INTEGER NOT NULL, place INTEGER NOT NULL,
  fingerprints BLOB NOT NULL, PRIMARY KEY(number, place));
)sql";

constexpr uint64_t kMaxInputs = uint64_t{1} << 20;
constexpr size_t kMaxDomainOctets = 255;
constexpr double kMaxRunSeconds = 1e10;  // Of all shards together.
constexpr int64_t kMaxRunThreads = 1 << 20;

absl::Status Damaged(std::string_view what) {
  const std::string text = "is damaged: " + std::string(what);
  return absl::DataLossError(absl::string_view(text.data(), text.size()));
}

// Over all that is stored of a state, piece by piece, each behind its length.
class StateHasher {
 public:
  StateHasher() : hasher_(HashAlgorithm::kSha256) { hasher_.Start(); }
  void Add(std::string_view bytes) {
    length_.Clear();
    length_.Number(bytes.size());
    hasher_.Update(length_.bytes());
    hasher_.Update(bytes);
  }
  std::string Finish() { return Hexadecimal(hasher_.Finish().bytes()); }

 private:
  Hasher hasher_;
  ByteWriter length_;
};

void EncodeInput(const InputSummary& input, ByteWriter* out) {
  out->Number(input.messages);
  out->Number(input.bytes);
  out->Text(input.format);
  out->Text(input.compression);
  out->Text(input.archive);
  out->Text(input.error);
  out->Number(input.errors);
  out->Number(input.ambiguous_lines);
  out->Number(input.ambiguous_at.size());
  for (const PlaceInInput& place : input.ambiguous_at) {
    out->Number(place.file);
    out->Number(place.offset);
  }
}

bool IsFormatName(std::string_view text) {
  for (const char c : text) {
    if (c < '!' || c > '~') return false;
  }
  return text.size() <= kMaxDomainOctets;
}

bool DecodeInput(std::string_view path, std::string_view bytes, InputSummary* input) {
  ByteReader in(bytes);
  input->path = path;
  input->messages = in.Number(kMaxStoredCount);
  input->bytes = in.Number(kMaxStoredCount);
  input->format = in.Text();
  input->compression = in.Text();
  input->archive = in.Text();
  input->error = in.Text();
  input->errors = in.Number(kMaxStoredCount);
  input->ambiguous_lines = in.Number(kMaxStoredCount);
  const uint64_t places = in.Number(kMaxAmbiguousOffsets);
  if (places != std::min<uint64_t>(input->ambiguous_lines, kMaxAmbiguousOffsets)) in.Fail();
  for (uint64_t i = 0; i < places; ++i) {
    PlaceInInput place;
    place.file = static_cast<uint32_t>(in.Number(UINT32_MAX));
    place.offset = in.Number(kMaxStoredOffset);
    OfferAmbiguous(place, input);
  }
  return in.done() && IsFormatName(input->format) && IsFormatName(input->compression) &&
         IsFormatName(input->archive);
}

// A-labels in lower case, or nothing.
bool IsDomain(std::string_view text) {
  for (const char c : text) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    if (!fits) return false;
  }
  return text.size() <= kMaxDomainOctets;
}

void AppendFingerprint(const Fingerprint& fingerprint, std::string* block) {
  for (const uint64_t word : fingerprint.words) {
    for (unsigned shift = 0; shift < 64; shift += 8) *block += static_cast<char>(word >> shift);
  }
}

Fingerprint FingerprintAt(std::string_view block, size_t place) {
  Fingerprint fingerprint;
  for (uint64_t& word : fingerprint.words) {
    for (unsigned shift = 0; shift < 64; shift += 8) {
      word |= static_cast<uint64_t>(static_cast<uint8_t>(block[place++])) << shift;
    }
  }
  return fingerprint;
}

// Writes one state; each member a table.
class StateWriter {
 public:
  StateWriter(sqlite3* database, uint32_t number) : database_(database), number_(number) {}

  absl::StatusOr<std::string> Write(RunState& state) {
    absl::Status status = WriteInputs(state.inputs);
    if (status.ok()) status = WriteDomains(state.domains);
    if (status.ok()) status = WriteFingerprints(state.fingerprints);
    if (!status.ok()) return status;
    ByteWriter totals;
    EncodeTotals(state.totals, &totals);
    hasher_.Add(totals.bytes());
    const std::string sha256 = hasher_.Finish();
    SqliteStatement insert(database_, "INSERT INTO state VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
    insert.Integer(number_).Integer(Signed(state.messages())).Integer(Signed(state.totals.bytes));
    insert.Blob(totals.bytes()).Text(sha256);
    insert.Integer(state.times.started_at).Real(state.times.seconds).Integer(state.times.threads).Run();
    if (!insert.status().ok()) return insert.status();
    return sha256;
  }

 private:
  static int64_t Signed(uint64_t count) { return static_cast<int64_t>(count); }

  absl::Status WriteInputs(const std::vector<InputSummary>& inputs) {
    SqliteStatement insert(database_, "INSERT INTO state_input VALUES(?, ?, ?, ?, ?, ?)");
    for (size_t i = 0; i < inputs.size(); ++i) {
      buffer_.Clear();
      EncodeInput(inputs[i], &buffer_);
      insert.Integer(number_).Integer(Signed(i)).Blob(inputs[i].path);
      insert.Integer(Signed(inputs[i].messages)).Integer(Signed(inputs[i].bytes)).Blob(buffer_.bytes());
      insert.Run();
      hasher_.Add(inputs[i].path);
      hasher_.Add(buffer_.bytes());
    }
    return insert.status();
  }

  absl::Status WriteDomains(const DomainTree& domains) {
    SqliteStatement insert(database_, "INSERT INTO state_domain VALUES(?, ?, ?, ?, ?, ?)");
    for (const auto& [org_domain, subdomains] : domains) {
      for (const auto& [domain, counts] : subdomains) {
        buffer_.Clear();
        EncodeDomain(counts, &buffer_);
        insert.Integer(number_).Text(org_domain).Text(domain);
        insert.Integer(Signed(counts.messages)).Integer(Signed(counts.bytes)).Blob(buffer_.bytes()).Run();
        hasher_.Add(org_domain);
        hasher_.Add(domain);
        hasher_.Add(buffer_.bytes());
      }
    }
    return insert.status();
  }

  absl::Status WriteFingerprints(std::vector<SortedRuns>& fingerprints) {
    SqliteStatement insert(database_, "INSERT INTO state_fingerprint VALUES(?, ?, ?)");
    std::string block;
    int64_t place = 0;
    const auto flush = [&] {
      if (block.empty()) return;
      insert.Integer(number_).Integer(place++).Blob(block).Run();
      hasher_.Add(block);
      block.clear();
    };
    std::vector<SortedRuns*> sources;
    sources.reserve(fingerprints.size());
    for (SortedRuns& runs : fingerprints) sources.push_back(&runs);
    const absl::Status status = SortedRuns::Merge(sources, [&](const Fingerprint& fingerprint) {
      AppendFingerprint(fingerprint, &block);
      if (block.size() == kFingerprintsPerBlock * sizeof(Fingerprint)) flush();
    });
    flush();
    return status.ok() ? insert.status() : status;
  }

  sqlite3* database_;
  uint32_t number_;
  StateHasher hasher_;
  ByteWriter buffer_;
};

// Reads one state into another one.
class StateReader {
 public:
  StateReader(sqlite3* database, uint32_t number, RunState& state)
      : database_(database), number_(number), state_(state) {}

  absl::Status Read() {
    absl::Status status = ReadInputs();
    if (status.ok()) status = ReadDomains();
    if (status.ok()) status = ReadFingerprints();
    return status.ok() ? ReadTotals() : status;
  }

 private:
  absl::Status ReadInputs() {
    SqliteStatement select(database_,
                           "SELECT place, path, rest FROM state_input WHERE number = ? ORDER BY place");
    select.Integer(number_);
    for (uint64_t i = 0; select.Next(); ++i) {
      const std::string path(select.GetBlob(1));
      const std::string_view rest = select.GetBlob(2);
      InputSummary input;
      if (static_cast<uint64_t>(select.GetInteger(0)) != i || i >= kMaxInputs ||
          !DecodeInput(path, rest, &input)) {
        return Damaged("an input");
      }
      hasher_.Add(path);
      hasher_.Add(rest);
      if (state_.inputs.size() <= i) state_.inputs.resize(i + 1);
      MergeInput(std::move(input), &state_.inputs[i]);
    }
    return select.status();
  }

  absl::Status ReadDomains() {
    SqliteStatement select(database_,
                           "SELECT org_domain, domain, counts FROM state_domain WHERE number = ? "
                           "ORDER BY org_domain, domain");
    select.Integer(number_);
    while (select.Next()) {
      const std::string org_domain(select.GetText(0));
      const std::string domain(select.GetText(1));
      const std::string_view bytes = select.GetBlob(2);
      DomainCounts counts;
      if (!IsDomain(org_domain) || !IsDomain(domain) || !DecodeDomain(bytes, state_.sample_limit, &counts)) {
        return Damaged("a domain");
      }
      hasher_.Add(org_domain);
      hasher_.Add(domain);
      hasher_.Add(bytes);
      state_.domains[org_domain][domain].Merge(std::move(counts), state_.sample_limit);
    }
    return select.status();
  }

  absl::Status ReadFingerprints() {
    SqliteStatement select(database_,
                           "SELECT fingerprints FROM state_fingerprint WHERE number = ? ORDER BY place");
    select.Integer(number_);
    while (select.Next()) {
      const std::string_view block = select.GetBlob(0);
      if (block.empty() || block.size() % sizeof(Fingerprint) != 0 ||
          block.size() > kFingerprintsPerBlock * sizeof(Fingerprint)) {
        return Damaged("fingerprints");
      }
      hasher_.Add(block);
      for (size_t i = 0; i < block.size(); i += sizeof(Fingerprint)) {
        const Fingerprint fingerprint = FingerprintAt(block, i);
        if (!IsPossible(fingerprint)) return Damaged("a fingerprint");
        state_.AddFingerprint(fingerprint);
      }
    }
    return select.status();
  }

  // Last, since the digest stands there.
  absl::Status ReadTotals() {
    SqliteStatement select(database_,
                           "SELECT totals, sha256, started_at, seconds, threads FROM state WHERE number = ?");
    select.Integer(number_);
    if (!select.Next()) return select.status().ok() ? Damaged("the state is not there") : select.status();
    const std::string_view bytes = select.GetBlob(0);
    RunTotals totals;
    if (!DecodeTotals(bytes, &totals)) return Damaged("totals");
    hasher_.Add(bytes);
    if (select.GetText(1) != hasher_.Finish()) return Damaged("the checksum is another one");
    MergeTotals(totals, &state_.totals);
    const absl::StatusOr<RunTimes> times = ReadTimes(select);
    if (!times.ok()) return times.status();
    MergeTimes(*times, &state_.times);
    return absl::OkStatus();
  }

  // They stand outside of the checksum: two runs of a shard are the same shard.
  absl::StatusOr<RunTimes> ReadTimes(SqliteStatement& select) const {
    const int64_t started_at = select.GetInteger(2);
    const double seconds = select.GetReal(3);
    const int64_t threads = select.GetInteger(4);
    if (started_at < 0 || started_at >= kLastCountedTime || !(seconds >= 0 && seconds <= kMaxRunSeconds) ||
        threads < 0 || threads > kMaxRunThreads) {
      return Damaged("when it was made");
    }
    return RunTimes{started_at, seconds, static_cast<uint32_t>(threads)};
  }

  sqlite3* database_;
  uint32_t number_;
  RunState& state_;
  StateHasher hasher_;
};

// The names and levels of a table's rules.
template <typename Rule>
void HashRules(std::span<const Rule> rules, StateHasher* hasher) {
  for (const Rule& rule : rules) {
    hasher->Add(rule.name);
    for (const ProfileInfo& profile : Profiles()) {
      const char level = static_cast<char>(LevelFor(rule, profile.id));
      hasher->Add({&level, 1});
    }
  }
}

}  // namespace

std::string RuleTableHash() {
  StateHasher hasher;
  HashRules(Rules(), &hasher);
  HashRules(CorpusRules(), &hasher);
  for (const ProfileInfo& profile : Profiles()) hasher.Add(profile.date);
  for (size_t i = 0; i < kReasonCount; ++i) hasher.Add(ReasonName(static_cast<Reason>(i)));
  for (size_t i = 0; i < kSenderSystemCount; ++i) hasher.Add(SenderSystemName(static_cast<SenderSystem>(i)));
  return hasher.Finish();
}

absl::Status CreateStateTables(sqlite3* database) { return ExecuteSql(database, kTables); }

absl::StatusOr<std::string> WriteState(sqlite3* database, uint32_t number, RunState& state) {
  return StateWriter(database, number).Write(state);
}

absl::StatusOr<std::vector<StateInfo>> ListStates(sqlite3* database) {
  SqliteStatement select(
      database,
      "SELECT number, messages, bytes, sha256, started_at, seconds, threads FROM state ORDER BY number");
  std::vector<StateInfo> states;
  while (select.Next()) {
    const int64_t number = select.GetInteger(0);
    if (number < 0 || number > int64_t{kMaxStateNumber}) return Damaged("the number of a state");
    StateInfo& state = states.emplace_back();
    state.number = static_cast<uint32_t>(number);
    state.messages = static_cast<uint64_t>(select.GetInteger(1));
    state.bytes = static_cast<uint64_t>(select.GetInteger(2));
    state.sha256 = select.GetText(3);
    state.times.started_at = select.GetInteger(4);
    state.times.seconds = select.GetReal(5);
    state.times.threads = static_cast<uint32_t>(select.GetInteger(6));
  }
  if (!select.status().ok()) return select.status();
  return states;
}

absl::Status ReadState(sqlite3* database, uint32_t number, RunState* state) {
  return StateReader(database, number, *state).Read();
}

absl::Status DeleteState(sqlite3* database, uint32_t number) {
  for (const char* sql :
       {"DELETE FROM state WHERE number = ?", "DELETE FROM state_input WHERE number = ?",
        "DELETE FROM state_domain WHERE number = ?", "DELETE FROM state_fingerprint WHERE number = ?"}) {
    SqliteStatement remove(database, sql);
    remove.Integer(number).Run();
    if (!remove.status().ok()) return remove.status();
  }
  return absl::OkStatus();
}

}  // namespace kenpin
