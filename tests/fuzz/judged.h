// A message that goes through all of the engine, for the targets that look at what comes out. DNS is that of
// the demo corpus, so that seeds made from it have keys and policies.
#ifndef KENPIN_TESTS_FUZZ_JUDGED_H_
#define KENPIN_TESTS_FUZZ_JUDGED_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/process_chunk.h"
#include "engine/test_stores.h"
#include "io/dns_snapshot.h"
#include "tests/fuzz/fuzz.h"

namespace kenpin::fuzz {

// What all messages of a target share.
class Scene {
 public:
  explicit Scene(CryptoKernels kernels) : dns_(OpenZone()) {
    context_ = stores_.Context(*dns_);
    context_.judged_time.now = 1775433600;  // 2026-04-06, when the demo corpus was sent.
    context_.write_records = true;
    context_.kernels = kernels;
  }
  const ScanContext& context() const { return context_; }

 private:
  static std::unique_ptr<DnsClient> OpenZone() {
    auto client = OpenDnsSnapshot(KENPIN_SOURCE_DIR "/datasets/demo/dns.zone");
    Require(client.ok(), "the zone of the demo corpus can be read");
    return *std::move(client);
  }

  std::unique_ptr<DnsClient> dns_;
  TestStores stores_;
  ScanContext context_;
};

// Puts `message` into the worker's chunk as a reader would, among other octets, and lets it be judged.
inline void Judge(Worker& worker, std::string_view message, std::string_view before, std::string_view after,
                  std::string_view path, PendingChunk* pending) {
  Chunk& chunk = worker.chunk();
  std::string all(before);
  (all += message) += after;
  chunk.buffer.Reserve(all.size());
  chunk.buffer.Resize(all.size());
  if (!all.empty()) std::memcpy(chunk.buffer.data(), all.data(), all.size());
  chunk.files = {std::string(path)};
  MessageRange range;
  range.bytes = chunk.buffer.view().substr(before.size(), message.size());
  range.length = message.size();
  chunk.messages.push_back(range);
  chunk.bytes_read = message.size();
  worker.ProcessBytes(pending);
  Require(worker.AskAhead(pending), "a snapshot answers at once");
  Require(worker.JudgeMessages(pending), "nothing is left to ask");
  Require(pending->messages.size() == 1, "one message goes in and one comes out");
}

}  // namespace kenpin::fuzz

#endif  // KENPIN_TESTS_FUZZ_JUDGED_H_
