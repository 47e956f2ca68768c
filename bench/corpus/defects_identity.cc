// Defects of the sender's face: whose address From bears, what its display name says, what the subject
// pretends, and domains in letters of several scripts.
#include <fmt/core.h>

#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

std::string Address(const Message& message) {
  return fmt::format("{}@{}", AuthorLocalPart(message.plan), message.plan.sender->from_domain);
}

// Sets the display name; one that is not ASCII as encoded-words.
void SetName(Message& message, std::string_view name) {
  const std::string shown =
      IsAscii(name) ? fmt::format("\"{}\" ", name) : EncodedWords(name, Charset::kUtf8) + "\r\n ";
  SetField(message, "From", fmt::format("{}<{}>", shown, Address(message)));
}

void SetReplyTo(Message& message, std::string_view host) {
  if (HasField(message, "Reply-To")) RemoveField(message, "Reply-To");
  AppendField(message, "Reply-To", fmt::format("<support@{}>", host));
}

void AnswerToSomebody(Message& message) {
  SetField(message, "Subject", "Re: your question about the catalogue");
  AppendField(message, "In-Reply-To", fmt::format("<{}@{}>", message.plan.random.Token(16), kReceiverDomain));
}

constexpr DefectRow Name(std::string_view name, std::string_view about, std::string_view claims,
                         void (*compose)(Message&)) {
  DefectRow row;
  row.name = name;
  row.about = about;
  row.claims = claims;
  row.demo_millionths = kRareMillionths;
  row.compose = compose;
  return row;
}

constexpr DefectRow Subject(std::string_view name, std::string_view about, void (*compose)(Message&)) {
  DefectRow row = Name(name, about, "content-subject-honest=warn", compose);
  row.needs = kEditsSubject;
  return row;
}

constexpr DefectRow From(std::string_view sender, std::string_view name, std::string_view about,
                         std::string_view claims, uint32_t needs) {
  DefectRow row = Name(name, about, claims, nullptr);
  row.needs = needs;
  row.sender = sender;
  return row;
}

// What the addresses of providers mean for authentication and for the two rules about them follows from their
// senders (senders.cc).
const std::array<DefectRow, 24> kRows = {{
    From("gmail.com", "from-gmail", "a service sends from an address at Gmail", "content-display-name=pass",
         kThirdParty | kNoFeedback),
    From("yahoo.com", "from-provider-reject", "a service sends from an address at a provider with p=reject",
         "", kThirdParty | kNoFeedback),
    From("icloud.com", "from-provider-quarantine",
         "a service sends from an address at a provider with p=quarantine", "", kThirdParty | kNoFeedback),
    From("docomo.ne.jp", "from-carrier", "a service sends from an address at a carrier with p=none", "",
         kThirdParty | kNoFeedback),
    From("googlemail.com", "from-gmail-itself", "Gmail sends from an address at Gmail, which is no mistake",
         "content-display-name=pass", kSingle),
    From("rewritten-by.example", "from-rewritten", "a service put its own domain into From",
         "esp-rewritten-from=warn", kSingle),
    From("xn--n1aahb.example", "idn-confusable", "a From domain in Cyrillic letters that look Latin",
         "format-idn=fail", kSingle),
    Name("idn-mixed", "a Reply-To domain of Latin letters and a Cyrillic one", "format-idn=fail",
         [](Message& m) { SetReplyTo(m, "xn--pypost-3nf.example"); }),
    Name("idn-moderate", "a Reply-To domain of Latin and Thai letters", "format-idn=warn",
         [](Message& m) { SetReplyTo(m, "xn--post-9do1nwcxi.example"); }),
    Name("name-emoji", "an emoji in the display name", "content-display-name=warn",
         [](Message& m) { SetName(m, "Umineko Goods \xf0\x9f\x8e\x81"); }),
    Name("name-badge", "a check mark in the display name", "content-display-name=warn",
         [](Message& m) { SetName(m, "Umineko Goods \xe2\x9c\x94"); }),
    Name("name-counter", "a display name with a counter of replies", "content-display-name=warn",
         [](Message& m) { SetName(m, "Umineko Goods (2)"); }),
    Name("name-reply", "a display name that begins like a reply", "content-display-name=warn",
         [](Message& m) { SetName(m, "Re: Umineko Goods"); }),
    Name("name-urgent", "a display name that presses", "content-display-name=warn",
         [](Message& m) { SetName(m, "Last chance at Umineko"); }),
    Name("name-urgent-japanese", "a Japanese display name that presses", "content-display-name=warn",
         [](Message& m) { SetName(m, "【至急】海猫商店"); }),
    Name("name-recipient", "the recipient's address as display name",
         "content-display-name=fail format-from-one-address=warn",
         [](Message& m) { SetName(m, RecipientAddress(m.plan)); }),
    Name("name-gmail", "an address at Gmail in the display name",
         "content-display-name=fail format-from-one-address=warn",
         [](Message& m) { SetName(m, "umineko-goods-news-of-the-generator@gmail.com"); }),
    Name("name-bidi", "a character in the display name that turns the direction of writing",
         "content-display-name=fail", [](Message& m) { SetName(m, "Umineko \xe2\x80\xaesdoog"); }),
    Subject("subject-re", "Re: before the subject of a campaign",
            [](Message& m) { SetField(m, "Subject", "Re: Three things for a rainy day"); }),
    Subject("subject-fwd", "Fwd: before the subject of a campaign",
            [](Message& m) { SetField(m, "Subject", "Fwd: Ten per cent off until Sunday"); }),
    Subject("subject-re-numbered", "RE[2]: before the subject of a campaign",
            [](Message& m) { SetField(m, "Subject", "RE[2]: A small gift for members"); }),
    Subject(
        "subject-re-japanese", "返信 before the subject of a campaign",
        [](Message& m) { SetField(m, "Subject", EncodedWords("返信：会員限定のご案内", Charset::kUtf8)); }),
    Subject(
        "subject-fwd-japanese", "転送 before the subject of a campaign",
        [](Message& m) { SetField(m, "Subject", EncodedWords("転送: 会員限定のご案内", Charset::kUtf8)); }),
    {.name = "subject-re-answer",
     .about = "Re: before the subject of an answer, which is no mistake",
     .needs = kEditsSubject,
     .claims = "content-subject-honest=pass",
     .demo_millionths = kRareMillionths,
     .compose = AnswerToSomebody},
}};

}  // namespace

std::span<const DefectRow> IdentityDefects() { return kRows; }

}  // namespace kenpin::corpus
