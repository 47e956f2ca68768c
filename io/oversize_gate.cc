#include "io/oversize_gate.h"

#include <condition_variable>
#include <mutex>

namespace kenpin {

struct OversizeGate::State {
  std::mutex mutex;
  std::condition_variable freed;
  bool taken = false;
};

OversizeGate::OversizeGate() : state_(std::make_shared<State>()) {}

std::shared_ptr<void> OversizeGate::Acquire() {
  std::unique_lock<std::mutex> lock(state_->mutex);
  while (state_->taken) state_->freed.wait(lock);
  state_->taken = true;
  // The deleter keeps the state alive, so that a chunk may return its ticket after the corpus is gone.
  return std::shared_ptr<void>(state_.get(), [state = state_](void*) {
    {
      std::lock_guard<std::mutex> release(state->mutex);
      state->taken = false;
    }
    state->freed.notify_one();
  });
}

}  // namespace kenpin
