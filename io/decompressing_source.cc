#include "io/decompressing_source.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>

namespace kenpin {

DecompressingSource::DecompressingSource(Compression compression, std::unique_ptr<ByteSource> source,
                                         const ExpansionLimits& limits, size_t threads,
                                         std::shared_ptr<ExpansionMeter> meter)
    : source_(std::move(source)),
      decoder_(MakeDecoder(compression, source_.get())),
      limits_(limits),
      meter_(std::move(meter)),
      slots_(std::clamp<size_t>(threads, 1, kMaxDecompressionThreads) + kBlocksAhead) {
  for (Slot& slot : slots_) free_.push_back(&slot);
  queue_.reserve(slots_.size());
  // Codecs without parts have work for one thread.
  const bool has_parts = compression == Compression::kGzip || compression == Compression::kZstd;
  const size_t count = has_parts ? slots_.size() - kBlocksAhead : 1;
  StartThreads(count);
}

void DecompressingSource::StartThreads(size_t count) {
  threads_.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    try {
      threads_.emplace_back([this] { Work(); });
    } catch (const std::exception&) {
      // One thread is enough. Of none there is nothing to end.
      if (threads_.empty()) throw;
      return;
    }
  }
}

DecompressingSource::~DecompressingSource() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stops_ = true;
  }
  source_->Cancel();
  room_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void DecompressingSource::Cancel() { source_->Cancel(); }

// Null once there is nothing left to do.
DecompressingSource::Slot* DecompressingSource::WaitForSlot(std::unique_lock<std::mutex>& lock) {
  room_.wait(lock, [this] { return stops_ || is_cut_ || (!is_cutting_ && !free_.empty()); });
  if (stops_ || is_cut_) return nullptr;
  Slot* const slot = free_.back();
  free_.pop_back();
  return slot;
}

void DecompressingSource::Work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (Slot* const slot = WaitForSlot(lock)) {
    is_cutting_ = true;
    lock.unlock();
    slot->block.Clear();
    slot->is_done = false;
    const bool more = Cut(slot);
    lock.lock();
    is_cutting_ = false;
    is_cut_ |= !more;
    slot->is_last = !more;
    queue_.push_back(slot);
    room_.notify_all();
    if (slot->thrown == nullptr && !slot->block.packed.empty()) {
      lock.unlock();
      Decode(slot);
      lock.lock();
    }
    slot->is_done = true;
    ready_.notify_one();
  }
}

// Returns whether there may be more behind it.
bool DecompressingSource::Cut(Slot* slot) {
  try {
    return decoder_->Cut(&slot->block);
  } catch (...) {
    slot->thrown = std::current_exception();
    return false;
  }
}

void DecompressingSource::Decode(Slot* slot) {
  try {
    decoder_->Decode(&slot->block);
  } catch (...) {
    slot->thrown = std::current_exception();
  }
}

// Waits for the next block that holds octets. Returns false at the end.
bool DecompressingSource::NextBlock() {
  while (!at_end_) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      ready_.wait(lock, [this] { return !queue_.empty() && queue_.front()->is_done; });
      current_ = queue_.front();
      queue_.erase(queue_.begin());
    }
    if (current_->thrown != nullptr) {
      at_end_ = true;
      std::rethrow_exception(std::exchange(current_, nullptr)->thrown);
    }
    taken_ = 0;
    unpacked_ += current_->block.bytes.size();
    if (IsTooMuch()) return false;
    if (current_->block.bytes.size() > 0) return true;
    Release();
  }
  return false;
}

bool DecompressingSource::IsTooMuch() {
  if (meter_ != nullptr) {
    meter_->packed = current_->block.packed_end;
    meter_->unpacked = unpacked_;
  }
  std::string error = DescribeBomb(limits_, current_->block.packed_end, unpacked_);
  if (error.empty()) return false;
  at_end_ = true;
  current_ = nullptr;
  Fail(position_, std::move(error));
  return true;
}

// The current block was read to its end.
void DecompressingSource::Release() {
  Slot* const slot = std::exchange(current_, nullptr);
  if (!slot->block.error.empty()) Fail(position_, slot->block.error);
  at_end_ = slot->is_last || failure();
  if (at_end_) return;
  std::lock_guard<std::mutex> lock(mutex_);
  free_.push_back(slot);
  room_.notify_one();
}

size_t DecompressingSource::Read(char* out, size_t size) {
  size_t given = 0;
  while (given < size) {
    if (current_ == nullptr && !NextBlock()) break;
    const Buffer& bytes = current_->block.bytes;
    const size_t step = std::min(size - given, bytes.size() - taken_);
    std::memcpy(out + given, bytes.data() + taken_, step);
    given += step;
    taken_ += step;
    position_ += step;
    if (taken_ == bytes.size()) Release();
  }
  return given;
}

std::optional<size_t> DecompressingSource::PeekAt(uint64_t, char*, size_t) { return std::nullopt; }

}  // namespace kenpin
