// Decompresses zstd (RFC 8878): whole frames in parallel where they are small enough, else as a stream.
//
// A frame is cut by its header and the headers of its blocks, three octets each, without decompressing it;
// the headers also bound what comes out of it. Checksums of frames are checked. A window of more than 128 MiB
// (zstd --long above 27) is a named error, as it is for zstd itself.
#ifndef KENPIN_IO_ZSTD_DECODER_H_
#define KENPIN_IO_ZSTD_DECODER_H_

#include <memory>
#include <optional>
#include <string_view>

#include "io/byte_window.h"
#include "io/decoder.h"

namespace kenpin {

class ZstdContext;

class ZstdDecoder : public Decoder {
 public:
  explicit ZstdDecoder(ByteSource* source);
  ~ZstdDecoder() override;

  bool Cut(DecodedBlock* block) override;
  void Decode(DecodedBlock* block) override;

 private:
  bool CutFrames(DecodedBlock* block);
  bool SkipSkippable(DecodedBlock* block);
  bool StreamSome(DecodedBlock* block);

  ByteWindow window_;
  std::unique_ptr<ZstdContext> stream_;
  bool in_frame_ = false;
  bool streams_next_ = false;  // The next frame is not for Decode().
};

// A frame as its headers tell it.
struct ZstdFrameExtent {
  size_t size = 0;          // Octets of the frame.
  size_t unpacked_max = 0;  // Octets that come out, at most.
};

// The frame at the beginning of the window, which is filled as far as needed. Absent: it is damaged or cut
// off, or larger than kMaxParallelPart on either side.
std::optional<ZstdFrameExtent> MeasureZstdFrame(ByteWindow* window);

}  // namespace kenpin

#endif  // KENPIN_IO_ZSTD_DECODER_H_
