// Facts of the header index alone.
#include "engine/mail/format_facts.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

TEST(FormatFactsTest, Repeats) {
  const TestMessage once(
      "Date: a\nFrom: b\nReceived: c\nReceived: d\nKeywords: e\nKeywords: f\nResent-From: g\nResent-From: "
      "h\n\n");
  EXPECT_EQ(FindRepeats(once.view).repeated_5322, 0);
  EXPECT_EQ(FindRepeats(once.view).repeated_mime_list, 0);
  EXPECT_FALSE(FindRepeats(once.view).bcc_present);
  for (size_t i = 0; i < kSingleInstance5322.size(); ++i) {
    const std::string field = std::string(FieldName(kSingleInstance5322[i])) + ": x\n";
    const TestMessage twice(field + field + "\n");
    EXPECT_EQ(FindRepeats(twice.view).repeated_5322, 1 << i) << field;
  }
  for (size_t i = 0; i < kSingleInstanceMimeList.size(); ++i) {
    const std::string field = std::string(FieldName(kSingleInstanceMimeList[i])) + ": x\n";
    const TestMessage thrice(field + field + field + "\n");
    EXPECT_EQ(FindRepeats(thrice.view).repeated_mime_list, 1 << i) << field;
  }
  EXPECT_TRUE(FindRepeats(TestMessage("Bcc:\n\n").view).bcc_present);
}

TEST(FormatFactsTest, HeaderText) {
  EXPECT_EQ(ClassifyHeaderText(TestMessage("Subject: a\n\n\xff").view), HeaderText::kAscii);
  EXPECT_EQ(ClassifyHeaderText(TestMessage("Subject: \xc3\xa4\n\n\xff").view), HeaderText::kUtf8);
  EXPECT_EQ(ClassifyHeaderText(TestMessage("Subject: \xe4\n\n").view), HeaderText::kInvalid);
}

TEST(FormatFactsTest, Sizes) {
  const TestMessage message("To: " + std::string(500, 't') + "\nCc: " + std::string(500, 'c') +
                            "\nReferences: " + std::string(500, 'r') +
                            "\nX-Longest-Name-Here: 12345678901\nSubject:  ab\r\n cd \n\nbody");
  const HeaderSizeFacts sizes = MeasureHeader(message.view);
  EXPECT_EQ(sizes.fields, 5u);
  EXPECT_EQ(sizes.longest_value, 12u);
  EXPECT_EQ(sizes.longest_name, 19u);
  EXPECT_EQ(sizes.subject_length, 5u);
  EXPECT_EQ(sizes.section_bytes, message.view.header().size());
}

TEST(FormatFactsTest, Signs) {
  struct SignCase {
    const char* header;
    int count;
  };
  const SignCase cases[] = {
      {"Subject: x\n", 0},
      {"List-Unsubscribe: <https://x.example/>\n", 1},
      {"List-Id: <x.example>\n", 1},
      {"Precedence: Bulk \n", 1},
      {"Precedence: first-class\nPrecedence: list\n", 1},
      {"Precedence: junk\n", 0},
      {"X-Campaign: 1\nX-CampaignID: 2\n", 1},
      {"Feedback-ID: a:b:c:d\nList-Id: <x.example>\nPrecedence: bulk\nX-SG-EID: x\nList-Unsubscribe: x\n", 5},
  };
  for (const SignCase& c : cases)
    EXPECT_EQ(FindTrafficSigns(TestMessage(std::string(c.header) + "\n").view).count(), c.count) << c.header;
}

TEST(FormatFactsTest, FeedbackId) {
  struct FeedbackCase {
    const char* header;
    uint32_t count, parts, sender_id;
  };
  const FeedbackCase cases[] = {
      {"Subject: x\n", 0, 0, 0},
      {"Feedback-ID: campaign:customer:type:Sender01\n", 1, 4, 8},
      {"Feedback-ID: :::Sender01\n", 1, 4, 8},
      {"Feedback-ID: 1.eu-west-1.abc=:AmazonSES\n", 1, 2, 9},
      {"Feedback-ID: a:b:c:\nFeedback-ID: x:y\n", 2, 4, 0},
      {"Feedback-ID: alone\n", 1, 1, 5},
      {"Feedback-ID: a:b:c:\r\n Sender01 \r\n", 1, 4, 8},
  };
  for (const FeedbackCase& c : cases) {
    const FeedbackIdFacts facts = ParseFeedbackIdFacts(TestMessage(std::string(c.header) + "\n").view);
    EXPECT_EQ(facts.count, c.count) << c.header;
    EXPECT_EQ(facts.parts, c.parts) << c.header;
    EXPECT_EQ(facts.sender_id_length, c.sender_id) << c.header;
  }
}

}  // namespace
}  // namespace kenpin
