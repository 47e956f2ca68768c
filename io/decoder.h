// Decompression in two halves: what must be done in order (cutting, and all of a codec that has no parts),
// and what may be done beside it (decoding whole frames or blocks).
#ifndef KENPIN_IO_DECODER_H_
#define KENPIN_IO_DECODER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "io/buffer.h"
#include "io/byte_source.h"
#include "io/compression.h"

namespace kenpin {

// About so much makes a block of what was decompressed.
inline constexpr size_t kDecodedBlockBytes = size_t{1} << 20;
// Parts that give more, or that are larger themselves, are decoded piece by piece, in order.
inline constexpr size_t kMaxParallelPart = size_t{16} << 20;

// A piece of the decompressed stream. Recycled, with its memory.
struct DecodedBlock {
  Buffer bytes;                   // What came out.
  std::string packed;             // What Decode() makes `bytes` of; empty: Cut() did it.
  size_t unpacked_max = 0;        // What comes out of `packed`, at most.
  uint64_t packed_end = 0;        // Octets of compressed input up to the end of this block.
  std::string error;              // Why nothing sound stands behind `bytes`; empty: nothing is wrong.
  std::shared_ptr<void> context;  // The decoder's own, for Decode().

  void Clear();
};

class Decoder {
 public:
  virtual ~Decoder() = default;

  // Fills a cleared block with what comes next. Returns whether there may be more behind it. One thread at a
  // time.
  virtual bool Cut(DecodedBlock* block) = 0;
  // Finishes a block whose `packed` is not empty. Any thread, also while blocks behind it are cut.
  virtual void Decode(DecodedBlock* block);
};

// `source` gives the compressed octets from the first one on and must outlive the decoder.
std::unique_ptr<Decoder> MakeDecoder(Compression compression, ByteSource* source);

// Errors of all decoders. `why` may be empty.
std::string DescribeCutOff(Compression compression, const ByteSource& source);
std::string DescribeDamage(Compression compression, const char* why);
std::string DescribeGarbage(Compression compression);
std::string DescribeNesting();

}  // namespace kenpin

#endif  // KENPIN_IO_DECODER_H_
