// Which fields h= means: by hand, against a slow search, and with as many fields and names as a message may
// have.
#include "engine/dkim/field_selector.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "engine/mail/ascii.h"
#include "engine/mail/test_message.h"

namespace kenpin {
namespace {

constexpr uint32_t kNoOwn = HeaderField::kNoField - 1;

DkimSignature SignatureOver(std::string_view names, Arena& arena) {
  return ParseDkimSignature(arena.Copy("h=" + std::string(names)), arena);
}

std::vector<uint32_t> Select(const TestMessage& message, std::string_view names, uint32_t own = kNoOwn,
                             DkimCoverage* coverage = nullptr) {
  Arena arena;
  DkimCoverage unused;
  FieldSelector selector(message.view, arena);
  const std::span<const uint32_t> fields =
      selector.Select(SignatureOver(names, arena), own, coverage != nullptr ? coverage : &unused);
  return {fields.begin(), fields.end()};
}

TEST(FieldSelector, BottomUp) {
  const TestMessage m("Received: a\nX-One: a\nFrom: x\nreceived: b\nX-ONE: b\nX-Two: c\n\n");
  using Fields = std::vector<uint32_t>;
  EXPECT_EQ(Select(m, "from"), (Fields{2}));
  EXPECT_EQ(Select(m, "From:From"), (Fields{2}));
  EXPECT_EQ(Select(m, "received"), (Fields{3}));
  EXPECT_EQ(Select(m, "received:from:Received:RECEIVED"), (Fields{3, 2, 0}));
  EXPECT_EQ(Select(m, "x-one:x-two:x-one:x-one"), (Fields{4, 5, 1}));
  EXPECT_EQ(Select(m, "x-absent:subject"), Fields{});
}

// A name may be looked for by its id if no other name has that id: FieldName() knows those.
TEST(FieldSelector, EveryFamilyIsSearchedByName) {
  for (int i = 0; i < static_cast<int>(FieldId::kCount); ++i) {
    const FieldId id = static_cast<FieldId>(i);
    const bool family = id == FieldId::kOther || id == FieldId::kXCampaign || id == FieldId::kListSoftware ||
                        id == FieldId::kXMsExchange;
    EXPECT_EQ(FieldName(id).empty(), family) << i;
  }
}

TEST(FieldSelector, OwnFieldIsNotThere) {
  const TestMessage m("DKIM-Signature: 0\nDKIM-Signature: 1\nDKIM-Signature: 2\n\n");
  using Fields = std::vector<uint32_t>;
  EXPECT_EQ(Select(m, "dkim-signature:dkim-signature:dkim-signature", 1), (Fields{2, 0}));
  EXPECT_EQ(Select(m, "dkim-signature", 2), (Fields{1}));
  EXPECT_EQ(Select(m, "dkim-signature:dkim-signature", 0), (Fields{2, 1}));
}

// Each signature starts from the bottom again.
TEST(FieldSelector, SeveralSignatures) {
  const TestMessage m("X-One: a\nX-One: b\nTo: c\nTo: d\n\n");
  Arena arena;
  DkimCoverage coverage;
  FieldSelector selector(m.view, arena);
  for (int i = 0; i < 3; ++i) {
    const std::span<const uint32_t> fields =
        selector.Select(SignatureOver("x-one:to:to", arena), kNoOwn, &coverage);
    EXPECT_EQ(std::vector<uint32_t>(fields.begin(), fields.end()), (std::vector<uint32_t>{1, 3, 2}));
  }
}

TEST(FieldSelector, Coverage) {
  const TestMessage m(
      "From: a\nTo: b\nTo: c\nSubject: d\nList-Unsubscribe: e\nList-Unsubscribe: f\nList-Unsubscribe-Post: "
      "g\nFeedback-ID: h\n\n");
  DkimCoverage c;
  Select(m, "from:from:to:subject:list-unsubscribe:list-unsubscribe-post:feedback-id", kNoOwn, &c);
  EXPECT_EQ(c.from_listed, 2);
  EXPECT_EQ(c.from_present, 1);
  EXPECT_EQ(c.missing_core,
            1u << static_cast<int>(CoreField::kTo) | 1u << static_cast<int>(CoreField::kListUnsubscribe));
  EXPECT_FALSE(c.covers_list_unsubscribe);
  EXPECT_TRUE(c.covers_list_unsubscribe_post);
  EXPECT_TRUE(c.covers_feedback_id);
  EXPECT_EQ(c.list_unsubscribe_listed, 1);
  EXPECT_EQ(c.list_unsubscribe_post_listed, 1);
  Select(m, "from:to:to:list-unsubscribe:list-unsubscribe:list-unsubscribe", kNoOwn, &c);
  EXPECT_EQ(c.missing_core, 1u << static_cast<int>(CoreField::kSubject));
  EXPECT_TRUE(c.covers_list_unsubscribe);
  EXPECT_FALSE(c.covers_list_unsubscribe_post);
  EXPECT_EQ(c.list_unsubscribe_listed, 3);
}

// §5.4.2 as it is read: for each name the lowest field that is not yet taken.
std::vector<uint32_t> SlowSelect(const MessageView& view, const std::vector<std::string>& names,
                                 uint32_t own) {
  std::vector<uint32_t> selected;
  std::vector<bool> taken(view.fields().size());
  for (const std::string& name : names) {
    for (size_t i = view.fields().size(); i-- > 0;) {
      if (taken[i] || i == own || !EqualsIgnoreCase(view.Name(view.fields()[i]), name)) continue;
      taken[i] = true;
      selected.push_back(static_cast<uint32_t>(i));
      break;
    }
  }
  return selected;
}

TEST(FieldSelector, LikeTheSlowSearch) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string names[] = {"From",
                               "to",
                               "X-One",
                               "x-one",
                               "X-Two",
                               "DKIM-Signature",
                               "X-MS-Exchange-A",
                               "X-MS-Exchange-B",
                               "X-SG-EID",
                               "X-MC-User",
                               "Received",
                               "Q[",
                               "Q{"};
  for (int round = 0; round < 500; ++round) {
    std::string text = "DKIM-Signature: own\n";
    for (size_t i = random() % 20; i > 0; --i) text += names[random() % std::size(names)] + ": v\n";
    std::vector<std::string> listed;
    std::string h;
    for (size_t i = 1 + random() % 20; i > 0; --i) {
      listed.push_back(names[random() % std::size(names)]);
      h += (h.empty() ? "" : ":") + listed.back();
    }
    const TestMessage message(text + "\n");
    EXPECT_EQ(Select(message, h, 0), SlowSelect(message.view, listed, 0)) << text << h;
  }
}

// 50,000 fields and as many names of every kind: a quadratic search would take minutes.
TEST(FieldSelector, HugeHeadersAreLinear) {
  std::string text, h = "From";
  for (int i = 0; i < 25'000; ++i) {
    text += "X-" + std::to_string(i) + ": v\nReceived: v\n";
    h += ":x-" + std::to_string(i) + ":received";
  }
  const TestMessage message(text + "\n");
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  EXPECT_EQ(Select(message, h).size(), 50'000u);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace kenpin
