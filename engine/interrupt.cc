#include "engine/interrupt.h"

#include <atomic>
#include <csignal>

namespace kenpin {
namespace {

std::atomic<int> pending_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may touch only lock-free atomics");

void Remember(int signal) { pending_signal.store(signal, std::memory_order_relaxed); }

}  // namespace

void InstallSignalHandlers() {
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

}  // namespace kenpin
