#include "engine/auth/origin.h"

namespace kenpin {
namespace {

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

AuthorFacts AuthorFinder::Find(const MailFacts& mail) {
  const std::string_view domain = mail.from.domain;
  if (domain.empty()) return FindAuthor(mail, list_);
  memo_.Trim();
  FactMemo<Suffix>::Slot& slot = memo_.Get(0, domain);
  if (!slot.known) {
    slot.value = {list_.OrganizationalDomain(domain).size(), list_.HasKnownSuffix(domain)};
    slot.known = true;
  }
  AuthorFacts author;
  author.suffix_list_loaded = true;
  author.suffix_known = slot.value.known;
  if (mail.from.usable()) {
    author.domain = domain;
    author.org_domain = domain.substr(domain.size() - slot.value.org_octets);
  }
  if (!mail.sender.domain.empty()) author.sender_same_org = SameAdmd(mail.sender.domain, domain, list_);
  return author;
}

AuthorFacts MoveAuthor(const AuthorFacts& author, const MailFacts& mail) {
  AuthorFacts moved = author;
  if (author.domain.empty()) return moved;
  moved.domain = mail.from.domain;
  // The Organizational Domain is the end of the Author Domain.
  moved.org_domain = moved.domain.substr(author.domain.size() - author.org_domain.size());
  return moved;
}

Mode DecideMode(const MailFacts& mail, const DeliveryFacts& delivery) {
  if (delivery.has_receiver_evidence) return Mode::kArchive;
  return mail.received.count == 0 && !mail.has_return_path ? Mode::kPresend : Mode::kSent;
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
