// What decides the numbers of a scan, as words: scans whose conditions differ must not be added up.
#ifndef KENPIN_ENGINE_SCAN_CONDITIONS_H_
#define KENPIN_ENGINE_SCAN_CONDITIONS_H_

#include <map>
#include <string>

#include "engine/options/options.h"

namespace kenpin {

// Name, such as that of an option, to value; what is as by default is there, too, and what is not given is
// left out. Of DNS only whom is asked is told, not what was answered; of files that options name only that
// they were given, but for the redaction key, of which a hash is told (`redact_key`: its octets, empty for
// none). `suffix_list` is what the public suffix list in use says of itself.
std::map<std::string, std::string> ConditionsOf(const ScanOptions& options, const std::string& redact_key,
                                                const std::string& suffix_list);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_SCAN_CONDITIONS_H_
