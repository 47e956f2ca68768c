// For tests: temporary directories, and a whole corpus read into plain values.
#ifndef KENPIN_IO_TEST_CORPUS_H_
#define KENPIN_IO_TEST_CORPUS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/corpus.h"

namespace kenpin {

// The least of mail, and a line that stands before it in an mbox file.
inline const std::string kMail = "Subject: x\n\nbody\n";
inline const std::string kSeparatorLine = "From a@b.example Thu Jan  1 00:00:01 2015\n";

// A directory that is removed with all that is in it.
class TestDirectory {
 public:
  TestDirectory();
  ~TestDirectory();
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string PathOf(std::string_view name) const { return path_ + "/" + std::string(name); }
  // Writes a file (folders in `name` are made), and returns its path.
  std::string Write(std::string_view name, std::string_view content) const;

 private:
  std::string path_;
};

std::string ReadWholeFile(const std::string& path);

struct ReadMessage {
  std::string bytes;
  std::string from_line;
  std::string path;
  Ordinal ordinal;
  uint64_t length = 0;
  uint32_t quoted = 0;
  uint8_t flaws = 0;
  bool operator==(const ReadMessage&) const = default;
};

struct TestAmbiguousLine {
  uint64_t offset = 0;
  bool split = false;
  bool operator==(const TestAmbiguousLine&) const = default;
};

struct TestCorpus {
  std::vector<ReadMessage> messages;
  std::vector<InputError> errors;
  std::vector<TestAmbiguousLine> ambiguous;
  std::vector<InputInfo> inputs;
  uint64_t bytes_read = 0;
  uint64_t total_bytes = 0;
  size_t chunks = 0;
  size_t largest_buffer = 0;

  // The texts of the errors, one a line.
  std::string ErrorText() const;
};

// Reads everything with one recycled chunk.
TestCorpus ReadCorpus(const std::vector<std::string>& paths, const CorpusOptions& options = {});

// Reads `content` through a pipe as "-".
TestCorpus ReadPiped(std::string_view content, CorpusOptions options = {});

}  // namespace kenpin

#endif  // KENPIN_IO_TEST_CORPUS_H_
