// What is to be said of an SPF record whoever the client is: the record with all that it includes and
// redirects to (RFC 7208 §4.6.4 counts over the whole recursion). check_host() sees the terms up to the
// match; here all are looked at that some client could come to.
#ifndef KENPIN_ENGINE_AUTH_SPF_AUDIT_H_
#define KENPIN_ENGINE_AUTH_SPF_AUDIT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/auth/evidence.h"
#include "engine/auth/spf.h"
#include "engine/mail/ip_address.h"
#include "io/dns.h"

namespace kenpin {

// Different records that one audit reads. Ten terms may ask DNS, so a record with more is beyond the limit
// already; the terms that lead to the rest are counted, and what stands there is not looked at.
inline constexpr size_t kMaxAuditRecords = 48;
// Octets of records that one audit parses; records beyond them are treated as those beyond kMaxAuditRecords.
inline constexpr size_t kMaxAuditOctets = 256 * 1024;
// Questions for addresses and hosts that one audit asks to find void lookups. Four times what check_host()
// may need: ten mx of ten hosts are 110.
inline constexpr size_t kMaxAuditQuestions = 440;
// Counts stop here; an include that comes back to itself counts as so many.
inline constexpr int kMaxAuditLookups = 1000;

// Addresses that mail may come from, as a part of the address space: from this part on a record is said to
// cover the internet. Half of IPv4; of IPv6 an eighth, which is all that is in use (2000::/3).
inline constexpr int kWholeInternetPrefix4 = 1;
inline constexpr int kWholeInternetPrefix6 = 3;
// Ranges shorter than these are wide.
inline constexpr int kWideRangePrefix4 = 16;
inline constexpr int kWideRangePrefix6 = 32;
// §3.4: the domain's name and all its TXT records together.
inline constexpr size_t kLongAnswerOctets = 450;

// Audits the record of `domain` (as EvaluateSpf() takes it) at `at`. Returns nullopt when answers are still
// open: their questions are appended to `open` (at least one), and the call is to be repeated once they are
// answered.
//
// - A domain that is no fully qualified name publishes nothing: kNo. DNS off: kNotAsked.
// - Terms behind an "all" and a redirect beside one are never come to, so they are not counted and not
//   followed; a syntax error among them is one all the same (§4.6).
// - Each visit counts, as check_host() counts: a record that is included twice counts twice.
// - Void lookups are those of a client of `family` for which nothing matches before. A term whose name takes
//   macros that only a message fills is counted as a lookup; it is not asked for and not followed. ptr is
//   void or not by the client, so it never counts as void here.
// - An include or redirect whose target has several records, is a syntax error: of the set, not of a text.
// - A redirect hands all of the judgement over, so the target's terms count as the domain's own for +all and
//   whole_internet; the milder remarks (wide_range, neutral_all, odd_case, terms_after_all, long_answer) are
//   about what stands at the domain itself.
// - include_without_record_reached is as for an unknown client; see CombineSpfRecordFacts().
std::optional<SpfRecordFacts> AuditSpfRecord(std::string_view domain, IpFamily family, DnsClient& dns,
                                             int64_t at, std::vector<DnsQuestionId>* open);

// The audit of a domain's record as it concerns one message: with check_host() by kenpin for the same domain,
// what it came to is told from what it did not (syntax_error, include_without_record_reached). Null when the
// client or the identity is unknown, and then everything counts as reached.
SpfRecordFacts CombineSpfRecordFacts(const SpfRecordFacts& audit, const SpfEvaluation* evaluation);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_SPF_AUDIT_H_
