// For tests of what is made of a whole message: a message in parts, a zone that is all of DNS, and one call.
#ifndef KENPIN_TESTS_AUTHENTICATION_SCENE_H_
#define KENPIN_TESTS_AUTHENTICATION_SCENE_H_

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/auth/authenticate.h"
#include "engine/mail/authentication_results.h"
#include "tests/zone_dns.h"

namespace kenpin::test {

// The list that the tests of this folder share: registries and one private suffix.
inline std::unique_ptr<PublicSuffixList> SmallSuffixList() {
  const std::string path = ::testing::TempDir() + "/kenpin_auth_" +
                           ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".dat";
  std::ofstream(path) << "// ===BEGIN ICANN DOMAINS===\ncom\nnet\norg\njp\nco.jp\nexample\ntest\n"
                         "// ===END ICANN DOMAINS===\n// ===BEGIN PRIVATE DOMAINS===\nblogs.com\n"
                         "// ===END PRIVATE DOMAINS===\n";
  std::unique_ptr<PublicSuffixList> list = PublicSuffixList::Load(path);
  std::filesystem::remove(path);
  return list;
}

// From: somebody@example.com by way of 192.0.2.25, delivered, without a receiver's word.
class Scene {
 public:
  static constexpr IpAddress kClient{IpFamily::kIpv4, {192, 0, 2, 25}};

  explicit Scene(AnswerOrder order = AnswerOrder::kAtOnce) : dns(order), suffixes(SmallSuffixList()) {
    From("example.com");
    mail.header_line_ends.crlf = mail.body_line_ends.crlf = 10;
    evidence.mode = Mode::kArchive;
    evidence.dns_contemporary = true;
    evidence.judged_at = 1'700'000'000;
    delivery.has_receiver_evidence = true;
    delivery.envelope.client_basis = delivery.envelope.helo_basis = EnvelopeBasis::kReceived;
    delivery.envelope.client = kClient;
    delivery.envelope.helo = "out.service.net";
  }

  void From(std::string_view domain) {
    mail.from.field_count = mail.from.mailbox_count = 1;
    mail.from.domain_form = DomainForm::kOk;
    mail.from.domain = domain;
    evidence.author.domain = domain;
    evidence.author.org_domain = suffixes->OrganizationalDomain(domain);
  }

  // With an empty address: the null sender.
  void MailFrom(std::string_view address) {
    EnvelopeFacts& envelope = delivery.envelope;
    envelope.mail_from_basis = EnvelopeBasis::kReturnPath;
    envelope.null_sender = address.empty();
    envelope.mail_from = address;
    envelope.mail_from_domain = address.substr(address.empty() ? 0 : address.find('@') + 1);
  }

  void Txt(std::string_view name, std::string text) { dns.Add(name, RrType::kTxt, std::move(text)); }
  void Dmarc(std::string_view domain, std::string text) {
    Txt("_dmarc." + std::string(domain), std::move(text));
  }

  SignatureEvidence& Sign(std::string_view domain, DkimResult result = DkimResult::kPass,
                          DkimReason reason = DkimReason::kVerified) {
    SignatureEvidence signature;
    signature.domain = domain;
    signature.selector = "s1";
    signature.result = result;
    signature.reason = reason;
    signature.syntax_ok = true;
    return signatures.emplace_back(signature);
  }
  SignatureEvidence& SignBroken(std::string_view domain) {
    return Sign(domain, DkimResult::kFail, DkimReason::kBodyHashMismatch);
  }

  // The receiver's field as it was written, trusted.
  void Receiver(std::string_view field);

  // One call; questions must be answered at once.
  const Evidence& Run() {
    Authenticator authenticator({dns, records, spf, senders, *suffixes, org_method});
    evidence.mail = &mail;
    evidence.delivery = &delivery;
    evidence.signatures = signatures;
    EXPECT_TRUE(authenticator.Authenticate(arena, &evidence, &open));
    return evidence;
  }

  ZoneDns dns;
  std::unique_ptr<PublicSuffixList> suffixes;
  DmarcStore records;
  SpfStore spf;
  SenderDnsStore senders;
  std::optional<OrgMethod> org_method;
  MailFacts mail;
  DeliveryFacts delivery;
  std::vector<SignatureEvidence> signatures;
  std::vector<ReceiverDkim> receiver_dkim;
  Evidence evidence;
  std::vector<DnsQuestionId> open;
  Arena arena;
};

inline std::string_view AfterAt(std::string_view address) {
  const size_t at = address.rfind('@');
  return at == std::string_view::npos ? address : address.substr(at + 1);
}

inline void Scene::Receiver(std::string_view field) {
  const AuthenticationResults parsed = ParseAuthenticationResults(field, arena);
  ReceiverResults& results = delivery.results;
  results.basis = parsed.authserv_id.empty() ? TrustBasis::kWithoutId : TrustBasis::kAboveBorder;
  results.authserv_id = parsed.authserv_id;
  results.gmail = parsed.authserv_id == "mx.google.com";
  for (const AuthResult& result : parsed.results) {
    if (result.method == AuthMethod::kSpf) {
      results.spf = result.word;
      results.spf_domain = AfterAt(result.Value("smtp", "mailfrom"));
    } else if (result.method == AuthMethod::kDmarc) {
      results.dmarc = result.word;
      results.dmarc_from = result.Value("header", "from");
    } else if (result.method == AuthMethod::kDkim) {
      ReceiverDkim entry;
      entry.word = result.word;
      entry.domain = result.Value("header", "d");
      if (entry.domain.empty()) entry.domain = AfterAt(result.Value("header", "i"));
      entry.selector = result.Value("header", "s");
      entry.signature = result.Value("header", "b");
      receiver_dkim.push_back(entry);
    }
  }
  results.dkim = receiver_dkim;
}

}  // namespace kenpin::test

#endif  // KENPIN_TESTS_AUTHENTICATION_SCENE_H_
