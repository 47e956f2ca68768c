#include "engine/report/content_policy.h"

#include <array>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"

namespace kenpin {

std::string HashSource(std::string_view text) {
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute(text);
  std::array<char, Base64EncodedSize(kMaxDigestSize)> encoded{};
  return "'sha256-" + std::string(EncodeBase64(digest.bytes(), encoded)) + "'";
}

}  // namespace kenpin
