#include "engine/report/explain_authentication.h"

#include <gtest/gtest.h>

#include "engine/report/test_explanation.h"

namespace kenpin {
namespace {

using Section = void (*)(const Explanation&, PageWriter&);

std::string Write(Section section, const Explanation& told) {
  std::string out;
  PageWriter page(&out);
  section(told, page);
  return out;
}

TEST(ExplainAuthentication, SignatureTellsWhatWasHashedAndWhereItBroke) {
  TestExplanation test;
  test.signature.hashed = true;
  test.signature.header_ok = true;
  test.signature.body_hash_size = 32;
  test.signature.receiver = ReceiverSays::kPass;
  const std::string text = Write(WriteSignatures, test.told);
  for (const char* part :
       {"DKIM 1: fail, body hash mismatch", "From[1] shop.example[-]", "not the same", "A footer.",
        "the signed header is intact", "happened behind the receiver", "key record", "c=simple/simple"}) {
    EXPECT_NE(text.find(part), text.npos) << part << " in\n" << text;
  }
}

TEST(ExplainAuthentication, AlignmentIsDrawn) {
  TestExplanation test;
  test.told.names.push_back({"MAIL FROM", "esp.example", "pass", {}, "", "esp.example"});
  test.told.names.back().names.result = AlignmentResult::kNone;
  test.told.names.back().names.by_list = AlignmentResult::kNone;
  const std::string text = Write(WriteAlignment, test.told);
  EXPECT_NE(text.find("+==strict== DKIM 1 shop.example: fail"), text.npos) << text;
  EXPECT_NE(text.find("+  no   MAIL FROM esp.example: pass   (treewalk none, psl esp.example)"), text.npos)
      << text;
  EXPECT_NE(text.find("by treewalk unknown, by psl no"), text.npos) << text;
}

TEST(ExplainAuthentication, ArcSetsAreTold) {
  TestExplanation test;
  const ArcSet sets[] = {{ArcChainStatus::kNone, "list.example", "s", "list.example", "t"}};
  test.evidence.arc.sets = sets;
  test.evidence.arc.result = ArcResult::kFail;
  test.evidence.arc.reason = ArcReason::kSealFailed;
  test.evidence.arc.failed_instance = 1;
  test.evidence.arc.cause = DkimReason::kKeyNotFound;
  const std::string text = Write(WriteArc, test.told);
  EXPECT_NE(text.find("instance 1: key not found"), text.npos) << text;
  EXPECT_NE(text.find("cv=none, sealed by list.example"), text.npos) << text;
}

TEST(ExplainAuthentication, WhatWasNotAskedIsSaid) {
  const TestExplanation test;
  EXPECT_NE(Write(WriteSpf, test.told).find("not evaluated"), std::string::npos);
  EXPECT_NE(Write(WriteDmarc, test.told).find("DMARC: unknown"), std::string::npos);
}

}  // namespace
}  // namespace kenpin
