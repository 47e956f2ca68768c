// Reads an RFC 1035 master file into statements about names, together with the comment lines by which a
// snapshot says what a zone cannot (dns_snapshot.h lists them). What the statements together mean is decided
// there.
#ifndef KENPIN_IO_ZONE_FILE_H_
#define KENPIN_IO_ZONE_FILE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "io/dns.h"

namespace kenpin {

// A range of time in which a statement holds, Unix seconds, both ends included.
struct HoldsRange {
  int64_t from = std::numeric_limits<int64_t>::min();
  int64_t to = std::numeric_limits<int64_t>::max();
  bool operator==(const HoldsRange&) const = default;
};

// One record, or one line about the lack of some.
struct ZoneStatement {
  std::string name;                      // Lower case, absolute, without the final dot; empty for the root.
  uint16_t type = 0;                     // Resource record type; 0 where the name does not exist.
  DnsStatus status = DnsStatus::kFound;  // kFound: a record. Else kNoData, kNxDomain or kFailed.
  std::string value;  // As DnsAnswer::records has it; empty for types that are never asked.
  HoldsRange holds;
};

struct ZoneFile {
  std::vector<ZoneStatement> statements;  // In the order of the file.
  std::optional<DnsAskedRange> recorded;
};

// Parses the text of a file; `path` is for messages. The first bad line is the error: "path:line: what; what
// to do".
absl::StatusOr<ZoneFile> ParseZoneFile(std::string_view text, const std::string& path);

// Writes `name` to `out` in lower case and without a final dot. Returns its length, or nullopt for a name
// that DNS cannot carry (empty, an empty label, a label over 63 octets, over 253 octets in all). `out` holds
// kMaxDnsName octets.
inline constexpr size_t kMaxDnsName = 253;
std::optional<size_t> NormalizeDnsName(std::string_view name, char* out);

}  // namespace kenpin

#endif  // KENPIN_IO_ZONE_FILE_H_
