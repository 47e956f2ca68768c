#include "io/message_files.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> PathsIn(const TestCorpus& corpus, const std::string& root) {
  std::vector<std::string> paths;
  for (const ReadMessage& m : corpus.messages) paths.push_back(m.path.substr(root.size() + 1));
  return paths;
}

TEST(EmlDirTest, EmlFilesOnlyWhenThereAreAny) {
  TestDirectory directory;
  directory.Write("d/b.eml", kMail);
  directory.Write("d/A.EML", kMail);
  directory.Write("d/README", "not mail\n");
  const TestCorpus got = ReadCorpus({directory.PathOf("d") + "/"});
  EXPECT_THAT(PathsIn(got, directory.PathOf("d")), ElementsAre("A.EML", "b.eml"));
  EXPECT_EQ(got.inputs.at(0).format, InputFormat::kEmlDir);
  EXPECT_EQ(got.ErrorText(), "");
}

TEST(EmlDirTest, FoldersWithinAreNamed) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("d/2026/c.eml", kMail);
  TestCorpus got = ReadCorpus({directory.PathOf("d")});
  EXPECT_THAT(PathsIn(got, directory.PathOf("d")), ElementsAre("a.eml"));
  EXPECT_THAT(got.ErrorText(), HasSubstr("holds a folder that is not entered (2026); name it as a CORPUS"));
  for (const char* name : {"d/2023/c.eml", "d/2025/c.eml", "d/2024/c.eml", "d/.trash/c.eml"}) {
    directory.Write(name, kMail);
  }
  got = ReadCorpus({directory.PathOf("d")});
  EXPECT_EQ(got.messages.size(), 1U);
  EXPECT_THAT(got.ErrorText(), HasSubstr("holds 4 folders that are not entered (2023, 2024, 2025, ...)"));
}

TEST(EmlDirTest, AllFilesWhenNoneIsEmlButOnlyThoseThatLookLikeMail) {
  TestDirectory directory;
  directory.Write("d/1", kMail);
  directory.Write("d/2", "prose without any field\n");
  directory.Write("d/3", kMail + "three");
  const TestCorpus got = ReadCorpus({directory.PathOf("d")});
  EXPECT_THAT(PathsIn(got, directory.PathOf("d")), ElementsAre("1", "3"));
  EXPECT_EQ(got.messages[1].bytes, kMail + "three");
  ASSERT_EQ(got.errors.size(), 1U);
  EXPECT_EQ(got.errors[0].path, directory.PathOf("d/2"));
}

TEST(EmlDirTest, WhatIsNoFileIsNamedAndNeverWaitedFor) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("d/empty.eml", "");
  mkfifo(directory.PathOf("d/fifo.eml").c_str(), 0600);
  std::filesystem::create_symlink("loop.eml", directory.PathOf("d/loop.eml"));
  std::filesystem::create_symlink("a.eml", directory.PathOf("d/link.eml"));
  const TestCorpus got = ReadCorpus({directory.PathOf("d")});
  EXPECT_THAT(PathsIn(got, directory.PathOf("d")), ElementsAre("a.eml", "link.eml"));
  EXPECT_EQ(got.errors.size(), 3U) << got.ErrorText();
  EXPECT_THAT(got.ErrorText(), HasSubstr("is a FIFO"));
  EXPECT_THAT(got.ErrorText(), HasSubstr("it is empty"));
  EXPECT_THAT(got.ErrorText(), HasSubstr("Too many levels"));
}

TEST(EmlDirTest, TooLargeAndShrinkingFiles) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail + std::string(5000, 'x'));
  CorpusOptions options;
  options.max_message_bytes = 100;
  const TestCorpus cut = ReadCorpus({directory.PathOf("d")}, options);
  ASSERT_EQ(cut.messages.size(), 1U);
  EXPECT_EQ(cut.messages[0].bytes.size(), 100U);
  EXPECT_EQ(cut.messages[0].length, kMail.size() + 5000);
  EXPECT_EQ(cut.messages[0].flaws, static_cast<uint8_t>(RecordFlaw::kTooLarge));
  EXPECT_EQ(cut.bytes_read, kMail.size() + 5000);
}

// What is read of a directory is what is read of its files one by one, but for the ordinals.
void ExpectLikeItsFiles(const TestDirectory& directory, const std::vector<std::string>& names,
                        const CorpusOptions& options) {
  const TestCorpus got = ReadCorpus({directory.PathOf("d")}, options);
  std::vector<ReadMessage> expected;
  uint64_t bytes = 0;
  for (uint32_t rank = 0; rank < names.size(); ++rank) {
    TestCorpus one = ReadCorpus({directory.PathOf("d/" + names[rank])}, options);
    bytes += one.bytes_read;
    for (ReadMessage& message : one.messages) {
      message.ordinal.file = rank;
      expected.push_back(std::move(message));
    }
  }
  EXPECT_EQ(got.messages, expected);
  EXPECT_EQ(got.bytes_read, bytes);
  EXPECT_EQ(got.bytes_read, got.total_bytes);
  EXPECT_EQ(got.ErrorText(), "");
  EXPECT_EQ(got.inputs.at(0).format, InputFormat::kEmlDir);
}

TEST(EmlDirTest, MboxesAreSplit) {
  TestDirectory directory;
  std::string mbox;
  for (int i = 0; i < 50; ++i)
    mbox += kSeparatorLine + kMail + std::string(static_cast<size_t>(i), 'x') + "\n\n";
  const std::string with_length =
      kSeparatorLine + "Content-Length: 12\n\n" + kSeparatorLine.substr(0, 5) + "a@b x\n\n";
  directory.Write("d/a", mbox);
  directory.Write("d/b", kMail);
  directory.Write("d/c", "\n\n" + mbox + "\n" + mbox);
  directory.Write("d/d", kSeparatorLine + kMail);
  directory.Write("d/e", with_length + with_length);
  directory.Write("d/f", "\xef\xbb\xbf" + mbox);
  for (const size_t chunk_bytes : {100, 1000, 5000, 1 << 20}) {
    SCOPED_TRACE(chunk_bytes);
    CorpusOptions options;
    options.chunk_bytes = chunk_bytes;
    ExpectLikeItsFiles(directory, {"a", "b", "c", "d", "e", "f"}, options);
  }
}

TEST(EmlDirTest, MboxesByTheirNames) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("d/b.MBOX", kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail);
  directory.Write("d/c.txt", kMail);
  ExpectLikeItsFiles(directory, {"a.eml", "b.MBOX"}, {});
  EXPECT_EQ(ReadCorpus({directory.PathOf("d")}).messages.size(), 3U);
}

// What a provider exports as .eml may keep its From_ line, and quote another message with its own.
TEST(EmlDirTest, EmlIsOneMessageWhateverItQuotes) {
  TestDirectory directory;
  const std::string bounce = kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail;
  directory.Write("d/a.EML", bounce);
  directory.Write("d/b.eml", bounce);
  directory.Write("d/c.mbox", bounce);
  for (const size_t chunk_bytes : {10, 1 << 20}) {
    CorpusOptions options;
    options.chunk_bytes = chunk_bytes;
    const TestCorpus got = ReadCorpus({directory.PathOf("d")}, options);
    ASSERT_EQ(got.messages.size(), 4U) << chunk_bytes;
    EXPECT_EQ(got.messages[0].length, bounce.size());
    EXPECT_EQ(got.messages[1].length, bounce.size());
    EXPECT_LT(got.messages[2].length, bounce.size());
  }
}

TEST(EmlDirTest, AmbiguousLinesOfAnMboxBesideOtherFiles) {
  TestDirectory directory;
  directory.Write("d/a", kMail);
  directory.Write("d/b", kSeparatorLine + kMail + kSeparatorLine + kMail);
  const TestCorpus got = ReadCorpus({directory.PathOf("d")});
  EXPECT_EQ(got.messages.size(), 3U);
  EXPECT_THAT(got.ambiguous, ElementsAre(TestAmbiguousLine{kSeparatorLine.size() + kMail.size(), true}));
}

TEST(EmlDirTest, OneMessageAFileWhereThatIsTold) {
  TestDirectory directory;
  const std::string mbox = kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail;
  directory.Write("d/a", mbox);
  CorpusOptions options;
  options.format = InputFormat::kEmlDir;
  ASSERT_EQ(ReadCorpus({directory.PathOf("d")}, options).messages.size(), 1U);
  directory.Write("m/cur/1", mbox);
  const TestCorpus maildir = ReadCorpus({directory.PathOf("m")});
  ASSERT_EQ(maildir.messages.size(), 1U);
  EXPECT_EQ(maildir.messages[0].length, mbox.size());
}

TEST(MessageFilesTest, CompressedFilesAreReadInTheirPlace) {
  const TestDirectory directory;
  const std::string mail = "Subject: x\n\nFrom a@b.example Thu Jan  1 00:00:01 2015\n";
  const std::string mbox =
      "From a@b.example Thu Jan  1 00:00:01 2015\nX: y\n\none\n\n"
      "From a@b.example Thu Jan  1 00:00:01 2015\nX: z\n\ntwo\n";
  directory.Write("1.eml", mail);
  directory.Write("2.mbox.zst", Compress(Compression::kZstd, mbox));
  directory.Write("3.eml.gz", Compress(Compression::kGzip, mail));
  directory.Write("4.EML.XZ", Compress(Compression::kXz, mail));
  directory.Write("5.eml.bz2", Compress(Compression::kBzip2, "X: y"));
  directory.Write("6.eml", Compress(Compression::kGzip, mail));
  directory.Write("7.mbox.gz", Compress(Compression::kGzip, mbox).substr(0, 60));
  directory.Write("8.mbox.gz",
                  Compress(Compression::kGzip, MakeArchive(ArchiveKind::kTar, {{"a", mail, ""}})));
  directory.Write("9.txt.gz", Compress(Compression::kGzip, mail));
  const TestCorpus got = ReadCorpus({directory.path()});
  std::vector<std::string> told;
  for (const ReadMessage& message : got.messages) {
    told.push_back(message.path.substr(directory.path().size() + 1) + " " +
                   std::to_string(message.ordinal.file) + " " + std::to_string(message.ordinal.offset));
  }
  EXPECT_THAT(told, testing::ElementsAre("1.eml 0 0", "2.mbox.zst 1 0", "2.mbox.zst 1 53", "3.eml.gz 2 0",
                                         "4.EML.XZ 3 0", "5.eml.bz2 4 0", "7.mbox.gz 6 0"));
  std::vector<std::string> failed;
  for (const InputError& error : got.errors) failed.push_back(error.path.substr(directory.path().size() + 1));
  EXPECT_THAT(failed, testing::ElementsAre("6.eml", "7.mbox.gz", "8.mbox.gz"));
  EXPECT_EQ(got.inputs.at(0).format, InputFormat::kEmlDir);

  CorpusOptions options;
  options.format = InputFormat::kEmlDir;
  const TestCorpus each = ReadCorpus({directory.path()}, options);
  EXPECT_EQ(each.messages.at(1).bytes.substr(0, 5), "X: y\n");
  EXPECT_EQ(each.messages.size(), 6U);
}

}  // namespace
}  // namespace kenpin
