#include "engine/version.h"

#include <absl/base/config.h>
#include <fmt/format.h>
#include <libpsl.h>
#include <openssl/crypto.h>
#include <tbb/version.h>
#include <unicode/uvernum.h>

#include <hwy/targets.h>

#include <ctime>

#include "engine/crypto/rsa_lanes.h"
#include "engine/crypto/sha256_lanes.h"
#include "rules/profile.h"

namespace kenpin {

std::string_view Version() { return KENPIN_VERSION; }

namespace {

std::string ProfileDates() {
  std::string text;
  for (const ProfileInfo& profile : Profiles())
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", profile.name, profile.date);
  return text;
}

}  // namespace

std::string VersionText() {
  const time_t psl_time = psl_builtin_file_time();
  std::tm utc = {};
  gmtime_r(&psl_time, &utc);
  // The best instruction set that this processor offers to the SIMD kernels: the lowest bit is the best.
  const int64_t targets = hwy::SupportedTargets();
  return fmt::format(
      "kenpin {}\n"
      "OpenSSL {}, oneTBB {}, libpsl {}, ICU {}\n"
      "public suffix list: built-in, {:04}-{:02}-{:02}\n"
      "rule profiles: {}\n"
      "kernels: {}, SHA-256 by {}, RSA by {}",
      Version(), OpenSSL_version(OPENSSL_VERSION_STRING), TBB_runtime_version(), psl_get_version(),
      U_ICU_VERSION, utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, ProfileDates(),
      hwy::TargetName(targets & -targets), Sha256KernelName(), RsaKernelName());
}

}  // namespace kenpin
