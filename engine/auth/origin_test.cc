#include "engine/auth/origin.h"

#include <gtest/gtest.h>

namespace kenpin {
namespace {

MailFacts From(std::string_view domain) {
  MailFacts mail;
  mail.from.field_count = 1;
  mail.from.mailbox_count = 1;
  mail.from.has_addr_spec = true;
  mail.from.domain_form = DomainForm::kOk;
  mail.from.domain = domain;
  return mail;
}

class Origin : public ::testing::Test {
 protected:
  const std::unique_ptr<PublicSuffixList> list_ = PublicSuffixList::Builtin();
};

TEST_F(Origin, AuthorTable) {
  const struct {
    const char* name;
    std::string_view from;
    std::string_view sender;
    uint32_t mailboxes;
    std::string_view domain;
    std::string_view org_domain;
    bool suffix_known;
    bool sender_same_org;
  } cases[] = {
      {"subdomain", "news.shop.com", "", 1, "news.shop.com", "shop.com", true, true},
      {"two authors", "shop.com", "", 2, "", "", true, true},
      {"unlisted suffix", "shop.unlisted", "", 1, "shop.unlisted", "shop.unlisted", false, true},
      {"public suffix", "co.jp", "", 1, "co.jp", "", false, true},
      {"sender in the same organization", "shop.com", "mail.shop.com", 1, "shop.com", "shop.com", true, true},
      {"sender elsewhere", "shop.com", "esp.net", 1, "shop.com", "shop.com", true, false},
      {"no domain", "", "esp.net", 1, "", "", false, true},
  };
  AuthorFinder finder(*list_);
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    MailFacts mail = From(c.from);
    mail.from.mailbox_count = c.mailboxes;
    if (c.from.empty()) mail.from.domain_form = DomainForm::kEmpty;
    mail.sender.domain = c.sender;
    for (const AuthorFacts& author : {FindAuthor(mail, *list_), finder.Find(mail), finder.Find(mail)}) {
      EXPECT_EQ(author.domain, c.domain);
      EXPECT_EQ(author.org_domain, c.org_domain);
      EXPECT_EQ(author.suffix_known, c.suffix_known);
      EXPECT_EQ(author.sender_same_org, c.sender_same_org);
    }
  }
}

TEST_F(Origin, ModeTable) {
  const struct {
    const char* name;
    uint32_t received;
    bool return_path;
    bool evidence;
    Mode mode;
  } cases[] = {
      {"nothing yet", 0, false, false, Mode::kPresend},
      {"envelope kept, never handed over", 0, true, false, Mode::kSent},
      {"handed over, nothing of a receiver", 1, false, false, Mode::kSent},
      {"a receiver's word", 1, true, true, Mode::kArchive},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    MailFacts mail = From("shop.com");
    mail.received.count = c.received;
    mail.has_return_path = c.return_path;
    DeliveryFacts delivery;
    delivery.has_receiver_evidence = c.evidence;
    EXPECT_EQ(DecideMode(mail, delivery), c.mode);
  }
}

TEST_F(Origin, JudgedTimeTable) {
  constexpr int64_t kNow = 1000;
  constexpr int64_t kDate = 500;
  constexpr int64_t kReceived = 600;
  constexpr int64_t kBorder = 590;
  const struct {
    const char* name;
    Mode mode;
    std::optional<JudgedBy> asked;
    bool has_received;
    bool has_date;
    int64_t at;
    JudgedBy by;
  } cases[] = {
      {"before sending: now", Mode::kPresend, {}, false, true, kNow, JudgedBy::kNow},
      {"archive: delivery", Mode::kArchive, {}, true, true, kReceived, JudgedBy::kReceived},
      {"archive without delivery time: Date", Mode::kArchive, {}, false, true, kDate, JudgedBy::kDate},
      {"archive without any: now", Mode::kArchive, {}, false, false, kNow, JudgedBy::kNow},
      {"sent: delivery", Mode::kSent, {}, true, true, kReceived, JudgedBy::kReceived},
      {"asked for now", Mode::kArchive, JudgedBy::kNow, true, true, kNow, JudgedBy::kNow},
      {"asked for the date", Mode::kArchive, JudgedBy::kDate, true, true, kDate, JudgedBy::kDate},
      {"asked for received before sending", Mode::kPresend, JudgedBy::kReceived, false, true, kDate,
       JudgedBy::kDate},
      {"given", Mode::kArchive, JudgedBy::kGiven, true, true, 42, JudgedBy::kGiven},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    MailFacts mail = From("shop.com");
    if (c.has_received) mail.received.top_time = kReceived;
    if (c.has_date) {
      mail.date.form = DateFacts::Form::kOk;
      mail.date.time = kDate;
    }
    const JudgedTime time = DecideJudgedTime(mail, DeliveryFacts(), c.mode, {c.asked, kNow, 42});
    EXPECT_EQ(time.at, c.at);
    EXPECT_EQ(time.by, c.by);
    DeliveryFacts delivery;
    delivery.delivered_at = kBorder;
    const JudgedTime at_border = DecideJudgedTime(mail, delivery, c.mode, {c.asked, kNow, 42});
    EXPECT_EQ(at_border.at, c.by == JudgedBy::kReceived ? kBorder : at_border.at);
  }
}

}  // namespace
}  // namespace kenpin
