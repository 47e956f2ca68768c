// The file is cut into entries (a line, or several within parentheses), so that an error has its line, and so
// that snapshot lines, which are comments to everybody else, are seen before the parser of records drops
// them. The records themselves are read by ldns.
#include "io/zone_file.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <memory>
#include <utility>

#include <absl/status/status.h>
#include <absl/strings/string_view.h>
#include <absl/time/time.h>
#include <fmt/format.h>
#include <ldns/ldns.h>
#include <stdio_ext.h>

#include "io/dns_record.h"

namespace kenpin {
namespace {

constexpr std::string_view kSnapshotMark = ";kenpin";
constexpr uint32_t kDefaultTtl = 3600;

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

struct FreeRdf {
  void operator()(ldns_rdf* p) const { ldns_rdf_deep_free(p); }
};
struct FreeRecord {
  void operator()(ldns_rr* p) const { ldns_rr_free(p); }
};
struct CloseFile {
  void operator()(FILE* p) const { std::fclose(p); }
};

// TIME of a snapshot line: RFC 3339 or '@' and Unix seconds.
std::optional<int64_t> ParseTime(std::string_view text) {
  if (text.starts_with('@')) {
    int64_t seconds = 0;
    const std::from_chars_result read = std::from_chars(text.data() + 1, text.data() + text.size(), seconds);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(seconds)
                                                                           : std::nullopt;
  }
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, absl::string_view(text.data(), text.size()), &time, nullptr))
    return std::nullopt;
  return absl::ToUnixSeconds(time);
}

std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t begin = 0; begin < text.size();) {
    begin = std::min(text.find_first_not_of(" \t\r", begin), text.size());
    const size_t end = std::min(text.find_first_of(" \t\r", begin), text.size());
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return words;
}

// The length of the entry at the beginning of `text`: to the end of the line, or of the line that closes the
// last parenthesis.
size_t EntryLength(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  bool comment = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      if (depth <= 0) return i + 1;
      quoted = comment = false;
    } else if (comment) {
      continue;
    } else if (c == '\\' && i + 1 < text.size() && text[i + 1] != '\n') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      comment = c == ';';
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    }
  }
  return text.size();
}

// Whether a name in the record, its owner's among them, is longer than RFC 1035 (section 2.3.4) lets it be.
// ldns puts a name and its $ORIGIN together without looking.
bool HasTooLongName(const ldns_rr& record) {
  if (ldns_rdf_size(ldns_rr_owner(&record)) > LDNS_MAX_DOMAINLEN) return true;
  for (size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
    const ldns_rdf* field = ldns_rr_rdf(&record, i);
    if (ldns_rdf_get_type(field) == LDNS_RDF_TYPE_DNAME && ldns_rdf_size(field) > LDNS_MAX_DOMAINLEN)
      return true;
  }
  return false;
}

bool IsBlankOrComment(std::string_view entry) {
  const size_t first = entry.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos || entry[first] == ';';
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& path) : rest_(text), path_(path) {}

  absl::StatusOr<ZoneFile> Parse() {
    for (; !rest_.empty(); rest_.remove_prefix(entry_.size())) {
      line_ += std::count(entry_.begin(), entry_.end(), '\n');
      entry_ = rest_.substr(0, EntryLength(rest_));
      const std::string problem = IsSnapshotLine()           ? ReadSnapshotLine()
                                  : IsBlankOrComment(entry_) ? ""
                                                             : ReadRecord();
      if (!problem.empty()) {
        return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path_, line_, problem));
      }
    }
    return std::move(zone_);
  }

 private:
  // The readers return what is wrong and what to do, or nothing.

  bool IsSnapshotLine() const {
    return entry_.starts_with(kSnapshotMark) &&
           (entry_.size() == kSnapshotMark.size() ||
            std::string_view(" \t\r\n").find(entry_[kSnapshotMark.size()]) != std::string_view::npos);
  }

  std::string ReadSnapshotLine() {
    // A comment does not open parentheses, so the entry is one line.
    const std::vector<std::string_view> words =
        SplitWords(entry_.substr(kSnapshotMark.size(), entry_.find('\n') - kSnapshotMark.size()));
    const std::string_view verb = words.empty() ? "" : words[0];
    if (verb == "1" && words.size() == 1) return "";
    if (verb == "recorded") return ReadRecorded(words);
    if (verb == "from") return ReadFrom(words);
    if (verb == "nxdomain" && words.size() == 2) return AddLack(words[1], "", DnsStatus::kNxDomain);
    if (verb == "nodata" && words.size() == 3) return AddLack(words[1], words[2], DnsStatus::kNoData);
    if (verb == "servfail" && words.size() == 3) return AddLack(words[1], words[2], DnsStatus::kFailed);
    if (words.size() == 1 &&
        std::all_of(verb.begin(), verb.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      return fmt::format(
          "snapshot version {} is not known, only 1; use a newer kenpin, or record the snapshot anew", verb);
    }
    return fmt::format(
        "'{}' is no snapshot line; write '1', 'recorded TIME', 'from TIME [to TIME]', 'nxdomain NAME', "
        "'nodata NAME TYPE' or 'servfail NAME TYPE' after ';kenpin'",
        entry_.substr(0, entry_.find_last_not_of("\r\n") + 1));
  }

  // Reads "TIME" or "TIME to TIME" behind the verb; one time is the range's end, too, unless the range is
  // open.
  std::string ReadRange(const std::vector<std::string_view>& words, int64_t open_end, HoldsRange* range) {
    const bool with_end = words.size() == 4 && words[2] == "to";
    const std::optional<int64_t> from = words.size() == 2 || with_end ? ParseTime(words[1]) : std::nullopt;
    const std::optional<int64_t> to = with_end ? ParseTime(words[3]) : std::optional(open_end);
    if (!from || !to)
      return fmt::format(
          "';kenpin {}' takes TIME or TIME to TIME; write a time as 2026-07-02T00:00:00Z or @1782950400",
          words[0]);
    *range = {*from, with_end || open_end != 0 ? *to : *from};
    return range->from > range->to ? "the range ends before it begins; exchange the two times" : "";
  }

  std::string ReadRecorded(const std::vector<std::string_view>& words) {
    HoldsRange range;
    std::string problem = ReadRange(words, 0, &range);
    if (!problem.empty()) return problem;
    if (!zone_.recorded) zone_.recorded = DnsAskedRange{range.from, range.to};
    zone_.recorded->first = std::min(zone_.recorded->first, range.from);
    zone_.recorded->last = std::max(zone_.recorded->last, range.to);
    return "";
  }

  std::string ReadFrom(const std::vector<std::string_view>& words) {
    return ReadRange(words, std::numeric_limits<int64_t>::max(), &holds_);
  }

  std::string AddLack(std::string_view name, std::string_view type, DnsStatus status) {
    char normal[kMaxDnsName];
    // The root is where a CNAME may lead, though nobody asks for it.
    const std::optional<size_t> length =
        name == "." ? std::optional<size_t>(0) : NormalizeDnsName(UnescapeZoneName(name), normal);
    if (!length) return fmt::format("'{}' is no name that DNS can carry; correct it", name);
    const uint16_t number =
        type.empty() ? 0 : static_cast<uint16_t>(ldns_get_rr_type_by_name(std::string(type).c_str()));
    if (!type.empty() && number == 0)
      return fmt::format("'{}' is no record type; write TXT, A, AAAA, MX, PTR or CNAME", type);
    zone_.statements.push_back({std::string(normal, *length), number, status, "", holds_});
    return "";
  }

  std::string ReadRecord() {
    const std::unique_ptr<FILE, CloseFile> file(
        fmemopen(const_cast<char*>(entry_.data()), entry_.size(), "r"));
    if (file == nullptr) return "out of memory; free some, or part the file";
    // ldns reads byte by byte, and nobody else knows this file: without its lock a third of the time is
    // saved.
    __fsetlocking(file.get(), FSETLOCKING_BYCALLER);
    ldns_rr* raw_record = nullptr;
    ldns_rdf* origin = origin_.release();
    ldns_rdf* previous = previous_.release();
    int lines = 0;
    const ldns_status status =
        ldns_rr_new_frm_fp_l(&raw_record, file.get(), &ttl_, &origin, &previous, &lines);
    origin_.reset(origin);
    previous_.reset(previous);
    const std::unique_ptr<ldns_rr, FreeRecord> record(raw_record);
    if (status == LDNS_STATUS_SYNTAX_TTL || status == LDNS_STATUS_SYNTAX_ORIGIN ||
        status == LDNS_STATUS_SYNTAX_EMPTY)
      return "";
    if (status == LDNS_STATUS_SYNTAX_INCLUDE) return "$INCLUDE is not followed; paste the file here";
    if (status != LDNS_STATUS_OK || record == nullptr) {
      return fmt::format("no record of a master file ({}); correct or remove it",
                         ldns_get_errorstr_by_id(status));
    }
    // ldns takes a word that it does not know for a type without a number, if nothing follows.
    if (ldns_rr_get_type(record.get()) == static_cast<ldns_rr_type>(0))
      return "no record of a master file (its type is unknown); correct or remove it";
    if (HasTooLongName(*record))
      return "a name is longer than the 255 octets that DNS can carry, $ORIGIN included; correct it";
    if (ldns_rr_get_class(record.get()) != LDNS_RR_CLASS_IN) return "";
    zone_.statements.push_back({DnsNameText(ldns_rr_owner(record.get())),
                                static_cast<uint16_t>(ldns_rr_get_type(record.get())), DnsStatus::kFound,
                                DnsRecordText(*record), holds_});
    return "";
  }

  std::string_view rest_;
  std::string_view entry_;  // A prefix of rest_.
  int64_t line_ = 1;        // Of the entry's first line.
  const std::string& path_;
  HoldsRange holds_;
  ZoneFile zone_;
  // What ldns carries from one record to the next: $TTL, $ORIGIN, the owner that a line beginning with a
  // blank repeats.
  uint32_t ttl_ = kDefaultTtl;
  std::unique_ptr<ldns_rdf, FreeRdf> origin_{ldns_dname_new_frm_str(".")};
  std::unique_ptr<ldns_rdf, FreeRdf> previous_;
};

}  // namespace

std::optional<size_t> NormalizeDnsName(std::string_view name, char* out) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > kMaxDnsName) return std::nullopt;
  size_t label = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    out[i] = ToLower(name[i]);
    if (name[i] != '.') {
      if (++label > LDNS_MAX_LABELLEN) return std::nullopt;
      continue;
    }
    if (label == 0) return std::nullopt;
    label = 0;
  }
  return label == 0 ? std::nullopt : std::optional(name.size());
}

absl::StatusOr<ZoneFile> ParseZoneFile(std::string_view text, const std::string& path) {
  return Parser(text, path).Parse();
}

}  // namespace kenpin
