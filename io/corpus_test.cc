#include "io/corpus.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

CorpusOptions Format(InputFormat format) {
  CorpusOptions options;
  options.format = format;
  return options;
}

struct DetectCase {
  const char* name;
  std::string content;
  InputFormat format;
  size_t messages;
};

TEST(CorpusTest, ContentDecidesTheFormatOfAFile) {
  const std::vector<DetectCase> cases = {
      {"mbox", kSeparatorLine + kMail, InputFormat::kMbox, 1},
      {"mbox after BOM", "\xEF\xBB\xBF" + kSeparatorLine + kMail, InputFormat::kMbox, 1},
      {"mbox after empty lines", "\r\n\n" + kSeparatorLine + kMail, InputFormat::kMbox, 1},
      {"two messages", kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail, InputFormat::kMbox, 2},
      {"one message", kMail, InputFormat::kEml, 1},
      {"a message with From_ lines in its body", kMail + "\n" + kSeparatorLine + kMail, InputFormat::kEml, 1},
      {"a header field further down", "oops\nSubject: x\n\n", InputFormat::kEml, 1},
      {"lone CR", "Subject: x\r\rbody\r", InputFormat::kEml, 1},
      {"undated From_ line", "From me\nSubject: x\n\nbody\n", InputFormat::kEml, 1},
      {"mboxcl", "From a Thu Jan  1 00:00:01 2015\nContent-Length: 5\n\nbody\n", InputFormat::kMboxcl, 1},
  };
  TestDirectory directory;
  for (const DetectCase& c : cases) {
    const TestCorpus from_file = ReadCorpus({directory.Write("f", c.content)});
    const TestCorpus from_pipe = ReadPiped(c.content);
    for (const TestCorpus& got : {from_file, from_pipe}) {
      ASSERT_EQ(got.inputs.size(), 1U) << c.name << got.ErrorText();
      EXPECT_EQ(got.inputs[0].format, c.format) << c.name;
      EXPECT_EQ(got.messages.size(), c.messages) << c.name;
      EXPECT_EQ(got.bytes_read, c.content.size()) << c.name;
      EXPECT_EQ(got.ErrorText(), "") << c.name;
    }
  }
}

TEST(CorpusTest, UndatedFromLineIsReported) {
  TestDirectory directory;
  const TestCorpus got = ReadCorpus({directory.Write("f", "From me\nSubject: x\n\nbody\n")});
  EXPECT_EQ(got.ambiguous, (std::vector<TestAmbiguousLine>{{0, false}}));
  EXPECT_EQ(got.messages.at(0).bytes, "From me\nSubject: x\n\nbody\n");
}

TEST(CorpusTest, OneMessageLosesBomAndFromLineButNotItsLength) {
  TestDirectory directory;
  directory.Write("d/a.eml", "\xEF\xBB\xBF" + kMail);
  directory.Write("d/b.eml", kSeparatorLine + kMail);
  const TestCorpus got = ReadCorpus({directory.PathOf("d")});
  ASSERT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.messages[0].bytes, kMail);
  EXPECT_EQ(got.messages[0].length, kMail.size() + 3);
  EXPECT_EQ(got.messages[1].bytes, kMail);
  EXPECT_EQ(got.messages[1].from_line + "\n", kSeparatorLine);
  EXPECT_EQ(got.messages[1].length, kSeparatorLine.size() + kMail.size());
}

TEST(CorpusTest, FormatCanBeForced) {
  TestDirectory directory;
  const std::string mbox = directory.Write("mbox", kSeparatorLine + kMail);
  EXPECT_EQ(ReadCorpus({mbox}, Format(InputFormat::kEml)).messages.at(0).bytes, kMail);
  const std::string text = directory.Write("text", "no header here\n");
  EXPECT_EQ(ReadCorpus({text}, Format(InputFormat::kEml)).messages.size(), 1U);
  directory.Write("m/cur/a", kMail);
  directory.Write("m/b", kMail);
  EXPECT_EQ(ReadCorpus({directory.PathOf("m")}).messages.at(0).path, directory.PathOf("m/cur/a"));
  EXPECT_EQ(ReadCorpus({directory.PathOf("m")}, Format(InputFormat::kEmlDir)).messages.at(0).path,
            directory.PathOf("m/b"));
  for (const InputFormat format : {InputFormat::kMbox, InputFormat::kMboxcl, InputFormat::kMboxcl2,
                                   InputFormat::kMaildir, InputFormat::kEmlDir, InputFormat::kEml}) {
    EXPECT_EQ(ParseInputFormat(InputFormatName(format)), format);
  }
  EXPECT_EQ(ParseInputFormat("zip"), std::nullopt);
}

TEST(CorpusTest, StandardInputThatIsAFileIsReadLikeOne) {
  TestDirectory directory;
  const std::string path = directory.Write("mbox", kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail);
  CorpusOptions options;
  options.stdin_fd = open(path.c_str(), O_RDONLY);
  const TestCorpus got = ReadCorpus({"-"}, options);
  EXPECT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.inputs.at(0).bytes, 2 * (kSeparatorLine.size() + kMail.size()) + 1);
  EXPECT_EQ(got.messages.at(0).path, "-");
  close(options.stdin_fd);
}

// Many threads load what one hands out, huge messages among it; the result is the same, and at most one
// buffer is oversized at a time.
TEST(CorpusTest, ManyThreadsAndHugeMessagesDoNotDeadlock) {
  TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 12; ++i)
    mbox += kSeparatorLine + "X: y\n\n" + std::string(i % 2 == 0 ? 3'000'000 : 3000, 'x') + "\n\n";
  const std::string path = directory.Write("mbox", mbox);
  directory.Write("m/cur/big", kMail + std::string(5'000'000, 'x'));
  CorpusOptions options;
  options.chunk_bytes = 65536;
  Corpus corpus({path, directory.PathOf("m"), path}, options);
  std::mutex next_mutex;
  std::mutex result_mutex;
  std::map<Ordinal, uint64_t> lengths;
  std::atomic<int> oversized = 0;
  std::atomic<int> most_oversized = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      Chunk chunk;
      while (true) {
        std::unique_ptr<ChunkRequest> request;
        {
          std::lock_guard<std::mutex> lock(next_mutex);
          request = corpus.Next();
        }
        if (request == nullptr) return;
        corpus.Load(std::move(request), &chunk);
        const int large = chunk.large_ticket != nullptr ? 1 : 0;
        const int now = oversized += large;
        if (now > most_oversized) most_oversized = now;
        {
          std::lock_guard<std::mutex> lock(result_mutex);
          for (const MessageRange& m : chunk.messages) lengths[m.ordinal] = m.length;
        }
        oversized -= large;
        chunk.Clear();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(lengths.size(), 25U);
  uint64_t total = 0;
  for (const auto& [ordinal, length] : lengths) total += length;
  EXPECT_EQ(total, corpus.total_bytes());
  EXPECT_EQ(most_oversized, 1);
}

}  // namespace
}  // namespace kenpin
