// Everything that is true of one message, as plain data: the only thing that rules see. No bytes, no DNS, no
// clock beyond this point.
#ifndef KENPIN_ENGINE_AUTH_EVIDENCE_H_
#define KENPIN_ENGINE_AUTH_EVIDENCE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "engine/dkim/result.h"
#include "engine/mail/facts.h"

namespace kenpin {

// How the message came to be in the corpus; decided message by message, or told by --mode.
enum class Mode : uint8_t {
  kPresend,  // Neither Received nor Return-Path: not handed over yet.
  kSent,     // A sender's own archive: Received or Return-Path, but nothing that a receiver wrote.
  kArchive,  // Delivered mail: the topmost Received was written by a third party, or a receiver's fields are
             // trusted.
};
std::string_view ModeName(Mode mode);  // "presend", "sent", "archive"

// Why the mail counts as direct or indirect.
enum class Stream : uint8_t { kDirect, kList, kForwarded };
std::string_view StreamName(Stream stream);  // "direct", "list", "forwarded"

// RFC 7489 §3.1, RFC 9989 §4.4: whether two domains belong together.
enum class AlignmentResult : uint8_t {
  kUnknown,  // The Author Domain is unusable or the Organizational Domain can not be told.
  kNone,     // Different Organizational Domains.
  kRelaxed,  // The same Organizational Domain.
  kStrict,   // The same name.
};

struct SignatureEvidence : DkimEvidence {
  AlignmentResult alignment = AlignmentResult::kUnknown;
};

// The date by which signatures and keys are judged (--at), and how it was found.
enum class JudgedBy : uint8_t { kNow, kDate, kReceived, kGiven };

// Facts about the Author Domain.
struct AuthorFacts {
  std::string_view domain;  // Empty when From is not usable.
  std::string_view
      org_domain;  // By the public suffix list; empty when the domain is itself a public suffix or unusable.
  bool suffix_known = false;  // The domain ends in a listed public suffix (and is not one itself).
  bool suffix_list_loaded = false;
  bool sender_same_org = true;  // Sender's domain has the same Organizational Domain, or there is no Sender.
};

// What --mta-adds names: fields that a later MTA adds, whose absence is unknown before delivery.
struct MtaAdds {
  bool date = false;
  bool message_id = false;
  bool return_path = false;
  bool dkim_signature = false;
  bool list_unsubscribe = false;
  bool list_unsubscribe_post = false;
};

struct Evidence {
  Mode mode = Mode::kPresend;
  Stream stream = Stream::kDirect;
  const MailFacts* mail = nullptr;  // Never null when judged.
  AuthorFacts author;
  std::span<const SignatureEvidence> signatures;  // In the order of the message, topmost first.
  std::optional<uint32_t>
      best_signature;     // Passing and aligned, else passing, else the first; absent when unsigned.
  int64_t judged_at = 0;  // Unix seconds.
  JudgedBy judged_by = JudgedBy::kNow;
  std::optional<int64_t>
      delivered_at;               // Topmost Received in sent and archive mode; absent when it has no date.
  bool dns_contemporary = false;  // The DNS was asked within kContemporaryDays of judged_at.
  UnsubscribeClass unsubscribe_class = UnsubscribeClass::kUnknown;
  MtaAdds mta_adds;
};

// DNS asked at most so many days away from the judged time counts as contemporary.
inline constexpr int64_t kContemporaryDays = 7;

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_EVIDENCE_H_
