// check_host() of RFC 7208 §4: may this client send mail for this domain?
//
// An evaluation asks many questions, each of which may depend on the answers before it. It is a plain
// function all the same: it asks, and where an answer is still open it says so and gives up. The caller waits
// and calls again from the start; what was answered is then answered at once. So there is no state to keep,
// no thread to block, and a replay from recorded answers takes the same way. As soon as a record is known,
// all of its terms ask at the same time.
#ifndef KENPIN_ENGINE_AUTH_SPF_H_
#define KENPIN_ENGINE_AUTH_SPF_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/spf_record.h"
#include "engine/auth/spf_result.h"
#include "engine/mail/ip_address.h"
#include "io/dns.h"

namespace kenpin {

// §4.6.4: "SPF implementations MUST limit the total number of those terms to 10".
inline constexpr int kMaxSpfLookups = 10;
// §4.6.4: "SHOULD limit void lookups to two ... MAY choose to make such a limit configurable".
inline constexpr int kMaxVoidLookups = 2;
// §4.6.4: an mx with more hosts is a permerror; of more PTR names the rest is ignored.
inline constexpr size_t kMaxMxHosts = 10;
inline constexpr size_t kMaxPtrNames = 10;
// RFC 5321 §4.5.3.1.1 says 64; VERP and SRS addresses exceed it. A macro can repeat it, so it is bounded.
inline constexpr size_t kMaxSpfLocalPartOctets = 320;
// A HELO name that DNS could not carry stands in no macro: longer ones expand to "unknown".
inline constexpr size_t kMaxHeloOctets = 255;

// Whether a fail is explained in the words of the domain (§6.2), which may cost questions of its own.
enum class SpfExplanation : uint8_t { kGive, kLeaveOut };

struct SpfLimits {
  int lookups = kMaxSpfLookups;
  int void_lookups = kMaxVoidLookups;
  SpfExplanation explanation = SpfExplanation::kGive;
};

// The facts of the SMTP session. Views need to live only as long as the call.
struct SpfQuery {
  IpAddress client;            // An IPv4-mapped address counts as IPv4 (§5).
  std::string_view mail_from;  // With or without angle brackets, or a bare domain. Empty or "<>": the null
                               // sender, for which postmaster@helo is judged (§2.4).
  std::string_view helo;       // Empty when unknown.
};

struct SpfEvaluation {
  SpfResult result = SpfResult::kNone;
  SpfReason reason = SpfReason::kNoIdentity;
  SpfIdentity identity = SpfIdentity::kMailFrom;
  std::string domain;  // The judged domain, A-labels in lower case; empty with kNoIdentity; as written with
                       // kBadDomain.
  std::string record;  // The judged domain's own SPF record; empty without one.
  // The term that decided, as written: of a match the mechanism, in the record where it stands (the last of
  // `path`); of an error the term at fault. Empty where no term did.
  std::string mechanism;
  std::optional<SpfTermKind> matched;  // The kind of that mechanism; with kMatched only.
  std::string explanation;             // §6.2, with kFail only; empty when the domain gives none.
  int lookups = 0;                     // Terms that asked DNS.
  int void_lookups = 0;                // Those that were answered with nothing.
  // Whether the local part was looked at: a macro that holds it was expanded, or it is too long. If not, all
  // senders of the domain have this evaluation, from this client with this HELO name.
  bool depends_on_local_part = false;
  // Domains from the judged one through include and redirect to that of the deciding record.
  std::vector<std::string> path;
};

// The parts of a query by which evaluations differ. Views of the query.
struct SpfIdentityParts {
  SpfIdentity kind = SpfIdentity::kMailFrom;
  std::string_view local_part;  // "postmaster" where there is none (§4.3).
  std::string_view domain;      // As written; empty when there is none.
};
SpfIdentityParts SplitSpfIdentity(std::string_view mail_from, std::string_view helo);

// Whether DNS can carry the name: nobody is asked about others, so they count as no void lookup (§4.8 leaves
// open what they mean; here they are names that do not exist).
bool CanBeAsked(std::string_view name);

// The domain of an identity as DNS is asked for it: A-labels in lower case. Absent when it is no multi-label
// domain name (§4.3); address literals and bare addresses are none.
std::optional<std::string> SpfDomain(std::string_view text);

// Evaluates check_host() at `at` (Unix seconds) with the answers of `dns`. Returns nullopt when answers are
// still open: their questions are appended to `open` (at least one), and the call is to be repeated once they
// are answered. Counted with kMaxSpfLookups: at most some 250 questions, whatever the records say.
//
// DNS that failed is a temperror, except where §5.5 and §6.2 go on without an answer. DNS that is off or not
// recorded is a temperror with a reason of its own: nothing is concluded from what nobody asked. A term
// counts as one void lookup when a question that it asked on behalf of the domain (so not those that validate
// the client's PTR names) was answered with nothing.
std::optional<SpfEvaluation> EvaluateSpf(const SpfQuery& query, DnsClient& dns, int64_t at,
                                         const SpfLimits& limits, std::vector<DnsQuestionId>* open);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SPF_H_
