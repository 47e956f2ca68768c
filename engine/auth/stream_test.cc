// What proves that another ADMD relayed a message, and what only looks like it.
#include "engine/auth/stream.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/authentication_scene.h"

namespace kenpin {
namespace {

using test::Scene;

TEST(ParseSrs, TellsTheFirstSender) {
  struct Case {
    const char* address;
    const char* original;
    const char* forwarder;
  };
  const Case cases[] = {
      {"SRS0=HHH=TT=example.com=alice@forwarder.example", "example.com", "forwarder.example"},
      {"srs0+HHH=TT=example.com=alice=x@forwarder.example", "example.com", "forwarder.example"},
      {"SRS0-HHH=TT=example.com=alice@forwarder.example", "example.com", "forwarder.example"},
      {"SRS1=HHH=first.example==HHH=TT=example.com=alice@second.example", "first.example", "second.example"},
  };
  for (const Case& c : cases) {
    const std::optional<SrsAddress> srs = ParseSrs(c.address);
    ASSERT_TRUE(srs) << c.address;
    EXPECT_EQ(srs->original_domain, c.original);
    EXPECT_EQ(srs->forwarder, c.forwarder);
  }
}

TEST(ParseSrs, NothingElseIsOne) {
  for (const char* address :
       {"", "@", "SRS0", "SRS0=a@b", "SRS0=a=b=c@d.example", "SRS0=HHH=TT=example.com=alice@",
        "SRS0@d.example", "SRS0HHH=TT=example.com=alice@d.example", "SRS0==TT=example.com=alice@d.example",
        "SRS0=HHH==example.com=alice@d.example", "SRS0=HHH=TT=example.com=@d.example",
        "SRS2=HHH=TT=example.com=alice@d.example", "SRS1=HHH@d.example", "bounces+SRS=HHH=TT@d.example"})
    EXPECT_FALSE(ParseSrs(address)) << address;
}

// Mail of example.com that lists.example or forwarder.example may have relayed.
class StreamTest : public ::testing::Test {
 protected:
  StreamTest() {
    scene.MailFrom("b@example.com");
    scene.Dmarc("example.com", "v=DMARC1; p=none");
  }
  void Expect(Stream stream, IndirectProof proof) {
    const Evidence& evidence = scene.Run();
    EXPECT_EQ(StreamName(evidence.stream), StreamName(stream));
    EXPECT_EQ(IndirectProofName(evidence.indirect), IndirectProofName(proof));
  }
  void ExpectDirect() { Expect(Stream::kDirect, IndirectProof::kNone); }
  // A chain whose first hop saw the author pass.
  void Seal(std::string_view sealer) {
    sets_[0].seal_domain = sealer;
    scene.evidence.arc.result = ArcResult::kPass;
    scene.evidence.arc.instances = 1;
    scene.evidence.arc.sets = sets_;
    scene.evidence.arc.first_results =
        " mx.first.example; dkim=pass header.d=example.com;\r\n dmarc=pass header.from=Example.COM";
  }

  Scene scene;
  std::vector<ArcSet> sets_ = std::vector<ArcSet>(1);
};

TEST_F(StreamTest, DirectByDefault) { ExpectDirect(); }

TEST_F(StreamTest, AListBrokeTheSignature) {
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  Expect(Stream::kList, IndirectProof::kBrokenSignature);
}

TEST_F(StreamTest, ABrokenSignatureAloneProvesNothing) {
  scene.SignBroken("example.com");
  ExpectDirect();
}

TEST_F(StreamTest, AListIdAloneProvesNothing) {
  scene.Sign("example.com");
  scene.mail.relay.list_id_count = 1;
  scene.mail.relay.list_post = scene.mail.relay.precedence_list = true;
  ExpectDirect();
}

TEST_F(StreamTest, ABrokenSignatureOfSomebodyElseProvesNothing) {
  scene.SignBroken("service.net");
  scene.mail.relay.list_id_count = 1;
  ExpectDirect();
}

TEST_F(StreamTest, AKeyThatIsGoneIsNoBrokenSignature) {
  scene.Sign("example.com", DkimResult::kPermError, DkimReason::kKeyNotFound);
  scene.mail.relay.list_id_count = 1;
  ExpectDirect();
}

TEST_F(StreamTest, TheReceiverSawItWhole) {
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  scene.Receiver("mx.receiver.example; dkim=pass header.d=example.com header.s=s1");
  ExpectDirect();
}

TEST_F(StreamTest, ACopyThatWasAlteredLaterProvesNothing) {
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  scene.mail.has_exchange_fields = true;
  ExpectDirect();
}

TEST_F(StreamTest, UnlessTheReceiverSawItFail) {
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  scene.mail.has_exchange_fields = true;
  scene.Receiver("mx.receiver.example; dkim=fail header.d=example.com header.s=s1");
  Expect(Stream::kList, IndirectProof::kBrokenSignature);
}

TEST_F(StreamTest, AStrangerSignedAChangedBody) {
  scene.Sign("forwarder.example");
  scene.SignBroken("example.com");
  Expect(Stream::kForwarded, IndirectProof::kBrokenSignature);
  scene.mail.relay.precedence_list = true;
  Expect(Stream::kList, IndirectProof::kBrokenSignature);
}

TEST_F(StreamTest, AStrangerSignedTheBeginningOnly) {
  scene.MailFrom("b@forwarder.example");
  scene.Sign("forwarder.example").body_limit = 0;
  scene.SignBroken("example.com");
  ExpectDirect();
}

TEST_F(StreamTest, AStrangerSignedBeforeTheAuthor) {
  scene.SignBroken("example.com");
  scene.Sign("forwarder.example");
  ExpectDirect();
}

TEST_F(StreamTest, AStrangerSignedAChangedHeaderBehindALowerDelivery) {
  scene.Sign("forwarder.example");
  scene.Sign("example.com", DkimResult::kFail, DkimReason::kSignatureMismatch);
  scene.delivery.lower_delivery = true;
  Expect(Stream::kForwarded, IndirectProof::kBrokenSignature);
}

// The author's key is wrong, and the service signs for itself as well: known, named in HELO, or in MAIL FROM.
TEST_F(StreamTest, TheSendingServiceSignsToo) {
  for (const char* signer : {"sendgrid.net", "em.service.net", "esp.example"}) {
    Scene direct;
    direct.delivery.envelope.helo = "OUT.Service.NET";
    direct.MailFrom("b@bounce.esp.example");
    direct.Sign(signer);
    direct.Sign("example.com", DkimResult::kFail, DkimReason::kSignatureMismatch);
    EXPECT_EQ(direct.Run().indirect, IndirectProof::kNone) << signer;
  }
}

TEST_F(StreamTest, AKnownServiceThatChangesBodiesIsNoRelay) {
  scene.Sign("sendgrid.net");
  scene.SignBroken("example.com");
  ExpectDirect();
}

TEST_F(StreamTest, SrsWithTheAuthorsSignature) {
  scene.MailFrom("SRS0=HHH=TT=example.com=b@forwarder.example");
  scene.Sign("example.com");
  scene.mail.relay.list_id_count = 1;  // A newsletter's own.
  Expect(Stream::kForwarded, IndirectProof::kForwarderSender);
}

TEST_F(StreamTest, SrsWithTheReceiversWordOnASignatureThatIsGone) {
  scene.MailFrom("SRS0=HHH=TT=example.com=b@forwarder.example");
  scene.Receiver("mx.receiver.example; dkim=pass header.d=example.com header.s=gone header.b=ABCDEFGH");
  Expect(Stream::kForwarded, IndirectProof::kForwarderSender);
}

TEST_F(StreamTest, SrsWithALowerDelivery) {
  scene.MailFrom("srs1=HHH=first.example==HHH=TT=example.com=b@forwarder.example");
  scene.delivery.lower_delivery = true;
  Expect(Stream::kForwarded, IndirectProof::kForwarderSender);
}

TEST_F(StreamTest, SrsAloneProvesNothing) {
  scene.MailFrom("SRS0=HHH=TT=example.com=b@forwarder.example");
  ExpectDirect();
}

TEST_F(StreamTest, SrsInTheAuthorsOwnDomainIsNoStranger) {
  scene.MailFrom("SRS0=HHH=TT=example.com=b@bounce.example.com");
  scene.Sign("example.com");
  ExpectDirect();
}

TEST_F(StreamTest, AForwardersOwnSender) {
  scene.MailFrom("user+caf@forwarder.example");
  scene.delivery.lower_delivery = true;
  Expect(Stream::kForwarded, IndirectProof::kForwarderSender);
}

TEST_F(StreamTest, AListsOwnSender) {
  scene.MailFrom("list-bounces@lists.example");
  scene.delivery.lower_delivery = true;
  scene.mail.relay.precedence_list = true;
  Expect(Stream::kList, IndirectProof::kForwarderSender);
}

TEST_F(StreamTest, AServicesOwnSenderBesideTheAuthorsSignature) {
  scene.MailFrom("bounce@esp.example");
  scene.Sign("example.com");
  scene.mail.relay.x_forwarded = scene.mail.relay.resent = true;
  ExpectDirect();
}

TEST_F(StreamTest, AKnownServiceIsNoForwarder) {
  scene.MailFrom("bounces@em1.sendgrid.net");
  scene.Sign("example.com");
  scene.delivery.lower_delivery = true;
  ExpectDirect();
}

TEST_F(StreamTest, AListThatRewroteFromIsItsAuthor) {
  scene.From("lists.example");
  scene.MailFrom("list-bounces@lists.example");
  scene.Sign("lists.example");
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  scene.mail.relay.x_original_from = scene.delivery.lower_delivery = true;
  ExpectDirect();
}

TEST_F(StreamTest, AForeignSealThatSawDmarcPass) {
  Seal("forwarder.example");
  Expect(Stream::kForwarded, IndirectProof::kArcFirstHop);
  scene.mail.relay.list_software = true;
  Expect(Stream::kList, IndirectProof::kArcFirstHop);
}

TEST_F(StreamTest, SealsOfWhereTheMailBegan) {
  struct Case {
    const char* name;
    std::function<void(Scene*)> change;
    const char* sealer;
  };
  const Case cases[] = {
      {"Microsoft 365 seals at origin", [](Scene*) {}, "microsoft.com"},
      {"the author's own", [](Scene*) {}, "arc.example.com"},
      {"a sending service", [](Scene*) {}, "mailgun.net"},
      {"the host that gave it to the border", [](Scene*) {}, "service.net"},
      {"gmail.com at Google",
       [](Scene* other) {
         other->From("gmail.com");
         other->evidence.arc.first_results = "mx.google.com; dmarc=pass header.from=gmail.com";
       },
       "google.com"},
      {"a domain at Google", [](Scene* other) { other->Sign("example-com.20230601.gappssmtp.com"); },
       "google.com"},
  };
  for (const Case& c : cases) {
    Scene fresh;
    fresh.MailFrom("b@example.com");
    Seal(c.sealer);
    fresh.evidence.arc = scene.evidence.arc;
    c.change(&fresh);
    EXPECT_EQ(fresh.Run().indirect, IndirectProof::kNone) << c.name;
  }
}

TEST_F(StreamTest, GoogleSealsForOthers) {
  Seal("google.com");
  Expect(Stream::kForwarded, IndirectProof::kArcFirstHop);
}

TEST_F(StreamTest, WhatTheFirstHopMustHaveSeen) {
  for (const char* seen :
       {"", "mx.first.example; dmarc=fail header.from=example.com",
        "mx.first.example; spf=pass smtp.mailfrom=example.com",
        "mx.first.example; dmarc=pass header.from=other.example", "mx.first.example; dmarc=pass"}) {
    Seal("forwarder.example");
    scene.evidence.arc.first_results = seen;
    EXPECT_EQ(scene.Run().indirect, IndirectProof::kNone) << seen;
  }
}

TEST_F(StreamTest, ABrokenChainProvesNothing) {
  Seal("forwarder.example");
  scene.evidence.arc.result = ArcResult::kFail;
  ExpectDirect();
}

TEST_F(StreamTest, BeforeSendingNothingIsRelayed) {
  scene.evidence.mode = Mode::kPresend;
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  ExpectDirect();
}

TEST_F(StreamTest, WithoutAnAuthorNothingCanBeProved) {
  scene.From("");
  scene.SignBroken("example.com");
  scene.mail.relay.list_id_count = 1;
  Seal("forwarder.example");
  ExpectDirect();
}

TEST_F(StreamTest, ASendersOwnArchiveOfForwardedMail) {
  scene.evidence.mode = Mode::kSent;
  scene.delivery = {};
  scene.MailFrom("SRS0=HHH=TT=example.com=b@forwarder.example");
  scene.Sign("example.com");
  Expect(Stream::kForwarded, IndirectProof::kForwarderSender);
}

}  // namespace
}  // namespace kenpin
