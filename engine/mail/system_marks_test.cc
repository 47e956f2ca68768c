#include "engine/mail/system_marks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/mail/mail_facts.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

struct MarkCase {
  const char* what;
  std::string header;
  std::vector<SystemMark> marks;
};

TEST(SystemMarks, Table) {
  const MarkCase cases[] = {
      {"none", "X-Mailer: Thunderbird\n", {}},
      {"a campaign field", "X-SFMC-Stack: 7\n", {SystemMark::kMarketingCloud}},
      {"a field of single mail, in any case", "x-pm-message-ID: 1\n", {SystemMark::kPostmark}},
      {"two systems", "X-Kmail-Account: a\nX-SG-EID: b\n", {SystemMark::kKlaviyo, SystemMark::kSendGrid}},
      {"a general name is nobody's", "X-Campaign: 1\nX-Job: 2\n", {}},
      {"X-Mailer with a version", "X-Mailer:  Mailchimp mailer **v1**\n", {SystemMark::kMailchimp}},
      {"X-Mailer, name behind another", "X-Mailer: not Mailchimp Mailer\n", {}},
      {"Feedback-ID", "Feedback-ID: 1.eu-west-1.x:AmazonSES \n", {SystemMark::kAmazonSes}},
      {"Feedback-ID of somebody else", "Feedback-ID: a:b:c:AmazonSESx\n", {}},
      {"SendGrid's inner hop",
       "Received: by geopod-ismtpd-5-0 (SG) with ESMTP id a; x\n",
       {SystemMark::kSendGrid}},
      {"the same name said by a client",
       "Received: from geopod-ismtpd-5 by mx.receiver.org with ESMTP id a; x\n",
       {}},
      {"Mailgun takes HTTP",
       "Received: by " + std::string(64, 'a') + " with HTTP id 5; x\n",
       {SystemMark::kMailgun}},
      {"not quite a name of Mailgun", "Received: by " + std::string(63, 'a') + " with HTTP id 5; x\n", {}},
      {"Marketing Cloud",
       "Received: by mta4.shop.com id h1 for <a@b.org>; x\n (envelope-from "
       "<bounce-1_HTML-2@bounce.shop.com>)\n",
       {SystemMark::kMarketingCloud}},
      {"in the body", "\nX-SFMC-Stack: 7\n", {}},
  };
  for (const MarkCase& c : cases) {
    SCOPED_TRACE(c.what);
    TestMessage message(c.header + "From: a@example.com\n\nbody\n");
    const SystemMarks marks = FindSystemMarks(message.view);
    SystemMarks expected;
    for (const SystemMark mark : c.marks) expected.Add(mark);
    for (size_t i = 1; i < static_cast<size_t>(SystemMark::kCount); ++i) {
      const SystemMark mark = static_cast<SystemMark>(i);
      EXPECT_EQ(marks.Has(mark), expected.Has(mark)) << i;
    }
    EXPECT_EQ(marks.any(), !c.marks.empty());
  }
}

}  // namespace
}  // namespace kenpin
