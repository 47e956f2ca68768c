// Two rooms read the words of DKIM: the protocol, for the legs of DMARC, and the rules, which know of no
// protocol. They must never part, whatever a message, a receiver and DNS have said.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include "engine/auth/receiver_word.h"
#include "engine/dkim/verify.h"
#include "rules/signature.h"

namespace kenpin {
namespace {

AuthState StateOf(Standing standing) {
  switch (standing) {
    case Standing::kPasses:
      return AuthState::kPass;
    case Standing::kFails:
      return AuthState::kNotPass;
    case Standing::kCannotTell:
      break;
  }
  return AuthState::kUnknown;
}

// Whether a copy was altered after delivery, in each of the ways that can be seen.
constexpr int kAlterations = 5;

void Alter(int how, MailFacts* mail) {
  mail->has_exchange_fields = how == 1;
  mail->encoded_words.in_structured = how == 2;
  mail->body_line_ends.crlf = 3;
  mail->body_line_ends.lone_lf = how == 3 ? 1 : 0;
  mail->mbox_quoted_lines = how == 4 ? 1 : 0;
}

class SignatureStanding : public testing::Test {
 protected:
  SignatureStanding() {
    evidence_.mail = &mail_;
    evidence_.delivery = &delivery_;
  }

  void Compare(const SignatureEvidence& signature) {
    EXPECT_EQ(kenpin::StateOf(evidence_, signature), StateOf(StandingOf(evidence_, signature)))
        << fmt::format("{} {} in {}, contemporary {}, exchange {}, receiver {}, dkim=none {}",
                       DkimResultName(signature.result), DkimReasonName(signature.reason),
                       ModeName(evidence_.mode), evidence_.dns_contemporary, mail_.has_exchange_fields,
                       static_cast<int>(signature.receiver), delivery_.results.dkim_none);
    ++compared_;
  }

  // Under everything that is known beside the signature.
  void CompareEverywhere(const SignatureEvidence& signature) {
    for (const Mode mode : {Mode::kPresend, Mode::kSent, Mode::kArchive}) {
      for (int i = 0; i < 4 * kAlterations; ++i) {
        evidence_.mode = mode;
        evidence_.dns_contemporary = i % 2 == 0;
        // A receiver that is trusted says so only in delivered mail.
        delivery_.results.dkim_none = mode == Mode::kArchive && i / 2 % 2 == 0;
        delivery_.results.basis = mode == Mode::kArchive ? TrustBasis::kAboveBorder : TrustBasis::kNone;
        Alter(i / 4, &mail_);
        Compare(signature);
      }
    }
  }

  MailFacts mail_;
  DeliveryFacts delivery_;
  Evidence evidence_;
  int compared_ = 0;
};

TEST_F(SignatureStanding, OneWordInBothRooms) {
  constexpr ReceiverSays kSays[] = {ReceiverSays::kSilent, ReceiverSays::kPass, ReceiverSays::kNotPass,
                                    ReceiverSays::kUnknown};
  for (size_t i = 0; i < static_cast<size_t>(DkimReason::kCount); ++i) {
    SignatureEvidence signature;
    signature.reason = static_cast<DkimReason>(i);
    signature.result = DkimResultOf(signature.reason);
    for (const ReceiverSays says : kSays) {
      signature.receiver = says;
      // Of a signature that does not count it is known or not whether it verifies.
      for (const bool verifies : {false, true}) {
        signature.body_hash_ok = signature.header_ok = verifies;
        CompareEverywhere(signature);
      }
    }
  }
  EXPECT_EQ(compared_, static_cast<int>(DkimReason::kCount) * 4 * 2 * 3 * 4 * kAlterations);
}

}  // namespace
}  // namespace kenpin
