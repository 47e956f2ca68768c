// What DNS says, as the engine sees it: questions are asked early, answers come when they come.
//
// A DnsClient is the one seam between the engine and every kind of DNS (a recorded snapshot, none at all, a
// live resolver). A worker asks as soon as it has read a name from a message, goes on, and looks for the
// answer only when nothing else is left to do. It never waits: whoever needs several answers passes a
// callback to WhenAnswered().
#ifndef KENPIN_IO_DNS_H_
#define KENPIN_IO_DNS_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kenpin {

// Resource record types that mail authentication asks for. Values are those of RFC 1035, RFC 3596 and, for
// the obsolete SPF type, RFC 4408 §3.1.1.
enum class RrType : uint16_t {
  kA = 1,
  kCname = 5,
  kSoa = 6,
  kPtr = 12,
  kMx = 15,
  kTxt = 16,
  kAaaa = 28,
  kSpf = 99
};

// How a question ended. The three kinds of "nothing" are three different answers.
enum class DnsStatus : uint8_t {
  kFound,        // At least one record of the type stands at the name (or at the end of its CNAME chain).
  kNoData,       // The name exists and has no record of the type.
  kNxDomain,     // The name does not exist.
  kNotRecorded,  // The snapshot says nothing about the name: unknown, neither present nor absent.
  kFailed,       // SERVFAIL, a timeout or a CNAME loop: no answer could be had.
  kOff,          // DNS is switched off (--dns off).
};

struct DnsAnswer {
  DnsStatus status = DnsStatus::kOff;
  // One entry a record. TXT, SPF: the character-strings joined without a separator (RFC 6376 §3.6.2.2); A,
  // AAAA: the address as text; MX: "preference host"; names without the final dot, in lower case.
  std::vector<std::string> records;
  // Names passed through on the way, the asked one not included. Empty without a CNAME.
  std::vector<std::string> cname_chain;
};

// The span of time in which the DNS was asked, in Unix seconds, both ends included.
struct DnsAskedRange {
  int64_t first = 0;
  int64_t last = 0;
};

// Names a question within one DnsClient. Equal questions have equal ids.
using DnsQuestionId = uint32_t;

// Thread-safe: every member may be called from any thread at any time.
class DnsClient {
 public:
  virtual ~DnsClient() = default;

  // Interns the question and starts it if it is new. `name` is compared without case; a final dot is ignored.
  // Never waits. A name that DNS cannot carry (empty label, label over 63 octets, over 253 octets in all) is
  // answered kNxDomain.
  virtual DnsQuestionId Ask(std::string_view name, RrType type) = 0;

  // Returns the answer that applies at `at` (Unix seconds), or null while the question is open. The pointer
  // lives as long as the client.
  virtual const DnsAnswer* Find(DnsQuestionId question, int64_t at) const = 0;

  // Calls `ready` once, when all of `questions` are answered: before returning if they are already, else
  // later from any thread.
  virtual void WhenAnswered(std::span<const DnsQuestionId> questions, std::function<void()> ready) = 0;

  // The dates on which the answers were had; absent when there are none (DNS off, a plain zone file without
  // its date).
  virtual std::optional<DnsAskedRange> asked_range() const = 0;

  // Numbers the spans of time in which no answer changes: where Epoch(a) == Epoch(b), every question has the
  // same answer at a and at b, once it is answered. So what was worked out from answers can be kept by epoch.
  virtual int64_t Epoch(int64_t at) const = 0;

  // Whether every question is answered as soon as it is asked, so that Find() never returns null.
  virtual bool answers_at_once() const = 0;

  // How the report names this source of answers, e.g. "off" or the snapshot's path.
  virtual std::string Describe() const = 0;
};

}  // namespace kenpin

#endif  // KENPIN_IO_DNS_H_
