// Which DMARC Policy Record applies to an Author Domain, what it asks for there, and where the Organizational
// Domain is. Two methods are in use: the tree walk of RFC 9989 §4.10, and the two steps of RFC 7489 §6.6.3
// with a public suffix list. No receiver says which of them is its own, so both are here.
//
// Nothing waits: a function asks DNS for all that it may need, appends to DmarcQuery::open what is not
// answered yet, and says kPending. Called again when those questions are answered, it begins anew, and
// answers are cached. Results hold views into the domain that was passed and pointers into the store: no
// allocation.
#ifndef KENPIN_ENGINE_AUTH_DMARC_DISCOVERY_H_
#define KENPIN_ENGINE_AUTH_DMARC_DISCOVERY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/auth/dmarc_record.h"
#include "engine/auth/dmarc_result.h"
#include "engine/auth/organizational_domain.h"
#include "io/dns.h"

namespace kenpin {

// RFC 9989 §4.10: so many questions a walk, whatever the number of labels.
inline constexpr size_t kMaxWalkQuestions = 8;

// What a function asks with. All are lent for the call, `dns` and `records` for as long as results live.
struct DmarcQuery {
  DnsClient& dns;
  DmarcStore& records;
  const PublicSuffixList& suffixes;
  int64_t at = 0;                    // Unix seconds.
  std::vector<DnsQuestionId>* open;  // Never null. Questions that must be answered before the next call.
};

// One question: TXT at "_dmarc." + domain.
struct DmarcStep {
  std::string_view domain;
  DnsStatus status = DnsStatus::kOff;
  const DmarcAnswer* answer = nullptr;  // Null unless status is kFound.
};

// The names asked, in order, as far as they counted.
class DmarcSteps {
 public:
  void Add(const DmarcStep& step) { steps_[size_++] = step; }
  std::span<const DmarcStep> span() const { return {steps_.data(), size_}; }

 private:
  std::array<DmarcStep, kMaxWalkQuestions> steps_;
  size_t size_ = 0;
};

// An Organizational Domain by the tree walk (RFC 9989 §4.10.2).
struct OrgDomain {
  DmarcLookup state = DmarcLookup::kPending;  // kFound, kPending or kTempError.
  DmarcReason reason = DmarcReason::kPending;
  // With no record found it is the domain itself. Empty unless state is kFound.
  std::string_view domain;
  // The domain is a registry's suffix whose record lacks psd=y: two names below it may be strangers, so that
  // the walk aligns none of them.
  bool is_public_suffix = false;
};

// Whether the Author Domain exists (RFC 9989 §3.2.8, RFC 8020); asked only where np= makes a difference.
enum class DomainExistence : uint8_t { kNotAsked, kExists, kNonexistent, kUnknown };
std::string_view DomainExistenceName(DomainExistence existence);  // "not_asked", ...

struct DmarcDiscovery {
  std::string_view author_domain;
  OrgMethod method = OrgMethod::kTreeWalk;
  DmarcLookup result = DmarcLookup::kPending;
  DmarcReason reason = DmarcReason::kPending;
  // The record that applies; set for kFound and kPermError.
  const DmarcRecord* record = nullptr;
  std::string_view record_domain;
  DmarcLevel level = DmarcLevel::kAuthorDomain;
  // What the record asks for mail of this Author Domain, t= not regarded. Absent unless result is kFound, and
  // when sp= and np= differ and nobody can tell whether the domain exists.
  std::optional<DmarcPolicy> policy;
  PolicyTag policy_tag = PolicyTag::kP;
  DomainExistence existence = DomainExistence::kNotAsked;
  OrgDomain org;  // Of the Author Domain by `method`. May be unknown although the record is found.
  DmarcSteps steps;
};

// Finds the record for `author_domain` (A-labels in lower case, §5.3.1) by `method`.
//
// Tree walk: a record at the Author Domain, else at its Organizational Domain, else at the Public Suffix
// Domain. List: a record at the Author Domain, else at its registrable domain; several records at either end
// the search. A name that the snapshot does not record counts as one without a record if it is a public
// suffix: only a suffix that publishes a record against the standard could change the answer.
DmarcDiscovery DiscoverDmarc(std::string_view author_domain, OrgMethod method, const DmarcQuery& query);

// The Organizational Domain of any domain by the tree walk that starts there.
OrgDomain FindOrgDomain(std::string_view domain, const DmarcQuery& query);

// The policy that applies to failing mail when t=y stands in the record: one level lower.
DmarcPolicy AppliedPolicy(DmarcPolicy policy, const DmarcRecord& record);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_AUTH_DMARC_DISCOVERY_H_
