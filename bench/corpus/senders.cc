// The companies and services. All names are invented; all domains are reserved by RFC 2606 and RFC 6761.
#include "bench/corpus/senders.h"

namespace kenpin::corpus {
namespace {

constexpr std::array<Service, 6> kServices = {{
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

constexpr SigningStyle kOne = SigningStyle::kAuthor;
constexpr SigningStyle kDouble = SigningStyle::kAuthorAndService;

constexpr std::array<Sender, 14> kSenders = {{
    {"aoyama-coffee.example", "aoyama-coffee.example", "aoyama-coffee.example", "kb1", "news",
     "青山コーヒー焙煎所", Language::kJapanese, 0, kDouble, 6, 0},
    {"hoshizora-books.example", "hoshizora-books.example", "hoshizora-books.example", "pw2025", "magazine",
     "星空ブックス", Language::kJapanese, 1, kDouble, 5, 1},
    {"minato-travel.example", "news.minato-travel.example", "minato-travel.example", "tc", "info",
     "みなとトラベル", Language::kJapanese, 4, kOne, 4, 2},
    {"harbor-outdoor.example", "harbor-outdoor.example", "harbor-outdoor.example", "s1", "hello",
     "Harbor Outdoor", Language::kEnglish, 2, kDouble, 5, 3},
    {"tealeaf-post.test", "mail.tealeaf-post.test", "mail.tealeaf-post.test", "mf1", "letters",
     "Tealeaf Post", Language::kEnglish, 3, kOne, 3, 0},
    {"kita-shinkin.example", "kita-shinkin.example", "kita-shinkin.example", "mail2024", "notice",
     "北しんきん", Language::kJapanese, -1, kOne, 3, 1},
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
     "海辺のホテル", Language::kJapanese, 3, kOne, 3, 0},
}};

}  // namespace

std::span<const Sender> Senders() { return kSenders; }
std::span<const Service> Services() { return kServices; }

}  // namespace kenpin::corpus
