// All questions of a message are asked before the first missing answer is waited for: a step whose answers
// are open leaves its facts empty, and the next step asks all the same. A second call finds the answers.
//
// SPF and DKIM are settled first, each by the receiver's word or else by kenpin's; DMARC is computed from
// both, under both methods to find Organizational Domains.
#include "engine/auth/authenticate.h"

#include <array>
#include <cstring>
#include <span>
#include <string_view>

#include "engine/auth/author_policy.h"
#include "engine/auth/best_signature.h"
#include "engine/auth/bounded_memo.h"
#include "engine/auth/dmarc.h"
#include "engine/auth/fact_memo.h"
#include "engine/auth/find_sender_system.h"
#include "engine/auth/receiver_word.h"
#include "engine/auth/spf_audit.h"
#include "engine/auth/stream.h"
#include "engine/mail/domain_name.h"

namespace kenpin {
namespace {

// What a worker remembers: about 2 KB an Author Domain, 200 octets a pair of names, 400 a sender.
constexpr size_t kMaxAuthorsKept = 2048;
constexpr size_t kMaxPairsKept = 16384;
constexpr size_t kMaxSendersKept = 8192;

// What DNS says of an Author Domain, an envelope domain, a client and its HELO name together: in a campaign
// the same of every message, so that one look-up takes the place of seven in the stores that workers share.
struct SenderFacts {
  const SpfEvaluation* own_spf = nullptr;  // The store's; null also where it may differ by the local part.
  SenderSystem own_path = SenderSystem::kNone;  // SystemOnPath() of it.
  std::optional<SpfResult> author_spf;
  ClientDnsFacts client;
  HeloForm helo_form = HeloForm::kUnknown;
  DnsFact helo_resolves = DnsFact::kNotAsked;
  DomainDnsFacts author;
  DomainDnsFacts envelope;
};

using AuthorMemo = FactMemo<AuthorPolicy>;
using PairMemo = FactMemo<AlignmentFacts>;
using SenderMemo = FactMemo<SenderFacts>;

// By what SenderFacts differ within one epoch. How the envelope domain is spelled may show in an SPF result.
MemoKey SenderKey(const EnvelopeFacts& envelope, std::string_view author) {
  const SpfIdentityParts spf =
      SplitSpfIdentity(envelope.null_sender ? std::string_view() : envelope.mail_from, envelope.helo);
  MemoKey key;
  key.Add(envelope.null_sender).Add(envelope.mail_from_basis == EnvelopeBasis::kUnknown);
  key.Add(envelope.helo_basis == EnvelopeBasis::kUnknown).Add(envelope.helo);
  key.Add(spf.domain).Add(spf.local_part.size() > kMaxSpfLocalPartOctets).Add(envelope.mail_from.empty());
  key.Add(envelope.mail_from_domain).Add(author).Add(envelope.client.has_value());
  if (envelope.client)
    key.Add(envelope.client->family)
        .AddOctets(envelope.client->octets.data(), envelope.client->octets.size());
  return key;
}

// By which alignment a leg is judged.
enum class LegView : uint8_t { kWalk, kList, kProvider };

AlignmentResult AlignmentBy(const AlignmentFacts& names, LegView view) {
  if (view == LegView::kProvider) return names.result;
  return view == LegView::kWalk ? names.by_walk : names.by_list;
}

// The memo's and DNS's state for one message.
struct Session {
  const AuthenticatorContext& context;
  AuthorMemo& authors;
  PairMemo& pairs;
  SenderMemo& senders;
  Arena& scratch;
  int64_t at;
  int64_t epoch;
  std::vector<DnsQuestionId>* open;

  DmarcQuery query() const { return {context.dns, context.records, context.suffixes, at, open}; }
};

// Establishes the facts of one message in a copy of its evidence.
class Attempt {
 public:
  Attempt(const Session& session, const Evidence& evidence);

  void Run();
  // The evidence with all facts; for when nothing is open.
  const Evidence& Finish();

 private:
  AlignmentFacts Align(std::string_view identifier);
  void SettleSignatures();
  void SettleSpf();
  void TakeSpfWord();
  void NameSpfIdentity();
  const SpfEvaluation* EvaluateOwnSpf();
  void AuditSpf(const SpfEvaluation* own);
  void EvaluateAuthorSpf();
  void SettleDmarc();
  DmarcEvaluation Evaluate(const DmarcDiscovery& discovery, LegView view);
  void ComputeDmarc(OrgMethod method);
  void TakeDmarcWord();
  void AskSenderDns();
  void TakeSenderDns();

  const EnvelopeFacts& envelope() const { return evidence_.delivery->envelope; }
  const ReceiverResults& results() const { return evidence_.delivery->results; }

  const Session& session_;
  Evidence evidence_;
  const AuthorPolicy* author_ = nullptr;  // Not complete while questions are open.
  SenderMemo::Slot* sender_ = nullptr;
  std::span<SignatureEvidence> signatures_;
  std::span<StrayDkim> strays_;
  SpfEvaluation spare_;
};

Attempt::Attempt(const Session& session, const Evidence& evidence) : session_(session), evidence_(evidence) {}

const AuthorPolicy& AuthorPolicyOf(const Session& session, std::string_view domain) {
  AuthorMemo::Slot& slot = session.authors.Get(session.epoch, domain);
  if (!slot.known) {
    const size_t open = session.open->size();
    slot.value = FindAuthorPolicy(slot.text, session.query());
    slot.known = session.open->size() == open;
  }
  return slot.value;
}

AlignmentFacts Attempt::Align(std::string_view identifier) {
  const std::string_view author = evidence_.author.domain;
  const bool plain = author.empty() || identifier.empty();
  if (plain || author.size() > kMaxDomainOctets || identifier.size() > kMaxDomainOctets)
    return FindAlignment(*author_, identifier, session_.query());
  std::array<char, 2 * kMaxDomainOctets + 1> key;
  std::memcpy(key.data(), author.data(), author.size());
  key[author.size()] = '\0';
  std::memcpy(key.data() + author.size() + 1, identifier.data(), identifier.size());
  PairMemo::Slot& slot =
      session_.pairs.Get(session_.epoch, {key.data(), author.size() + 1 + identifier.size()});
  if (!slot.known) {
    const size_t open = session_.open->size();
    slot.value = FindAlignment(*author_, identifier, session_.query());
    slot.known = session_.open->size() == open && author_->walk.result != DmarcLookup::kPending;
  }
  return slot.value;
}

void Attempt::Run() {
  const size_t open = session_.open->size();
  author_ = &AuthorPolicyOf(session_, evidence_.author.domain);
  sender_ = &session_.senders.Get(session_.epoch, SenderKey(envelope(), evidence_.author.domain).view());
  SettleSignatures();
  SettleSpf();
  SettleDmarc();
  if (!sender_->known) AskSenderDns();
  TakeSenderDns();
  sender_->known |= session_.open->size() == open;
}

const Evidence& Attempt::Finish() {
  const StreamFinding found = FindStream(evidence_, session_.context.suffixes, session_.scratch);
  evidence_.stream = found.stream;
  evidence_.indirect = found.proof;
  evidence_.sender_system = FindSenderSystem(evidence_);
  return evidence_;
}

void Attempt::SettleSignatures() {
  signatures_ = session_.scratch.NewArray<SignatureEvidence>(evidence_.signatures.size());
  for (size_t i = 0; i < signatures_.size(); ++i) {
    signatures_[i] = evidence_.signatures[i];
    signatures_[i].names = Align(signatures_[i].domain);
    signatures_[i].alignment = signatures_[i].names.result;
    signatures_[i].receiver = ReceiverSays::kSilent;
    signatures_[i].receiver_test_key = false;
  }
  strays_ = TieReceiverWords(results(), signatures_, session_.scratch);
  for (StrayDkim& stray : strays_) stray.names = Align(stray.entry.domain);
  evidence_.signatures = signatures_;
  evidence_.stray_dkim = strays_;
  evidence_.best_signature = ChooseBestSignature(signatures_);
}

void Attempt::SettleSpf() {
  evidence_.spf = {};
  NameSpfIdentity();
  const SpfEvaluation* own = EvaluateOwnSpf();
  TakeSpfWord();
  if (!evidence_.spf.domain.empty()) evidence_.spf.names = Align(evidence_.spf.domain);
  AuditSpf(own);
  if (!sender_->known) EvaluateAuthorSpf();
}

// RFC 7208 §2.4: the MAIL FROM domain, or with the null sender the HELO name.
void Attempt::NameSpfIdentity() {
  SpfEvidence& spf = evidence_.spf;
  if (envelope().mail_from_basis == EnvelopeBasis::kUnknown) return;
  if (!envelope().null_sender) {
    spf.domain = envelope().mail_from_domain;
    return;
  }
  spf.identity = SpfIdentity::kHelo;
  const DomainName name = ParseDomainName(envelope().helo, session_.scratch);
  if (name.form != DomainForm::kSingleLabel) spf.domain = name.ascii;
}

// The first system that an include or redirect on the path to the match leads to.
SenderSystem SystemOnPath(std::span<const std::string> path) {
  for (size_t i = 1; i < path.size(); ++i) {
    const SenderSystem system = FindSystemByDomain(path[i], kSystemInclude);
    if (system != SenderSystem::kNone) return system;
  }
  return SenderSystem::kNone;
}

const SpfEvaluation* Attempt::EvaluateOwnSpf() {
  SpfEvidence& spf = evidence_.spf;
  if (evidence_.dns_off) spf.own_reason = SpfReason::kDnsOff;
  const bool has_sender = envelope().null_sender ? !envelope().helo.empty() : !envelope().mail_from.empty();
  if (evidence_.dns_off || !envelope().client || !has_sender ||
      envelope().mail_from_basis == EnvelopeBasis::kUnknown)
    return nullptr;
  const SpfEvaluation* own = sender_->value.own_spf;
  if (own == nullptr) {
    const std::string_view sender = envelope().null_sender ? std::string_view() : envelope().mail_from;
    own = session_.context.spf.Evaluate({*envelope().client, sender, envelope().helo}, session_.context.dns,
                                        session_.at, session_.open, &spare_);
    if (own == nullptr) return nullptr;
    if (own != &spare_ && !own->depends_on_local_part) {
      sender_->value.own_spf = own;
      sender_->value.own_path = SystemOnPath(own->path);
    }
  }
  spf.computed = true;
  spf.own_result = own->result;
  spf.own_reason = own->reason;
  spf.matched_all = own->result == SpfResult::kPass && own->matched == SpfTermKind::kAll;
  spf.matched_ptr = own->result == SpfResult::kPass && own->matched == SpfTermKind::kPtr;
  if (own->result == SpfResult::kPass) {
    const SenderFacts& known = sender_->value;
    spf.passed_through = own == known.own_spf ? known.own_path : SystemOnPath(own->path);
  }
  spf.lookups = own->lookups;
  spf.void_lookups = own->void_lookups;
  spf.basis = ResultBasis::kComputed;
  spf.result = own->result;
  return own;
}

// A word of HELO counts with the null sender only, which the receiver's facts regard already.
void Attempt::TakeSpfWord() {
  if (!results().spf) return;
  const std::optional<SpfResult> word = SpfResultOf(*results().spf);
  if (!word) return;
  SpfEvidence& spf = evidence_.spf;
  spf.basis = results().spf_by_received_spf ? ResultBasis::kReceivedSpf : ResultBasis::kAuthResults;
  spf.result = *word;
  spf.identity = results().spf_is_helo ? SpfIdentity::kHelo : SpfIdentity::kMailFrom;
  if (!results().spf_domain.empty()) spf.domain = results().spf_domain;
}

void Attempt::AuditSpf(const SpfEvaluation* own) {
  evidence_.spf_record = {};
  const std::string_view domain = evidence_.spf.domain;
  if (domain.empty()) return;
  const IpFamily family = envelope().client ? Unmapped(*envelope().client).family : IpFamily::kIpv4;
  const std::optional<SpfRecordFacts> audit =
      session_.context.spf.Audit(domain, family, session_.context.dns, session_.at, session_.open);
  if (!audit) return;
  const bool same = own != nullptr && own->domain == domain;
  evidence_.spf_record = CombineSpfRecordFacts(*audit, same ? own : nullptr);
}

void Attempt::EvaluateAuthorSpf() {
  if (evidence_.dns_off || !envelope().client || evidence_.author.domain.empty()) return;
  const SpfEvaluation* found =
      session_.context.spf.Evaluate({*envelope().client, evidence_.author.domain, envelope().helo},
                                    session_.context.dns, session_.at, session_.open, &spare_);
  if (found == nullptr) return;
  sender_->value.author_spf = found->result;
}

void Attempt::SettleDmarc() {
  const OrgMethod method = session_.context.org_method.value_or(
      evidence_.dns_off ? OrgMethod::kPublicSuffixList : OrgMethod::kTreeWalk);
  evidence_.dmarc = {};
  NoteDiscovery(*author_, method, evidence_.author.domain, &evidence_.dmarc);
  if (author_->walk.result == DmarcLookup::kPending || author_->list.result == DmarcLookup::kPending) return;
  ComputeDmarc(method);
  TakeDmarcWord();
}

DmarcEvaluation Attempt::Evaluate(const DmarcDiscovery& discovery, LegView view) {
  const std::span<AuthenticatedIdentifier> dkim =
      session_.scratch.NewArray<AuthenticatedIdentifier>(signatures_.size() + strays_.size());
  size_t count = 0;
  for (const SignatureEvidence& signature : signatures_)
    dkim[count++] = {StateOf(evidence_, signature), AlignmentBy(signature.names, view)};
  for (const StrayDkim& stray : strays_) dkim[count++] = {StateOf(stray), AlignmentBy(stray.names, view)};
  const AuthenticatedIdentifier spf{StateOfSpf(evidence_, evidence_.spf),
                                    AlignmentBy(evidence_.spf.names, view)};
  return EvaluateDmarc(discovery, spf, dkim);
}

// No provider names its method, so that only what both say can be said of one.
void Attempt::ComputeDmarc(OrgMethod method) {
  DmarcEvidence& dmarc = evidence_.dmarc;
  const DmarcEvaluation walk = Evaluate(author_->walk, LegView::kWalk);
  const DmarcEvaluation list = Evaluate(author_->list, LegView::kList);
  const DmarcEvaluation& own = method == OrgMethod::kTreeWalk ? walk : list;
  // Without a record there is no mode and no method: the legs are those of align-from.
  const DmarcEvaluation legs =
      author_->by(method).record != nullptr ? own : Evaluate(author_->by(method), LegView::kProvider);
  dmarc.spf_leg = legs.spf;
  dmarc.dkim_leg = legs.dkim;
  const bool usable = !evidence_.author.domain.empty();
  dmarc.own_result = usable ? own.result : DmarcResult::kTempError;
  const bool known = walk.result != DmarcResult::kTempError && list.result != DmarcResult::kTempError;
  dmarc.methods_differ = known && walk.result != list.result;
  dmarc.provider_result = usable && walk.result == list.result ? walk.result : DmarcResult::kTempError;
  dmarc.result = dmarc.own_result;
  if (usable && !evidence_.dns_off) dmarc.basis = ResultBasis::kComputed;
}

void Attempt::TakeDmarcWord() {
  DmarcEvidence& dmarc = evidence_.dmarc;
  std::optional<DmarcResult> word;
  if (results().dmarc) word = DmarcResultOf(*results().dmarc);
  const bool silent_gmail = results().gmail && !results().dmarc && results().basis != TrustBasis::kNone &&
                            results().basis != TrustBasis::kReceivedSpf;
  if (word) {
    dmarc.basis = ResultBasis::kAuthResults;
    dmarc.best_guess_pass = *results().dmarc == AuthWord::kBestGuessPass;
  } else if (silent_gmail && !evidence_.author.domain.empty()) {
    dmarc.basis = ResultBasis::kInferred;
    word = DmarcResult::kNone;
  } else {
    return;
  }
  // This provider has decided.
  dmarc.result = dmarc.provider_result = *word;
  dmarc.methods_differ = false;
}

void Attempt::AskSenderDns() {
  SenderDnsStore& senders = session_.context.senders;
  DnsClient& dns = session_.context.dns;
  const std::string_view author = evidence_.author.domain;
  const std::string_view sender = envelope().mail_from_domain;
  SenderFacts& facts = sender_->value;
  if (envelope().client) {
    facts.client = senders.Client(*envelope().client, envelope().helo, dns, session_.at, session_.open)
                       .value_or(ClientDnsFacts());
  }
  if (envelope().helo_basis != EnvelopeBasis::kUnknown) {
    facts.helo_form = ClassifyHelo(envelope().helo);
    facts.helo_resolves =
        senders.HeloAddress(envelope().helo, dns, session_.at, session_.open).value_or(DnsFact::kNotAsked);
  }
  if (!author.empty())
    facts.author = senders.Domain(author, dns, session_.at, session_.open).value_or(DomainDnsFacts());
  if (!sender.empty() && sender != author)
    facts.envelope = senders.Domain(sender, dns, session_.at, session_.open).value_or(DomainDnsFacts());
}

void Attempt::TakeSenderDns() {
  const SenderFacts& facts = sender_->value;
  evidence_.spf.author_computed = facts.author_spf.has_value();
  evidence_.spf.author_result = facts.author_spf.value_or(SpfEvidence().author_result);
  evidence_.client_dns = facts.client;
  evidence_.helo_form = facts.helo_form;
  evidence_.helo_resolves = facts.helo_resolves;
  evidence_.author_dns = facts.author;
  evidence_.envelope_dns = facts.envelope;
}

}  // namespace

struct Authenticator::Impl {
  AuthenticatorContext context;
  AuthorMemo authors{kMaxAuthorsKept};
  PairMemo pairs{kMaxPairsKept};
  SenderMemo senders{kMaxSendersKept};
};

Authenticator::Authenticator(const AuthenticatorContext& context)
    : impl_(std::make_unique<Impl>(Impl{context})) {}

Authenticator::~Authenticator() = default;

bool Authenticator::Authenticate(Arena& scratch, Evidence* evidence, std::vector<DnsQuestionId>* open) {
  impl_->authors.Trim();
  impl_->pairs.Trim();
  impl_->senders.Trim();
  const size_t before = open->size();
  const Session session{impl_->context,
                        impl_->authors,
                        impl_->pairs,
                        impl_->senders,
                        scratch,
                        evidence->judged_at,
                        impl_->context.dns.Epoch(evidence->judged_at),
                        open};
  Attempt attempt(session, *evidence);
  attempt.Run();
  if (open->size() != before) return false;
  *evidence = attempt.Finish();
  return true;
}

}  // namespace kenpin
