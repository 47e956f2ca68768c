#include "engine/auth/spf.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/auth/spf_macro.h"
#include "engine/mail/arena.h"
#include "engine/mail/ascii.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

constexpr std::string_view kPostmaster = "postmaster";  // §4.3: stands for a missing local part.
constexpr std::string_view kUnknownName = "unknown";    // §7.3: where %{p} and %{h} have nothing to say.

constexpr std::string_view kLocalPartMacros = "sl";  // §7.2

// Whether `name` is `domain` or below it. Both in lower case.
bool IsWithin(std::string_view name, std::string_view domain) {
  return name.ends_with(domain) &&
         (name.size() == domain.size() || name[name.size() - domain.size() - 1] == '.');
}

SpfResult ResultOf(SpfQualifier qualifier) {
  switch (qualifier) {
    case SpfQualifier::kPass:
      return SpfResult::kPass;
    case SpfQualifier::kFail:
      return SpfResult::kFail;
    case SpfQualifier::kSoftfail:
      return SpfResult::kSoftfail;
    case SpfQualifier::kNeutral:
      break;
  }
  return SpfResult::kNeutral;
}

// How a question ended, as far as check_host() cares.
enum class ReplyKind : uint8_t {
  kOpen,       // Not answered yet.
  kFound,      // There are records.
  kVoid,       // NODATA or NXDOMAIN.
  kUnaskable,  // No name that DNS can carry; nobody was asked.
  kFailed,     // DNS tried and failed.
  kNotAsked,   // Off, or not in the snapshot.
};

struct Reply {
  ReplyKind kind = ReplyKind::kUnaskable;
  DnsStatus status = DnsStatus::kNxDomain;
  const DnsAnswer* answer = nullptr;  // With kFound.
};

// What a term did.
enum class Flow : uint8_t {
  kNext,   // It did not match.
  kMatch,  // It matched.
  kStop,   // The evaluation is over: an error stands in the result, or an answer is open.
};

// The client's names that its addresses confirm (§5.5).
struct ValidatedNames {
  bool void_lookup = false;          // The client has no PTR record.
  std::optional<DnsStatus> unknown;  // Something that would have had to be asked was not.
  std::vector<std::string> names;
};

// One call of EvaluateSpf().
class Evaluator {
 public:
  Evaluator(const SpfQuery& query, DnsClient& dns, int64_t at, const SpfLimits& limits,
            std::vector<DnsQuestionId>* open)
      : dns_(dns), at_(at), limits_(limits), open_(*open), client_(Unmapped(query.client)) {
    values_.client = client_;
    values_.at = at;
    values_.helo = query.helo.empty() || query.helo.size() > kMaxHeloOctets ? kUnknownName : query.helo;
  }

  std::optional<SpfEvaluation> Evaluate(const SpfIdentityParts& identity) {
    evaluation_.identity = identity.kind;
    if (identity.domain.empty()) {
      Decide(SpfResult::kNone,
             identity.kind == SpfIdentity::kHelo ? SpfReason::kNoIdentity : SpfReason::kBadDomain, {});
      return std::move(evaluation_);
    }
    const std::optional<std::string> domain = SpfDomain(identity.domain);
    evaluation_.domain = domain ? *domain : std::string(identity.domain.substr(0, kMaxDomainOctets));
    if (!domain) {
      Decide(SpfResult::kNone, SpfReason::kBadDomain, {});
      return std::move(evaluation_);
    }
    if (identity.local_part.size() > kMaxSpfLocalPartOctets) {
      evaluation_.depends_on_local_part = true;
      Decide(SpfResult::kNone, SpfReason::kSenderTooLong, {});
      return std::move(evaluation_);
    }
    values_.local_part = identity.local_part;
    values_.sender_domain = *domain;
    if (!CheckHost(*domain)) return std::nullopt;
    return std::move(evaluation_);
  }

 private:
  // Writes down the result so far; an including record may still overrule it. `mechanism` stands in the
  // record of the last domain of path_.
  SpfResult Decide(SpfResult result, SpfReason reason, std::string_view mechanism) {
    evaluation_.result = result;
    evaluation_.reason = reason;
    evaluation_.mechanism = mechanism;
    evaluation_.matched.reset();
    evaluation_.path = path_;
    return result;
  }

  Flow StopUnanswered(DnsStatus status, std::string_view mechanism) {
    const SpfReason reason = status == DnsStatus::kOff           ? SpfReason::kDnsOff
                             : status == DnsStatus::kNotRecorded ? SpfReason::kDnsNotRecorded
                                                                 : SpfReason::kDnsFailed;
    Decide(SpfResult::kTemperror, reason, mechanism);
    return Flow::kStop;
  }

  Flow StopOpen() {
    waiting_ = true;
    return Flow::kStop;
  }

  // Asks; an open question is noted for the caller to wait for.
  Reply Ask(const std::string& name, RrType type) {
    if (!CanBeAsked(name)) return {};
    const DnsQuestionId question = dns_.Ask(name, type);
    const DnsAnswer* answer = dns_.Find(question, at_);
    if (answer == nullptr) {
      open_.push_back(question);
      return {ReplyKind::kOpen, DnsStatus::kFailed, nullptr};
    }
    switch (answer->status) {
      case DnsStatus::kFound:
        return {ReplyKind::kFound, answer->status, answer};
      case DnsStatus::kNoData:
      case DnsStatus::kNxDomain:
        return {ReplyKind::kVoid, answer->status, nullptr};
      case DnsStatus::kFailed:
        return {ReplyKind::kFailed, answer->status, nullptr};
      case DnsStatus::kNotRecorded:
      case DnsStatus::kOff:
        break;
    }
    return {ReplyKind::kNotAsked, answer->status, nullptr};
  }

  RrType AddressType() const { return client_.family == IpFamily::kIpv4 ? RrType::kA : RrType::kAaaa; }

  // §4. Returns nullopt when answers are open, else the result, with everything about it in evaluation_.
  std::optional<SpfResult> CheckHost(const std::string& domain) {
    path_.push_back(domain);
    const std::optional<SpfResult> result = CheckLastOfPath(domain);
    path_.pop_back();
    return result;
  }

  std::optional<SpfResult> CheckLastOfPath(const std::string& domain) {
    const bool first = path_.size() == 1;
    const Reply reply = Ask(domain, RrType::kTxt);
    switch (reply.kind) {
      case ReplyKind::kOpen:
        StopOpen();
        return std::nullopt;
      case ReplyKind::kFailed:
      case ReplyKind::kNotAsked:
        StopUnanswered(reply.status, {});
        return evaluation_.result;
      case ReplyKind::kVoid:
        // An include or redirect that finds nothing is a permerror anyway, so the limit need not be looked
        // at.
        if (!first) ++evaluation_.void_lookups;
        return Decide(SpfResult::kNone,
                      reply.status == DnsStatus::kNxDomain ? SpfReason::kNoDomain : SpfReason::kNoRecord, {});
      case ReplyKind::kUnaskable:
        return Decide(SpfResult::kNone, SpfReason::kNoDomain, {});
      case ReplyKind::kFound:
        break;
    }
    const SpfRecordChoice choice = SelectSpfRecord(*reply.answer);
    if (first) evaluation_.record = choice.text;
    if (choice.count == 0) return Decide(SpfResult::kNone, SpfReason::kNoRecord, {});
    if (choice.count > 1) return Decide(SpfResult::kPermerror, SpfReason::kSeveralRecords, {});
    const SpfRecord record = ParseSpfRecord(choice.text);
    if (record.error != SpfSyntaxError::kNone) {
      return Decide(SpfResult::kPermerror, SpfReason::kSyntax, record.error_term);
    }
    return EvaluateRecord(record, domain);
  }

  // §4.6.2: terms from left to right, the first match decides.
  std::optional<SpfResult> EvaluateRecord(const SpfRecord& record, const std::string& domain) {
    bool asked_ahead = false;
    for (const SpfTerm& term : record.terms) {
      if (CountsAsLookup(term.kind) && !asked_ahead) {
        AskAhead(record, term, domain);
        asked_ahead = true;
      }
      switch (EvaluateMechanism(term, domain)) {
        case Flow::kNext:
          continue;
        case Flow::kStop:
          if (waiting_) return std::nullopt;
          return evaluation_.result;
        case Flow::kMatch:
          break;
      }
      // Of an include that matched, the term that matched inside is the one to tell.
      if (term.kind == SpfTermKind::kInclude) {
        evaluation_.result = ResultOf(term.qualifier);
      } else {
        Decide(ResultOf(term.qualifier), SpfReason::kMatched, term.text);
        evaluation_.matched = term.kind;
      }
      if (!Explain(record, domain)) return std::nullopt;
      return evaluation_.result;
    }
    return Redirect(record, domain);
  }

  // §6.1; without a redirect §4.7.
  std::optional<SpfResult> Redirect(const SpfRecord& record, const std::string& domain) {
    const SpfTerm* redirect = record.Find(SpfTermKind::kRedirect);
    if (redirect == nullptr) return Decide(SpfResult::kNeutral, SpfReason::kNoMatch, {});
    std::string target;
    if (CountLookup(*redirect) == Flow::kStop || FindTarget(*redirect, domain, &target) == Flow::kStop) {
      if (waiting_) return std::nullopt;
      return evaluation_.result;
    }
    const std::optional<SpfResult> result = CheckHost(target);
    if (!result || *result != SpfResult::kNone) return result;
    return Decide(SpfResult::kPermerror, SpfReason::kRedirectWithoutRecord, redirect->text);
  }

  // §6.2: of the record that decides, never of an included one. Returns false when an answer is open. All
  // that goes wrong here leaves the explanation empty and the result as it is.
  bool Explain(const SpfRecord& record, const std::string& domain) {
    const SpfTerm* exp = record.Find(SpfTermKind::kExp);
    if (limits_.explanation == SpfExplanation::kLeaveOut) return true;
    if (exp == nullptr || include_depth_ > 0 || evaluation_.result != SpfResult::kFail) return true;
    const SpfEvaluation decided = evaluation_;
    std::string name;
    if (FindTarget(*exp, domain, &name) == Flow::kStop) {
      evaluation_ = decided;
      return !waiting_;
    }
    const Reply reply = Ask(name, RrType::kTxt);
    if (reply.kind == ReplyKind::kOpen) return StopOpen() != Flow::kStop;
    if (reply.kind != ReplyKind::kFound || reply.answer->records.size() != 1) return true;
    const std::string& text = reply.answer->records[0];
    if (UsesValidatedName(text)) {
      if (FindValidated(domain, exp->text) == Flow::kStop) {
        evaluation_ = decided;
        return !waiting_;
      }
    }
    evaluation_.depends_on_local_part |= UsesAnyMacro(text, kLocalPartMacros);
    values_.domain = domain;
    evaluation_.explanation = ExpandExplanation(text, values_).value_or("");
    return true;
  }

  Flow CountLookup(const SpfTerm& term) {
    if (++evaluation_.lookups <= limits_.lookups) return Flow::kNext;
    Decide(SpfResult::kPermerror, SpfReason::kTooManyLookups, term.text);
    return Flow::kStop;
  }

  Flow CountVoid(const SpfTerm& term) {
    if (++evaluation_.void_lookups <= limits_.void_lookups) return Flow::kNext;
    Decide(SpfResult::kPermerror, SpfReason::kTooManyVoidLookups, term.text);
    return Flow::kStop;
  }

  // The name that a term is about: its domain-spec, or the current domain. kStop when %{p} could not be had.
  Flow FindTarget(const SpfTerm& term, const std::string& domain, std::string* target) {
    if (term.domain_spec.empty()) {
      *target = domain;
      return Flow::kNext;
    }
    if (UsesValidatedName(term.domain_spec) && FindValidated(domain, term.text) == Flow::kStop) {
      return Flow::kStop;
    }
    evaluation_.depends_on_local_part |= UsesAnyMacro(term.domain_spec, kLocalPartMacros);
    values_.domain = domain;
    *target = ExpandDomainSpec(term.domain_spec, values_);
    return Flow::kNext;
  }

  // §7.3, %{p}: the domain itself is preferred, then a name below it, then any.
  Flow FindValidated(const std::string& domain, std::string_view mechanism) {
    if (!Validate()) return StopOpen();
    const std::vector<std::string>& names = validated_->names;
    if (names.empty() && validated_->unknown) return StopUnanswered(*validated_->unknown, mechanism);
    values_.validated = names.empty() ? kUnknownName : std::string_view(names.front());
    for (const std::string& name : names) {
      if (!IsWithin(name, domain)) continue;
      values_.validated = name;
      if (name == domain) break;
    }
    return Flow::kNext;
  }

  // §5.5: fills validated_. Returns false when answers are open.
  bool Validate() {
    if (validated_) return true;
    ValidatedNames found;
    const Reply pointers = Ask(ReverseName(client_), RrType::kPtr);
    if (pointers.kind == ReplyKind::kOpen) return false;
    if (pointers.kind == ReplyKind::kNotAsked) found.unknown = pointers.status;
    found.void_lookup = pointers.kind == ReplyKind::kVoid;
    if (pointers.kind == ReplyKind::kFound) {
      // In an order of its own, because DNS has none: which names are beyond the limit must not change from
      // run to run.
      std::vector<std::string> names = pointers.answer->records;
      std::sort(names.begin(), names.end());
      if (names.size() > kMaxPtrNames) names.resize(kMaxPtrNames);
      bool open = false;
      for (std::string& name : names) {
        const Reply reply = Ask(name, AddressType());
        if (reply.kind == ReplyKind::kOpen) open = true;
        // "If a DNS error occurs while doing an A RR lookup, then that domain name is skipped".
        if (reply.kind == ReplyKind::kNotAsked) found.unknown = reply.status;
        if (reply.kind == ReplyKind::kFound && HasClient(*reply.answer, 32, 128)) {
          found.names.push_back(std::move(name));
        }
      }
      if (open) return false;
    }
    validated_ = std::move(found);
    return true;
  }

  bool HasClient(const DnsAnswer& answer, int prefix4, int prefix6) const {
    const int prefix = client_.family == IpFamily::kIpv4 ? prefix4 : prefix6;
    for (const std::string& text : answer.records) {
      const std::optional<IpAddress> address = ParseIpAddress(text);
      if (address && MatchesPrefix(client_, *address, prefix)) return true;
    }
    return false;
  }

  Flow EvaluateMechanism(const SpfTerm& term, const std::string& domain) {
    switch (term.kind) {
      case SpfTermKind::kAll:
        return Flow::kMatch;
      case SpfTermKind::kIp4:
        return MatchesPrefix(client_, term.network, term.prefix4) ? Flow::kMatch : Flow::kNext;
      case SpfTermKind::kIp6:
        return MatchesPrefix(client_, term.network, term.prefix6) ? Flow::kMatch : Flow::kNext;
      case SpfTermKind::kRedirect:
      case SpfTermKind::kExp:
      case SpfTermKind::kUnknownModifier:
        return Flow::kNext;  // Modifiers have their effect after the mechanisms, wherever they stand.
      case SpfTermKind::kInclude:
      case SpfTermKind::kA:
      case SpfTermKind::kMx:
      case SpfTermKind::kPtr:
      case SpfTermKind::kExists:
        break;
    }
    std::string target;
    if (CountLookup(term) == Flow::kStop) return Flow::kStop;
    if (FindTarget(term, domain, &target) == Flow::kStop) return Flow::kStop;
    if (term.kind == SpfTermKind::kInclude) return EvaluateInclude(term, target);
    if (term.kind == SpfTermKind::kMx) return EvaluateMx(term, target);
    if (term.kind == SpfTermKind::kPtr) return EvaluatePtr(term, target);
    return EvaluateAddress(term, target);
  }

  // §5.2.
  Flow EvaluateInclude(const SpfTerm& term, const std::string& target) {
    ++include_depth_;
    const std::optional<SpfResult> result = CheckHost(target);
    --include_depth_;
    if (!result) return Flow::kStop;
    switch (*result) {
      case SpfResult::kPass:
        return Flow::kMatch;
      case SpfResult::kFail:
      case SpfResult::kSoftfail:
      case SpfResult::kNeutral:
        return Flow::kNext;
      case SpfResult::kNone:
        Decide(SpfResult::kPermerror, SpfReason::kIncludeWithoutRecord, term.text);
        return Flow::kStop;
      case SpfResult::kTemperror:
      case SpfResult::kPermerror:
        break;
    }
    return Flow::kStop;
  }

  // §5.3 and §5.7: an exists asks for A whatever the client's family is, and any address will do.
  Flow EvaluateAddress(const SpfTerm& term, const std::string& target) {
    const bool exists = term.kind == SpfTermKind::kExists;
    const Reply reply = Ask(target, exists ? RrType::kA : AddressType());
    switch (reply.kind) {
      case ReplyKind::kOpen:
        return StopOpen();
      case ReplyKind::kFailed:
      case ReplyKind::kNotAsked:
        return StopUnanswered(reply.status, term.text);
      case ReplyKind::kVoid:
        return CountVoid(term);
      case ReplyKind::kUnaskable:
        return Flow::kNext;
      case ReplyKind::kFound:
        break;
    }
    return exists || HasClient(*reply.answer, term.prefix4, term.prefix6) ? Flow::kMatch : Flow::kNext;
  }

  // §5.4.
  Flow EvaluateMx(const SpfTerm& term, const std::string& target) {
    const Reply reply = Ask(target, RrType::kMx);
    if (reply.kind == ReplyKind::kOpen) return StopOpen();
    if (reply.kind == ReplyKind::kUnaskable) return Flow::kNext;
    if (reply.kind == ReplyKind::kVoid) return CountVoid(term);
    if (reply.kind != ReplyKind::kFound) return StopUnanswered(reply.status, term.text);
    if (reply.answer->records.size() > kMaxMxHosts) {
      Decide(SpfResult::kPermerror, SpfReason::kTooManyMxHosts, term.text);
      return Flow::kStop;
    }
    // In an order of its own: which of two hosts is asked first, one that matches and one that fails, must
    // not depend on the order of an answer. A null MX (RFC 7505) has no host.
    std::vector<std::string> hosts;
    for (const std::string& record : reply.answer->records) {
      hosts.push_back(record.substr(std::min(record.find(' '), record.size() - 1) + 1));
    }
    std::sort(hosts.begin(), hosts.end());
    std::vector<Reply> replies;
    replies.reserve(hosts.size());
    for (const std::string& host : hosts) replies.push_back(Ask(host, AddressType()));
    bool any_void = false;
    for (const Reply& host : replies) {
      if (host.kind == ReplyKind::kOpen) return StopOpen();
      if (host.kind == ReplyKind::kFailed || host.kind == ReplyKind::kNotAsked) {
        return StopUnanswered(host.status, term.text);
      }
      any_void |= host.kind == ReplyKind::kVoid;
      if (host.kind == ReplyKind::kFound && HasClient(*host.answer, term.prefix4, term.prefix6)) {
        return Flow::kMatch;
      }
    }
    return any_void ? CountVoid(term) : Flow::kNext;
  }

  // §5.5. That the question for the client's names fails is no match; that nobody asked is unknown.
  Flow EvaluatePtr(const SpfTerm& term, const std::string& target) {
    if (!Validate()) return StopOpen();
    for (const std::string& name : validated_->names) {
      if (IsWithin(name, target)) return Flow::kMatch;
    }
    if (validated_->unknown) return StopUnanswered(*validated_->unknown, term.text);
    return validated_->void_lookup ? CountVoid(term) : Flow::kNext;
  }

  // Starts the questions of all terms from `first` on that evaluation may come to, so that they are under way
  // at the same time. Which ones depends on answers only, never on when they came.
  void AskAhead(const SpfRecord& record, const SpfTerm& first, const std::string& domain) {
    int budget = limits_.lookups - evaluation_.lookups;
    values_.domain = domain;
    for (const SpfTerm* term = &first; term != record.terms.data() + record.terms.size(); ++term) {
      if (!CountsAsLookup(term->kind)) {
        if (EvaluateMechanism(*term, domain) == Flow::kMatch) return;
        continue;
      }
      if (term->kind == SpfTermKind::kRedirect) continue;
      if (--budget < 0) return;
      AskAheadFor(*term, domain);
    }
    const SpfTerm* redirect = record.Find(SpfTermKind::kRedirect);
    if (redirect != nullptr && budget > 0) AskAheadFor(*redirect, domain);
  }

  void AskAheadFor(const SpfTerm& term, const std::string& domain) {
    if (term.kind == SpfTermKind::kPtr) {
      dns_.Ask(ReverseName(client_), RrType::kPtr);
      return;
    }
    if (UsesValidatedName(term.domain_spec)) return;
    const std::string target =
        term.domain_spec.empty() ? domain : ExpandDomainSpec(term.domain_spec, values_);
    if (!CanBeAsked(target)) return;
    const RrType type = term.kind == SpfTermKind::kA        ? AddressType()
                        : term.kind == SpfTermKind::kMx     ? RrType::kMx
                        : term.kind == SpfTermKind::kExists ? RrType::kA
                                                            : RrType::kTxt;
    dns_.Ask(target, type);
  }

  DnsClient& dns_;
  const int64_t at_;
  const SpfLimits limits_;
  std::vector<DnsQuestionId>& open_;
  const IpAddress client_;
  SpfMacroValues values_;
  SpfEvaluation evaluation_;
  std::vector<std::string> path_;  // The domains whose records are being evaluated.
  int include_depth_ = 0;
  bool waiting_ = false;  // An answer is open: the evaluation is to be repeated.
  std::optional<ValidatedNames> validated_;
};

}  // namespace

bool CanBeAsked(std::string_view name) {
  if (name.empty() || name.size() > kMaxDomainOctets) return false;
  for (size_t begin = 0;;) {
    const size_t end = std::min(name.find('.', begin), name.size());
    if (end == begin || end - begin > kMaxLabelOctets) return false;
    if (end == name.size()) return true;
    begin = end + 1;
  }
}

std::optional<std::string> SpfDomain(std::string_view text) {
  if (text.ends_with('.')) text.remove_suffix(1);
  Arena arena;
  if (std::any_of(text.begin(), text.end(), [](char c) { return IsClass(c, kEightBit); })) {
    text = ParseDomainName(text, arena).ascii;
  }
  if (!CanBeAsked(text)) return std::nullopt;
  const size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto belongs = [](char c) { return IsClass(c, kAlpha | kDigit) || c == '-' || c == '_' || c == '.'; };
  if (!std::all_of(text.begin(), text.end(), belongs)) return std::nullopt;
  if (std::all_of(text.begin() + static_cast<ptrdiff_t>(dot) + 1, text.end(), IsDigit)) return std::nullopt;
  std::string domain(text);
  for (char& c : domain) c = ToLower(c);
  return domain;
}

SpfIdentityParts SplitSpfIdentity(std::string_view mail_from, std::string_view helo) {
  if (mail_from.starts_with('<') && mail_from.ends_with('>')) {
    mail_from = mail_from.substr(1, mail_from.size() - 2);
  }
  if (mail_from.empty()) return {SpfIdentity::kHelo, kPostmaster, helo};
  const size_t at = mail_from.rfind('@');
  if (at == std::string_view::npos) return {SpfIdentity::kMailFrom, kPostmaster, mail_from};
  const std::string_view local_part = at == 0 ? kPostmaster : mail_from.substr(0, at);
  return {SpfIdentity::kMailFrom, local_part, mail_from.substr(at + 1)};
}

std::optional<SpfEvaluation> EvaluateSpf(const SpfQuery& query, DnsClient& dns, int64_t at,
                                         const SpfLimits& limits, std::vector<DnsQuestionId>* open) {
  const size_t before = open->size();
  std::optional<SpfEvaluation> evaluation =
      Evaluator(query, dns, at, limits, open).Evaluate(SplitSpfIdentity(query.mail_from, query.helo));
  // What is still open and was not needed, such as the other hosts of an mx, is nothing to wait for.
  if (evaluation) open->resize(before);
  return evaluation;
}

}  // namespace kenpin
