// Key records and public keys: a record has a key or an error, a key has a size within the limits, and no
// signature made of the input is valid by one path and not by the other.
#include <array>
#include <string_view>
#include <vector>

#include "engine/crypto/public_key.h"
#include "engine/crypto/rsa_lanes.h"
#include "engine/dkim/key_record.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

void CheckKey(const std::shared_ptr<const PublicKey>& key, std::string_view text) {
  const bool rsa = key->type() == KeyType::kRsa;
  Require(rsa ? key->bits() >= kMinUsableRsaBits && key->bits() <= kMaxRsaBits : key->bits() == 256,
          "a key that can be used is within the limits");
  static SignatureVerifier verifier;
  static RsaBatch batch(CryptoKernels::kLanes);
  const std::array<uint8_t, 32> digest{1, 2, 3};
  std::vector<uint8_t> signature(rsa ? (static_cast<size_t>(key->bits()) + 7) / 8 : 64);
  for (size_t i = 0; i < signature.size() && i < text.size(); ++i)
    signature[i] = static_cast<uint8_t>(text[i]);
  const bool valid = verifier.Verify(key, HashAlgorithm::kSha256, digest, signature);
  if (!rsa) return;
  std::array<const PublicKey*, kRsaLanes> valid_with{};
  for (const PublicKey*& slot : valid_with) {
    batch.Add({key.get(), HashAlgorithm::kSha256, digest, signature, &slot});
  }
  batch.Finish();
  for (const PublicKey* slot : valid_with)
    Require(valid || slot == nullptr, "lanes find nothing valid that is not");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  if (const std::optional<KeyRecord> record = ParseKeyRecord(text.view())) {
    Require(record->error.has_value() == (record->key == nullptr), "a record has a key or an error");
    if (record->key != nullptr) {
      Require(record->key->type() == record->type, "a key is of the type that the record says");
      CheckKey(record->key, text.view());
    }
  }
  for (const KeyType type : {KeyType::kRsa, KeyType::kEd25519}) {
    KeyError error = KeyError::kNone;
    const std::shared_ptr<const PublicKey> key = PublicKey::Parse(type, {data, size}, &error);
    Require((key == nullptr) == (error != KeyError::kNone), "a key is there or an error is");
    if (key != nullptr) CheckKey(key, text.view());
  }
  return 0;
}
