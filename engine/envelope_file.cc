#include "engine/envelope_file.h"

#include <absl/status/status.h>
#include <fmt/core.h>

#include <utility>

#include "io/csv.h"

namespace kenpin {
namespace {

constexpr std::string_view kEnvelopeColumns[] = {"message_id", "client_ip", "mail_from", "helo"};

std::string_view WithoutBrackets(std::string_view id) {
  if (id.size() >= 2 && id.starts_with('<') && id.ends_with('>')) return id.substr(1, id.size() - 2);
  return id;
}

absl::Status CheckEnvelopeColumns(const std::string& path, const CsvTable& table) {
  for (const std::string& column : table.columns) {
    bool known = false;
    for (const std::string_view name : kEnvelopeColumns) known |= name == column;
    if (!known) {
      return absl::InvalidArgumentError(fmt::format(
          "{}: unknown column '{}'; known are message_id, client_ip, mail_from and helo", path, column));
    }
  }
  if (table.Find("message_id") < table.columns.size()) return absl::OkStatus();
  return absl::InvalidArgumentError(fmt::format("{}: there is no column message_id", path));
}

// Fills `row`; returns what is wrong, or nothing.
std::string FillRow(std::string_view column, const std::string& field, EnvelopeRow* row) {
  if (field.empty()) return {};
  if (column == "helo") row->helo = field;
  if (column == "client_ip") {
    row->client = ParseIpAddress(field);
    if (!row->client) return fmt::format("client_ip '{}' is no IPv4 or IPv6 address", field);
  }
  if (column == "mail_from") {
    row->mail_from = ParseMailFrom(field);
    if (!row->mail_from) return fmt::format("mail_from '{}' is neither an address, a domain nor <>", field);
  }
  return {};
}

}  // namespace

absl::StatusOr<std::unique_ptr<EnvelopeFile>> EnvelopeFile::Read(const std::string& path) {
  absl::StatusOr<CsvTable> table = ReadCsv(path);
  if (!table.ok()) return table.status();
  if (absl::Status status = CheckEnvelopeColumns(path, *table); !status.ok()) return status;
  const size_t id_column = table->Find("message_id");
  std::unique_ptr<EnvelopeFile> file(new EnvelopeFile());
  for (size_t i = 0; i < table->rows.size(); ++i) {
    const std::vector<std::string>& fields = table->rows[i];
    const std::string_view id = WithoutBrackets(fields[id_column]);
    EnvelopeRow row;
    std::string wrong = id.empty() ? "message_id is empty" : "";
    for (size_t k = 0; k < fields.size() && wrong.empty(); ++k) {
      wrong = FillRow(table->columns[k], fields[k], &row);
    }
    if (wrong.empty() && !file->rows_.emplace(id, std::move(row)).second) {
      wrong = fmt::format("message_id '{}' stands there twice", id);
    }
    if (!wrong.empty()) {
      return absl::InvalidArgumentError(fmt::format("{}: line {}: {}", path, table->lines[i], wrong));
    }
  }
  return file;
}

const EnvelopeRow* EnvelopeFile::Find(std::string_view message_id) const {
  const auto found = rows_.find(message_id);
  return found == rows_.end() ? nullptr : &found->second;
}

}  // namespace kenpin
