// Whoever asks only writes the question into a table and wakes the client's thread. That thread alone speaks
// with libunbound, which does the network in a thread of its own and reports through a pipe: so nothing here
// needs a lock but the list of new questions.
//
// libunbound repeats lost datagrams, goes over to TCP and asks another server after a failure. What it lacks
// is a deadline. An attempt that runs out of time is cancelled and, while there are retries, put again: the
// work that libunbound has begun for it goes on and serves the next attempt.
#include "io/dns_live.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unbound.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <deque>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <fmt/format.h>

#include "io/dns_probe.h"
#include "io/dns_questions.h"
#include "io/dns_record.h"
#include "io/file.h"

namespace kenpin {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kClassIn = 1;
// Files that the rest of the program may want open while every question in flight holds a socket.
constexpr rlim_t kOtherFiles = 256;
// How often LiveDnsOptions::give_up is called.
constexpr std::chrono::milliseconds kGiveUpInterval{200};

// How often servers that may be silent are asked whether they are there, and looked after.
constexpr std::chrono::milliseconds kProbeInterval{500};
constexpr std::chrono::milliseconds kProbeLook{50};
constexpr const char* kResolverConfiguration = "/etc/resolv.conf";

// What libunbound is told before it starts. Its own defaults allow 16 questions in flight.
constexpr const char* kUnboundOptions[][2] = {
    {"outgoing-range:", "4096"},
    {"num-queries-per-thread:", "4096"},
    // TCP is for answers that do not fit a datagram; the default of 10 makes long keys wait.
    {"outgoing-num-tcp:", "128"},
    // Nobody gave us a trust anchor, so there is nothing to validate.
    {"module-config:", "iterator"},
    // A server that was silent for a while is asked again, not written off for a quarter of an hour.
    {"infra-keep-probing:", "yes"},
    // By itself libunbound answers for the private and documentation networks and for the reserved top-level
    // domains. A given resolver may know them, and tests do.
    {"unblock-lan-zones:", "yes"},
    {"insecure-lan-zones:", "yes"},
    {"local-zone:", "localhost. transparent"},
    {"local-zone:", "test. transparent"},
    {"local-zone:", "invalid. transparent"},
    {"local-zone:", "onion. transparent"},
    {"local-zone:", "home.arpa. transparent"},
    {"local-zone:", "127.in-addr.arpa. transparent"},
    {"local-zone:", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa. transparent"},
};

struct DeleteContext {
  void operator()(ub_ctx* context) const { ub_ctx_delete(context); }
};
using Context = std::unique_ptr<ub_ctx, DeleteContext>;

struct FreeResult {
  void operator()(ub_result* result) const { ub_resolve_free(result); }
};

absl::Status Refusal(const std::string& what, int error) {
  return absl::UnavailableError(
      fmt::format("DNS: {}: {}; use --dns with a snapshot, or --dns off", what, ub_strerror(error)));
}

absl::Status SetServers(ub_ctx* context, const std::optional<DnsServer>& server) {
  if (!server) {
    const int error = ub_ctx_resolvconf(context, nullptr);
    return error == 0 ? absl::OkStatus()
                      : absl::UnavailableError("/etc/resolv.conf: cannot be read; name a server with --dns");
  }
  const std::string address = fmt::format("{}@{}", server->address, server->port);
  const int error = ub_ctx_set_fwd(context, address.c_str());
  return error == 0 ? absl::OkStatus() : Refusal(address, error);
}

absl::StatusOr<Context> MakeContext(const std::optional<DnsServer>& server) {
  Context context(ub_ctx_create());
  if (context == nullptr)
    return absl::ResourceExhaustedError("DNS: libunbound cannot start; free some memory");
  // It would write to stderr about every odd packet.
  ub_ctx_debugout(context.get(), nullptr);
  for (const char* const(&option)[2] : kUnboundOptions) {
    const int error = ub_ctx_set_option(context.get(), option[0], option[1]);
    if (error != 0) return Refusal(fmt::format("libunbound refuses {} {}", option[0], option[1]), error);
  }
  if (const absl::Status status = SetServers(context.get(), server); !status.ok()) return status;
  // A thread, not a process: the process would copy what the program holds.
  if (const int error = ub_ctx_async(context.get(), 1); error != 0) return Refusal("libunbound", error);
  return context;
}

// How many sockets there may be, after the soft limit has been raised for it as far as it goes.
int SocketLimit() {
  struct rlimit limit = {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return InFlightWindow::kMin;
  const rlim_t wanted = InFlightWindow::kMax + kOtherFiles;
  if (limit.rlim_cur < wanted) {
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  const rlim_t left = limit.rlim_cur > 2 * kOtherFiles ? limit.rlim_cur - kOtherFiles : limit.rlim_cur / 2;
  return static_cast<int>(std::min<rlim_t>(left, InFlightWindow::kMax));
}

class UnboundDns final : public LiveDns {
 public:
  UnboundDns(const LiveDnsOptions& options, Context context, File wake)
      : options_(options),
        opened_at_(std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count()),
        questions_({options.max_questions, options.max_answer_bytes}),
        context_(std::move(context)),
        wake_(std::move(wake)),
        window_(SocketLimit()),
        attempts_(InFlightWindow::kMax) {
    for (Attempt& attempt : attempts_) {
      attempt.client = this;
      free_.push_back(&attempt);
    }
    StartThread();
  }

  ~UnboundDns() override {
    stop_.store(true, std::memory_order_relaxed);
    Wake();
    thread_.join();
  }

  DnsQuestionId Ask(std::string_view name, RrType type) override {
    const DnsQuestions::Interned asked = questions_.Intern(name, type);
    switch (asked.known) {
      case DnsQuestions::Known::kNew:
        asked_.fetch_add(1, std::memory_order_relaxed);
        Enqueue(asked.id);
        break;
      case DnsQuestions::Known::kAlready:
        merged_.fetch_add(1, std::memory_order_relaxed);
        break;
      case DnsQuestions::Known::kTooMany:
        refused_.fetch_add(1, std::memory_order_relaxed);
        break;
      case DnsQuestions::Known::kNoName:
        break;
    }
    return asked.id;
  }

  const DnsAnswer* Find(DnsQuestionId question, int64_t) const override { return questions_.Find(question); }

  void WhenAnswered(std::span<const DnsQuestionId> questions, std::function<void()> ready) override {
    questions_.WhenAnswered(questions, std::move(ready));
  }

  std::optional<DnsAskedRange> asked_range() const override { return DnsAskedRange{opened_at_, opened_at_}; }

  int64_t Epoch(int64_t) const override { return 0; }
  bool answers_at_once() const override { return false; }

  std::string Describe() const override {
    if (!options_.server) return "system";
    const auto& [address, port] = *options_.server;
    return address.find(':') == std::string::npos ? fmt::format("{}:{}", address, port)
                                                  : fmt::format("[{}]:{}", address, port);
  }

  LiveDnsCounts counts() const override {
    const auto read = [](const std::atomic<uint64_t>& count) {
      return count.load(std::memory_order_relaxed);
    };
    return {read(asked_),
            read(merged_),
            read(attempted_),
            read(timeouts_),
            questions_.failed(),
            read(refused_),
            silent_.load(std::memory_order_relaxed)};
  }

 private:
  // A question in flight. Its place is used again and again; `serial` tells the uses apart.
  struct Attempt {
    UnboundDns* client = nullptr;
    uint64_t serial = 0;  // 0: nothing is in flight.
    DnsQuestionId question = 0;
    int tries = 0;  // Those before this one.
    int async_id = 0;
  };

  struct Deadline {
    Clock::time_point when;
    Attempt* attempt;
    uint64_t serial;
  };

  struct Start {
    Clock::time_point when;
    DnsQuestionId question;
    int tries;
    bool operator>(const Start& other) const { return when > other.when; }
  };

  // From any thread.

  void Enqueue(DnsQuestionId question) {
    bool first = false;
    {
      const std::lock_guard lock(mutex_);
      first = new_.empty();
      new_.push_back(question);
    }
    if (first) Wake();
  }

  void Wake() const {
    const uint64_t one = 1;
    // It can fail only when the counter is full, and then the thread is awake.
    [[maybe_unused]] const ssize_t written = ::write(wake_.fd(), &one, sizeof one);
  }

  // Signals are for the main thread, whose blocking calls they shall interrupt.
  void StartThread() {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    thread_ = std::thread([this] { Run(); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  // All below belongs to the client's thread.

  void Run() {
    pollfd files[2] = {{wake_.fd(), POLLIN, 0}, {ub_fd(context_.get()), POLLIN, 0}};
    while (!stop_.load(std::memory_order_relaxed)) {
      TakeNew();
      StartAttempts(Clock::now());
      ::poll(files, 2, PollTimeout(Clock::now()));
      if ((files[0].revents & POLLIN) != 0) {
        uint64_t count = 0;
        [[maybe_unused]] const ssize_t read = ::read(wake_.fd(), &count, sizeof count);
      }
      if (files[1].revents != 0) ub_process(context_.get());
      GiveUpLate(Clock::now());
      WatchServers(Clock::now());
      if (silent_.load(std::memory_order_relaxed) || (options_.give_up && options_.give_up())) GiveUpAll();
    }
    // Joins libunbound's own thread; whatever is open there goes with it.
    context_.reset();
  }

  void TakeNew() {
    {
      const std::lock_guard lock(mutex_);
      taken_.swap(new_);
    }
    for (const DnsQuestionId question : taken_) waiting_.push_back({{}, question, 0});
    taken_.clear();
  }

  int in_flight() const { return static_cast<int>(attempts_.size() - free_.size()); }

  void StartAttempts(Clock::time_point now) {
    while (in_flight() < window_.size() && !delayed_.empty() && delayed_.top().when <= now) {
      StartAttempt(delayed_.top(), now);
      delayed_.pop();
    }
    while (in_flight() < window_.size() && !waiting_.empty()) {
      StartAttempt(waiting_.front(), now);
      waiting_.pop_front();
    }
  }

  void StartAttempt(const Start& start, Clock::time_point now) {
    Attempt* attempt = free_.back();
    free_.pop_back();
    attempt->serial = ++last_serial_;
    attempt->question = start.question;
    attempt->tries = start.tries;
    attempted_.fetch_add(1, std::memory_order_relaxed);
    const std::string name = ZoneName(questions_.name(start.question));
    const int type = static_cast<int>(questions_.type(start.question));
    const int error = ub_resolve_async(context_.get(), name.c_str(), type, kClassIn, attempt, &OnResult,
                                       &attempt->async_id);
    if (error != 0) {
      Release(attempt);
      Fail(start.question, start.tries, now + options_.retry_delay);
      return;
    }
    deadlines_.push_back({now + options_.timeout, attempt, attempt->serial});
  }

  // Milliseconds until something is due, rounded up; -1 for never.
  int PollTimeout(Clock::time_point now) const {
    Clock::time_point next = Clock::time_point::max();
    if (!deadlines_.empty()) next = deadlines_.front().when;
    if (!delayed_.empty() && in_flight() < window_.size()) next = std::min(next, delayed_.top().when);
    if (options_.give_up) next = std::min(next, now + kGiveUpInterval);
    if (probe_ != nullptr) next = std::min(next, now + kProbeLook);
    if (next == Clock::time_point::max()) return -1;
    const int64_t left = std::chrono::duration_cast<std::chrono::milliseconds>(next - now).count() + 1;
    return static_cast<int>(std::clamp<int64_t>(left, 0, 60'000));
  }

  static void OnResult(void* data, int error, ub_result* raw) {
    Attempt* attempt = static_cast<Attempt*>(data);
    const std::unique_ptr<ub_result, FreeResult> result(raw);
    attempt->client->Finish(attempt, error == 0 ? result.get() : nullptr);
  }

  void Finish(Attempt* attempt, const ub_result* result) {
    const DnsQuestionId question = attempt->question;
    const int tries = attempt->tries;
    Release(attempt);
    DnsAnswer answer{DnsStatus::kFailed, {}, {}};
    if (result != nullptr && result->answer_packet != nullptr) {
      answer = ReadDnsPacket(
          {static_cast<const uint8_t*>(result->answer_packet), static_cast<size_t>(result->answer_len)},
          questions_.name(question), questions_.type(question));
    }
    if (answer.status == DnsStatus::kFailed) {
      window_.Refused();
      Fail(question, tries, Clock::now() + options_.retry_delay);
      return;
    }
    window_.EndedWell();
    silent_attempts_ = 0;
    Settle(question, std::move(answer));
  }

  // Deadlines stand in the order of their attempts, for all have the same time.
  void GiveUpLate(Clock::time_point now) {
    while (!deadlines_.empty()) {
      const Deadline deadline = deadlines_.front();
      Attempt* attempt = deadline.attempt;
      if (attempt->serial == deadline.serial) {
        if (deadline.when > now) return;
        ub_cancel(context_.get(), attempt->async_id);
        const DnsQuestionId question = attempt->question;
        const int tries = attempt->tries;
        Release(attempt);
        timeouts_.fetch_add(1, std::memory_order_relaxed);
        window_.EndedWell();
        Fail(question, tries, now);
      }
      deadlines_.pop_front();
    }
  }

  // Asks the servers themselves when nothing has come for long.
  void WatchServers(Clock::time_point now) {
    if (probe_ == nullptr) {
      if (silent_attempts_ < kMaxSilentAttempts || silent_.load(std::memory_order_relaxed)) return;
      probe_ = std::make_unique<DnsProbe>(options_.server ? std::vector<DnsServer>{*options_.server}
                                                          : NameServersOf(kResolverConfiguration));
      probe_began_ = now;
      next_probe_ = now;
    }
    if (silent_attempts_ == 0 || !probe_->can_ask() || probe_->Answered()) {
      silent_attempts_ = 0;
      probe_.reset();
    } else if (now - probe_began_ >= options_.timeout) {
      silent_.store(true, std::memory_order_relaxed);
      probe_.reset();
    } else if (now >= next_probe_) {
      probe_->Ask();
      next_probe_ = now + kProbeInterval;
    }
  }

  void GiveUpAll() {
    TakeNew();
    for (Attempt& attempt : attempts_) {
      if (attempt.serial == 0) continue;
      ub_cancel(context_.get(), attempt.async_id);
      Release(&attempt);
      Settle(attempt.question, {DnsStatus::kFailed, {}, {}});
    }
    for (; !delayed_.empty(); delayed_.pop()) Settle(delayed_.top().question, {DnsStatus::kFailed, {}, {}});
    for (const Start& start : waiting_) Settle(start.question, {DnsStatus::kFailed, {}, {}});
    waiting_.clear();
  }

  void Release(Attempt* attempt) {
    attempt->serial = 0;
    free_.push_back(attempt);
  }

  // An attempt came to nothing: there is another one at `next`, or it was the last.
  void Fail(DnsQuestionId question, int tries, Clock::time_point next) {
    ++silent_attempts_;
    if (tries < options_.retries) {
      delayed_.push({next, question, tries + 1});
    } else {
      Settle(question, {DnsStatus::kFailed, {}, {}});
    }
  }

  void Settle(DnsQuestionId question, DnsAnswer answer) { questions_.Answer(question, std::move(answer)); }

  const LiveDnsOptions options_;
  const int64_t opened_at_;
  DnsQuestions questions_;
  std::atomic<uint64_t> asked_{0}, merged_{0}, attempted_{0}, timeouts_{0}, refused_{0};
  std::atomic<bool> stop_{false};
  std::atomic<bool> silent_{false};

  std::mutex mutex_;
  std::vector<DnsQuestionId> new_;  // Guarded by mutex_.

  // The client's thread's own.
  Context context_;
  const File wake_;
  InFlightWindow window_;
  std::vector<Attempt> attempts_;  // Never resized: libunbound holds pointers.
  std::vector<Attempt*> free_;
  uint64_t last_serial_ = 0;
  int silent_attempts_ = 0;          // Since the last answer.
  std::unique_ptr<DnsProbe> probe_;  // While the servers are asked whether they are there.
  Clock::time_point probe_began_;
  Clock::time_point next_probe_;
  std::deque<Deadline> deadlines_;
  std::deque<Start> waiting_;
  std::priority_queue<Start, std::vector<Start>, std::greater<>> delayed_;
  std::vector<DnsQuestionId> taken_;
  std::thread thread_;
};

bool IsAddress(int family, const std::string& text) {
  unsigned char address[sizeof(struct in6_addr)];
  return ::inet_pton(family, text.c_str(), address) == 1;
}

std::optional<uint16_t> ParsePort(std::string_view text) {
  uint16_t port = 0;
  const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size() || port == 0)
    return std::nullopt;
  return port;
}

}  // namespace

std::optional<DnsServer> ParseDnsServer(std::string_view text) {
  DnsServer server;
  if (IsAddress(AF_INET6, std::string(text))) {
    server.address = text;
    return server;
  }
  const bool bracketed = text.starts_with('[');
  const size_t end = bracketed ? text.find(']') : std::min(text.find(':'), text.size());
  if (end == std::string_view::npos) return std::nullopt;
  server.address = bracketed ? text.substr(1, end - 1) : text.substr(0, end);
  if (!IsAddress(bracketed ? AF_INET6 : AF_INET, server.address)) return std::nullopt;
  const std::string_view rest = text.substr(bracketed ? end + 1 : end);
  if (rest.empty()) return server;
  const std::optional<uint16_t> port = rest[0] == ':' ? ParsePort(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  server.port = *port;
  return server;
}

absl::StatusOr<std::unique_ptr<LiveDns>> OpenLiveDns(const LiveDnsOptions& options) {
  absl::StatusOr<Context> context = MakeContext(options.server);
  if (!context.ok()) return context.status();
  File wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake.is_open())
    return absl::ResourceExhaustedError("DNS: no file descriptor is left; raise ulimit -n");
  return std::unique_ptr<LiveDns>(new UnboundDns(options, *std::move(context), std::move(wake)));
}

}  // namespace kenpin
