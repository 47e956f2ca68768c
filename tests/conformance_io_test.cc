// Outside corpora against the readers: what a file is, where its messages begin and end, and that no octet is
// lost.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

namespace fs = std::filesystem;

const std::string kSuites = KENPIN_CONFORMANCE_DIR;

#define SKIP_WITHOUT(path) \
  if (!fs::exists(path)) GTEST_SKIP() << "outside test suite not found: " << (path)

CorpusOptions ChunksOf(size_t bytes) {
  CorpusOptions options;
  options.chunk_bytes = bytes;
  return options;
}

uint64_t SumOfLengths(const TestCorpus& corpus) {
  uint64_t sum = 0;
  for (const ReadMessage& message : corpus.messages) sum += message.length;
  return sum;
}

uint64_t SumOfFileSizes(const std::string& directory) {
  uint64_t sum = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) sum += entry.file_size();
  }
  return sum;
}

struct GoMboxCase {
  const char* file;
  InputFormat format;
  size_t messages;
  const char* last_body;  // How the last message ends.
};

TEST(MboxGoTest, CountsAndBodies) {
  const std::string suite = kSuites + "/mbox-go/";
  SKIP_WITHOUT(suite);
  const std::vector<GoMboxCase> cases = {
      {"reader-mboxWithOneMessage.mbox", InputFormat::kMbox, 1, "\n>From Herp Derp with love.\n\nBye.\n"},
      {"reader-mboxWithThreeMessages.mbox", InputFormat::kMbox, 3, "This is the last simple test.\n\nBye.\n"},
      {"reader-mboxWithThreeMessagesMalformedButValid.mbox", InputFormat::kMbox, 3,
       "last simple test.\n\nBye.\n"},
      {"reader-mboxWithStartingLF.mbox", InputFormat::kMbox, 3, "last simple test.\n\nBye.\n"},
      // Without a From_ line at the beginning there is no mbox, but a message.
      {"reader-mboxFirstMessage.mbox", InputFormat::kEml, 1, "\nFrom Herp Derp with love.\n\nBye.\n"},
      {"reader-mboxWithOneMessageMissingSeparator.mbox", InputFormat::kEml, 1, "love.\n\nBye.\n"},
  };
  for (const GoMboxCase& c : cases) {
    const TestCorpus got = ReadCorpus({suite + c.file});
    ASSERT_EQ(got.messages.size(), c.messages) << c.file;
    EXPECT_EQ(got.inputs.at(0).format, c.format) << c.file;
    EXPECT_TRUE(got.messages.back().bytes.ends_with(c.last_body)) << c.file;
    EXPECT_EQ(got.bytes_read, fs::file_size(suite + c.file)) << c.file;
    EXPECT_EQ(got.ErrorText(), "") << c.file;
  }
  CorpusOptions as_mbox;
  as_mbox.format = InputFormat::kMbox;
  EXPECT_EQ(ReadCorpus({suite + "reader-mboxWithOneMessageMissingSeparator.mbox"}, as_mbox).errors.size(),
            1U);
  const TestCorpus malformed = ReadCorpus({suite + "reader-mboxWithThreeMessagesMalformedButValid.mbox"});
  EXPECT_EQ(malformed.messages.at(0).flaws, static_cast<uint8_t>(RecordFlaw::kMissingBlankLine));
  EXPECT_EQ(malformed.ambiguous.size(), 1U);
}

// The suite's pieces hold the separating empty line, which is part of the record but not of the message.
TEST(Mime4jMboxTest, SplitsByteForByte) {
  const std::string mbox = kSuites + "/mime4j/mbox/mbox.rlug";
  SKIP_WITHOUT(mbox);
  const std::string file = ReadWholeFile(mbox);
  for (const size_t chunk : {100, 1000, 1 << 20}) {
    const TestCorpus got = ReadCorpus({mbox}, ChunksOf(chunk));
    ASSERT_EQ(got.messages.size(), 5U);
    for (size_t i = 0; i < got.messages.size(); ++i) {
      const ReadMessage& message = got.messages[i];
      const std::string expected = ReadWholeFile(mbox + "-" + std::to_string(i));
      const size_t begin = message.ordinal.offset + message.from_line.size() + 1;
      EXPECT_EQ(file.substr(begin, message.ordinal.offset + message.length - begin), expected);
      EXPECT_EQ(message.bytes + "\n", expected);
    }
    EXPECT_EQ(SumOfLengths(got), file.size());
    EXPECT_TRUE(got.ambiguous.empty());
  }
}

std::string WithoutCr(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return text;
}

std::map<std::string, ReadMessage> ByFileName(const TestCorpus& corpus) {
  std::map<std::string, ReadMessage> messages;
  for (const ReadMessage& message : corpus.messages) messages[fs::path(message.path).filename()] = message;
  return messages;
}

TEST(SisimaiTest, EveryFileOfEveryFolderIsOneMessage) {
  const std::string suite = kSuites + "/maildir-sisimai/";
  SKIP_WITHOUT(suite);
  for (const char* folder : {"bsd", "dos", "mac", "err", "not", "tmp"}) {
    const TestCorpus got = ReadCorpus({suite + folder}, ChunksOf(65536));
    const size_t files =
        static_cast<size_t>(std::distance(fs::directory_iterator(suite + folder), fs::directory_iterator()));
    EXPECT_EQ(got.messages.size(), files) << folder;
    EXPECT_EQ(SumOfLengths(got), SumOfFileSizes(suite + folder)) << folder;
    EXPECT_EQ(got.bytes_read, got.total_bytes) << folder;
    EXPECT_EQ(got.ErrorText(), "") << folder;
    EXPECT_EQ(got.inputs.at(0).format, InputFormat::kEmlDir);
  }
}

TEST(SisimaiTest, SameMailInLfAndCrlfIsTheSame) {
  const std::string suite = kSuites + "/maildir-sisimai/";
  SKIP_WITHOUT(suite);
  const std::map<std::string, ReadMessage> bsd = ByFileName(ReadCorpus({suite + "bsd"}));
  size_t compared = 0;
  for (const auto& [name, message] : ByFileName(ReadCorpus({suite + "dos"}))) {
    const auto twin = bsd.find(name);
    if (twin == bsd.end()) continue;
    // Some pairs differ in the suite itself.
    const std::string whole = WithoutCr(ReadWholeFile(message.path));
    if (whole != WithoutCr(ReadWholeFile(twin->second.path))) continue;
    EXPECT_EQ(WithoutCr(message.bytes), WithoutCr(twin->second.bytes)) << name;
    EXPECT_EQ(message.from_line, twin->second.from_line) << name;
    ++compared;
  }
  EXPECT_GT(compared, 30U);
}

TEST(SpamAssassinTest, MaildirsAreReadWhole) {
  const std::string suite = kSuites + "/realmail-spamassassin/";
  SKIP_WITHOUT(suite);
  std::vector<std::string> paths;
  uint64_t sizes = 0;
  for (const char* folder : {"easy-ham-1", "easy-ham-2", "hard-ham-1", "spam-1", "spam-2"}) {
    paths.push_back(suite + folder);
    sizes += SumOfFileSizes(suite + folder);
  }
  const TestCorpus got = ReadCorpus(paths);
  EXPECT_EQ(got.messages.size(), 1450U);
  EXPECT_EQ(SumOfLengths(got), sizes);
  EXPECT_EQ(got.bytes_read, got.total_bytes);
  EXPECT_EQ(got.ErrorText(), "");
  EXPECT_TRUE(
      std::is_sorted(got.messages.begin(), got.messages.end(),
                     [](const ReadMessage& a, const ReadMessage& b) { return a.ordinal < b.ordinal; }));
  const TestCorpus small = ReadCorpus(paths, ChunksOf(10'000));
  EXPECT_EQ(small.messages, got.messages);
  EXPECT_GT(small.chunks, got.chunks);
}

// Real bodies, put together as an mbox, come apart again.
TEST(SpamAssassinTest, SameMessagesFromAnMbox) {
  const std::string suite = kSuites + "/realmail-spamassassin/";
  SKIP_WITHOUT(suite);
  const TestCorpus maildir = ReadCorpus({suite + "hard-ham-1"});
  std::string mbox;
  for (const ReadMessage& message : maildir.messages) {
    mbox += "From sender@mail.example Tue Jan  2 03:04:05 2024\n" + message.bytes;
    mbox += message.bytes.ends_with('\n') ? "\n" : "\n\n";
  }
  TestDirectory directory;
  const TestCorpus got = ReadCorpus({directory.Write("mbox", mbox)}, ChunksOf(65536));
  ASSERT_EQ(got.messages.size(), maildir.messages.size());
  for (size_t i = 0; i < got.messages.size(); ++i) {
    std::string expected = maildir.messages[i].bytes;
    if (!expected.ends_with('\n')) expected += '\n';
    EXPECT_EQ(got.messages[i].bytes, expected) << maildir.messages[i].path;
  }
}

}  // namespace
}  // namespace kenpin
