// kenpin as a library: messages go in one at a time, what is true of each and what the rules say of it comes
// out at once, and at the end the summary of all of them. Other programs include this header, as
// <kenpin/engine/kenpin.h>, and link kenpin::engine.
//
//   kenpin::EngineOptions options;
//   options.dns = "keys.zone";
//   auto engine = kenpin::Engine::Open(options);                        // absl::StatusOr
//   kenpin::Inspector& inspector = (*engine)->NewInspector();
//   const kenpin::Inspection& seen = inspector.Inspect({.bytes = message, .source = "a.eml"});
//   seen.verdicts[static_cast<size_t>(kenpin::RuleId::kDkimVerify)].outcome;
//   absl::StatusOr<kenpin::RunSummary> run = (*engine)->Finish();
//
// Errors are of two kinds. What the options name and can not be had (a file, a list, a resolver) is an
// absl::Status of Open() or Finish(). Mail never is an error: whatever its bytes are, Inspect() answers, and
// flaws of the message stand in the evidence. Nothing throws but std::bad_alloc.
//
// What the answers are made of: engine/auth/evidence.h, rules/rule.h (catalogue, levels, outcomes),
// rules/reason.h (why), engine/run_summary.h. engine/report/summary_json.h and summary_text.h tell a
// RunSummary as `kenpin scan --out json` and `--out text` do; engine/report/domain_figures.h and
// rules/compliance.h fold a domain's counts into requirements. No other header is meant for other programs,
// though those that these include are installed, too.
#ifndef KENPIN_ENGINE_KENPIN_H_
#define KENPIN_ENGINE_KENPIN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "engine/auth/evidence.h"
#include "engine/run_summary.h"
#include "rules/compliance.h"
#include "rules/profile.h"
#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {

// Of a longer message only the beginning is looked at, but all of its body is hashed; its evidence says so
// (ParseFlaw::kTooLarge).
inline constexpr size_t kMaxInspectedBytes = size_t{160} << 20;

// What holds for all messages of an engine. The defaults are those of the options of `kenpin scan`, but that
// DNS is off: nothing is asked of the network unless `dns` says so.
struct EngineOptions {
  std::string dns = "off";              // "system", an IP address with or without :PORT, the path of a
                                        // snapshot or zone file, or "off".
  std::string public_suffix_list;       // A path; empty: the list that libpsl was built with.
  Provider profile = Provider::kGmail;  // By whose rules.
  SenderSize sender_size = SenderSize::kBulk;
  std::optional<Mode> mode;                 // Absent: decided message by message.
  std::optional<UnsubscribeClass> traffic;  // kMarketing or kTransactional; absent: decided from signs.
  std::optional<int64_t> at;  // Unix seconds at which signatures and keys are judged. Absent: now for mail
                              // that was not delivered yet, else the time of its delivery.
  std::vector<std::string> authserv_ids;  // Receivers whose Authentication-Results are believed.
  MtaAdds mta_adds;                       // Fields that a later system adds.
  std::string name = "messages";          // What the summary calls the input.
  size_t samples = 3;                     // How many messages the summary names per rule and domain.
  std::optional<int64_t> now;             // The clock, Unix seconds; absent: the system's at Open().
};

// The SMTP session of a message that carries no evidence of it. What is not told is not assumed.
struct Session {
  std::optional<std::string> mail_from;  // An address, with or without brackets, or a domain; "" or "<>" is
                                         // the null sender.
  std::optional<std::string> client_ip;
  std::optional<std::string> helo;
};

// One message, as the caller holds it.
struct MessageInput {
  std::string_view bytes;   // Header section and body, as stored; lines end in LF or CRLF.
  std::string_view source;  // How the summary's samples call it, such as a path.
  // Its place among all messages of the engine: the summary's samples are those with the smallest (number,
  // offset), whichever thread saw them. It is unique; the offset is also told in samples and records.
  uint32_t number = 0;
  uint64_t offset = 0;
  // Must outlive the call. A value that is no address or domain is taken as not told. Null: nothing is told.
  const Session* session = nullptr;
};

// What Inspect() says of one message. What it refers to lives until the inspector's next Inspect(), or until
// the engine ends.
struct Inspection {
  Evidence evidence;      // What is true of the message.
  VerdictSet verdicts{};  // What each rule says, by RuleId.
  bool complies = false;  // Nothing that the profile requires of senders of this size fails.
  // SHA-256 of the relaxed canonical body; absent when only the beginning of the message was looked at.
  std::optional<std::array<uint8_t, 32>> body_digest;
  // The message's line of `kenpin scan --out ndjson`, with its line end; engine/report/record.schema.json.
  std::string_view record;
};

// Inspects messages, on one thread at a time. Owned by its engine.
class Inspector {
 public:
  ~Inspector();
  Inspector(const Inspector&) = delete;
  Inspector& operator=(const Inspector&) = delete;

  // Copies the bytes, which may be dropped after the call, establishes the evidence, judges it, and counts
  // the message in the engine's summary. Waits for DNS where that is asked live, until every question is
  // answered or has timed out. The result is overwritten by the next call.
  const Inspection& Inspect(const MessageInput& message);

 private:
  friend class Engine;
  struct Impl;
  explicit Inspector(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// What the inspectors of a run share: options, DNS, keys and policies that were met before, the summary.
class Engine {
 public:
  // InvalidArgument where an option can not be understood; else the error says which file or resolver can not
  // be had, and why.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(const EngineOptions& options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // One for every thread that inspects, for as many messages as there are: an inspector keeps its memory and
  // its part of the summary. It lives as long as the engine. Any thread, at any time before Finish().
  // Memory: the longest message, the domains that it met, and fingerprints of messages, by which Finish()
  // counts different bodies, reused Message-IDs and the like: 32 octets each, some four a message. Address
  // space for 32 MiB of them (kFingerprintMemoryBytes) is taken with the first message, memory only as they
  // come; when it is full they go to an unlinked file in TMPDIR. So an inspector a thread is right, an
  // inspector a message or connection is not.
  Inspector& NewInspector();

  // The summary of all messages that were inspected: the same whatever the number of inspectors, and whatever
  // the order of the messages. To be called once, when no inspector is at work; after it there is nothing
  // left to inspect with. An error concerns temporary files, without which some counts would be missing.
  absl::StatusOr<RunSummary> Finish();

 private:
  struct Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kenpin

#endif  // KENPIN_ENGINE_KENPIN_H_
