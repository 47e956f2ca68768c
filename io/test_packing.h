// For tests: compresses and archives, with the libraries' own writers.
#ifndef KENPIN_IO_TEST_PACKING_H_
#define KENPIN_IO_TEST_PACKING_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "io/compression.h"

namespace kenpin {

// As one member, frame or stream.
std::string Compress(Compression compression, std::string_view text);

// One after another, as many as it takes to give each `piece` octets.
std::string CompressInPieces(Compression compression, std::string_view text, size_t piece);

// Blocked gzip, with the empty block at its end.
std::string CompressBgzf(std::string_view text, size_t block = 60000);

// A zstd frame that does not tell how much is in it.
std::string CompressZstdUntold(std::string_view text);

struct TestMember {
  std::string name;
  std::string content;
  std::string link;  // Not empty: a symbolic link to it.
};

// `password`: of a zip, encrypts it.
std::string MakeArchive(ArchiveKind kind, const std::vector<TestMember>& members,
                        const std::string& password = "");

}  // namespace kenpin

#endif  // KENPIN_IO_TEST_PACKING_H_
