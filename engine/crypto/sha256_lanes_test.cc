// Lanes of every SIMD target with every narrow form, against published digests and against OpenSSL: every
// length around the blocks in every lane, pieces of all sizes, few jobs and many.
#include "engine/crypto/sha256_lanes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "engine/crypto/sha256_lanes_kernels.h"
#include "hwy/highway.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

// How a job hands out its octets.
enum class Delivery { kInRoom, kElsewhere, kRandomPieces };

// Jobs from a list of strings; keeps the digests in the order of the list.
class ListedJobs : public LaneJobs {
 public:
  ListedJobs(const std::vector<std::string>& texts, Delivery delivery, unsigned seed)
      : texts_(texts), delivery_(delivery), random_(seed), digests_(texts.size()), ends_(texts.size()) {}

  bool Begin(size_t lane) override {
    if (next_ == texts_.size()) return false;
    job_[lane] = next_;
    rest_[lane] = texts_[next_++];
    return true;
  }

  std::string_view Next(size_t lane, std::span<char> room) override {
    EXPECT_EQ(room.size(), kLanePiece);
    size_t size = room.size();
    if (delivery_ == Delivery::kRandomPieces) size = 1 + random_() % (random_() % 4 == 0 ? size : 130);
    const std::string_view piece = rest_[lane].substr(0, size);
    rest_[lane].remove_prefix(piece.size());
    if (delivery_ == Delivery::kElsewhere) return piece;
    std::fill(room.begin(), room.end(), '\x55');
    std::copy(piece.begin(), piece.end(), room.begin());
    return {room.data(), piece.size()};
  }

  void End(size_t lane, const Digest& digest) override {
    digests_[job_[lane]] = digest;
    ++ends_[job_[lane]];
  }

  void ExpectRight() const {
    Hasher hasher(HashAlgorithm::kSha256);
    for (size_t i = 0; i < texts_.size(); ++i) {
      ASSERT_EQ(ends_[i], 1) << "job " << i;
      ASSERT_EQ(digests_[i], hasher.Compute(texts_[i])) << "job " << i << " of " << texts_[i].size();
    }
  }
  const std::vector<Digest>& digests() const { return digests_; }

 private:
  const std::vector<std::string>& texts_;
  Delivery delivery_;
  std::mt19937 random_;
  size_t next_ = 0;
  std::array<size_t, kMaxSha256Lanes> job_{};
  std::array<std::string_view, kMaxSha256Lanes> rest_;
  std::vector<Digest> digests_;
  std::vector<int> ends_;
};

// Runs `check` with the kernels of every SIMD target, each with every narrow form and limit that makes a
// difference: all in the wide form, all in the narrow one, and what the product takes.
template <class Check>
void ForEachKernels(Check check) {
  for (const int64_t target : {HWY_AVX3, HWY_AVX2, HWY_SCALAR | HWY_EMU128}) {
    if (target != (HWY_SCALAR | HWY_EMU128) && (hwy::SupportedTargets() & target) == 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    SCOPED_TRACE(hwy::TargetName(target));
    check(ChooseSha256Kernels());
    for (const size_t limit : {size_t{0}, ChooseWideSha256Kernels().narrow_limit, kMaxSha256Lanes}) {
      Sha256Kernels kernels = ChooseWideSha256Kernels();
      kernels.narrow_limit = limit;
      SCOPED_TRACE(std::to_string(kernels.lanes) + " lanes, limit " + std::to_string(limit));
      check(kernels);
      kernels.narrow = CompressByWords;
      kernels.streams = 1;
      SCOPED_TRACE("by words");
      check(kernels);
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
}

void CheckJobs(const Sha256Kernels& kernels, const std::vector<std::string>& texts, Delivery delivery,
               unsigned seed = 0) {
  Sha256Lanes lanes(kernels);
  ListedJobs jobs(texts, delivery, seed);
  lanes.Run(jobs);
  jobs.ExpectRight();
}

std::string RandomText(size_t size, std::mt19937* random) {
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>((*random)());
  return text;
}

std::string Hex(const Digest& digest) {
  std::string text;
  for (const uint8_t byte : digest.bytes()) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

// The examples that NIST published with FIPS 180.
TEST(Sha256LanesTest, PublishedDigests) {
  const std::vector<std::string> texts = {"", "abc",
                                          "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                                          "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoij"
                                          "klmnopjklmnopqklmnopqrlmnopqrsmnopqrst"
                                          "nopqrstu",
                                          std::string(1000000, 'a')};
  const char* const expected[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
                                  "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
                                  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"};
  ForEachKernels([&](const Sha256Kernels& kernels) {
    Sha256Lanes lanes(kernels);
    ListedJobs jobs(texts, Delivery::kInRoom, 0);
    lanes.Run(jobs);
    for (size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(Hex(jobs.digests()[i]), expected[i]) << i;
  });
}

// Sixteen neighbours in length at a time, each length in each lane.
TEST(Sha256LanesTest, EveryLengthInEveryLane) {
  std::mt19937 random(1);
  const std::string text = RandomText(300 + kMaxSha256Lanes, &random);
  std::vector<std::string> texts;
  for (size_t size = 0; size <= 300; ++size) {
    for (size_t lane = 0; lane < kMaxSha256Lanes; ++lane)
      texts.push_back(text.substr(lane, (size + lane * 19) % 301));
  }
  ForEachKernels([&](const Sha256Kernels& kernels) {
    for (const Delivery delivery : {Delivery::kInRoom, Delivery::kElsewhere})
      CheckJobs(kernels, texts, delivery);
  });
}

TEST(Sha256LanesTest, LengthsAroundPiecesAndBlocks) {
  std::mt19937 random(2);
  std::vector<std::string> texts;
  for (const size_t base : {kLanePiece, 2 * kLanePiece, 3 * kLanePiece}) {
    for (size_t size = base - 66; size <= base + 66; ++size) texts.push_back(RandomText(size, &random));
  }
  ForEachKernels([&](const Sha256Kernels& kernels) { CheckJobs(kernels, texts, Delivery::kElsewhere); });
}

TEST(Sha256LanesTest, AnyNumberOfJobsOfWildLengths) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (const size_t count : {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 1000}) {
    if (count > 100 && test::kSanitized) continue;
    std::vector<std::string> texts;
    for (size_t i = 0; i < count; ++i) {
      const size_t kind = random() % 20;
      texts.push_back(RandomText(random() % (kind == 0   ? 100000
                                             : kind < 5  ? 10000
                                             : kind < 12 ? 1000
                                                         : 70),
                                 &random));
    }
    SCOPED_TRACE(std::to_string(count) + " jobs");
    ForEachKernels([&](const Sha256Kernels& kernels) {
      for (const Delivery delivery : {Delivery::kInRoom, Delivery::kElsewhere, Delivery::kRandomPieces}) {
        CheckJobs(kernels, texts, delivery, seed);
        if (testing::Test::HasFatalFailure()) return;
      }
    });
  }
}

// One run leaves nothing behind for the next.
TEST(Sha256LanesTest, RunsOneAfterTheOther) {
  std::mt19937 random(3);
  Sha256Lanes lanes;
  for (size_t count = 0; count < 40; ++count) {
    std::vector<std::string> texts;
    for (size_t i = 0; i < count; ++i) texts.push_back(RandomText(random() % 5000, &random));
    ListedJobs jobs(texts, Delivery::kRandomPieces, 4);
    lanes.Run(jobs);
    jobs.ExpectRight();
  }
  Sha256Lanes moved = std::move(lanes);
  CheckJobs(ChooseSha256Kernels(), {"moved"}, Delivery::kInRoom);
  const std::vector<std::string> texts = {"abc"};
  ListedJobs jobs(texts, Delivery::kInRoom, 0);
  moved.Run(jobs);
  jobs.ExpectRight();
}

TEST(Sha256LanesTest, NameTellsWhatIsChosen) {
  for (const int64_t target : {HWY_AVX3, HWY_AVX2, HWY_SCALAR | HWY_EMU128}) {
    if (target != (HWY_SCALAR | HWY_EMU128) && (hwy::SupportedTargets() & target) == 0) continue;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    const std::string_view name = Sha256KernelName();
    const Sha256Kernels kernels = ChooseSha256Kernels();
    EXPECT_EQ(Sha256LanesPay(), name != "OpenSSL") << name;
    EXPECT_EQ(kernels.lanes, name.starts_with("16") ? 16u : name.starts_with("8") ? 8u : 0u) << name;
    EXPECT_EQ(kernels.streams, HasShaInstructions() ? 2u : 1u);
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
}

}  // namespace
}  // namespace kenpin
