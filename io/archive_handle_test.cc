#include "io/archive_handle.h"

#include <archive.h>
#include <archive_entry.h>

#include <new>

#include "gtest/gtest.h"
#include "io/test_packing.h"
#include "io/test_text_source.h"

namespace kenpin {
namespace {

TEST(ArchiveHandleTest, ReadsEntriesOfAStream) {
  const std::string content(300'000, 'x');
  TestTextSource source(MakeArchive(ArchiveKind::kTar, {{"a", content, ""}, {"b", "y", ""}}), 1000);
  ArchiveInput input(&source);
  const ArchiveHandle handle = MakeArchiveHandle();
  archive_read_support_format_tar(handle.get());
  ASSERT_TRUE(input.Open(handle.get()));
  ArchiveData data(handle.get());
  std::string out(1'000'000, '\0');
  archive_entry* entry = nullptr;
  for (const std::string& wanted : {content, std::string("y")}) {
    ASSERT_EQ(archive_read_next_header(handle.get(), &entry), ARCHIVE_OK);
    data.Begin();
    EXPECT_EQ(data.Read(out.data(), 0), 0U);
    EXPECT_FALSE(data.is_sound());
    const size_t got = data.Read(out.data(), out.size());
    EXPECT_EQ(out.substr(0, got), wanted);
    EXPECT_TRUE(data.is_sound());
  }
  EXPECT_EQ(archive_read_next_header(handle.get(), &entry), ARCHIVE_EOF);
}

TEST(ArchiveHandleTest, AFailureOfTheSourceIsToldInItsWords) {
  const std::string tar = MakeArchive(ArchiveKind::kTar, {{"a", std::string(5000, 'x'), ""}});
  TestTextSource source(tar.substr(0, 3000), 1000, "why");
  ArchiveInput input(&source);
  const ArchiveHandle handle = MakeArchiveHandle();
  archive_read_support_format_tar(handle.get());
  ASSERT_TRUE(input.Open(handle.get()));
  archive_entry* entry = nullptr;
  ASSERT_EQ(archive_read_next_header(handle.get(), &entry), ARCHIVE_OK);
  ArchiveData data(handle.get());
  data.Begin();
  std::string out(10'000, '\0');
  EXPECT_GT(data.Read(out.data(), out.size()), 0U);
  EXPECT_FALSE(data.is_sound());
  EXPECT_TRUE(data.is_fatal());
  ASSERT_TRUE(input.failure());
  EXPECT_EQ(input.failure()->what, "why");
  EXPECT_STREQ(ArchiveError(handle.get()), "why");
}

TEST(ArchiveHandleTest, WhatTheSourceThrowsComesOutAgain) {
  class Ending : public TestTextSource {
   public:
    using TestTextSource::TestTextSource;
    size_t Read(char* /*out*/, size_t /*size*/) override { throw std::bad_alloc(); }
  };
  Ending source("text");
  ArchiveInput input(&source);
  const ArchiveHandle handle = MakeArchiveHandle();
  archive_read_support_format_tar(handle.get());
  input.Rethrow();
  EXPECT_FALSE(input.Open(handle.get()));
  EXPECT_THROW(input.Rethrow(), std::bad_alloc);
}

}  // namespace
}  // namespace kenpin
