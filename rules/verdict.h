// How the checks spell their answers, and the few questions that rules of several families ask.
#ifndef KENPIN_RULES_VERDICT_H_
#define KENPIN_RULES_VERDICT_H_

#include "rules/reason.h"
#include "rules/rule.h"

namespace kenpin {

constexpr Verdict Pass(Reason reason = Reason::kNone) { return {Outcome::kPass, reason}; }
constexpr Verdict Warn(Reason reason) { return {Outcome::kWarn, reason}; }
constexpr Verdict Fail(Reason reason) { return {Outcome::kFail, reason}; }
constexpr Verdict NotApplicable(Reason reason) { return {Outcome::kNotApplicable, reason}; }
constexpr Verdict Unknown(Reason reason) { return {Outcome::kUnknown, reason}; }

// Whether --mta-adds names the field and a later system can still add it: a delivered message is complete.
inline bool AddedLater(const Evidence& evidence, bool MtaAdds::*field) {
  return evidence.mode != Mode::kArchive && evidence.mta_adds.*field;
}

// Whether the header section goes on behind what was indexed, so that absence and number of fields are not
// known.
inline bool HeaderCut(const Evidence& evidence) {
  const ParseFlaws flaws = evidence.mail->flaws;
  return flaws.Has(ParseFlaw::kHeaderTooLarge) || flaws.Has(ParseFlaw::kTooManyFields);
}

// The answer to the absence of a field that must be there.
inline Verdict FailAbsent(const Evidence& evidence, Reason reason) {
  return HeaderCut(evidence) ? Unknown(Reason::kHeaderCut) : Fail(reason);
}

// The same where --mta-adds may name the field.
inline Verdict FailAbsent(const Evidence& evidence, bool MtaAdds::*field, Reason reason) {
  return AddedLater(evidence, field) ? Unknown(Reason::kAddedLater) : FailAbsent(evidence, reason);
}

// Whether what DNS says proves something about the time of the message: before it is sent, or when the DNS
// was asked then.
inline bool DnsIsContemporary(const Evidence& evidence) {
  return evidence.mode == Mode::kPresend || evidence.dns_contemporary;
}

// For an answer that rests on kenpin's own questions to DNS: what it says against the sender, or that
// something is not there, is open where the DNS is of another time. A pass holds.
inline Verdict IfContemporary(const Evidence& evidence, Verdict verdict) {
  const bool holds = verdict.outcome != Outcome::kFail && verdict.outcome != Outcome::kNotApplicable;
  return holds || DnsIsContemporary(evidence) ? verdict : Unknown(Reason::kDnsNotContemporary);
}

// MAIL FROM is known only from the separator line of an mbox, which proves nothing against the sender.
inline bool MailFromIsWeak(const Evidence& evidence) {
  return evidence.delivery->envelope.mail_from_basis == EnvelopeBasis::kFromLine;
}

// Whether an Authentication-Results field is trusted. A Received-SPF alone is none.
inline bool HasTrustedResults(const Evidence& evidence) {
  const TrustBasis basis = evidence.delivery->results.basis;
  return basis != TrustBasis::kNone && basis != TrustBasis::kReceivedSpf;
}

}  // namespace kenpin

#endif  // KENPIN_RULES_VERDICT_H_
