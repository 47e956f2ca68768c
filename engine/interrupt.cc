#include "engine/interrupt.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>

namespace kenpin {
namespace {

std::atomic<int> pending_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch only lock-free atomics");

std::atomic<int> stop_descriptor{-1};

// Async-signal-safe: an atomic, write(2), and errno as it was.
void Remember(int signal) {
  const int before = errno;
  pending_signal.store(signal, std::memory_order_relaxed);
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written =
      ::write(stop_descriptor.load(std::memory_order_relaxed), &one, sizeof one);
  errno = before;
}

}  // namespace

void InstallSignalHandlers() {
  stop_descriptor.store(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), std::memory_order_relaxed);
  struct sigaction action = {};
  action.sa_handler = Remember;
  // SA_RESETHAND: the second Ctrl-C is not asked twice. No SA_RESTART: a blocking read of stdin must return.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction ignore = {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
}

int PendingSignal() { return pending_signal.load(std::memory_order_relaxed); }

int StopDescriptor() { return stop_descriptor.load(std::memory_order_relaxed); }

}  // namespace kenpin
