// DKIM against suites and a signer that nobody of this project wrote: the cases of a mail program's verifier
// (dkim-lieser), the fixtures of dkimpy (dkim-dkimpy), and messages that dkimpy signs while the test runs. A
// case that is known to fail stands in a list with its reason; one that stands there and passes is a failure,
// too.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "engine/dkim/test_verification.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

using test::FakeDns;
using test::Verification;
using test::VerificationOptions;

const std::filesystem::path kSuites = KENPIN_CONFORMANCE_DIR;
// Later than all signatures of the suites.
constexpr int64_t kNow = 1'750'000'000;

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

// The text of a record's file, without its final line end.
std::string ReadRecord(const std::filesystem::path& path) {
  std::string text = ReadAll(path);
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

VerificationOptions BeforeSending() {
  VerificationOptions options;
  options.context.at = kNow;
  return options;
}

#define SKIP_WITHOUT(suite)                                              \
  if (!std::filesystem::exists(kSuites / (suite))) {                     \
    GTEST_SKIP() << "the suite " << (kSuites / (suite)) << " is absent"; \
  }

// --- dkim-lieser

// The suite's words for what it expects, in the words of kenpin. Its DKIM_POLICYERROR_* are settings of that
// program (unsigned header fields that it wants signed), no result of RFC 6376, by which those messages
// verify.
const std::map<std::string, std::string> kLieserErrors = {
    {"DKIM_SIGERROR_MISSING_V", "missing_tag"},
    {"DKIM_SIGERROR_KEY_REVOKED", "key_revoked"},
    {"DKIM_SIGERROR_KEY_HASHNOTINCLUDED", "key_hash_mismatch"},
    {"DKIM_SIGERROR_KEY_MISMATCHED_K", "key_algorithm_mismatch"},
    {"DKIM_SIGERROR_KEY_NOTEMAILKEY", "key_service_mismatch"},
    {"DKIM_SIGERROR_DOMAIN_I", "key_strict_domain"},
    {"DKIM_SIGERROR_CORRUPT_BH", "body_hash_mismatch"},
    {"DKIM_SIGERROR_BADSIG", "signature_mismatch"},
    {"DKIM_POLICYERROR_UNSIGNED_HEADER_ADDED", "verified"},
};

// Case id -> why kenpin differs. None does.
const std::map<std::string, std::string> kLieserKnownFailures = {};

// "reason d= s= i=", the last three only where the suite tells them (`told`).
std::string Describe(const nlohmann::json& told, std::string_view reason, std::string_view sdid,
                     std::string_view selector, std::string_view auid) {
  std::string text(reason);
  if (told.contains("sdid")) text.append(" d=").append(sdid);
  if (told.contains("selector")) text.append(" s=").append(selector);
  if (told.contains("auid")) text.append(" i=").append(auid);
  return text;
}

// Sorted: the suite's order is its program's.
std::vector<std::string> Expected(const nlohmann::json& signatures) {
  std::vector<std::string> out;
  for (const nlohmann::json& s : signatures) {
    const std::string reason = s.contains("errorType") ? kLieserErrors.at(s["errorType"]) : "verified";
    out.push_back(Describe(s, reason, s.value("sdid", ""), s.value("selector", ""), s.value("auid", "")));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Where the suite tells of fewer signatures than the message has, it tells of the topmost.
std::vector<std::string> Got(const nlohmann::json& signatures, const std::vector<DkimEvidence>& evidence) {
  std::vector<std::string> out;
  for (size_t i = 0; i < std::min(signatures.size(), evidence.size()); ++i) {
    const DkimEvidence& e = evidence[i];
    out.push_back(Describe(signatures[i], DkimReasonName(e.reason), e.domain, e.selector, e.auid));
  }
  std::sort(out.begin(), out.end());
  return out;
}

FakeDns LieserDns(const nlohmann::json& records, const nlohmann::json& override_records) {
  FakeDns dns;
  for (const auto& [name, text] : records.items()) dns.SetTxt(name, {text.get<std::string>()});
  for (const auto& [name, text] : override_records.items()) dns.SetTxt(name, {text.get<std::string>()});
  return dns;
}

TEST(ConformanceDkim, Lieser) {
  SKIP_WITHOUT("dkim-lieser");
  const std::filesystem::path suite = kSuites / "dkim-lieser";
  const nlohmann::json records = nlohmann::json::parse(ReadAll(suite / "dns.json"));
  std::ifstream cases(suite / "cases.jsonl");
  int count = 0;
  for (std::string line; std::getline(cases, line); ++count) {
    const nlohmann::json c = nlohmann::json::parse(line);
    const std::string id = c["id"];
    FakeDns dns = LieserDns(records, c["dns_override"]);
    const Verification verification(ReadAll(suite / c["message"].get<std::string>()), dns, BeforeSending());
    const std::vector<std::string> expected = Expected(c["signatures"]);
    const std::vector<std::string> got = Got(c["signatures"], verification.evidence);
    const bool known = kLieserKnownFailures.contains(id);
    EXPECT_EQ(got != expected, known)
        << id << (known ? " passes now: strike it from the list" : "") << "; expected "
        << testing::PrintToString(expected) << ", got " << testing::PrintToString(got);
  }
  EXPECT_EQ(count, 35);
}

// --- dkim-dkimpy

constexpr std::string_view kRsaName = "test._domainkey.football.example.com";
constexpr std::string_view kEd25519Name = "brisbane._domainkey.football.example.com";
// RFC 8463 appendix A.2.
constexpr std::string_view kRfcEd25519Record =
    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

std::string Reasons(const Verification& verification) {
  std::string out;
  for (const DkimEvidence& e : verification.evidence)
    out.append(out.empty() ? "" : " ").append(DkimReasonName(e.reason));
  return out;
}

TEST(ConformanceDkim, DkimpyRecords) {
  SKIP_WITHOUT("dkim-dkimpy");
  const std::filesystem::path suite = kSuites / "dkim-dkimpy";
  const std::string message = ReadAll(suite / "rfc6376.signed.rsa.msg");
  const std::pair<std::string, std::string> cases[] = {
      {"test.txt", "verified"},
      {"test2.txt", "verified"},
      {"badk.txt", "key_algorithm_mismatch"},  // k=ed25519-sha256, which nobody registered.
      {"badversion.txt", "key_syntax"},        // v=DKIM1: g=*, so that no key record is there.
      {"test_bad.txt", "key_undecodable"},     // The DER is cut short.
      {"test_tlsrpt.txt", "key_service_mismatch"},
  };
  for (const auto& [file, expected] : cases) {
    FakeDns dns;
    dns.SetTxt(kRsaName, {ReadRecord(suite / file)});
    EXPECT_EQ(Reasons(Verification(message, dns, BeforeSending())), expected) << file;
  }
}

TEST(ConformanceDkim, DkimpyMessages) {
  SKIP_WITHOUT("dkim-dkimpy");
  const std::filesystem::path suite = kSuites / "dkim-dkimpy";
  FakeDns dns;
  dns.SetTxt(kRsaName, {ReadRecord(suite / "test.txt")});
  dns.SetTxt(kEd25519Name, {std::string(kRfcEd25519Record)});
  dns.SetTxt("sed._domainkey.test.ex", {ReadRecord(suite / "eximtest.dns")});
  for (const std::string_view unknown :
       {"2007-00._domainkey.kitterman.com", "20120113._domainkey.gmail.com"}) {
    dns.SetStatus(unknown, RrType::kTxt, DnsStatus::kNxDomain);
  }
  const std::pair<std::string, std::string> cases[] = {
      {"rfc6376.signed.msg", "verified verified"},
      {"rfc6376.signed.rsa.msg", "verified"},
      {"ed25519test2.msg", "verified"},
      {"message.mbox", "key_not_found"},
      {"test2.message", "key_not_found"},
      {"test.message.baddomain", "syntax"},
      {"test.message", ""},
  };
  for (const auto& [file, expected] : cases) {
    const Verification verification(ReadAll(suite / file), dns, BeforeSending());
    EXPECT_EQ(Reasons(verification), expected) << file;
    // The keys of two real messages are not in the suite; their body hashes need none.
    if (expected == "key_not_found") {
      EXPECT_TRUE(verification.evidence[0].body_hash_ok) << file;
    }
  }
}

// --- Messages signed by dkimpy now

// File name -> why kenpin differs.
const std::map<std::string, std::string> kSignedKnownFailures = {};

TEST(ConformanceDkim, SignedByDkimpy) {
  const std::filesystem::path folder =
      std::filesystem::path(testing::TempDir()) / ("kenpin_dkimpy_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const std::string command =
      "/usr/bin/python3 -B " KENPIN_SOURCE_DIR "/tests/dkimpy_sign.py " + folder.string();
  const int status = std::system(command.c_str());
  if (WIFEXITED(status) && (WEXITSTATUS(status) == 77 || WEXITSTATUS(status) == 127)) {
    std::filesystem::remove_all(folder);
    GTEST_SKIP() << "python3-dkim is not installed";
  }
  ASSERT_EQ(status, 0);
  FakeDns dns;
  const nlohmann::json keys = nlohmann::json::parse(ReadAll(folder / "keys.json"));
  for (const auto& [name, record] : keys.items()) {
    dns.SetTxt(name, {record.get<std::string>()});
  }
  int count = 0;
  for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".eml") continue;
    ++count;
    const std::string name = entry.path().filename();
    const std::string text = ReadAll(entry.path());
    std::string stored_with_lf = text;
    std::erase(stored_with_lf, '\r');
    const std::string reasons = Reasons(Verification(text, dns, BeforeSending()));
    EXPECT_EQ(reasons == "verified", !kSignedKnownFailures.contains(name)) << name << ": " << reasons;
    EXPECT_EQ(Reasons(Verification(stored_with_lf, dns, BeforeSending())), reasons)
        << name << " stored with LF";
  }
  EXPECT_EQ(count, 96);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace kenpin
