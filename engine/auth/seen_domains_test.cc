#include "engine/auth/seen_domains.h"

#include <gtest/gtest.h>

#include <memory>

namespace kenpin {
namespace {

class SeenDomainsTest : public ::testing::Test {
 protected:
  SeenDomains Find(std::string_view envelope, std::span<const std::string_view> signers) {
    return FindSeenDomains({mail_, envelope, signers}, *list_, arena_);
  }

  void AddPair(std::string_view shown, std::string_view target) {
    mail_.content.pairs[mail_.content.host_pairs++] = {shown, target};
  }

  const std::unique_ptr<PublicSuffixList> list_ = PublicSuffixList::Builtin();
  MailFacts mail_;
  Arena arena_;
};

TEST_F(SeenDomainsTest, NothingIsSeenInNothing) {
  const SeenDomains seen = Find("", {});
  EXPECT_EQ(seen.scripts, DomainScripts::kAscii);
  EXPECT_FALSE(seen.link_elsewhere);
}

TEST_F(SeenDomainsTest, LinksWithinARegistrableDomainAreHonest) {
  AddPair("www.shop.example.com", "click.example.com");
  AddPair("example.co.uk", "www.example.co.uk");
  AddPair("münchen.example", "xn--mnchen-3ya.example");
  EXPECT_FALSE(Find("", {}).link_elsewhere);
}

TEST_F(SeenDomainsTest, LinksToAnotherRegistrableDomain) {
  AddPair("a.co.uk", "b.co.uk");
  EXPECT_TRUE(Find("", {}).link_elsewhere);
}

TEST_F(SeenDomainsTest, LinksBetweenSuffixes) {
  AddPair("co.uk", "com");
  EXPECT_TRUE(Find("", {}).link_elsewhere);
}

TEST_F(SeenDomainsTest, TheWorstDomainCounts) {
  mail_.identity.from.scripts = DomainScripts::kHighly;
  EXPECT_EQ(Find("bounce.example.com", {}).scripts, DomainScripts::kHighly);
  mail_.identity.reply_to.scripts = DomainScripts::kUnknown;
  EXPECT_EQ(Find("", {}).scripts, DomainScripts::kUnknown);
  mail_.identity.sender.scripts = DomainScripts::kBelow;
  EXPECT_EQ(Find("", {}).scripts, DomainScripts::kBelow);
}

// All Cyrillic, and looks like "apple".
TEST_F(SeenDomainsTest, EnvelopeSignersAndLinksCount) {
  constexpr std::string_view kLooksLikeApple = "xn--80ak6aa92e.com";
  const std::string_view signers[] = {"example.com", kLooksLikeApple};
  EXPECT_EQ(Find(kLooksLikeApple, {}).scripts, DomainScripts::kConfusable);
  EXPECT_EQ(Find("", signers).scripts, DomainScripts::kConfusable);
  AddPair("www.example.com", kLooksLikeApple);
  EXPECT_EQ(Find("", {}).scripts, DomainScripts::kConfusable);
}

}  // namespace
}  // namespace kenpin
