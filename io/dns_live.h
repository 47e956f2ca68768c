// DNS asked for real, through libunbound: a question costs its asker a look-up in a table, whatever the
// network does.
//
// One thread of the client's own hands questions to libunbound, takes answers from it and watches the
// deadlines. An answer stays for the run, and a question that is open or answered is never put a second time.
// How many questions are in flight follows what the resolver bears (InFlightWindow).
#ifndef KENPIN_IO_DNS_LIVE_H_
#define KENPIN_IO_DNS_LIVE_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

#include "io/dns.h"

namespace kenpin {

// One attempt at a question. libunbound repeats a lost datagram after 376 ms and then ever more slowly, so
// that 5 s hold four tries; by itself it would give up a dead server only after 17 s.
inline constexpr std::chrono::milliseconds kDefaultDnsTimeout{5000};
// Attempts after the first, when an attempt timed out or the resolver said that it failed. Names whose own
// servers are broken are common in old mail, and each costs all of its attempts.
inline constexpr int kDefaultDnsRetries = 1;
// libunbound tries a failing server five times at once and then remembers the failure for up to six seconds,
// in which another attempt would be told the same.
inline constexpr std::chrono::milliseconds kDefaultDnsRetryDelay{6100};

// After so many attempts in a row without one answer the servers themselves are asked, for many names at once
// may have silent servers of their own. If they are silent, too, for as long as an attempt may take, the
// client gives up: all open and later questions are answered kFailed.
inline constexpr int kMaxSilentAttempts = 50;

// The bounds of what one client remembers. A question beyond them is answered kFailed: unknown, never absent.
inline constexpr uint32_t kMaxDnsQuestions = 1u << 20;
inline constexpr uint64_t kMaxDnsAnswerBytes = uint64_t{256} << 20;

// A name server by its address.
struct DnsServer {
  std::string address;  // An IP literal, without brackets.
  uint16_t port = 53;
};

// Reads HOST[:PORT]: "192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]", "[2001:db8::1]:5353".
// Absent for anything else, names included.
std::optional<DnsServer> ParseDnsServer(std::string_view text);

struct LiveDnsOptions {
  std::optional<DnsServer> server;  // Absent: those of /etc/resolv.conf.
  std::chrono::milliseconds timeout = kDefaultDnsTimeout;
  int retries = kDefaultDnsRetries;
  std::chrono::milliseconds retry_delay = kDefaultDnsRetryDelay;
  uint32_t max_questions = kMaxDnsQuestions;
  uint64_t max_answer_bytes = kMaxDnsAnswerBytes;
  // Unless empty, called a few times a second from the client's thread. Once it returns true, all open and
  // all later questions are answered kFailed: a run that is interrupted shall not wait for deadlines.
  std::function<bool()> give_up;
};

struct LiveDnsCounts {
  uint64_t questions = 0;  // Different ones.
  uint64_t merged = 0;     // Asked again, while open or later.
  uint64_t attempts = 0;   // Handed to libunbound.
  uint64_t timeouts = 0;   // Attempts that were given up.
  uint64_t failed = 0;     // Questions that ended kFailed.
  uint64_t refused = 0;    // Asked beyond the client's bounds.
  bool silent = false;     // The client gave up, because the servers were silent.
};

// The answers do not depend on the time that Find() is asked for: they are those of today. asked_range() is
// the second in which the client was made, so that it does not change during a run. Callbacks of
// WhenAnswered() run on the client's thread, without a lock; they must not wait for an answer themselves.
class LiveDns : public DnsClient {
 public:
  virtual LiveDnsCounts counts() const = 0;
};

// Starts the thread. An error names what is missing and what to do (no /etc/resolv.conf, libunbound refuses).
// Raises the soft limit of open files as far as the hard one allows, for every question in flight has its
// own socket. Destroying the client gives open questions up: nobody may wait for them any more.
absl::StatusOr<std::unique_ptr<LiveDns>> OpenLiveDns(const LiveDnsOptions& options);

// How many questions may be in flight. Grows by one with every attempt that ended well and shrinks by
// kFailureWeight with every refusal, so that it settles where about a tenth of the attempts are refused:
// dnsmasq, the resolver of many small networks, refuses what exceeds 150. An attempt that timed out counts
// as ended well: where nobody answers there is nobody to spare, and the run shall end.
class InFlightWindow {
 public:
  static constexpr int kFirst = 100;
  static constexpr int kMin = 64;
  static constexpr int kMax = 4096;
  static constexpr int kFailureWeight = 8;

  explicit InFlightWindow(int max) : max_(max), size_(kFirst < max ? kFirst : max) {}
  int size() const { return size_; }
  void EndedWell() { size_ = size_ + 1 < max_ ? size_ + 1 : max_; }
  void Refused() {
    const int min = kMin < max_ ? kMin : max_;
    size_ = size_ - kFailureWeight > min ? size_ - kFailureWeight : min;
  }

 private:
  int max_;
  int size_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_LIVE_H_
