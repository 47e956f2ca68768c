// A source whose octets are decompressed ahead of whoever reads them, by threads of its own.
//
// The threads take turns in cutting the compressed stream into blocks, in order, and decode their blocks at
// the same time (decoder.h). What they have made waits in a queue of a few blocks, and they wait when it is
// full: memory is bounded by the number of blocks, and a reader finds its octets ready. One thread is enough
// for a codec that has no parts.
#ifndef KENPIN_IO_DECOMPRESSING_SOURCE_H_
#define KENPIN_IO_DECOMPRESSING_SOURCE_H_

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "io/byte_source.h"
#include "io/compression.h"
#include "io/decoder.h"

namespace kenpin {

// More threads than this make nothing faster: the reader splits what they make.
inline constexpr size_t kMaxDecompressionThreads = 8;
// Blocks in the queue beside those that are worked on.
inline constexpr size_t kBlocksAhead = 3;

// What has been read, for progress. Written by one thread, read by any.
struct ExpansionMeter {
  std::atomic<uint64_t> packed{0};    // Octets of compressed input that were used up
  std::atomic<uint64_t> unpacked{0};  // and what they gave.
};

class DecompressingSource : public ByteSource {
 public:
  // `source` gives the compressed octets from the first one on; it is read by the threads. `meter` may be
  // null. If some of the threads cannot be started the others do their work; throws std::system_error if none
  // can be started.
  DecompressingSource(Compression compression, std::unique_ptr<ByteSource> source,
                      const ExpansionLimits& limits, size_t threads, std::shared_ptr<ExpansionMeter> meter);
  // Ends the threads; one that waits for input is woken.
  ~DecompressingSource() override;

  // Damage, an early end and too much of everything are failures at their place in the decompressed stream.
  // What a thread has thrown (std::bad_alloc) is thrown at its place, and ends the stream.
  size_t Read(char* out, size_t size) override;
  std::optional<size_t> PeekAt(uint64_t offset, char* out, size_t size) override;
  void Cancel() override;

 private:
  struct Slot {
    DecodedBlock block;
    bool is_done = false;
    bool is_last = false;
    std::exception_ptr thrown;  // What ended the work on it; null: nothing.
  };

  void StartThreads(size_t count);
  void Work();
  bool Cut(Slot* slot);
  void Decode(Slot* slot);
  Slot* WaitForSlot(std::unique_lock<std::mutex>& lock);
  bool NextBlock();
  bool IsTooMuch();
  void Release();

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Decoder> decoder_;
  const ExpansionLimits limits_;
  std::shared_ptr<ExpansionMeter> meter_;
  std::vector<Slot> slots_;

  // Of the reader alone.
  Slot* current_ = nullptr;
  size_t taken_ = 0;       // Octets of the current block that were read.
  uint64_t position_ = 0;  // In the decompressed stream.
  uint64_t unpacked_ = 0;  // Octets of all blocks up to the current one.
  bool at_end_ = false;

  std::mutex mutex_;  // Guards what follows.
  std::condition_variable room_;
  std::condition_variable ready_;
  std::vector<Slot*> free_;
  std::vector<Slot*> queue_;  // Cut, in order. Has room for all slots.
  bool is_cutting_ = false;
  bool is_cut_ = false;  // Nothing is left to cut.
  bool stops_ = false;

  std::vector<std::thread> threads_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_DECOMPRESSING_SOURCE_H_
