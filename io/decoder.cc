#include "io/decoder.h"

#include <fmt/format.h>

#include "io/filter_decoder.h"
#include "io/gzip_decoder.h"
#include "io/zstd_decoder.h"

namespace kenpin {

void DecodedBlock::Clear() {
  bytes.Resize(0);
  packed.clear();
  unpacked_max = 0;
  error.clear();
}

void Decoder::Decode(DecodedBlock* /*block*/) {}

std::unique_ptr<Decoder> MakeDecoder(Compression compression, ByteSource* source) {
  if (compression == Compression::kGzip) return std::make_unique<GzipDecoder>(source);
  if (compression == Compression::kZstd) return std::make_unique<ZstdDecoder>(source);
  return std::make_unique<FilterDecoder>(compression, source);
}

std::string DescribeCutOff(Compression compression, const ByteSource& source) {
  if (source.failure()) return source.failure()->what;
  return fmt::format("the {} stream is cut off; what came before was judged, get the whole file",
                     CompressionName(compression));
}

std::string DescribeDamage(Compression compression, const char* why) {
  const bool told = why != nullptr && *why != '\0';
  return fmt::format("damaged {} data{}{}{}; what came before was judged, get a sound file",
                     CompressionName(compression), told ? " (" : "", told ? why : "", told ? ")" : "");
}

std::string DescribeGarbage(Compression compression) {
  return fmt::format("something else follows the {} stream and was not read; get a sound file",
                     CompressionName(compression));
}

std::string DescribeNesting() {
  return "is compressed or an archive within what is compressed already: not unpacked, unpack the outer one";
}

}  // namespace kenpin
