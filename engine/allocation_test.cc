// Counts what a worker allocates: once it has seen mail of a kind, more of it must cost no allocation. A
// program of its own, because it replaces operator new.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <string>
#include <vector>

#include "engine/process_chunk.h"
#include "engine/test_stores.h"
#include "io/corpus.h"
#include "io/dns_snapshot.h"

namespace {

std::atomic<uint64_t> allocations{0};

void* Allocate(size_t size, size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  const size_t rounded = (size + alignment - 1) / alignment * alignment;
  void* bytes = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (bytes == nullptr) std::abort();
  return bytes;
}

}  // namespace

void* operator new(size_t size) { return Allocate(size, alignof(std::max_align_t)); }
void* operator new(size_t size, std::align_val_t alignment) {
  return Allocate(size, static_cast<size_t>(alignment));
}
void operator delete(void* bytes) noexcept { std::free(bytes); }
void operator delete(void* bytes, size_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, std::align_val_t) noexcept { std::free(bytes); }
void operator delete(void* bytes, size_t, std::align_val_t) noexcept { std::free(bytes); }

namespace kenpin {
namespace {

constexpr const char* kFolder = KENPIN_SOURCE_DIR "/datasets/demo/";

// One worker over the demo corpus, again and again.
class Allocation : public ::testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    auto snapshot = OpenDnsSnapshot(std::string(kFolder) + "dns.zone");
    ASSERT_TRUE(snapshot.ok()) << snapshot.status();
    dns_ = *std::move(snapshot);
    context_ = stores_.Context(*dns_);
    context_.judged_time.now = 1776470400;  // 2026-04-18, behind the last message.
    context_.write_records = GetParam();
    worker_ = std::make_unique<Worker>(context_, 3, 64u << 20);
  }

  // Reads the corpus once; returns what the worker itself allocated meanwhile, reading not counted.
  uint64_t Pass() {
    Corpus corpus({std::string(kFolder) + "demo.mbox"}, {});
    uint64_t counted = 0;
    messages_ = 0;
    while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
      corpus.Load(std::move(request), &worker_->chunk());
      messages_ += worker_->chunk().messages.size();
      pending_.Clear();
      const uint64_t before = allocations.load();
      worker_->ProcessBytes(&pending_);
      EXPECT_TRUE(worker_->JudgeMessages(&pending_));
      counted += allocations.load() - before;
    }
    return counted;
  }

  TestStores stores_;
  std::unique_ptr<DnsClient> dns_;
  ScanContext context_;
  std::unique_ptr<Worker> worker_;
  PendingChunk pending_;
  uint64_t messages_ = 0;
};

TEST_P(Allocation, NothingPerMessageInSteadyState) {
  const uint64_t first = Pass();
  EXPECT_GT(first, messages_) << "the counter counts nothing";
  Pass();
  Pass();
  const uint64_t steady = Pass();
  EXPECT_EQ(steady, 0u) << "in " << messages_ << " messages";
}

INSTANTIATE_TEST_SUITE_P(Records, Allocation, ::testing::Bool(), [](const auto& records) {
  return records.param ? std::string("Written") : std::string("NotWritten");
});

}  // namespace
}  // namespace kenpin
