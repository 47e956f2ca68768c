// Tables of key records, and the cache under threads.
#include "engine/dkim/key_record.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "engine/dkim/test_rfc_samples.h"

namespace kenpin {
namespace {

const std::string kP =
    "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
    "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
    "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB";

// What a record comes to, in words: "foreign", a reason, or the key and its flags.
std::string Describe(std::string_view text) {
  const std::optional<KeyRecord> r = ParseKeyRecord(text);
  if (!r) return "foreign";
  if (r->error) return std::string(DkimReasonName(*r->error));
  std::string out = (r->type == KeyType::kRsa ? "rsa " : "ed25519 ") + std::to_string(r->key->bits());
  if (!r->allows_sha256) out += " no-sha256";
  if (!r->allows_sha1) out += " no-sha1";
  if (!r->allows_email) out += " no-email";
  if (r->testing) out += " testing";
  if (r->strict_domain) out += " strict";
  return out;
}

TEST(KeyRecord, Table) {
  const std::pair<std::string, std::string> cases[] = {
      {std::string(test::kRfc6376Key), "rsa 1024"},
      {std::string(test::kRfc8463Ed25519Key), "ed25519 256"},
      {kP, "rsa 1024"},
      {"v=DKIM1; k=rsa; " + kP + ";", "rsa 1024"},
      {"v=DKIM1 ; k = RSA ; " + kP, "rsa 1024"},
      {"k=rsa; n=some notes; g=*; unknown=1; " + kP, "rsa 1024"},
      {"v=DKIM1; n=; " + kP, "rsa 1024"},
      {"h=sha1:sha256; " + kP, "rsa 1024"},
      {"h=sha256; " + kP, "rsa 1024 no-sha1"},
      {"h=sha1; " + kP, "rsa 1024 no-sha256"},
      {"h=sha512 : sha256; " + kP, "rsa 1024 no-sha1"},
      {"s=email; " + kP, "rsa 1024"},
      {"s=*; " + kP, "rsa 1024"},
      {"s=tlsrpt : email; " + kP, "rsa 1024"},
      {"s=tlsrpt; " + kP, "rsa 1024 no-email"},
      {"t=y; " + kP, "rsa 1024 testing"},
      {"t=y:s; " + kP, "rsa 1024 testing strict"},
      {"t=foo; " + kP, "rsa 1024"},
      {"v=DKIM1; p=", "key_revoked"},
      {"p= ; k=ed25519", "key_revoked"},
      {"k=new; p=", "key_revoked"},
      {"k=ed25519-sha256; " + kP, "key_algorithm_mismatch"},
      {"k=ed25519; " + kP, "key_undecodable"},
      {"k=ed25519; p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "key_undecodable"},
      {"p=!!!", "key_undecodable"},
      {"p=AAAA", "key_undecodable"},
      {"v=DKIM1", "key_syntax"},
      {"v=DKIM1; k=rsa", "key_syntax"},
      {"k=rsa; v=DKIM1; " + kP, "key_syntax"},
      {"v=DKIM1; k=rsa; k=rsa; " + kP, "key_syntax"},
      {"v=DKIM1; k=rsa;; " + kP, "key_syntax"},
      {"v=DKIM1: g=*; k=rsa; " + kP, "foreign"},
      {"v=DKIM2; " + kP, "foreign"},
      {"v=dkim1; " + kP, "foreign"},
      {"v=spf1 -all", "foreign"},
      {"v=DMARC1; p=none", "foreign"},
      {"hello", "foreign"},
      {"", "foreign"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(Describe(text), expected) << text;
}

TEST(KeySet, KeepsTheKeysInOrderUpToTheLimit) {
  DnsAnswer answer{DnsStatus::kFound, {"hello", "p=", "k=ed25519; p=AAAA"}, {}};
  EXPECT_EQ(ParseKeySet(answer).records.size(), 2u);
  answer.records.assign(100, "p=");
  EXPECT_EQ(ParseKeySet(answer).records.size(), kMaxKeysPerSelector);
}

TEST(KeyStore, ParsesOnceForAllThreads) {
  KeyStore store;
  std::vector<DnsAnswer> answers(50);
  for (DnsAnswer& answer : answers) answer = {DnsStatus::kFound, {kP}, {}};
  std::vector<std::vector<const KeySet*>> seen(4);
  std::vector<std::thread> threads;
  for (std::vector<const KeySet*>& mine : seen) {
    threads.emplace_back([&] {
      for (const DnsAnswer& answer : answers) mine.push_back(&store.Get(answer));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<const KeySet*>& mine : seen) EXPECT_EQ(mine, seen[0]);
  EXPECT_NE(seen[0][0], seen[0][1]);
  EXPECT_EQ(seen[0][0]->records[0].key->bits(), 1024);
}

}  // namespace
}  // namespace kenpin
