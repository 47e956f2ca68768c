// What only the corpus as a whole shows. Each row has a sender of its own, and no other defect joins it.
#include <fmt/core.h>

#include "bench/corpus/compose.h"
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

constexpr int64_t kDay = 86400;
// Copies of one message go out over so many seconds.
constexpr int64_t kCopyPeriod = 5 * kDay;
// Of a jump: the days before it that lose half their mail, counted from the first one.
constexpr int64_t kFirstThinDay = 1;
constexpr int64_t kJumpDay = 8;

void ReuseId(Plan& plan) {
  plan.message_id = fmt::format("newsletter@{}", plan.sender->org_domain);
  plan.id_reused = true;
}

// The same letter for everybody, but for the address and the way out.
void SendCopies(Plan& plan) {
  const int64_t issue = plan.received_at / kCopyPeriod;
  plan.random = Random(Mix(static_cast<uint64_t>(issue)));
  plan.message_id = fmt::format("issue-{}@{}", issue, plan.sender->org_domain);
  plan.recipient.name = "reader";
  plan.sent_at = issue * kCopyPeriod;
  plan.zone_minutes = 0;
  for (SignerPlan& signer : plan.signers) {
    if (signer.signed_at) signer.signed_at = plan.sent_at;
    if (signer.expires_at) signer.expires_at = plan.sent_at + 7 * kDay;
  }
  plan.link_token = plan.random.Token(20);
  plan.shape = BodyShape::kAlternative;
  plan.coding = BodyCoding::kQuotedPrintable;
  plan.header_charset = Charset::kUtf8;
  plan.body_size = 4000;
  plan.with_from_lines = plan.with_odd_space = false;
}

std::string Leave(const Plan& plan, std::string_view rest) {
  return fmt::format("https://u.{}/{}", LinkDomain(plan), rest);
}

void LeaveBy(Plan& plan, const std::string& uri, UriLook look) {
  plan.unsubscribe_uri = uri;
  plan.uri_look = look;
}

// Half the mail of the week before waits for one day.
void Jump(Plan& plan) {
  const int64_t day = (plan.received_at - plan.first_delivery) / kDay;
  if (day < kFirstThinDay || day >= kJumpDay || plan.random.Percent(50)) return;
  const int64_t shift = (kJumpDay - day) * kDay;
  plan.received_at += shift;
  plan.sent_at += shift;
  for (SignerPlan& signer : plan.signers) {
    if (signer.signed_at) *signer.signed_at += shift;
    if (signer.expires_at) *signer.expires_at += shift;
  }
}

// Longer than any user name at Gmail may be, so that nobody has this address.
void WriteToGmail(Plan& plan) {
  plan.recipient.local_part = fmt::format("reader-{}-of-the-generated-corpus", plan.ordinal);
  plan.recipient_domain = "gmail.com";
}

constexpr DefectRow Row(std::string_view sender, std::string_view about, uint64_t millionths,
                        void (*plan)(Plan&), uint32_t needs = kSingle | kCampaignOnly) {
  constexpr std::string_view kSuffix = ".example";
  DefectRow row;
  row.name = sender.substr(0, sender.size() - kSuffix.size());
  row.about = about;
  row.needs = needs;
  row.demo_millionths = millionths;
  row.plan = plan;
  row.sender = sender;
  row.alone = true;
  return row;
}

// So many of a demo corpus that the domain shows what it has.
constexpr uint64_t kSome = 8'000;
constexpr uint64_t kMany = 40'000;

const std::array<DefectRow, 8> kRows = {{
    Row("id-reused.example", "the Message-ID of other messages", kSome, ReuseId),
    Row("id-shared.example", "copies for several recipients under one Message-ID", kSome, SendCopies),
    Row("unsub-same.example", "the same unsubscribe URI for everybody", kSome,
        [](Plan& p) { LeaveBy(p, Leave(p, "o/allReaders2026Spring"), UriLook::kSame); }),
    Row("unsub-page.example", "an unsubscribe URI that leads to a page of settings", kRareMillionths,
        [](Plan& p) { LeaveBy(p, Leave(p, "preferences/" + p.token), UriLook::kPage); }),
    Row("unsub-address.example", "an unsubscribe URI with the recipient's address instead of a token",
        kRareMillionths,
        [](Plan& p) {
          LeaveBy(p, Leave(p, fmt::format("leave?who={}%40{}", p.recipient.local_part, p.recipient_domain)),
                  UriLook::kAddress);
        }),
    Row("unsub-short.example", "an unsubscribe URI with a token that can be guessed", kRareMillionths,
        [](Plan& p) { LeaveBy(p, Leave(p, "o/" + p.token.substr(0, 8)), UriLook::kShort); }),
    Row("volume-jump.example", "a day with much more mail than the week before", kMany, Jump,
        kSingle | kDeliveredOnly),
    Row("volume-bulk.example", "mail to addresses at Gmail, which counts towards 5,000 a day",
        kRareMillionths, WriteToGmail, kSingle),
}};

}  // namespace

std::span<const DefectRow> CorpusDefects() { return kRows; }

}  // namespace kenpin::corpus
