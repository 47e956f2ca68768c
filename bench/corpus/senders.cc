// The companies and services. All names are invented; all domains are reserved by RFC 2606 and RFC 6761, but
// for those of mailbox providers that somebody pretends to write from.
#include "bench/corpus/senders.h"

#include <fmt/core.h>

#include <stdexcept>
#include <vector>

namespace kenpin::corpus {
namespace {

constexpr std::array<Service, kMadeUpServices> kServices = {{
    {.domain = "kumobin.test",
     .selector = "kb1",
     .feedback_sender = "kumobin",
     .feedback = FeedbackStyle::kFourParts,
     .fields = {{{"X-Kumobin-Job", TagKind::kCampaign},
                 {"X-Kumobin-Message", TagKind::kToken},
                 {"X-Mailer", TagKind::kFixed}}},
     .network = "203.0.113",
     .token_length = 24,
     .key = 4},
    {.domain = "postwing.example",
     .selector = "pw",
     .feedback_sender = "PostWing",
     .feedback = FeedbackStyle::kTwoParts,
     .fields = {{{"X-PW-Outgoing", TagKind::kToken}, {}, {}}},
     .network = "198.51.100",
     .token_length = 32,
     .key = 5},
    {.domain = "sendlark.test",
     .selector = "lark2025",
     .feedback_sender = "sendlark",
     .feedback = FeedbackStyle::kFiveParts,
     .fields = {{{"X-Lark-EID", TagKind::kToken}, {"X-Campaign", TagKind::kCampaign}, {}}},
     .network = "192.0.2",
     .token_length = 64,
     .key = 6},
    {.domain = "mailforge.example",
     .selector = "mf1",
     .feedback_sender = "",
     .feedback = FeedbackStyle::kNone,
     .fields = {{{"X-Forge-Batch-Id", TagKind::kCampaign}, {"X-Forge-Tag", TagKind::kCampaign}, {}}},
     .network = "203.0.113",
     .token_length = 20,
     .key = 7},
    {.domain = "tegami-cloud.test",
     .selector = "tc",
     .feedback_sender = "tegamicloud",
     .feedback = FeedbackStyle::kFourParts,
     .fields = {{{"X-Tegami-Delivery", TagKind::kCampaign}, {"X-Tegami-Uid", TagKind::kToken}, {}}},
     .network = "198.51.100",
     .token_length = 22,
     .key = 4},
    {.domain = "letterloft.test",
     .selector = "ll3",
     .feedback_sender = "",
     .feedback = FeedbackStyle::kNone,
     .fields = {{{"X-Loft-Campaign", TagKind::kCampaign},
                 {"X-Loft-Recipient", TagKind::kToken},
                 {"X-Mailer", TagKind::kFixed}}},
     .network = "192.0.2",
     .token_length = 28,
     .key = 5},
}};

constexpr size_t kNoticesApart = 5;  // From this weight on.
constexpr SigningStyle kOne = SigningStyle::kAuthor;
constexpr SigningStyle kDouble = SigningStyle::kAuthorAndService;

// Policies and places of DMARC records that are all as they should be.
constexpr std::array<std::string_view, 2> kReportsToService = {
    "v=DMARC1; p=none; rua=mailto:dmarc@{}, mailto:aoyama@reports.kumobin.test", ""};
constexpr DmarcPlace kAtBoth = DmarcPlace::kBoth;
constexpr DmarcPlace kAtOrg = DmarcPlace::kOrganization;

// A sender of whom only one thing is wrong; its From domain says what.
constexpr Sender Troubled(std::string_view domain, std::string_view record, std::string_view second = "",
                          std::string_view policy = "none") {
  Sender sender{domain, domain, domain, "kb1", "news", "Umineko Goods", Language::kEnglish, 0, kOne, 0, 1};
  sender.policy = policy;
  sender.dmarc = {record, second};
  return sender;
}

// The same with its From domain below the Organizational Domain, which is what it signs with.
constexpr Sender TroubledBelow(std::string_view domain, std::string_view record,
                               std::string_view policy = "none") {
  Sender sender = Troubled(domain, record, "", policy);
  sender.org_domain = sender.sign_domain = domain.substr(domain.find('.') + 1);
  return sender;
}

constexpr Sender WithFrom(FromHost host, FromSpf spf, std::string_view domain) {
  Sender sender = TroubledBelow(domain, "");
  sender.from_host = host;
  sender.from_spf = spf;
  return sender;
}

constexpr Sender OnlyAtFrom(std::string_view domain) {
  Sender sender = TroubledBelow(domain, "");
  sender.dmarc_place = DmarcPlace::kFromOnly;
  return sender;
}

// A domain whose mailboxes are anybody's, used from the servers of a service. No mailbox can have the local
// part, which is longer than these providers allow.
constexpr Sender AtProvider(std::string_view domain, Provider provider, std::string_view policy) {
  Sender sender = Troubled(domain, "", "", policy);
  sender.local_part = "umineko-goods-news-of-the-generator";
  sender.service = 1;
  sender.provider = provider;
  sender.from_spf = FromSpf::kForgets;
  sender.signing = SigningStyle::kServiceOnly;
  return sender;
}

// The provider itself sends.
constexpr Sender ByProvider(std::string_view domain) {
  Sender sender = AtProvider(domain, Provider::kGmail, "none");
  sender.service = -1;
  sender.from_spf = FromSpf::kCovers;
  sender.signing = kOne;
  return sender;
}

constexpr Sender Rewritten(std::string_view domain) {
  Sender sender = Troubled(domain, "");
  sender.local_part = "news=umineko-goods.example";
  sender.rewritten = true;
  return sender;
}

constexpr Sender InLanguage(std::string_view domain, std::string_view name, Language language) {
  return {domain, domain, domain, "kb1", "info", name, language, 0, kOne, 0, 1};
}

constexpr std::array<Sender, 63> kSenders = {{
    {"aoyama-coffee.example", "aoyama-coffee.example", "aoyama-coffee.example", "kb1", "news",
     "青山コーヒー焙煎所", Language::kJapanese, 0, kDouble, 6, 0, "none", kAtOrg, kReportsToService},
    {"hoshizora-books.example", "hoshizora-books.example", "hoshizora-books.example", "pw2025", "magazine",
     "星空ブックス", Language::kJapanese, 1, kDouble, 5, 1, "quarantine"},
    {"minato-travel.example", "news.minato-travel.example", "minato-travel.example", "tc", "info",
     "みなとトラベル", Language::kJapanese, 4, kOne, 4, 2, "none", kAtBoth},
    {"harbor-outdoor.example", "harbor-outdoor.example", "harbor-outdoor.example", "s1", "hello",
     "Harbor Outdoor", Language::kEnglish, 2, kDouble, 5, 3, "reject"},
    {"tealeaf-post.test", "mail.tealeaf-post.test", "mail.tealeaf-post.test", "mf1", "letters",
     "Tealeaf Post", Language::kEnglish, 3, kOne, 3, 0, "quarantine", kAtBoth},
    {"kita-shinkin.example", "kita-shinkin.example", "kita-shinkin.example", "mail2024", "notice",
     "北しんきん", Language::kJapanese, -1, kOne, 3, 1, "reject"},
    {"paperplane-games.test", "paperplane-games.test", "paperplane-games.test", "ll3", "crew",
     "Paperplane Games", Language::kEnglish, 5, kOne, 3, 2},
    {"green-garden.example", "green-garden.example", "green-garden.example", "lark", "garden", "Green Garden",
     Language::kEnglish, 2, SigningStyle::kRsaAndEd25519, 3, 3},
    {"yukikaze-cycle.test", "shop.yukikaze-cycle.test", "yukikaze-cycle.test", "tc", "shop", "雪風サイクル",
     Language::kJapanese, 4, kDouble, 3, 0},
    {"city-museum.example", "city-museum.example", "city-museum.example", "out", "friends", "City Museum",
     Language::kEnglish, -1, SigningStyle::kAuthor1024, 2, 0},
    // 星空書店.example in A-labels.
    {"xn--hxto1ovsak91d.example", "xn--hxto1ovsak91d.example", "xn--hxto1ovsak91d.example", "pw", "shop",
     "星空書店", Language::kJapanese, 1, kOne, 2, 1},
    {"loft-market.test", "deals.loft-market.test", "deals.loft-market.test", "ll3", "deals", "Loft Market",
     Language::kEnglish, 5, kDouble, 4, 2},
    {"tanuki-sake.co.test", "tanuki-sake.co.test", "tanuki-sake.co.test", "kb1", "kura", "たぬき酒造",
     Language::kJapanese, 0, kOne, 3, 3},
    {"umibe-hotel.example", "stay.umibe-hotel.example", "stay.umibe-hotel.example", "mf1", "yoyaku",
     "海辺のホテル", Language::kJapanese, 3, kOne, 3, 0, "quarantine"},
    Troubled("dmarc-absent.example", "-"),
    Troubled("dmarc-twice.example", "v=DMARC1; p=none; rua=mailto:a@{}",
             "v=DMARC1; p=reject; rua=mailto:b@{}"),
    Troubled("dmarc-no-policy.example", "v=DMARC1; rua=mailto:dmarc@{}"),
    Troubled("dmarc-no-policy-no-reports.example", "v=DMARC1; adkim=r"),
    Troubled("dmarc-odd-policy.example", "v=DMARC1; p=monitor; rua=mailto:dmarc@{}"),
    Troubled("dmarc-odd-version.example", "v=DMARC2; p=none; rua=mailto:dmarc@{}"),
    Troubled("dmarc-percent.example", "v=DMARC1; p=quarantine; pct=25; rua=mailto:dmarc@{}", "",
             "quarantine"),
    Troubled("dmarc-interval.example", "v=DMARC1; p=none; ri=3600; rua=mailto:dmarc@{}"),
    Troubled("dmarc-unread.example", "v=DMARC1; p=none;"),
    Troubled("dmarc-strangers.example", "v=DMARC1; p=none; rua=mailto:dmarc@relaystone.test"),
    Troubled("dmarc-size.example", "v=DMARC1; p=none; rua=mailto:dmarc@{}!10m"),
    Troubled("dmarc-weak-below.example", "v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@{}", "", "reject"),
    Troubled("dmarc-testing.example", "v=DMARC1; p=reject; t=y; rua=mailto:dmarc@{}", "", "reject"),
    Troubled("dmarc-odd-tag.example", "v=DMARC1; p=none; colour=blue; rua=mailto:dmarc@{}"),
    Troubled("dmarc-double-tag.example", "v=DMARC1; p=none; p=none; rua=mailto:dmarc@{}"),
    Troubled("dmarc-servfail.example", "servfail"),
    TroubledBelow("news.dmarc-strict.example", "v=DMARC1; p=none; adkim=s; aspf=s; rua=mailto:dmarc@{}"),
    Troubled("dmarc-strict-bounce.example", "v=DMARC1; p=none; aspf=s; rua=mailto:dmarc@{}"),
    OnlyAtFrom("news.dmarc-only-below.example"),
    WithFrom(FromHost::kNxDomain, FromSpf::kAbsent, "gone.from-trouble.example"),
    WithFrom(FromHost::kNullMx, FromSpf::kCovers, "deaf.from-trouble.example"),
    WithFrom(FromHost::kAddress, FromSpf::kCovers, "web.from-trouble.example"),
    WithFrom(FromHost::kTextOnly, FromSpf::kCovers, "text.from-trouble.example"),
    WithFrom(FromHost::kMailServer, FromSpf::kForgets, "other.from-trouble.example"),
    AtProvider("gmail.com", Provider::kGmail, "none"),
    AtProvider("yahoo.com", Provider::kOther, "reject"),
    AtProvider("icloud.com", Provider::kOther, "quarantine"),
    AtProvider("docomo.ne.jp", Provider::kOther, "none"),
    ByProvider("googlemail.com"),
    Rewritten("rewritten-by.example"),
    // "coco" in Cyrillic letters.
    Troubled("xn--n1aahb.example", ""),
    InLanguage("gartenpost.example", "Müllers Gärtnerei", Language::kGerman),
    InLanguage("petit-marche.example", "Le Petit Marché", Language::kFrench),
    InLanguage("tienda-nube.example", "Tienda Compañía", Language::kSpanish),
    InLanguage("loja-mare.example", "Loja da Maré", Language::kPortuguese),
    InLanguage("bottega-sole.example", "Bottega del Sole", Language::kItalian),
    InLanguage("fietsenhuis.example", "Het Fietsenhuis", Language::kDutch),
    InLanguage("chunfeng.example", "春风书店", Language::kSimplifiedChinese),
    InLanguage("yueguang.example", "月光茶行", Language::kTraditionalChinese),
    InLanguage("haneul.example", "하늘서점", Language::kKorean),
    InLanguage("teremok.example", "Теремок", Language::kRussian),
    // What only the corpus as a whole shows.
    Troubled("id-reused.example", ""),
    Troubled("id-shared.example", ""),
    Troubled("unsub-same.example", ""),
    Troubled("unsub-page.example", ""),
    Troubled("unsub-address.example", ""),
    Troubled("unsub-short.example", ""),
    Troubled("volume-jump.example", ""),
    Troubled("volume-bulk.example", ""),
}};

template <typename Table>
std::vector<typename Table::value_type> WithKnown(const Table& table,
                                                  std::span<const typename Table::value_type> known) {
  std::vector<typename Table::value_type> all(table.begin(), table.end());
  all.insert(all.end(), known.begin(), known.end());
  return all;
}

std::vector<Sender> AllSenders() {
  std::vector<Sender> all = WithKnown(kSenders, KnownSystemCustomers());
  // Some keep what customers ordered apart from what they may like.
  for (Sender& sender : all) {
    if (sender.weight >= kNoticesApart) sender.notice_local_part = "orders";
  }
  for (size_t i = kSenders.size(); i < all.size(); ++i) all[i].service += static_cast<int>(kServices.size());
  return all;
}

}  // namespace

std::span<const Sender> Senders() {
  static const std::vector<Sender> all = AllSenders();
  return all;
}

std::span<const Service> Services() {
  static const std::vector<Service> all = WithKnown(kServices, KnownSystems());
  return all;
}

std::string HostDomain(const Service& service) {
  return std::string(service.host.empty() ? service.domain : service.host);
}

std::string SpfName(const Service& service) {
  return service.spf.empty() ? fmt::format("spf.{}", service.domain) : std::string(service.spf);
}

std::string IdDomain(const Service& service) {
  return std::string(service.id_domain.empty() ? service.domain : service.id_domain);
}

std::string BounceDomain(const Service& service, std::string_view customer) {
  if (!service.bounce.empty()) return fmt::format(fmt::runtime(service.bounce), customer);
  return fmt::format("bounce.{}", service.key % 2 == 0 ? customer : service.domain);
}

const Sender& FindSender(std::string_view from_domain) {
  for (const Sender& sender : Senders()) {
    if (sender.from_domain == from_domain) return sender;
  }
  throw std::logic_error("no sender writes from " + std::string(from_domain));
}

}  // namespace kenpin::corpus
