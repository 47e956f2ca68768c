#include "rules/signature.h"

#include <gtest/gtest.h>

#include "rules/evidence_builder.h"
#include "rules/reason.h"

namespace kenpin {
namespace {

// A verdict per signature, chosen by its selector.
Verdict BySelector(const Evidence&, const SignatureEvidence& signature) {
  if (signature.selector == "fail") return {Outcome::kFail, Reason::kBodyLimitZero};
  if (signature.selector == "warn") return {Outcome::kWarn, Reason::kBodyLimit};
  if (signature.selector == "unknown") return {Outcome::kUnknown, Reason::kDnsOff};
  if (signature.selector == "na") return {Outcome::kNotApplicable, Reason::kNoTimestamps};
  return {Outcome::kPass, Reason::kNone};
}

TEST(Signature, OthersOnlyAddAWarning) {
  struct Case {
    const char* best;
    const char* other;
    Outcome outcome;
    Reason reason;
  };
  const Case cases[] = {
      {"pass", "pass", Outcome::kPass, Reason::kNone},
      {"pass", "fail", Outcome::kWarn, Reason::kAnotherSignature},
      {"pass", "warn", Outcome::kWarn, Reason::kAnotherSignature},
      {"pass", "unknown", Outcome::kPass, Reason::kNone},
      {"pass", "na", Outcome::kPass, Reason::kNone},
      {"na", "fail", Outcome::kWarn, Reason::kAnotherSignature},
      {"na", "pass", Outcome::kNotApplicable, Reason::kNoTimestamps},
      {"fail", "pass", Outcome::kFail, Reason::kBodyLimitZero},
      {"unknown", "fail", Outcome::kUnknown, Reason::kDnsOff},
      {"warn", "fail", Outcome::kWarn, Reason::kBodyLimit},
  };
  for (const Case& c : cases) {
    for (const uint32_t best : {0u, 1u}) {
      EvidenceBuilder message;
      message.signatures.push_back(EvidenceBuilder::PerfectSignature());
      message.best = best;
      message.signatures[best].selector = c.best;
      message.signatures[1 - best].selector = c.other;
      const Verdict verdict = JudgeBestSignature(message.Build(), BySelector);
      EXPECT_EQ(OutcomeName(verdict.outcome), OutcomeName(c.outcome)) << c.best << " with " << c.other;
      EXPECT_EQ(verdict.reason, c.reason) << c.best << " with " << c.other;
    }
  }
}

TEST(Signature, EveryReasonOfTheProtocolHasAVerdict) {
  for (size_t i = 0; i < static_cast<size_t>(DkimReason::kCount); ++i) {
    EvidenceBuilder message;
    message.signature().reason = static_cast<DkimReason>(i);
    const Verdict verdict = JudgeVerification(message.Build(), message.signature());
    EXPECT_EQ(verdict.outcome == Outcome::kPass, verdict.reason == Reason::kNone) << "reason " << i;
    EXPECT_NE(verdict.outcome, Outcome::kWarn);
    EXPECT_NE(verdict.outcome, Outcome::kNotApplicable);
  }
}

TEST(Signature, Standing) {
  struct Case {
    DkimResult result;
    DkimReason reason;
    Standing standing;
  };
  const Case cases[] = {
      {DkimResult::kPass, DkimReason::kVerified, Standing::kPasses},
      {DkimResult::kFail, DkimReason::kBodyHashMismatch, Standing::kFails},
      {DkimResult::kPolicy, DkimReason::kAlgorithmSha1, Standing::kFails},
      {DkimResult::kPolicy, DkimReason::kKeyTooLong, Standing::kFails},
      {DkimResult::kPermError, DkimReason::kExpired, Standing::kFails},
      {DkimResult::kPermError, DkimReason::kSyntax, Standing::kFails},
      {DkimResult::kPermError, DkimReason::kKeyRevoked, Standing::kFails},
      {DkimResult::kPermError, DkimReason::kTooManySignatures, Standing::kCannotTell},
      {DkimResult::kTempError, DkimReason::kDnsFailure, Standing::kCannotTell},
      {DkimResult::kNone, DkimReason::kKeyGone, Standing::kCannotTell},
  };
  for (const Case& c : cases) {
    EvidenceBuilder message;
    message.signature().result = c.result;
    message.signature().reason = c.reason;
    EXPECT_EQ(StandingOf(message.Build(), message.signature()), c.standing)
        << "reason " << static_cast<int>(c.reason);
  }
  EvidenceBuilder old;
  old.signature().result = DkimResult::kPermError;
  old.signature().reason = DkimReason::kKeyRevoked;
  old.evidence.dns_contemporary = false;
  EXPECT_EQ(StandingOf(old.Build(), old.signature()), Standing::kCannotTell);
}

// A trusted receiver decides, whatever the stored copy says.
TEST(Signature, TheReceiversWordComesFirst) {
  struct Case {
    ReceiverSays receiver;
    Standing standing;
  };
  const Case cases[] = {{ReceiverSays::kPass, Standing::kPasses},
                        {ReceiverSays::kNotPass, Standing::kFails},
                        {ReceiverSays::kUnknown, Standing::kCannotTell}};
  for (const Case& c : cases) {
    for (size_t i = 0; i < static_cast<size_t>(DkimReason::kCount); ++i) {
      EvidenceBuilder message;
      message.signature().reason = static_cast<DkimReason>(i);
      message.signature().result = i == 0 ? DkimResult::kPass : DkimResult::kFail;
      message.signature().receiver = c.receiver;
      EXPECT_EQ(StandingOf(message.Build(), message.signature()), c.standing) << "reason " << i;
    }
  }
}

TEST(Signature, AReceiverThatSawNone) {
  EvidenceBuilder message;
  message.delivery.results.dkim_none = true;
  EXPECT_EQ(StandingOf(message.Build(), message.signature()), Standing::kPasses) << "not trusted";
  message.delivery.results.basis = TrustBasis::kAboveBorder;
  EXPECT_EQ(StandingOf(message.Build(), message.signature()), Standing::kFails);
  EXPECT_EQ(WhyNotPassing(message.evidence, message.signature()), Reason::kReceiverSawNoSignature);
}

TEST(Signature, WhatDoesNotPassHasAReason) {
  for (size_t i = 1; i < static_cast<size_t>(DkimReason::kCount); ++i) {
    for (const ReceiverSays receiver :
         {ReceiverSays::kSilent, ReceiverSays::kNotPass, ReceiverSays::kUnknown}) {
      EvidenceBuilder message;
      message.signature().reason = static_cast<DkimReason>(i);
      message.signature().result = DkimResult::kPermError;
      message.signature().receiver = receiver;
      EXPECT_NE(WhyNotPassing(message.Build(), message.signature()), Reason::kNone) << "reason " << i;
    }
  }
}

TEST(Signature, TheReceiversEntryIsThatOfDomainAndSelector) {
  const ReceiverDkim entries[] = {{AuthWord::kPass, "example.com", "other", "", false, false, 1024},
                                  {AuthWord::kPass, "example.com", "", "", false, false, 2048}};
  EvidenceBuilder message;
  EXPECT_EQ(FindReceiverEntry(message.Build(), message.signature()), nullptr);
  message.delivery.results.dkim = entries;
  EXPECT_EQ(FindReceiverEntry(message.Build(), message.signature()), &entries[1]);
}

}  // namespace
}  // namespace kenpin
