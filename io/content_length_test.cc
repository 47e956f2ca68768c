#include "io/content_length.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

constexpr uint8_t kIgnored = static_cast<uint8_t>(RecordFlaw::kContentLengthIgnored);
const std::string kFrom = "From a Thu Jan  1 00:00:01 2015\n";

struct LengthCase {
  const char* name;
  const char* header;
  int64_t value;  // -1: none.
};

TEST(ContentLengthTest, Fields) {
  const std::vector<LengthCase> cases = {
      {"plain", "From a\nContent-Length: 12\n\n", 12},
      {"any case, spaces", "From a\ncontent-LENGTH \t:  12 \r\n\r\n", 12},
      {"no space", "From a\nContent-Length:0\n\n", 0},
      {"first wins", "From a\nContent-Length: 1\nContent-Length: 2\n\n", 1},
      {"none", "From a\nX-Content-Length: 12\n\n", -1},
      {"not in the From_ line", "Content-Length: 12\n\n", -1},
      {"negative", "From a\nContent-Length: -1\n\n", -1},
      {"text", "From a\nContent-Length: 12x\n\n", -1},
      {"empty", "From a\nContent-Length:\n\n", -1},
      {"too long a number", "From a\nContent-Length: 1234567890123456789\n\n", -1},
  };
  for (const LengthCase& c : cases) {
    const std::optional<uint64_t> value = FindContentLength(c.header);
    EXPECT_EQ(value ? static_cast<int64_t>(*value) : -1, c.value) << c.name;
  }
}

TEST(ContentLengthTest, HeaderEnds) {
  EXPECT_EQ(FindHeaderEnd("From a\nX: y\n\nbody"), 13U);
  EXPECT_EQ(FindHeaderEnd("From a\r\nX: y\r\n\r\nbody"), 16U);
  EXPECT_EQ(FindHeaderEnd("From a\nX: y\n"), std::nullopt);
  EXPECT_EQ(FindHeaderEnd("From a\nX: y\n" + kFrom + "X: z\n\n"), std::nullopt);
  EXPECT_EQ(FindHeaderEnd("From a\n" + kFrom + "X: z\n\n"), 7 + kFrom.size() + 6);
}

TEST(ContentLengthTest, Landings) {
  EXPECT_EQ(FindLanding('\n', ""), 0U);
  EXPECT_EQ(FindLanding('x', ""), 0U);
  EXPECT_EQ(FindLanding('\n', kFrom), 0U);
  EXPECT_EQ(FindLanding('\n', "\n" + kFrom), 1U);
  EXPECT_EQ(FindLanding('\n', "\r\n" + kFrom), 2U);
  EXPECT_EQ(FindLanding('x', "\n" + kFrom), 1U);
  EXPECT_EQ(FindLanding('\n', "\n"), 1U);
  EXPECT_EQ(FindLanding('x', kFrom), std::nullopt);
  EXPECT_EQ(FindLanding('\n', "\n\n" + kFrom), std::nullopt);
  EXPECT_EQ(FindLanding('\n', "From here"), std::nullopt);
}

// `body` in a record that claims `length` octets.
std::string Record(const std::string& length, const std::string& body) {
  return kFrom + "Subject: x\nContent-Length: " + length + "\n\n" + body + "\n";
}

// Reads the same octets from a file and through a pipe, with small chunks and large ones, and expects the
// same.
TestCorpus ReadEveryWay(const std::string& mbox, std::optional<InputFormat> format = std::nullopt) {
  TestDirectory directory;
  const std::string path = directory.Write("mbox", mbox);
  CorpusOptions options;
  options.format = format;
  const TestCorpus first = ReadCorpus({path}, options);
  for (const size_t chunk : {1, 500, 1 << 20}) {
    options.chunk_bytes = chunk;
    for (TestCorpus got : {ReadCorpus({path}, options), ReadPiped(mbox, options)}) {
      for (ReadMessage& m : got.messages) m.path = path;
      EXPECT_EQ(got.messages, first.messages) << chunk;
      EXPECT_EQ(got.ambiguous, first.ambiguous) << chunk;
      EXPECT_EQ(got.bytes_read, mbox.size());
      EXPECT_EQ(got.inputs.at(0).format, first.inputs.at(0).format);
    }
  }
  return first;
}

TEST(MboxclTest, FirstLengthThatLandsDecides) {
  const std::string body = "text\n\n" + kFrom + "X: unquoted\n\nmore\n";
  const std::string mbox = Record(std::to_string(body.size()), body) + Record("5", "last\n");
  const TestCorpus got = ReadEveryWay(mbox);
  EXPECT_EQ(got.inputs[0].format, InputFormat::kMboxcl);
  ASSERT_EQ(got.messages.size(), 2U);
  EXPECT_TRUE(got.messages[0].bytes.ends_with("more\n"));
  EXPECT_EQ(got.messages[0].length + got.messages[1].length, mbox.size());
  EXPECT_TRUE(got.ambiguous.empty());
  EXPECT_EQ(got.messages[0].flaws + got.messages[1].flaws, 0);
}

TEST(MboxclTest, ForgedLengthHidesNothing) {
  const std::string mbox =
      Record("5", "body\n") + Record("130", "evil\n") + Record("5", "body\n") + Record("9999999", "body\n");
  const TestCorpus got = ReadEveryWay(mbox, InputFormat::kMboxcl2);
  ASSERT_EQ(got.messages.size(), 4U);
  EXPECT_EQ(got.messages[0].flaws, 0);
  EXPECT_EQ(got.messages[1].flaws, kIgnored);
  EXPECT_EQ(got.messages[2].flaws, 0);
  EXPECT_EQ(got.messages[3].flaws, kIgnored);
}

TEST(MboxclTest, FirstLengthThatDoesNotLandIsIgnoredForAll) {
  const std::string body = "text\n\n" + kFrom + "X: unquoted\n\nmore\n";
  const TestCorpus got = ReadEveryWay(Record("7", "body\n") + Record(std::to_string(body.size()), body));
  EXPECT_EQ(got.inputs[0].format, InputFormat::kMbox);
  ASSERT_EQ(got.messages.size(), 3U);
  EXPECT_EQ(got.messages[0].flaws, kIgnored);
  EXPECT_EQ(got.messages[1].flaws, 0);
}

TEST(MboxclTest, ForcedMboxDoesNotLookAtLengths) {
  const std::string body = "text\n\n" + kFrom + "X: unquoted\n\nmore\n";
  EXPECT_EQ(ReadEveryWay(Record(std::to_string(body.size()), body), InputFormat::kMbox).messages.size(), 2U);
  EXPECT_EQ(ReadEveryWay(Record(std::to_string(body.size()), body)).messages.size(), 1U);
}

TEST(MboxclTest, QuotedLinesAreCountedAndMissingLengthsAreSearched) {
  const std::string mbox =
      Record("12", ">From here\n\n") + kFrom + "X: no length\n\nbody\n\n" + Record("5", "last\n");
  const TestCorpus got = ReadEveryWay(mbox);
  ASSERT_EQ(got.messages.size(), 3U);
  EXPECT_EQ(got.messages[0].quoted, 1U);
  EXPECT_TRUE(got.messages[0].bytes.ends_with("\n>From here\n\n"));
  EXPECT_EQ(got.messages[1].bytes, "X: no length\n\nbody\n");
}

TEST(MboxclTest, LongBodiesAndLargeLies) {
  std::string mbox;
  for (int i = 0; i < 40; ++i) {
    const std::string body = std::string(i * 10'000, 'x') + "\n\n" + kFrom + "X: y\n\n";
    mbox += Record(i % 5 == 4 ? "8000001" : std::to_string(body.size()), body);
  }
  const TestCorpus got = ReadEveryWay(mbox, InputFormat::kMboxcl);
  EXPECT_EQ(got.messages.size(), 48U);  // The eight that lie fall apart in two.
}

}  // namespace
}  // namespace kenpin
