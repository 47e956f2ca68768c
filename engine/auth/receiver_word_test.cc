#include "engine/auth/receiver_word.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/auth/receiver_results.h"

namespace kenpin {
namespace {

const uint8_t kValue[] = {0, 16, 131, 16, 81, 135, 32};       // ABCDEFGHIA==
const uint8_t kOtherValue[] = {0, 16, 131, 16, 81, 136, 32};  // ABCDEFGIIA==

ReceiverDkim Entry(AuthWord word, std::string_view domain, std::string_view selector,
                   std::string_view signature = {}) {
  ReceiverDkim entry;
  entry.word = word;
  entry.domain = domain;
  entry.selector = selector;
  entry.signature = signature;
  return entry;
}

SignatureEvidence Signature(std::string_view domain, std::string_view selector,
                            std::span<const uint8_t> value = {}) {
  SignatureEvidence signature;
  signature.domain = domain;
  signature.selector = selector;
  signature.value = value;
  return signature;
}

TEST(ReceiverWord, TiesEntriesToSignatures) {
  constexpr ReceiverSays kSilent = ReceiverSays::kSilent;
  constexpr ReceiverSays kPass = ReceiverSays::kPass;
  constexpr ReceiverSays kNotPass = ReceiverSays::kNotPass;
  struct Case {
    const char* name;
    std::vector<ReceiverDkim> entries;
    std::vector<SignatureEvidence> signatures;
    std::vector<ReceiverSays> says;
    size_t strays;
  };
  const Case cases[] = {
      {"nobody speaks", {}, {Signature("a.example", "s")}, {kSilent}, 0},
      {"by the beginning of b=",
       {Entry(AuthWord::kPass, "a.example", "s", "ABCDEFGH"),
        Entry(AuthWord::kFail, "a.example", "s", "ABCDEFGI")},
       {Signature("a.example", "s", kOtherValue), Signature("a.example", "s", kValue)},
       {kNotPass, kPass},
       0},
      {"all of b=, padding included",
       {Entry(AuthWord::kPass, "a.example", "s", "ABCDEFGHIA==")},
       {Signature("a.example", "s", kValue)},
       {kPass},
       0},
      {"more than b= has",
       {Entry(AuthWord::kPass, "a.example", "s", "ABCDEFGHIA===")},
       {Signature("a.example", "s", kValue)},
       {kSilent},
       1},
      {"b= of a signature that is gone",
       {Entry(AuthWord::kPass, "a.example", "s", "ABCDEFGH")},
       {Signature("a.example", "s", kOtherValue)},
       {kSilent},
       1},
      {"somebody else begins b= alike",
       {Entry(AuthWord::kPass, "b.example", "s", "ABCDEFGH")},
       {Signature("a.example", "s", kValue), Signature("b.example", "s", kValue)},
       {kSilent, kPass},
       0},
      {"i= under d=",
       {Entry(AuthWord::kPass, "mail.a.example", "s", "ABCDEFGH")},
       {Signature("a.example", "s", kValue)},
       {kPass},
       0},
      {"the end of a name is not a domain",
       {Entry(AuthWord::kPass, "banana.example", "s", "ABCDEFGH")},
       {Signature("ana.example", "s", kValue)},
       {kSilent},
       1},
      {"too short a beginning: by names",
       {Entry(AuthWord::kPass, "a.example", "s", "ABC")},
       {Signature("a.example", "s", kOtherValue)},
       {kPass},
       0},
      {"by names where b= can not be decoded",
       {Entry(AuthWord::kPermError, "a.example", "s", "ABCDEFGH")},
       {Signature("a.example", "s")},
       {kNotPass},
       0},
      {"by domain alone",
       {Entry(AuthWord::kPass, "a.example", "")},
       {Signature("a.example", "s"), Signature("b.example", "s")},
       {kPass, kSilent},
       0},
      {"another selector",
       {Entry(AuthWord::kPass, "a.example", "t")},
       {Signature("a.example", "s")},
       {kSilent},
       1},
      {"two signatures of these names",
       {Entry(AuthWord::kPass, "a.example", "")},
       {Signature("a.example", "s"), Signature("a.example", "t")},
       {kSilent, kSilent},
       1},
      {"two entries of these names",
       {Entry(AuthWord::kPass, "a.example", ""), Entry(AuthWord::kFail, "a.example", "")},
       {Signature("a.example", "s")},
       {kSilent},
       2},
      {"an entry without names is nobody's",
       {Entry(AuthWord::kPass, "", "")},
       {Signature("", "")},
       {kSilent},
       0},
  };
  for (const Case& c : cases) {
    Arena arena;
    std::vector<SignatureEvidence> signatures = c.signatures;
    ReceiverResults results;
    results.dkim = c.entries;
    EXPECT_EQ(TieReceiverWords(results, signatures, arena).size(), c.strays) << c.name;
    for (size_t i = 0; i < signatures.size(); ++i) EXPECT_EQ(signatures[i].receiver, c.says[i]) << c.name;
  }
}

TEST(ReceiverWord, NoStrayIsLeftOut) {
  Arena arena;
  const std::vector<ReceiverDkim> entries(kMaxReceiverDkim, Entry(AuthWord::kPass, "a.example", "s"));
  ReceiverResults results;
  results.dkim = entries;
  EXPECT_EQ(TieReceiverWords(results, {}, arena).size(), entries.size());
}

TEST(ReceiverWord, WhatWordsOfDkimAreWorth) {
  struct Case {
    AuthWord word;
    bool no_key;
    bool verified;
    ReceiverSays says;
  };
  const Case cases[] = {
      {AuthWord::kPass, false, false, ReceiverSays::kPass},
      {AuthWord::kTest, false, true, ReceiverSays::kPass},
      {AuthWord::kTest, false, false, ReceiverSays::kNotPass},
      {AuthWord::kTempError, false, false, ReceiverSays::kUnknown},
      {AuthWord::kTempError, true, false, ReceiverSays::kNotPass},
      {AuthWord::kTimeout, false, false, ReceiverSays::kUnknown},
      {AuthWord::kNeutral, false, false, ReceiverSays::kNotPass},
      {AuthWord::kPolicy, false, false, ReceiverSays::kNotPass},
      {AuthWord::kIgnore, false, false, ReceiverSays::kNotPass},
      {AuthWord::kPermError, false, false, ReceiverSays::kNotPass},
      {AuthWord::kFail, false, false, ReceiverSays::kNotPass},
      {AuthWord::kOther, false, false, ReceiverSays::kSilent},
  };
  for (const Case& c : cases) {
    ReceiverDkim entry = Entry(c.word, "a.example", "s");
    entry.no_key = c.no_key;
    entry.verified = c.verified;
    EXPECT_EQ(SaysOf(entry), c.says) << static_cast<int>(c.word);
  }
}

TEST(ReceiverWord, ATestKeyIsTold) {
  Arena arena;
  ReceiverDkim entry = Entry(AuthWord::kTest, "a.example", "s");
  entry.verified = true;
  ReceiverResults results;
  results.dkim = {&entry, 1};
  std::vector<SignatureEvidence> signatures = {Signature("a.example", "s")};
  TieReceiverWords(results, signatures, arena);
  EXPECT_EQ(signatures[0].receiver, ReceiverSays::kPass);
  EXPECT_TRUE(signatures[0].receiver_test_key);
}

TEST(ReceiverWord, WhatWordsOfSpfAndDmarcAreWorth) {
  EXPECT_EQ(SpfResultOf(AuthWord::kSoftFail), SpfResult::kSoftfail);
  EXPECT_EQ(SpfResultOf(AuthWord::kNone), SpfResult::kNone);
  EXPECT_EQ(SpfResultOf(AuthWord::kTimeout), SpfResult::kTemperror);
  EXPECT_EQ(SpfResultOf(AuthWord::kIgnore), SpfResult::kFail);
  EXPECT_EQ(SpfResultOf(AuthWord::kOther), std::nullopt);
  EXPECT_EQ(DmarcResultOf(AuthWord::kPass), DmarcResult::kPass);
  EXPECT_EQ(DmarcResultOf(AuthWord::kBestGuessPass), DmarcResult::kNone);
  EXPECT_EQ(DmarcResultOf(AuthWord::kPermError), DmarcResult::kPermError);
  EXPECT_EQ(DmarcResultOf(AuthWord::kTimeout), DmarcResult::kTempError);
  EXPECT_EQ(DmarcResultOf(AuthWord::kOther), std::nullopt);
}

class StateTest : public ::testing::Test {
 protected:
  StateTest() {
    evidence_.mode = Mode::kArchive;
    evidence_.mail = &mail_;
    evidence_.delivery = &delivery_;
  }
  AuthState Of(DkimResult result, DkimReason reason) {
    SignatureEvidence signature = Signature("a.example", "s");
    signature.result = result;
    signature.reason = reason;
    return StateOf(evidence_, signature);
  }

  MailFacts mail_;
  DeliveryFacts delivery_;
  Evidence evidence_;
};

TEST_F(StateTest, DnsOfAnotherTimeProvesNoFailure) {
  struct Case {
    DkimResult result;
    DkimReason reason;
    AuthState state;       // With DNS of another time.
    AuthState definitely;  // With DNS of that time, and before sending.
  };
  const Case cases[] = {
      {DkimResult::kPass, DkimReason::kVerified, AuthState::kPass, AuthState::kPass},
      {DkimResult::kNone, DkimReason::kKeyGone, AuthState::kUnknown, AuthState::kUnknown},
      {DkimResult::kTempError, DkimReason::kDnsFailure, AuthState::kUnknown, AuthState::kUnknown},
      {DkimResult::kPermError, DkimReason::kKeyRevoked, AuthState::kUnknown, AuthState::kNotPass},
      {DkimResult::kPermError, DkimReason::kKeyHashMismatch, AuthState::kUnknown, AuthState::kNotPass},
      {DkimResult::kPermError, DkimReason::kSyntax, AuthState::kNotPass, AuthState::kNotPass},
      {DkimResult::kPermError, DkimReason::kTooManySignatures, AuthState::kUnknown, AuthState::kUnknown},
      {DkimResult::kFail, DkimReason::kBodyHashMismatch, AuthState::kNotPass, AuthState::kNotPass},
      {DkimResult::kPolicy, DkimReason::kAlgorithmSha1, AuthState::kNotPass, AuthState::kNotPass},
  };
  for (const Case& c : cases) {
    evidence_.mode = Mode::kSent;
    evidence_.dns_contemporary = false;
    EXPECT_EQ(Of(c.result, c.reason), c.state) << DkimReasonName(c.reason);
    evidence_.dns_contemporary = true;
    EXPECT_EQ(Of(c.result, c.reason), c.definitely) << DkimReasonName(c.reason);
    evidence_.mode = Mode::kPresend;
    evidence_.dns_contemporary = false;
    EXPECT_EQ(Of(c.result, c.reason), c.definitely) << DkimReasonName(c.reason);
  }
}

TEST_F(StateTest, AnAlteredCopyProvesNoFailure) {
  mail_.has_exchange_fields = true;
  EXPECT_EQ(Of(DkimResult::kFail, DkimReason::kBodyHashMismatch), AuthState::kUnknown);
  evidence_.mode = Mode::kSent;
  EXPECT_EQ(Of(DkimResult::kFail, DkimReason::kBodyHashMismatch), AuthState::kNotPass);
}

TEST_F(StateTest, TheReceiverSawNoSignature) {
  delivery_.results.dkim_none = true;
  EXPECT_EQ(Of(DkimResult::kPass, DkimReason::kVerified), AuthState::kNotPass);
}

TEST_F(StateTest, OfSpf) {
  SpfEvidence spf;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kUnknown) << "nobody said anything";
  spf.basis = ResultBasis::kComputed;
  spf.result = SpfResult::kFail;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kUnknown) << "DNS of another time";
  evidence_.dns_contemporary = true;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kNotPass);
  delivery_.envelope.mail_from_basis = EnvelopeBasis::kFromLine;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kUnknown) << "the From_ line is a weak basis";
  spf.result = SpfResult::kPass;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kPass);
  spf.basis = ResultBasis::kAuthResults;
  spf.result = SpfResult::kNeutral;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kNotPass);
  spf.result = SpfResult::kTemperror;
  EXPECT_EQ(StateOfSpf(evidence_, spf), AuthState::kUnknown);
}

}  // namespace
}  // namespace kenpin
