// What becomes of a corpus' fingerprints: one sorted pass over all of them tells how many bodies, Message-IDs
// and unsubscribe URIs differ, and how many messages fell into any 24 hours.
//
// A fingerprint is 32 octets, ordered by its words. The first word is the hash of the Organizational Domain
// with the kind in its two lowest bits, so that the pass sees one domain at a time and one kind after the
// other, and needs hardly any memory.
#ifndef KENPIN_ENGINE_CORPUS_FOLD_H_
#define KENPIN_ENGINE_CORPUS_FOLD_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "engine/mail/facts.h"
#include "engine/mail/ip_address.h"
#include "io/chunk.h"
#include "io/sorted_runs.h"
#include "rules/corpus_rule.h"

namespace kenpin {

// FNV-1a: names are hashed only to group fingerprints, and must hash the same on every machine.
uint64_t NameHash(std::string_view name);

// An address in one word: an IPv4 address behind a one, of an IPv6 address the first 64 bits (its network). 0
// is no address.
uint64_t ClientCode(const std::optional<IpAddress>& client);
// The text of what is kept of it: "192.0.2.1", "2001:db8::/64". `code` is not 0.
std::string ClientText(uint64_t code);

// Times before 1970 or from here on, the beginning of 2100, are not counted.
inline constexpr int64_t kLastCountedTime = 4102444800;

// Clients of one domain whose days are followed; of more the first that sent are.
inline constexpr size_t kMaxClientsFollowed = 256;

// Makers of fingerprints. `org` and `author` are NameHash() of the domains.
Fingerprint BodyFingerprint(uint64_t org, uint64_t author, std::span<const uint8_t, 32> digest);
Fingerprint VolumeFingerprint(uint64_t org, int64_t time, RecipientClass recipients, uint64_t client);
// Of 72 bits of the Message-ID, 24 of the content and of the recipient each, and the place.
struct MessageIdInput {
  std::string_view id;
  uint64_t content = 0;
  uint64_t recipient = 0;
  Ordinal ordinal;
};
Fingerprint MessageIdFingerprint(uint64_t org, const MessageIdInput& input);
// Whether it can be one that is made here. To be asked of what a file holds before it is folded.
bool IsPossible(const Fingerprint& fingerprint);
// Where its message stands, of a fingerprint that knows; null of others.
std::optional<Ordinal> PlaceOf(const Fingerprint& fingerprint);
// `fingerprint` has a place. An offset that does not fit beside the numbers of the input and the file (both
// together with it have 61 bits) becomes 0.
void SetPlace(const Ordinal& ordinal, Fingerprint* fingerprint);
// `stream` is a hash of the From address.
Fingerprint UriFingerprint(uint64_t org, uint64_t stream, std::string_view uri, uint64_t recipient);

// Follows the messages of days in ascending order and finds the jumps.
class DayRamp {
 public:
  struct Jump {
    int32_t day = 0;
    uint64_t messages = 0;
    uint64_t week_before = 0;
  };
  // `day` is not before the last one given.
  void Add(int32_t day, uint64_t messages);
  // Ends the last day.
  void Finish();
  uint64_t jumps() const { return jumps_; }
  const Jump& first_jump() const { return first_jump_; }
  uint64_t days() const { return started_ ? static_cast<uint64_t>(day_ - first_day_) + 1 : 0; }

 private:
  void EndDay();

  bool started_ = false;
  int32_t first_day_ = 0;
  int32_t day_ = 0;
  std::array<uint64_t, kRampHistoryDays + 1> messages_{};  // By day modulo its size.
  uint64_t jumps_ = 0;
  Jump first_jump_;
};

// What the pass finds of one Organizational Domain.
struct FoldedDomain {
  uint64_t distinct_bodies = 0;
  MessageIdReuse ids;
  std::vector<Ordinal> reused_at;  // First messages with reused Message-IDs, ascending, at most sample_limit.
  std::vector<Ordinal> shared_at;  // The same of shared ones.
  UnsubscribeUris uris;            // messages, distinct, streams and same_streams.
  uint64_t peak = 0;
  int64_t peak_end = 0;
  uint64_t client_jumps = 0;
  DayRamp::Jump first_client_jump;
  uint64_t jumping_client = 0;
};

struct FoldedCorpus {
  std::map<uint64_t, FoldedDomain> domains;      // By OrgKey().
  std::map<uint64_t, uint64_t> distinct_bodies;  // By NameHash() of the Author Domain.
  const FoldedDomain* Find(std::string_view org_domain) const;
};

// Reads all fingerprints once. On an error the result is empty. Memory: that of SortedRuns::Merge, a
// FoldedDomain a domain, and for the domain at hand 24 hours in seconds and kMaxClientsFollowed clients.
absl::Status FoldFingerprints(std::span<SortedRuns* const> sources, size_t sample_limit,
                              FoldedCorpus* folded);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_CORPUS_FOLD_H_
