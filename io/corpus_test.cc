#include "io/corpus.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using testing::HasSubstr;

const std::string kMail = "Subject: x\n\nbody\n";
const std::string kFrom = "From a@b.example Thu Jan  1 00:00:01 2015\n";

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
      {"mbox", kFrom + kMail, InputFormat::kMbox, 1},
      {"mbox after BOM", "\xEF\xBB\xBF" + kFrom + kMail, InputFormat::kMbox, 1},
      {"mbox after empty lines", "\r\n\n" + kFrom + kMail, InputFormat::kMbox, 1},
      {"two messages", kFrom + kMail + "\n" + kFrom + kMail, InputFormat::kMbox, 2},
      {"one message", kMail, InputFormat::kEml, 1},
      {"a message with From_ lines in its body", kMail + "\n" + kFrom + kMail, InputFormat::kEml, 1},
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
  directory.Write("d/b.eml", kFrom + kMail);
  const TestCorpus got = ReadCorpus({directory.PathOf("d")});
  ASSERT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.messages[0].bytes, kMail);
  EXPECT_EQ(got.messages[0].length, kMail.size() + 3);
  EXPECT_EQ(got.messages[1].bytes, kMail);
  EXPECT_EQ(got.messages[1].from_line + "\n", kFrom);
  EXPECT_EQ(got.messages[1].length, kFrom.size() + kMail.size());
}

TEST(CorpusTest, FormatCanBeForced) {
  TestDirectory directory;
  const std::string mbox = directory.Write("mbox", kFrom + kMail);
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

struct ErrorCase {
  const char* name;
  std::string path;
  CorpusOptions options;
  const char* error;
};

TEST(CorpusTest, EveryBadInputIsNamedAndTheRestIsRead) {
  TestDirectory directory;
  const std::string good = directory.Write("good.eml", kMail);
  directory.Write("empty", "");
  directory.Write("blank", "\n\r\n\n");
  directory.Write("prose", "nothing that looks like mail\n");
  std::filesystem::create_directories(directory.PathOf("nothing"));
  std::filesystem::create_directories(directory.PathOf("maildir/cur"));
  mkfifo(directory.PathOf("fifo").c_str(), 0600);
  std::filesystem::create_symlink("loop", directory.PathOf("loop"));
  std::filesystem::create_symlink("nowhere", directory.PathOf("dangling"));
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  directory.PathOf("socket").copy(address.sun_path, sizeof(address.sun_path) - 1);
  ASSERT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  close(listener);

  const std::vector<ErrorCase> cases = {
      {"missing", directory.PathOf("missing"), {}, "cannot open: No such file or directory; check the path"},
      {"empty", directory.PathOf("empty"), {}, "no message found: it is empty"},
      {"only empty lines", directory.PathOf("blank"), {}, "no message found: it is empty"},
      {"prose", directory.PathOf("prose"), {}, "no message found: it begins neither with"},
      {"empty directory", directory.PathOf("nothing"), {}, "no message found: the directory holds no files"},
      {"empty Maildir", directory.PathOf("maildir"), {}, "no message found: the directory holds no files"},
      {"FIFO", directory.PathOf("fifo"), {}, "is a FIFO"},
      {"socket", directory.PathOf("socket"), {}, "is a socket"},
      {"device", "/dev/null", {}, "is a device"},
      {"symlink loop", directory.PathOf("loop"), {}, "cannot open: Too many levels of symbolic links"},
      {"dangling symlink", directory.PathOf("dangling"), {}, "cannot open: No such file"},
      {"no mbox", good, Format(InputFormat::kMbox), "no message found: it does not begin with a From_ line"},
      {"no directory", good, Format(InputFormat::kMaildir), "is not a directory"},
      {"no Maildir", directory.PathOf("nothing"), Format(InputFormat::kMaildir), "is no Maildir"},
      {"directory for mbox", directory.PathOf("nothing"), Format(InputFormat::kMbox), "is a directory"},
  };
  for (const ErrorCase& c : cases) {
    const TestCorpus got = ReadCorpus({c.path}, c.options);
    EXPECT_THAT(got.ErrorText(), HasSubstr(c.error)) << c.name;
    ASSERT_EQ(got.errors.size(), 1U) << c.name << ": " << got.ErrorText();
    EXPECT_EQ(got.errors[0].path, c.path) << c.name;
    EXPECT_TRUE(got.messages.empty()) << c.name;
    const TestCorpus rest = ReadCorpus({c.path, good});
    if (!c.options.format) {
      EXPECT_EQ(rest.messages.size(), 1U) << c.name;
      EXPECT_EQ(rest.messages.at(0).ordinal.input, 1U);
    }
  }
  EXPECT_THAT(ReadPiped("").ErrorText(), HasSubstr("no message found: it is empty"));
}

TEST(CorpusTest, DirectoryWithoutPermissionIsNamedAndTheRestIsRead) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("m/cur/a", kMail);
  directory.Write("m/new/b", kMail);
  chmod(directory.path().c_str(), 0755);
  chmod(directory.PathOf("d").c_str(), 0);
  chmod(directory.PathOf("m/cur").c_str(), 0);
  // Root may read everything, so that it has to become somebody else for a while.
  const bool was_root = geteuid() == 0;
  ASSERT_EQ(was_root ? seteuid(65534) : 0, 0);
  const TestCorpus got = ReadCorpus({directory.PathOf("d"), directory.PathOf("m")});
  ASSERT_EQ(was_root ? seteuid(0) : 0, 0);
  chmod(directory.PathOf("d").c_str(), 0700);
  chmod(directory.PathOf("m/cur").c_str(), 0700);
  ASSERT_EQ(got.errors.size(), 2U) << got.ErrorText();
  EXPECT_EQ(got.errors[0].path, directory.PathOf("d"));
  EXPECT_EQ(got.errors[1].path, directory.PathOf("m/cur/"));
  EXPECT_THAT(got.errors[1].what, HasSubstr("cannot open: Permission denied; check its permissions"));
  ASSERT_EQ(got.messages.size(), 1U);
  EXPECT_EQ(got.messages[0].path, directory.PathOf("m/new/b"));
}

TEST(CorpusTest, FileThatShrinksIsNamedOnceAndTheRestIsKept) {
  TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 1000; ++i) mbox += kFrom + kMail + "\n";
  const std::string path = directory.Write("mbox", mbox);
  const size_t record = mbox.size() / 1000;
  CorpusOptions options;
  options.chunk_bytes = 4096;
  Corpus corpus({path}, options);
  std::vector<std::unique_ptr<ChunkRequest>> requests;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) requests.push_back(std::move(request));
  std::filesystem::resize_file(path, record * 300 + 50);
  size_t messages = 0;
  std::vector<InputError> errors;
  size_t truncated = 0;
  Chunk chunk;
  for (std::unique_ptr<ChunkRequest>& request : requests) {
    corpus.Load(std::move(request), &chunk);
    messages += chunk.messages.size();
    errors.insert(errors.end(), chunk.errors.begin(), chunk.errors.end());
    for (const MessageRange& m : chunk.messages)
      truncated += (m.flaws & static_cast<uint8_t>(RecordFlaw::kTruncated)) != 0;
  }
  EXPECT_EQ(messages, 301U);
  EXPECT_EQ(truncated, 1U);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors[0].what, HasSubstr("became shorter"));
}

TEST(CorpusTest, FileThatGrowsIsReadToItsFormerEnd) {
  TestDirectory directory;
  const std::string path = directory.Write("mbox", kFrom + kMail);
  Corpus corpus({path}, {});
  std::unique_ptr<ChunkRequest> request = corpus.Next();
  directory.Write("mbox", kFrom + kMail + "\n" + kFrom + kMail);
  Chunk chunk;
  corpus.Load(std::move(request), &chunk);
  EXPECT_EQ(chunk.bytes_read, kFrom.size() + kMail.size());
  EXPECT_EQ(chunk.messages.size(), 1U);
}

TEST(CorpusTest, StandardInputThatIsAFileIsReadLikeOne) {
  TestDirectory directory;
  const std::string path = directory.Write("mbox", kFrom + kMail + "\n" + kFrom + kMail);
  CorpusOptions options;
  options.stdin_fd = open(path.c_str(), O_RDONLY);
  const TestCorpus got = ReadCorpus({"-"}, options);
  EXPECT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.inputs.at(0).bytes, 2 * (kFrom.size() + kMail.size()) + 1);
  EXPECT_EQ(got.messages.at(0).path, "-");
  close(options.stdin_fd);
}

// Many threads load what one hands out, huge messages among it; the result is the same, and at most one
// buffer is oversized at a time.
TEST(CorpusTest, ManyThreadsAndHugeMessagesDoNotDeadlock) {
  TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 12; ++i)
    mbox += kFrom + "X: y\n\n" + std::string(i % 2 == 0 ? 3'000'000 : 3000, 'x') + "\n\n";
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
