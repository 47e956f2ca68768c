#include "engine/report/redact_evidence.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/mail/mail_facts.h"
#include "engine/report/record.h"

namespace kenpin {
namespace {

constexpr std::string_view kEvidenceKey = "0123456789abcdef";

TEST(EvidenceRedactor, EveryTextOfTheMailIsLookedAt) {
  MailFacts mail;
  DeliveryFacts delivery;
  // Neither a host nor a word: wherever it still stands, nobody looked.
  CopyViews(&mail, [](std::string_view) { return std::string_view("john doe"); });
  mail.content.host_pairs = 1;
  mail.content.pairs[0] = {"john doe", "john doe"};
  Evidence evidence;
  evidence.mail = &mail;
  evidence.delivery = &delivery;
  EvidenceRedactor redactor(kEvidenceKey);
  MailFacts told = *redactor.Redact(evidence).mail;
  // Domains are A-labels when they stand here, and the names of scripts are Unicode's.
  for (std::string_view* domain :
       {&told.from.domain, &told.sender.domain, &told.identity.name_domain, &told.identity.original_domain,
        &told.identity.from.domain, &told.identity.reply_to.domain, &told.identity.sender.domain,
        &told.identity.from.script_names, &told.identity.reply_to.script_names,
        &told.identity.sender.script_names}) {
    *domain = {};
  }
  CopyViews(&told, [](std::string_view text) {
    EXPECT_NE(text, "john doe");
    return text;
  });
  EXPECT_EQ(mail.message_id.id, "john doe") << "the evidence itself stays";
}

TEST(EvidenceRedactor, RecordWithoutPersons) {
  MailFacts mail;
  mail.message_id.id = "secret1@shop.example";
  mail.unsubscribe.first_https = "https://shop.example/secret2";
  DeliveryFacts delivery;
  delivery.envelope.mail_from = "secret3@shop.example";
  delivery.envelope.helo = "out.shop.example";
  SignatureEvidence signature;
  signature.domain = "shop.example";
  signature.auid = "secret4@shop.example";
  Evidence evidence;
  evidence.mail = &mail;
  evidence.delivery = &delivery;
  evidence.signatures = {&signature, 1};
  EvidenceRedactor redactor(kEvidenceKey);
  const VerdictSet verdicts{};
  std::string record;
  for (int i = 0; i < 2; ++i) {
    record.clear();
    AppendRecord({&redactor.Redact(evidence), &verdicts, "a.mbox", 0, 1, std::nullopt}, &record);
    EXPECT_EQ(record.find("secret"), std::string::npos) << record;
    Redactor hash(kEvidenceKey);
    for (const std::string& told :
         {"\"" + hash.Hash("secret1") + "@shop.example\"", "https://shop.example/" + hash.Hash("/secret2"),
          hash.Hash("secret3") + "@shop.example", hash.Hash("secret4") + "@shop.example",
          std::string("\"out.shop.example\"")}) {
      EXPECT_NE(record.find(told), std::string::npos) << told << " in " << record;
    }
  }
}

}  // namespace
}  // namespace kenpin
