#include "io/directory.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> PathsIn(const TestCorpus& corpus, const std::string& root) {
  std::vector<std::string> paths;
  for (const ReadMessage& m : corpus.messages) paths.push_back(m.path.substr(root.size() + 1));
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

// What stands where a folder should is told; only a folder that is missing is empty.
TEST(MaildirTest, FolderThatIsNoneIsNamed) {
  struct Case {
    const char* name;
    void (*make)(const std::string& path);
    const char* what;
  };
  const Case cases[] = {
      {"nothing", [](const std::string&) {}, ""},
      {"a link that leads nowhere",
       [](const std::string& path) { std::filesystem::create_symlink("gone", path); },
       "No such file or directory"},
      {"a link to itself", [](const std::string& path) { std::filesystem::create_symlink("cur", path); },
       "symbolic links"},
      {"a FIFO", [](const std::string& path) { ASSERT_EQ(mkfifo(path.c_str(), 0600), 0); },
       "Not a directory"},
      {"a file", [](const std::string& path) { std::ofstream(path) << "x"; }, "Not a directory"},
  };
  for (const Case& c : cases) {
    TestDirectory directory;
    directory.Write("m/new/a", kMail);
    c.make(directory.PathOf("m/cur"));
    const TestCorpus got = ReadCorpus({directory.PathOf("m")});
    EXPECT_THAT(PathsIn(got, directory.PathOf("m")), ElementsAre("new/a")) << c.name;
    EXPECT_EQ(got.errors.size(), *c.what == '\0' ? 0U : 1U) << c.name;
    EXPECT_THAT(got.ErrorText(), HasSubstr(c.what)) << c.name;
    for (const InputError& error : got.errors) EXPECT_EQ(error.path, directory.PathOf("m/cur/")) << c.name;
  }
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

}  // namespace
}  // namespace kenpin
