// Tables and their look-ups. Domains stand in bytewise order; a name is looked up once for each of its
// labels.
#include "engine/auth/sender_system.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace kenpin {
namespace {

constexpr std::array<std::string_view, kSenderSystemCount> kNames = {
    "",
    "Salesforce",
    "Salesforce Marketing Cloud",
    "HubSpot",
    "Klaviyo",
    "Mailchimp",
    "ActiveCampaign",
    "Constant Contact",
    "Marketo",
    "Emarsys",
    "Brevo",
    "Oracle",
    "Zendesk",
    "Zoho",
    "JCity Mail",
    "489ban",
    "blastmail",
    "Cuenote",
    "HaiHai Mail",
    "SPIRAL",
    "BowNow",
    "Google",
    "Microsoft 365",
    "SendGrid",
    "Amazon SES",
    "Mailgun",
    "SparkPost",
    "Postmark",
    "Mailjet",
    "MailChannels",
    "GreenArrow",
    "KumoMTA",
};

struct DomainRow {
  std::string_view domain;
  SenderSystem system;
  unsigned places;
};

constexpr unsigned kOwnDomain =
    kSystemSigner | kSystemHost | kSystemEnvelope | kSystemInclude | kSystemRelays;

constexpr DomainRow kDomains[] = {
    {"489ban.net", SenderSystem::k489ban, kOwnDomain},
    {"_spf.google.com", SenderSystem::kGoogle, kSystemInclude},
    {"_spf.salesforce.com", SenderSystem::kSalesforce, kSystemInclude},
    {"activehosted.com", SenderSystem::kActiveCampaign, kSystemMessageId | kSystemRelays},
    {"amazonses.com", SenderSystem::kAmazonSes, kOwnDomain | kSystemMessageId},
    {"bmv.jp", SenderSystem::kBlastmail, kOwnDomain},
    {"bnc.salesforce.com", SenderSystem::kSalesforce, kSystemEnvelope | kSystemRelays},
    {"ccsend.com", SenderSystem::kConstantContact, kSystemSigner | kSystemHost | kSystemRelays},
    {"cloud-circus.email", SenderSystem::kBowNow, kOwnDomain},
    {"constantcontact.com", SenderSystem::kConstantContact,
     kSystemHost | kSystemInclude | kSystemEnvelope | kSystemRelays},
    {"cuenote.jp", SenderSystem::kCuenote, kOwnDomain},
    {"emarsys.net", SenderSystem::kEmarsys, kOwnDomain},
    {"emsmtp.us", SenderSystem::kEmarsys, kOwnDomain},
    {"exacttarget.com", SenderSystem::kMarketingCloud, kSystemHost | kSystemInclude | kSystemRelays},
    {"gappssmtp.com", SenderSystem::kGoogle, kSystemSigner | kSystemRelays},
    {"gmail.com", SenderSystem::kGoogle, kSystemSigner},
    {"haihaimail.jp", SenderSystem::kHaiHaiMail, kOwnDomain},
    {"hs-domain.com", SenderSystem::kHubSpot, kSystemAuthor | kSystemRelays},
    {"hs-send.com", SenderSystem::kHubSpot, kSystemSigner | kSystemEnvelope | kSystemRelays},
    {"hubspotemail.net", SenderSystem::kHubSpot, kOwnDomain},
    {"jcity.com", SenderSystem::kJCity, kOwnDomain},
    {"klaviyomail.com", SenderSystem::kKlaviyo, kOwnDomain},
    {"mailchannels.net", SenderSystem::kMailChannels, kSystemHost | kSystemInclude | kSystemRelays},
    {"mailchimpapp.net", SenderSystem::kMailchimp, kOwnDomain},
    {"mailgun.net", SenderSystem::kMailgun, kOwnDomain},
    {"mailgun.org", SenderSystem::kMailgun, kOwnDomain},
    {"mailin.fr", SenderSystem::kBrevo, kOwnDomain | kSystemMessageId},
    {"mailjet.com", SenderSystem::kMailjet, kOwnDomain},
    {"mandrillapp.com", SenderSystem::kMailchimp, kOwnDomain},
    {"mc.salesforce.com", SenderSystem::kMarketingCloud, kSystemHost | kSystemRelays},
    {"mcdlv.net", SenderSystem::kMailchimp, kOwnDomain},
    {"mcsv.net", SenderSystem::kMailchimp, kOwnDomain},
    // The next two are unconfirmed.
    {"mktdns.com", SenderSystem::kMarketo, kSystemSigner | kSystemHost | kSystemRelays},
    {"mktomail.com", SenderSystem::kMarketo, kOwnDomain},
    {"mta.salesforce.com", SenderSystem::kSalesforce, kSystemHost | kSystemRelays},
    {"mtasv.net", SenderSystem::kPostmark, kOwnDomain},
    {"mx.zoho.com", SenderSystem::kZoho, kSystemHost},
    {"mx.zoho.eu", SenderSystem::kZoho, kSystemHost},
    {"mx.zoho.in", SenderSystem::kZoho, kSystemHost},
    {"mx.zoho.jp", SenderSystem::kZoho, kSystemHost},
    {"onmicrosoft.com", SenderSystem::kMicrosoft, kSystemSigner | kSystemRelays},
    {"oracleemaildelivery.com", SenderSystem::kOracle, kOwnDomain},
    {"outbound.protection.outlook.com", SenderSystem::kMicrosoft, kSystemHost},
    {"prd.sparkpost", SenderSystem::kSparkPost, kSystemHost | kSystemRelays},
    {"rsgsv.net", SenderSystem::kMailchimp, kOwnDomain},
    {"salesforce.com", SenderSystem::kSalesforce, kSystemRelays},
    {"sender-sib.com", SenderSystem::kBrevo, kOwnDomain},
    {"sendgrid.info", SenderSystem::kSendGrid, kOwnDomain},
    {"sendgrid.net", SenderSystem::kSendGrid, kOwnDomain},
    {"sendinblue.com", SenderSystem::kBrevo, kSystemMessageId | kSystemInclude | kSystemRelays},
    {"sfdc.net", SenderSystem::kSalesforce, kSystemCopiedId},
    {"smp.ne.jp", SenderSystem::kSpiral, kOwnDomain},
    {"sparkpostmail.com", SenderSystem::kSparkPost, kOwnDomain},
    {"spf.protection.outlook.com", SenderSystem::kMicrosoft, kSystemInclude},
    {"xt.local", SenderSystem::kMarketingCloud, kSystemMessageId},
    {"zcsend.net", SenderSystem::kZoho, kOwnDomain},
    {"zdsys.com", SenderSystem::kZendesk, kOwnDomain},
    {"zendesk.com", SenderSystem::kZendesk, kSystemSigner | kSystemInclude | kSystemRelays},
    {"zeptomail.com", SenderSystem::kZoho, kSystemRelays},
};

// A hash that grows to the left; `hash` is that of what stands to the right.
constexpr uint32_t kEmptyHash = 2166136261u;
constexpr uint32_t HashLeft(uint32_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * 16777619u;
}

constexpr size_t kSlots = 512;
constexpr size_t SlotOf(uint32_t hash) { return hash >> 23; }
static_assert(std::size(kDomains) < 255 && std::size(kDomains) < kSlots / 2);

// Row number plus one, or zero; a row whose slot is taken stands in the next free one.
constexpr std::array<uint8_t, kSlots> MakeSlots() {
  std::array<uint8_t, kSlots> slots{};
  for (size_t row = 0; row < std::size(kDomains); ++row) {
    const std::string_view domain = kDomains[row].domain;
    uint32_t hash = kEmptyHash;
    for (size_t i = domain.size(); i > 0; --i) hash = HashLeft(hash, domain[i - 1]);
    size_t slot = SlotOf(hash);
    while (slots[slot] != 0) slot = (slot + 1) % kSlots;
    slots[slot] = static_cast<uint8_t>(row + 1);
  }
  return slots;
}
constexpr std::array<uint8_t, kSlots> kSlotTable = MakeSlots();

const DomainRow* FindRow(uint32_t hash, std::string_view domain) {
  for (size_t slot = SlotOf(hash); kSlotTable[slot] != 0; slot = (slot + 1) % kSlots) {
    const DomainRow& row = kDomains[kSlotTable[slot] - 1];
    if (row.domain == domain) return &row;
  }
  return nullptr;
}

// Google's hosts that hand mail out; others of google.com belong to services of its own.
constexpr std::string_view kGoogleHostBegin = "mail-";
constexpr std::string_view kGoogleHostEnd = ".google.com";

bool IsDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether `text` is `before`, digits, `after`.
bool IsNumbered(std::string_view text, std::string_view before, std::string_view after) {
  if (text.size() <= before.size() + after.size()) return false;
  if (!text.starts_with(before) || !text.ends_with(after)) return false;
  text.remove_prefix(before.size());
  text.remove_suffix(after.size());
  return IsDigits(text);
}

// ActiveCampaign numbers its domains: acems1.com.
unsigned PlacesOfNumbered(std::string_view domain) {
  return IsNumbered(domain, "acems", ".com") ? kOwnDomain : 0U;
}

struct SelectorRow {
  std::string_view selector;
  SelectorSystem says;
};

constexpr SelectorRow kSelectors[] = {
    {"acdkim1", {SenderSystem::kActiveCampaign, SelectorWorth::kOwn}},
    {"dk", {SenderSystem::kActiveCampaign, SelectorWorth::kCommon}},
    {"google", {SenderSystem::kGoogle, SelectorWorth::kOwn}},
    {"hs1", {SenderSystem::kHubSpot, SelectorWorth::kOwn}},
    {"hs2", {SenderSystem::kHubSpot, SelectorWorth::kOwn}},
    {"k1", {SenderSystem::kMailchimp, SelectorWorth::kCommon}},
    {"k1", {SenderSystem::kMailgun, SelectorWorth::kCommon}},
    {"k2", {SenderSystem::kMailchimp, SelectorWorth::kCommon}},
    {"k3", {SenderSystem::kMailchimp, SelectorWorth::kCommon}},
    {"key2", {SenderSystem::kEmarsys, SelectorWorth::kCommon}},
    {"kl", {SenderSystem::kKlaviyo, SelectorWorth::kOwn}},
    {"kl2", {SenderSystem::kKlaviyo, SelectorWorth::kOwn}},
    {"krs", {SenderSystem::kMailgun, SelectorWorth::kOwn}},
    {"m1", {SenderSystem::kSendGrid, SelectorWorth::kCommon}},
    {"mail", {SenderSystem::kBrevo, SelectorWorth::kCommon}},
    {"mailjet", {SenderSystem::kMailjet, SelectorWorth::kOwn}},
    {"mailjet2", {SenderSystem::kMailjet, SelectorWorth::kOwn}},
    {"mailo", {SenderSystem::kMailgun, SelectorWorth::kOwn}},
    {"mandrill", {SenderSystem::kMailchimp, SelectorWorth::kOwn}},
    {"mmmg", {SenderSystem::kJCity, SelectorWorth::kUnique}},
    {"mte1", {SenderSystem::kMailchimp, SelectorWorth::kOwn}},
    {"mx", {SenderSystem::kMailgun, SelectorWorth::kCommon}},
    {"pdk1", {SenderSystem::kMailgun, SelectorWorth::kOwn}},
    {"pic", {SenderSystem::kMailgun, SelectorWorth::kCommon}},
    {"s1", {SenderSystem::kSendGrid, SelectorWorth::kCommon}},
    {"s2", {SenderSystem::kSendGrid, SelectorWorth::kCommon}},
    {"selector1", {SenderSystem::kMicrosoft, SelectorWorth::kOwn}},
    {"selector2", {SenderSystem::kMicrosoft, SelectorWorth::kOwn}},
    {"smtp", {SenderSystem::kMailgun, SelectorWorth::kCommon}},
    {"smtpapi", {SenderSystem::kSendGrid, SelectorWorth::kOwn}},
    {"zendesk1", {SenderSystem::kZendesk, SelectorWorth::kOwn}},
    {"zendesk2", {SenderSystem::kZendesk, SelectorWorth::kOwn}},
};

// Easy DKIM of SES: 32 characters of base32.
bool IsSesSelector(std::string_view selector) {
  return selector.size() == 32 && std::all_of(selector.begin(), selector.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
         });
}

// A day of this century: 20230601.
bool IsDaySelector(std::string_view selector) {
  return selector.size() == 8 && selector.starts_with("20") && IsDigits(selector);
}

// Selectors that follow a pattern.
SelectorSystem SystemOfPattern(std::string_view selector) {
  if (IsNumbered(selector, "hs1-", "") || IsNumbered(selector, "hs2-", ""))
    return {SenderSystem::kHubSpot, SelectorWorth::kOwn};
  if (selector.size() == 8 && IsNumbered(selector, "scph", ""))
    return {SenderSystem::kSparkPost, SelectorWorth::kOwn};
  if (IsNumbered(selector, "", "pm")) return {SenderSystem::kPostmark, SelectorWorth::kOwn};
  if (selector.starts_with("prod-iad-")) return {SenderSystem::kOracle, SelectorWorth::kOwn};
  if (selector.starts_with("selector") && selector.ends_with("-onmicrosoft-com"))
    return {SenderSystem::kMicrosoft, SelectorWorth::kOwn};
  if (IsDaySelector(selector)) return {SenderSystem::kGoogle, SelectorWorth::kCommon};
  if (IsSesSelector(selector)) return {SenderSystem::kAmazonSes, SelectorWorth::kOwn};
  return {};
}

constexpr std::array<SenderSystem, static_cast<size_t>(SystemMark::kCount)> kMarks = {
    SenderSystem::kNone,
    SenderSystem::kSalesforce,
    SenderSystem::kMarketingCloud,
    SenderSystem::kHubSpot,
    SenderSystem::kSendGrid,
    SenderSystem::kAmazonSes,
    SenderSystem::kMailgun,
    SenderSystem::kActiveCampaign,
    SenderSystem::kSparkPost,
    SenderSystem::kZendesk,
    SenderSystem::kMailchimp,
    SenderSystem::kPostmark,
    SenderSystem::kOracle,
    SenderSystem::kMailjet,
    SenderSystem::kKlaviyo,
    SenderSystem::kEmarsys,
    SenderSystem::kBrevo,
    SenderSystem::kZoho,
    SenderSystem::kConstantContact,
    SenderSystem::kMarketo,
    SenderSystem::kGoogle,
    SenderSystem::kMailChannels,
    SenderSystem::kGreenArrow,
    SenderSystem::kKumoMta,
};

}  // namespace

std::string_view SenderSystemName(SenderSystem system) { return kNames[static_cast<size_t>(system)]; }

std::string_view CertaintyName(Certainty certainty) {
  switch (certainty) {
    case Certainty::kNone:
      return "none";
    case Certainty::kClaimed:
      return "claimed";
    case Certainty::kLikely:
      return "likely";
    case Certainty::kCertain:
      return "certain";
  }
  return "none";
}

SenderSystem FindSystemByDomain(std::string_view name, SystemPlace place) {
  if (place == kSystemHost && name.starts_with(kGoogleHostBegin) && name.ends_with(kGoogleHostEnd))
    return SenderSystem::kGoogle;
  SenderSystem found = SenderSystem::kNone;
  uint32_t hash = kEmptyHash;
  for (size_t i = name.size(); i > 0; --i) {
    hash = HashLeft(hash, name[i - 1]);
    if (i > 1 && name[i - 2] != '.') continue;
    const std::string_view domain = name.substr(i - 1);
    const DomainRow* row = FindRow(hash, domain);
    if (row != nullptr && (row->places & place) != 0) found = row->system;
    if ((PlacesOfNumbered(domain) & place) != 0) found = SenderSystem::kActiveCampaign;
  }
  return found;
}

bool IsSendingService(std::string_view domain) {
  return FindSystemByDomain(domain, kSystemRelays) != SenderSystem::kNone;
}

std::span<const SelectorSystem> FindSystemsBySelector(std::string_view selector,
                                                      std::span<SelectorSystem> found) {
  size_t count = 0;
  for (const SelectorRow& row : kSelectors) {
    if (row.selector == selector && count < kMaxSystemsOfSelector) found[count++] = row.says;
  }
  if (count == 0) {
    found[0] = SystemOfPattern(selector);
    if (found[0].system != SenderSystem::kNone) count = 1;
  }
  return found.first(count);
}

SenderSystem FindSystemByEnvelope(std::string_view mail_from, std::string_view domain) {
  const std::string_view label = domain.substr(0, domain.find('.'));
  if (label == "pm-bounces") return SenderSystem::kPostmark;
  if (IsNumbered(label, "em", "") && mail_from.starts_with("bounces+")) return SenderSystem::kSendGrid;
  const std::string_view local = mail_from.substr(0, mail_from.rfind('@'));
  const bool numbered = local.starts_with("bounce-") && local.find("_HTML-") != std::string_view::npos;
  return numbered && label == "bounce" ? SenderSystem::kMarketingCloud : SenderSystem::kNone;
}

SenderSystem SystemOfMark(SystemMark mark) { return kMarks[static_cast<size_t>(mark)]; }

bool RidesOnOthers(SenderSystem system) {
  return system == SenderSystem::kKlaviyo || system == SenderSystem::kZendesk;
}

}  // namespace kenpin
