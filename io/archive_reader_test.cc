#include "io/archive_reader.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kMbox =
    "From a@b.example Thu Jan  1 00:00:01 2015\nX: y\n\none\n\n"
    "From a@b.example Thu Jan  1 00:00:01 2015\nX: z\n\ntwo\n";

CorpusOptions As(InputFormat format) {
  CorpusOptions options;
  options.format = format;
  return options;
}

TestCorpus ReadMembers(const std::vector<TestMember>& members, CorpusOptions options = {},
                       const std::string& password = "", ArchiveKind kind = ArchiveKind::kZip) {
  const TestDirectory directory;
  TestCorpus got = ReadCorpus({directory.Write("a", MakeArchive(kind, members, password))}, options);
  const auto cut = [&directory](std::string& path) { path.erase(0, directory.path().size() + 1); };
  for (ReadMessage& message : got.messages) cut(message.path);
  for (InputError& error : got.errors) cut(error.path);
  return got;
}

std::vector<std::string> Paths(const TestCorpus& got) {
  std::vector<std::string> paths;
  for (const ReadMessage& message : got.messages) paths.push_back(message.path);
  return paths;
}

std::vector<std::string> ErrorPaths(const TestCorpus& got) {
  std::vector<std::string> paths;
  for (const InputError& error : got.errors) paths.push_back(error.path);
  return paths;
}

TEST(ArchiveReaderTest, TakesWhatIsMailInTheOrderOfTheArchive) {
  for (const ArchiveKind kind : {ArchiveKind::kTar, ArchiveKind::kZip}) {
    const TestCorpus got = ReadMembers({{"z.eml", kMail, ""},
                                        {"page.html", "<html>From: x</html>", ""},
                                        {"notes.txt", kMail, ""},
                                        {"all.mbox", kMbox, ""},
                                        {"Mail/cur/1:2,S", "no header", ""},
                                        {"Mail/tmp/2", kMail, ""},
                                        {"Mail/new/3", kMbox, ""},
                                        {"Mail/.hidden", kMail, ""},
                                        {"Mail/dovecot-uidlist", "3 V1 N2\n1 :x\n", ""},
                                        {"17", kMail, ""},
                                        {"inbox", kMbox, ""}},
                                       {}, "", kind);
    EXPECT_EQ(got.ErrorText(), "");
    EXPECT_THAT(Paths(got), ElementsAre("a!z.eml", "a!all.mbox", "a!all.mbox", "a!Mail/cur/1:2,S",
                                        "a!Mail/new/3", "a!17", "a!inbox", "a!inbox"));
    EXPECT_EQ(got.messages.at(1).bytes, "X: y\n\none\n");
    EXPECT_EQ(got.messages.at(4).bytes, ReadPiped(kMbox, As(InputFormat::kEml)).messages.at(0).bytes);
    EXPECT_EQ(got.messages.at(2).ordinal, (Ordinal{0, 3, kMbox.find("From", 5)}));
    EXPECT_EQ(got.messages.at(5).ordinal, (Ordinal{0, 9, 0}));
    EXPECT_EQ(got.inputs.at(0).archive, kind);
    EXPECT_EQ(got.inputs.at(0).format, InputFormat::kEmlDir);
  }
}

TEST(ArchiveReaderTest, MessagesAreTheSameWhateverTheChunks) {
  std::vector<TestMember> members;
  for (int i = 0; i < 300; ++i) {
    const bool is_mbox = i % 50 == 7;
    members.push_back({"m" + std::to_string(i) + (is_mbox ? ".mbox" : ".eml"),
                       is_mbox ? kMbox : kMail + std::string(static_cast<size_t>(i) * 37, 'x'), ""});
  }
  CorpusOptions large;
  CorpusOptions small;
  small.chunk_bytes = 5000;
  const TestCorpus whole = ReadMembers(members, large);
  const TestCorpus pieces = ReadMembers(members, small);
  EXPECT_EQ(whole.messages.size(), 306U);
  EXPECT_TRUE(whole.messages == pieces.messages);
  EXPECT_EQ(whole.bytes_read, pieces.bytes_read);
  EXPECT_GT(pieces.chunks, whole.chunks);
}

TEST(ArchiveReaderTest, WhatShouldBeMailAndIsNotIsNamed) {
  const TestCorpus got = ReadMembers({{"empty.eml", "", ""},
                                      {"link.eml", "", "other.eml"},
                                      {"link", "", "other"},
                                      {"noise.mbox", "\x01\x02\x03", ""},
                                      {"packed.mbox.gz", Compress(Compression::kGzip, kMbox), ""},
                                      {"inner.zip", MakeArchive(ArchiveKind::kZip, {{"a", "b", ""}}), ""},
                                      {"picture.png", std::string("\x89PNG"), ""},
                                      {"good.eml", kMail, ""}},
                                     {}, "", ArchiveKind::kTar);
  EXPECT_THAT(ErrorPaths(got),
              ElementsAre("a!empty.eml", "a!link.eml", "a!noise.mbox", "a!packed.mbox.gz", "a!inner.zip"));
  EXPECT_THAT(got.ErrorText(), HasSubstr("is a link within the archive"));
  EXPECT_THAT(got.ErrorText(), HasSubstr("within what is compressed already"));
  EXPECT_THAT(Paths(got), ElementsAre("a!good.eml"));
}

TEST(ArchiveReaderTest, EncryptedMembersAreNamed) {
  const TestCorpus got = ReadMembers({{"a.eml", kMail, ""}}, {}, "secret");
  EXPECT_TRUE(got.messages.empty());
  EXPECT_THAT(got.ErrorText(), HasSubstr("is encrypted; decrypt the archive first"));
}

TEST(ArchiveReaderTest, NothingInItIsNamed) {
  EXPECT_THAT(ReadMembers({}).ErrorText(), HasSubstr("no message found: none of 0 members"));
  EXPECT_THAT(ReadMembers({{"a.txt", kMail, ""}, {"b.png", "\x89", ""}}).ErrorText(),
              HasSubstr("no message found: none of 2 members"));
}

TEST(ArchiveReaderTest, TheFormatAskedForIsThatOfTheMembers) {
  const std::vector<TestMember> members = {{"a.txt", kMbox, ""}, {"cur/b", kMail, ""}};
  EXPECT_THAT(Paths(ReadMembers(members, As(InputFormat::kEmlDir))), ElementsAre("a!a.txt", "a!cur/b"));
  EXPECT_THAT(Paths(ReadMembers(members, As(InputFormat::kMaildir))), ElementsAre("a!cur/b"));
  const TestCorpus mboxes = ReadMembers(members, As(InputFormat::kMbox));
  EXPECT_THAT(Paths(mboxes), ElementsAre("a!a.txt", "a!a.txt"));
  EXPECT_THAT(ErrorPaths(mboxes), ElementsAre("a!cur/b"));
}

TEST(ArchiveReaderTest, LargeMessagesAreCutAndBounded) {
  const std::string mail = kMail + std::string(3'000'000, 'x');
  CorpusOptions options;
  options.chunk_bytes = 65536;
  const TestCorpus whole = ReadMembers({{"a.eml", mail, ""}, {"b.eml", kMail, ""}}, options);
  EXPECT_TRUE(whole.messages.at(0).bytes == mail);
  EXPECT_EQ(whole.messages.at(1).bytes, kMail);
  options.max_message_bytes = 100'000;
  const TestCorpus cut = ReadMembers({{"a.eml", mail, ""}, {"b.eml", kMail, ""}}, options);
  EXPECT_EQ(cut.messages.at(0).bytes, mail.substr(0, 100'000));
  EXPECT_EQ(cut.messages.at(0).length, mail.size());
  EXPECT_EQ(cut.messages.at(0).flaws, static_cast<uint8_t>(RecordFlaw::kTooLarge));
  EXPECT_EQ(cut.messages.at(1).bytes, kMail);
  EXPECT_LT(cut.largest_buffer, 600'000U);
}

std::string Noise(size_t bytes) {
  std::string noise;
  for (uint32_t i = 0; noise.size() < bytes; ++i) noise += std::to_string(i * 2654435761U);
  return noise;
}

TEST(ArchiveReaderTest, NoCutLosesMailInSilence) {
  const std::vector<TestMember> members = {{"a.eml", kMail, ""},
                                           {"notes.txt", Noise(9000), ""},
                                           {"page.html", Noise(40'000), ""},
                                           {"b.eml", kMail, ""}};
  const std::string tar = MakeArchive(ArchiveKind::kTar, members);
  const TestDirectory directory;
  for (size_t cut = 512; cut <= tar.size(); cut += 512) {
    const std::string part = tar.substr(0, cut);
    for (const Compression compression : {Compression::kNone, Compression::kGzip}) {
      const bool is_plain = compression == Compression::kNone;
      const TestCorpus got =
          ReadCorpus({directory.Write("cut", is_plain ? part : Compress(compression, part))});
      const bool is_whole = got.messages.size() == 2 && got.messages[1].bytes == kMail;
      EXPECT_TRUE(is_whole || !got.errors.empty()) << CompressionName(compression) << " cut at " << cut;
    }
  }
  EXPECT_EQ(ReadCorpus({directory.Write("whole", tar)}).ErrorText(), "");
}

TEST(ArchiveReaderTest, ADamagedMemberThatIsPassedOverCostsNoMail) {
  std::vector<TestMember> members = {
      {"a.eml", kMail, ""}, {"notes.txt", Noise(9000), ""}, {"b.eml", kMail, ""}};
  std::string zip = MakeArchive(ArchiveKind::kZip, members);
  const size_t notes = zip.find("notes.txt");
  zip[notes + 200] ^= 0x55;
  zip[notes + 60] ^= 0x55;
  const TestDirectory directory;
  const TestCorpus got = ReadCorpus({directory.Write("a", zip)});
  EXPECT_EQ(got.messages.size(), 2U);
  EXPECT_THAT(got.ErrorText(), HasSubstr("damaged zip archive"));
  ASSERT_EQ(got.errors.size(), 1U) << got.ErrorText();
  EXPECT_THAT(got.errors[0].path, HasSubstr("a!notes.txt"));
  // What is damaged over and over is not read over and over.
  members.assign(200, {"n.txt", Noise(300), ""});
  std::string many = MakeArchive(ArchiveKind::kZip, members);
  for (size_t at = many.find("n.txt"); at != std::string::npos && at + 40 < many.size();
       at = many.find("n.txt", at + 40)) {
    for (size_t i = 0; i < 8; ++i) many[at + 30 + i] = '\xff';
  }
  EXPECT_THAT(ReadCorpus({directory.Write("many", many)}).ErrorText(), HasSubstr("damaged"));
}

TEST(ArchiveReaderTest, LongNamesCountAndAreBounded) {
  std::vector<TestMember> members(50, {std::string(50'000, 'x') + ".eml", kMail, ""});
  members[1].name = std::string(70'000, 'x') + ".eml";
  CorpusOptions options;
  options.chunk_bytes = 65536;
  const TestCorpus got = ReadMembers(members, options, "", ArchiveKind::kTar);
  EXPECT_EQ(got.messages.size(), 49U);
  EXPECT_GE(got.chunks, 24U);
  EXPECT_THAT(got.ErrorText(), HasSubstr("member 2 has a name of 70004 octets, more than 65536"));
  EXPECT_THAT(ErrorPaths(got), ElementsAre("a"));
}

TEST(ArchiveReaderTest, PathOfAMember) {
  EXPECT_EQ(ArchiveMemberPath("mail.zip", "../x y.eml"), "mail.zip!../x y.eml");
}

}  // namespace
}  // namespace kenpin
