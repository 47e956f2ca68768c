// The options of `kenpin scan`: their declaration, and the check that turns their words into ScanOptions.
#ifndef KENPIN_ENGINE_OPTIONS_SCAN_OPTIONS_H_
#define KENPIN_ENGINE_OPTIONS_SCAN_OPTIONS_H_

#include <chrono>
#include <string>
#include <vector>

#include "engine/options/options.h"

namespace CLI {
class App;
}

namespace kenpin {

// What the option table stores before it is checked and turned into ScanOptions.
struct RawScan {
  std::vector<std::string> mta_adds;
  std::string dns = "system";
  double dns_timeout = std::chrono::duration<double>(kDefaultDnsTimeout).count();
  std::string at;
  std::string client_ip;
  std::string mail_from;
  std::string helo;
  std::vector<std::string> out;
  std::vector<std::string> out_cumulative;
  bool sqlite_messages = false;
  std::string shard;
  std::string since;
  std::string until;
};

// Declares all options of the command; `raw` and `scan` are filled when the command line is parsed.
void DeclareScanOptions(CLI::App& app, RawScan& raw, ScanOptions& scan);

// Declares those of `kenpin dns snapshot`: the corpus, whom to ask, and what decides which questions are
// asked.
void DeclareSnapshotOptions(CLI::App& app, RawScan& raw, ScanOptions& scan);

// Declares those of `kenpin explain`: one message, and what decides how a scan would judge it.
void DeclareExplainOptions(CLI::App& app, RawScan& raw, ExplainOptions& explain);

// Declares those of `kenpin plan` and `kenpin merge`.
void DeclarePlanOptions(CLI::App& app, PlanOptions& plan);
void DeclareMergeOptions(CLI::App& app, RawScan& raw, MergeOptions& merge);
// Checks the words of `kenpin merge`; refuses as in option_values.h.
void CheckMergeOptions(const RawScan& raw, MergeOptions& merge);

// Checks the words and completes `scan`; refuses as in option_values.h.
void CheckScanOptions(const RawScan& raw, ScanOptions& scan);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OPTIONS_SCAN_OPTIONS_H_
