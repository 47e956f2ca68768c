// ARC validation against ValiMail's suite: all of its cases, without exception.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/dkim/test_arc.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

constexpr int kSkipped = 77;
constexpr int64_t kNow = 1'750'000'000;

// Runs Python's own reader of YAML. Returns its exit code.
int WriteJson(const std::filesystem::path& suite, const std::filesystem::path& json) {
  const std::string script = std::string(KENPIN_SOURCE_DIR) + "/tests/arc_suite_json.py";
  const std::string command =
      "/usr/bin/python3 -B '" + script + "' '" + suite.string() + "' '" + json.string() + "'";
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// The suite's word for a result. It was written for a draft in which a seal with cv=fail ended the chain
// without a status of its own, and prints nothing there; RFC 8617 §5.2 calls that fail, as kenpin does, and
// the reason tells the two apart.
std::string_view SuiteWord(const ArcEvidence& evidence) {
  switch (evidence.result) {
    case ArcResult::kNone:
      return "None";
    case ArcResult::kPass:
      return "Pass";
    case ArcResult::kFail:
      return evidence.reason == ArcReason::kSealedAsFailed ? "" : "Fail";
  }
  return "?";
}

TEST(ConformanceArc, ValiMail) {
  const std::filesystem::path suite =
      std::filesystem::path(KENPIN_CONFORMANCE_DIR) / "arc-valimail" / "arc-draft-validation-tests.yml";
  if (!std::filesystem::exists(suite)) GTEST_SKIP() << "no test suite at " << suite;
  const std::filesystem::path json =
      std::filesystem::path(testing::TempDir()) / ("kenpin_arc_" + std::to_string(getpid()) + ".json");
  const int exit_code = WriteJson(suite, json);
  if (exit_code == kSkipped) GTEST_SKIP() << "PyYAML is not installed";
  ASSERT_EQ(exit_code, 0);
  const nlohmann::json cases = nlohmann::json::parse(std::ifstream(json));
  std::filesystem::remove(json);

  std::map<std::string, size_t> words;
  for (const nlohmann::json& c : cases) {
    test::FakeDns dns;
    for (const auto& [name, record] : c.at("keys").items()) dns.SetTxt(name, {record.get<std::string>()});
    const VerifyContext context{kNow, AbsentKey::kDefinite, KeySource::kSnapshot};
    // As SMTP carries it, and as a Unix store keeps it.
    for (const std::string& message :
         {WithCrlf(c.at("message").get<std::string>()), c.at("message").get<std::string>()}) {
      const test::ArcValidation validation(message, dns, context);
      const ArcEvidence& evidence = validation.evidence;
      EXPECT_EQ(SuiteWord(evidence), c.at("cv").get<std::string>())
          << c.at("scenario") << " " << c.at("name") << ": " << ArcReasonName(evidence.reason) << " "
          << (evidence.cause ? DkimReasonName(*evidence.cause) : std::string_view()) << " at "
          << evidence.failed_instance;
    }
    ++words[c.at("cv")];
  }
  const std::map<std::string, size_t> expected = {{"Pass", 54}, {"Fail", 109}, {"None", 5}, {"", 3}};
  EXPECT_EQ(words, expected);
}

}  // namespace
}  // namespace kenpin
