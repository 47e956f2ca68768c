#include "engine/auth/dmarc_report_destination.h"

#include <string>

namespace kenpin {
namespace {

// The Organizational Domain by the method of the discovery.
OrgDomain OrgDomainBy(OrgMethod method, std::string_view domain, const DmarcQuery& query) {
  if (method == OrgMethod::kTreeWalk) return FindOrgDomain(domain, query);
  const std::string_view registrable = query.suffixes.OrganizationalDomain(domain);
  return {DmarcLookup::kFound, DmarcReason::kOk, registrable.empty() ? domain : registrable, false};
}

// RFC 7489 §7.1 steps 3 to 6: any TXT that begins with v=DMARC1 is a yes; p= is not asked for.
ReportConsent AskStranger(std::string_view record_domain, std::string_view destination,
                          const DmarcQuery& query) {
  std::string name;
  name.append(record_domain).append("._report._dmarc.").append(destination);
  const DnsQuestionId id = query.dns.Ask(name, RrType::kTxt);
  const DnsAnswer* answer = query.dns.Find(id, query.at);
  if (answer == nullptr) {
    query.open->push_back(id);
    return ReportConsent::kPending;
  }
  switch (answer->status) {
    case DnsStatus::kFound:
      return query.records.Get(*answer).record_count > 0 ? ReportConsent::kGiven : ReportConsent::kMissing;
    case DnsStatus::kNoData:
    case DnsStatus::kNxDomain:
      return ReportConsent::kMissing;
    case DnsStatus::kNotRecorded:
    case DnsStatus::kFailed:
    case DnsStatus::kOff:
      break;
  }
  return ReportConsent::kUnknown;
}

}  // namespace

std::string_view ReportConsentName(ReportConsent consent) {
  constexpr std::string_view kNames[] = {"pending", "not_needed", "given",
                                         "missing", "unknown",    "no_mail_address"};
  return kNames[static_cast<size_t>(consent)];
}

std::string_view ReportConsentText(ReportConsent consent) {
  constexpr std::string_view kTexts[] = {"answers are still open",
                                         "in the same organization",
                                         "its domain agrees",
                                         "its domain does not agree: no report is sent there",
                                         "DNS does not tell whether its domain agrees",
                                         "no mail address: receivers need not support it"};
  return kTexts[static_cast<size_t>(consent)];
}

ReportConsent CheckReportDestination(const DmarcDiscovery& policy, const ReportUri& uri,
                                     const DmarcQuery& query) {
  if (uri.domain.empty()) return ReportConsent::kNoMailAddress;
  if (uri.domain == policy.record_domain) return ReportConsent::kNotNeeded;
  // The question to the stranger is on its way while the walk is.
  const ReportConsent stranger = AskStranger(policy.record_domain, uri.domain, query);
  const OrgDomain own = OrgDomainBy(policy.method, policy.record_domain, query);
  const OrgDomain theirs = OrgDomainBy(policy.method, uri.domain, query);
  if (own.state == DmarcLookup::kPending || theirs.state == DmarcLookup::kPending)
    return ReportConsent::kPending;
  const bool told = own.state == DmarcLookup::kFound && theirs.state == DmarcLookup::kFound;
  if (told && own.domain == theirs.domain && !own.is_public_suffix) return ReportConsent::kNotNeeded;
  // Where nobody can tell whether it is a stranger, its consent settles the matter and its silence does not.
  return told || stranger == ReportConsent::kGiven || stranger == ReportConsent::kPending
             ? stranger
             : ReportConsent::kUnknown;
}

}  // namespace kenpin
