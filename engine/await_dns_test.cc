#include "engine/await_dns.h"

#include <gtest/gtest.h>

#include "io/dns_snapshot.h"

namespace kenpin {
namespace {

TEST(AwaitDns, EmptiesTheList) {
  const std::unique_ptr<DnsClient> dns = MakeDnsOff();
  std::vector<DnsQuestionId> questions = {dns->Ask("a.example", RrType::kTxt),
                                          dns->Ask("b.example", RrType::kTxt)};
  AwaitAnswers(*dns, &questions);
  EXPECT_TRUE(questions.empty());
  AwaitAnswers(*dns, &questions);
  EXPECT_TRUE(questions.empty());
}

}  // namespace
}  // namespace kenpin
