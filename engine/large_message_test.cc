// A message that is too large to be kept is verified as any other: the same message, once with a limit below
// its size, comes to the same results of DKIM and ARC, from every kind of input and with any threads.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "engine/dkim/large_body_hashes.h"
#include "engine/dkim/test_arc.h"
#include "engine/dkim/test_signer.h"
#include "engine/pipeline.h"
#include "engine/test_stores.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;
using test::SignMessage;
using test::SignOptions;

constexpr std::string_view kHeader =
    "Date: Tue, 16 Jan 2024 09:00:00 +0900\r\n"
    "From: Shop <news@example.com>\r\n"
    "To: a@receiver.org\r\n"
    "Message-ID: <1@example.com>\r\n"
    "Subject: Hello\r\n"
    "\r\n";
constexpr std::string_view kSeparator = "From news@example.com Tue Jan 16 09:00:00 2024\n";

// Some hundred KiB of lines, spaces, empty lines.
std::string Body(uint32_t seed) {
  std::mt19937 random(seed);
  std::string body;
  while (body.size() < 300'000) {
    body.append(random() % 90, 'x');
    constexpr std::string_view kEnds[] = {"\r\n", " \t \r\n", "\r\n\r\n\r\n", " b\r\n"};
    body += kEnds[random() % 4];
  }
  return body + "\r\n\r\n";
}

SignOptions Options(Canonicalization body, std::optional<size_t> limit, std::string selector = "sel") {
  SignOptions options;
  options.header = Canonicalization::kRelaxed;
  options.body = body;
  options.limit = limit;
  options.selector = std::move(selector);
  return options;
}

// Signed in many ways, and sealed; there is no key for one of them.
std::string Signed(const std::string& body) {
  std::string text = std::string(kHeader) + body;
  text = SignMessage(text, test::TestRsaKey(), Options(Canonicalization::kSimple, {}));
  text = SignMessage(text, test::TestRsaKey(), Options(Canonicalization::kRelaxed, 200'000));
  text = SignMessage(text, test::TestRsaKey(), Options(Canonicalization::kSimple, 0));
  text = SignMessage(text, test::TestRsaKey(), Options(Canonicalization::kRelaxed, {}, "gone"));
  SignOptions ed25519 = Options(Canonicalization::kRelaxed, {}, "ed");
  ed25519.algorithm = DkimAlgorithm::kEd25519Sha256;
  return test::SealMessage(SignMessage(text, test::TestEd25519Key(), ed25519), test::TestRsaKey());
}

std::string WithLf(std::string text) {
  std::erase(text, '\r');
  return text;
}

class LargeMessage : public ::testing::Test {
 protected:
  LargeMessage() {
    dns_.SetTxt("sel._domainkey.example.com", {test::RsaRecord(test::TestRsaKey())});
    dns_.SetTxt("arc._domainkey.relay.example", {test::RsaRecord(test::TestRsaKey())});
    dns_.SetTxt("ed._domainkey.example.com", {test::Ed25519Record(test::TestEd25519Key())});
  }

  std::vector<Json> Records(const std::string& path, size_t limit, uint32_t threads = 1,
                            size_t chunk_bytes = 40'000) {
    TestStores stores;
    ScanContext context = stores.Context(dns_);
    context.judged_time.now = 1705363200;  // 2024-01-16.
    context.write_records = true;
    const LargeBodyHasher hasher;
    CorpusOptions options;
    options.chunk_bytes = chunk_bytes;
    options.max_message_bytes = limit;
    options.large_bodies = &hasher;
    Corpus corpus({path}, options);
    std::vector<Json> records;
    RunPipeline(corpus, context, {threads, 3}, [&](const PendingChunk& chunk) {
      std::string_view rest = chunk.records;
      while (!rest.empty()) {
        const size_t end = rest.find('\n');
        records.push_back(Json::parse(rest.substr(0, end)));
        rest.remove_prefix(end + 1);
      }
      return true;
    });
    return records;
  }

  // Every result with a small limit is that with none.
  void ExpectAsSmall(const std::string& path, size_t count) {
    SCOPED_TRACE(path);
    const std::vector<Json> expected = Records(path, kMaxMessageBytes);
    ASSERT_EQ(expected.size(), count);
    for (const uint32_t threads : {1u, 3u}) {
      for (const size_t limit : {size_t{8000}, size_t{150'000}}) {
        const std::vector<Json> got = Records(path, limit, threads);
        ASSERT_EQ(got.size(), count);
        for (size_t i = 0; i < count; ++i) {
          EXPECT_EQ(got[i]["flaws"].dump().find("too_large") != std::string::npos, got[i]["length"] > limit);
          EXPECT_EQ(got[i]["dkim"], expected[i]["dkim"]);
          EXPECT_EQ(got[i]["arc"], expected[i]["arc"]);
          EXPECT_EQ(got[i]["body_digest"], expected[i]["body_digest"]);
          EXPECT_EQ(got[i]["rules"]["dkim-verify"], expected[i]["rules"]["dkim-verify"]);
          EXPECT_EQ(got[i]["message_id"], expected[i]["message_id"]);
        }
      }
    }
  }

  test::FakeDns dns_;
  TestDirectory directory_;
};

TEST_F(LargeMessage, VerifiesAsAnyOther) {
  const std::string text = Signed(Body(1));
  const std::string path = directory_.Write("a.eml", text);
  const Json record = Records(path, 100'000).at(0);
  ASSERT_EQ(record["dkim"].size(), 5u);
  EXPECT_EQ(record["dkim"][0]["result"], "pass") << record["dkim"][0];
  EXPECT_EQ(record["dkim"][1]["result"], "none") << "without a key";
  for (const size_t i : {2, 3, 4}) EXPECT_EQ(record["dkim"][i]["result"], "pass") << record["dkim"][i];
  EXPECT_EQ(record["flaws"], Json::array({"too_large"}));
  EXPECT_TRUE(record["body_digest"].is_string());
  EXPECT_EQ(record["arc"]["result"], "pass") << record["arc"];
  // What nobody has looked at is unknown.
  EXPECT_EQ(record["rules"]["format-mime"], "unknown");
  EXPECT_EQ(record["reasons"]["format-mime"], "message_too_large");
  EXPECT_EQ(record["rules"]["format-line-length"], "unknown");
  ExpectAsSmall(path, 1);
}

TEST_F(LargeMessage, AChangeBehindWhatIsKeptIsFound) {
  std::string text = Signed(Body(2));
  text[text.size() - 1000] ^= 1;
  const std::string path = directory_.Write("a.eml", text);
  const Json record = Records(path, 100'000).at(0);
  EXPECT_EQ(record["dkim"][0]["result"], "fail");
  EXPECT_EQ(record["dkim"][0]["reason"], "body_hash_mismatch");
  EXPECT_EQ(record["dkim"][3]["result"], "pass") << "l= ends before it";
  EXPECT_EQ(record["dkim"][4]["reason"], "body_hash_mismatch");
  ExpectAsSmall(path, 1);
}

TEST_F(LargeMessage, FromEveryKindOfInput) {
  const std::string small = SignMessage(std::string(kHeader) + "Hello.\r\n", test::TestRsaKey());
  const std::string large = Signed(Body(3));
  const std::string separator(kSeparator);
  const std::string mbox = separator + WithLf(small) + "\n" + separator + WithLf(large) + "\n" + separator +
                           WithLf(Signed(Body(4))) + "\n" + separator + WithLf(small) + "\n";
  ExpectAsSmall(directory_.Write("a.mbox", mbox), 4);
  ExpectAsSmall(directory_.Write("a.mbox.gz", Compress(Compression::kGzip, mbox)), 4);
  ExpectAsSmall(directory_.Write(
                    "a.tar", MakeArchive(ArchiveKind::kTar,
                                         {{"1.eml", small, ""}, {"2.eml", large, ""}, {"3.mbox", mbox, ""}})),
                6);
  directory_.Write("maildir/cur/1", small);
  directory_.Write("maildir/cur/2", WithLf(large));
  directory_.Write("maildir/new/3", large);
  ExpectAsSmall(directory_.PathOf("maildir"), 3);
}

// Signed before and after an mbox writer has quoted its lines.
TEST_F(LargeMessage, QuotedLinesAreReadInBothWays) {
  std::string body = Body(5);
  body.insert(body.find("\r\n", 250'000) + 2, "From here on\r\n>From there\r\n");
  std::string quoted = body;
  quoted.replace(quoted.find("\nFrom here"), 1, "\n>");
  quoted.replace(quoted.find("\n>From there"), 1, "\n>");
  const std::string separator(kSeparator);
  std::string before = Signed(body);
  before.replace(before.size() - body.size(), body.size(), quoted);
  const std::string mbox = separator + WithLf(before) + "\n" + separator + WithLf(Signed(quoted)) + "\n";
  const std::string path = directory_.Write("a.mbox", mbox);
  const std::vector<Json> records = Records(path, 100'000);
  ASSERT_EQ(records.size(), 2u);
  for (const Json& record : records) {
    EXPECT_EQ(record["dkim"][0]["result"], "pass") << record["dkim"][0];
    EXPECT_EQ(record["dkim"][4]["result"], "pass") << record["dkim"][4];
  }
  ExpectAsSmall(path, 2);
}

TEST_F(LargeMessage, WithoutTheEndOfItsHeaderNothingIsVerified) {
  const std::string text = Signed(Body(6));
  const Json record = Records(directory_.Write("a.eml", text), text.find("\r\n\r\n") - 20).at(0);
  EXPECT_EQ(record["body_digest"], nullptr);
  EXPECT_EQ(record["dkim"].at(0)["reason"], "message_too_large");
  EXPECT_EQ(record["arc"]["reason"], "message_too_large");
}

}  // namespace
}  // namespace kenpin
