// Judges traps of three sizes, so that callgrind counts the instructions of each by itself: linearity_test.py
// starts it under valgrind and reads the counts. DNS is a small zone with a key, a policy and an SPF record.
#include <fcntl.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "engine/process_chunk.h"
#include "engine/test_stores.h"
#include "io/corpus.h"
#include "tests/linearity/traps.h"
#include "tests/zone_dns.h"

namespace kenpin::test {
namespace {

class Scene {
 public:
  Scene() {
    dns_.Add("example.com", RrType::kTxt, "v=spf1 ip4:192.0.2.1 -all");
    dns_.Add("_dmarc.example.com", RrType::kTxt, "v=DMARC1; p=none");
    dns_.Add("s._domainkey.example.com", RrType::kTxt,
             "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    context_ = stores_.Context(dns_);
    context_.judged_time.now = 1775433600;
    context_.write_records = true;
    context_.kernels = CryptoKernels::kOpenssl;
  }
  const ScanContext& context() const { return context_; }

 private:
  ZoneDns dns_;
  TestStores stores_;
  ScanContext context_;
};

void AddRange(std::string_view bytes, Chunk* chunk) {
  MessageRange range;
  range.bytes = bytes;
  range.ordinal.offset = static_cast<uint64_t>(bytes.data() - chunk->buffer.data());
  range.length = bytes.size();
  chunk->messages.push_back(range);
}

void Fill(const Trap& trap, const std::string& text, Chunk* chunk) {
  chunk->buffer.Reserve(text.size());
  chunk->buffer.Resize(text.size());
  std::memcpy(chunk->buffer.data(), text.data(), text.size());
  chunk->files = {"trap.eml"};
  std::string_view rest = chunk->buffer.view();
  if (trap.kind == TrapKind::kMessage) return AddRange(rest, chunk);
  for (size_t end; (end = rest.find(kMessageEnd)) != rest.npos;
       rest.remove_prefix(end + kMessageEnd.size())) {
    AddRange(rest.substr(0, end), chunk);
  }
}

void Judge(const Trap& trap, const std::string& text) {
  Scene scene;
  Worker worker(scene.context(), 3, 1 << 20);
  Fill(trap, text, &worker.chunk());
  PendingChunk pending;
  CALLGRIND_START_INSTRUMENTATION;
  worker.ProcessBytes(&pending);
  while (!worker.AskAhead(&pending)) {
  }
  worker.JudgeMessages(&pending);
  CALLGRIND_STOP_INSTRUMENTATION;
  if (pending.judged == 0) std::abort();
}

void Cut(const std::string& text) {
  char path[] = "trap.XXXXXX";
  const int fd = mkstemp(path);
  if (fd < 0 || write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::abort();
  close(fd);
  Chunk chunk;
  size_t messages = 0;
  CALLGRIND_START_INSTRUMENTATION;
  CorpusOptions options;
  options.format = InputFormat::kMboxcl;  // Content-Length is looked at, too.
  Corpus corpus({path}, options);
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    messages += chunk.messages.size();
    chunk.Clear();
  }
  CALLGRIND_STOP_INSTRUMENTATION;
  unlink(path);
  if (messages == 0) std::abort();
}

void Measure(const Trap& trap, size_t count) {
  const std::string text = trap.make(count);
  trap.kind == TrapKind::kStore ? Cut(text) : Judge(trap, text);
  const std::string what = std::to_string(count) + " " + std::string(trap.name);
  CALLGRIND_DUMP_STATS_AT(what.c_str());
  std::printf("%zu %s\n", text.size(), what.c_str());
}

}  // namespace
}  // namespace kenpin::test

// The first argument: a word that the names of the traps to be measured hold; none: all traps.
int main(int argc, char** argv) {
  using namespace kenpin::test;
  for (const std::vector<Trap>& traps : {HeaderTraps(), BodyTraps(), StoreTraps()}) {
    for (const Trap& trap : traps) {
      if (argc > 1 && trap.name.find(argv[1]) == trap.name.npos) continue;
      // The first round fills tables that are made once.
      for (const size_t count : {size_t{1}, size_t{1}, trap.count, 4 * trap.count}) Measure(trap, count);
    }
  }
}
