#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "io/from_line.h"
#include "io/test_corpus.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

constexpr uint8_t kMissing = static_cast<uint8_t>(RecordFlaw::kMissingBlankLine);
constexpr uint8_t kLarge = static_cast<uint8_t>(RecordFlaw::kTooLarge);

CorpusOptions ChunksOf(size_t bytes) {
  CorpusOptions options;
  options.chunk_bytes = bytes;
  return options;
}

// The slow and obvious way: asks of every line of the whole file whether it separates.
std::vector<ReadMessage> SplitSlowly(const std::string& file, const std::string& path, uint64_t* begin) {
  std::vector<ReadMessage> messages;
  const std::string_view all = file;
  size_t record = std::string::npos;
  uint8_t flaws = 0;
  uint32_t quoted = 0;
  const auto finish = [&](size_t end) {
    if (record == std::string::npos) return;
    std::string_view text = all.substr(record, end - record);
    ReadMessage message;
    message.path = path;
    message.ordinal = {0, 0, record};
    message.length = text.size();
    message.flaws = flaws;
    message.quoted = quoted;
    if (text.ends_with("\n\r\n")) {
      text.remove_suffix(2);
    } else if (text.ends_with("\n\n")) {
      text.remove_suffix(1);
    }
    const size_t lf = text.find('\n');
    message.from_line = text.substr(0, lf);
    if (message.from_line.ends_with('\r')) message.from_line.pop_back();
    if (lf != std::string_view::npos) message.bytes = text.substr(lf + 1);
    messages.push_back(message);
  };
  for (size_t line = ByteOrderMarkLength(all); line < all.size();) {
    const FromLineKind kind = ClassifyFromLine(all.substr(0, line), all.substr(line));
    if (SplitsRecords(kind)) {
      flaws = kind == FromLineKind::kSeparatorNoEmptyLine && record != std::string::npos ? kMissing : 0;
      finish(line);
      if (record == std::string::npos) *begin = line;
      record = line;
      flaws = 0;
      quoted = 0;
    } else if (IsQuotedFromLine(all.substr(line))) {
      ++quoted;
    }
    const size_t lf = all.find('\n', line);
    line = lf == std::string_view::npos ? all.size() : lf + 1;
  }
  finish(all.size());
  return messages;
}

std::vector<TestAmbiguousLine> FindAmbiguousSlowly(const std::string& file) {
  std::vector<TestAmbiguousLine> lines;
  const std::string_view all = file;
  for (size_t line = ByteOrderMarkLength(all); line < all.size();) {
    const FromLineKind kind = ClassifyFromLine(all.substr(0, line), all.substr(line));
    if (IsAmbiguous(kind)) lines.push_back({line, SplitsRecords(kind)});
    const size_t lf = all.find('\n', line);
    line = lf == std::string_view::npos ? all.size() : lf + 1;
  }
  return lines;
}

// A file made of the lines that matter, in random order, beginning with a From_ line.
std::string RandomMbox(std::mt19937* random) {
  const std::vector<std::string> lines = {"From a@b.example Thu Jan  1 00:00:01 2015",
                                          "From a@b.example Thu Jan  1 00:00:01 2015",
                                          "From here to there",
                                          "From 123@xxx Tue Jan 02 03:04:05 +0000 2024",
                                          ">From a@b.example Thu Jan  1 00:00:01 2015",
                                          ">>From x",
                                          "> quoted",
                                          "Subject: x",
                                          "Received: y",
                                          "",
                                          "",
                                          "",
                                          "text",
                                          "Frog",
                                          std::string(300, 'x'),
                                          std::string(2000, 'y'),
                                          "From " + std::string(1500, 'z') + " Thu Jan  1 00:00:01 2015",
                                          std::string(900, '>') + "From q",
                                          std::string(2000, '>') + "From q",
                                          "\r",
                                          std::string(1, '\0')};
  const std::string end = (*random)() % 3 == 0 ? "\r\n" : "\n";
  std::string file = (*random)() % 4 == 0 ? "\xEF\xBB\xBF" : "";
  if ((*random)() % 4 == 0) file += end;
  file += lines[0] + end;
  const size_t count = 1 + (*random)() % 120;
  for (size_t i = 0; i < count; ++i)
    file += lines[(*random)() % lines.size()] + ((*random)() % 20 == 0 ? "\n" : end);
  if ((*random)() % 3 == 0) file.resize(file.size() - (*random)() % std::min<size_t>(file.size() - 45, 60));
  return file;
}

void ExpectSame(const TestCorpus& got, const std::vector<ReadMessage>& expected, const std::string& file,
                const std::string& trace) {
  SCOPED_TRACE(trace);
  ASSERT_EQ(got.messages.size(), expected.size());
  uint64_t length = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    ReadMessage message = got.messages[i];
    message.path = expected[i].path;
    EXPECT_EQ(message.bytes, expected[i].bytes);
    EXPECT_EQ(message, expected[i]) << "message " << i << " at " << expected[i].ordinal.offset;
    length += message.length;
  }
  EXPECT_EQ(length + expected.front().ordinal.offset, file.size());
  EXPECT_EQ(got.bytes_read, file.size());
  EXPECT_EQ(got.ambiguous, FindAmbiguousSlowly(file));
  EXPECT_EQ(got.ErrorText(), "");
}

TEST(MboxPropertyTest, SameMessagesWhateverTheChunkSize) {
  TestDirectory directory;
  for (unsigned seed = 1; seed <= test::Effort(150u); ++seed) {
    std::mt19937 random(seed);
    const std::string file = RandomMbox(&random);
    const std::string path = directory.Write("random.mbox", file);
    uint64_t begin = 0;
    const std::vector<ReadMessage> expected = SplitSlowly(file, path, &begin);
    ASSERT_FALSE(expected.empty()) << "seed " << seed;
    for (const size_t chunk : {1, 7, 64, 100, 1000, 1024, 4096, 65536, 1 << 20}) {
      if (chunk < 64 && seed > 20) continue;
      ExpectSame(ReadCorpus({path}, ChunksOf(chunk)), expected, file,
                 "seed " + std::to_string(seed) + " chunk " + std::to_string(chunk));
    }
    for (const size_t chunk : {1, 1000, 65536}) {
      ExpectSame(ReadPiped(file, ChunksOf(chunk)), expected, file,
                 "seed " + std::to_string(seed) + " piped, chunk " + std::to_string(chunk));
    }
    if (HasFailure()) break;
  }
}

// A file long enough that the reader fills its buffer many times.
TEST(MboxPropertyTest, LongFiles) {
  TestDirectory directory;
  std::mt19937 random(99);
  std::string file = "From a@b.example Thu Jan  1 00:00:01 2015\nX: y\n\n";
  while (file.size() < 3'000'000) {
    const std::string part = RandomMbox(&random);
    for (unsigned i = 0; i < 1 + random() % 3; ++i) file += part;
    if (random() % 20 == 0) file += std::string(random() % 300'000, 'x') + "\n";
  }
  const std::string path = directory.Write("long.mbox", file);
  uint64_t begin = 0;
  const std::vector<ReadMessage> expected = SplitSlowly(file, path, &begin);
  for (const size_t chunk : {10'000, 65'536, 1 << 20, 1 << 23}) {
    ExpectSame(ReadCorpus({path}, ChunksOf(chunk)), expected, file, "chunk " + std::to_string(chunk));
    ExpectSame(ReadPiped(file, ChunksOf(chunk)), expected, file, "piped, chunk " + std::to_string(chunk));
  }
}

// A record that is cut keeps its beginning, and the records behind it are found nevertheless.
TEST(MboxPropertyTest, TooLargeRecordsAreCut) {
  TestDirectory directory;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    std::mt19937 random(seed);
    std::string file = RandomMbox(&random);
    if (seed % 3 == 0) file += std::string(400'000, 'x') + "\n\n" + RandomMbox(&random);
    const std::string path = directory.Write("random.mbox", file);
    uint64_t begin = 0;
    const std::vector<ReadMessage> expected = SplitSlowly(file, path, &begin);
    for (const size_t limit : {1, 100, 3000, 100'000}) {
      CorpusOptions options = ChunksOf(5000);
      options.max_message_bytes = limit;
      for (const TestCorpus& got : {ReadCorpus({path}, options), ReadPiped(file, options)}) {
        ASSERT_EQ(got.messages.size(), expected.size()) << "seed " << seed << " limit " << limit;
        for (size_t i = 0; i < expected.size(); ++i) {
          const ReadMessage& message = got.messages[i];
          EXPECT_EQ(message.ordinal, expected[i].ordinal);
          EXPECT_EQ(message.length, expected[i].length);
          EXPECT_EQ(message.quoted, expected[i].quoted)
              << "seed " << seed << " limit " << limit << " message " << i;
          EXPECT_EQ((message.flaws & kLarge) != 0, expected[i].length > limit);
          if (message.flaws == expected[i].flaws) {
            EXPECT_EQ(message.bytes, expected[i].bytes);
          } else {
            EXPECT_LE(message.bytes.size(), limit);
            EXPECT_EQ(file.substr(message.ordinal.offset, limit).find(message.bytes) == std::string::npos,
                      false);
          }
        }
        EXPECT_EQ(got.bytes_read, file.size());
      }
    }
  }
}

TEST(MboxTest, BomCrlfAndLeadingEmptyLinesAreAccountedFor) {
  TestDirectory directory;
  const std::string mbox =
      "\xEF\xBB\xBF\r\n\r\nFrom a Thu Jan  1 00:00:01 2015\r\nX: 1\r\n\r\nbody\r\n\r\n"
      "From b Thu Jan  1 00:00:01 2015\r\nX: 2\r\n\r\n>From here\r\n";
  const TestCorpus got = ReadCorpus({directory.Write("a", mbox)});
  ASSERT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.inputs.at(0).format, InputFormat::kMbox);
  EXPECT_EQ(got.messages[0].bytes, "X: 1\r\n\r\nbody\r\n");
  EXPECT_EQ(got.messages[0].from_line, "From a Thu Jan  1 00:00:01 2015");
  EXPECT_EQ(got.messages[0].ordinal.offset, 7U);
  EXPECT_EQ(got.messages[1].bytes, "X: 2\r\n\r\n>From here\r\n");
  EXPECT_EQ(got.messages[1].quoted, 1U);
  EXPECT_EQ(got.bytes_read, mbox.size());
}

TEST(MboxTest, TakeoutSeparatorsAndMissingEmptyLine) {
  TestDirectory directory;
  const std::string mbox =
      "From 1767@xxx Tue Jan 02 03:04:05 +0000 2024\r\nX-GM-THRID: 1\r\n\r\nbody\r\n"
      "From 1768@xxx Tue Jan 02 03:04:05 +0000 2024\r\nX-GM-THRID: 2\r\n\r\nbody\r\n";
  const TestCorpus got = ReadCorpus({directory.Write("a", mbox)});
  ASSERT_EQ(got.messages.size(), 2U);
  EXPECT_EQ(got.messages[0].flaws, kMissing);
  EXPECT_EQ(got.messages[1].flaws, 0);
  EXPECT_EQ(got.ambiguous, (std::vector<TestAmbiguousLine>{{got.messages[1].ordinal.offset, true}}));
}

TEST(MboxTest, HugeMessageIsReadOnceAndFreesItsBuffer) {
  TestDirectory directory;
  std::string mbox = "From a Thu Jan  1 00:00:01 2015\nX: 1\n\n";
  mbox += std::string(20'000'000, 'x') + "\n\nFrom b Thu Jan  1 00:00:01 2015\nX: 2\n\nbody\n";
  const std::string path = directory.Write("a", mbox);
  const TestCorpus got = ReadCorpus({path, path}, ChunksOf(65536));
  ASSERT_EQ(got.messages.size(), 4U);
  EXPECT_EQ(got.messages[0].bytes.size(), 6 + 20'000'000U + 1);
  EXPECT_EQ(got.messages[3].bytes, "X: 2\n\nbody\n");
  EXPECT_LT(got.largest_buffer, 35'000'000U);
}

}  // namespace
}  // namespace kenpin
