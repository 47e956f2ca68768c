// DMARC against suites that nobody of this project wrote: the test calls of the public suffix list's own
// project (psl), and the DMARC cases of a mail filter's functional tests (dmarc-rspamd), from the bytes of
// the message to the result. A case in which kenpin differs stands in a list with its reason; one that stands
// there and agrees is a failure, too.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/auth/dmarc.h"
#include "engine/auth/dmarc_alignment.h"
#include "engine/auth/origin.h"
#include "engine/auth/spf.h"
#include "engine/dkim/test_verification.h"
#include "engine/mail/domain_name.h"
#include "engine/mail/mail_facts.h"
#include "engine/mail/test_message.h"
#include "tests/zone_dns.h"

namespace kenpin {
namespace {

using test::ZoneDns;

const std::filesystem::path kSuites = KENPIN_CONFORMANCE_DIR;
constexpr int64_t kNow = 1'750'000'000;

#define SKIP_WITHOUT(suite)                                              \
  if (!std::filesystem::exists(kSuites / (suite))) {                     \
    GTEST_SKIP() << "the suite " << (kSuites / (suite)) << " is absent"; \
  }

std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::unique_ptr<PublicSuffixList> SuiteList() {
  return PublicSuffixList::Load((kSuites / "psl" / "public_suffix_list.dat").string());
}

// --- psl

// The arguments of checkPublicSuffix('a', 'b') on this line; null is empty.
std::vector<std::string> ArgumentsOf(std::string line) {
  constexpr std::string_view kCall = "checkPublicSuffix(";
  std::vector<std::string> arguments;
  if (!line.starts_with(kCall)) return arguments;
  line = line.substr(kCall.size(), line.find(')') - kCall.size());
  const size_t comma = line.find(", ");
  for (std::string argument : {line.substr(0, comma), line.substr(comma + 2)}) {
    arguments.push_back(argument == "null" ? "" : argument.substr(1, argument.size() - 2));
  }
  return arguments;
}

std::string ToALabels(const std::string& text) {
  Arena arena;
  return std::string(ParseDomainName(text, arena).ascii);
}

TEST(ConformanceDmarc, PublicSuffixList) {
  SKIP_WITHOUT("psl");
  const std::unique_ptr<PublicSuffixList> list = SuiteList();
  ASSERT_NE(list, nullptr);
  std::ifstream calls(kSuites / "psl" / "test_psl.txt");
  size_t count = 0;
  for (std::string line; std::getline(calls, line);) {
    const std::vector<std::string> arguments = ArgumentsOf(line);
    if (arguments.empty()) continue;
    SCOPED_TRACE(line);
    ++count;
    EXPECT_EQ(list->OrganizationalDomain(ToALabels(arguments[0])), ToALabels(arguments[1]));
  }
  EXPECT_EQ(count, 78u);
}

// --- dmarc-rspamd

const std::map<std::string, RrType> kTypes = {{"A", RrType::kA},     {"AAAA", RrType::kAaaa},
                                              {"MX", RrType::kMx},   {"PTR", RrType::kPtr},
                                              {"TXT", RrType::kTxt}, {"CNAME", RrType::kCname}};

ZoneDns SuiteDns() {
  ZoneDns dns;
  for (const nlohmann::json& entry : nlohmann::json::parse(ReadAll(kSuites / "dmarc-rspamd" / "dns.json"))) {
    const std::string name = entry["name"];
    const auto type = kTypes.find(entry["type"]);
    if (type == kTypes.end()) continue;
    const std::string rcode = entry["rcode"];
    for (const nlohmann::json& reply : entry["replies"]) dns.Add(name, type->second, reply);
    if (rcode == "timeout") dns.SetStatus(name, type->second, DnsStatus::kFailed);
    if (rcode == "nxdomain") dns.SetStatus(name, type->second, DnsStatus::kNxDomain);
    if (rcode == "norec") dns.SetStatus(name, type->second, DnsStatus::kNoData);
  }
  return dns;
}

// That program's words. Its ALLOW is pass; the other three are fail, with what the domain wants done.
const std::map<std::string, std::string> kSymbols = {
    {"DMARC_POLICY_ALLOW", "pass"},
    {"DMARC_POLICY_SOFTFAIL", "fail none"},
    {"DMARC_POLICY_QUARANTINE", "fail quarantine"},
    {"DMARC_POLICY_REJECT", "fail reject"},
    {"DMARC_NA", "none"},
    {"DMARC_DNSFAIL", "temperror"},
    {"DMARC_BAD_POLICY", "permerror"},
};

// Cases in which that program contradicts the standard -> what the standard says.
const std::map<std::string, std::string> kAgainstTheRfc = {
    {"115_dmarc/DMARC PCT ZERO REJECT", "RFC 9989 removed pct=: p=reject stays reject, whatever the share"},
    {"115_dmarc/DMARC PCT ZERO SP QUARANTINE", "RFC 9989 removed pct=: sp=quarantine stays quarantine"},
};

// Case id -> why kenpin differs. None does.
const std::map<std::string, std::string> kKnownFailures = {};

AuthState StateOf(SpfResult result) {
  if (result == SpfResult::kPass) return AuthState::kPass;
  return result == SpfResult::kTemperror ? AuthState::kUnknown : AuthState::kNotPass;
}

AuthState StateOf(DkimResult result) {
  if (result == DkimResult::kPass) return AuthState::kPass;
  return result == DkimResult::kTempError ? AuthState::kUnknown : AuthState::kNotPass;
}

// One case from bytes to result, by the suffix list, for that program knows RFC 7489 only.
std::string Evaluate(const nlohmann::json& c, const PublicSuffixList& suffixes) {
  ZoneDns dns = SuiteDns();
  const std::string bytes = ReadAll(kSuites / "dmarc-rspamd" / c["message"].get<std::string>());
  const TestMessage message(bytes);
  Arena arena;
  const MailFacts facts = CollectMailFacts(message.view, arena);
  const AuthorFacts author = FindAuthor(facts, suffixes);

  DmarcStore records;
  std::vector<DnsQuestionId> open;
  const DmarcQuery query{dns, records, suffixes, kNow, &open};
  const DmarcDiscovery policy = DiscoverDmarc(author.domain, OrgMethod::kPublicSuffixList, query);

  AuthenticatedIdentifier spf;
  if (c["ip"].is_string()) {
    const std::string mail_from = c["mail_from"].is_string() ? c["mail_from"] : "";
    const std::optional<SpfEvaluation> checked =
        EvaluateSpf({*ParseIpAddress(c["ip"].get<std::string>()), mail_from, ""}, dns, kNow, {}, &open);
    EXPECT_TRUE(checked.has_value());
    if (checked) spf = {StateOf(checked->result), Align(author.domain, checked->domain, suffixes)};
  }
  test::VerificationOptions options;
  options.context.at = kNow;
  const test::Verification verification(bytes, dns, options);
  std::vector<AuthenticatedIdentifier> dkim;
  for (const DkimEvidence& signature : verification.evidence) {
    dkim.push_back({StateOf(signature.result), Align(author.domain, signature.domain, suffixes)});
  }

  const DmarcEvaluation got = EvaluateDmarc(policy, spf, dkim);
  std::string out(DmarcResultName(got.result));
  if (got.disposition) out.append(" ").append(DmarcPolicyName(*got.disposition));
  return out;
}

TEST(ConformanceDmarc, Rspamd) {
  SKIP_WITHOUT("dmarc-rspamd");
  SKIP_WITHOUT("psl");
  const std::unique_ptr<PublicSuffixList> suffixes = SuiteList();
  ASSERT_NE(suffixes, nullptr);
  std::ifstream cases(kSuites / "dmarc-rspamd" / "cases.jsonl");
  size_t count = 0;
  size_t differing = 0;
  for (std::string line; std::getline(cases, line);) {
    const nlohmann::json c = nlohmann::json::parse(line);
    const std::string id = c["id"];
    // One case says only that there is a result.
    for (const nlohmann::json& symbol : c["expect_not"]) {
      if (symbol != "DMARC_NA") continue;
      ++count;
      EXPECT_NE(Evaluate(c, *suffixes), "none") << id;
    }
    for (const nlohmann::json& symbol : c["expect_symbols"]) {
      const auto wanted = kSymbols.find(symbol);
      if (wanted == kSymbols.end()) continue;
      SCOPED_TRACE(id);
      ++count;
      const std::string got = Evaluate(c, *suffixes);
      if (got != wanted->second) ++differing;
      EXPECT_EQ(got == wanted->second, !kAgainstTheRfc.contains(id) && !kKnownFailures.contains(id))
          << "wanted " << wanted->second << ", got " << got;
    }
  }
  // All of 115_dmarc and one of 117_spf.
  EXPECT_EQ(count, 19u);
  EXPECT_EQ(differing, kAgainstTheRfc.size() + kKnownFailures.size());
}

}  // namespace
}  // namespace kenpin
