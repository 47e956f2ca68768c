// Where a message comes from and when it is judged: the Author Domain, the mode, the time. All are decided
// message by message from what it says, so that neither shards nor order can change them.
#ifndef KENPIN_ENGINE_AUTH_ORIGIN_H_
#define KENPIN_ENGINE_AUTH_ORIGIN_H_

#include <cstdint>
#include <optional>

#include "engine/auth/evidence.h"
#include "engine/auth/fact_memo.h"
#include "engine/auth/organizational_domain.h"

namespace kenpin {

// The Author Domain of a usable From, with its Organizational Domain. Views point into `mail` (and so live as
// long as it).
AuthorFacts FindAuthor(const MailFacts& mail, const PublicSuffixList& list);

// The same, for a worker that meets the same domains over and over. Not thread-safe.
class AuthorFinder {
 public:
  explicit AuthorFinder(const PublicSuffixList& list) : list_(list) {}
  AuthorFacts Find(const MailFacts& mail);

 private:
  static constexpr size_t kMaxDomainsKept = 4096;

  struct Suffix {
    size_t org_octets = 0;  // Of the end of the domain.
    bool known = false;
  };

  const PublicSuffixList& list_;
  FactMemo<Suffix> memo_{kMaxDomainsKept};
};

// The same of a copy of the mail facts: views point into `mail`.
AuthorFacts MoveAuthor(const AuthorFacts& author, const MailFacts& mail);

// By what the receiver wrote (FindDelivery()): archive where there is evidence of one; presend where there is
// neither Received nor Return-Path; sent otherwise.
Mode DecideMode(const MailFacts& mail, const DeliveryFacts& delivery);

// How --at asks for the time of judgement.
struct JudgedTimePolicy {
  std::optional<JudgedBy> by;  // Absent: now before sending, received (else date) otherwise.
  int64_t now = 0;
  int64_t given = 0;  // For JudgedBy::kGiven.
};

struct JudgedTime {
  int64_t at = 0;
  JudgedBy by = JudgedBy::kNow;
};

// Received is the time of the border hop, else of the topmost Received. It falls back to Date and Date to now
// where the message does not say; the answer names what was used.
JudgedTime DecideJudgedTime(const MailFacts& mail, const DeliveryFacts& delivery, Mode mode,
                            const JudgedTimePolicy& policy);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_ORIGIN_H_
