#include "engine/dkim/canonical_hashes.h"

#include <algorithm>

namespace kenpin {

bool CanonicalHashes::Start(Canonicalization canonicalization, LineEndReading reading,
                            std::span<BodyHash> hashes) {
  open_ = {};
  next_ = count_ = 0;
  position_ = 0;
  for (BodyHash& hash : hashes) {
    if (hash.request.canonicalization != canonicalization) continue;
    requests_[count_++] = &hash;
    if (open_[Index(hash)]++ == 0) running_[Index(hash)].Start();
  }
  if (count_ == 0) return false;
  if (count_ > 1) {
    std::sort(requests_.begin(), requests_.begin() + static_cast<std::ptrdiff_t>(count_),
              [](const BodyHash* a, const BodyHash* b) { return a->request.limit < b->request.limit; });
  }
  body_.Start(canonicalization, reading);
  return true;
}

void CanonicalHashes::Resume(const CanonicalHashes& other) {
  body_ = other.body_;
  open_ = other.open_;
  next_ = other.next_;
  position_ = other.position_;
  for (size_t i = 0; i < kAlgorithms; ++i) {
    if (open_[i] > 0) running_[i].Resume(other.running_[i]);
  }
  // The same requests were sorted in the same way.
  for (size_t i = 0; i < next_; ++i) *requests_[i] = *other.requests_[i];
}

void CanonicalHashes::Feed(std::string_view input, std::span<char> block) {
  for (;;) {
    const std::string_view octets = body_.Next(&input, block);
    if (octets.empty()) return;
    Hash(octets);
  }
}

void CanonicalHashes::Finish(std::span<char> block) {
  for (;;) {
    const std::string_view octets = body_.Finish(block);
    if (octets.empty()) break;
    Hash(octets);
  }
  for (size_t i = next_; i < count_; ++i) Close(requests_[i]);
  for (size_t i = 0; i < count_; ++i) requests_[i]->canonical_length = position_;
}

void CanonicalHashes::Hash(std::string_view octets) {
  while (next_ < count_ && requests_[next_]->request.limit - position_ <= octets.size()) {
    const size_t cut = static_cast<size_t>(requests_[next_]->request.limit - position_);
    Update(octets.substr(0, cut));
    octets.remove_prefix(cut);
    Close(requests_[next_++]);
  }
  Update(octets);
}

void CanonicalHashes::Update(std::string_view octets) {
  for (size_t i = 0; i < kAlgorithms; ++i) {
    if (open_[i] > 0) running_[i].Update(octets);
  }
  position_ += octets.size();
}

void CanonicalHashes::Close(BodyHash* hash) {
  const size_t i = Index(*hash);
  const Digest digest = --open_[i] == 0 ? running_[i].Finish() : running_[i].Peek(scratch_[i]);
  hash->digest = digest.data;
  hash->digest_size = digest.size;
}

}  // namespace kenpin
