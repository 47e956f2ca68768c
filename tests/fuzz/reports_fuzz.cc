// Reports about a message made of the input, whose path and waiver are made of it, too: every format can be
// read by the rules of its format, and nothing in it is more than text.
#include <sqlite3.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/corpus_judge.h"
#include "engine/exit_code.h"
#include "engine/outside_data.h"
#include "engine/report/sqlite_report.h"
#include "engine/run_tally.h"
#include "io/sqlite_statement.h"
#include "tests/fuzz/checked_reports.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/judged.h"
#include "tests/fuzz/read_formats.h"

namespace {

using namespace kenpin;
using fuzz::Require;

RunSummary Run(const fuzz::Scene& scene, std::string_view message, std::string_view path,
               std::string* records) {
  std::vector<std::unique_ptr<Worker>> workers;
  workers.push_back(std::make_unique<Worker>(scene.context(), 3, size_t{1} << 16));
  PendingChunk pending;
  pending.bytes_read = message.size();
  fuzz::Judge(*workers[0], message, "", "", path, &pending);
  *records = pending.records;
  pending.errors.push_back({0, std::string(path), 7, "cannot read: " + std::string(path)});
  RunTally tally([](const std::string&) {});
  tally.Add(pending);
  RunSummary run;
  run.version = "1.2.3";
  run.profile = "gmail";
  run.profile_date = "2026-07-02";
  run.dns = path;
  run.started_at = 1775433600;
  InputInfo info;
  info.path = path;
  info.format = InputFormat::kEml;
  Require(FoldState(tally.Take({info}, workers, 3), &run).ok(), "a run can be summed up");
  run.waivers.push_back({RuleId::kFormatDate, "*", std::string(path) + ".", 30000, false, 0});
  JudgeCorpora(OutsideData(), CorpusExtent::kWhole, &run);
  CountWaived(&run);
  return run;
}

// A database in memory, where files can be; it is written anew each time.
std::string DatabasePath() {
  const char* folder = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
  return std::string(folder) + "/kenpin-reports-fuzz-" + std::to_string(::getpid());
}

void CheckDatabase(const RunSummary& run, const std::string& records) {
  static const std::string path = DatabasePath();
  auto report = SqliteReport::Create(path, MessageRows::kYes);
  Require(report.ok() && (*report)->AddRecords(records).ok() && (*report)->Finish(run).ok(),
          "a database can be written");
  sqlite3* database = nullptr;
  Require(sqlite3_open(path.c_str(), &database) == SQLITE_OK, "and opened");
  {
    SqliteStatement check(database, "PRAGMA integrity_check");
    Require(check.Next() && check.GetText(0) == "ok", "and is whole");
    SqliteStatement messages(database, "SELECT count(*), sum(json_valid(record)) FROM messages");
    Require(messages.Next() && messages.GetInteger(0) == 1 && messages.GetInteger(1) == 1,
            "a message has its row");
    SqliteStatement texts(
        database,
        "SELECT source FROM messages UNION ALL SELECT message_id FROM messages UNION ALL"
        " SELECT author_domain FROM messages UNION ALL SELECT org_domain FROM messages UNION ALL"
        " SELECT path FROM inputs UNION ALL SELECT error FROM inputs UNION ALL"
        " SELECT domain FROM domains UNION ALL SELECT org_domain FROM domains UNION ALL"
        " SELECT source FROM samples UNION ALL SELECT message_id FROM samples UNION ALL"
        " SELECT dns FROM run");
    while (texts.Next()) Require(fuzz::IsHarmlessText(texts.GetText(0)), "a text has no control characters");
    Require(texts.status().ok(), "every column is there");
  }
  sqlite3_close(database);
  ::unlink(path.c_str());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static const fuzz::Scene scene(CryptoKernels::kAuto);
  // The first line is the path, and stands in the message as well.
  const std::string_view path = input.substr(0, std::min<size_t>(input.find('\n'), 300));
  std::string records;
  const RunSummary run = Run(scene, input, path, &records);

  Require(fuzz::IsJson(records), "a record is JSON");
  fuzz::Dice dice(input);
  if (!fuzz::IsFuzzing() || dice.Below(8) == 0) CheckDatabase(run, records);
  fuzz::CheckReports(run, dice);
  return 0;
}
