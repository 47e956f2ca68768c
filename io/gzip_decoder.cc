#include "io/gzip_decoder.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "io/little_endian.h"

namespace kenpin {
namespace {

constexpr size_t kBgzfHeader = 18;
// RFC 1952: 10 octets of header, an empty deflate stream (2), CRC-32 and length.
constexpr size_t kMinMember = 20;
constexpr size_t kMaxBgzfContent = 65536;
constexpr int kGzipWindowBits = 15 + 16;  // The largest window; 16 asks for a gzip header and its checks.

bool BeginsMember(std::string_view text) {
  return text.size() >= 2 && text[0] == '\x1f' && text[1] == '\x8b';
}

}  // namespace

// One zlib state. Not thread-safe.
class InflateStream {
 public:
  InflateStream() { ready_ = inflateInit2(&stream_, kGzipWindowBits) == Z_OK; }
  ~InflateStream() {
    if (ready_) inflateEnd(&stream_);
  }
  InflateStream(const InflateStream&) = delete;
  InflateStream& operator=(const InflateStream&) = delete;

  void Reset() {
    if (ready_) inflateReset(&stream_);
  }

  struct Step {
    int status = Z_STREAM_ERROR;
    size_t used = 0;
    size_t made = 0;
  };
  Step Inflate(std::string_view in, char* out, size_t room) {
    Step step;
    if (!ready_) return step;
    constexpr size_t kMost = std::numeric_limits<uInt>::max();
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = static_cast<uInt>(std::min(in.size(), kMost));
    stream_.next_out = reinterpret_cast<Bytef*>(out);
    stream_.avail_out = static_cast<uInt>(std::min(room, kMost));
    const uInt in_before = stream_.avail_in;
    const uInt out_before = stream_.avail_out;
    step.status = inflate(&stream_, Z_NO_FLUSH);
    step.used = in_before - stream_.avail_in;
    step.made = out_before - stream_.avail_out;
    return step;
  }

  const char* why() const { return stream_.msg; }

 private:
  z_stream stream_ = {};
  bool ready_ = false;
};

size_t BgzfBlockSize(std::string_view text) {
  // ID1 ID2 CM FLG MTIME(4) XFL OS XLEN(2), then the subfield "BC" of two octets: the block's size less one.
  if (text.size() < kBgzfHeader || !BeginsMember(text) || text[2] != 8 || text[3] != 4) return 0;
  if (LittleEndian(text, 10, 2) != 6 || text[12] != 'B' || text[13] != 'C' || LittleEndian(text, 14, 2) != 2)
    return 0;
  return LittleEndian(text, 16, 2) + 1;
}

GzipDecoder::GzipDecoder(ByteSource* source) : window_(source), inflate_(std::make_unique<InflateStream>()) {}
GzipDecoder::~GzipDecoder() = default;

bool GzipDecoder::Cut(DecodedBlock* block) {
  if (!in_member_ && CutBgzf(block)) return true;
  block->bytes.Reserve(kDecodedBlockBytes);
  bool more = true;
  while (more && block->bytes.size() < kDecodedBlockBytes) {
    if (in_member_) {
      more = InflateSome(block);
    } else if (BeginsMember(window_.Want(2))) {
      // Blocks of BGZF that follow other members are cut by the next call.
      if (block->bytes.size() > 0 && BgzfBlockSize(window_.Want(kBgzfHeader)) != 0) break;
      inflate_->Reset();
      in_member_ = true;
    } else {
      more = EndOfMembers(block);
    }
  }
  block->packed_end = window_.position();
  return more;
}

// Takes whole blocks of BGZF, if there are any. Their contents are left to Decode().
bool GzipDecoder::CutBgzf(DecodedBlock* block) {
  while (block->unpacked_max + kMaxBgzfContent <= kDecodedBlockBytes) {
    const size_t size = BgzfBlockSize(window_.Want(kBgzfHeader));
    if (size < kMinMember) break;
    const std::string_view member = window_.Want(size).substr(0, size);
    if (member.size() < size) break;
    const size_t content = LittleEndian(member, size - 4, 4);
    if (content > kMaxBgzfContent) break;
    block->packed += member;
    block->unpacked_max += content;
    window_.Consume(size);
  }
  block->packed_end = window_.position();
  return !block->packed.empty();
}

// Returns false once nothing more can be read.
bool GzipDecoder::InflateSome(DecodedBlock* block) {
  const std::string_view in = window_.Want(1);
  if (in.empty()) {
    block->error = DescribeCutOff(Compression::kGzip, window_.source());
    return false;
  }
  const size_t before = block->bytes.size();
  const InflateStream::Step step =
      inflate_->Inflate(in, block->bytes.data() + before, kDecodedBlockBytes - before);
  window_.Consume(step.used);
  block->bytes.Resize(before + step.made);
  if (step.status == Z_STREAM_END) {
    in_member_ = false;
  } else if (step.status != Z_OK || step.used + step.made == 0) {
    block->error = DescribeDamage(Compression::kGzip, inflate_->why());
    return false;
  }
  return true;
}

// Behind the last member may stand zeros, which fill a block of a tape. Returns false: there is no more.
bool GzipDecoder::EndOfMembers(DecodedBlock* block) {
  for (std::string_view rest = window_.Want(1); !rest.empty(); rest = window_.Want(1)) {
    if (rest.find_first_not_of('\0') != std::string_view::npos) {
      block->error = DescribeGarbage(Compression::kGzip);
      return false;
    }
    window_.Consume(rest.size());
  }
  if (window_.source().failure()) block->error = DescribeCutOff(Compression::kGzip, window_.source());
  return false;
}

void GzipDecoder::Decode(DecodedBlock* block) {
  if (block->packed.empty()) return;
  if (block->context == nullptr) block->context = std::make_shared<InflateStream>();
  InflateStream& inflate = *static_cast<InflateStream*>(block->context.get());
  block->bytes.Reserve(block->unpacked_max + 1);  // zlib wants room even for nothing.
  std::string_view in = block->packed;
  size_t made = 0;
  inflate.Reset();
  while (!in.empty()) {
    const InflateStream::Step step =
        inflate.Inflate(in, block->bytes.data() + made, block->unpacked_max + 1 - made);
    made += step.made;
    in.remove_prefix(step.used);
    if (step.status == Z_STREAM_END) {
      inflate.Reset();
    } else if (step.status != Z_OK || step.used + step.made == 0 || in.empty()) {
      block->error = DescribeDamage(Compression::kGzip, inflate.why());
      break;
    }
  }
  block->bytes.Resize(std::min(made, block->unpacked_max));
}

}  // namespace kenpin
