// The proportions of the corpus: who sends how often, how mail is encoded, how it is signed.
#include "bench/corpus/plan.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "bench/corpus/trace.h"

namespace kenpin::corpus {
namespace {

constexpr uint32_t kFixesKind = kCampaignOnly | kWithFeedback | kMultipart;
constexpr uint32_t kEnglishOnly = kAsciiText | kAsciiHeader;
constexpr uint32_t kServiceOnly = kDouble | kThirdParty;
constexpr uint32_t kFixesSigners = kUnsigned | kSingle | kDouble | kThirdParty | kEd25519Only;
constexpr int64_t kWeek = 7 * 86400;

bool Fits(const Sender& sender, uint32_t needs) {
  if ((needs & kEnglishOnly) && sender.language != Language::kEnglish) return false;
  if ((needs & kEightBitText) && sender.language != Language::kJapanese) return false;
  if ((needs & (kServiceOnly | kWithFeedback)) && sender.service < 0) return false;
  if (needs & kWithFeedback)
    return Services()[static_cast<size_t>(sender.service)].feedback != FeedbackStyle::kNone;
  return true;
}

// Nothing at all is to be said of this sender: its envelope is aligned, its keys are long, and its DMARC
// record is that of its From domain.
bool IsFlawless(const Sender& sender) {
  const bool inherits =
      sender.from_domain != sender.org_domain && sender.dmarc_place == DmarcPlace::kOrganization;
  const bool own_bounces =
      sender.service < 0 || BounceDomain(Services()[static_cast<size_t>(sender.service)], sender.org_domain)
                                .ends_with(sender.org_domain);
  return !inherits && own_bounces && sender.signing != SigningStyle::kAuthor1024;
}

size_t WeightOf(const Sender& sender, const PlanFrame& frame, uint32_t needs) {
  if (frame.flawless && !IsFlawless(sender)) return 0;
  return Fits(sender, needs) ? sender.weight : 0;
}

// Spread evenly over the ordinals, so that no sender's volume jumps by chance. Another step than that of the
// defects: with the same one each of them would always fall to the same sender.
const Sender& ChooseSender(const PlanFrame& frame, uint64_t ordinal, uint32_t needs) {
  size_t total = 0;
  for (const Sender& sender : Senders()) total += WeightOf(sender, frame, needs);
  if (total == 0) throw std::logic_error("no sender fits the needs of a defect");
  constexpr uint64_t kRootOfTwoStep = 0x6a09e667f3bcc908ULL;  // 2^64 times the fraction of the root of 2.
  const uint64_t circle = ordinal * kRootOfTwoStep + Mix(frame.seed ^ 0x73656e646572ULL);
  size_t left = (circle >> 32) * total >> 32;
  for (const Sender& sender : Senders()) {
    const size_t weight = WeightOf(sender, frame, needs);
    if (left < weight) return sender;
    left -= weight;
  }
  throw std::logic_error("unreachable: weights do not add up");
}

void DrawShape(Plan& plan, uint32_t needs) {
  const bool campaign = plan.kind == MailKind::kCampaign;
  const bool japanese = plan.sender->language == Language::kJapanese;
  const uint64_t shape = plan.random.Below(100);
  const uint64_t coding = plan.random.Below(100);
  if (japanese) {
    plan.coding = coding < 30   ? BodyCoding::kIso2022Jp
                  : coding < 65 ? BodyCoding::kBase64
                  : coding < 90 ? BodyCoding::kQuotedPrintable
                                : BodyCoding::kEightBit;
  } else {
    plan.coding = coding < 35   ? BodyCoding::kSevenBit
                  : coding < 80 ? BodyCoding::kQuotedPrintable
                  : coding < 90 ? BodyCoding::kBase64
                                : BodyCoding::kEightBit;
  }
  if (campaign) {
    plan.shape = shape < 85 ? BodyShape::kAlternative : BodyShape::kTextOnly;
  } else {
    plan.shape = shape < 30 ? BodyShape::kAlternative : BodyShape::kTextOnly;
    if (shape >= 70 && !japanese) plan.shape = BodyShape::kPlain;
  }
  if (needs & (kAsciiText | kBase64Text | kEightBitText)) plan.shape = BodyShape::kTextOnly;
  if (needs & kMultipart) plan.shape = BodyShape::kAlternative;
  if (needs & kBase64Text) plan.coding = BodyCoding::kBase64;
  if (needs & kEightBitText) plan.coding = BodyCoding::kEightBit;
  if ((needs & kAsciiText) || plan.shape == BodyShape::kPlain) plan.coding = BodyCoding::kSevenBit;
  plan.header_charset = plan.coding == BodyCoding::kIso2022Jp ? Charset::kIso2022Jp : Charset::kUtf8;
}

SignerPlan AuthorSigner(const Plan& plan) {
  SignerPlan signer;
  signer.domain = plan.sender->sign_domain;
  signer.selector = plan.sender->selector;
  signer.key = &KeyRing::Get().Rsa2048(plan.sender->key);
  // Services have their customers point a CNAME at the key that they keep.
  if (plan.service != nullptr && plan.service->system.empty() && plan.sender->key % 2 == 0) {
    signer.state = KeyState::kAlias;
    signer.alias_target =
        fmt::format("{}.{}.keys.{}", plan.sender->selector, plan.sender->sign_domain, plan.service->domain);
  }
  return signer;
}

void ChooseSigners(Plan& plan, uint32_t needs) {
  const KeyRing& ring = KeyRing::Get();
  const bool forced = (needs & (kSingle | kThirdParty | kEd25519Only | kDouble)) != 0;
  SignerPlan author = AuthorSigner(plan);
  if (needs & kUnsigned) return;
  if ((needs & kThirdParty) || (!forced && plan.sender->signing == SigningStyle::kServiceOnly)) {
    plan.signers = {ServiceSigner(plan, *plan.service)};
    return;
  }
  SignerPlan edwards = author;
  edwards.key = &ring.Ed25519(plan.sender->key);
  edwards.algorithm = SignatureAlgorithm::kEd25519Sha256;
  edwards.state = KeyState::kPublished;
  if (needs & kEd25519Only) {
    plan.signers = {edwards};
    return;
  }
  const SigningStyle style = forced ? SigningStyle::kAuthor : plan.sender->signing;
  if (style == SigningStyle::kAuthor1024) {
    author.key = &ring.Rsa1024(plan.sender->key);
    author.state = KeyState::kPublished;
  }
  // States that a defect sets are the key's own: they start from a published record, not from an alias.
  if (forced && !(needs & kDouble)) author.state = KeyState::kPublished;
  plan.signers = {author};
  if (style == SigningStyle::kRsaAndEd25519) plan.signers.push_back(edwards);
  if (style == SigningStyle::kAuthorAndService || (needs & kDouble))
    plan.signers.push_back(ServiceSigner(plan, *plan.service));
}

// Tags that all signatures of a message share, because one signer's habits made them.
void ChooseTags(Plan& plan, uint32_t needs) {
  const bool stamped = plan.random.Percent(75);
  const bool expires = stamped && plan.random.Percent(25);
  const bool usually = plan.random.Percent(70);
  const bool oversign = (usually || plan.flawless) && !(needs & kNotOversigned);
  const uint64_t canon = plan.random.Below(100);
  for (SignerPlan& signer : plan.signers) {
    if (stamped) signer.signed_at = plan.sent_at;
    if (expires) signer.expires_at = plan.sent_at + kWeek;
    signer.oversign_from = oversign;
    signer.header_canon = canon < 90 ? Canon::kRelaxed : Canon::kSimple;
    signer.body_canon = canon < 75 ? Canon::kRelaxed : Canon::kSimple;
  }
}

void DrawTimes(Plan& plan, const PlanFrame& frame) {
  // In order of delivery, as an mbox that a delivery agent appends to.
  const int64_t slot = static_cast<int64_t>(static_cast<unsigned __int128>(SpanOf(frame.mode)) *
                                            plan.ordinal / frame.messages);
  plan.first_delivery = frame.start;
  plan.received_at = frame.start + slot + static_cast<int64_t>(plan.random.Below(5));
  plan.sent_at = plan.received_at - 2 - static_cast<int64_t>(plan.random.Below(38));
  constexpr std::array<int, 4> kEnglishZones = {0, -300, 60, -480};
  plan.zone_minutes = plan.sender->language == Language::kJapanese ? 540 : plan.random.Pick(kEnglishZones);
}

void DrawFeatures(Plan& plan, uint32_t needs, bool has_defect) {
  Random& random = plan.random;
  const bool campaign = plan.kind == MailKind::kCampaign;
  plan.with_feedback_id = campaign && plan.service != nullptr &&
                          plan.service->feedback != FeedbackStyle::kNone && !(needs & kNoFeedback);
  plan.with_reply_to = random.Percent(25);
  plan.with_list_help = campaign && random.Percent(20);
  plan.with_own_sender = random.Percent(6) && !has_defect;
  plan.with_from_lines = random.Percent(8) && !(needs & kNoFromLines);
  plan.with_odd_space = random.Percent(12);
  plan.ascii_header = (needs & kAsciiHeader) != 0;
  // Who receives, and whether he says what he found: only in mail of which every signature verifies, so that
  // he repeats what the signatures show. Other mail comes to Postfix, which tells most of its client.
  constexpr std::array<ReceiverFamily, 5> kFamilies = {ReceiverFamily::kPostfix, ReceiverFamily::kExim,
                                                       ReceiverFamily::kSendmail, ReceiverFamily::kGmail,
                                                       ReceiverFamily::kExchangeOnline};
  const uint64_t family = random.Below(12);
  const bool has_results = random.Percent(40);
  const bool tls12 = random.Percent(25);
  if (has_defect || plan.mode != MailMode::kDelivered) return;
  plan.family = family < kFamilies.size() ? kFamilies[family] : ReceiverFamily::kPostfix;
  if (plan.flawless && plan.family == ReceiverFamily::kExchangeOnline) return;
  plan.results = has_results ? ResultsPlace::kUsual : ResultsPlace::kNone;
  plan.tls = tls12 ? TlsShape::kTls12 : TlsShape::kTls13;
}

void DrawEnvelope(Plan& plan, uint32_t needs) {
  const std::string_view local = plan.service != nullptr ? plan.service->bounce_local : std::string_view();
  plan.mail_from =
      fmt::format(fmt::runtime(local.empty() ? std::string_view("b-{}") : local), plan.token.substr(0, 16));
  plan.bounce_domain = UsualBounceDomain(plan);
  if (needs & kOwnBounce) plan.bounce_domain = "bounce." + std::string(plan.sender->org_domain);
  plan.client = OutboundClient(plan);
  if (plan.given != EnvelopeGiven::kOptions) return;
  plan.mail_from = "b";
  plan.bounce_domain = GivenBounceDomain();
  plan.client = GivenClient();
}

}  // namespace

SignerPlan ServiceSigner(const Plan& plan, const Service& service) {
  SignerPlan signer;
  signer.domain = service.domain;
  signer.selector = service.selector;
  signer.key = &KeyRing::Get().Rsa2048(service.key);
  if (!plan.signers.empty()) {
    signer.signed_at = plan.signers.front().signed_at;
    signer.oversign_from = plan.signers.front().oversign_from;
  }
  return signer;
}

Client GivenClient() {
  Plan plan(0);
  plan.service = &Services().front();
  return OutboundClient(plan);
}

std::string GivenBounceDomain() { return "bounce." + std::string(Services().front().domain); }

Plan DrawPlan(const PlanFrame& frame, uint64_t ordinal, uint32_t needs, const Sender* sender) {
  Plan plan(Mix(frame.seed) ^ Mix(ordinal + 1));
  plan.ordinal = ordinal;
  plan.mode = frame.mode;
  plan.given = frame.given;
  plan.flawless = frame.flawless;
  plan.sender = sender != nullptr ? sender : &ChooseSender(frame, ordinal, needs);
  if (plan.sender->service >= 0) plan.service = &Services()[static_cast<size_t>(plan.sender->service)];
  plan.kind =
      plan.random.Percent(82) || (needs & kFixesKind) ? MailKind::kCampaign : MailKind::kTransactional;
  DrawTimes(plan, frame);
  DrawShape(plan, needs);
  plan.body_size = static_cast<size_t>(
      std::clamp<uint64_t>(frame.sizes.Draw(plan.random), frame.smallest_body, 8'000'000));
  plan.recipient = DrawPerson(plan.sender->language, plan.random);
  plan.campaign = fmt::format("{}{}", plan.sender->local_part, plan.received_at / 86400);
  constexpr size_t kToken = 24;
  const size_t token = plan.service != nullptr ? plan.service->token_length : kToken;
  plan.token = plan.random.Token(plan.flawless ? std::min(token, kToken) : token);
  DrawFeatures(plan, needs, needs != 0 || sender != nullptr);
  DrawEnvelope(plan, needs);
  const bool single = frame.single_signature && (needs & kFixesSigners) == 0;
  ChooseSigners(plan, single ? needs | kSingle : needs);
  ChooseTags(plan, needs);
  plan.link_token = plan.random.Token(20);
  return plan;
}

}  // namespace kenpin::corpus
