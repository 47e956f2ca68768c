#include "engine/limits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "engine/test_limit_cases.h"

namespace kenpin {
namespace {

using test::LimitCase;

const std::vector<LimitCase>& AllCases() {
  static const std::vector<LimitCase> cases = [] {
    std::vector<LimitCase> all;
    for (const auto& some : {test::HeaderLimitCases(), test::ContentLimitCases(), test::SignatureLimitCases(),
                             test::OutsideLimitCases()}) {
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }();
  return cases;
}

const LimitCase* FindCase(std::string_view constant) {
  const auto found = std::find_if(AllCases().begin(), AllCases().end(),
                                  [&](const LimitCase& c) { return c.constant == constant; });
  return found == AllCases().end() ? nullptr : &*found;
}

// Each row leaves a line for the table of bad inputs (tests/hostile_report.py).
void Report(const Limit& limit, const std::string& outcome) {
  const std::filesystem::path folder = std::filesystem::path(KENPIN_BINARY_DIR) / "hostile";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / ("limit." + std::string(limit.constant) + ".md"))
      << "| " << limit.value << " + 1 " << limit.of_what << " | " << outcome << " |\n";
}

class Limits : public testing::TestWithParam<Limit> {};

TEST_P(Limits, IsTold) {
  const Limit& limit = GetParam();
  const LimitCase* const limit_case = FindCase(limit.constant);
  ASSERT_NE(limit_case, nullptr) << "no case for " << limit.constant;
  const std::string word = test::Quoted(limit.told);
  for (const uint64_t below : {limit.value - 1, limit.value}) {
    const std::string told = limit_case->told(below);
    EXPECT_EQ(told.find(word), told.npos) << below << ": " << told.substr(0, 2000);
  }
  const std::string told = limit_case->told(limit.value + 1);
  EXPECT_NE(told.find(word), told.npos) << limit.value + 1 << ": " << told.substr(0, 2000);
  if (!HasFailure()) Report(limit, "told as " + std::string(limit.told) + ": " + std::string(limit.beyond));
}

INSTANTIATE_TEST_SUITE_P(Table, Limits, testing::ValuesIn(AllLimits().begin(), AllLimits().end()),
                         [](const auto& row) { return std::string(row.param.constant); });

TEST(LimitTable, NamesEachOnceAndNoCaseIsLeftOver) {
  std::set<std::string_view> names;
  for (const Limit& limit : AllLimits()) {
    EXPECT_TRUE(names.insert(limit.constant).second) << limit.constant;
    EXPECT_FALSE(limit.told.empty()) << limit.constant;
  }
  for (const LimitCase& limit_case : AllCases()) EXPECT_TRUE(names.contains(limit_case.constant));
  EXPECT_EQ(AllCases().size(), AllLimits().size());
}

// Constants that limit nothing of what was sent: bounds of what is kept for reports or remembered for speed,
// lengths by definition, options, and thresholds of rules about time. One more of them is no news.
constexpr std::string_view kNoLimits[] = {
    // What a report shows.
    "kMaxAmbiguousOffsets", "kMaxTextDomains", "kMaxTextRules", "kMaxDiffLines", "kMaxHtmlDataBytes",
    "kMaxHtmlDomains", "kMaxHtmlSubdomains", "kMaxHtmlInputs", "kMaxHtmlDays", "kMaxHtmlSelectors",
    "kMaxHtmlColumns", "kMaxFirstSteps", "kMaxPromDomains", "kMaxSystemRows", "kMaxSystemFailures",
    "kMaxColumns", "kMaxDmarcColumns", "kMaxSpfColumns", "kMaxRemarkColumns", "kMaxComplaintColumns",
    "kMaxFigures", "kMaxNextSteps", "kMaxStreamsPerClass", "kMaxSelectorsPerDomain", "kMaxDmarcRecordsKept",
    "kMaxHostPairs", "kMaxExplanationOctets",
    // What is remembered for speed: beyond it the work is done again.
    "kMaxSpfStoreBytes", "kMaxBytes", "kMaxDomainsKept", "kMaxJudgedDomains", "kMaxBatchedSeals",
    "kMaxSystemsOfSelector",
    // What an input is packed in; an error names the input.
    "kMaxXzDictionary", "kMaxMemberName",
    // Threads.
    "kMaxParallelPart", "kMaxDecompressionThreads",
    // Sizes of digests, keys and texts.
    "kMaxDigestSize", "kMaxSha256Lanes", "kMaxRsaLimbs", "kMaxRsaOctets", "kMaxIpAddressText", "kMaxLinkHost",
    "kMaxZoneText", "kMaxZoneOwner", "kMaxDnsName", "kMaxCharsetName",
    // Lengths that the RFCs define: a longer name or address is none, and rules and results say so.
    "kMaxDomainOctets", "kMaxLabelOctets", "kMaxLocalPartOctets", "kMaxAddrSpecOctets", "kMaxListIdOctets",
    "kMaxEncodedWord", "kMaxFromLine", "kMaxFieldNameLook", "kMaxFromQuotes", "kMaxHeloOctets",
    "kMaxPtrNames", "kMaxWalkQuestions", "kMaxArcInstance",
    // What a fact means: a preheader, a message to few, a block of fields below the border, a nest of
    // elements.
    "kMaxPreheader", "kMaxNamedRecipients", "kMaxMilterBlock", "kMaxOpenElements", "kMaxColours",
    "kMaxDateAheadSeconds", "kMaxDateBehindSeconds",
    // Only the oldest-pass of ARC rests on them, which no report tells and which says what was looked at.
    "kMaxArcMessageSignatures", "kMaxHeaderForOldestPass",
    // The sum of others.
    "kMaxHashesOfBody",
    // What kenpin asks and is told by its user; an error message says so.
    "kMaxReceiverNames", "kMaxWholeFileBytes", "kMaxSilentAttempts", "kMaxDnsQuestions", "kMaxDnsAnswerBytes",
    "kMaxProbedServers",
    // The audit of a domain's SPF record by hand (kenpin spf), which tells them itself.
    "kMaxAuditRecords", "kMaxAuditOctets", "kMaxAuditQuestions", "kMaxAuditLookups",
    // What kenpin explain draws and tries; it says what it left.
    "kMaxTreeOctets", "kMaxTreeTypes", "kMaxTreeDelimiters", "kMaxTreeField", "kMaxTreeDepth",
    "kMaxTreeNodes", "kMaxCauseOctets", "kMaxFooterLines", "kMaxWrappedParts", "kMaxConvertedBody"};

std::string ReadFile(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// A limit that somebody adds to a header must enter the table, or the list above.
TEST(LimitTable, HoldsEveryConstantOfAHeader) {
  std::set<std::string> known;
  for (const Limit& limit : AllLimits()) known.insert(std::string(limit.constant));
  known.insert(std::begin(kNoLimits), std::end(kNoLimits));
  const std::regex declared(R"(constexpr\s+[\w:]+\s+(kMax\w+)\s*=)");
  size_t found = 0;
  for (const char* room :
       {"io", "engine/mail", "engine/crypto", "engine/dkim", "engine/auth", "engine/explain", "rules"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(KENPIN_SOURCE_DIR) / room)) {
      if (entry.path().extension() != ".h") continue;
      const std::string text = ReadFile(entry.path());
      for (std::sregex_iterator it(text.begin(), text.end(), declared), end; it != end; ++it, ++found) {
        EXPECT_TRUE(known.contains((*it)[1])) << entry.path() << ": " << (*it)[1];
      }
    }
  }
  EXPECT_GT(found, AllLimits().size());
}

TEST(LimitTable, IsPublishedAsItIs) {
  const std::string now = LimitsAsMarkdown();
  if (ReadFile(KENPIN_SOURCE_DIR "/engine/limits.md") == now) return;
  const std::string written = KENPIN_BINARY_DIR "/limits.md";
  std::ofstream(written) << now;
  FAIL() << "engine/limits.md tells another table; the current one is in " << written;
}

}  // namespace
}  // namespace kenpin
