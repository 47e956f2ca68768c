// Defects of what the body says: no way out of the mailing, hidden text, dishonest links; and bodies in the
// languages and charsets of the world, which are no defects but where their words are not known.
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

// Room enough that the last line is within the last twentieth.
constexpr size_t kLongBody = 6000;
constexpr uint32_t kHtml = kMultipart | kSingle;

template <WayOut kWay>
void Leave(Plan& plan) {
  plan.way_out = kWay;
  if (plan.body_size < kLongBody) plan.body_size += kLongBody;
}

template <Hiding kHow>
void Hide(Plan& plan) {
  plan.hiding = kHow;
}

template <LinkTrick kTrick>
void Trick(Plan& plan) {
  plan.link_trick = kTrick;
}

template <BodyCoding kCoding>
void Encode(Plan& plan) {
  plan.coding = kCoding;
  plan.header_charset = Charset::kUtf8;
}

constexpr DefectRow Html(std::string_view name, std::string_view about, std::string_view claims,
                         void (*plan)(Plan&)) {
  DefectRow row;
  row.name = name;
  row.about = about;
  row.needs = kHtml;
  row.claims = claims;
  row.demo_millionths = kRareMillionths;
  row.plan = plan;
  return row;
}

constexpr DefectRow Language(std::string_view name, std::string_view about, std::string_view sender,
                             void (*plan)(Plan&), std::string_view claims = "") {
  DefectRow row = Html(name, about, claims, plan);
  row.needs = kSingle | kCampaignOnly;
  row.sender = sender;
  return row;
}

constexpr std::string_view kHiddenText = "content-hidden-html=warn";
constexpr std::string_view kBadLink = "content-links=warn";
constexpr std::string_view kUnknownWords = "unsub-body-link=unknown";

const std::array<DefectRow, 38> kRows = {{
    Html("body-no-way-out", "the body of a campaign does not say how to leave", "unsub-body-link=fail",
         Leave<WayOut::kNone>),
    Html("body-way-hidden", "the way out stands in hidden HTML only",
         "unsub-body-link=warn content-hidden-html=warn", Leave<WayOut::kHidden>),
    Html("body-way-faint", "the way out has hardly another colour than the background",
         "unsub-body-link=warn", Leave<WayOut::kLowContrast>),
    Html("body-way-image", "the way out is an image", "unsub-body-link=warn", Leave<WayOut::kImage>),
    Html("body-way-by-link", "no words, but the address of List-Unsubscribe, which is enough",
         "unsub-body-link=pass", Leave<WayOut::kSameLink>),
    Html("body-image-only", "the body is one image", "unsub-body-link=unknown format-mime=warn",
         [](Plan& p) {
           p.shape = BodyShape::kHtmlOnly;
           p.image_only = true;
         }),
    {.name = "body-no-links",
     .about = "a text without links, which is no mistake",
     .needs = kAsciiText | kSingle,
     .claims = "content-links=na unsub-body-link=?",
     .demo_millionths = kRareMillionths,
     .plan =
         [](Plan& p) {
           p.without_links = true;
           if (p.kind == MailKind::kCampaign) p.way_out = WayOut::kNone;
         }},
    Html("html-preheader", "a short hidden text at the beginning, which is common practice",
         "content-hidden-html=pass", Hide<Hiding::kPreheader>),
    Html("html-display-none", "text under display:none", kHiddenText, Hide<Hiding::kDisplay>),
    Html("html-invisible", "text under visibility:hidden", kHiddenText, Hide<Hiding::kVisibility>),
    Html("html-transparent", "text under opacity:0", kHiddenText, Hide<Hiding::kOpacity>),
    Html("html-no-size", "text of no size", kHiddenText, Hide<Hiding::kFontSize>),
    Html("html-same-colour", "text in the colour of its background", kHiddenText, Hide<Hiding::kColour>),
    Html("html-off-screen", "text beside the screen", kHiddenText, Hide<Hiding::kOffScreen>),
    Html("link-elsewhere", "a link that shows another domain than it leads to", kBadLink,
         Trick<LinkTrick::kElsewhere>),
    Html("link-address", "a link to an IP address", kBadLink, Trick<LinkTrick::kIpLiteral>),
    Html("link-script", "a link that is a script", kBadLink, Trick<LinkTrick::kScript>),
    Html("link-data", "a link that is data", kBadLink, Trick<LinkTrick::kData>),
    Html("link-shortener", "a link of a URL shortener", kBadLink, Trick<LinkTrick::kShortener>),
    Html("link-mixed-scripts", "a link to a domain of Latin letters and a Cyrillic one", "format-idn=fail",
         Trick<LinkTrick::kMixedScripts>),
    Language("language-ja-shift-jis", "Japanese in Shift_JIS, base64", "aoyama-coffee.example",
             Encode<BodyCoding::kShiftJis>),
    Language("language-ja-euc", "Japanese in EUC-JP, 8bit", "hoshizora-books.example",
             Encode<BodyCoding::kEucJp>),
    Language("language-de", "German in windows-1252, quoted-printable", "gartenpost.example",
             Encode<BodyCoding::kWindows1252>),
    Language("language-de-utf8", "German in UTF-8, base64", "gartenpost.example",
             Encode<BodyCoding::kBase64>),
    Language("language-fr", "French in ISO-8859-1, 8bit", "petit-marche.example",
             Encode<BodyCoding::kLatin1>),
    Language("language-fr-utf8", "French in UTF-8, quoted-printable", "petit-marche.example",
             Encode<BodyCoding::kQuotedPrintable>),
    Language("language-es", "Spanish in windows-1252, quoted-printable", "tienda-nube.example",
             Encode<BodyCoding::kWindows1252>),
    Language("language-pt", "Portuguese in ISO-8859-1, 8bit", "loja-mare.example",
             Encode<BodyCoding::kLatin1>),
    Language("language-it", "Italian in windows-1252, quoted-printable", "bottega-sole.example",
             Encode<BodyCoding::kWindows1252>),
    Language("language-nl", "Dutch in ISO-8859-1, 8bit", "fietsenhuis.example", Encode<BodyCoding::kLatin1>),
    Language("language-zh-hans", "Chinese in GB2312, base64", "chunfeng.example",
             Encode<BodyCoding::kGb2312>),
    Language("language-zh-hans-utf8", "Chinese in UTF-8, 8bit", "chunfeng.example",
             Encode<BodyCoding::kEightBit>),
    Language("language-zh-hant", "Chinese in Big5, base64", "yueguang.example", Encode<BodyCoding::kBig5>),
    Language("language-zh-hant-utf8", "Chinese in UTF-8, base64", "yueguang.example",
             Encode<BodyCoding::kBase64>),
    Language("language-ko", "Korean in EUC-KR, base64", "haneul.example", Encode<BodyCoding::kEucKr>),
    Language("language-ko-utf8", "Korean in UTF-8, quoted-printable", "haneul.example",
             Encode<BodyCoding::kQuotedPrintable>),
    Language("language-ru", "Russian in KOI8-R, quoted-printable, whose words are not known",
             "teremok.example", Encode<BodyCoding::kKoi8R>, kUnknownWords),
    Language("language-ru-utf8", "Russian in UTF-8, base64, whose words are not known", "teremok.example",
             Encode<BodyCoding::kBase64>, kUnknownWords),
}};

}  // namespace

std::span<const DefectRow> ContentDefects() { return kRows; }

}  // namespace kenpin::corpus
