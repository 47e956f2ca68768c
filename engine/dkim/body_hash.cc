// The pass over a body: stored bytes become canonical octets in a block of 16 KiB, and the block goes into
// every hash that wants it while it is in the cache.
//
// A body whose relaxed and simple forms are the same is hashed once. When the first difference shows, the
// simple form is hashed from the beginning, and from there on the two take turns, slice by slice, so that
// even a large body comes from memory once.
#include "engine/dkim/body_hash.h"

#include <algorithm>

#include "engine/crypto/sha256_lanes.h"
#include "engine/dkim/body_hash_lanes.h"
#include "engine/dkim/canonical_body.h"
#include "engine/dkim/canonical_hashes.h"
#include "engine/dkim/mbox_unquoter.h"

namespace kenpin {
namespace {

constexpr size_t kSlice = 65536;

// Calls `feed` with the body in pieces of at most kSlice bytes, without the quoting characters if they are to
// be taken away.
template <class Feed>
void ForEachSlice(std::string_view body, MboxQuoting quoting, Feed feed) {
  const auto feed_slices = [&feed](std::string_view octets) {
    for (; !octets.empty(); octets.remove_prefix(std::min(kSlice, octets.size())))
      feed(octets.substr(0, kSlice));
  };
  if (quoting == MboxQuoting::kAsStored) return feed_slices(body);
  MboxUnquoter unquoter;
  const auto drop = [] {};
  unquoter.Take(body, feed_slices, drop);
  unquoter.Finish(feed_slices);
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
  if (pays || kernels == CryptoKernels::kLanes) impl_->lanes = std::make_unique<BodyHashLanes>(kernels);
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
