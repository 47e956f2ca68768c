#include "engine/auth/best_signature.h"

#include <gtest/gtest.h>

#include <vector>

namespace kenpin {
namespace {

SignatureEvidence Signature(DkimResult result, AlignmentResult alignment) {
  SignatureEvidence signature;
  signature.result = result;
  signature.alignment = alignment;
  return signature;
}

TEST(BestSignature, ByResultThenAlignmentThenPlace) {
  const SignatureEvidence failing_aligned = Signature(DkimResult::kFail, AlignmentResult::kStrict);
  const SignatureEvidence failing = Signature(DkimResult::kFail, AlignmentResult::kNone);
  const SignatureEvidence passing = Signature(DkimResult::kPass, AlignmentResult::kNone);
  const SignatureEvidence passing_undecided = Signature(DkimResult::kPass, AlignmentResult::kUnknown);
  const SignatureEvidence relaxed = Signature(DkimResult::kPass, AlignmentResult::kRelaxed);
  const SignatureEvidence strict = Signature(DkimResult::kPass, AlignmentResult::kStrict);
  const SignatureEvidence policy = Signature(DkimResult::kPolicy, AlignmentResult::kStrict);
  struct Case {
    const char* name;
    std::vector<SignatureEvidence> signatures;
    std::optional<uint32_t> best;
  };
  const Case cases[] = {
      {"unsigned", {}, std::nullopt},
      {"only a failing one", {failing}, 0},
      {"none passes: the first, aligned or not", {failing, failing_aligned}, 0},
      {"one passes below", {failing_aligned, passing}, 1},
      {"the aligned one below", {passing, relaxed}, 1},
      {"relaxed and strict are equal: the topmost", {passing, relaxed, strict}, 1},
      {"two third parties: the topmost", {failing, passing, passing}, 1},
      {"alignment that is not known is not aligned", {passing_undecided, strict}, 1},
      {"policy does not pass", {policy, passing}, 1},
  };
  for (const Case& c : cases) EXPECT_EQ(ChooseBestSignature(c.signatures), c.best) << c.name;
}

TEST(BestSignature, TheReceiversWordGoesFirst) {
  const auto heard = [](DkimResult result, AlignmentResult alignment, ReceiverSays receiver) {
    SignatureEvidence signature = Signature(result, alignment);
    signature.receiver = receiver;
    return signature;
  };
  const SignatureEvidence told = heard(DkimResult::kFail, AlignmentResult::kStrict, ReceiverSays::kPass);
  const SignatureEvidence told_other = heard(DkimResult::kNone, AlignmentResult::kNone, ReceiverSays::kPass);
  const SignatureEvidence denied = heard(DkimResult::kPass, AlignmentResult::kStrict, ReceiverSays::kNotPass);
  const SignatureEvidence unheard =
      heard(DkimResult::kPass, AlignmentResult::kStrict, ReceiverSays::kUnknown);
  const SignatureEvidence failing = Signature(DkimResult::kFail, AlignmentResult::kStrict);
  struct Case {
    const char* name;
    std::vector<SignatureEvidence> signatures;
    uint32_t best;
  };
  const Case cases[] = {
      {"a copy that was altered after the receiver saw it", {failing, told}, 1},
      {"the word of pass before an own pass that is denied", {denied, told_other}, 1},
      {"aligned before another", {told_other, told}, 1},
      {"an own pass that is denied before none", {failing, denied}, 1},
      {"a timeout denies nothing", {told_other, unheard}, 1},
      {"equal: the topmost", {told, unheard}, 0},
  };
  for (const Case& c : cases) EXPECT_EQ(ChooseBestSignature(c.signatures), c.best) << c.name;
}

}  // namespace
}  // namespace kenpin
