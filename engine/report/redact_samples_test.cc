#include "engine/report/redact_samples.h"

#include <gtest/gtest.h>

#include <string>

namespace kenpin {
namespace {

TEST(RedactSamples, MessageIds) {
  DomainTree tree;
  DomainCounts& counts = tree["shop.example"]["news.shop.example"];
  const Sample sample{{0, 0, 1},       Outcome::kWarn, Reason::kDateMissing,
                      Stream::kDirect, "mail/a.mbox",  "secret@b.example"};
  counts.rules.back().samples.Offer(sample, 3);
  counts.corpus.samples.front().Offer(sample, 3);
  const std::string key(16, 'k');
  Redactor redactor(key);
  RedactSamples(redactor, &tree);
  const std::string told = redactor.Hash("secret") + "@b.example";
  for (const SampleList* list : {&counts.rules.back().samples, &counts.corpus.samples.front()}) {
    ASSERT_EQ(list->samples().size(), 1u);
    EXPECT_EQ(list->samples().front().message_id, told);
    EXPECT_EQ(list->samples().front().source, "mail/a.mbox") << "the names of files stay";
    EXPECT_EQ(list->samples().front().outcome, Outcome::kWarn);
    EXPECT_EQ(list->samples().front().ordinal.offset, 1u);
  }
}

}  // namespace
}  // namespace kenpin
