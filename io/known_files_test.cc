#include "io/known_files.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace kenpin {
namespace {

using testing::ElementsAre;
using testing::Pair;

#ifdef __has_feature  // clang has it.
constexpr bool kSanitized = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

KnownFiles MakeFiles(const std::vector<std::string>& names) {
  KnownFiles files;
  for (const std::string& name : names) files.Append(name, {1, name.size(), 7});
  return files;
}

TEST(KnownFilesTest, WhatIsStoredComesBack) {
  KnownFiles files;
  files.Append("", {1, 0, 0});
  files.Append("1700.a.host", {1, 0, 0});
  files.Append("1700.b.host", {4'000'000'000U, 1ULL << 40, -5});
  files.Append("1700.b.host", {3, 12, 1'700'000'000'000'000'000});
  files.Append(std::string(300, '\xff'), {2, 1, 1});
  std::optional<KnownFiles> back = KnownFiles::Decode(files.Encode());
  ASSERT_TRUE(back.has_value());
  ASSERT_EQ(back->size(), files.size());
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_EQ(back->name(i), files.name(i));
    EXPECT_EQ(back->file(i).night, files.file(i).night);
    EXPECT_EQ(back->file(i).size, files.file(i).size);
    EXPECT_EQ(back->file(i).modified, files.file(i).modified);
  }
  EXPECT_EQ(back->Find("1700.b.host"), 3U) << "the last one of a name";
  EXPECT_EQ(back->Find("1700.c.host"), KnownFiles::kNone);
  EXPECT_EQ(KnownFiles::Decode(KnownFiles().Encode())->size(), 0U);
}

TEST(KnownFilesTest, NamesThatAreAlikeTakeLittle) {
  KnownFiles files;
  for (int i = 100'000; i < 110'000; ++i) {
    files.Append("1700" + std::to_string(i) + ".M1P2.mail.example.com", {1, 0, 0});
  }
  EXPECT_LT(files.Encode().size(), size_t{10'000} * 32);
}

// Whatever stands in a state: no crash, and nothing that would not be written like this.
TEST(KnownFilesTest, DamageIsSeen) {
  const std::string stored = MakeFiles({"a", "ab", "b.host", "b.host.2"}).Encode();
  for (size_t cut = 0; cut < stored.size(); ++cut) {
    EXPECT_FALSE(KnownFiles::Decode(stored.substr(0, cut)).has_value()) << cut;
  }
  EXPECT_FALSE(KnownFiles::Decode(stored + '\0').has_value());
  std::mt19937 random(5);
  for (int i = 0; i < 20'000; ++i) {
    std::string damaged = stored;
    damaged[random() % damaged.size()] = static_cast<char>(random());
    const std::optional<KnownFiles> files = KnownFiles::Decode(damaged);
    for (size_t f = 1; files && f < files->size(); ++f) EXPECT_LE(files->name(f - 1), files->name(f));
  }
  // Out of order.
  KnownFiles wrong;
  wrong.Append("b", {1, 0, 0});
  wrong.Append("a", {1, 0, 0});
  EXPECT_FALSE(KnownFiles::Decode(wrong.Encode()).has_value());
}

// While it lives, the process may have so many octets more than it has.
class MemoryLimit {
 public:
  explicit MemoryLimit(rlim_t more) {
    rlim_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    EXPECT_EQ(::getrlimit(RLIMIT_AS, &before_), 0);
    struct rlimit now = before_;
    now.rlim_cur = pages * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE)) + more;
    EXPECT_EQ(::setrlimit(RLIMIT_AS, &now), 0);
  }
  ~MemoryLimit() { ::setrlimit(RLIMIT_AS, &before_); }
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;

 private:
  struct rlimit before_ = {};
};

TEST(KnownFilesTest, WhatIsOnlyAnnouncedTakesNoMemory) {
  if (kSanitized) GTEST_SKIP() << "sanitizers need memory without end";
  // 30 million entries, the first of which is none.
  const std::string stored = "\x01\x80\x87\xa7\x0e" + std::string(size_t{160} << 20, '\xff');
  const MemoryLimit limit(rlim_t{64} << 20);
  EXPECT_FALSE(KnownFiles::Decode(stored).has_value());
}

TEST(KnownFilesTest, NamesOfTheLongestLengthThatAreAlike) {
  KnownFiles files;
  for (int i = 10'000; i < 20'000; ++i) files.Append(std::string(250, 'n') + std::to_string(i), {1, 0, 0});
  const std::optional<KnownFiles> back = KnownFiles::Decode(files.Encode());
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->size(), files.size());
}

// A few octets each would stand for thousands.
TEST(KnownFilesTest, SharedBeginningsDoNotMultiplyMemory) {
  KnownFiles files;
  for (int i = 0; i < 100'000; ++i) files.Append(std::string(4000, 'n'), {1, 0, 0});
  EXPECT_FALSE(KnownFiles::Decode(files.Encode()).has_value());
}

TEST(KnownFilesTest, FindsEveryNameAmongMany) {
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back(std::to_string(100'000 + i * 3));
  KnownFiles files = MakeFiles(names);
  for (size_t i = 0; i < names.size(); ++i) EXPECT_EQ(files.Find(names[i]), i);
  for (int i = 0; i < 5000; ++i) EXPECT_EQ(files.Find(std::to_string(100'001 + i * 3)), KnownFiles::kNone);
  files.Append("z", {1, 0, 0});
  EXPECT_EQ(files.Find("z"), 5000U) << "the table is built anew";
}

TEST(KnownFilesCheckTest, MessagesOfAMaildir) {
  KnownFiles files = MakeFiles({"a", "b", "c"});
  KnownFilesCheck check(&files);
  check.Follow("a");
  check.Follow("c");
  check.Follow("stranger");
  EXPECT_TRUE(check.Meet("a", "new/", "a"));
  EXPECT_TRUE(check.Meet("b", "cur/", "b:2,S"));
  EXPECT_FALSE(check.Meet("d", "cur/", "d:2,"));
  EXPECT_THAT(check.Met(), ElementsAre(true, true, false));
  EXPECT_THAT(check.places(), ElementsAre(Pair("a", "new/a")));
  EXPECT_TRUE(check.Meet("a", "cur/", "a:2,RS"));
  EXPECT_THAT(check.places(), ElementsAre(Pair("a", "cur/a:2,RS")));
}

TEST(KnownFilesCheckTest, FilesThatChange) {
  using State = KnownFilesCheck::State;
  KnownFiles files;
  files.Append("a.eml", {1, 10, 100});
  files.Append("b.eml", {1, 10, 100});
  files.Append("b.eml", {2, 11, 200});
  files.Append("c.eml", {2, 11, 200});
  KnownFilesCheck check(&files);
  EXPECT_EQ(check.Meet("a.eml", 10, 101), State::kChanged);
  EXPECT_EQ(check.Meet("b.eml", 11, 200), State::kSame) << "as it was read the last time";
  EXPECT_EQ(check.Meet("d.eml", 11, 200), State::kNew);
  EXPECT_THAT(check.Met(), ElementsAre(true, true, true, false)) << "and what b.eml was before";
  EXPECT_EQ(check.Meet("c.eml", 12, 200), State::kChanged);
  EXPECT_THAT(check.Met(), ElementsAre(true, true, true, true));
}

}  // namespace
}  // namespace kenpin
