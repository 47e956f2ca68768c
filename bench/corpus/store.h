// Where messages go: an mbox, a Maildir or .eml files, written as a stream.
#ifndef KENPIN_BENCH_CORPUS_STORE_H_
#define KENPIN_BENCH_CORPUS_STORE_H_

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "bench/corpus/expected.h"
#include "bench/corpus/message.h"

namespace kenpin::corpus {

enum class StoreFormat : uint8_t {
  kMbox,     // One file, quoted the mboxrd way.
  kMaildir,  // maildir/cur and maildir/new.
  kEml,      // eml/000000000.eml, ...
};

// A message in the bytes in which it is stored: line ends as chosen, without any mbox envelope.
std::string StoredBytes(const Message& message, LineEnd line_end);

// A record of an mbox: From_ line, mboxrd quoting, blank line.
std::string MboxRecord(const Message& message, LineEnd line_end);

// Writes messages in the order of the calls. Names of files sort bytewise in that order. Throws
// std::runtime_error when the disk does not take them.
class StoreWriter {
 public:
  // Makes the folders under `folder`; an mbox is called `name`.mbox.
  StoreWriter(const std::filesystem::path& folder, const std::string& name, StoreFormat format);

  // `bytes` come from MboxRecord for an mbox, else from StoredBytes.
  void Write(uint64_t ordinal, const std::string& bytes);
  void Finish();

  // Path of the message's file within the folder.
  static std::string RelativePath(const std::string& name, StoreFormat format, uint64_t ordinal);

 private:
  std::filesystem::path folder_;
  std::string name_;
  StoreFormat format_;
  std::ofstream mbox_;
};

// Writes a whole file; throws std::runtime_error on failure.
void WriteFile(const std::filesystem::path& path, const std::string& bytes);

}  // namespace kenpin::corpus

#endif  // KENPIN_BENCH_CORPUS_STORE_H_
