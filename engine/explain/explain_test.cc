// The whole command is run by tests/e2e/explain_test.py; here stand its refusals, which need no process.
#include "engine/explain/explain.h"

#include <gtest/gtest.h>

#include "io/test_corpus.h"

namespace kenpin {
namespace {

TEST(Explain, WhatCanNotBeOpenedIsTold) {
  const TestDirectory directory;
  ExplainOptions options;
  options.scan.inputs = {directory.PathOf("none.mbox") + ":3"};
  testing::internal::CaptureStderr();
  EXPECT_EQ(RunExplain(options), kExitOperational);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("none.mbox"), std::string::npos);
}

TEST(Explain, OneMessageIsAnswered) {
  const TestDirectory directory;
  ExplainOptions options;
  options.scan.inputs = {directory.Write("a.eml", "From: a@shop.example\n\nbody\n")};
  options.format = AnswerFormat::kJson;
  testing::internal::CaptureStdout();
  EXPECT_EQ(RunExplain(options), kExitClean);
  EXPECT_TRUE(testing::internal::GetCapturedStdout().starts_with("{\"record\":{"));
}

}  // namespace
}  // namespace kenpin
