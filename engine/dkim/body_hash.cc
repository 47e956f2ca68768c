// The pass over a body: stored bytes become canonical octets in a block of 16 KiB, and the block goes into
// every hash that wants it while it is in the cache.
//
// A body whose relaxed and simple forms are the same is hashed once. When the first difference shows, the
// simple form is hashed from the beginning, and from there on the two take turns, slice by slice, so that
// even a large body comes from memory once.
#include "engine/dkim/body_hash.h"

#include <algorithm>
#include <cstring>

#include "engine/crypto/digest.h"
#include "engine/crypto/sha256_lanes.h"
#include "engine/dkim/body_hash_lanes.h"
#include "engine/dkim/canonical_body.h"

namespace kenpin {
namespace {

constexpr size_t kSlice = 65536;
constexpr size_t kAlgorithms = 2;

struct alignas(64) CanonicalBlock {
  std::array<char, kCanonicalBlockSize> bytes;
};

// All hashes of one canonicalization. Each algorithm runs once over the octets, however many l= there are:
// where a limit is reached the digest so far is read off. So sixteen signatures with sixteen limits cost two
// hashes, not sixteen.
class CanonicalHashes {
 public:
  // Takes from `hashes` those that ask for this canonicalization. False if there are none.
  bool Start(Canonicalization canonicalization, LineEndReading reading, std::span<BodyHash> hashes) {
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

  void Feed(std::string_view input, std::span<char> block) {
    for (;;) {
      const std::string_view octets = body_.Next(&input, block);
      if (octets.empty()) return;
      Hash(octets);
    }
  }

  void Finish(std::span<char> block) {
    for (;;) {
      const std::string_view octets = body_.Finish(block);
      if (octets.empty()) break;
      Hash(octets);
    }
    for (size_t i = next_; i < count_; ++i) Close(requests_[i]);
    for (size_t i = 0; i < count_; ++i) requests_[i]->canonical_length = position_;
  }

  const LineScan& scan() const { return body_.scan(); }

  // As CanonicalBody has them.
  void CompareWithSimple() { body_.CompareWithSimple(); }
  bool differs_from_simple() const { return body_.differs_from_simple(); }

 private:
  static size_t Index(const BodyHash& hash) { return static_cast<size_t>(hash.request.hash); }

  void Hash(std::string_view octets) {
    while (next_ < count_ && requests_[next_]->request.limit - position_ <= octets.size()) {
      const size_t cut = static_cast<size_t>(requests_[next_]->request.limit - position_);
      Update(octets.substr(0, cut));
      octets.remove_prefix(cut);
      Close(requests_[next_++]);
    }
    Update(octets);
  }

  void Update(std::string_view octets) {
    for (size_t i = 0; i < kAlgorithms; ++i) {
      if (open_[i] > 0) running_[i].Update(octets);
    }
    position_ += octets.size();
  }

  void Close(BodyHash* hash) {
    const size_t i = Index(*hash);
    const Digest digest = --open_[i] == 0 ? running_[i].Finish() : running_[i].Peek(scratch_[i]);
    hash->digest = digest.data;
    hash->digest_size = digest.size;
  }

  CanonicalBody body_;
  std::array<Hasher, kAlgorithms> running_{Hasher(HashAlgorithm::kSha256), Hasher(HashAlgorithm::kSha1)};
  std::array<Hasher, kAlgorithms> scratch_{Hasher(HashAlgorithm::kSha256), Hasher(HashAlgorithm::kSha1)};
  std::array<size_t, kAlgorithms> open_{};                      // Requests that still wait, by algorithm.
  std::array<BodyHash*, kMaxBodyHashesPerMessage> requests_{};  // By limit; those before next_ are closed.
  size_t next_ = 0;
  size_t count_ = 0;
  uint64_t position_ = 0;  // Canonical octets so far.
};

// The position of the first '>' of a line that matches ">+From ", at `from` or later; npos if there is none.
// `from` is not inside a run of
// '>' at the begin of a line.
size_t FindQuotedFrom(std::string_view body, size_t from) {
  while (from < body.size()) {
    const void* found = std::memchr(body.data() + from, '>', body.size() - from);
    if (found == nullptr) break;
    const size_t quote = static_cast<size_t>(static_cast<const char*>(found) - body.data());
    const size_t behind = std::min(body.find_first_not_of('>', quote), body.size());
    const bool begins_line = quote == 0 || body[quote - 1] == '\n';
    if (begins_line && body.substr(behind).starts_with("From ")) return quote;
    from = behind;
  }
  return body.npos;
}

// Calls `feed` with the body in pieces of at most kSlice bytes, without the quoting characters if they are to
// be taken away.
template <class Feed>
void ForEachSlice(std::string_view body, MboxQuoting quoting, Feed feed) {
  size_t begin = 0, search = 0;
  while (begin < body.size()) {
    const size_t quote = quoting == MboxQuoting::kUnquote ? FindQuotedFrom(body, search) : body.npos;
    const size_t end = std::min(quote, body.size());
    for (; begin < end; begin += std::min(kSlice, end - begin))
      feed(body.substr(begin, std::min(kSlice, end - begin)));
    if (quote == body.npos) break;
    begin = quote + 1;
    search = body.find_first_not_of('>', begin);
  }
}

// The hash of the relaxed body from which that of the simple one can be copied where both forms are the same;
// null if there is none.
const BodyHash* TwinOf(const BodyHash& simple, std::span<const BodyHash> hashes) {
  BodyHashRequest wanted = simple.request;
  wanted.canonicalization = Canonicalization::kRelaxed;
  const auto found = std::find_if(hashes.begin(), hashes.end(),
                                  [&wanted](const BodyHash& hash) { return hash.request == wanted; });
  return found == hashes.end() ? nullptr : &*found;
}

bool IsSimple(const BodyHash& hash) { return hash.request.canonicalization == Canonicalization::kSimple; }

bool HaveTwins(std::span<const BodyHash> hashes) {
  return std::all_of(hashes.begin(), hashes.end(), [hashes](const BodyHash& hash) {
    return !IsSimple(hash) || TwinOf(hash, hashes) != nullptr;
  });
}

void CopyFromTwins(std::span<BodyHash> hashes) {
  for (BodyHash& hash : hashes) {
    if (!IsSimple(hash)) continue;
    const BodyHashRequest request = hash.request;
    hash = *TwinOf(hash, hashes);
    hash.request = request;
  }
}

}  // namespace

struct BodyHasher::Impl {
  CanonicalHashes relaxed;
  CanonicalHashes simple;
  CanonicalBlock block;
  std::unique_ptr<BodyHashLanes> lanes;  // Null: bodies go one by one.
};

BodyHasher::BodyHasher(CryptoKernels kernels) : impl_(std::make_unique<Impl>()) {
  const bool pays = kernels == CryptoKernels::kAuto && Sha256LanesPay();
  if (pays || kernels == CryptoKernels::kLanes) impl_->lanes = std::make_unique<BodyHashLanes>();
}
BodyHasher::~BodyHasher() = default;
BodyHasher::BodyHasher(BodyHasher&&) noexcept = default;

void BodyHasher::Compute(std::string_view body, const BodyReading& reading, std::span<BodyHash> hashes,
                         BodyFacts* facts) {
  const std::span<char> block = impl_->block.bytes;
  const bool as_stored =
      reading.line_ends == LineEndReading::kStandard && reading.quoting == MboxQuoting::kAsStored;
  const bool relaxed = impl_->relaxed.Start(Canonicalization::kRelaxed, reading.line_ends, hashes);
  const bool simple = impl_->simple.Start(Canonicalization::kSimple, reading.line_ends, hashes);
  bool compares = relaxed && simple && as_stored && HaveTwins(hashes);
  if (compares) impl_->relaxed.CompareWithSimple();
  // Where it compares, simple lags behind until it turns out to be needed.
  const auto catch_up = [&](std::string_view passed) {
    if (!compares || !impl_->relaxed.differs_from_simple()) return;
    ForEachSlice(passed, reading.quoting, [&](std::string_view slice) { impl_->simple.Feed(slice, block); });
    compares = false;
  };
  ForEachSlice(body, reading.quoting, [&](std::string_view slice) {
    if (relaxed) impl_->relaxed.Feed(slice, block);
    if (simple && !compares) impl_->simple.Feed(slice, block);
    catch_up({body.data(), slice.data() + slice.size()});
  });
  if (relaxed) impl_->relaxed.Finish(block);
  catch_up(body);
  if (compares) {
    CopyFromTwins(hashes);
  } else if (simple) {
    impl_->simple.Finish(block);
  }
  if (facts == nullptr) return;

  LineScan scan;
  if (relaxed && as_stored) {
    scan = impl_->relaxed.scan();
  } else {
    ScanLines(body, &scan);
  }
  *facts = scan.Facts();
}

void BodyHasher::ComputeAll(std::span<const BodyHashJob> jobs) {
  BodyHashLanes* const lanes = impl_->lanes.get();
  for (const BodyHashJob& job : jobs) {
    if (lanes != nullptr && BodyHashLanes::Takes(job)) {
      lanes->Add(job);
    } else {
      Compute(job.body, job.reading, job.hashes, job.facts);
    }
  }
  if (lanes != nullptr) lanes->Run();
}

}  // namespace kenpin
