#include "engine/auth/origin.h"

namespace kenpin {
namespace {

// Whether a "by" host is an IP address rather than a name: only digits and dots, or with a colon.
bool IsAddress(std::string_view host) {
  if (host.find(':') != std::string_view::npos || host.front() == '[') return true;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Whether `host` lies in the ADMD of `domain`: under the same Organizational Domain.
bool SameAdmd(std::string_view host, std::string_view domain, const PublicSuffixList& list) {
  const AlignmentResult alignment = Align(domain, host, list);
  return alignment == AlignmentResult::kRelaxed || alignment == AlignmentResult::kStrict;
}

}  // namespace

AuthorFacts FindAuthor(const MailFacts& mail, const PublicSuffixList& list) {
  AuthorFacts author;
  author.suffix_list_loaded = true;
  // The suffix of a From that is otherwise unusable still matters to format-from-domain.
  author.suffix_known = !mail.from.domain.empty() && list.HasKnownSuffix(mail.from.domain);
  if (mail.from.usable()) {
    author.domain = mail.from.domain;
    author.org_domain = list.OrganizationalDomain(author.domain);
  }
  if (!mail.sender.domain.empty() && !mail.from.domain.empty()) {
    author.sender_same_org = SameAdmd(mail.sender.domain, mail.from.domain, list);
  }
  return author;
}

Mode DecideMode(const MailFacts& mail, const AuthorFacts& author, std::span<const std::string_view> signers,
                const PublicSuffixList& list) {
  if (mail.received.count == 0) return mail.has_return_path ? Mode::kSent : Mode::kPresend;
  const std::string_view by = mail.received.top_by;
  if (by.empty()) return Mode::kSent;
  if (IsAddress(by)) return Mode::kArchive;
  if (list.OrganizationalDomain(by).empty())
    return Mode::kSent;  // "localhost" and bare host names are nobody's ADMD.
  if (SameAdmd(by, author.domain, list)) return Mode::kSent;
  for (const std::string_view signer : signers) {
    if (SameAdmd(by, signer, list)) return Mode::kSent;
  }
  return Mode::kArchive;
}

Mode DecideMode(const MailFacts& mail, const DeliveryFacts& delivery) {
  if (delivery.has_receiver_evidence) return Mode::kArchive;
  return mail.received.count == 0 && !mail.has_return_path ? Mode::kPresend : Mode::kSent;
}

JudgedTime DecideJudgedTime(const MailFacts& mail, Mode mode, const JudgedTimePolicy& policy) {
  return DecideJudgedTime(mail, DeliveryFacts(), mode, policy);
}

JudgedTime DecideJudgedTime(const MailFacts& mail, const DeliveryFacts& delivery, Mode mode,
                            const JudgedTimePolicy& policy) {
  JudgedBy by = policy.by.value_or(mode == Mode::kPresend ? JudgedBy::kNow : JudgedBy::kReceived);
  if (by == JudgedBy::kReceived) {
    const std::optional<int64_t> received =
        delivery.delivered_at ? delivery.delivered_at : mail.received.top_time;
    if (received) return {*received, JudgedBy::kReceived};
    by = JudgedBy::kDate;
  }
  if (by == JudgedBy::kDate && mail.date.form == DateFacts::Form::kOk)
    return {mail.date.time, JudgedBy::kDate};
  if (by == JudgedBy::kGiven) return {policy.given, JudgedBy::kGiven};
  return {policy.now, JudgedBy::kNow};
}

}  // namespace kenpin
