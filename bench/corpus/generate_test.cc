// The corpus as a whole: same seed, same bytes; sizes; the truth file; every defect; an outside verifier.
#include "bench/corpus/generate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "bench/corpus/trace.h"
#include "bench/corpus/zone.h"
#include "tests/effort.h"

namespace kenpin::corpus {
namespace {

namespace fs = std::filesystem;

// The folders of this process, removed when it ends.
struct Folders {
  Folders() = default;
  Folders(const Folders&) = delete;
  Folders& operator=(const Folders&) = delete;
  ~Folders() {
    std::error_code ignored;
    for (const fs::path& folder : all) fs::remove_all(folder, ignored);
  }
  std::vector<fs::path> all;
};

// A folder of this test's own, empty.
fs::path FreshFolder(const std::string& name) {
  static Folders folders;
  const testing::TestInfo& test = *testing::UnitTest::GetInstance()->current_test_info();
  const fs::path folder = fs::path(testing::TempDir()) /
                          (std::string("kenpin-") + test.name() + "-" + name + std::to_string(getpid()));
  fs::remove_all(folder);
  folders.all.push_back(folder);
  return folder;
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream out;
  out << file.rdbuf();
  return out.str();
}

// Every file of the folder with its bytes.
std::map<std::string, std::string> ReadFolder(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = ReadFile(entry.path());
  }
  return files;
}

DefectMix Mix(const std::string& text, MailMode mode = MailMode::kDelivered,
              EnvelopeGiven given = EnvelopeGiven::kNothing) {
  std::string error;
  DefectMix mix = DefectMix::Parse(text, mode, given, &error);
  EXPECT_EQ(error, "") << text;
  return mix;
}

CorpusOptions SmallCorpus(const std::string& name, uint64_t messages, const std::string& defects) {
  CorpusOptions options;
  options.messages = messages;
  options.folder = FreshFolder(name);
  options.median_body = 3000;
  options.mean_body = 3300;
  options.mix = Mix(defects);
  return options;
}

std::vector<nlohmann::json> ReadTruth(const fs::path& folder) {
  std::ifstream file(folder / "truth.ndjson");
  std::vector<nlohmann::json> rows;
  for (std::string line; std::getline(file, line);) rows.push_back(nlohmann::json::parse(line));
  return rows;
}

struct StoreCase {
  const char* name;
  StoreFormat format;
  LineEnd line_end;
  MailMode mode;
  EnvelopeGiven given = EnvelopeGiven::kNothing;
};

constexpr StoreCase kStores[] = {
    {"mbox", StoreFormat::kMbox, LineEnd::kLf, MailMode::kDelivered},
    {"mbox-crlf", StoreFormat::kMbox, LineEnd::kCrlf, MailMode::kDelivered},
    {"maildir", StoreFormat::kMaildir, LineEnd::kLf, MailMode::kDelivered},
    {"eml", StoreFormat::kEml, LineEnd::kCrlf, MailMode::kDelivered},
    {"presend", StoreFormat::kEml, LineEnd::kLf, MailMode::kPresend},
    {"sent", StoreFormat::kMbox, LineEnd::kLf, MailMode::kSent},
    {"csv", StoreFormat::kMbox, LineEnd::kLf, MailMode::kPresend, EnvelopeGiven::kFile},
    {"options", StoreFormat::kMbox, LineEnd::kLf, MailMode::kPresend, EnvelopeGiven::kOptions}};

TEST(GenerateTest, SameSeedSameBytesWhateverTheThreads) {
  for (const StoreCase& c : kStores) {
    CorpusOptions options = SmallCorpus(std::string(c.name) + "-1", 150, "none");
    options.mix = Mix("all", c.mode, c.given);
    options.format = c.format;
    options.line_end = c.line_end;
    options.mode = c.mode;
    options.given = c.given;
    GenerateCorpus(options);
    CorpusOptions again = options;
    again.folder = FreshFolder(std::string(c.name) + "-2");
    again.threads = 3;
    GenerateCorpus(again);
    const std::map<std::string, std::string> first = ReadFolder(options.folder);
    const size_t csv = c.given == EnvelopeGiven::kFile ? 1 : 0;
    EXPECT_EQ(first.size(), csv + (c.format == StoreFormat::kMbox ? 7U : 156U)) << c.name;
    EXPECT_TRUE(first == ReadFolder(again.folder)) << c.name;
    CorpusOptions other = options;
    other.folder = FreshFolder(std::string(c.name) + "-3");
    other.seed = 2;
    GenerateCorpus(other);
    EXPECT_NE(first.at("truth.ndjson"), ReadFile(other.folder / "truth.ndjson")) << c.name;
  }
}

TEST(GenerateTest, BodiesHaveTheSizesAskedFor) {
  if (test::kSanitized) GTEST_SKIP() << test::kInReleaseAlone;
  CorpusOptions options = SmallCorpus("sizes", 1500, "none");
  options.median_body = 30000;
  options.mean_body = 60000;
  std::vector<uint64_t> sizes;
  uint64_t sum = 0;
  for (uint64_t ordinal = 0; ordinal < options.messages; ++ordinal) {
    const std::string bytes = MakeMessage(options, ordinal).bytes;
    sizes.push_back(bytes.size() - bytes.find("\n\n") - 2);
    sum += sizes.back();
  }
  std::sort(sizes.begin(), sizes.end());
  EXPECT_NEAR(static_cast<double>(sizes[750]), 30000, 3000);
  EXPECT_NEAR(static_cast<double>(sum) / 1500, 60000, 9000);
}

TEST(GenerateTest, SmallMailWithOneSignatureEach) {
  CorpusOptions options = SmallCorpus("small", 1, "none");
  options.median_body = options.mean_body = 300;
  options.mode = MailMode::kPresend;
  options.single_signature = true;
  uint64_t sum = 0;
  for (uint64_t ordinal = 0; ordinal < 500; ++ordinal) {
    const std::string bytes = MakeMessage(options, ordinal).bytes;
    sum += bytes.size();
    size_t signatures = 0;
    for (size_t at = bytes.find("\nDKIM-Signature:"); at < bytes.find("\n\n");
         at = bytes.find("\nDKIM-Signature:", at + 1))
      ++signatures;
    EXPECT_EQ(signatures, 1U) << bytes;
  }
  EXPECT_NEAR(static_cast<double>(sum) / 500, 2130, 200);
}

TEST(GenerateTest, MboxHasARecordForEachRowOfTheTruth) {
  const CorpusOptions options = SmallCorpus("mbox", 300, "all");
  const CorpusTotals totals = GenerateCorpus(options);
  EXPECT_EQ(totals.messages, 300U);
  const std::string mbox = ReadFile(options.folder / "corpus.mbox");
  EXPECT_EQ(totals.bytes, mbox.size());
  size_t records = 0;
  size_t quoted = 0;
  for (size_t at = 0; at < mbox.size(); at = mbox.find('\n', at) + 1) {
    if (mbox.compare(at, 5, "From ") == 0) ++records;
    if (mbox.compare(at, 6, ">From ") == 0 || mbox.compare(at, 7, ">>From ") == 0) ++quoted;
  }
  EXPECT_EQ(records, 300U);
  EXPECT_GT(quoted, 0U) << "no body tries the quoting of an mbox";
  const std::vector<nlohmann::json> rows = ReadTruth(options.folder);
  ASSERT_EQ(rows.size(), 300U);
  for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].at("ordinal"), i);
}

TEST(GenerateTest, CleanMailFailsNothing) {
  CorpusOptions options = SmallCorpus("clean", 200, "none");
  GenerateCorpus(options);
  for (const nlohmann::json& row : ReadTruth(options.folder)) {
    EXPECT_EQ(row.at("rules").size(), kRules.size());
    EXPECT_TRUE(row.at("defects").empty());
    for (const std::pair<const std::string, std::string>& rule :
         row.at("rules").get<std::map<std::string, std::string>>()) {
      // Many services take the bounces themselves, and the signature alone is aligned.
      if (rule.first == "align-spf") continue;
      EXPECT_NE(rule.second, "fail") << rule.first << " " << row.at("ordinal");
    }
  }
}

// Not even the habits that rules remark on.
TEST(GenerateTest, FlawlessMailIsRemarkedOnByNothing) {
  if (test::kSanitized) GTEST_SKIP() << test::kInReleaseAlone;
  for (const MailMode mode : {MailMode::kDelivered, MailMode::kPresend, MailMode::kSent}) {
    CorpusOptions options = SmallCorpus("flawless", 300, "flawless");
    options.flawless = true;
    options.mode = mode;
    for (uint64_t ordinal = 0; ordinal < options.messages; ++ordinal) {
      const nlohmann::json row = nlohmann::json::parse(MakeMessage(options, ordinal).truth_row);
      for (const std::pair<const std::string, std::string>& rule :
           row.at("rules").get<std::map<std::string, std::string>>()) {
        EXPECT_NE(rule.second, "fail") << rule.first << " " << ordinal;
        EXPECT_NE(rule.second, "warn") << rule.first << " " << ordinal;
      }
    }
  }
}

TEST(GenerateTest, EveryDefectCanBeMadeAndClaimsWhatItsRowSays) {
  if (test::kSanitized) GTEST_SKIP() << test::kInReleaseAlone;
  for (const Defect& defect : Defects()) {
    CorpusOptions options = SmallCorpus("defects", 6, "none");
    if (defect.row.needs & kPresendOnly) options.mode = MailMode::kPresend;
    options.mix = Mix(std::string(defect.row.name) + "=1", options.mode);
    for (uint64_t ordinal = 0; ordinal < options.messages; ++ordinal) {
      const MadeMessage made = MakeMessage(options, ordinal);
      const nlohmann::json row = nlohmann::json::parse(made.truth_row);
      EXPECT_EQ(row.at("defects"), nlohmann::json::array({defect.row.name}));
      for (const Expectation& claim : defect.claims) {
        const std::string rule(kRules[claim.rule]);
        const bool unknown_class =
            row.at("rules").value("unsub-class", "") == "unknown" && rule.starts_with("unsub-");
        if (unknown_class) continue;
        const std::string told = row.at("rules").value(rule, "?");
        EXPECT_EQ(told, OutcomeWord(claim.outcome)) << defect.row.name << " " << rule;
      }
    }
  }
}

TEST(GenerateTest, DemoHasEveryDefect) {
  const DefectMix mix = Mix("demo");
  std::map<std::string_view, int> seen;
  for (uint64_t ordinal = 0; ordinal < 800; ++ordinal) {
    for (const Defect* defect : mix.Choose(1, ordinal)) ++seen[defect->row.name];
  }
  for (const Defect& defect : Defects()) {
    const int least = defect.row.needs & kPresendOnly ? 0 : 1;
    EXPECT_GE(seen[defect.row.name], least) << defect.row.name;
  }
}

// Which outcomes of each rule some message of a corpus with all defects has.
TEST(GenerateTest, EveryRuleHasItsOutcomes) {
  if (test::kSanitized) GTEST_SKIP() << test::kInReleaseAlone;
  std::map<std::string, std::set<std::string>> seen;
  for (const StoreCase& c : kStores) {
    CorpusOptions options = SmallCorpus("outcomes", 1200, "none");
    options.mix = Mix("all", c.mode, c.given);
    options.mode = c.mode;
    options.given = c.given;
    options.format = c.format;
    options.line_end = c.line_end;
    for (uint64_t ordinal = 0; ordinal < options.messages; ++ordinal) {
      const nlohmann::json row = nlohmann::json::parse(MakeMessage(options, ordinal).truth_row);
      for (const std::pair<const std::string, std::string>& rule :
           row.at("rules").get<std::map<std::string, std::string>>()) {
        seen[rule.first].insert(rule.second);
      }
    }
  }
  const std::map<std::string, std::set<std::string>> expected = {
      {"format-parse", {"pass", "warn", "fail"}},
      {"format-date", {"pass", "warn", "fail"}},
      {"format-from-present", {"pass", "fail"}},
      {"format-from-single", {"pass", "fail"}},
      {"format-from-one-address", {"pass", "warn", "fail", "na"}},
      {"format-from-domain", {"pass", "fail", "na"}},
      {"format-sender", {"pass", "warn", "fail", "na"}},
      {"format-message-id", {"pass", "warn", "fail"}},
      {"format-single-instance", {"pass", "warn", "fail"}},
      {"format-line-length", {"pass", "warn", "fail"}},
      {"format-bare-crlf", {"pass", "fail", "na"}},
      {"format-8bit-header", {"pass", "warn", "fail", "unknown"}},
      {"format-encoded-word", {"pass", "warn", "fail", "na"}},
      {"format-header-size", {"pass", "warn", "fail"}},
      {"format-mime", {"pass", "warn", "fail", "na"}},
      {"format-hops", {"pass", "warn", "fail", "na", "unknown"}},
      {"dkim-signature-syntax", {"pass", "warn", "fail", "na"}},
      {"dkim-algorithm", {"pass", "warn", "fail", "na"}},
      {"dkim-key-length", {"pass", "warn", "fail", "na", "unknown"}},
      {"dkim-key-record", {"pass", "warn", "fail", "na", "unknown"}},
      {"dkim-verify", {"pass", "warn", "fail", "na", "unknown"}},
      {"dkim-covers-from", {"pass", "fail", "na"}},
      {"dkim-covers-core", {"pass", "warn", "na"}},
      {"dkim-no-body-limit", {"pass", "warn", "fail", "na"}},
      {"dkim-timestamps", {"pass", "warn", "fail", "na"}},
      {"align-dkim", {"pass", "warn", "fail", "na", "unknown"}},
      {"unsub-class", {"pass", "unknown"}},
      {"unsub-header", {"pass", "warn", "fail", "unknown"}},
      {"unsub-https", {"pass", "fail", "unknown"}},
      {"unsub-post", {"pass", "warn", "fail", "unknown"}},
      {"unsub-dkim-covered", {"pass", "warn", "fail", "na", "unknown"}},
      {"unsub-one-click", {"pass", "fail", "unknown"}},
      {"feedback-id", {"pass", "warn", "na"}},
      {"auth-evidence", {"pass", "warn", "unknown"}},
      {"auth-spf-or-dkim", {"pass", "warn", "fail", "unknown"}},
      {"auth-spf", {"pass", "warn", "fail", "unknown"}},
      {"auth-dkim", {"pass", "warn", "fail", "unknown"}},
      {"auth-dmarc-pass", {"pass", "fail", "na", "unknown"}},
      {"spf-record-present", {"pass", "fail", "unknown"}},
      {"spf-record-single", {"pass", "fail", "na", "unknown"}},
      {"spf-record-valid", {"pass", "warn", "fail", "na", "unknown"}},
      {"spf-lookup-limit", {"pass", "warn", "fail", "na", "unknown"}},
      {"spf-too-permissive", {"pass", "warn", "fail", "na", "unknown"}},
      {"spf-header-from", {"pass", "fail", "na", "unknown"}},
      {"dmarc-record-present", {"pass", "warn", "fail", "unknown"}},
      {"dmarc-record-single", {"pass", "fail", "na", "unknown"}},
      {"dmarc-record-valid", {"pass", "warn", "fail", "na", "unknown"}},
      {"dmarc-policy", {"pass", "warn", "fail", "na", "unknown"}},
      {"dmarc-reports", {"pass", "warn", "na", "unknown"}},
      {"dmarc-old-tags", {"pass", "warn", "na", "unknown"}},
      {"dmarc-reject-needs-dkim", {"pass", "warn", "na", "unknown"}},
      {"align-from", {"pass", "warn", "fail", "na", "unknown"}},
      {"align-spf", {"pass", "fail", "unknown"}},
      {"align-both", {"pass", "warn", "na", "unknown"}},
      {"infra-ptr", {"pass", "warn", "fail", "unknown"}},
      {"infra-fcrdns", {"pass", "warn", "fail", "na", "unknown"}},
      {"infra-tls", {"pass", "warn", "fail", "na", "unknown"}},
      {"infra-tls-version", {"pass", "warn", "fail", "na", "unknown"}},
      {"infra-helo", {"pass", "warn", "fail", "unknown"}},
      {"infra-domain-resolves", {"pass", "warn", "fail"}},
      {"fwd-arc", {"pass", "warn", "fail", "na"}},
      {"fwd-list-id", {"pass", "warn", "na"}},
      {"fwd-markers", {"pass", "warn", "na"}},
      {"format-idn", {"pass", "warn", "fail", "na"}},
      {"from-gmail-impersonation", {"pass", "fail", "unknown"}},
      {"from-freemail", {"pass", "warn", "fail", "na", "unknown"}},
      {"esp-rewritten-from", {"pass", "warn"}},
      {"content-display-name", {"pass", "warn", "fail", "na"}},
      {"content-subject-honest", {"pass", "warn"}},
      {"content-hidden-html", {"pass", "warn", "na"}},
      {"content-links", {"pass", "warn", "na"}},
      {"unsub-body-link", {"pass", "warn", "fail", "unknown"}}};
  EXPECT_EQ(seen, expected);
}

// What is measured is mail of which a part that does not change has defects, however many rows there are.
TEST(GenerateTest, UsualMailHasDefectsInALittleMoreThanHalf) {
  const DefectMix mix = Mix("usual");
  std::set<std::string_view> seen;
  int with = 0;
  for (uint64_t ordinal = 0; ordinal < 10000; ++ordinal) {
    const ChosenDefects chosen = mix.Choose(1, ordinal);
    with += chosen.empty() ? 0 : 1;
    for (const Defect* defect : chosen) seen.insert(defect->row.name);
  }
  EXPECT_NEAR(with, 5400, 20);
  EXPECT_GT(seen.size(), 300U);
}

struct MixCase {
  const char* name;
  const char* text;
  bool good;
};

TEST(GenerateTest, MixesAreChecked) {
  const MixCase cases[] = {{"two rates", "date-missing=0.5,unsigned=0.5", true},
                           {"no such defect", "date-absent=0.5", false},
                           {"no rate", "date-missing", false},
                           {"rate above 1", "date-missing=1.5", false},
                           {"sum above 1", "date-missing=0.6,unsigned=0.6", false},
                           {"not a number", "date-missing=x", false},
                           {"of the other mode", "unsub-encoded=0.1", false}};
  for (const MixCase& c : cases) {
    std::string error;
    DefectMix::Parse(c.text, MailMode::kDelivered, EnvelopeGiven::kNothing, &error);
    EXPECT_EQ(error.empty(), c.good) << c.name << ": " << error;
  }
}

// Every address of the corpus is one that no MTA takes for its own network's.
TEST(GenerateTest, ClientsHaveDocumentationAddresses) {
  CorpusOptions options = SmallCorpus("addresses", 400, "none");
  options.mode = MailMode::kPresend;
  options.given = EnvelopeGiven::kFile;
  options.mix = Mix("all", options.mode, options.given);
  for (uint64_t ordinal = 0; ordinal < options.messages; ++ordinal) {
    const std::string row = MakeMessage(options, ordinal).envelope_row;
    if (row.empty()) continue;
    const std::string address = row.substr(row.find(',') + 1);
    const bool documentation = address.starts_with("192.0.2.") || address.starts_with("198.51.100.") ||
                               address.starts_with("203.0.113.") || address.starts_with("2001:db8:");
    EXPECT_TRUE(documentation) << row;
  }
}

TEST(GenerateTest, ReverseDomains) {
  EXPECT_EQ(ReverseDomain("198.51.100.7"), "7.100.51.198.in-addr.arpa");
  EXPECT_EQ(ReverseDomain("2001:db8:a::4"),
            "4.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.a.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

TEST(GenerateTest, ZoneSaysWhatAZoneCanNotSay) {
  const SigningKey& key = KeyRing::Get().Rsa2048(0);
  ZoneBuilder zone;
  zone.Add({"a._domainkey.x.test", KeyState::kNxDomain, &key, ""});
  zone.Add({"b._domainkey.x.test", KeyState::kServfail, &key, ""});
  zone.Add({"c._domainkey.x.test", KeyState::kUnrecorded, &key, ""});
  zone.Add({"d._domainkey.x.test", KeyState::kAlias, &key, "d.keys.y.test"});
  const std::string text = zone.Write(1775865600);
  EXPECT_EQ(text.find(";kenpin 1\n;kenpin recorded 2026-04-11T00:00:00Z\n"), 0U);
  EXPECT_NE(text.find(";kenpin nxdomain a._domainkey.x.test.\n"), std::string::npos);
  EXPECT_NE(text.find(";kenpin servfail b._domainkey.x.test. TXT\n"), std::string::npos);
  EXPECT_EQ(text.find("c._domainkey"), std::string::npos);
  EXPECT_NE(text.find("d._domainkey.x.test. 3600 IN CNAME d.keys.y.test.\nd.keys.y.test. 3600 IN TXT "
                      "\"v=DKIM1; k=rsa; p="),
            std::string::npos);
}

TEST(GenerateTest, AnOutsideVerifierAgrees) {
  CorpusOptions options = SmallCorpus("outside", 250, "demo");
  options.format = StoreFormat::kEml;
  GenerateCorpus(options);
  const std::string command = "/usr/bin/python3 -B '" KENPIN_SOURCE_DIR "/bench/verify_sample.py' '" +
                              options.folder.string() + "' 200";
  const int status = std::system(command.c_str());
  if (status != -1 && WEXITSTATUS(status) == 77)
    GTEST_SKIP() << "python3-dkim is not installed: nothing verified the signatures from outside";
  EXPECT_EQ(status, 0);
}

// The committed demo is what this generator makes: seed, words and keys can not change unnoticed.
TEST(GenerateTest, DemoIsUpToDate) {
  CorpusOptions options = SmallCorpus("demo", 800, "demo");
  options.name = "demo";
  options.median_body = 2200;
  options.mean_body = 2300;
  GenerateCorpus(options);
  for (const char* name : {"demo.mbox", "dns.zone", "psl.dat", "truth.ndjson", "domains.ndjson",
                           "traffic.csv", "postmaster.csv"}) {
    EXPECT_TRUE(ReadFile(options.folder / name) ==
                ReadFile(fs::path(KENPIN_SOURCE_DIR) / "datasets/demo" / name))
        << name << " differs; datasets/demo/README.md says how to make it anew";
  }
}

}  // namespace
}  // namespace kenpin::corpus
