// Authentication-Results fields: the examples of RFC 8601, what the large receivers write, what nobody
// should, and any bytes at all.
#include "engine/mail/authentication_results.h"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace kenpin {
namespace {

// What was read, on one line: id/version: method/version=result reason {type.name=value (comment)} ...
std::string Describe(const AuthenticationResults& fields) {
  std::string out = "[" + std::string(fields.authserv_id) + "]" + std::to_string(fields.version);
  if (fields.none) out += "; none";
  for (const AuthResult& result : fields.results) {
    out += "; " + std::string(result.method_text);
    if (result.version != 1) out += "/" + std::to_string(result.version);
    out += "=" + std::string(result.result_text);
    if (!result.reason.empty()) out += " reason=<" + std::string(result.reason) + ">";
    for (const AuthProperty& property : result.properties) {
      out += " ";
      if (!property.type.empty()) out += std::string(property.type) + ".";
      out += std::string(property.name) + "=" + std::string(property.value);
      if (!property.comment.empty()) out += "(" + std::string(property.comment) + ")";
    }
  }
  return out;
}

struct ReadCase {
  const char* name;
  std::string field;
  std::string expected;
  AuthResultsError error = AuthResultsError::kNone;
};

// Else gtest names the case by its octets.
void PrintTo(const ReadCase& c, std::ostream* out) { *out << c.name; }

class AuthenticationResultsShapes : public ::testing::TestWithParam<ReadCase> {};

TEST_P(AuthenticationResultsShapes, AreRead) {
  Arena arena;
  const AuthenticationResults fields = ParseAuthenticationResults(GetParam().field, arena);
  EXPECT_EQ(Describe(fields), GetParam().expected);
  EXPECT_EQ(fields.error, GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(
    All, AuthenticationResultsShapes,
    ::testing::Values(
        ReadCase{"None", " example.org 1; none", "[example.org]1; none"},
        ReadCase{"NoneWithComment", " example.org; none (not checked)", "[example.org]1; none"},
        ReadCase{"Version", " example.org 2; spf=pass", "[example.org]2; spf=pass"},
        ReadCase{"QuotedId", " \"a;\\\"b\" ; spf=pass", "[a;\"b]1; spf=pass"},
        ReadCase{"Folded", " example.com;\r\n\tspf=pass\r\n smtp.mailfrom=example.net;\n dkim=none",
                 "[example.com]1; spf=pass smtp.mailfrom=example.net; dkim=none"},
        ReadCase{
            "CommentsEverywhere",
            " foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) "
            "fail\r\n"
            "  policy (A dot can go here) . (like that) expired\r\n"
            "  (this surprised me) = (as I wasn't expecting it) 1362471462",
            "[foo.example.net]1; dkim=fail policy.expired=1362471462"},
        ReadCase{"MethodVersion", " a.example; dkim/2=pass", "[a.example]1; dkim/2=pass"},
        ReadCase{
            "Gmail",
            " mx.google.com;\r\n       dkim=pass header.i=@example.com header.s=s1 header.b=\"a/b+c=\";\r\n"
            "       spf=pass (google.com: domain of b@m.example.com designates 192.0.2.1 as permitted "
            "sender) "
            "smtp.mailfrom=b@m.example.com;\r\n       dmarc=pass (p=REJECT sp=REJECT dis=NONE) "
            "header.from=example.com",
            "[mx.google.com]1; dkim=pass header.i=@example.com header.s=s1 header.b=a/b+c=; spf=pass "
            "smtp.mailfrom=b@m.example.com; dmarc=pass header.from=example.com"},
        ReadCase{
            "ExchangeOnline",
            " spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=m.example.com; dkim=none (message not "
            "signed)\r\n"
            " header.d=none;dmarc=bestguesspass action=none header.from=example.com;compauth=pass reason=109",
            "[]1; spf=pass smtp.mailfrom=m.example.com; dkim=none header.d=none; dmarc=bestguesspass "
            "action=none "
            "header.from=example.com; compauth=pass reason=<109>"},
        ReadCase{"ExchangeSpaced", " dkim = pass header.d=example.com",
                 "[]1; dkim=pass header.d=example.com"},
        ReadCase{"Proton",
                 " mail.protonmail.ch; spf=pass smtp.remote-ip=\"2001:db8::1\" smtp.mailfrom=a@example.com; "
                 "dkim=pass "
                 "(2048-bit key) header.d=example.com header.i=@example.com header.b=\"Ab+/\"",
                 "[mail.protonmail.ch]1; spf=pass smtp.remote-ip=2001:db8::1 smtp.mailfrom=a@example.com; "
                 "dkim=pass "
                 "header.d=example.com header.i=@example.com header.b=Ab+/"},
        ReadCase{"Icloud", " bimi.icloud.com; bimi=skipped reason=\"insufficient dmarc\"",
                 "[bimi.icloud.com]1; bimi=skipped reason=<insufficient dmarc>"},
        ReadCase{"UpperCase", " A.Example; SPF=Pass SMTP.MailFrom=A@Example.COM",
                 "[A.Example]1; spf=pass smtp.mailfrom=A@Example.COM"},
        ReadCase{"Batv", " a.example; spf=pass smtp.mailfrom=prvs=0123=u+x@example.com",
                 "[a.example]1; spf=pass smtp.mailfrom=prvs=0123=u+x@example.com"},
        ReadCase{"QuotedLocalPart", " a.example; spf=pass smtp.mailfrom=\"a;b c\"@example.com",
                 "[a.example]1; spf=pass smtp.mailfrom=\"a;b c\"@example.com"},
        ReadCase{"PropertyComment", " a.example; iprev=pass policy.iprev=\"192.0.2.1\" (m.example (x))",
                 "[a.example]1; iprev=pass policy.iprev=192.0.2.1(m.example (x))"},
        ReadCase{"LastSemicolon", " a.example; spf=pass;", "[a.example]1; spf=pass"},
        ReadCase{"EncodedWord",
                 " =?us-ascii?Q?spf=3Dpass_smtp.mailfrom=3Dexample.com;?=\r\n =?us-ascii?Q?dkim=3Dnone?=",
                 "[]1; spf=pass smtp.mailfrom=example.com; dkim=none"},
        ReadCase{"BareIpv6", " a.example; iprev=pass policy.iprev=2001:db8::1",
                 "[a.example]1; iprev=pass policy.iprev=2001:db8::1", AuthResultsError::kSyntax},
        ReadCase{"NullSender", " a.example; spf=pass smtp.mailfrom=<>",
                 "[a.example]1; spf=pass smtp.mailfrom=<>", AuthResultsError::kSyntax},
        ReadCase{"NoResult", " a.example; dkim=; spf=pass", "[a.example]1; dkim=; spf=pass",
                 AuthResultsError::kSyntax},
        ReadCase{"IdTwice", " a.example; dkim=none (x) header.d=none;a.example; dmarc=none",
                 "[a.example]1; dkim=none header.d=none; dmarc=none", AuthResultsError::kSyntax},
        ReadCase{"NoSemicolonBehindId", " a.example spf=pass", "[a.example]1; spf=pass",
                 AuthResultsError::kSyntax},
        ReadCase{"GarbageInside", " a.example; spf=pass :: [x] smtp.mailfrom=b.example",
                 "[a.example]1; spf=pass smtp.mailfrom=b.example", AuthResultsError::kSyntax},
        ReadCase{"UnclosedComment", " a.example; spf=pass (sender; dkim=pass",
                 "[a.example]1; spf=pass; dkim=pass", AuthResultsError::kSyntax},
        ReadCase{"UnclosedQuote", " a.example; spf=pass reason=\"x; dkim=pass",
                 "[a.example]1; spf=pass reason=<\"x>; dkim=pass", AuthResultsError::kSyntax},
        ReadCase{"Empty", "", "[]1", AuthResultsError::kSyntax},
        ReadCase{"OnlySemicolons", ";;;", "[]1", AuthResultsError::kSyntax}),
    [](const ::testing::TestParamInfo<ReadCase>& test) { return test.param.name; });

TEST(AuthenticationResultsTest, KeepsComments) {
  Arena arena;
  const AuthenticationResults fields = ParseAuthenticationResults(
      "mx.google.com; dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=example.com; spf=none (no (such) "
      "record)",
      arena);
  ASSERT_EQ(fields.results.size(), 2u);
  ASSERT_EQ(fields.results[0].comments.size(), 1u);
  EXPECT_EQ(fields.results[0].comments[0], "p=REJECT sp=REJECT dis=NONE");
  ASSERT_EQ(fields.results[1].comments.size(), 1u);
  EXPECT_EQ(fields.results[1].comments[0], "no (such) record");
  EXPECT_EQ(fields.comments.size(), 2u);
}

TEST(AuthenticationResultsTest, FindsMethodsAndProperties) {
  Arena arena;
  const AuthenticationResults fields =
      ParseAuthenticationResults("a; spf=pass smtp.helo=h smtp.mailfrom=m; x-new=pass; dmarc=fail", arena);
  const AuthResult* spf = fields.Find(AuthMethod::kSpf);
  ASSERT_NE(spf, nullptr);
  EXPECT_EQ(spf->Value("smtp", "mailfrom"), "m");
  EXPECT_EQ(spf->Value("smtp", "from"), "");
  EXPECT_EQ(fields.results[1].method, AuthMethod::kOther);
  EXPECT_EQ(fields.Find(AuthMethod::kArc), nullptr);
}

TEST(AuthenticationResultsTest, ResultWordsByTheirSpellings) {
  const std::vector<std::pair<std::string, AuthWord>> words = {
      {"none", AuthWord::kNone},          {"PASS", AuthWord::kPass},
      {"hardfail", AuthWord::kFail},      {"softfail", AuthWord::kSoftFail},
      {"neutral", AuthWord::kNeutral},    {"policy", AuthWord::kPolicy},
      {"tempfail", AuthWord::kTempError}, {"perm_fail", AuthWord::kPermError},
      {"timeout", AuthWord::kTimeout},    {"ignore", AuthWord::kIgnore},
      {"test", AuthWord::kTest},          {"bestguesspass", AuthWord::kBestGuessPass},
      {"whatever", AuthWord::kOther},
  };
  for (const auto& [text, word] : words) {
    Arena arena;
    const AuthenticationResults fields = ParseAuthenticationResults("a; spf=" + text, arena);
    ASSERT_EQ(fields.results.size(), 1u) << text;
    EXPECT_EQ(fields.results[0].word, word) << text;
  }
}

TEST(AuthenticationResultsTest, ArcInstances) {
  const std::vector<std::pair<std::string, uint32_t>> fields = {
      {" i=1; a.example; spf=pass", 1},
      {"\r\n i (x) = (y) 12 (z) ; a.example; none", 12},
      {" i=1 a.example; spf=pass", 0},
      {" a.example; i=1; spf=pass", 0},
      {" i=; a.example; spf=pass", 0},
      {" I=1; a.example; none", 0},
      {" i=99999999999999; a; none", 999},
      {" i=0; a; none", 0},
      {"", 0},
      {" i", 0},
  };
  for (const auto& [field, instance] : fields) {
    Arena arena;
    EXPECT_EQ(ParseArcAuthenticationResults(field, arena).instance, instance) << field;
  }
  Arena arena;
  const AuthenticationResults read =
      ParseArcAuthenticationResults(" i=3; a.example; dmarc=pass header.from=b", arena);
  EXPECT_EQ(Describe(read), "[a.example]1; dmarc=pass header.from=b");
}

TEST(AuthenticationResultsTest, LimitsHaveTheirName) {
  const std::string head = "a.example";
  std::string results = head, properties = head + "; spf=pass", comments = head + "; spf=pass",
              bytes = head + "; spf=pass (";
  for (size_t i = 0; i <= kMaxAuthResults; ++i) results += "; spf=pass";
  for (size_t i = 0; i <= kMaxAuthProperties; ++i) properties += " a.b=c";
  for (size_t i = 0; i <= kMaxAuthComments; ++i) comments += " (c)";
  bytes += std::string(kMaxAuthResultsBytes, 'x') + ")";
  for (const std::string& field : {results, properties, comments, bytes}) {
    Arena arena;
    const AuthenticationResults fields = ParseAuthenticationResults(field, arena);
    EXPECT_EQ(fields.error, AuthResultsError::kTooLong);
    EXPECT_LE(fields.results.size(), kMaxAuthResults);
    ASSERT_FALSE(fields.results.empty());
    EXPECT_LE(fields.results[0].properties.size(), kMaxAuthProperties);
    EXPECT_LE(fields.comments.size(), kMaxAuthComments);
  }
}

// A megabyte of whatever might make a parser go back.
TEST(AuthenticationResultsTest, HostileFieldsEnd) {
  for (const char* piece :
       {"(", ")", "\"", "\\", ";", "=", "a=", "a.b=", "/", "(a", "a=b;", "a.b=\"", "=?a?q?b?=", "i="}) {
    std::string field = "a;";
    while (field.size() < 1'000'000) field += piece;
    Arena arena;
    const AuthenticationResults fields = ParseAuthenticationResults(field, arena);
    EXPECT_EQ(fields.error, AuthResultsError::kTooLong) << piece;
    ParseArcAuthenticationResults(field, arena);
  }
}

TEST(AuthenticationResultsTest, AnyBytesAreRead) {
  constexpr unsigned kSeed = 20260711;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random(kSeed);
  const std::string alphabet("ai=;.()\"\\ \t\r\n/1:@<\0\xe3\x81", 21);
  for (int round = 0; round < 20'000; ++round) {
    std::string field(random() % 60, ' ');
    for (char& c : field) c = alphabet[random() % alphabet.size()];
    // Exactly as large as the bytes are, so that AddressSanitizer sees a read beyond.
    const std::vector<char> bytes(field.begin(), field.end());
    Arena arena;
    const AuthenticationResults fields = ParseAuthenticationResults({bytes.data(), bytes.size()}, arena);
    for (const AuthResult& result : fields.results) {
      EXPECT_FALSE(result.method_text.empty());
      EXPECT_EQ(result.result_text.find_first_of(" ;=()"), std::string_view::npos);
    }
    ParseArcAuthenticationResults({bytes.data(), bytes.size()}, arena);
  }
}

}  // namespace
}  // namespace kenpin
