// One visitor a kind; each sees its fingerprints in order and ends a group where the leading words change.
#include "engine/corpus_fold.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <deque>

#include "engine/mail/corpus_signs.h"
#include "engine/mail/date.h"

namespace kenpin {
namespace {

enum class Kind : uint64_t { kBody, kVolume, kMessageId, kUri };
constexpr uint64_t kKindBits = 3;

constexpr uint64_t kIpv4Mark = uint64_t{1} << 32;

uint64_t OrgKey(uint64_t org) { return org & ~kKindBits; }

Fingerprint MakeFingerprint(uint64_t org, Kind kind) {
  Fingerprint f;
  f.words[0] = OrgKey(org) | static_cast<uint64_t>(kind);
  return f;
}

// The last two words of a Message-ID, from the top: 8 bits of the ID, 24 of the content and of the recipient
// each, and the place in 72: how many bits the input and the file take, these two, and the offset in what is
// left. So an mbox of terabytes has room, and one of gigabytes behind a million files in a directory.
constexpr unsigned kIdShift = 56;
constexpr unsigned kContentShift = 32;
constexpr unsigned kRecipientShift = 8;
constexpr uint64_t kHashMask = 0xffffff;
constexpr uint64_t kPlaceOctet = 0xff;  // Of the word that the place shares.
constexpr unsigned kInputWidthBits = 5;
constexpr unsigned kFileWidthBits = 6;
constexpr unsigned kNumberBits = 72 - kInputWidthBits - kFileWidthBits;
constexpr unsigned kMaxInputBits = 24;
constexpr unsigned kMaxFileBits = 32;
static_assert(kMaxInputBits + kMaxFileBits <= kNumberBits);

constexpr uint64_t LowBits(unsigned bits) { return (uint64_t{1} << bits) - 1; }

// 72 bits as a number, so that its fields need not mind where the words meet.
struct PackedPlace {
  uint64_t high = 0;  // 11 bits: the widths.
  uint64_t low = 0;   // kNumberBits.
};

PackedPlace PlaceBits(const Fingerprint& f) {
  return {(f.words[2] & kPlaceOctet) << 3 | f.words[3] >> kNumberBits, f.words[3] & LowBits(kNumberBits)};
}

unsigned InputWidth(const PackedPlace& place) { return static_cast<unsigned>(place.high >> kFileWidthBits); }
unsigned FileWidth(const PackedPlace& place) {
  return static_cast<unsigned>(place.high & LowBits(kFileWidthBits));
}

void PackOrdinal(const Ordinal& ordinal, Fingerprint* f) {
  const uint64_t input = ordinal.input & LowBits(kMaxInputBits);
  const unsigned input_width = static_cast<unsigned>(std::bit_width(input));
  const unsigned file_width = static_cast<unsigned>(std::bit_width(ordinal.file));
  const unsigned offset_width = kNumberBits - input_width - file_width;
  // An offset that has no room is told as that of the file.
  const uint64_t offset = ordinal.offset <= LowBits(offset_width) ? ordinal.offset : 0;
  const uint64_t widths = uint64_t{input_width} << kFileWidthBits | file_width;
  f->words[2] = (f->words[2] & ~kPlaceOctet) | widths >> 3;
  f->words[3] = (widths & 7) << kNumberBits | (input << file_width | ordinal.file) << offset_width | offset;
}

// The widths must be possible.
Ordinal UnpackOrdinal(const Fingerprint& f) {
  const PackedPlace place = PlaceBits(f);
  const unsigned offset_width = kNumberBits - InputWidth(place) - FileWidth(place);
  Ordinal ordinal;
  ordinal.offset = place.low & LowBits(offset_width);
  ordinal.file = static_cast<uint32_t>(place.low >> offset_width & LowBits(FileWidth(place)));
  ordinal.input = static_cast<uint32_t>(place.low >> offset_width >> FileWidth(place));
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
        new_group_ || f.words[1] != last_.words[1] || f.words[2] >> kIdShift != last_.words[2] >> kIdShift;
    if (new_id) {
      EndMessageId();
      id_ = {};
      id_.first = UnpackOrdinal(f);
    } else {
      const uint64_t differing = f.words[2] ^ last_.words[2];
      id_.contents_differ |= (differing >> kContentShift & kHashMask) != 0;
      id_.recipients_differ |= (differing >> kRecipientShift & kHashMask) != 0;
      id_.first = std::min(id_.first, UnpackOrdinal(f));
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
  f.words[2] = HashText(input.id, 2) << kIdShift | (input.content & kHashMask) << kContentShift |
               (input.recipient & kHashMask) << kRecipientShift;
  PackOrdinal(input.ordinal, &f);
  return f;
}

bool IsPossible(const Fingerprint& fingerprint) {
  const Kind kind = static_cast<Kind>(fingerprint.words[0] & kKindBits);
  if (kind == Kind::kVolume) return fingerprint.words[1] >> 2 < static_cast<uint64_t>(kLastCountedTime);
  if (kind != Kind::kMessageId) return true;
  const PackedPlace place = PlaceBits(fingerprint);
  return InputWidth(place) <= kMaxInputBits && FileWidth(place) <= kMaxFileBits;
}

std::optional<Ordinal> PlaceOf(const Fingerprint& fingerprint) {
  if (static_cast<Kind>(fingerprint.words[0] & kKindBits) != Kind::kMessageId) return std::nullopt;
  return UnpackOrdinal(fingerprint);
}

void SetPlace(const Ordinal& ordinal, Fingerprint* fingerprint) { PackOrdinal(ordinal, fingerprint); }

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
