#include "engine/report/redact_explanation.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/report/explain_json.h"
#include "engine/report/explain_text.h"
#include "engine/report/test_explanation.h"

namespace kenpin {
namespace {

const std::string kExplanationKey(16, 'k');

TEST(ExplanationRedactor, NeitherWriterTellsOfPersons) {
  TestExplanation test;
  const TestMessage message(
      "From: secret <secret@shop.example>\nSubject: secret\nMessage-ID: <secret@shop.example>\n"
      "List-Unsubscribe: <https://shop.example/secret>\nFeedback-ID: secret:b:c:d\n\nsecret\n");
  test.told.view = &message.view;
  test.told.claims = {{"Authentication-Results", "mx.example; spf=pass smtp.mailfrom=secret@a.example", 1,
                       Disbelief::kForeignId}};
  test.told.hops.front().said.helo = "secret host";
  test.told.mime.nodes.front().file_name = "secret.pdf";
  test.mail.identity.subject = "secret";
  test.mail.identity.has_display_name = true;
  test.mail.identity.display_name = "secret";
  for (Verdict& verdict : test.verdicts) verdict = {Outcome::kFail, Reason::kDateMissing};
  ASSERT_NE(ExplanationAsText(test.told).find("secret"), std::string::npos);
  ExplanationRedactor redactor(kExplanationKey);
  redactor.Redact(&test.told);
  Redactor hash(kExplanationKey);
  for (const std::string& page : {ExplanationAsText(test.told), ExplanationAsJson(test.told)}) {
    EXPECT_EQ(page.find("secret"), std::string::npos) << page;
    EXPECT_NE(page.find("mx.example; spf=pass smtp.mailfrom=" + hash.Hash("secret") + "@a.example"),
              std::string::npos)
        << page;
  }
  EXPECT_EQ(test.told.judged, &test.evidence);
  EXPECT_EQ(test.told.view->count(FieldId::kFeedbackId), 1u) << "the fields are the same";
}

TEST(ExplanationRedactor, MacrosOfTheLocalPart) {
  SpfEvaluation spf;
  spf.domain = "shop.example";
  spf.path = {"shop.example", "secret.shop.example"};
  spf.explanation = "secret may not send";
  ExplanationRedactor redactor(kExplanationKey);
  SpfEvaluation told = spf;
  redactor.RedactSpf(&told);
  EXPECT_EQ(told.path, spf.path) << "no macro had to do with the local part";
  told.depends_on_local_part = true;
  redactor.RedactSpf(&told);
  EXPECT_EQ(told.path, (std::vector<std::string>{"shop.example",
                                                 Redactor(kExplanationKey).Hash("secret.shop.example")}));
  EXPECT_EQ(told.explanation, Redactor(kExplanationKey).Hash("secret may not send"));
  EXPECT_EQ(told.domain, "shop.example");
}

}  // namespace
}  // namespace kenpin
