#include "engine/pipeline.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "engine/test_stores.h"
#include "io/dns_snapshot.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

std::string MakeMessage(int i) {
  return "From sender@shop.com Tue Jan 16 09:00:00 2024\n"
         "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.com; s=s" +
         std::to_string(i % 5) +
         "; h=From:From;\n"
         " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\n"
         "Date: Tue, 16 Jan 2024 09:00:00 +0900\n"
         "From: Shop <news@shop.com>\n"
         "Message-ID: <" +
         std::to_string(i) +
         "@shop.com>\n"
         "\n" +
         std::string(static_cast<size_t>(i * 37 % 3000), 'x') + "\n\n";
}

// Answers every question "does not exist", each some time after it was asked, from a thread of its own.
class SlowDns : public DnsClient {
 public:
  ~SlowDns() override {
    for (std::thread& thread : threads_) thread.join();
  }
  DnsQuestionId Ask(std::string_view name, RrType) override {
    const std::lock_guard lock(mutex_);
    for (size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return static_cast<DnsQuestionId>(i);
    }
    names_.emplace_back(name);
    const DnsQuestionId id = static_cast<DnsQuestionId>(names_.size() - 1);
    threads_.emplace_back([this, id] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      std::vector<std::function<void()>> ready;
      {
        const std::lock_guard answer_lock(mutex_);
        answered_ |= 1u << id;
        ready.swap(waiting_);
      }
      for (const std::function<void()>& call : ready) call();
    });
    return id;
  }
  const DnsAnswer* Find(DnsQuestionId question, int64_t) const override {
    const std::lock_guard lock(mutex_);
    return (answered_ >> question & 1u) != 0 ? &answer_ : nullptr;
  }
  void WhenAnswered(std::span<const DnsQuestionId> questions, std::function<void()> ready) override {
    {
      const std::lock_guard lock(mutex_);
      bool open = false;
      for (const DnsQuestionId question : questions) open |= (answered_ >> question & 1u) == 0;
      if (open) {
        ++waits_;
        const std::vector<DnsQuestionId> mine(questions.begin(), questions.end());
        // Looks again at the next answer, until nothing is open.
        waiting_.push_back([this, mine, ready] { WhenAnswered(mine, ready); });
        return;
      }
    }
    ready();
  }
  std::optional<DnsAskedRange> asked_range() const override { return std::nullopt; }
  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return false; }
  std::string Describe() const override { return "slow"; }
  int waits() const { return waits_; }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> names_;
  std::vector<std::thread> threads_;
  std::vector<std::function<void()>> waiting_;
  uint32_t answered_ = 0;
  std::atomic<int> waits_{0};
  const DnsAnswer answer_{DnsStatus::kNxDomain, {}, {}};
};

class Pipeline : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::path(testing::TempDir()) / ("kenpin_pipeline_" + std::to_string(::getpid()) + ".mbox");
    std::ofstream out(path_, std::ios::binary);
    for (int i = 0; i < kMessages; ++i) out << MakeMessage(i);
  }
  void TearDown() override { fs::remove(path_); }

  // All records of a run, in the order in which the serial end saw them.
  std::string Records(DnsClient& dns, uint32_t threads, size_t chunk_bytes) {
    TestStores stores;
    ScanContext context = stores.Context(dns);
    context.write_records = true;
    CorpusOptions options;
    options.chunk_bytes = chunk_bytes;
    Corpus corpus({path_.string()}, options);
    std::string records;
    uint64_t bytes = 0;
    const PipelineResult result = RunPipeline(corpus, context, {threads, 3}, [&](const PendingChunk& chunk) {
      records += chunk.records;
      bytes += chunk.bytes_read;
      return true;
    });
    uint64_t messages = 0;
    for (const std::unique_ptr<Worker>& worker : result.workers) messages += worker->summary().messages();
    EXPECT_EQ(messages, static_cast<uint64_t>(kMessages));
    EXPECT_EQ(bytes, fs::file_size(path_));
    return records;
  }

  static constexpr int kMessages = 400;
  fs::path path_;
};

TEST_F(Pipeline, OrderDoesNotDependOnThreadsOrChunks) {
  const std::unique_ptr<DnsClient> dns = MakeDnsOff();
  const std::string expected = Records(*dns, 1, 1 << 20);
  EXPECT_EQ(std::count(expected.begin(), expected.end(), '\n'), kMessages);
  for (const uint32_t threads : {1u, 2u, 8u}) {
    for (const size_t chunk_bytes : {size_t{4} << 10, size_t{64} << 10, size_t{1} << 20}) {
      SCOPED_TRACE(testing::Message() << threads << " threads, chunks of " << chunk_bytes);
      EXPECT_EQ(Records(*dns, threads, chunk_bytes), expected);
    }
  }
}

TEST_F(Pipeline, WaitsForSlowAnswersWithoutLosingAnything) {
  SlowDns dns;
  const std::string slow = Records(dns, 2, 16 << 10);
  EXPECT_GT(dns.waits(), 0) << "nothing had to wait: the test shows nothing";
  EXPECT_EQ(Records(dns, 2, 16 << 10), slow) << "the second run finds all answers at once";
  EXPECT_EQ(slow.find("\"dns_failure\""), std::string::npos) << "an open question was taken for a failure";
}

TEST_F(Pipeline, ConsumerCanStopTheRun) {
  const std::unique_ptr<DnsClient> dns = MakeDnsOff();
  TestStores stores;
  const ScanContext context = stores.Context(*dns);
  CorpusOptions options;
  options.chunk_bytes = 4 << 10;
  Corpus corpus({path_.string()}, options);
  int chunks = 0;
  RunPipeline(corpus, context, {2, 3}, [&chunks](const PendingChunk&) { return ++chunks < 3; });
  EXPECT_GE(chunks, 3);
  EXPECT_LT(chunks, 30) << "chunks in flight are finished, but no more are read";
}

}  // namespace
}  // namespace kenpin
