// Decompresses gzip (RFC 1952): members one after another, and the blocks of BGZF in parallel.
//
// BGZF is gzip in members of at most 64 KiB, each of which states its own length in an extra field "BC", so
// that a file is cut without being decompressed. Every member's CRC-32 and length are checked.
#ifndef KENPIN_IO_GZIP_DECODER_H_
#define KENPIN_IO_GZIP_DECODER_H_

#include <memory>
#include <string_view>

#include "io/byte_window.h"
#include "io/decoder.h"

namespace kenpin {

class InflateStream;

class GzipDecoder : public Decoder {
 public:
  explicit GzipDecoder(ByteSource* source);
  ~GzipDecoder() override;

  bool Cut(DecodedBlock* block) override;
  void Decode(DecodedBlock* block) override;

 private:
  bool CutBgzf(DecodedBlock* block);
  bool InflateSome(DecodedBlock* block);
  bool EndOfMembers(DecodedBlock* block);

  ByteWindow window_;
  std::unique_ptr<InflateStream> inflate_;
  bool in_member_ = false;
};

// The octets of the BGZF block whose header begins `text`, or 0: it is none, or the header is not all there.
size_t BgzfBlockSize(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_IO_GZIP_DECODER_H_
