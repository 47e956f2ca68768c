#include "io/named_status.h"

#include "gtest/gtest.h"

namespace kenpin {
namespace {

TEST(NamedStatusTest, ErrorsGetTheName) {
  const absl::Status named = NamedStatus("a.state", absl::DataLossError("is damaged"));
  EXPECT_EQ(named.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(named.message(), "a.state: is damaged");
  EXPECT_EQ(NamedStatus("a", absl::StatusCode::kUnavailable, "is gone"),
            absl::UnavailableError("a: is gone"));
}

TEST(NamedStatusTest, WhatIsNoErrorStays) { EXPECT_TRUE(NamedStatus("a.state", absl::OkStatus()).ok()); }

}  // namespace
}  // namespace kenpin
