// From bytes to evidence: the RFCs' own samples, a signature for every reason, and the property that one
// flipped bit is noticed.
#include "engine/dkim/verify.h"

#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>

#include "engine/dkim/test_rfc_samples.h"
#include "engine/dkim/test_signer.h"
#include "engine/dkim/test_verification.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

using test::FakeDns;
using test::RsaRecord;
using test::SignMessage;
using test::SignOptions;
using test::TestEd25519Key;
using test::TestRsaKey;
using test::Verification;
using test::VerificationOptions;

constexpr std::string_view kName = "sel._domainkey.example.com";
constexpr int64_t kNow = 1'750'000'000;

const std::string kMessage =
    "From: Aiko <aiko@example.com>\r\n"
    "To: you@example.net\r\n"
    "Subject: The   lamp\r\n of April \r\n"
    "Date: Mon, 1 Jul 2026 10:00:00 +0900\r\n"
    "\r\n"
    "Hello \t there,\r\n\r\nthis is the lamp. \r\n\r\n\r\n";

FakeDns DnsWith(std::vector<std::string> records) {
  FakeDns dns;
  dns.SetTxt(kName, std::move(records));
  return dns;
}

VerificationOptions At(int64_t at, AbsentKey absent = AbsentKey::kDefinite) {
  VerificationOptions options;
  options.context.at = at;
  options.context.absent_key = absent;
  return options;
}

// "result/reason" of each signature.
std::string Words(const Verification& verification) {
  std::string words;
  for (const DkimEvidence& e : verification.evidence) {
    words.append(words.empty() ? "" : " ")
        .append(DkimResultName(e.result))
        .append("/")
        .append(DkimReasonName(e.reason));
  }
  return words;
}

TEST(Verify, Rfc6376Sample) {
  FakeDns dns;
  dns.SetTxt(test::kRfc6376KeyName, {std::string(test::kRfc6376Key)});
  for (const std::string& text : {std::string(test::kRfc6376Message), WithCrlf(test::kRfc6376Message)}) {
    const Verification verification(text, dns, At(kNow));
    ASSERT_EQ(Words(verification), "pass/verified");
    EXPECT_EQ(verification.batched, 1u);
    const DkimEvidence& e = verification.evidence[0];
    EXPECT_EQ(e.domain, "example.com");
    EXPECT_EQ(e.selector, "brisbane");
    EXPECT_EQ(e.auid, "joe@football.example.com");
    EXPECT_EQ(e.algorithm_text, "rsa-sha256");
    EXPECT_EQ(e.header_canonicalization, Canonicalization::kSimple);
    EXPECT_TRUE(e.syntax_ok && e.hashed && e.body_hash_ok && e.header_ok);
    EXPECT_EQ(e.key_bits, 1024);
    EXPECT_EQ(e.key_type, KeyType::kRsa);
    EXPECT_EQ(e.key_records, 1);
    EXPECT_EQ(e.key_source, KeySource::kSnapshot);
    EXPECT_EQ(e.coverage.from_listed, 1);
    EXPECT_EQ(e.coverage.from_present, 1);
  }
}

TEST(Verify, Rfc8463Sample) {
  FakeDns dns;
  dns.SetTxt(test::kRfc8463Ed25519Name, {std::string(test::kRfc8463Ed25519Key)});
  dns.SetTxt(test::kRfc8463RsaName, {std::string(test::kRfc8463RsaKey)});
  for (const std::string& text : {std::string(test::kRfc8463Message), WithCrlf(test::kRfc8463Message)}) {
    const Verification verification(text, dns, At(kNow));
    ASSERT_EQ(Words(verification), "pass/verified pass/verified");
    EXPECT_EQ(verification.batched, 1u) << "the one of RSA";
    EXPECT_EQ(verification.evidence[0].key_type, KeyType::kEd25519);
    EXPECT_EQ(verification.evidence[0].key_bits, 256);
    EXPECT_EQ(verification.evidence[0].signed_at, 1528637909);
    EXPECT_EQ(verification.evidence[0].coverage.from_listed, 2);
    EXPECT_EQ(verification.evidence[1].key_type, KeyType::kRsa);
  }
}

void Plain(SignOptions&) {}
void Untouched(std::string&) {}

// What a signature over kMessage comes to when the key record, the tags or the message are changed.
struct Case {
  std::string name;
  std::string expected;
  std::function<void(SignOptions&)> options = Plain;
  // Changes the signed message.
  std::function<void(std::string&)> edit = Untouched;
  // The TXT records; absent: the key of the signature.
  std::optional<std::vector<std::string>> records = std::nullopt;
};

void Replace(std::string& text, std::string_view what, std::string_view by) {
  const size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), by);
}

std::function<void(std::string&)> Swap(std::string what, std::string by) {
  return [what, by](std::string& text) { Replace(text, what, by); };
}

std::function<void(SignOptions&)> More(std::string tags) {
  return [tags](SignOptions& o) { o.more = tags; };
}

std::string Record(std::string_view tags) {
  return std::string(tags) + " p=" + RsaRecord(TestRsaKey()).substr(18);
}

std::vector<Case> Cases() {
  const std::string key = RsaRecord(TestRsaKey());
  return {
      {"Verified", "pass/verified"},
      {"BodyDiffers", "fail/body_hash_mismatch", Plain, Swap("this is", "that is")},
      {"HeaderDiffers", "fail/signature_mismatch", Plain, Swap("aiko@", "mika@")},
      {"BothDiffer", "fail/both_mismatch", Plain,
       [](std::string& m) { Replace(m, "aiko@", "mika@"), Replace(m, "this is", "that is"); }},
      {"BodyDiffersAndRevoked",
       "permerror/key_revoked",
       Plain,
       Swap("this is", "that is"),
       {{"v=DKIM1; p="}}},
      {"Sha1", "policy/algorithm_sha1", {[](SignOptions& o) { o.algorithm = DkimAlgorithm::kRsaSha1; }}},
      {"Sha1AndBodyDiffers",
       "fail/body_hash_mismatch",
       {[](SignOptions& o) { o.algorithm = DkimAlgorithm::kRsaSha1; }},
       Swap("this is", "that is")},
      {"NoTagList", "permerror/syntax", Plain, Swap("v=1;", "v=1;;")},
      {"DuplicateTag", "permerror/duplicate_tag", Plain, Swap("v=1;", "v=1; v=1;")},
      {"MissingVersion", "permerror/missing_tag", Plain, Swap("v=1;", "")},
      {"Version", "permerror/version", Plain, Swap("v=1;", "v=2;")},
      {"UnknownAlgorithm", "permerror/unknown_algorithm", Plain, Swap("a=rsa-sha256", "a=rsa-sha512")},
      {"UnknownCanonicalization", "permerror/unknown_canonicalization", Plain,
       Swap("c=relaxed/", "c=nofws/")},
      {"UnknownQueryMethod", "permerror/unknown_query_method", More("q=http/json;")},
      {"OneKnownQueryMethod", "pass/verified", More("q=http/json : dns/txt;")},
      {"FromNotSigned", "permerror/from_not_signed", {[](SignOptions& o) {
         o.names = {"To", "Subject"};
       }}},
      {"DomainMismatch", "permerror/domain_mismatch", More("i=@example.org;")},
      {"DomainMismatchBySuffix", "permerror/domain_mismatch", More("i=@badexample.com;")},
      {"Subdomain", "pass/verified", More("i=joe@News.Example.COM;")},
      {"BodyLimit", "pass/verified", {[](SignOptions& o) { o.limit = 5; }}},
      {"BodyLimitAndMoreBody",
       "pass/verified",
       {[](SignOptions& o) { o.limit = 5; }},
       Swap("lamp. ", "lamp, and more. ")},
      {"BodyLimitTooLarge", "permerror/body_limit_too_large", {[](SignOptions& o) { o.limit = 5000; }}},
      {"Expired", "permerror/expired", More("t=1600000000; x=1749999999;")},
      {"ExpiresNow", "pass/verified", More("t=1600000000; x=1750000000;")},
      {"TimestampOrder", "permerror/timestamp_order", More("t=1760000000; x=1760000000;")},
      {"KeySyntax", "permerror/key_syntax", Plain, Untouched, {{"v=DKIM1; k=rsa"}}},
      {"KeyForeignText", "permerror/key_syntax", Plain, Untouched, {{"v=spf1 -all"}}},
      {"KeyRevoked", "permerror/key_revoked", Plain, Untouched, {{"v=DKIM1; p="}}},
      {"KeyUndecodable", "permerror/key_undecodable", Plain, Untouched, {{"p=AAAA"}}},
      {"KeyAlgorithm",
       "permerror/key_algorithm_mismatch",
       Plain,
       Untouched,
       {{test::Ed25519Record(TestEd25519Key())}}},
      {"KeyHash", "permerror/key_hash_mismatch", Plain, Untouched, {{Record("h=sha1;")}}},
      {"KeyService", "permerror/key_service_mismatch", Plain, Untouched, {{Record("s=tlsrpt;")}}},
      {"KeyStrictDomain",
       "permerror/key_strict_domain",
       More("i=@news.example.com;"),
       Untouched,
       {{Record("t=s;")}}},
      {"KeyStrictDomainSame", "pass/verified", More("i=@example.com;"), Untouched, {{Record("t=s;")}}},
      {"RevokedAndGood", "pass/verified", Plain, Untouched, {{"v=DKIM1; p=", key}}},
      {"GoodAndRevoked", "pass/verified", Plain, Untouched, {{key, "v=DKIM1; p="}}},
      {"GoodBesideForeignText", "pass/verified", Plain, Untouched, {{"hello", "v=spf1 -all", key}}},
      {"NearestObjection",
       "permerror/key_service_mismatch",
       Plain,
       Untouched,
       {{"v=DKIM1; p=", Record("s=tlsrpt;"), "p=AAAA"}}},
  };
}

TEST(Verify, Reasons) {
  for (const Case& c : Cases()) {
    SCOPED_TRACE(c.name);
    SignOptions options;
    c.options(options);
    std::string text = SignMessage(kMessage, TestRsaKey(), options);
    c.edit(text);
    FakeDns dns = DnsWith(c.records.value_or(std::vector<std::string>{RsaRecord(TestRsaKey())}));
    const Verification verification(text, dns, At(kNow));
    EXPECT_EQ(Words(verification), c.expected) << text;
  }
}

TEST(Verify, AbsentKeys) {
  const std::string text = SignMessage(kMessage, TestRsaKey());
  const struct {
    DnsStatus status;
    AbsentKey absent;
    std::string expected;
  } cases[] = {
      {DnsStatus::kNxDomain, AbsentKey::kDefinite, "permerror/key_not_found"},
      {DnsStatus::kNoData, AbsentKey::kDefinite, "permerror/key_not_found"},
      {DnsStatus::kNxDomain, AbsentKey::kMayBeGone, "none/key_gone"},
      {DnsStatus::kNoData, AbsentKey::kMayBeGone, "none/key_gone"},
      {DnsStatus::kNotRecorded, AbsentKey::kDefinite, "none/key_not_recorded"},
      {DnsStatus::kFailed, AbsentKey::kDefinite, "temperror/dns_failure"},
      {DnsStatus::kOff, AbsentKey::kDefinite, "none/dns_off"},
  };
  for (const auto& c : cases) {
    FakeDns dns;
    dns.SetStatus(kName, RrType::kTxt, c.status);
    const Verification verification(text, dns, At(kNow, c.absent));
    EXPECT_EQ(Words(verification), c.expected);
    EXPECT_EQ(verification.evidence[0].key_source, KeySource::kNone);
    EXPECT_TRUE(verification.evidence[0].body_hash_ok);
  }
  // A body that differs is definite, whatever is known of the key.
  FakeDns off;
  off.SetStatus(kName, RrType::kTxt, DnsStatus::kOff);
  std::string altered = text;
  Replace(altered, "this is", "that is");
  EXPECT_EQ(Words(Verification(altered, off, At(kNow))), "fail/body_hash_mismatch");
  FakeDns revoked = DnsWith({"v=DKIM1; p="});
  EXPECT_EQ(Words(Verification(text, revoked, At(kNow, AbsentKey::kMayBeGone))), "none/key_gone");
  FakeDns parked = DnsWith({"v=spf1 -all"});
  EXPECT_EQ(Words(Verification(text, parked, At(kNow, AbsentKey::kMayBeGone))), "none/key_gone");
}

TEST(Verify, KeyLengths) {
  const struct {
    unsigned bits;
    std::string expected;
  } cases[] = {{768, "policy/key_too_short"}, {1024, "pass/verified"}};
  for (const auto& c : cases) {
    const test::PrivateKey key = test::MakeRsaKey(c.bits);
    FakeDns dns = DnsWith({RsaRecord(key)});
    const std::string text = SignMessage(kMessage, key);
    const Verification verification(text, dns, At(kNow));
    EXPECT_EQ(Words(verification), c.expected);
    EXPECT_EQ(verification.evidence[0].key_bits, static_cast<int>(c.bits));
    std::string altered = text;
    Replace(altered, "aiko@", "mika@");
    EXPECT_EQ(Words(Verification(altered, dns, At(kNow))), "fail/signature_mismatch");
  }
}

TEST(Verify, WhichKeyVerified) {
  const test::PrivateKey other = test::MakeRsaKey(1024);
  const std::string text = SignMessage(kMessage, TestRsaKey());
  FakeDns dns;
  dns.Set(kName, RrType::kTxt, {DnsStatus::kFound, {RsaRecord(other), Record("t=y;")}, {"key.example.net"}});
  const Verification verification(text, dns, At(kNow));
  ASSERT_EQ(Words(verification), "pass/verified");
  const DkimEvidence& e = verification.evidence[0];
  EXPECT_EQ(e.key_bits, 2048);
  EXPECT_EQ(e.key_records, 2);
  EXPECT_TRUE(e.other_keys_unusable);
  EXPECT_TRUE(e.key_testing);
  EXPECT_TRUE(e.key_cname);
}

TEST(Verify, HeaderIsCheckedThoughBodyDiffers) {
  std::string text = SignMessage(kMessage, TestRsaKey());
  Replace(text, "this is", "that is");
  FakeDns dns = DnsWith({RsaRecord(TestRsaKey())});
  const Verification verification(text, dns, At(kNow));
  EXPECT_TRUE(verification.evidence[0].header_ok);
  EXPECT_FALSE(verification.evidence[0].body_hash_ok);
}

TEST(Verify, TooLargeMessages) {
  const std::string text = SignMessage(kMessage, TestRsaKey());
  FakeDns dns = DnsWith({RsaRecord(TestRsaKey())});
  VerificationOptions options = At(kNow);
  options.extent = MessageExtent::kBeginning;
  const Verification verification(text, dns, options);
  EXPECT_EQ(Words(verification), "none/message_too_large");
  EXPECT_TRUE(verification.evidence[0].syntax_ok);
  EXPECT_EQ(verification.evidence[0].domain, "example.com");
  EXPECT_TRUE(dns.asked().empty());
}

TEST(Verify, ResultOfEveryReason) {
  EXPECT_EQ(DkimResultOf(DkimReason::kVerified), DkimResult::kPass);
  EXPECT_EQ(DkimResultOf(DkimReason::kBothMismatch), DkimResult::kFail);
  EXPECT_EQ(DkimResultOf(DkimReason::kAlgorithmSha1), DkimResult::kPolicy);
  EXPECT_EQ(DkimResultOf(DkimReason::kKeyTooLong), DkimResult::kPolicy);
  EXPECT_EQ(DkimResultOf(DkimReason::kSyntax), DkimResult::kPermError);
  EXPECT_EQ(DkimResultOf(DkimReason::kKeyStrictDomain), DkimResult::kPermError);
  EXPECT_EQ(DkimResultOf(DkimReason::kDnsFailure), DkimResult::kTempError);
  EXPECT_EQ(DkimResultOf(DkimReason::kKeyNotRecorded), DkimResult::kNone);
  EXPECT_EQ(DkimResultOf(DkimReason::kMessageTooLarge), DkimResult::kNone);
}

// Every combination verifies, with either line end in store, and any flipped bit of what is signed is
// noticed.
TEST(Verify, FlippedBitsAreNoticed) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  FakeDns rsa = DnsWith({RsaRecord(TestRsaKey())});
  FakeDns ed25519 = DnsWith({test::Ed25519Record(TestEd25519Key())});
  for (int round = 0; round < 200; ++round) {
    SignOptions options;
    const bool use_rsa = round % 2 == 0;
    options.algorithm = use_rsa ? DkimAlgorithm::kRsaSha256 : DkimAlgorithm::kEd25519Sha256;
    options.header = round & 2 ? Canonicalization::kSimple : Canonicalization::kRelaxed;
    options.body = round & 4 ? Canonicalization::kSimple : Canonicalization::kRelaxed;
    options.line_end = round & 8 ? "\n" : "\r\n";
    std::string text = kMessage;
    if (round & 8) std::erase(text, '\r');
    text = SignMessage(text, use_rsa ? TestRsaKey() : TestEd25519Key(), options);
    FakeDns& dns = use_rsa ? rsa : ed25519;
    ASSERT_EQ(Words(Verification(text, dns, At(kNow))), "pass/verified") << text;
    // Letters and digits only: white space may change under relaxed, and a line end or colon makes another
    // header of it. The last digit of base64 has bits that nobody reads.
    size_t at = 0;
    do {
      at = random() % text.size();
    } while (!IsClass(text[at], kAlpha | kDigit) || text[at + 1] == '=');
    // All bits but that of the letters' case, which field names may change.
    text[at] = static_cast<char>(text[at] ^ (1 << random() % 5));
    const Verification flipped(text, dns, At(kNow));
    // The field's own name may have been hit.
    if (flipped.evidence.size() == 1) {
      EXPECT_NE(flipped.evidence[0].result, DkimResult::kPass) << "at " << at << "\n" << text;
    }
  }
}

// Any bytes: nothing but an answer may come of them.
TEST(Verify, AnyBytes) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  FakeDns dns = DnsWith({RsaRecord(TestRsaKey())});
  const std::string good = SignMessage(kMessage, TestRsaKey());
  const std::string_view pieces[] = {
      "\n", "\r",       "\r\n",    ";",         "=",    ":",     "DKIM-Signature: ", "b=", "\n ",
      " ",  "\r\n\r\n", "h=From:", "From: x\n", "\xff", ">From "};
  for (int round = 0; round < 500; ++round) {
    std::string text = good;
    for (size_t i = 1 + random() % 8; i > 0; --i) {
      const size_t at = random() % (text.size() + 1);
      switch (random() % 3) {
        case 0:
          text.insert(at, pieces[random() % std::size(pieces)]);
          break;
        case 1:
          text.erase(at, random() % 50);
          break;
        default:
          text.insert(at, text.substr(random() % (text.size() + 1), random() % 200));
      }
    }
    VerificationOptions options = At(kNow);
    options.quoted_from_lines = random() % 2;
    const Verification verification(text, dns, options);
    for (const DkimEvidence& e : verification.evidence) EXPECT_EQ(e.result, DkimResultOf(e.reason));
  }
}

}  // namespace
}  // namespace kenpin
