// Decompresses xz and bzip2 through libarchive, in order. Streams one after another count as one. An xz
// dictionary above kMaxXzDictionary, as the first block states it, is a named error; memory that runs out is
// std::bad_alloc.
#ifndef KENPIN_IO_FILTER_DECODER_H_
#define KENPIN_IO_FILTER_DECODER_H_

#include <cstdint>

#include "io/archive_handle.h"
#include "io/decoder.h"

namespace kenpin {

// xz -9 makes half of it.
inline constexpr uint64_t kMaxXzDictionary = uint64_t{128} << 20;

class FilterDecoder : public Decoder {
 public:
  FilterDecoder(Compression compression, ByteSource* source);

  bool Cut(DecodedBlock* block) override;

 private:
  bool Open(DecodedBlock* block);
  bool Fail(DecodedBlock* block);

  Compression compression_;
  ByteSource* source_;
  ArchiveInput input_;
  ArchiveHandle archive_;
  ArchiveData data_;
  bool is_open_ = false;
};

}  // namespace kenpin

#endif  // KENPIN_IO_FILTER_DECODER_H_
