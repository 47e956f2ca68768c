#include "engine/auth/author_policy.h"

#include <charconv>

#include "engine/auth/dmarc_alignment.h"
#include "engine/auth/dmarc_report_destination.h"

namespace kenpin {
namespace {

constexpr std::string_view kRecordStart = "v=DMARC1";

// A record that was published at the domain itself instead of under _dmarc.
bool FindMisplacedRecord(std::string_view domain, const DmarcQuery& query) {
  if (domain.empty()) return false;
  const DnsQuestionId id = query.dns.Ask(domain, RrType::kTxt);
  const DnsAnswer* answer = query.dns.Find(id, query.at);
  if (answer == nullptr) {
    query.open->push_back(id);
    return false;
  }
  for (const std::string& text : answer->records) {
    if (std::string_view(text).starts_with(kRecordStart)) return true;
  }
  return false;
}

// From the best to the worst. What is not e-mail, nobody has to support.
int Badness(ReportConsent consent) {
  switch (consent) {
    case ReportConsent::kNoMailAddress:
      return 0;
    case ReportConsent::kNotNeeded:
      return 1;
    case ReportConsent::kGiven:
      return 2;
    case ReportConsent::kPending:
    case ReportConsent::kUnknown:
      return 3;
    case ReportConsent::kMissing:
      return 4;
  }
  return 0;
}

std::optional<int> PctOf(const DmarcRecord& record) {
  if (!record.pct) return std::nullopt;
  int pct = 0;
  const char* end = record.pct->data() + record.pct->size();
  const std::from_chars_result read = std::from_chars(record.pct->data(), end, pct);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return pct;
}

// The same end of an equal domain.
std::string_view SameEnd(std::string_view part, std::string_view domain) {
  return part.size() > domain.size() ? std::string_view() : domain.substr(domain.size() - part.size());
}

void NoteRecord(const DmarcRecord& record, DmarcEvidence* dmarc) {
  dmarc->flaws = record.flaws;
  dmarc->p = record.p;
  dmarc->sp = record.sp;
  dmarc->np = record.np;
  dmarc->psd = record.psd;
  dmarc->testing = record.testing;
  dmarc->adkim = record.adkim;
  dmarc->aspf = record.aspf;
  dmarc->has_rua = !record.rua.empty();
  dmarc->pct = PctOf(record);
}

}  // namespace

ReportConsent FindReportConsent(const DmarcDiscovery& policy, const DmarcQuery& query) {
  ReportConsent worst = ReportConsent::kNoMailAddress;
  if (policy.record == nullptr) return worst;
  for (const ReportUri& uri : policy.record->rua) {
    const ReportConsent consent = CheckReportDestination(policy, uri, query);
    if (Badness(consent) > Badness(worst)) worst = consent;
  }
  return worst;
}

AuthorPolicy FindAuthorPolicy(std::string_view domain, const DmarcQuery& query) {
  AuthorPolicy policy;
  policy.walk = DiscoverDmarc(domain, OrgMethod::kTreeWalk, query);
  policy.list = DiscoverDmarc(domain, OrgMethod::kPublicSuffixList, query);
  policy.misplaced_record = FindMisplacedRecord(domain, query);
  if (policy.walk.result != DmarcLookup::kPending)
    policy.walk_consent = FindReportConsent(policy.walk, query);
  if (policy.list.result != DmarcLookup::kPending)
    policy.list_consent = FindReportConsent(policy.list, query);
  return policy;
}

AlignmentFacts FindAlignment(const AuthorPolicy& author, std::string_view identifier,
                             const DmarcQuery& query) {
  const IdentifierAlignment alignment = AlignByBoth(author.walk, identifier, query);
  const ProviderAlignment judged = JudgeAlignment(author.walk, alignment);
  return {judged.result, judged.methods_differ, judged.by_list_only, alignment.by_walk, alignment.by_list};
}

void NoteDiscovery(const AuthorPolicy& author, OrgMethod method, std::string_view author_domain,
                   DmarcEvidence* dmarc) {
  const DmarcDiscovery& found = author.by(method);
  dmarc->method = method;
  dmarc->lookup = found.result;
  dmarc->reason = found.reason;
  dmarc->org_domain = SameEnd(found.org.domain, author_domain);
  dmarc->misplaced_record = author.misplaced_record;
  for (const DmarcStep& step : found.steps.span()) {
    if (step.answer == nullptr) continue;
    dmarc->several_records |= step.answer->record_count > 1;
    dmarc->near_record |= !step.answer->near_record.empty();
  }
  if (found.record == nullptr) return;
  dmarc->record_domain = SameEnd(found.record_domain, author_domain);
  dmarc->level = found.level;
  dmarc->policy = found.policy;
  dmarc->consent = author.consent(method);
  NoteRecord(*found.record, dmarc);
}

}  // namespace kenpin
