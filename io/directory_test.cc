#include "io/directory.h"

#include <sys/stat.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kMail = "Subject: x\n\nbody\n";

std::vector<std::string> PathsIn(const TestCorpus& corpus, const std::string& root) {
  std::vector<std::string> paths;
  for (const TestMessage& m : corpus.messages) paths.push_back(m.path.substr(root.size() + 1));
  return paths;
}

TEST(MaildirTest, BaseNames) {
  EXPECT_EQ(MaildirBaseName("123.host:2,S"), "123.host");
  EXPECT_EQ(MaildirBaseName("123.host:2,"), "123.host");
  EXPECT_EQ(MaildirBaseName("123.host"), "123.host");
  EXPECT_EQ(MaildirBaseName("123.host:1,x"), "123.host:1,x");
}

TEST(MaildirTest, CurAndNewTogetherBytewiseByBaseName) {
  TestDirectory directory;
  for (const char* name : {"m/cur/b:2,S", "m/cur/B:2,", "m/cur/a.2:2,RS", "m/new/a", "m/new/\xC3\xA4",
                           "m/cur/.hidden", "m/tmp/t"}) {
    directory.Write(name, kMail);
  }
  std::filesystem::create_directories(directory.PathOf("m/cur/folder"));
  const TestCorpus got = ReadCorpus({directory.PathOf("m")});
  EXPECT_THAT(PathsIn(got, directory.PathOf("m")),
              ElementsAre("cur/B:2,", "new/a", "cur/a.2:2,RS", "cur/b:2,S", "new/\xC3\xA4"));
  EXPECT_EQ(got.inputs.at(0).format, InputFormat::kMaildir);
  EXPECT_EQ(got.total_bytes, 5 * kMail.size());
  EXPECT_EQ(got.bytes_read, 5 * kMail.size());
  EXPECT_EQ(got.ErrorText(), "");
  for (size_t i = 0; i < got.messages.size(); ++i)
    EXPECT_EQ(got.messages[i].ordinal, (Ordinal{0, static_cast<uint32_t>(i), 0}));
}

TEST(MaildirTest, SameMessagesWhateverTheChunkSize) {
  TestDirectory directory;
  for (int i = 0; i < 50; ++i)
    directory.Write("m/cur/" + std::to_string(i), kMail + std::string(i * 700, 'x'));
  const TestCorpus all = ReadCorpus({directory.PathOf("m")});
  for (const size_t chunk : {1, 3000, 20'000, 1 << 20}) {
    CorpusOptions options;
    options.chunk_bytes = chunk;
    EXPECT_EQ(ReadCorpus({directory.PathOf("m")}, options).messages, all.messages) << chunk;
  }
  EXPECT_EQ(all.messages.size(), 50U);
}

TEST(MaildirTest, MovedFilesAreFoundAndVanishedOnesNamed) {
  TestDirectory directory;
  for (const char* name : {"m/cur/a:2,", "m/new/b", "m/new/c", "m/cur/d:2,"})
    directory.Write(name, kMail + name);
  Corpus corpus({directory.PathOf("m")}, {});
  std::unique_ptr<ChunkRequest> request = corpus.Next();
  std::filesystem::rename(directory.PathOf("m/cur/a:2,"), directory.PathOf("m/cur/a:2,S"));
  std::filesystem::rename(directory.PathOf("m/new/b"), directory.PathOf("m/cur/b:2,S"));
  std::filesystem::remove(directory.PathOf("m/new/c"));
  Chunk chunk;
  corpus.Load(std::move(request), &chunk);
  ASSERT_EQ(chunk.messages.size(), 3U);
  EXPECT_EQ(chunk.files[0], directory.PathOf("m/cur/a:2,S"));
  EXPECT_EQ(chunk.files[1], directory.PathOf("m/cur/b:2,S"));
  EXPECT_EQ(chunk.messages[2].ordinal.file, 3U);
  ASSERT_EQ(chunk.errors.size(), 1U);
  EXPECT_EQ(chunk.errors[0].path, directory.PathOf("m/new/c"));
  EXPECT_THAT(chunk.errors[0].what, HasSubstr("No such file"));
}

TEST(MaildirTest, MessageSeenInBothFoldersIsReadOnce) {
  TestDirectory directory;
  directory.Write("m/cur/a:2,S", kMail);
  directory.Write("m/new/a", kMail);
  EXPECT_THAT(PathsIn(ReadCorpus({directory.PathOf("m")}), directory.PathOf("m")), ElementsAre("cur/a:2,S"));
}

TEST(EmlDirTest, EmlFilesOnlyWhenThereAreAny) {
  TestDirectory directory;
  directory.Write("d/b.eml", kMail);
  directory.Write("d/A.EML", kMail);
  directory.Write("d/README", "not mail\n");
  directory.Write("d/folder/c.eml", kMail);
  const TestCorpus got = ReadCorpus({directory.PathOf("d") + "/"});
  EXPECT_THAT(PathsIn(got, directory.PathOf("d")), ElementsAre("A.EML", "b.eml"));
  EXPECT_EQ(got.inputs.at(0).format, InputFormat::kEmlDir);
  EXPECT_EQ(got.ErrorText(), "");
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

}  // namespace
}  // namespace kenpin
