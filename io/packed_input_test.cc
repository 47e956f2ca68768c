#include "io/packed_input.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"
#include "tests/effort.h"

namespace kenpin {
namespace {

using testing::HasSubstr;

constexpr Compression kAll[] = {Compression::kGzip, Compression::kZstd, Compression::kXz,
                                Compression::kBzip2};

std::string Mbox(size_t messages) {
  std::string mbox;
  uint32_t state = 1;
  for (size_t i = 0; i < messages; ++i) {
    state = state * 1664525 + 1013904223;
    mbox += "From a@b.example Thu Jan  1 00:00:01 2015\nX-Number: " + std::to_string(state) + "\n\nbody\n\n";
  }
  return mbox;
}

// Without what tells where the messages were read.
std::vector<ReadMessage> Messages(TestCorpus corpus) {
  for (ReadMessage& message : corpus.messages) message.path.clear();
  return corpus.messages;
}

CorpusOptions As(InputFormat format) {
  CorpusOptions options;
  options.format = format;
  return options;
}

TestCorpus ReadFile(const std::string& content, const CorpusOptions& options = {}) {
  const TestDirectory directory;
  return ReadCorpus({directory.Write("x", content)}, options);
}

TEST(PackedInputTest, MessagesAreThoseOfTheFileItself) {
  constexpr size_t kMessages = test::Effort(20'000);
  const std::string mbox = Mbox(kMessages);
  const std::vector<ReadMessage> plain = Messages(ReadFile(mbox));
  ASSERT_EQ(plain.size(), kMessages);
  std::vector<std::string> packed;
  for (const Compression compression : kAll) {
    packed.push_back(Compress(compression, mbox));
    packed.push_back(CompressInPieces(compression, mbox, 300'000));
  }
  packed.push_back(CompressBgzf(mbox));
  packed.push_back(CompressZstdUntold(mbox));
  CorpusOptions options;
  options.decompression_threads = 3;
  options.chunk_bytes = 100'000;
  for (const std::string& content : packed) {
    const TestCorpus file = ReadFile(content, options);
    EXPECT_EQ(file.ErrorText(), "");
    EXPECT_TRUE(Messages(file) == plain);
    EXPECT_EQ(file.bytes_read, mbox.size());
    EXPECT_EQ(file.inputs.at(0).bytes, content.size());
    EXPECT_EQ(file.inputs.at(0).compression, DetectPacking(content).compression);
    EXPECT_EQ(file.inputs.at(0).format, InputFormat::kMbox);
    EXPECT_NEAR(static_cast<double>(file.total_bytes), static_cast<double>(mbox.size()), 1000);
    const TestCorpus piped = ReadPiped(content, options);
    EXPECT_EQ(piped.ErrorText(), "");
    EXPECT_TRUE(Messages(piped) == plain);
    EXPECT_EQ(piped.total_bytes, 0U);
  }
}

TEST(PackedInputTest, OneMessageAndArchivesTakeTheSameWay) {
  const std::string mail = "Subject: x\n\nbody\n";
  const std::string tar = MakeArchive(ArchiveKind::kTar, {{"a.eml", mail, ""}, {"b.mbox", Mbox(3), ""}});
  for (const Compression compression : kAll) {
    const TestCorpus one = ReadFile(Compress(compression, mail));
    ASSERT_EQ(one.messages.size(), 1U) << one.ErrorText();
    EXPECT_EQ(one.messages[0].bytes, mail);
    const std::string packed = Compress(compression, tar);
    for (const TestCorpus& got : {ReadFile(packed), ReadPiped(packed), ReadFile(tar), ReadPiped(tar)}) {
      EXPECT_EQ(got.messages.size(), 4U) << CompressionName(compression);
      EXPECT_EQ(got.ErrorText(), "");
      EXPECT_EQ(got.inputs.at(0).archive, ArchiveKind::kTar);
    }
    EXPECT_EQ(ReadPiped(packed).messages.at(1).path, "-!b.mbox");
  }
  const std::string zip = MakeArchive(ArchiveKind::kZip, {{"a.eml", mail, ""}});
  for (const TestCorpus& got : {ReadFile(zip), ReadPiped(zip)}) EXPECT_EQ(got.messages.size(), 1U);
}

TEST(PackedInputTest, TheFormatAskedForIsThatOfTheContent) {
  const std::string mbox = Mbox(3);
  EXPECT_EQ(ReadFile(Compress(Compression::kZstd, mbox), As(InputFormat::kEml)).messages.size(), 1U);
  EXPECT_THAT(ReadFile(Compress(Compression::kZstd, "X: y\n\n"), As(InputFormat::kMbox)).ErrorText(),
              HasSubstr("does not begin with a From_ line"));
  EXPECT_THAT(ReadFile(Compress(Compression::kZstd, mbox), As(InputFormat::kMaildir)).ErrorText(),
              HasSubstr("is not a directory"));
}

TEST(PackedInputTest, OneCompressionDeep) {
  const std::string mbox = Mbox(3);
  const std::string zip = MakeArchive(ArchiveKind::kZip, {{"a.mbox", mbox, ""}});
  for (const Compression outer : kAll) {
    for (const Compression inner : kAll) {
      const TestCorpus got = ReadFile(Compress(outer, Compress(inner, mbox)));
      EXPECT_TRUE(got.messages.empty());
      EXPECT_THAT(got.ErrorText(), HasSubstr("within what is compressed already"))
          << CompressionName(inner) << " in " << CompressionName(outer);
    }
    EXPECT_THAT(ReadFile(Compress(outer, zip)).ErrorText(), HasSubstr("within what is compressed already"));
  }
}

TEST(PackedInputTest, AnEarlyEndKeepsWhatWasBefore) {
  const std::string mbox = Mbox(20'000);
  const std::vector<ReadMessage> plain = Messages(ReadFile(mbox));
  for (const Compression compression : kAll) {
    const std::string packed = Compress(compression, mbox);
    for (const size_t tenths : {1, 5, 9}) {
      const TestCorpus got = ReadFile(packed.substr(0, packed.size() * tenths / 10));
      ASSERT_EQ(got.errors.size(), 1U) << CompressionName(compression);
      EXPECT_THAT(got.errors[0].what, HasSubstr("is cut off"));
      // The last message may be cut short; those before it are whole.
      const std::vector<ReadMessage> messages = Messages(got);
      for (size_t i = 0; i + 1 < messages.size(); ++i) ASSERT_TRUE(messages[i] == plain[i]);
      if (messages.empty()) continue;
      EXPECT_EQ(got.errors[0].offset, messages.back().ordinal.offset + messages.back().length);
      EXPECT_NE(messages.back().flaws & static_cast<uint8_t>(RecordFlaw::kTruncated), 0);
    }
    const TestCorpus nothing = ReadFile(packed.substr(0, 12));
    EXPECT_TRUE(nothing.messages.empty());
    EXPECT_EQ(nothing.errors.size(), 1U);
  }
}

TEST(PackedInputTest, BombsEndEarly) {
  CorpusOptions options;
  options.expansion = {100, 5'000'000, uint64_t{1} << 40};
  const std::string bomb = "Subject: x\n\n" + std::string(40'000'000, 'x');
  const TestCorpus got = ReadFile(Compress(Compression::kZstd, bomb), options);
  EXPECT_EQ(got.messages.size(), 1U);
  EXPECT_THAT(got.ErrorText(), HasSubstr("decompression bomb"));
  const std::string tar = MakeArchive(ArchiveKind::kTar, {{"a.eml", "X: y\n\n", ""}, {"b.eml", bomb, ""}});
  const TestCorpus members = ReadFile(Compress(Compression::kGzip, tar), options);
  EXPECT_EQ(members.messages.size(), 2U);
  EXPECT_THAT(members.ErrorText(), HasSubstr("decompression bomb"));
}

}  // namespace
}  // namespace kenpin
