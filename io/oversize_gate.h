// Bounds the memory of huge messages: one oversized buffer at a time in a run, whatever the corpus holds.
//
// A buffer that must grow past the normal size first takes the gate's only ticket, and whoever comes second
// waits. This cannot deadlock as long as a holder never waits for somebody else, which is why chunks are
// cleared before their owners wait (see Chunk).
#ifndef KENPIN_IO_OVERSIZE_GATE_H_
#define KENPIN_IO_OVERSIZE_GATE_H_

#include <memory>

namespace kenpin {

// Thread-safe. Tickets may outlive the gate.
class OversizeGate {
 public:
  OversizeGate();

  // Waits until the ticket is free and takes it. It is given back when the last copy of the pointer is gone.
  std::shared_ptr<void> Acquire();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_OVERSIZE_GATE_H_
