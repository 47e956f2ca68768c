#include "engine/auth/dmarc_alignment.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/auth/test_dmarc.h"

namespace kenpin {
namespace {

using test::DmarcWorld;
using test::DmarcZone;

std::string_view Word(AlignmentResult result) {
  constexpr std::string_view kWords[] = {"unknown", "none", "relaxed", "strict"};
  return kWords[static_cast<size_t>(result)];
}

// "walk=none list=relaxed -> unknown differ".
std::string Describe(const IdentifierAlignment& both, const ProviderAlignment& judged) {
  std::string out("walk=");
  out.append(Word(both.by_walk))
      .append(" list=")
      .append(Word(both.by_list))
      .append(" -> ")
      .append(Word(judged.result));
  if (judged.methods_differ) out += " differ";
  if (judged.by_list_only) out += " by_list";
  return out;
}

constexpr const char* kPolicyNone = "v=DMARC1; p=none";

TEST(DmarcAlignment, Table) {
  const struct {
    const char* name;
    DmarcZone zone;
    std::string author;
    std::string identifier;
    std::string result;
  } cases[] = {
      {"the same name",
       {{"example.com", kPolicyNone}},
       "example.com",
       "example.com",
       "walk=strict list=strict -> strict"},
      {"the same name without a record",
       {},
       "example.com",
       "example.com",
       "walk=strict list=strict -> strict"},
      {"child for parent",
       {{"example.com", kPolicyNone}},
       "example.com",
       "child.example.com",
       "walk=relaxed list=relaxed -> relaxed"},
      {"parent for child",
       {{"example.com", kPolicyNone}},
       "child.example.com",
       "example.com",
       "walk=relaxed list=relaxed -> relaxed"},
      {"parent for child, no record anywhere",
       {},
       "child.example.com",
       "example.com",
       "walk=none list=relaxed -> relaxed by_list"},
      {"parent for child, psd=n at the child",
       {{"child.example.com", "v=DMARC1; p=none; psd=n"}, {"example.com", kPolicyNone}},
       "child.example.com",
       "example.com",
       "walk=none list=relaxed -> unknown differ"},
      {"parent for child, record at the child only",
       {{"child.example.com", kPolicyNone}},
       "child.example.com",
       "example.com",
       "walk=none list=relaxed -> unknown differ"},
      {"siblings",
       {{"example.com", kPolicyNone}},
       "a.example.com",
       "b.c.example.com",
       "walk=relaxed list=relaxed -> relaxed"},
      {"strangers",
       {{"example.com", kPolicyNone}},
       "example.com",
       "example.org",
       "walk=none list=none -> none"},
      {"psd=y at a name on no list",
       {{"example.com", "v=DMARC1; p=none; psd=y"}},
       "a.example.com",
       "b.example.com",
       "walk=none list=relaxed -> unknown differ"},
      {"private suffix that lacks psd=y",
       {{"blogs.com", kPolicyNone}},
       "a.blogs.com",
       "b.blogs.com",
       "walk=relaxed list=none -> unknown differ"},
      {"registry that lacks psd=y aligns no strangers",
       {{"com", kPolicyNone}},
       "a.com",
       "b.com",
       "walk=none list=none -> none"},
      {"two records at the Author Domain",
       {{"a.example.com", kPolicyNone}, {"a.example.com", kPolicyNone}, {"example.com", kPolicyNone}},
       "a.example.com",
       "b.example.com",
       "walk=relaxed list=relaxed -> relaxed"},
      {"no identifier", {{"example.com", kPolicyNone}}, "example.com", "", "walk=none list=none -> none"},
      {"no author", {}, "", "example.com", "walk=unknown list=unknown -> unknown by_list"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(c.zone);
    const DmarcDiscovery author = world.Discover(c.author);
    const IdentifierAlignment both = AlignByBoth(author, c.identifier, world.query());
    EXPECT_EQ(Describe(both, JudgeAlignment(author, both)), c.result);
  }
}

TEST(DmarcAlignment, WhenDnsDoesNotTell) {
  const struct {
    const char* name;
    std::string at;
    DnsStatus status;
    std::string result;
  } cases[] = {
      {"failure on the author's walk", "example.com", DnsStatus::kFailed,
       "walk=unknown list=relaxed -> unknown"},
      {"failure on the identifier's walk", "b.example.com", DnsStatus::kFailed,
       "walk=unknown list=relaxed -> unknown"},
      {"not recorded", "b.example.com", DnsStatus::kNotRecorded, "walk=unknown list=relaxed -> unknown"},
      {"off", "a.example.com", DnsStatus::kOff, "walk=unknown list=relaxed -> relaxed by_list"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    DmarcWorld world(DmarcZone{{"example.com", kPolicyNone}});
    world.dns.Set("_dmarc." + c.at, RrType::kTxt, c.status);
    const DmarcDiscovery author = world.Discover("a.example.com");
    const IdentifierAlignment both = AlignByBoth(author, "b.example.com", world.query());
    EXPECT_EQ(Describe(both, JudgeAlignment(author, both)), c.result);
  }
}

TEST(DmarcAlignment, AsksForTheIdentifierAtOnce) {
  DmarcWorld world(DmarcZone{{"example.com", kPolicyNone}});
  world.dns.HoldBack();
  const DmarcDiscovery author = world.Discover("a.example.com");
  const IdentifierAlignment both = AlignByBoth(author, "b.example.com", world.query());
  EXPECT_EQ(both.by_walk, AlignmentResult::kUnknown);
  EXPECT_EQ(both.walk_org.state, DmarcLookup::kPending);
  EXPECT_EQ(world.dns.asked().size(), 4u);  // a, b, the organization, com.
}

TEST(DmarcAlignment, Modes) {
  const struct {
    const char* name;
    AlignmentResult result;
    Aligned relaxed;
    Aligned strict;
  } cases[] = {
      {"same name", AlignmentResult::kStrict, Aligned::kYes, Aligned::kYes},
      {"same organization", AlignmentResult::kRelaxed, Aligned::kYes, Aligned::kNo},
      {"strangers", AlignmentResult::kNone, Aligned::kNo, Aligned::kNo},
      {"unknown", AlignmentResult::kUnknown, Aligned::kUnknown, Aligned::kUnknown},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(AlignedIn(AlignmentMode::kRelaxed, c.result), c.relaxed);
    EXPECT_EQ(AlignedIn(AlignmentMode::kStrict, c.result), c.strict);
  }
}

}  // namespace
}  // namespace kenpin
