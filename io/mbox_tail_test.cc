#include "io/mbox_tail.h"

#include <fcntl.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "io/file.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

const std::string kRecord = kSeparatorLine + "Subject: x\n\nbody\n\n";

std::shared_ptr<const SharedFile> Open(const std::string& path) {
  OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  auto file = std::make_shared<SharedFile>();
  file->file = std::move(opened.file);
  file->path = path;
  file->size = opened.size;
  return file;
}

class MboxTailTest : public testing::Test {
 protected:
  std::optional<MboxTail> TailOf(const std::string& mbox) {
    return ReadMboxTail(Open(directory_.Write("mbox", mbox)), 0, settings_);
  }
  // Whether a file that was `before` and is `now` has only grown.
  bool Grew(const std::string& before, const std::string& now) {
    const std::optional<MboxTail> tail = TailOf(before);
    return tail && HasGrownFrom(*tail, Open(directory_.Write("mbox", now)), 0, settings_);
  }

  TestDirectory directory_;
  ReadSettings settings_;
};

TEST_F(MboxTailTest, StandsAtARecordFarEnoughFromTheEnd) {
  std::string mbox;
  while (mbox.size() < 300'000) mbox += kRecord;
  const std::optional<MboxTail> tail = TailOf(mbox);
  ASSERT_TRUE(tail.has_value());
  EXPECT_EQ(tail->end, mbox.size());
  EXPECT_EQ(tail->begin % kRecord.size(), 0U);
  EXPECT_LE(tail->begin + kFromLookAhead, tail->end);
  EXPECT_GT(tail->begin, mbox.size() - 70'000) << "the whole file is not read again every night";
  EXPECT_EQ(tail->sha256.size(), 32U);
  EXPECT_EQ(TailOf(kRecord)->begin, 0U);
}

TEST_F(MboxTailTest, LongLastRecordIsFoundAndDigestedWhole) {
  std::string mbox;
  while (mbox.size() < 3'000'000) mbox += kRecord;
  const size_t before = mbox.size();
  mbox += kSeparatorLine + "Subject: long\n\n" + std::string(3'000'000, 'x') + "\n\n";
  const std::optional<MboxTail> tail = TailOf(mbox);
  ASSERT_TRUE(tail.has_value());
  EXPECT_LE(tail->begin, before);
  EXPECT_GT(tail->begin, 0U);
  EXPECT_TRUE(Grew(mbox, mbox + kRecord));
  std::string changed = mbox;
  changed[before + 1'500'000] = 'y';
  EXPECT_FALSE(Grew(mbox, changed + kRecord));
}

TEST_F(MboxTailTest, Appends) {
  EXPECT_TRUE(Grew(kRecord, kRecord + kRecord));
  EXPECT_TRUE(Grew(kRecord + kRecord, kRecord + kRecord + kRecord));
  EXPECT_FALSE(Grew(kRecord, kRecord)) << "has not grown";
  EXPECT_FALSE(Grew(kRecord + kRecord, kRecord)) << "has shrunk";
}

TEST_F(MboxTailTest, WhatIsNoAppendIsSeen) {
  const std::string two = kRecord + kRecord;
  EXPECT_FALSE(Grew(two, kRecord + kSeparatorLine + "Subject: y\n\nbody\n\n" + kRecord)) << "another tail";
  EXPECT_FALSE(Grew(two, two + "the last message goes on\n\n" + kRecord));
  EXPECT_FALSE(Grew(two, two + "\n" + kRecord)) << "an empty line more belongs to the last message";
  EXPECT_FALSE(Grew(two, two + std::string(10, 'x')));
}

// What the last record's flaws are may change with what comes behind it.
TEST_F(MboxTailTest, AppendThatTellsMoreOfTheOldRecordsIsNone) {
  const std::string open_end = kSeparatorLine + "Subject: x\n\nbody\n";
  EXPECT_FALSE(Grew(open_end, open_end + kRecord)) << "no empty line before the next From_ line";
  EXPECT_FALSE(Grew(open_end, open_end + "\n" + kRecord));
  // A From_ line at the very end begins a record without a header; with a field behind it, one with.
  const std::string bare = kRecord + kSeparatorLine;
  EXPECT_FALSE(Grew(bare, bare + "Subject: y\n\nbody\n\n"));
}

// Whatever an mbox is cut into: where it is said to have grown, the old records are the same ones.
TEST_F(MboxTailTest, AnyCutOfAnyMbox) {
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {kSeparatorLine, "\n",        "Subject: x\n",
                                           "body\n",       ">From x\n", "From nobody\n",
                                           "\n\n",         kRecord,     std::string(700, 'z') + "\n"};
  size_t grown = 0;
  for (int round = 0; round < 400; ++round) {
    std::string mbox = kRecord;
    while (mbox.size() < 4000) mbox += pieces[random() % pieces.size()];
    const size_t cut =
        random() % 3 == 0 ? mbox.rfind(kSeparatorLine, random() % mbox.size()) : random() % mbox.size();
    if (cut == std::string::npos || cut == 0) continue;
    const std::string before = mbox.substr(0, cut);
    const TestCorpus old_records = ReadCorpus({directory_.Write("mbox", before)});
    if (!Grew(before, mbox)) continue;
    ++grown;
    const TestCorpus all = ReadCorpus({directory_.PathOf("mbox")});
    ASSERT_GE(all.messages.size(), old_records.messages.size());
    for (size_t i = 0; i < old_records.messages.size(); ++i) {
      EXPECT_EQ(all.messages[i], old_records.messages[i]) << round;
    }
  }
  EXPECT_GT(grown, 20U);
}

}  // namespace
}  // namespace kenpin
