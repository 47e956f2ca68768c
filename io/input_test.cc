#include "io/input.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/detect.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

using testing::HasSubstr;

CorpusOptions Format(InputFormat format) {
  CorpusOptions options;
  options.format = format;
  return options;
}

struct ErrorCase {
  const char* name;
  std::string path;
  CorpusOptions options;
  const char* error;
};

TEST(InputTest, EveryBadInputIsNamedAndTheRestIsRead) {
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

// An mbox whose beginning is cut off or damaged: what stands before the first From_ line is a record, and
// where it could be one message that holds others, the line is told. The same in every wrapping.
TEST(InputTest, MboxThatLostItsBeginningHidesNothing) {
  const std::string rest = "\n\n" + kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail;
  struct Case {
    const char* name;
    std::string content;
    size_t messages;
    std::vector<uint64_t> ambiguous;
  };
  const Case cases[] = {
      {"cut within a body", "d of a body" + rest, 3, {}},
      {"zeros", std::string(512, '\0') + rest, 3, {}},
      {"a From_ line that was quoted", ">" + kSeparatorLine + kMail + rest, 3, {}},
      {"cut within a header section", "X: y" + rest, 1, {6}},
      {"a message and no other", "X: y\n\n" + kSeparatorLine + "text\n", 1, {}},
      {"far behind",
       "X: y\n\n" + std::string(3 * kDetectBytes, '\n') + kSeparatorLine + kMail,
       1,
       {6 + 3 * kDetectBytes}},
  };
  for (const Case& c : cases) {
    TestDirectory directory;
    directory.Write("d/box.mbox", c.content);
    directory.Write("e/box.mbox.gz", Compress(Compression::kGzip, c.content));
    directory.Write("box.gz", Compress(Compression::kGzip, c.content));
    directory.Write("box.tar", MakeArchive(ArchiveKind::kTar, {{"box", c.content, ""}}));
    directory.Write("box.zip", MakeArchive(ArchiveKind::kZip, {{"box.mbox", c.content, ""}}));
    for (const char* name : {"d/box.mbox", "box.gz", "d", "e", "box.tar", "box.zip"}) {
      const TestCorpus got = ReadCorpus({directory.PathOf(name)});
      EXPECT_EQ(got.messages.size(), c.messages) << c.name << ", " << name;
      std::vector<uint64_t> ambiguous;
      for (const TestAmbiguousLine& line : got.ambiguous) ambiguous.push_back(line.offset);
      EXPECT_EQ(ambiguous, c.ambiguous) << c.name << ", " << name;
      EXPECT_EQ(got.ErrorText(), "") << c.name << ", " << name;
    }
    // What is said to be one message is one, and nothing is told of it.
    directory.Write("box.eml", c.content);
    const TestCorpus told =
        ReadCorpus({directory.PathOf("box.eml"), directory.PathOf("d/box.mbox")}, Format(InputFormat::kEml));
    EXPECT_EQ(told.messages.size(), 2U) << c.name;
    EXPECT_TRUE(told.ambiguous.empty()) << c.name;
  }
}

TEST(InputTest, DirectoryWithoutPermissionIsNamedAndTheRestIsRead) {
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

}  // namespace
}  // namespace kenpin
