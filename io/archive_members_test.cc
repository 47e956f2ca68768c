#include "io/archive_members.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "io/test_corpus.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Seen {
  std::vector<std::string> names;
  std::vector<std::string> contents;
  std::vector<std::string> errors;  // Of members.
  std::string failure;
};

Seen ReadAll(ArchiveMembers* members) {
  Seen seen;
  std::string piece(10'000, '\0');
  while (members->Next()) {
    seen.names.push_back(members->member().name);
    std::string content;
    while (const size_t got = members->Read(piece.data(), piece.size())) content.append(piece, 0, got);
    seen.contents.push_back(content);
    if (!members->member_error().empty()) seen.errors.push_back(members->member_error());
  }
  if (members->failure()) seen.failure = members->failure()->what;
  return seen;
}

Seen ReadStream(ArchiveKind kind, const std::string& archive, const ExpansionLimits& limits = {}) {
  ArchiveMembers members(kind, std::make_unique<TestTextSource>(archive), limits);
  return ReadAll(&members);
}

Seen ReadFile(ArchiveKind kind, const std::string& archive, const ExpansionLimits& limits = {}) {
  const TestDirectory directory;
  auto file = std::make_shared<SharedFile>();
  OpenedFile opened = OpenForReading(AT_FDCWD, directory.Write("archive", archive).c_str());
  file->file = std::move(opened.file);
  file->size = opened.size;
  ArchiveMembers members(kind, file, limits);
  return ReadAll(&members);
}

const std::vector<TestMember> kMembers = {{"b/cur/1:2,S", "first", ""},
                                          {"../../etc/passwd", "second", ""},
                                          {"/a\x1b[31m\n", "third", ""},
                                          {"検品", std::string(100'000, 'x'), ""}};

TEST(ArchiveMembersTest, ComeInTheirOrderUnderTheirNames) {
  for (const ArchiveKind kind : {ArchiveKind::kTar, ArchiveKind::kZip}) {
    const std::string archive = MakeArchive(kind, kMembers);
    for (const Seen& seen : {ReadStream(kind, archive), ReadFile(kind, archive)}) {
      EXPECT_THAT(seen.names, ElementsAre("b/cur/1:2,S", "../../etc/passwd", "/a\x1b[31m\n", "検品"));
      EXPECT_EQ(seen.contents.at(3), kMembers[3].content);
      EXPECT_TRUE(seen.errors.empty());
      EXPECT_EQ(seen.failure, "");
    }
  }
}

TEST(ArchiveMembersTest, ArchivesBehindOneAnotherAreOne) {
  const std::string tar =
      MakeArchive(ArchiveKind::kTar, {{"a", "1", ""}}) + MakeArchive(ArchiveKind::kTar, {{"b", "2", ""}});
  EXPECT_THAT(ReadStream(ArchiveKind::kTar, tar).names, ElementsAre("a", "b"));
}

TEST(ArchiveMembersTest, LinksAndSecretsAreMarked) {
  ArchiveMembers tar(ArchiveKind::kTar,
                     std::make_unique<TestTextSource>(MakeArchive(ArchiveKind::kTar, {{"a", "", "b"}})), {});
  ASSERT_TRUE(tar.Next());
  EXPECT_TRUE(tar.member().is_link);
  EXPECT_FALSE(tar.member().is_encrypted);
  ArchiveMembers zip(
      ArchiveKind::kZip,
      std::make_unique<TestTextSource>(MakeArchive(ArchiveKind::kZip, {{"a", "text", ""}}, "secret")), {});
  ASSERT_TRUE(zip.Next());
  EXPECT_TRUE(zip.member().is_encrypted);
  EXPECT_FALSE(zip.member().is_link);
}

TEST(ArchiveMembersTest, CutOffAnywhereKeepsWhatWasBefore) {
  std::string noise;
  for (uint32_t i = 0; noise.size() < 20'000; ++i) noise += std::to_string(i * 2654435761U);
  for (const ArchiveKind kind : {ArchiveKind::kTar, ArchiveKind::kZip}) {
    const std::string archive = MakeArchive(kind, {{"a", noise, ""}, {"b", noise, ""}});
    const size_t used = kind == ArchiveKind::kTar ? 41'000 : archive.size() - 200;
    for (size_t cut = 600; cut < used; cut += 977) {
      for (const Seen& seen :
           {ReadStream(kind, archive.substr(0, cut)), ReadFile(kind, archive.substr(0, cut))}) {
        for (const std::string& content : seen.contents) EXPECT_TRUE(noise.starts_with(content));
        const bool is_told = !seen.errors.empty() || !seen.failure.empty();
        // A tar that ends between members lacks nothing but its end mark.
        const bool between = kind == ArchiveKind::kTar && cut > 20'480 && cut < 21'000;
        EXPECT_TRUE(is_told || between) << ArchiveName(kind) << " cut at " << cut;
      }
    }
  }
}

TEST(ArchiveMembersTest, DamageIsNamed) {
  std::string noise;
  for (uint32_t i = 0; noise.size() < 20'000; ++i) noise += std::to_string(i * 2654435761U);
  std::string zip = MakeArchive(ArchiveKind::kZip, {{"a", noise, ""}, {"b", "text", ""}});
  zip[3000] ^= 0x40;
  for (const Seen& seen : {ReadStream(ArchiveKind::kZip, zip), ReadFile(ArchiveKind::kZip, zip)}) {
    ASSERT_GE(seen.errors.size(), 1U);
    EXPECT_THAT(seen.errors[0], HasSubstr("damaged zip archive"));
  }
  EXPECT_THAT(ReadStream(ArchiveKind::kTar, std::string(2000, 'x')).failure,
              HasSubstr("damaged tar archive"));
}

// However often the file was gone through.
TEST(ArchiveMembersTest, OffsetsOfDamageAreInTheFile) {
  std::string noise;
  for (uint32_t i = 0; noise.size() < 20'000; ++i) noise += std::to_string(i * 2654435761U);
  std::vector<TestMember> members;
  for (int i = 0; i < 40; ++i) members.push_back({"member" + std::to_string(i), noise, ""});
  std::string zip = MakeArchive(ArchiveKind::kZip, members);
  for (size_t at = zip.find("member"); at < zip.size(); at = zip.find("member", at + 1)) {
    if (at + 3000 < zip.size()) zip[at + 3000] ^= 0x40;
  }
  const TestDirectory directory;
  const std::string path = directory.Write("a.zip", zip);
  OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  auto file = std::make_shared<SharedFile>();
  *file = {std::move(opened.file), path, opened.size, 0};
  ArchiveMembers archive(ArchiveKind::kZip, std::move(file), {});
  ReadAll(&archive);
  ASSERT_TRUE(archive.failure());
  EXPECT_LE(archive.failure()->offset, zip.size());
}

// Once it is to stop, nothing more is read, however much there is to pass over.
TEST(ArchiveMembersTest, StopsWhileAMemberIsPassedOver) {
  const TestDirectory directory;
  const std::string path =
      directory.Write("a.zip", MakeArchive(ArchiveKind::kZip, {{"a", std::string(9'000'000, 'x'), ""}}));
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  auto file = std::make_shared<SharedFile>();
  *file = {std::move(opened.file), path, opened.size, 0};
  ArchiveMembers running(ArchiveKind::kZip, file, {}, ends[0]);
  EXPECT_TRUE(running.Next());
  close(ends[1]);
  ArchiveMembers stopped(ArchiveKind::kZip, file, {}, ends[0]);
  EXPECT_FALSE(stopped.Next());
  ASSERT_TRUE(stopped.failure());
  EXPECT_THAT(stopped.failure()->what, HasSubstr("cannot read"));
  close(ends[0]);
}

TEST(ArchiveMembersTest, BombsEndEarly) {
  const std::string zip = MakeArchive(ArchiveKind::kZip, {{"a", std::string(50'000'000, '\0'), ""}});
  const ExpansionLimits limits{200, 1'000'000, uint64_t{1} << 40};
  for (const Seen& seen :
       {ReadStream(ArchiveKind::kZip, zip, limits), ReadFile(ArchiveKind::kZip, zip, limits)}) {
    ASSERT_EQ(seen.errors.size(), 1U);
    EXPECT_THAT(seen.errors[0], HasSubstr("decompression bomb"));
    EXPECT_LT(seen.contents.at(0).size(), 15'000'000U);
  }
}

TEST(ArchiveMembersTest, BombsAreMeasuredByWhatWentIn) {
  const std::string tar = MakeArchive(ArchiveKind::kTar, {{"a", std::string(5'000'000, 'x'), ""}});
  const ExpansionLimits limits{200, 1'000'000, uint64_t{1} << 40};
  for (const uint64_t packed : {10'000, 100'000}) {
    auto meter = std::make_shared<ExpansionMeter>();
    meter->packed = packed;
    ArchiveMembers members(ArchiveKind::kTar, std::make_unique<TestTextSource>(tar), limits, meter);
    const Seen seen = ReadAll(&members);
    EXPECT_EQ(seen.errors.size(), packed == 10'000 ? 1U : 0U) << packed;
    EXPECT_LE(seen.contents.at(0).size(), packed == 10'000 ? 2'020'000U : 5'000'000U);
  }
}

}  // namespace
}  // namespace kenpin
