// A walk asks for all of its names at once and then reads the answers from the longest name to the shortest,
// as if they had been asked one after the other. What it finds on the way decides both the Organizational
// Domain and the record.
#include "engine/auth/dmarc_discovery.h"

#include <algorithm>
#include <string>

#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

constexpr std::string_view kPrefix = "_dmarc.";

// The names of one search, longest first; all are ends of the domain that it started from.
struct Names {
  std::array<std::string_view, kMaxWalkQuestions> domains;
  size_t size = 0;
  void Add(std::string_view domain) { domains[size++] = domain; }
};

size_t CountLabels(std::string_view domain) {
  return static_cast<size_t>(std::count(domain.begin(), domain.end(), '.')) + 1;
}

std::string_view Parent(std::string_view domain) {
  const size_t dot = domain.find('.');
  return dot == std::string_view::npos ? std::string_view() : domain.substr(dot + 1);
}

// §4.10 steps 1, 3, 4 and 7.
Names NamesOfWalk(std::string_view domain) {
  Names names;
  names.Add(domain);
  std::string_view target = Parent(domain);
  for (size_t labels = CountLabels(domain) - 1; labels >= kMaxWalkQuestions; --labels)
    target = Parent(target);
  for (; !target.empty(); target = Parent(target)) names.Add(target);
  return names;
}

// The question for the record of `domain`. One that DNS can not carry is answered kNxDomain.
DnsQuestionId AskRecord(std::string_view domain, const DmarcQuery& query) {
  std::array<char, kPrefix.size() + kMaxDomainOctets> name;
  std::copy(domain.begin(), domain.end(), std::copy(kPrefix.begin(), kPrefix.end(), name.begin()));
  return query.dns.Ask({name.data(), kPrefix.size() + domain.size()}, RrType::kTxt);
}

DmarcReason ReasonOfTrouble(DnsStatus status) {
  if (status == DnsStatus::kNotRecorded) return DmarcReason::kNotRecorded;
  return status == DnsStatus::kOff ? DmarcReason::kDnsOff : DmarcReason::kDnsFailure;
}

bool IsDefinite(DnsStatus status) {
  return status == DnsStatus::kFound || status == DnsStatus::kNoData || status == DnsStatus::kNxDomain;
}

const DmarcRecord* RecordOf(const DmarcStep& step) {
  return step.answer == nullptr ? nullptr : step.answer->single();
}

bool HasSeveral(const DmarcStep& step) { return step.answer != nullptr && step.answer->record_count > 1; }

// The answers of one search, read in order.
class Search {
 public:
  Search(const Names& names, const DmarcQuery& query) : names_(names), query_(query) {
    for (size_t i = 0; i < names_.size; ++i) ids_[i] = AskRecord(names_.domains[i], query_);
  }

  // Reads the next answer; false when there is none left, or it is open or tells nothing, see state().
  bool Next() {
    if (next_ == names_.size || state_ != DmarcLookup::kFound) return false;
    DmarcStep step{names_.domains[next_]};
    const DnsAnswer* answer = query_.dns.Find(ids_[next_], query_.at);
    if (answer == nullptr) {
      NoteOpen();
      return false;
    }
    step.status = answer->status;
    if (step.status == DnsStatus::kFound) step.answer = &query_.records.Get(*answer);
    steps_.Add(step);
    if (!IsDefinite(step.status) && !MayBeAbsent(step)) {
      state_ = DmarcLookup::kTempError;
      reason_ = ReasonOfTrouble(step.status);
      return false;
    }
    ++next_;
    return true;
  }

  const DmarcStep& last() const { return steps_.span().back(); }
  const DmarcSteps& steps() const { return steps_; }
  DmarcLookup state() const { return state_; }  // kFound while all answers read so far were definite.
  DmarcReason reason() const { return reason_; }

 private:
  // All that is open from here on, so that the next call need not stop at each.
  void NoteOpen() {
    for (size_t i = next_; i < names_.size; ++i) {
      if (query_.dns.Find(ids_[i], query_.at) == nullptr) query_.open->push_back(ids_[i]);
    }
    state_ = DmarcLookup::kPending;
    reason_ = DmarcReason::kPending;
  }

  bool MayBeAbsent(const DmarcStep& step) const {
    return next_ > 0 && step.status == DnsStatus::kNotRecorded &&
           query_.suffixes.IsRegistrySuffix(step.domain);
  }

  const Names names_;
  const DmarcQuery& query_;
  std::array<DnsQuestionId, kMaxWalkQuestions> ids_{};
  size_t next_ = 0;
  DmarcSteps steps_;
  DmarcLookup state_ = DmarcLookup::kFound;
  DmarcReason reason_ = DmarcReason::kOk;
};

// The name one label longer than `suffix`, which `domain` ends in and is longer than.
std::string_view OneLabelBelow(std::string_view domain, std::string_view suffix) {
  const size_t dot = domain.size() - suffix.size() - 1;
  const size_t before = dot == 0 ? std::string_view::npos : domain.rfind('.', dot - 1);
  return before == std::string_view::npos ? domain : domain.substr(before + 1);
}

// §4.10.2, over the steps of a walk that is complete.
OrgDomain SelectOrgDomain(std::string_view domain, std::span<const DmarcStep> steps,
                          const PublicSuffixList& suffixes) {
  OrgDomain org{DmarcLookup::kFound, DmarcReason::kOk, domain, false};
  bool found = false;
  for (const DmarcStep& step : steps) {
    const DmarcRecord* record = RecordOf(step);
    if (record == nullptr) continue;
    found = true;
    org.domain = step.domain;
    if (record->psd == DmarcPsd::kNo) break;
    if (record->psd == DmarcPsd::kYes) {
      if (step.domain.size() == domain.size()) return org;
      org.domain = OneLabelBelow(domain, step.domain);
      return org;
    }
  }
  org.is_public_suffix = found && suffixes.IsRegistrySuffix(org.domain);
  return org;
}

// Walks until a record says psd=y or psd=n, or the names are used up.
Search Walk(std::string_view domain, const DmarcQuery& query) {
  Search search(NamesOfWalk(domain), query);
  while (search.Next()) {
    const DmarcRecord* record = RecordOf(search.last());
    if (record != nullptr && record->psd != DmarcPsd::kUndefined) break;
  }
  return search;
}

OrgDomain OrgDomainOf(std::string_view domain, const Search& search, const DmarcQuery& query) {
  if (search.state() != DmarcLookup::kFound) return {search.state(), search.reason(), {}, false};
  return SelectOrgDomain(domain, search.steps().span(), query.suffixes);
}

bool IsUsable(std::string_view domain) { return !domain.empty() && domain.size() <= kMaxDomainOctets; }

void Conclude(DmarcLookup result, DmarcReason reason, DmarcDiscovery* discovery) {
  discovery->result = result;
  discovery->reason = reason;
}

// Whether the Author Domain exists. Only NXDOMAIN says no (RFC 8020); one type of record is as good as any
// other.
DomainExistence FindExistence(std::string_view domain, const DmarcQuery& query) {
  const DnsQuestionId id = query.dns.Ask(domain, RrType::kA);
  const DnsAnswer* answer = query.dns.Find(id, query.at);
  if (answer == nullptr) {
    query.open->push_back(id);
    return DomainExistence::kNotAsked;
  }
  if (answer->status == DnsStatus::kNxDomain) return DomainExistence::kNonexistent;
  return IsDefinite(answer->status) ? DomainExistence::kExists : DomainExistence::kUnknown;
}

// §4.10.1: p= at the Author Domain; above it sp= where the Author Domain exists and np= where it does not,
// each falling back on the one before it.
void ChoosePolicy(const DmarcQuery& query, DmarcDiscovery* discovery) {
  const DmarcRecord& record = *discovery->record;
  discovery->policy = record.p;
  if (discovery->level == DmarcLevel::kAuthorDomain) return;
  if (record.sp) {
    discovery->policy = record.sp;
    discovery->policy_tag = PolicyTag::kSp;
  }
  if (!record.np || record.np == discovery->policy) return;
  discovery->existence = FindExistence(discovery->author_domain, query);
  if (discovery->existence == DomainExistence::kNotAsked)
    Conclude(DmarcLookup::kPending, DmarcReason::kPending, discovery);
  if (discovery->existence == DomainExistence::kUnknown) discovery->policy.reset();
  if (discovery->existence == DomainExistence::kNonexistent) {
    discovery->policy = record.np;
    discovery->policy_tag = PolicyTag::kNp;
  }
}

// The search ended at this record.
void Apply(const DmarcStep& step, DmarcLevel level, const DmarcQuery& query, DmarcDiscovery* discovery) {
  discovery->record = step.answer->single();
  discovery->record_domain = step.domain;
  discovery->level = level;
  if (!discovery->record->usable()) {
    Conclude(DmarcLookup::kPermError, DmarcReason::kUnusableRecord, discovery);
  } else if (discovery->record->policy_broken()) {
    Conclude(DmarcLookup::kFound, DmarcReason::kFallbackToNone, discovery);
    discovery->policy = DmarcPolicy::kNone;
  } else {
    Conclude(DmarcLookup::kFound, DmarcReason::kOk, discovery);
    ChoosePolicy(query, discovery);
  }
}

void ConcludeNone(std::span<const DmarcStep> steps, DmarcDiscovery* discovery) {
  const bool several = std::any_of(steps.begin(), steps.end(), HasSeveral);
  Conclude(DmarcLookup::kNone, several ? DmarcReason::kSeveralRecords : DmarcReason::kNoRecord, discovery);
}

// §4.10.1.
void DiscoverByWalk(const DmarcQuery& query, DmarcDiscovery* discovery) {
  const Search search = Walk(discovery->author_domain, query);
  discovery->steps = search.steps();
  discovery->org = OrgDomainOf(discovery->author_domain, search, query);
  if (search.state() == DmarcLookup::kPending) return;
  const std::span<const DmarcStep> steps = discovery->steps.span();
  if (RecordOf(steps.front()) != nullptr)
    return Apply(steps.front(), DmarcLevel::kAuthorDomain, query, discovery);
  if (search.state() == DmarcLookup::kTempError) return Conclude(search.state(), search.reason(), discovery);
  for (const DmarcStep& step : steps) {
    if (RecordOf(step) != nullptr && step.domain == discovery->org.domain)
      return Apply(step, DmarcLevel::kOrganizationalDomain, query, discovery);
  }
  // Only psd=y puts the Organizational Domain elsewhere than at a record, and it ends the walk.
  if (RecordOf(steps.back()) != nullptr)
    return Apply(steps.back(), DmarcLevel::kPublicSuffixDomain, query, discovery);
  ConcludeNone(steps, discovery);
}

// RFC 7489 §6.6.3.
void DiscoverByList(const DmarcQuery& query, DmarcDiscovery* discovery) {
  const std::string_view author = discovery->author_domain;
  // A public suffix has none; it is not exempt from its own record.
  const std::string_view registrable = query.suffixes.OrganizationalDomain(author);
  discovery->org = {DmarcLookup::kFound, DmarcReason::kOk, registrable.empty() ? author : registrable, false};
  Names names;
  names.Add(author);
  if (discovery->org.domain != author) names.Add(discovery->org.domain);
  Search search(names, query);
  DmarcLevel level = DmarcLevel::kAuthorDomain;
  while (search.Next()) {
    discovery->steps = search.steps();
    if (RecordOf(search.last()) != nullptr) return Apply(search.last(), level, query, discovery);
    if (HasSeveral(search.last())) break;
    level = DmarcLevel::kOrganizationalDomain;
  }
  discovery->steps = search.steps();
  if (search.state() != DmarcLookup::kFound) return Conclude(search.state(), search.reason(), discovery);
  ConcludeNone(search.steps().span(), discovery);
}

}  // namespace

std::string_view OrgMethodName(OrgMethod method) {
  return method == OrgMethod::kTreeWalk ? "treewalk" : "psl";
}

std::string_view DmarcLookupName(DmarcLookup lookup) {
  constexpr std::string_view kNames[] = {"pending", "found", "none", "temperror", "permerror"};
  return kNames[static_cast<size_t>(lookup)];
}

std::string_view DmarcReasonName(DmarcReason reason) {
  constexpr std::array<std::string_view, static_cast<size_t>(DmarcReason::kCount)> kNames = {
      "ok",          "fallback_to_none", "no_record", "several_records", "unusable_record",
      "dns_failure", "not_recorded",     "dns_off",   "unusable_domain", "pending"};
  return kNames[static_cast<size_t>(reason)];
}

std::string_view DmarcReasonText(DmarcReason reason) {
  constexpr std::array<std::string_view, static_cast<size_t>(DmarcReason::kCount)> kTexts = {
      "A record was found and can be used.",
      "The record's policy is missing or invalid, and it names an address for reports: it acts as p=none.",
      "No name that was asked has a record.",
      "A name has several records, which are all discarded, and nothing else applies.",
      "The record's policy is missing or invalid, and it names no address for reports: it can not be used.",
      "DNS failed to answer.",
      "The DNS snapshot says nothing about a name that counts.",
      "DNS is switched off.",
      "The domain is not one that DNS could be asked about.",
      "Answers are still open."};
  return kTexts[static_cast<size_t>(reason)];
}

std::string_view DmarcLevelName(DmarcLevel level) {
  constexpr std::string_view kNames[] = {"author_domain", "organizational_domain", "public_suffix_domain"};
  return kNames[static_cast<size_t>(level)];
}

std::string_view PolicyTagName(PolicyTag tag) {
  constexpr std::string_view kNames[] = {"p", "sp", "np"};
  return kNames[static_cast<size_t>(tag)];
}

std::string_view DomainExistenceName(DomainExistence existence) {
  constexpr std::string_view kNames[] = {"not_asked", "exists", "nonexistent", "unknown"};
  return kNames[static_cast<size_t>(existence)];
}

DmarcDiscovery DiscoverDmarc(std::string_view author_domain, OrgMethod method, const DmarcQuery& query) {
  DmarcDiscovery discovery;
  discovery.author_domain = author_domain;
  discovery.method = method;
  if (!IsUsable(author_domain)) {
    Conclude(DmarcLookup::kNone, DmarcReason::kUnusableDomain, &discovery);
    discovery.org = {DmarcLookup::kTempError, DmarcReason::kUnusableDomain, {}, false};
  } else if (method == OrgMethod::kTreeWalk) {
    DiscoverByWalk(query, &discovery);
  } else {
    DiscoverByList(query, &discovery);
  }
  return discovery;
}

OrgDomain FindOrgDomain(std::string_view domain, const DmarcQuery& query) {
  if (!IsUsable(domain)) return {DmarcLookup::kTempError, DmarcReason::kUnusableDomain, {}, false};
  return OrgDomainOf(domain, Walk(domain, query), query);
}

DmarcPolicy AppliedPolicy(DmarcPolicy policy, const DmarcRecord& record) {
  if (!record.testing || policy == DmarcPolicy::kNone) return policy;
  return policy == DmarcPolicy::kReject ? DmarcPolicy::kQuarantine : DmarcPolicy::kNone;
}

}  // namespace kenpin
