// The files that people hand over: CSV of all kinds and the JSON of Postmaster Tools. What was read can be
// written and read again; an error names the file.
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <string_view>

#include "engine/envelope_file.h"
#include "engine/outside_data.h"
#include "engine/traffic_map.h"
#include "engine/waivers.h"
#include "io/csv.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// The input as a file that has a path and no place on a disk.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : fd_(memfd_create("input", MFD_CLOEXEC)) {
    Require(fd_ >= 0 && write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()),
            "a file in memory");
    path_ = "/proc/self/fd/" + std::to_string(fd_);
  }
  ~MemoryFile() { close(fd_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  int fd_;
  std::string path_;
};

std::string Quoted(std::string_view field) {
  std::string text = "\"";
  for (const char c : field) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + '"';
}

void CheckTable(std::string_view text) {
  const absl::StatusOr<CsvTable> table = ParseCsv(text);
  if (!table.ok()) return;
  Require(table->rows.size() == table->lines.size(), "a row has its line");
  // A line of one empty field is an empty line.
  if (table->columns.size() == 1 && table->columns[0].empty()) return;
  std::string again;
  for (const std::string& column : table->columns) (again += Quoted(column)) += ',';
  if (!again.empty()) again.back() = '\n';
  size_t line = 1;
  for (size_t i = 0; i < table->rows.size(); ++i) {
    Require(table->rows[i].size() == table->columns.size(), "rows are as wide as the header");
    Require(table->lines[i] > line, "rows are in order");
    line = table->lines[i];
    std::string row;
    for (const std::string& field : table->rows[i]) (row += Quoted(field)) += ',';
    row.back() = '\n';
    again += row;
  }
  const absl::StatusOr<CsvTable> second = ParseCsv(again);
  Require(second.ok() && second->columns == table->columns && second->rows == table->rows,
          "a table that is written anew is the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  CheckTable(text.view());
  const MemoryFile file(text.view());
  const auto check = [&](const absl::Status& status) {
    Require(status.ok() || status.message().find(file.path()) != std::string_view::npos,
            "an error names the file");
  };
  const auto envelopes = EnvelopeFile::Read(file.path());
  check(envelopes.status());
  if (envelopes.ok()) {
    Require((*envelopes)->size() <= size, "rows are bounded by the file");
    (*envelopes)->Find("1@shop.example");
  }
  check(TrafficMap::Read(file.path()).status());
  const auto waivers = ReadWaivers(file.path(), 1700000000);
  check(waivers.status());
  if (waivers.ok()) {
    for (const Waiver& waiver : *waivers) {
      Require(!waiver.reason.empty() && !waiver.rule_name().empty(), "a waiver has a rule and a reason");
      waiver.Covers(RuleId::kFormatDate, "shop.example");
    }
  }
  OutsideData rates;
  check(rates.ReadSpamRates(file.path()));
  OutsideData postmaster;
  check(postmaster.ReadPostmaster(file.path()));
  postmaster.FactsOf("shop.example");
  ParseDay(text.view());
  if (const std::optional<uint32_t> rate = ParseRate(text.view()))
    Require(*rate <= 1'000'000, "a rate is a share");
  return 0;
}
