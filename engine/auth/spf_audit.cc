// The records form a graph, which hostile ones make large or endless. Each is read once; what it adds up to
// is kept at its name and added wherever it is included again, so that 2^n visits cost n reads. A name that
// comes up below itself has no end, and no client that matches nothing before gets out of it.
#include "engine/auth/spf_audit.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include <absl/container/flat_hash_map.h>
#include <absl/strings/string_view.h>

#include "engine/auth/spf_macro.h"
#include "engine/auth/spf_record.h"

namespace kenpin {
namespace {

// §7.2: what only a message can fill: sender, local part, client, validated name, HELO.
constexpr std::string_view kSessionMacros = "sliph";

// What stands at a name that an include or redirect leads to.
enum class Target : uint8_t {
  kRecord,       // One SPF record without a syntax error.
  kNoRecord,     // None, or the name does not exist.
  kSeveral,      // More than one.
  kSyntaxError,  // One, which is void.
  kUnknown,      // DNS did not tell, or not yet.
  kUnread,       // Beyond the bounds of an audit.
};

// A name, and what a client that matches nowhere meets there.
struct Node {
  bool entered = true;  // Its terms are being looked at.
  Target target = Target::kUnread;
  int lookups = 0;
  int voids = 0;
};

int Capped(int a, int b) { return std::min(a + b, kMaxAuditLookups); }

std::string_view MechanismName(std::string_view text) {
  if (!text.empty() && std::string_view("+-~?").find(text[0]) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  return text.substr(0, text.find_first_of(":/="));
}

bool HasCapital(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool IsModifier(SpfTermKind kind) {
  return kind == SpfTermKind::kRedirect || kind == SpfTermKind::kExp || kind == SpfTermKind::kUnknownModifier;
}

// The terms that a client can come to: up to the first "all".
std::span<const SpfTerm> TermsBeforeAll(const SpfRecord& record) {
  const SpfTerm* all = record.Find(SpfTermKind::kAll);
  const size_t count = all == nullptr ? record.terms.size() : static_cast<size_t>(all - record.terms.data());
  return std::span<const SpfTerm>(record.terms).first(count);
}

// §6.1: "if there is any all mechanism anywhere in the record, the redirect MUST be ignored".
const SpfTerm* EffectiveRedirect(const SpfRecord& record) {
  return record.Find(SpfTermKind::kAll) == nullptr ? record.Find(SpfTermKind::kRedirect) : nullptr;
}

// +all, and ranges that together are as good.
void JudgeInternet(const SpfRecord& record, SpfRecordFacts* facts) {
  double part4 = 0;  // Of the address space that passes.
  double part6 = 0;
  for (const SpfTerm& term : TermsBeforeAll(record)) {
    if (term.qualifier != SpfQualifier::kPass) continue;
    const bool hosts = term.kind == SpfTermKind::kA || term.kind == SpfTermKind::kMx;
    if (hosts || term.kind == SpfTermKind::kIp4) part4 += std::ldexp(1.0, -term.prefix4);
    if (hosts || term.kind == SpfTermKind::kIp6) part6 += std::ldexp(1.0, -term.prefix6);
  }
  facts->whole_internet |=
      part4 >= std::ldexp(1.0, -kWholeInternetPrefix4) || part6 >= std::ldexp(1.0, -kWholeInternetPrefix6);
  const SpfTerm* all = record.Find(SpfTermKind::kAll);
  facts->plus_all |= all != nullptr && all->qualifier == SpfQualifier::kPass;
}

// What is worth a remark where the domain's owner can mend it.
void JudgeForm(std::string_view text, const SpfRecord& record, SpfRecordFacts* facts) {
  const SpfTerm* all = record.Find(SpfTermKind::kAll);
  const SpfTerm* redirect = record.Find(SpfTermKind::kRedirect);
  facts->no_all = all == nullptr && redirect == nullptr && record.error == SpfSyntaxError::kNone;
  facts->neutral_all = all != nullptr && all->qualifier == SpfQualifier::kNeutral;
  facts->terms_after_all = all != nullptr && redirect != nullptr;
  facts->odd_case = HasCapital(text.substr(0, text.find(' ')));
  for (const SpfTerm& term : record.terms) {
    if (all != nullptr && &term > all && !IsModifier(term.kind)) facts->terms_after_all = true;
    if (term.kind != SpfTermKind::kUnknownModifier && HasCapital(MechanismName(term.text))) {
      facts->odd_case = true;
    }
  }
  for (const SpfTerm& term : TermsBeforeAll(record)) {
    if (term.qualifier != SpfQualifier::kPass) continue;
    const bool hosts = term.kind == SpfTermKind::kA || term.kind == SpfTermKind::kMx;
    facts->wide_range |= (hosts || term.kind == SpfTermKind::kIp4) && term.prefix4 < kWideRangePrefix4;
    facts->wide_range |= (hosts || term.kind == SpfTermKind::kIp6) && term.prefix6 < kWideRangePrefix6;
  }
}

bool IsVoid(DnsStatus status) { return status == DnsStatus::kNoData || status == DnsStatus::kNxDomain; }

// One call of AuditSpfRecord().
class Auditor {
 public:
  Auditor(const std::string& domain, IpFamily family, DnsClient& dns, int64_t at,
          std::vector<DnsQuestionId>* open)
      : domain_(domain), dns_(dns), at_(at), open_(*open) {
    values_.client.family = family;
    values_.sender_domain = domain_;
    values_.at = at;
  }

  // The facts are complete unless a question was found open.
  SpfRecordFacts Audit() {
    const DnsAnswer* answer = Ask(domain_, RrType::kTxt);
    if (answer == nullptr) return facts_;
    if (answer->status != DnsStatus::kFound && !IsVoid(answer->status)) {
      facts_.published = answer->status == DnsStatus::kOff ? DnsFact::kNotAsked : DnsFact::kUnknown;
      facts_.unknown_because = answer->status == DnsStatus::kOff           ? SpfReason::kDnsOff
                               : answer->status == DnsStatus::kNotRecorded ? SpfReason::kDnsNotRecorded
                                                                           : SpfReason::kDnsFailed;
      return facts_;
    }
    const SpfRecordChoice choice = SelectSpfRecord(*answer);
    if (choice.count == 0) {
      facts_.published = DnsFact::kNo;
      if (answer->status != DnsStatus::kNxDomain) FindObsoleteType();
      return facts_;
    }
    facts_.published = DnsFact::kYes;
    facts_.several = choice.count > 1;
    size_t octets = domain_.size();
    for (const std::string& text : answer->records) octets += text.size();
    facts_.long_answer = octets > kLongAnswerOctets;
    if (facts_.several) return facts_;
    JudgeForm(choice.text, ParseSpfRecord(choice.text), &facts_);
    FollowRedirects();
    const Node& node = Expand(domain_);
    facts_.syntax_error |= node.target == Target::kSyntaxError;
    facts_.expansion_lookups = node.lookups;
    facts_.expansion_voids = node.voids;
    facts_.include_without_record_reached = facts_.include_without_record;
    return facts_;
  }

 private:
  // Null while the answer is open.
  const DnsAnswer* Ask(const std::string& name, RrType type) {
    const DnsQuestionId question = dns_.Ask(name, type);
    const DnsAnswer* answer = dns_.Find(question, at_);
    if (answer == nullptr) open_.push_back(question);
    return answer;
  }

  void FindObsoleteType() {
    const DnsAnswer* answer = Ask(domain_, RrType::kSpf);
    facts_.only_obsolete_type =
        answer != nullptr && answer->status == DnsStatus::kFound && SelectSpfRecord(*answer).count > 0;
  }

  // The name that a term in the record of `domain` is about; absent when only a message tells.
  std::optional<std::string> TargetOf(const SpfTerm& term, const std::string& domain) {
    if (term.domain_spec.empty()) return domain;
    if (UsesAnyMacro(term.domain_spec, kSessionMacros)) return std::nullopt;
    values_.domain = domain;
    return ExpandDomainSpec(term.domain_spec, values_);
  }

  // A redirect of a redirect ... speaks for the domain itself, as far as check_host() would go.
  void FollowRedirects() {
    std::string at = domain_;
    for (int hop = 0; hop <= kMaxSpfLookups; ++hop) {
      const DnsAnswer* answer = Ask(at, RrType::kTxt);
      if (answer == nullptr || answer->status != DnsStatus::kFound) return;
      const SpfRecordChoice choice = SelectSpfRecord(*answer);
      if (choice.count != 1) return;
      const SpfRecord record = ParseSpfRecord(choice.text);
      JudgeInternet(record, &facts_);
      const SpfTerm* redirect = EffectiveRedirect(record);
      if (redirect == nullptr || record.error != SpfSyntaxError::kNone) return;
      const std::optional<std::string> target = TargetOf(*redirect, at);
      if (!target || !CanBeAsked(*target)) return;
      at = *target;
    }
  }

  // Reads what stands at `name` and all that it leads to. Recursion ends at kMaxAuditRecords.
  Node Expand(const std::string& name) {
    const auto found = nodes_.find(absl::string_view(name.data(), name.size()));
    if (found != nodes_.end()) {
      Node node = found->second;
      if (node.entered) node.lookups = kMaxAuditLookups;  // It leads to itself.
      return node;
    }
    if (nodes_.size() == kMaxAuditRecords) {
      facts_.incomplete = true;
      return {};
    }
    nodes_.emplace(name, Node());
    Node node = Read(name);
    node.entered = false;
    nodes_[name] = node;
    return node;
  }

  Node Read(const std::string& name) {
    Node node;
    node.target = Target::kNoRecord;
    if (!CanBeAsked(name)) return node;
    const DnsAnswer* answer = Ask(name, RrType::kTxt);
    if (answer == nullptr || (answer->status != DnsStatus::kFound && !IsVoid(answer->status))) {
      node.target = Target::kUnknown;
      return node;
    }
    node.voids = IsVoid(answer->status) ? 1 : 0;
    const SpfRecordChoice choice = SelectSpfRecord(*answer);
    if (choice.count != 1) {
      if (choice.count > 1) node.target = Target::kSeveral;
      return node;
    }
    octets_ += choice.text.size();
    if (octets_ > kMaxAuditOctets) {
      facts_.incomplete = true;
      node.target = Target::kUnread;
      return node;
    }
    const SpfRecord record = ParseSpfRecord(choice.text);
    facts_.uses_ptr |= record.Find(SpfTermKind::kPtr) != nullptr;
    node.target = Target::kSyntaxError;
    if (record.error != SpfSyntaxError::kNone) return node;
    node.target = Target::kRecord;
    for (const SpfTerm& term : TermsBeforeAll(record)) {
      if (term.kind != SpfTermKind::kRedirect) Count(term, name, &node);
    }
    const SpfTerm* redirect = EffectiveRedirect(record);
    if (redirect != nullptr) Count(*redirect, name, &node);
    return node;
  }

  // Adds a term in the record of `domain`, and what it leads to.
  void Count(const SpfTerm& term, const std::string& domain, Node* node) {
    if (!CountsAsLookup(term.kind)) return;
    node->lookups = Capped(node->lookups, 1);
    const std::optional<std::string> target = TargetOf(term, domain);
    if (!target || !CanBeAsked(*target)) {
      // An include of what is no name finds no record (§5.2).
      const bool leads = term.kind == SpfTermKind::kInclude || term.kind == SpfTermKind::kRedirect;
      facts_.include_without_record |= target && leads;
      return;
    }
    switch (term.kind) {
      case SpfTermKind::kInclude:
      case SpfTermKind::kRedirect:
        CountRecord(Expand(*target), node);
        break;
      case SpfTermKind::kA:
        CountVoid(AnswersNothing(*target, AddressType()), node);
        break;
      case SpfTermKind::kExists:
        CountVoid(AnswersNothing(*target, RrType::kA), node);
        break;
      case SpfTermKind::kMx:
        CountVoid(MxAnswersNothing(*target), node);
        break;
      default:
        break;
    }
  }

  void CountRecord(const Node& target, Node* node) {
    node->lookups = Capped(node->lookups, target.lookups);
    node->voids = Capped(node->voids, target.voids);
    facts_.include_without_record |= target.target == Target::kNoRecord;
    facts_.syntax_error |= target.target == Target::kSeveral || target.target == Target::kSyntaxError;
    facts_.incomplete |= target.target == Target::kUnknown;
  }

  static void CountVoid(bool is_void, Node* node) { node->voids = Capped(node->voids, is_void ? 1 : 0); }

  RrType AddressType() const { return values_.client.family == IpFamily::kIpv4 ? RrType::kA : RrType::kAaaa; }

  // The answer to a question that only finds void lookups; null when it is open or beyond the bound.
  const DnsAnswer* AskAside(const std::string& name, RrType type) {
    if (questions_ == kMaxAuditQuestions) return nullptr;
    ++questions_;
    return Ask(name, type);
  }

  bool AnswersNothing(const std::string& name, RrType type) {
    const DnsAnswer* answer = AskAside(name, type);
    return answer != nullptr && IsVoid(answer->status);
  }

  bool MxAnswersNothing(const std::string& name) {
    const DnsAnswer* answer = AskAside(name, RrType::kMx);
    if (answer == nullptr) return false;
    if (answer->records.size() > kMaxMxHosts) {
      facts_.mx_over_limit = true;
      return false;
    }
    bool any_void = IsVoid(answer->status);
    for (const std::string& record : answer->records) {
      const std::string host = record.substr(std::min(record.find(' '), record.size() - 1) + 1);
      if (CanBeAsked(host)) any_void |= AnswersNothing(host, AddressType());
    }
    return any_void;
  }

  const std::string domain_;
  DnsClient& dns_;
  const int64_t at_;
  std::vector<DnsQuestionId>& open_;
  SpfMacroValues values_;
  SpfRecordFacts facts_;
  absl::flat_hash_map<std::string, Node> nodes_;
  size_t octets_ = 0;
  size_t questions_ = 0;
};

}  // namespace

std::optional<SpfRecordFacts> AuditSpfRecord(std::string_view domain, IpFamily family, DnsClient& dns,
                                             int64_t at, std::vector<DnsQuestionId>* open) {
  SpfRecordFacts facts;
  if (domain.empty()) return facts;
  const std::optional<std::string> name = SpfDomain(domain);
  if (!name) {
    facts.published = DnsFact::kNo;
    return facts;
  }
  const size_t before = open->size();
  facts = Auditor(*name, family, dns, at, open).Audit();
  if (open->size() > before) return std::nullopt;
  return facts;
}

SpfRecordFacts CombineSpfRecordFacts(const SpfRecordFacts& audit, const SpfEvaluation* evaluation) {
  SpfRecordFacts facts = audit;
  if (evaluation == nullptr || evaluation->path.empty()) return facts;
  const SpfReason reason = evaluation->reason;
  const bool in_target = evaluation->path.size() > 1;
  facts.syntax_error = reason == SpfReason::kSyntax || (reason == SpfReason::kSeveralRecords && in_target);
  facts.syntax_error_unreached = audit.syntax_error && !facts.syntax_error;
  facts.include_without_record_reached =
      reason == SpfReason::kIncludeWithoutRecord || reason == SpfReason::kRedirectWithoutRecord;
  facts.include_without_record |= facts.include_without_record_reached;
  // Where the evaluation ended without an answer, nobody knows what it would have come to.
  facts.incomplete |= evaluation->result == SpfResult::kTemperror;
  return facts;
}

}  // namespace kenpin
