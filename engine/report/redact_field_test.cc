#include "engine/report/redact_field.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

class RedactFieldTest : public ::testing::Test {
 protected:
  std::string Told(FieldId field, std::string_view body) { return RedactField(field, body, redactor_); }
  std::string H(std::string_view text) { return redactor_.Hash(text); }
  Redactor redactor_{"0123456789abcdef"};
};

TEST_F(RedactFieldTest, Mailboxes) {
  EXPECT_EQ(Told(FieldId::kFrom, " \"Doe, John\" <john@shop.example>"),
            H("\"Doe, John\"") + " <" + H("john") + "@shop.example>");
  EXPECT_EQ(Told(FieldId::kTo, "a@x.example,\r\n b@y.example"),
            H("a") + "@x.example, " + H("b") + "@y.example");
  EXPECT_EQ(Told(FieldId::kSender, "John"), H("John"));
  EXPECT_EQ(Told(FieldId::kSender, "<john@x.example> John (John)"),
            "<" + H("john") + "@x.example> " + H("John (John)"));
  EXPECT_EQ(Told(FieldId::kReturnPath, "<>"), "<>");
}

TEST_F(RedactFieldTest, MessageIdsAndDates) {
  EXPECT_EQ(Told(FieldId::kMessageId, " <1.2@shop.example>"), "<" + H("1.2") + "@shop.example>");
  EXPECT_EQ(Told(FieldId::kMessageId, "1.2@shop.example"), H("1.2") + "@shop.example");
  EXPECT_EQ(Told(FieldId::kMessageId, "<12>"), "<" + H("12") + ">");
  EXPECT_EQ(Told(FieldId::kDate, "Tue, 16 Jan\r\n 2024 09:00:00 +0900 (JST)"),
            "Tue, 16 Jan 2024 09:00:00 +0900 (JST)");
  EXPECT_EQ(Told(FieldId::kDate, "16 Jan John"), "16 Jan " + H("John"));
}

TEST_F(RedactFieldTest, Mime) {
  EXPECT_EQ(Told(FieldId::kContentType, "text/html; charset=\"utf-8\"; name=john.pdf"),
            "text/html; charset=utf-8; name=" + H("john.pdf"));
  EXPECT_EQ(Told(FieldId::kContentType, "multipart/mixed; boundary=\"a; b\"; x=y"),
            "multipart/mixed; boundary=" + H("a; b") + "; " + H("x") + "=" + H("y"));
  EXPECT_EQ(Told(FieldId::kContentTransferEncoding, "BASE64"), "BASE64");
  EXPECT_EQ(Told(FieldId::kContentTransferEncoding, "john"), H("john"));
  EXPECT_EQ(Told(FieldId::kMimeVersion, "1.0"), "1.0");
}

TEST_F(RedactFieldTest, Lists) {
  EXPECT_EQ(Told(FieldId::kListUnsubscribe, "<https://x.example/u/1>, <mailto:u@x.example> and more"),
            "<https://x.example/" + H("/u/1") + ">, <mailto:" + H("u") + "@x.example> " + H("and more"));
  EXPECT_EQ(Told(FieldId::kListUnsubscribe, "<https://x.example/u"), "<https://x.example/" + H("/u") + ">");
  EXPECT_EQ(Told(FieldId::kListUnsubscribePost, "List-Unsubscribe=One-Click"), "List-Unsubscribe=One-Click");
  EXPECT_EQ(Told(FieldId::kListUnsubscribePost, "john"), H("john"));
  EXPECT_EQ(Told(FieldId::kListId, "The list <list.x.example>"), H("The list") + " <list.x.example>");
  EXPECT_EQ(Told(FieldId::kListId, "list"), H("list"));
  EXPECT_EQ(Told(FieldId::kFeedbackId, "c1:c2:t:sender"),
            H("c1") + ":" + H("c2") + ":" + H("t") + ":" + H("sender"));
}

TEST_F(RedactFieldTest, WhatReceiversSay) {
  EXPECT_EQ(Told(FieldId::kAuthenticationResults,
                 "mx.x.example 1;\r\n dkim=pass (2048-bit key) header.d=a.example header.i=@a.example "
                 "header.b=\"Ab/+\"; spf=pass reason=\"for john\" smtp.mailfrom=\"john doe\"@a.example"),
            "mx.x.example 1; dkim=pass (" + H("(2048-bit key)") +
                ") header.d=a.example header.i=@a.example header.b=Ab/+; spf=pass reason=" + H("for john") +
                " smtp.mailfrom=" + H("\"john doe\"") + "@a.example");
  EXPECT_EQ(Told(FieldId::kReceivedSpf,
                 "pass (domain of j@a.example) client-ip=192.0.2.1; envelope-from=<j@a.example>;"),
            "pass (" + H("(domain of j@a.example)") + ") client-ip=192.0.2.1; envelope-from=" + H("j") +
                "@a.example;");
  EXPECT_EQ(Told(FieldId::kReceivedSpf, "john"), H("john")) << "it begins with a result";
  EXPECT_EQ(Told(FieldId::kAuthenticationResults, "mx.x.example; john john=john auth=john"),
            "mx.x.example; " + H("john") + " " + H("john") + "=" + H("john") + " auth=" + H("john"));
}

TEST_F(RedactFieldTest, AllElseIsHashedWhole) {
  EXPECT_EQ(Told(FieldId::kSubject, " for john "), H("for john"));
  EXPECT_EQ(Told(FieldId::kOther, "john"), H("john"));
  EXPECT_EQ(Told(FieldId::kSubject, ""), "");
}

TEST_F(RedactFieldTest, HostileBodiesEnd) {
  const std::string parentheses(20'000, '(');
  const std::string quotes(20'001, '"');
  for (const FieldId field : {FieldId::kFrom, FieldId::kContentType, FieldId::kListUnsubscribe,
                              FieldId::kAuthenticationResults, FieldId::kDate, FieldId::kFeedbackId}) {
    Told(field, parentheses);
    Told(field, quotes);
    Told(field, std::string(20'000, '<'));
    Told(field, "\\");
    Told(field, "\"\\");
  }
}

}  // namespace
}  // namespace kenpin
