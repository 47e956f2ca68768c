#include "io/stream.h"

#include <unistd.h>

#include <chrono>
#include <string>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

const std::string kRecord = "From a@b.example Thu Jan  1 00:00:01 2015\nX: y\n\nbody\n\n";

CorpusOptions ChunksOf(size_t bytes) {
  CorpusOptions options;
  options.chunk_bytes = bytes;
  return options;
}

TEST(StreamTest, IsCutIntoChunksAsItComes) {
  std::string mbox;
  for (int i = 0; i < 20'000; ++i) mbox += kRecord;
  const TestCorpus got = ReadPiped(mbox, ChunksOf(65536));
  EXPECT_EQ(got.messages.size(), 20'000U);
  EXPECT_EQ(got.bytes_read, mbox.size());
  EXPECT_GT(got.chunks, 10U);
  EXPECT_LT(got.largest_buffer, 400'000U);
  EXPECT_EQ(got.inputs.at(0).bytes, 0U);
  EXPECT_EQ(got.messages.at(19'999).ordinal, (Ordinal{0, 0, 19'999 * kRecord.size()}));
}

TEST(StreamTest, SlowWriterInTinyPieces) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  std::thread writer([fd = ends[1]] {
    const std::string mbox = kRecord + kRecord + kRecord;
    for (size_t p = 0; p < mbox.size(); p += 7) {
      const std::string piece = mbox.substr(p, 7);
      if (write(fd, piece.data(), piece.size()) < 0) break;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    close(fd);
  });
  CorpusOptions options;
  options.stdin_fd = ends[0];
  const TestCorpus got = ReadCorpus({"-"}, options);
  writer.join();
  close(ends[0]);
  ASSERT_EQ(got.messages.size(), 3U);
  EXPECT_EQ(got.messages[2].bytes, "X: y\n\nbody\n");
}

TEST(StreamTest, IsWaitedForNoLongerOnceTheRunIsStopped) {
  int ends[2];
  int stop_ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_EQ(pipe(stop_ends), 0);
  const std::string mbox = kRecord + kRecord;
  ASSERT_GT(write(ends[1], mbox.data(), mbox.size()), 0);
  std::thread other([fd = stop_ends[1]] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    close(fd);
  });
  CorpusOptions options;
  options.stdin_fd = ends[0];
  options.stop_fd = stop_ends[0];
  const TestCorpus got = ReadCorpus({"-"}, options);
  other.join();
  for (const int fd : {ends[0], ends[1], stop_ends[0]}) close(fd);
  ASSERT_EQ(got.errors.size(), 1U);
  EXPECT_EQ(got.errors[0].what, "cannot read: Interrupted system call");
}

TEST(StreamTest, OneMessageOfAnyLength) {
  const std::string mail =
      "Subject: x\n\n" + std::string(3'000'000, 'x') + "\n\nFrom a Thu Jan  1 00:00:01 2015\nX: y\n";
  const TestCorpus got = ReadPiped(mail, ChunksOf(65536));
  ASSERT_EQ(got.messages.size(), 1U);
  EXPECT_EQ(got.messages[0].bytes, mail);
  CorpusOptions options = ChunksOf(65536);
  options.max_message_bytes = 100'000;
  const TestCorpus cut = ReadPiped(mail, options);
  ASSERT_EQ(cut.messages.size(), 1U);
  EXPECT_EQ(cut.messages[0].bytes, mail.substr(0, 100'000));
  EXPECT_EQ(cut.messages[0].length, mail.size());
  EXPECT_LT(cut.largest_buffer, 2'500'000U);
}

TEST(StreamTest, ErrorsAreNamed) {
  CorpusOptions options;
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  close(ends[1]);
  close(ends[0]);
  options.stdin_fd = ends[0];
  EXPECT_THAT(ReadCorpus({"-"}, options).ErrorText(), testing::HasSubstr("cannot read: Bad file descriptor"));
  options = {};
  options.format = InputFormat::kMaildir;
  EXPECT_THAT(ReadPiped("X: y\n", options).ErrorText(), testing::HasSubstr("is not a directory"));
}

}  // namespace
}  // namespace kenpin
