#include "io/zstd_decoder.h"

#include <zstd.h>

#include <algorithm>
#include <new>

#include "io/compression.h"
#include "io/little_endian.h"

namespace kenpin {
namespace {

constexpr size_t kMagicBytes = 4;
constexpr size_t kMaxFrameHeader = 18;
constexpr size_t kBlockHeader = 3;
constexpr size_t kMaxBlock = size_t{128} << 10;
constexpr size_t kSkippableHeader = 8;
constexpr size_t kSalvageStep = size_t{64} << 10;

// Octets of a frame's header: magic, descriptor, window, dictionary, content size (RFC 8878 section 3.1.1.1).
size_t FrameHeaderSize(uint8_t descriptor) {
  constexpr size_t kDictionary[] = {0, 1, 2, 4};
  constexpr size_t kContentSize[] = {0, 2, 4, 8};
  const bool single_segment = (descriptor & 0x20u) != 0;
  size_t content = kContentSize[descriptor >> 6];
  if (content == 0 && single_segment) content = 1;
  return kMagicBytes + 1 + (single_segment ? 0 : 1) + kDictionary[descriptor & 3u] + content;
}

}  // namespace

// One state of libzstd. Not thread-safe.
class ZstdContext {
 public:
  ZstdContext() : context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw std::bad_alloc();
  }
  ~ZstdContext() { ZSTD_freeDCtx(context_); }
  ZstdContext(const ZstdContext&) = delete;
  ZstdContext& operator=(const ZstdContext&) = delete;
  ZSTD_DCtx* get() const { return context_; }

 private:
  ZSTD_DCtx* context_;
};

std::optional<ZstdFrameExtent> MeasureZstdFrame(ByteWindow* window) {
  std::string_view frame = window->Want(kMaxFrameHeader);
  if (!BeginsZstdFrame(frame) || frame.size() <= kMagicBytes) return std::nullopt;
  const uint64_t content = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (content == ZSTD_CONTENTSIZE_ERROR) return std::nullopt;
  const bool is_told = content != ZSTD_CONTENTSIZE_UNKNOWN;
  if (is_told && content > kMaxParallelPart) return std::nullopt;
  const uint8_t descriptor = static_cast<uint8_t>(frame[kMagicBytes]);
  const bool has_checksum = (descriptor & 4u) != 0;
  ZstdFrameExtent extent;
  extent.size = FrameHeaderSize(descriptor);
  bool is_last = false;
  while (!is_last) {
    frame = window->Want(extent.size + kBlockHeader);
    if (frame.size() < extent.size + kBlockHeader) return std::nullopt;
    const uint64_t header = LittleEndian(frame, extent.size, kBlockHeader);
    const uint64_t type = header >> 1 & 3u;
    is_last = (header & 1u) != 0;
    // Of a run (1), the size is that of what comes out; 3 is reserved.
    if (type == 3) return std::nullopt;
    extent.size += kBlockHeader + (type == 1 ? 1 : header >> 3);
    extent.unpacked_max += kMaxBlock;
    const bool too_large =
        extent.size > kMaxParallelPart || (!is_told && extent.unpacked_max > kMaxParallelPart);
    if (too_large) return std::nullopt;
  }
  if (has_checksum) extent.size += 4;
  if (is_told) extent.unpacked_max = static_cast<size_t>(content);
  if (window->Want(extent.size).size() < extent.size) return std::nullopt;
  return extent;
}

ZstdDecoder::ZstdDecoder(ByteSource* source) : window_(source) {}
ZstdDecoder::~ZstdDecoder() = default;

bool ZstdDecoder::Cut(DecodedBlock* block) {
  bool more = true;
  if (!in_frame_) {
    more = CutFrames(block);
    if (!more || !block->packed.empty()) {
      block->packed_end = window_.position();
      return more;
    }
  }
  block->bytes.Reserve(kDecodedBlockBytes);
  while (more && block->bytes.size() < kDecodedBlockBytes) {
    more = StreamSome(block);
    if (!in_frame_) break;
  }
  block->packed_end = window_.position();
  return more;
}

// Takes whole frames for Decode(), as many as make a block; none if the next one is to be streamed. Returns
// false if there is nothing more at all.
bool ZstdDecoder::CutFrames(DecodedBlock* block) {
  while (!streams_next_ && block->unpacked_max < kDecodedBlockBytes) {
    const std::string_view head = window_.Want(kSkippableHeader);
    if (head.empty()) {
      if (window_.source().failure()) block->error = DescribeCutOff(Compression::kZstd, window_.source());
      return false;
    }
    if (BeginsZstdSkippable(head)) {
      if (!SkipSkippable(block)) return false;
      continue;
    }
    if (!BeginsZstdFrame(head)) {
      block->error = DescribeGarbage(Compression::kZstd);
      return false;
    }
    const std::optional<ZstdFrameExtent> extent = MeasureZstdFrame(&window_);
    if (!extent) {
      streams_next_ = true;
      break;
    }
    if (!block->packed.empty() && block->unpacked_max + extent->unpacked_max > kMaxParallelPart) break;
    block->packed += window_.Want(extent->size).substr(0, extent->size);
    block->unpacked_max += extent->unpacked_max;
    window_.Consume(extent->size);
    // Frames of nothing take no room, but memory.
    if (block->packed.size() >= kMaxParallelPart) break;
  }
  return true;
}

// A skippable frame: its size is told, its content nobody's business.
bool ZstdDecoder::SkipSkippable(DecodedBlock* block) {
  const std::string_view head = window_.Want(kSkippableHeader);
  if (head.size() >= kSkippableHeader) {
    const uint64_t size = kSkippableHeader + LittleEndian(head, kMagicBytes, 4);
    if (window_.Skip(size) == size) return true;
  }
  block->error = DescribeCutOff(Compression::kZstd, window_.source());
  return false;
}

// Decompresses a piece of a frame. Returns false once nothing more can be read.
bool ZstdDecoder::StreamSome(DecodedBlock* block) {
  if (stream_ == nullptr) stream_ = std::make_unique<ZstdContext>();
  if (!in_frame_) ZSTD_DCtx_reset(stream_->get(), ZSTD_reset_session_only);
  in_frame_ = true;
  streams_next_ = false;
  const std::string_view piece = window_.Want(1);
  ZSTD_inBuffer in = {piece.data(), piece.size(), 0};
  ZSTD_outBuffer out = {block->bytes.data(), kDecodedBlockBytes, block->bytes.size()};
  const size_t made_before = out.pos;
  const size_t status = ZSTD_decompressStream(stream_->get(), &out, &in);
  window_.Consume(in.pos);
  block->bytes.Resize(out.pos);
  if (ZSTD_isError(status) != 0) {
    block->error = DescribeDamage(Compression::kZstd, ZSTD_getErrorName(status));
    return false;
  }
  if (status == 0) {
    in_frame_ = false;
  } else if (piece.empty() && out.pos == made_before) {
    block->error = DescribeCutOff(Compression::kZstd, window_.source());
    return false;
  }
  return true;
}

void ZstdDecoder::Decode(DecodedBlock* block) {
  if (block->packed.empty()) return;
  if (block->context == nullptr) block->context = std::make_shared<ZstdContext>();
  ZSTD_DCtx* const context = static_cast<ZstdContext*>(block->context.get())->get();
  block->bytes.Reserve(std::max<size_t>(block->unpacked_max, 1));
  const size_t made = ZSTD_decompressDCtx(context, block->bytes.data(), block->unpacked_max,
                                          block->packed.data(), block->packed.size());
  if (ZSTD_isError(made) == 0) {
    block->bytes.Resize(made);
    return;
  }
  // Once more as a stream, for what stands before the damage.
  block->error = DescribeDamage(Compression::kZstd, ZSTD_getErrorName(made));
  ZSTD_DCtx_reset(context, ZSTD_reset_session_only);
  ZSTD_inBuffer in = {block->packed.data(), block->packed.size(), 0};
  ZSTD_outBuffer out = {block->bytes.data(), 0, 0};
  size_t status = 0;
  size_t before = 0;
  do {
    before = in.pos + out.pos;
    // With room for all of it libzstd would take the short way again, and keep nothing.
    out.size = std::min(block->unpacked_max, out.pos + kSalvageStep);
    status = ZSTD_decompressStream(context, &out, &in);
  } while (ZSTD_isError(status) == 0 && in.pos + out.pos > before);
  block->bytes.Resize(out.pos);
}

}  // namespace kenpin
