#include "io/mbox_file.h"

#include <fcntl.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "io/test_corpus.h"

namespace kenpin {
namespace {

std::shared_ptr<const SharedFile> OpenFile(const std::string& path, uint32_t rank) {
  OpenedFile opened = OpenForReading(AT_FDCWD, path.c_str());
  auto shared = std::make_shared<SharedFile>();
  *shared = {std::move(opened.file), path, opened.size, rank};
  return shared;
}

TEST(MboxFileTest, FormatAndRank) {
  TestDirectory directory;
  const auto settings = std::make_shared<ReadSettings>();
  const std::string plain = directory.Write("plain", kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail);
  EXPECT_EQ(OpenMboxFile(OpenFile(plain, 0), 0, 0, settings).format, InputFormat::kMbox);
  const std::string counted =
      directory.Write("counted", kSeparatorLine + "Content-Length: 3\n\nab\n\n" + kSeparatorLine + kMail);
  OpenedMbox mbox = OpenMboxFile(OpenFile(counted, 7), 3, 0, settings);
  EXPECT_EQ(mbox.format, InputFormat::kMboxcl);
  EXPECT_NE(mbox.reader->Next(), nullptr);
  const auto told = std::make_shared<ReadSettings>();
  told->options.format = InputFormat::kMbox;
  EXPECT_EQ(OpenMboxFile(OpenFile(counted, 0), 0, 0, told).format, InputFormat::kMbox);
}

TEST(MboxFileTest, AppendsBehindWhatIsThere) {
  TestDirectory directory;
  const ReadSettings settings;
  Chunk chunk;
  Buffer scratch;
  std::vector<RecordSpan> spans;
  const std::string path =
      directory.Write("m", "\n" + kSeparatorLine + kMail + "\n" + kSeparatorLine + kMail);
  for (uint32_t rank : {4U, 5U})
    AppendMboxFile(OpenFile(path, rank), 2, 1, settings, &scratch, &chunk, &spans);
  ASSERT_EQ(spans.size(), 4U);
  ASSERT_EQ(chunk.messages.size(), 4U);
  ASSERT_EQ(chunk.files.size(), 2U);
  for (size_t i = 0; i < 4; ++i) {
    const MessageRange& message = chunk.messages[i];
    EXPECT_EQ(message.ordinal,
              (Ordinal{2, i < 2 ? 4U : 5U, i % 2 == 0 ? 1 : 2 + kSeparatorLine.size() + kMail.size()}));
    EXPECT_EQ(message.file_index, i / 2);
    EXPECT_TRUE(chunk.buffer.view().substr(spans[i].index).starts_with(kSeparatorLine + kMail)) << i;
  }
  EXPECT_EQ(chunk.bytes_read, 2 * (2 + 2 * (kSeparatorLine + kMail).size()));
  EXPECT_TRUE(chunk.errors.empty());
}

}  // namespace
}  // namespace kenpin
