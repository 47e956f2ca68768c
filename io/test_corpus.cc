#include "io/test_corpus.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <thread>

#include "gtest/gtest.h"

namespace kenpin {

TestDirectory::TestDirectory() {
  path_ = testing::TempDir() + "kenpin-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "cannot make " << path_;
}

TestDirectory::~TestDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TestDirectory::Write(std::string_view name, std::string_view content) const {
  const std::string path = PathOf(name);
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string TestCorpus::ErrorText() const {
  std::string text;
  for (const InputError& error : errors) text += error.what + "\n";
  return text;
}

TestCorpus ReadCorpus(const std::vector<std::string>& paths, const CorpusOptions& options) {
  TestCorpus all;
  Corpus corpus(paths, options);
  Chunk chunk;
  while (std::unique_ptr<ChunkRequest> request = corpus.Next()) {
    corpus.Load(std::move(request), &chunk);
    ++all.chunks;
    all.bytes_read += chunk.bytes_read;
    all.largest_buffer = std::max(all.largest_buffer, chunk.buffer.capacity());
    all.errors.insert(all.errors.end(), chunk.errors.begin(), chunk.errors.end());
    for (const AmbiguousLine& line : chunk.ambiguous) all.ambiguous.push_back({line.offset, line.split});
    for (const MessageRange& m : chunk.messages) {
      all.messages.push_back({std::string(m.bytes), std::string(m.from_line), chunk.files[m.file_index],
                              m.ordinal, m.length, m.quoted_from_lines, m.flaws});
    }
    chunk.Clear();
  }
  all.inputs = corpus.inputs();
  all.total_bytes = corpus.total_bytes();
  return all;
}

TestCorpus ReadPiped(std::string_view content, CorpusOptions options) {
  int ends[2];
  if (pipe(ends) != 0) ADD_FAILURE() << "no pipe";
  std::thread writer([content, fd = ends[1]] {
    for (size_t p = 0; p < content.size();) {
      const ssize_t n = write(fd, content.data() + p, content.size() - p);
      if (n <= 0) break;
      p += static_cast<size_t>(n);
    }
    close(fd);
  });
  options.stdin_fd = ends[0];
  TestCorpus all = ReadCorpus({"-"}, options);
  // What was refused is drained, so that the writer ends.
  char rest[4096];
  while (read(ends[0], rest, sizeof(rest)) > 0) {
  }
  writer.join();
  close(ends[0]);
  return all;
}

}  // namespace kenpin
