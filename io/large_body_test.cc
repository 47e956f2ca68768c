// Whoever wants to see records that are too large sees all of their octets, in order, from every kind of
// input and whatever the sizes.
#include "io/large_body.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

#include "io/corpus.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

// Keeps all that passes by.
struct Witness : LargeBody {
  explicit Witness(std::string_view kept, bool mbox) : seen(kept), in_mbox(mbox) {}
  void Take(std::string_view octets) override {
    EXPECT_FALSE(ended);
    // Slack on both sides: the sanitizer knows whether it is there.
    for (size_t i = 0; i < kBufferSlack; ++i) slack ^= octets.data()[-1 - static_cast<ptrdiff_t>(i)];
    for (size_t i = 0; i < kBufferSlack; ++i) slack ^= octets.data()[octets.size() + i];
    longest = std::max(longest, octets.size());
    seen += octets;
  }
  void End() override { ended = true; }

  std::string seen;
  bool in_mbox;
  bool ended = false;
  char slack = 0;
  size_t longest = 0;
};

struct Witnesses : LargeBodies {
  std::unique_ptr<LargeBody> Begin(std::string_view message, bool in_mbox) const override {
    if (message.find("unwanted") != std::string_view::npos) return nullptr;
    return std::make_unique<Witness>(message, in_mbox);
  }
};

struct Seen {
  std::vector<std::string>
      all;  // Of each message: what was kept of it, or what was seen if it was too large.
  std::vector<InputError> errors;
  size_t passed = 0;
  size_t too_large = 0;
  size_t longest = 0;
  bool in_mbox = false;
};

Seen ReadAll(const std::string& path, CorpusOptions options) {
  Witnesses witnesses;
  options.large_bodies = &witnesses;
  Seen seen;
  Corpus corpus({path}, options);
  Chunk chunk;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    for (const MessageRange& message : chunk.messages) {
      const bool too_large = (message.flaws & static_cast<uint8_t>(RecordFlaw::kTooLarge)) != 0;
      if (too_large) ++seen.too_large;
      if (message.passed == nullptr) {
        seen.all.emplace_back(message.bytes);
        continue;
      }
      EXPECT_TRUE(too_large);
      ++seen.passed;
      const Witness& witness = static_cast<const Witness&>(*message.passed);
      EXPECT_TRUE(witness.ended);
      EXPECT_EQ(witness.seen.substr(0, message.bytes.size()), message.bytes);
      seen.all.push_back(witness.seen);
      seen.in_mbox |= witness.in_mbox;
      seen.longest = std::max(seen.longest, witness.longest);
    }
    seen.errors.insert(seen.errors.end(), chunk.errors.begin(), chunk.errors.end());
    EXPECT_LE(chunk.large_bodies.size(), chunk.messages.size());
    chunk.Clear();
    EXPECT_TRUE(chunk.large_bodies.empty());
  }
  return seen;
}

std::string MakeMessage(int number, size_t lines) {
  std::string text = "From: a@example.com\nMessage-ID: <" + std::to_string(number) + "@example.com>\n\n";
  for (size_t i = 0; i < lines; ++i)
    text += "Line " + std::to_string(i) + (i % 7 == 3 ? "\n>From here\n" : " of the message\r\n");
  return text;
}

// Small ones between large ones.
std::vector<std::string> Messages() {
  std::vector<std::string> messages;
  for (int i = 0; i < 12; ++i) messages.push_back(MakeMessage(i, i % 3 == 1 ? 12'000 : 5));
  return messages;
}

std::string MboxOf(const std::vector<std::string>& messages, bool with_lengths) {
  std::string mbox;
  for (const std::string& message : messages) {
    mbox += "From a@example.com Mon Apr  6 00:00:00 2026\n";
    const size_t body = message.find("\n\n") + 2;
    if (with_lengths) mbox += "Content-Length: " + std::to_string(message.size() - body) + "\n";
    mbox += message + "\n";
  }
  return mbox;
}

// A separator is seen, and is no part of a message.
std::string WithoutEmptyEnd(std::string text) {
  if (text.ends_with("\n\n")) text.pop_back();
  return text;
}

class LargeBodyTest : public ::testing::Test {
 protected:
  static CorpusOptions Options(size_t limit, size_t chunk_bytes) {
    CorpusOptions options;
    options.max_message_bytes = limit;
    options.chunk_bytes = chunk_bytes;
    return options;
  }

  void ExpectAll(const std::string& path, const std::vector<std::string>& messages, bool in_mbox) {
    for (const size_t limit : {size_t{200}, size_t{5000}, size_t{70'000}, size_t{200'000}}) {
      for (const size_t chunk_bytes : {size_t{5000}, size_t{60'000}, size_t{2} << 20}) {
        SCOPED_TRACE(path + ", limit " + std::to_string(limit) + ", chunks of " +
                     std::to_string(chunk_bytes));
        const Seen seen = ReadAll(path, Options(limit, chunk_bytes));
        ASSERT_EQ(seen.all.size(), messages.size());
        for (size_t i = 0; i < messages.size(); ++i) ASSERT_EQ(WithoutEmptyEnd(seen.all[i]), messages[i]);
        EXPECT_EQ(seen.passed, seen.too_large);
        EXPECT_GE(seen.passed, 1u);
        EXPECT_EQ(seen.in_mbox, in_mbox);
      }
    }
  }

  TestDirectory directory_;
};

TEST_F(LargeBodyTest, Mbox) {
  ExpectAll(directory_.Write("a.mbox", MboxOf(Messages(), false)), Messages(), true);
}

TEST_F(LargeBodyTest, PackedMbox) {
  const std::string mbox = MboxOf(Messages(), false);
  ExpectAll(directory_.Write("a.mbox.gz", Compress(Compression::kGzip, mbox)), Messages(), true);
  ExpectAll(directory_.Write("a.mbox.zst", CompressInPieces(Compression::kZstd, mbox, 100'000)), Messages(),
            true);
}

TEST_F(LargeBodyTest, Mboxcl) {
  const std::vector<std::string> messages = Messages();
  const std::string path = directory_.Write("a.mbox", MboxOf(messages, true));
  for (const size_t limit : {size_t{200}, size_t{5000}, size_t{70'000}, size_t{200'000}}) {
    const Seen seen = ReadAll(path, Options(limit, 40'000));
    ASSERT_EQ(seen.all.size(), messages.size());
    for (size_t i = 0; i < messages.size(); ++i) {
      const std::string& all = seen.all[i];
      ASSERT_TRUE(WithoutEmptyEnd(all).ends_with(messages[i])) << limit << " " << i;
      ASSERT_TRUE(all.starts_with("Content-Length: "));
    }
    EXPECT_EQ(seen.passed, seen.too_large);
  }
}

TEST_F(LargeBodyTest, MessageFiles) {
  const std::vector<std::string> messages = Messages();
  for (size_t i = 0; i < messages.size(); ++i) {
    const std::string name = std::to_string(100 + i);
    directory_.Write("maildir/cur/" + name + ":2,S", messages[i]);
    directory_.Write("emls/" + name + ".eml", messages[i]);
    directory_.Write("packed/" + name + ".eml.gz", Compress(Compression::kGzip, messages[i]));
  }
  directory_.Write("maildir/new/.keep", "");
  ExpectAll(directory_.PathOf("maildir"), messages, false);
  ExpectAll(directory_.PathOf("emls"), messages, false);
  ExpectAll(directory_.PathOf("packed"), messages, false);
}

TEST_F(LargeBodyTest, MboxesInADirectory) {
  const std::vector<std::string> messages = Messages();
  directory_.Write("mboxes/a.mbox", MboxOf(messages, false));
  ExpectAll(directory_.PathOf("mboxes"), messages, true);
}

TEST_F(LargeBodyTest, MembersOfAnArchive) {
  const std::vector<std::string> messages = Messages();
  std::vector<TestMember> members;
  for (size_t i = 0; i < messages.size(); ++i)
    members.push_back({"m/" + std::to_string(100 + i) + ".eml", messages[i], ""});
  ExpectAll(directory_.Write("a.tar", MakeArchive(ArchiveKind::kTar, members)), messages, false);
  ExpectAll(directory_.Write("a.zip", MakeArchive(ArchiveKind::kZip, members)), messages, false);
}

TEST_F(LargeBodyTest, OneFile) {
  const std::string message = "\xef\xbb\xbf" + MakeMessage(1, 300'000);
  const std::string path = directory_.Write("a.eml", message);
  const Seen seen = ReadAll(path, Options(100'000, 40'000));
  ASSERT_EQ(seen.all.size(), 1u);
  EXPECT_EQ("\xef\xbb\xbf" + seen.all[0], message) << "without the byte order mark";
  EXPECT_EQ(seen.passed, 1u);
  EXPECT_FALSE(seen.in_mbox);
  EXPECT_LT(seen.longest, size_t{3} << 20) << "in pieces, however large the message";
}

TEST_F(LargeBodyTest, WhatNobodyWantsPassesUnseen) {
  const std::string wanted = MakeMessage(1, 12'000);
  const std::string unwanted = "X: unwanted\n" + wanted;
  const std::string path = directory_.Write("a.mbox", MboxOf({unwanted, wanted, unwanted}, false));
  const Seen seen = ReadAll(path, Options(5000, 40'000));
  ASSERT_EQ(seen.all.size(), 3u);
  EXPECT_EQ(seen.too_large, 3u);
  EXPECT_EQ(seen.passed, 1u);
  EXPECT_EQ(seen.all[0].size(), unwanted.substr(0, 5000).size() - 44);
  EXPECT_EQ(WithoutEmptyEnd(seen.all[1]), wanted);
}

// What is damaged on its way has no end.
TEST_F(LargeBodyTest, CutOffWhilePassing) {
  const std::string packed = Compress(Compression::kGzip, MakeMessage(1, 100'000));
  const std::string path = directory_.Write("a.eml.gz", packed.substr(0, packed.size() - 40));
  const Seen seen = ReadAll(path, Options(5000, 40'000));
  ASSERT_EQ(seen.all.size(), 1u);
  EXPECT_EQ(seen.too_large, 1u);
  EXPECT_EQ(seen.passed, 0u);
  EXPECT_EQ(seen.errors.size(), 1u);
}

// A signal ends the run also while a file of any size passes by.
TEST_F(LargeBodyTest, StoppedWhilePassing) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  ASSERT_EQ(write(pipe_ends[1], "x", 1), 1);
  directory_.Write("d/a.eml", MakeMessage(1, 100'000));
  directory_.Write("d/b.eml", MakeMessage(2, 5));
  CorpusOptions options = Options(5000, 40'000);
  options.stop_fd = pipe_ends[0];
  const Seen seen = ReadAll(directory_.PathOf("d"), options);
  EXPECT_EQ(seen.too_large, 1u);
  EXPECT_EQ(seen.passed, 0u);
  EXPECT_EQ(seen.errors.size(), 1u);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

}  // namespace
}  // namespace kenpin
