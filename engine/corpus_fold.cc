// One visitor a kind; each sees its fingerprints in order and ends a group where the leading words change.
#include "engine/corpus_fold.h"

#include <algorithm>
#include <cstring>
#include <deque>

#include "engine/mail/corpus_signs.h"

namespace kenpin {
namespace {

enum class Kind : uint64_t { kBody, kVolume, kMessageId, kUri };
constexpr uint64_t kKindBits = 3;

constexpr int64_t kSecondsPerDay = 86400;
constexpr uint64_t kIpv4Mark = uint64_t{1} << 32;

uint64_t OrgKey(uint64_t org) { return org & ~kKindBits; }

Fingerprint MakeFingerprint(uint64_t org, Kind kind) {
  Fingerprint f;
  f.words[0] = OrgKey(org) | static_cast<uint64_t>(kind);
  return f;
}

// The offset is 0 in every file but the first one of an input: one of the two numbers is enough.
constexpr uint64_t kIsFile = uint64_t{1} << 63;
constexpr unsigned kPlaceBits = 47;
constexpr uint64_t kPlaceMask = (uint64_t{1} << kPlaceBits) - 1;

uint64_t PackOrdinal(const Ordinal& ordinal) {
  const uint64_t input = uint64_t{ordinal.input & 0xffff} << kPlaceBits;
  return ordinal.file > 0 ? kIsFile | input | ordinal.file : input | (ordinal.offset & kPlaceMask);
}

Ordinal UnpackOrdinal(uint64_t packed) {
  Ordinal ordinal;
  ordinal.input = static_cast<uint32_t>((packed & ~kIsFile) >> kPlaceBits);
  const uint64_t place = packed & kPlaceMask;
  if ((packed & kIsFile) != 0) {
    ordinal.file = static_cast<uint32_t>(place);
  } else {
    ordinal.offset = place;
  }
  return ordinal;
}

// Keeps the first `limit` in ascending order.
void KeepFirst(const Ordinal& ordinal, size_t limit, std::vector<Ordinal>* kept) {
  kept->insert(std::upper_bound(kept->begin(), kept->end(), ordinal), ordinal);
  if (kept->size() > limit) kept->pop_back();
}

class Folder {
 public:
  Folder(size_t sample_limit, FoldedCorpus* folded) : sample_limit_(sample_limit), folded_(*folded) {}

  void Visit(const Fingerprint& f) {
    if (started_ && f.words[0] != last_.words[0]) EndKind();
    if (!started_ || OrgKey(f.words[0]) != OrgKey(last_.words[0])) {
      domain_ = &folded_.domains[OrgKey(f.words[0])];
    }
    new_group_ = !started_ || f.words[0] != last_.words[0];
    switch (static_cast<Kind>(f.words[0] & kKindBits)) {
      case Kind::kBody:
        VisitBody(f);
        break;
      case Kind::kVolume:
        VisitVolume(f);
        break;
      case Kind::kMessageId:
        VisitMessageId(f);
        break;
      case Kind::kUri:
        VisitUri(f);
        break;
    }
    last_ = f;
    started_ = true;
  }

  void Finish() {
    if (started_) EndKind();
  }

 private:
  void VisitBody(const Fingerprint& f) {
    const bool new_body = new_group_ || f.words[1] != last_.words[1] || f.words[2] != last_.words[2];
    if (new_body) ++domain_->distinct_bodies;
    if (new_body || f.words[3] != last_.words[3]) ++folded_.distinct_bodies[f.words[3]];
  }

  void VisitVolume(const Fingerprint& f) {
    const int64_t time = static_cast<int64_t>(f.words[1] >> 2);
    const RecipientClass recipients = static_cast<RecipientClass>(f.words[1] & 3);
    FollowClient(f.words[2], static_cast<int32_t>(time / kSecondsPerDay));
    if (recipients == RecipientClass::kElsewhere) return;
    while (!window_.empty() && window_.front().first <= time - kSecondsPerDay) {
      in_window_ -= window_.front().second;
      window_.pop_front();
    }
    if (window_.empty() || window_.back().first != time) window_.push_back({time, 0});
    ++window_.back().second;
    if (++in_window_ <= domain_->peak) return;
    domain_->peak = in_window_;
    domain_->peak_end = time;
  }

  void FollowClient(uint64_t client, int32_t day) {
    if (client == 0) return;
    const auto found = clients_.find(client);
    if (found != clients_.end()) {
      found->second.Add(day, 1);
    } else if (clients_.size() < kMaxClientsFollowed) {
      clients_[client].Add(day, 1);
    }
  }

  void VisitMessageId(const Fingerprint& f) {
    const bool new_id =
        new_group_ || f.words[1] != last_.words[1] || f.words[2] >> 48 != last_.words[2] >> 48;
    if (new_id) {
      EndMessageId();
      id_ = {};
      id_.first = UnpackOrdinal(f.words[3]);
    } else {
      id_.contents_differ |= (f.words[2] >> 24 & 0xffffff) != (last_.words[2] >> 24 & 0xffffff);
      id_.recipients_differ |= (f.words[2] & 0xffffff) != (last_.words[2] & 0xffffff);
      id_.first = std::min(id_.first, UnpackOrdinal(f.words[3]));
    }
    ++id_.messages;
  }

  void EndMessageId() {
    if (id_.contents_differ) {
      ++domain_->ids.reused_ids;
      domain_->ids.reused_messages += id_.messages;
      KeepFirst(id_.first, sample_limit_, &domain_->reused_at);
    } else if (id_.recipients_differ) {
      ++domain_->ids.shared_ids;
      KeepFirst(id_.first, sample_limit_, &domain_->shared_at);
    }
    domain_->ids.messages += id_.messages;
    id_ = {};
  }

  void VisitUri(const Fingerprint& f) {
    if (new_group_ || f.words[1] != last_.words[1]) {
      EndStream();
      stream_.recipient = f.words[3];
    } else if (f.words[2] == last_.words[2]) {
      --stream_.uris;
    }
    ++stream_.uris;
    ++stream_.messages;
    // Who is not named may be anybody.
    stream_.recipients_differ |= stream_.messages > 1 && (f.words[3] == 0 || f.words[3] != stream_.recipient);
  }

  void EndStream() {
    domain_->uris.messages += stream_.messages;
    domain_->uris.distinct += stream_.uris;
    if (stream_.recipients_differ) {
      ++domain_->uris.streams;
      if (stream_.uris == 1) ++domain_->uris.same_streams;
    }
    stream_ = {};
  }

  void EndKind() {
    EndMessageId();
    EndStream();
    window_.clear();
    in_window_ = 0;
    for (auto& [client, ramp] : clients_) {
      ramp.Finish();
      if (ramp.jumps() == 0) continue;
      if (domain_->client_jumps == 0 || ramp.first_jump().day < domain_->first_client_jump.day) {
        domain_->first_client_jump = ramp.first_jump();
        domain_->jumping_client = client;
      }
      domain_->client_jumps += ramp.jumps();
    }
    clients_.clear();
  }

  struct OpenId {
    uint64_t messages = 0;
    bool contents_differ = false;
    bool recipients_differ = false;
    Ordinal first;
  };
  struct OpenStream {
    uint64_t messages = 0;
    uint64_t uris = 0;
    uint64_t recipient = 0;
    bool recipients_differ = false;
  };

  size_t sample_limit_;
  FoldedCorpus& folded_;
  FoldedDomain* domain_ = nullptr;
  Fingerprint last_;
  bool started_ = false;
  bool new_group_ = true;
  OpenId id_;
  OpenStream stream_;
  std::deque<std::pair<int64_t, uint64_t>> window_;  // Seconds of the last 24 hours and their messages.
  uint64_t in_window_ = 0;
  std::map<uint64_t, DayRamp> clients_;
};

}  // namespace

uint64_t NameHash(std::string_view name) {
  uint64_t h = 14695981039346656037u;
  for (const char c : name) h = (h ^ static_cast<uint8_t>(c)) * 1099511628211u;
  return h;
}

uint64_t ClientCode(const std::optional<IpAddress>& client) {
  if (!client) return 0;
  uint64_t code = 0;
  const size_t octets = client->family == IpFamily::kIpv4 ? 4 : 8;
  for (size_t i = 0; i < octets; ++i) code = code << 8 | client->octets[i];
  return client->family == IpFamily::kIpv4 ? code | kIpv4Mark : code;
}

std::string ClientText(uint64_t code) {
  IpAddress address;
  const bool ipv4 = code >> 32 == 1;
  address.family = ipv4 ? IpFamily::kIpv4 : IpFamily::kIpv6;
  const size_t octets = ipv4 ? 4 : 8;
  for (size_t i = octets; i-- > 0; code >>= 8) address.octets[i] = static_cast<uint8_t>(code);
  return FormatIpAddress(address) + (ipv4 ? "" : "/64");
}

Fingerprint BodyFingerprint(uint64_t org, uint64_t author, std::span<const uint8_t, 32> digest) {
  Fingerprint f = MakeFingerprint(org, Kind::kBody);
  std::memcpy(&f.words[1], digest.data(), 16);
  f.words[3] = author;
  return f;
}

Fingerprint VolumeFingerprint(uint64_t org, int64_t time, RecipientClass recipients, uint64_t client) {
  Fingerprint f = MakeFingerprint(org, Kind::kVolume);
  f.words[1] = static_cast<uint64_t>(time) << 2 | static_cast<uint64_t>(recipients);
  f.words[2] = client;
  return f;
}

Fingerprint MessageIdFingerprint(uint64_t org, const MessageIdInput& input) {
  Fingerprint f = MakeFingerprint(org, Kind::kMessageId);
  f.words[1] = HashText(input.id, 1);
  f.words[2] = HashText(input.id, 2) << 48 | (input.content & 0xffffff) << 24 | (input.recipient & 0xffffff);
  f.words[3] = PackOrdinal(input.ordinal);
  return f;
}

bool IsPossible(const Fingerprint& fingerprint) {
  return static_cast<Kind>(fingerprint.words[0] & kKindBits) != Kind::kVolume ||
         fingerprint.words[1] >> 2 < static_cast<uint64_t>(kLastCountedTime);
}

std::optional<Ordinal> PlaceOf(const Fingerprint& fingerprint) {
  if (static_cast<Kind>(fingerprint.words[0] & kKindBits) != Kind::kMessageId) return std::nullopt;
  return UnpackOrdinal(fingerprint.words[3]);
}

void SetPlace(const Ordinal& ordinal, Fingerprint* fingerprint) {
  fingerprint->words[3] = PackOrdinal(ordinal);
}

Fingerprint UriFingerprint(uint64_t org, uint64_t stream, std::string_view uri, uint64_t recipient) {
  Fingerprint f = MakeFingerprint(org, Kind::kUri);
  f.words[1] = stream;
  f.words[2] = HashText(uri, 3);
  f.words[3] = recipient;
  return f;
}

void DayRamp::Add(int32_t day, uint64_t messages) {
  if (!started_) first_day_ = day_ = day;
  started_ = true;
  if (day > day_) {
    EndDay();
    const int32_t size = static_cast<int32_t>(messages_.size());
    for (int32_t gap = std::max(day_ + 1, day - size + 1); gap <= day; ++gap) {
      messages_[static_cast<size_t>(gap % size)] = 0;
    }
    day_ = day;
  }
  messages_[static_cast<size_t>(day_) % messages_.size()] += messages;
}

void DayRamp::EndDay() {
  if (day_ - first_day_ < static_cast<int32_t>(kRampHistoryDays)) return;
  const uint64_t today = messages_[static_cast<size_t>(day_) % messages_.size()];
  uint64_t before = 0;
  for (const uint64_t messages : messages_) before += messages;
  before -= today;
  if (today < kMinRampMessages || today * kRampHistoryDays < kRampFactor * before) return;
  if (jumps_++ == 0) first_jump_ = {day_, today, before};
}

void DayRamp::Finish() {
  if (started_) EndDay();
}

const FoldedDomain* FoldedCorpus::Find(std::string_view org_domain) const {
  const auto found = domains.find(OrgKey(NameHash(org_domain)));
  return found == domains.end() ? nullptr : &found->second;
}

absl::Status FoldFingerprints(std::span<SortedRuns* const> sources, size_t sample_limit,
                              FoldedCorpus* folded) {
  Folder folder(sample_limit, folded);
  const absl::Status status =
      SortedRuns::Merge(sources, [&folder](const Fingerprint& f) { folder.Visit(f); });
  folder.Finish();
  if (!status.ok()) *folded = {};
  return status;
}

}  // namespace kenpin
