// Reads key records leniently where §3.6.1 says so (unknown tags, unknown flags, foreign text beside a key)
// and strictly elsewhere.
#include "engine/dkim/key_record.h"

#include <array>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "engine/crypto/base64.h"
#include "engine/mail/arena.h"
#include "engine/mail/ascii.h"
#include "engine/mail/tag_list.h"

namespace kenpin {
namespace {

// Whether a colon-separated list has `word`.
bool Lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const size_t colon = std::min(list.find(':'), list.size());
    if (EqualsIgnoreCase(TrimBlanks(list.substr(0, colon)), word)) return true;
    list.remove_prefix(std::min(colon + 1, list.size()));
  }
  return false;
}

std::optional<DkimReason> ReasonOf(KeyError error) {
  switch (error) {
    case KeyError::kNone:
      return std::nullopt;
    case KeyError::kEmpty:
      return DkimReason::kKeyRevoked;
    case KeyError::kUndecodable:
    case KeyError::kUnusable:
      return DkimReason::kKeyUndecodable;
    case KeyError::kTooLong:
      return DkimReason::kKeyTooLong;
  }
  return DkimReason::kKeyUndecodable;
}

// Reads p= under the k= that `record` already has.
void ReadKey(std::string_view value, Arena& arena, KeyRecord* record) {
  if (value.empty()) {
    record->error = DkimReason::kKeyRevoked;
    return;
  }
  const std::span<uint8_t> octets = arena.NewArray<uint8_t>(MaxBase64DecodedSize(value.size()));
  const std::optional<size_t> size = DecodeBase64(value, octets);
  KeyError error = KeyError::kUndecodable;
  if (size) record->key = PublicKey::Parse(record->type, octets.first(*size), &error);
  record->error = record->key != nullptr ? std::nullopt : ReasonOf(error);
}

void ReadFlags(const TagList& tags, KeyRecord* record) {
  if (const Tag* h = tags.Find("h")) {
    record->allows_sha256 = Lists(h->value, "sha256");
    record->allows_sha1 = Lists(h->value, "sha1");
  }
  if (const Tag* s = tags.Find("s")) record->allows_email = Lists(s->value, "*") || Lists(s->value, "email");
  if (const Tag* t = tags.Find("t")) {
    record->testing = Lists(t->value, "y");
    record->strict_domain = Lists(t->value, "s");
  }
}

}  // namespace

std::optional<KeyRecord> ParseKeyRecord(std::string_view text) {
  Arena arena;
  const TagList tags = ParseTagList(text, arena);
  const bool begins_with_version = !tags.tags.empty() && tags.tags[0].name == "v";
  if (begins_with_version && tags.tags[0].value != "DKIM1") return std::nullopt;
  const Tag* p = tags.Find("p");
  if (p == nullptr && !begins_with_version) return std::nullopt;

  KeyRecord record;
  // §3.6.1: v= stands first or nowhere.
  if (tags.error != TagListError::kNone || p == nullptr ||
      (tags.Find("v") != nullptr && !begins_with_version)) {
    record.error = DkimReason::kKeySyntax;
    return record;
  }
  ReadFlags(tags, &record);
  const Tag* k = tags.Find("k");
  if (k == nullptr || EqualsIgnoreCase(k->value, "rsa")) {
    record.type = KeyType::kRsa;
  } else if (EqualsIgnoreCase(k->value, "ed25519")) {
    record.type = KeyType::kEd25519;
  } else if (!p->value.empty()) {
    record.error = DkimReason::kKeyAlgorithmMismatch;
    return record;
  }
  ReadKey(p->value, arena, &record);
  return record;
}

KeySet ParseKeySet(const DnsAnswer& answer) {
  KeySet set;
  for (const std::string& text : answer.records) {
    std::optional<KeyRecord> record = ParseKeyRecord(text);
    if (!record) continue;
    set.cut = set.records.size() == kMaxKeysPerSelector;
    if (set.cut) break;
    set.records.push_back(std::move(*record));
  }
  return set;
}

// Sharded, so that threads which look for different keys do not share a lock's cache line; the same key is
// looked for at most once in the 25 µs that its check takes.
struct KeyStore::Impl {
  struct Shard {
    std::shared_mutex mutex;
    absl::flat_hash_map<const DnsAnswer*, std::unique_ptr<const KeySet>> sets;
  };
  static constexpr size_t kShards = 32;
  std::array<Shard, kShards> shards;

  Shard& ShardOf(const DnsAnswer* answer) { return shards[absl::Hash<const DnsAnswer*>()(answer) % kShards]; }
};

KeyStore::KeyStore() : impl_(std::make_unique<Impl>()) {}
KeyStore::~KeyStore() = default;

const KeySet& KeyStore::Get(const DnsAnswer& answer) {
  Impl::Shard& shard = impl_->ShardOf(&answer);
  {
    const std::shared_lock lock(shard.mutex);
    const auto found = shard.sets.find(&answer);
    if (found != shard.sets.end()) return *found->second;
  }
  // Parsed outside the lock: another thread may do the same at the same time, and the first to come keeps its
  // result.
  std::unique_ptr<const KeySet> set = std::make_unique<const KeySet>(ParseKeySet(answer));
  const std::unique_lock lock(shard.mutex);
  return *shard.sets.try_emplace(&answer, std::move(set)).first->second;
}

}  // namespace kenpin
