#include "engine/process_chunk.h"

#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "engine/dkim/test_signer.h"
#include "engine/test_stores.h"
#include "io/dns_snapshot.h"
#include "tests/fake_dns.h"

namespace kenpin {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kPlain =
    "Date: Tue, 16 Jan 2024 09:00:00 +0900\r\n"
    "From: Shop <news@mail.shop.com>\r\n"
    "To: a@receiver.org\r\n"
    "Message-ID: <1@mail.shop.com>\r\n"
    "Subject: Hello\r\n"
    "\r\n"
    "Hello.\r\n";

constexpr std::string_view kUnsignedKey =
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.com; s=sel; h=From:From;\r\n"
    " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n";

class ProcessChunk : public ::testing::Test {
 protected:
  ProcessChunk() {
    context_ = stores_.Context(*dns_);
    context_.judged_time.now = 1705363200;  // 2024-01-16.
    context_.write_records = true;
  }

  // Puts the messages into the worker's chunk, one behind the other, as a reader would.
  static void Fill(Worker& worker, const std::vector<std::string>& messages) {
    Chunk& chunk = worker.chunk();
    size_t size = 0;
    for (const std::string& message : messages) size += message.size();
    chunk.buffer.Reserve(size);
    chunk.buffer.Resize(size);
    chunk.files = {"test.eml"};
    size_t at = 0;
    for (const std::string& message : messages) {
      std::memcpy(chunk.buffer.data() + at, message.data(), message.size());
      MessageRange range;
      range.bytes = chunk.buffer.view().substr(at, message.size());
      range.ordinal.offset = at;
      range.length = message.size();
      chunk.messages.push_back(range);
      at += message.size();
    }
  }

  // Runs both halves and returns the records.
  std::vector<Json> Process(const std::vector<std::string>& messages) {
    Worker worker(context_, 3, 1 << 20);
    Fill(worker, messages);
    worker.ProcessBytes(&pending_);
    worker.JudgeMessages(&pending_);
    std::vector<Json> records;
    std::string_view rest = pending_.records;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      records.push_back(Json::parse(rest.substr(0, end)));
      rest.remove_prefix(end + 1);
    }
    counts_ = worker.counts();
    batch_counts_ = worker.batch_counts();
    return records;
  }

  std::unique_ptr<DnsClient> dns_ = MakeDnsOff();
  TestStores stores_;
  ScanContext context_;
  PendingChunk pending_;
  WorkerCounts counts_;
  RsaBatchCounts batch_counts_;
};

TEST_F(ProcessChunk, UnsignedMessageIsHashedAndJudged) {
  const std::vector<Json> records = Process({std::string(kPlain)});
  ASSERT_EQ(records.size(), 1u);
  const Json& record = records[0];
  EXPECT_EQ(record["mode"], "presend");
  EXPECT_EQ(record["author_domain"], "mail.shop.com");
  EXPECT_EQ(record["org_domain"], "shop.com");
  EXPECT_EQ(record["message_id"], "1@mail.shop.com");
  EXPECT_EQ(record["date"], "2024-01-16T00:00:00Z");
  EXPECT_EQ(record["dkim"], Json::array());
  // SHA-256 of "Hello.\r\n".
  EXPECT_EQ(record["body_digest"], "c9942ad5cf308c19747d9e1673fa2b68c0801b599926fe6ffe196fc85cbeb7a0");
  EXPECT_EQ(record["rules"]["format-date"], "pass");
  EXPECT_EQ(record["rules"]["dkim-verify"], "na");
  EXPECT_EQ(record["reasons"]["dkim-verify"], "no_signature");
}

TEST_F(ProcessChunk, MessagesOfAChunkDoNotMix) {
  std::string other(kPlain);
  other.replace(other.find("mail.shop.com>\r\nTo"), 13, "mail.else.com");
  other.replace(other.find("Hello.\r\n"), 5, "Other");
  const std::vector<Json> records = Process({std::string(kPlain), other, std::string(kPlain)});
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(records[1]["author_domain"], "mail.else.com");
  EXPECT_EQ(records[0]["body_digest"], records[2]["body_digest"]);
  EXPECT_NE(records[0]["body_digest"], records[1]["body_digest"]);
  EXPECT_EQ(records[1]["offset"], kPlain.size());
}

TEST_F(ProcessChunk, KeyThatCannotBeHadIsUnknown) {
  const std::vector<Json> records = Process({std::string(kUnsignedKey) + std::string(kPlain)});
  const Json& dkim = records.at(0)["dkim"].at(0);
  EXPECT_EQ(dkim["d"], "shop.com");
  EXPECT_EQ(dkim["s"], "sel");
  EXPECT_EQ(dkim["aligned"], true);
  EXPECT_EQ(records[0]["rules"]["dkim-key-record"], "unknown");
  EXPECT_EQ(counts_.dns_asked, 2u) << "the key and the policy";
  EXPECT_EQ(counts_.dns_answered, 0u);
}

TEST_F(ProcessChunk, CutMessageIsNotHashed) {
  Worker worker(context_, 3, 1 << 20);
  Fill(worker, {std::string(kUnsignedKey) + std::string(kPlain)});
  worker.chunk().messages[0].flaws = static_cast<uint8_t>(RecordFlaw::kTooLarge);
  worker.ProcessBytes(&pending_);
  worker.JudgeMessages(&pending_);
  const Json record = Json::parse(pending_.records);
  EXPECT_EQ(record["body_digest"], nullptr);
  EXPECT_EQ(record["flaws"], Json::array({"too_large"}));
  EXPECT_EQ(record["dkim"].at(0)["reason"], "message_too_large");
}

TEST_F(ProcessChunk, SelectionByDomain) {
  context_.domain = "shop.com";
  std::string other(kPlain);
  other.replace(other.find("mail.shop.com>\r\nTo"), 13, "mail.else.com");
  std::string similar(kPlain);
  similar.replace(similar.find("mail.shop.com>\r\nTo"), 13, "maiXshop.com");
  const std::vector<Json> records = Process({other, std::string(kPlain), similar});
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(records[0]["author_domain"], "mail.shop.com");
  EXPECT_EQ(pending_.read_messages, 3u) << "what is not selected was read all the same";
}

TEST_F(ProcessChunk, SelectionByTimeLeavesOutTheUndated) {
  context_.since = 1705363200;
  context_.until = 1705363201;
  std::string undated(kPlain);
  undated.erase(0, undated.find("From"));
  std::string later(kPlain);
  later.replace(later.find("09:00:00"), 8, "09:00:01");
  EXPECT_EQ(Process({undated, std::string(kPlain), later}).size(), 1u);
}

TEST_F(ProcessChunk, LimitCountsSelectedMessages) {
  context_.limit = 3;
  Worker worker(context_, 3, 1 << 20);
  Fill(worker, {std::string(kPlain), std::string(kPlain)});
  worker.ProcessBytes(&pending_);
  EXPECT_FALSE(worker.limit_reached());
  pending_.Clear();
  Fill(worker, {std::string(kPlain), std::string(kPlain)});
  worker.ProcessBytes(&pending_);
  EXPECT_EQ(pending_.messages.size(), 1u);
  EXPECT_TRUE(worker.limit_reached());
}

TEST_F(ProcessChunk, NothingOfTheChunkSurvivesTheFirstHalf) {
  Worker worker(context_, 3, 1 << 20);
  Fill(worker, {std::string(kUnsignedKey) + std::string(kPlain)});
  worker.ProcessBytes(&pending_);
  // The next chunk overwrites the buffer before the second half of the first one runs.
  Fill(worker, {std::string(2000, 'x')});
  PendingChunk next;
  worker.ProcessBytes(&next);
  worker.JudgeMessages(&pending_);
  const Json record = Json::parse(pending_.records);
  EXPECT_EQ(record["author_domain"], "mail.shop.com");
  EXPECT_EQ(record["message_id"], "1@mail.shop.com");
  EXPECT_EQ(record["dkim"].at(0)["s"], "sel");
}

// Signatures of keys that batches take and of such that they do not, some of them broken.
TEST_F(ProcessChunk, KernelsFindTheSame) {
  const test::PrivateKey signers[] = {test::MakeRsaKey(1024), test::MakeRsaKey(2048), test::MakeRsaKey(1536),
                                      test::MakeEd25519Key()};
  test::FakeDns dns;
  for (size_t i = 0; i < 4; ++i) {
    const std::string name = "s" + std::to_string(i) + "._domainkey.shop.com";
    dns.SetTxt(name, {i == 3 ? test::Ed25519Record(signers[i]) : test::RsaRecord(signers[i])});
  }
  std::vector<std::string> messages;
  for (size_t i = 0; i < 43; ++i) {
    std::string text = test::ReferenceCrlf(kPlain);
    text.insert(text.find("Hello\r\n") + 5, " " + std::to_string(i));
    test::SignOptions options;
    options.domain = "shop.com";
    options.selector = "s" + std::to_string(i % 4);
    if (i % 4 == 3) options.algorithm = DkimAlgorithm::kEd25519Sha256;
    text = test::SignMessage(text, signers[i % 4], options);
    if (i % 7 == 0) text.insert(text.find("Subject: ") + 9, "[list] ");
    if (i % 5 == 0) text.append("more\r\n");
    messages.push_back(text);
  }
  std::vector<Json> first;
  for (const CryptoKernels kernels : {CryptoKernels::kOpenssl, CryptoKernels::kAuto, CryptoKernels::kLanes}) {
    context_ = stores_.Context(dns);
    context_.judged_time.now = 1705363200;
    context_.write_records = true;
    context_.kernels = kernels;
    pending_.Clear();
    const std::vector<Json> records = Process(messages);
    ASSERT_EQ(records.size(), messages.size());
    if (first.empty()) first = records;
    EXPECT_EQ(records, first);
    for (size_t i = 0; i < records.size(); ++i) {
      const bool intact = i % 7 != 0 && i % 5 != 0;
      EXPECT_EQ(records[i]["dkim"].at(0)["result"], intact ? "pass" : "fail") << i;
    }
    if (kernels == CryptoKernels::kOpenssl) {
      EXPECT_EQ(batch_counts_.checked, 0u);
    }
    if (kernels != CryptoKernels::kLanes) continue;
    EXPECT_EQ(batch_counts_.checked, 22u) << "of 1024 and of 2048 bits";
    EXPECT_EQ(batch_counts_.valid, 19u) << "but for three changed subjects";
  }
}

TEST_F(ProcessChunk, ToldTrafficOutranksSigns) {
  context_.traffic = UnsubscribeClass::kTransactional;
  const std::vector<Json> records =
      Process({"List-Unsubscribe: <https://shop.com/u>\r\nList-Id: <l.shop.com>\r\n" + std::string(kPlain)});
  EXPECT_EQ(records.at(0)["unsubscribe"]["class"], "transactional");
  EXPECT_EQ(records[0]["rules"]["unsub-one-click"], "na");
}

}  // namespace
}  // namespace kenpin
