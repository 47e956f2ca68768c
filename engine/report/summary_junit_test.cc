#include "engine/report/summary_junit.h"

#include <gtest/gtest.h>

#include "engine/report/test_run.h"

namespace kenpin {
namespace {

std::string Junit(const RunSummary& run) {
  return Collect([&](const Emit& emit) { WriteSummaryJunit(run, emit); });
}

TEST(SummaryJunit, FailureUnknownAndRemark) {
  const std::string xml = Junit(TestRun());
  EXPECT_NE(xml.find("<testsuite name=\"shop.example\""), std::string::npos) << xml;
  EXPECT_NE(xml.find(" failures=\"1\" errors=\"0\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("<property name=\"schema_version\" value=\"1\"/>"), std::string::npos);
  EXPECT_NE(xml.find("name=\"format-date\">\n      <failure type=\"required\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("mail/a.mbox:42 &lt;1@shop.example&gt;"), std::string::npos) << xml;
  EXPECT_NE(xml.find("name=\"dkim-verify\">\n      <skipped message="), std::string::npos) << xml;
  EXPECT_NE(xml.find("name=\"format-line-length\">\n      <system-out>warn (a remark)"), std::string::npos)
      << xml;
  EXPECT_EQ(xml.find("name=\"auth-spf\""), std::string::npos) << "it concerns none of the messages";
}

TEST(SummaryJunit, AnExcusedFailureIsNone) {
  RunSummary run = TestRun();
  run.max_fail = 50;
  const std::string xml = Junit(run);
  EXPECT_NE(xml.find(" failures=\"0\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("fail (excused by --waivers or --max-fail)"), std::string::npos) << xml;
}

TEST(SummaryJunit, MarkupOfMailIsText) {
  const std::string xml = Junit(TestRun(TestDomain("<b>&\"'.example", "]]><script>", "\x1b[31m")));
  EXPECT_EQ(xml.find("<script>"), std::string::npos);
  EXPECT_EQ(xml.find('\x1b'), std::string::npos);
  EXPECT_NE(xml.find("<testsuite name=\"&lt;b&gt;&amp;&quot;&apos;.example\""), std::string::npos) << xml;
}

}  // namespace
}  // namespace kenpin
