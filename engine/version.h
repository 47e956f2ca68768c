// What `kenpin --version` says, and the version that reports carry.
#ifndef KENPIN_ENGINE_VERSION_H_
#define KENPIN_ENGINE_VERSION_H_

#include <string>
#include <string_view>

namespace kenpin {

// "0.1.0".
std::string_view Version();

// Several lines: version, libraries with theirs, the public suffix list, the date of the rule profile.
std::string VersionText();

}  // namespace kenpin

#endif  // KENPIN_ENGINE_VERSION_H_
