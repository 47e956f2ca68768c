// `kenpin dns`: records the DNS that a scan of a corpus needs, and looks over what was recorded.
#ifndef KENPIN_ENGINE_DNS_COMMAND_H_
#define KENPIN_ENGINE_DNS_COMMAND_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/options/options.h"
#include "io/zone_file.h"

namespace kenpin {

// What is wrong with one recorded name, or worth a remark.
struct SnapshotRemark {
  std::string name;
  std::string text;       // A phrase, e.g. "the RSA key has 1024 bits".
  bool is_error = false;  // Mail that depends on it fails; else a remark.
  auto operator<=>(const SnapshotRemark&) const = default;
};

// What a snapshot holds.
struct SnapshotOverview {
  std::map<std::string, size_t> records;  // By type, as "TXT"; without the types that are never asked.
  size_t names = 0;
  size_t keys = 0;  // DKIM keys that can be used.
  size_t spf_records = 0;
  size_t dmarc_records = 0;
  size_t absent = 0;                    // Names or types that are recorded as absent.
  size_t failed = 0;                    // Questions that are recorded as failed.
  std::vector<SnapshotRemark> remarks;  // Ordered by name.
};
SnapshotOverview LookOver(const ZoneFile& zone);

// The overview for people. `path` and `recorded` head it; everything is made printable.
std::string OverviewAsText(const SnapshotOverview& overview, std::string_view path,
                           const std::optional<DnsAskedRange>& recorded);

// `kenpin dns check FILE`: prints the overview to stdout. Returns kExitClean, kExitFindings when it holds
// errors, or kExitOperational when the file is no snapshot (told on stderr).
int RunDnsCheck(const std::string& path);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_DNS_COMMAND_H_
