#include "io/seen_input.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kRecord = kSeparatorLine + kMail + "\n";
constexpr int64_t kSecond = 1'000'000'000;

int64_t NowNanoseconds() {
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * kSecond + now.tv_nsec;
}

// Runs over one input, night after night, as `kenpin scan --state` does.
class Nights {
 public:
  explicit Nights(std::string path) : path_(std::move(path)) {}

  // The paths of what is read, without that of the input; of an mbox the offsets.
  std::vector<std::string> Next(const std::set<std::string>& failed = {}, int64_t later = 0) {
    std::unique_ptr<InputLook> look =
        std::make_unique<InputLook>(seen_ ? &*seen_ : nullptr, NowNanoseconds() + later);
    look->followed = follow;
    CorpusOptions options;
    options.look = look.get();
    last = ReadCorpus({path_}, options);
    change = look->change;
    places = {look->places.begin(), look->places.end()};
    listed = look->listing != nullptr;
    SeenInput after = Remember(*look, ++night_, failed);
    seen_ = std::move(after);
    std::vector<std::string> read;
    for (const ReadMessage& message : last.messages) {
      read.push_back(message.path == path_ ? std::to_string(message.ordinal.offset)
                                           : message.path.substr(path_.size() + 1));
    }
    return read;
  }
  SeenInput& seen() { return *seen_; }

  std::set<std::string> follow;
  InputChange change = InputChange::kNew;
  TestCorpus last;
  std::map<std::string, std::string> places;
  bool listed = false;

 private:
  std::string path_;
  std::optional<SeenInput> seen_;
  uint32_t night_ = 0;
};

TEST(SeenInputTest, MaildirByBaseNames) {
  TestDirectory directory;
  directory.Write("m/new/a", kMail);
  directory.Write("m/cur/b:2,", kMail);
  Nights nights(directory.PathOf("m"));
  EXPECT_THAT(nights.Next(), ElementsAre("new/a", "cur/b:2,"));
  EXPECT_EQ(nights.change, InputChange::kNew);
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.change, InputChange::kUnchanged);
  EXPECT_EQ(nights.last.ErrorText(), "");
  EXPECT_EQ(nights.last.inputs.at(0).format, InputFormat::kMaildir);

  std::filesystem::rename(directory.PathOf("m/new/a"), directory.PathOf("m/cur/a:2,S"));
  std::filesystem::rename(directory.PathOf("m/cur/b:2,"), directory.PathOf("m/cur/b:2,RS"));
  directory.Write("m/new/Aa", kMail);
  nights.follow = {"a", "zz"};
  EXPECT_THAT(nights.Next(), ElementsAre("new/Aa"));
  EXPECT_EQ(nights.change, InputChange::kGrown);
  EXPECT_EQ(nights.last.messages.at(0).ordinal, (Ordinal{0, 0, 0})) << "by its place among what is new";
  EXPECT_EQ(nights.places, (std::map<std::string, std::string>{{"a", directory.PathOf("m/cur/a:2,S")}}));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.seen().files.size(), 3U);
  EXPECT_EQ(nights.seen().files.name(0), "Aa");
  EXPECT_EQ(nights.seen().files.file(0).night, 3U);
  EXPECT_EQ(nights.seen().files.file(1).night, 1U);
}

TEST(SeenInputTest, MessageThatIsGoneIsRememberedAsLongAsItsNight) {
  TestDirectory directory;
  directory.Write("m/cur/a:2,", kMail);
  directory.Write("m/cur/b:2,", kMail);
  Nights nights(directory.PathOf("m"));
  nights.Next();
  std::filesystem::remove(directory.PathOf("m/cur/a:2,"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  directory.Write("m/cur/a:2,", kMail);
  EXPECT_THAT(nights.Next(), IsEmpty()) << "put back from a backup";
  std::filesystem::remove(directory.PathOf("m/cur/a:2,"));
  for (size_t i = 0; i < 2; ++i) nights.seen().files.set_night(i, kForgottenNight);
  nights.Next();
  ASSERT_EQ(nights.seen().files.size(), 1U);
  EXPECT_EQ(nights.seen().files.name(0), "b") << "is there still, and is not read again";
  EXPECT_THAT(nights.Next(), IsEmpty());
}

TEST(SeenInputTest, WhatCouldNotBeReadIsTriedAgain) {
  TestDirectory directory;
  directory.Write("m/cur/a:2,", kMail);
  directory.Write("m/cur/b:2,", "");
  Nights nights(directory.PathOf("m"));
  EXPECT_THAT(nights.Next({"b"}), ElementsAre("cur/a:2,"));
  EXPECT_THAT(nights.last.ErrorText(), testing::HasSubstr("it is empty"));
  EXPECT_THAT(nights.Next({"b"}), IsEmpty());
  EXPECT_THAT(nights.last.ErrorText(), testing::HasSubstr("it is empty"));
  directory.Write("m/cur/b:2,", kMail);
  EXPECT_THAT(nights.Next(), ElementsAre("cur/b:2,"));
}

TEST(SeenInputTest, MaildirAtRestIsNotListed) {
  TestDirectory directory;
  directory.Write("m/cur/a:2,", kMail);
  Nights nights(directory.PathOf("m"));
  nights.Next();
  nights.Next();
  EXPECT_TRUE(nights.listed) << "it had changed a moment before it was listed";
  nights.Next({}, 2 * kFolderRestNanoseconds);
  EXPECT_TRUE(nights.listed) << "likewise";
  EXPECT_THAT(nights.Next({}, 3 * kFolderRestNanoseconds), IsEmpty());
  EXPECT_FALSE(nights.listed);
  EXPECT_EQ(nights.change, InputChange::kUnchanged);
  EXPECT_EQ(nights.seen().files.size(), 1U);
  directory.Write("m/new/b", kMail);
  EXPECT_THAT(nights.Next({}, 4 * kFolderRestNanoseconds), ElementsAre("new/b"));
}

TEST(SeenInputTest, FilesOfADirectoryByNameSizeAndTime) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("d/b.eml", kMail);
  Nights nights(directory.PathOf("d"));
  EXPECT_THAT(nights.Next(), ElementsAre("a.eml", "b.eml"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  directory.Write("d/b.eml", kMail + "more\n");
  directory.Write("d/c.eml", kMail);
  EXPECT_THAT(nights.Next(), ElementsAre("b.eml", "c.eml"));
  EXPECT_EQ(nights.change, InputChange::kGrown);
  const timespec times[2] = {{1'600'000'000, 0}, {1'600'000'000, 0}};
  utimensat(AT_FDCWD, directory.PathOf("d/a.eml").c_str(), times, 0);
  EXPECT_THAT(nights.Next(), ElementsAre("a.eml"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.seen().files.size(), 5U) << "a.eml and b.eml twice";
  for (size_t i = 0; i < 5; ++i) nights.seen().files.set_night(i, kForgottenNight);
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.seen().files.size(), 3U) << "what is forgotten is kept once";
}

TEST(SeenInputTest, DirectoryWithAnMboxThatChangedIsReadAnew) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("d/b.mbox", kRecord);
  Nights nights(directory.PathOf("d"));
  EXPECT_THAT(nights.Next(), ElementsAre("a.eml", "b.mbox"));
  directory.Write("d/b.mbox", kRecord + kRecord);
  EXPECT_THAT(nights.Next(), ElementsAre("a.eml", "b.mbox", "b.mbox"));
  EXPECT_EQ(nights.change, InputChange::kReplaced);
  EXPECT_EQ(nights.seen().files.size(), 2U);
  EXPECT_EQ(nights.seen().files.file(0).night, 2U);
  EXPECT_THAT(nights.Next(), IsEmpty());
}

TEST(SeenInputTest, DirectoryWhoseFilesAreChosenOtherwiseIsReadAnew) {
  TestDirectory directory;
  directory.Write("d/a", kMail);
  Nights nights(directory.PathOf("d"));
  EXPECT_THAT(nights.Next(), ElementsAre("a"));
  directory.Write("d/b.eml", kMail);
  EXPECT_THAT(nights.Next(), ElementsAre("b.eml"));
  EXPECT_EQ(nights.change, InputChange::kReplaced);
}

TEST(SeenInputTest, MboxThatGrowsIsReadFromItsOldEnd) {
  TestDirectory directory;
  std::string mbox = kRecord + kRecord;
  const std::string path = directory.Write("mbox", mbox);
  Nights nights(path);
  EXPECT_THAT(nights.Next(), ElementsAre("0", std::to_string(kRecord.size())));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.last.inputs.at(0).format, InputFormat::kMbox);
  directory.Write("mbox", mbox + kRecord);
  EXPECT_THAT(nights.Next(), ElementsAre(std::to_string(2 * kRecord.size())));
  EXPECT_EQ(nights.change, InputChange::kGrown);
  EXPECT_EQ(nights.last.bytes_read, kRecord.size());
  EXPECT_EQ(nights.last.total_bytes, kRecord.size());
  directory.Write("mbox", mbox + kRecord + kRecord + kRecord);
  EXPECT_EQ(nights.Next().size(), 2U);
  EXPECT_THAT(nights.Next(), IsEmpty());
}

TEST(SeenInputTest, MboxThatDidNotOnlyGrowIsReadAnew) {
  TestDirectory directory;
  const std::string path = directory.Write("mbox", kRecord + kRecord);
  Nights nights(path);
  nights.Next();
  directory.Write("mbox", kRecord);
  EXPECT_THAT(nights.Next(), ElementsAre("0"));
  EXPECT_EQ(nights.change, InputChange::kReplaced);
  directory.Write("mbox", kSeparatorLine + "Subject: y\n\nother\n\n" + kRecord);
  EXPECT_EQ(nights.Next().size(), 2U);
  EXPECT_EQ(nights.change, InputChange::kReplaced);
  const timespec times[2] = {{1'600'000'000, 0}, {1'600'000'000, 0}};
  utimensat(AT_FDCWD, path.c_str(), times, 0);
  EXPECT_EQ(nights.Next().size(), 2U) << "the same size at another time may be anything";
}

TEST(SeenInputTest, ContentLengthNeedsTheWholeFile) {
  TestDirectory directory;
  const std::string record = kSeparatorLine + "Content-Length: 5\n\nbody\n\n";
  const std::string path = directory.Write("mbox", record + record);
  Nights nights(path);
  EXPECT_EQ(nights.Next().size(), 2U);
  EXPECT_EQ(nights.last.inputs.at(0).format, InputFormat::kMboxcl);
  EXPECT_THAT(nights.Next(), IsEmpty());
  directory.Write("mbox", record + record + record);
  EXPECT_EQ(nights.Next().size(), 3U);
  EXPECT_EQ(nights.change, InputChange::kReplaced);
}

TEST(SeenInputTest, EmptyInputsAreNoErrors) {
  TestDirectory directory;
  Nights file(directory.Write("mbox", ""));
  EXPECT_THAT(file.Next(), IsEmpty());
  EXPECT_EQ(file.last.ErrorText(), "");
  EXPECT_THAT(file.Next(), IsEmpty());
  EXPECT_EQ(file.change, InputChange::kUnchanged);
  directory.Write("mbox", kRecord);
  EXPECT_THAT(file.Next(), ElementsAre("0"));
  directory.Write("mbox", "");
  EXPECT_THAT(file.Next(), IsEmpty());
  EXPECT_EQ(file.change, InputChange::kUnchanged) << "its mail was read";
  directory.Write("mbox", kRecord);
  EXPECT_THAT(file.Next(), ElementsAre("0")) << "the same size at another time may be anything";
  EXPECT_EQ(file.change, InputChange::kReplaced);
  directory.Write("mbox", kRecord + kRecord);
  EXPECT_EQ(file.Next().size(), 1U);
  EXPECT_EQ(file.change, InputChange::kGrown);

  std::filesystem::create_directories(directory.PathOf("m/cur"));
  Nights maildir(directory.PathOf("m"));
  EXPECT_THAT(maildir.Next(), IsEmpty());
  EXPECT_EQ(maildir.last.ErrorText(), "");
  directory.Write("m/cur/a:2,", kMail);
  EXPECT_THAT(maildir.Next(), ElementsAre("cur/a:2,"));
}

// As if its file system were not mounted.
TEST(SeenInputTest, MaildirThatIsAnEmptyDirectoryIsAnErrorAndStaysKnown) {
  TestDirectory directory;
  directory.Write("m/cur/a:2,", kMail);
  Nights nights(directory.PathOf("m"));
  EXPECT_EQ(nights.Next().size(), 1U);
  std::filesystem::rename(directory.PathOf("m"), directory.PathOf("away"));
  std::filesystem::create_directory(directory.PathOf("m"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.change, InputChange::kUnchanged);
  EXPECT_THAT(nights.last.ErrorText(), testing::HasSubstr("is its file system mounted?"));
  std::filesystem::remove(directory.PathOf("m"));
  std::filesystem::rename(directory.PathOf("away"), directory.PathOf("m"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.last.ErrorText(), "");
  EXPECT_NE(nights.change, InputChange::kReplaced);
}

TEST(SeenInputTest, DirectoryOfEmlFilesThatIsEmptyStaysKnown) {
  TestDirectory directory;
  directory.Write("d/a.eml", kMail);
  directory.Write("d/notes.txt", "no mail");
  Nights nights(directory.PathOf("d"));
  EXPECT_THAT(nights.Next(), ElementsAre("a.eml"));
  std::filesystem::rename(directory.PathOf("d"), directory.PathOf("away"));
  std::filesystem::create_directory(directory.PathOf("d"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.change, InputChange::kUnchanged);
  std::filesystem::remove(directory.PathOf("d"));
  std::filesystem::rename(directory.PathOf("away"), directory.PathOf("d"));
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_EQ(nights.change, InputChange::kUnchanged);
}

TEST(SeenInputTest, PathThatBecameSomethingElseIsReadAnew) {
  TestDirectory directory;
  const std::string path = directory.Write("x", kRecord);
  Nights nights(path);
  nights.Next();
  std::filesystem::remove(path);
  directory.Write("x/cur/a:2,", kMail);
  EXPECT_THAT(nights.Next(), ElementsAre("cur/a:2,"));
  EXPECT_EQ(nights.change, InputChange::kReplaced);
  std::filesystem::remove_all(path);
  directory.Write("x", kRecord);
  EXPECT_THAT(nights.Next(), ElementsAre("0"));
  EXPECT_EQ(nights.change, InputChange::kReplaced);
}

TEST(SeenInputTest, WhatIsMissingIsAnErrorAndChangesNothing) {
  Nights nights("/nonexistent/kenpin");
  EXPECT_THAT(nights.Next(), IsEmpty());
  EXPECT_THAT(nights.last.ErrorText(), testing::HasSubstr("cannot open"));
}

// Nights of any appends: what is read in all nights since the last replacement is what one reading reads.
TEST(SeenInputTest, AppendsAddUpToTheWhole) {
  TestDirectory directory;
  std::mt19937 random(3);
  const std::vector<std::string> pieces = {
      kRecord, kRecord, kSeparatorLine + "A: b\n\nFrom x\n>From y\n\n", "tail\n", kSeparatorLine + kMail,
      "\n"};
  for (int round = 0; round < 30; ++round) {
    std::string mbox = kRecord;
    const std::string name = "mbox" + std::to_string(round);
    Nights nights(directory.Write(name, mbox));
    std::vector<ReadMessage> sum;
    for (int night = 0; night < 8; ++night) {
      nights.Next();
      if (nights.change == InputChange::kReplaced) sum.clear();
      sum.insert(sum.end(), nights.last.messages.begin(), nights.last.messages.end());
      EXPECT_EQ(sum, ReadCorpus({directory.PathOf(name)}).messages) << round << " " << night;
      for (size_t n = random() % 4; n > 0; --n) mbox += pieces[random() % pieces.size()];
      directory.Write(name, mbox);
    }
  }
}

}  // namespace
}  // namespace kenpin
