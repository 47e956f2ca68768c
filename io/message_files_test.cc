#include "io/message_files.h"

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
