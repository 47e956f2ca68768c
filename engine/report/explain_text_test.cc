#include "engine/report/explain_text.h"

#include <gtest/gtest.h>

#include "engine/report/test_explanation.h"

namespace kenpin {
namespace {

TEST(ExplainText, SectionsStandInTheirOrder) {
  const TestExplanation test;
  const std::string page = ExplanationAsText(test.told);
  size_t at = 0;
  for (const char* heading : {"\nMessage\n", "\nHow it is judged\n", "\nEnvelope\n", "\nTrace",
                              "\nWhat receivers say\n", "\nDKIM 1", "\nSPF", "\nDMARC", "\nARC",
                              "\nAlignment", "\nMIME tree\n", "\nFlaws of form\n", "\nRules of Gmail\n"}) {
    const size_t found = page.find(heading, at);
    ASSERT_NE(found, page.npos) << heading;
    at = found;
  }
  EXPECT_NE(page.find("shop.example, told by an option"), page.npos);
  EXPECT_NE(page.find("not one of the receiver's"), page.npos);
}

TEST(ExplainText, NothingThatATerminalObeysPasses) {
  const TestExplanation test("\x1b[2J\x07\xe2\x80\xae\xff\r\x9b");
  for (const char c : ExplanationAsText(test.told)) {
    EXPECT_TRUE(c == '\n' || (c >= 32 && c < 127)) << static_cast<int>(c);
  }
}

TEST(ExplainText, AnEmptyMessageHasAPage) {
  const TestMessage nothing("");
  MailFacts mail;
  DeliveryFacts delivery;
  Evidence evidence;
  evidence.mail = &mail;
  evidence.delivery = &delivery;
  const VerdictSet verdicts{};
  Explanation told;
  told.evidence = &evidence;
  told.verdicts = &verdicts;
  told.view = &nothing.view;
  EXPECT_NE(ExplanationAsText(told).find("no signature"), std::string::npos);
}

}  // namespace
}  // namespace kenpin
