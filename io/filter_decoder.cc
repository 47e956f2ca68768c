#include "io/filter_decoder.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <cerrno>
#include <new>
#include <optional>
#include <string_view>

namespace kenpin {
namespace {

// The .xz file format, sections 2.1.1 and 3.1: a stream header of 12 octets, and the header of the first
// block, whose size is (its first octet + 1) * 4.
constexpr size_t kXzStreamHeader = 12;
constexpr size_t kXzMaxBlockHeader = 1024;
constexpr uint64_t kXzLzma2 = 0x21;

// A number of the format (section 1.2): seven bits an octet, the lowest first. Takes it off; absent: there is
// none.
std::optional<uint64_t> TakeXzNumber(std::string_view* text) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 63 && !text->empty(); shift += 7) {
    const uint8_t octet = static_cast<uint8_t>(text->front());
    text->remove_prefix(1);
    value |= uint64_t{octet & 0x7fu} << shift;
    if ((octet & 0x80u) == 0) return value;
  }
  return std::nullopt;
}

// The size of the dictionary that the first block wants; 0 if it states none that counts.
uint64_t XzDictionaryBytes(std::string_view beginning) {
  if (beginning.size() < kXzStreamHeader + 2) return 0;
  std::string_view header = beginning.substr(kXzStreamHeader);
  header = header.substr(0, (size_t{static_cast<uint8_t>(header[0])} + 1) * 4);
  const uint8_t flags = static_cast<uint8_t>(header[1]);
  header.remove_prefix(2);
  // The sizes of the block, compressed and not, if they stand there.
  if ((flags & 0x40u) != 0) TakeXzNumber(&header);
  if ((flags & 0x80u) != 0) TakeXzNumber(&header);
  for (unsigned left = (flags & 3u) + 1; left > 0; --left) {
    const std::optional<uint64_t> filter = TakeXzNumber(&header);
    const std::optional<uint64_t> size = TakeXzNumber(&header);
    if (!filter || !size || *size > header.size()) return 0;
    if (*filter == kXzLzma2 && *size == 1) {
      // Section 5.3.1.
      const unsigned bits = static_cast<uint8_t>(header[0]) & 0x3fu;
      return uint64_t{2u | (bits & 1u)} << (bits / 2 + 11);
    }
    header.remove_prefix(static_cast<size_t>(*size));
  }
  return 0;
}

}  // namespace

FilterDecoder::FilterDecoder(Compression compression, ByteSource* source)
    : compression_(compression),
      source_(source),
      input_(source),
      archive_(MakeArchiveHandle()),
      data_(archive_.get()) {}

bool FilterDecoder::Cut(DecodedBlock* block) {
  if (!is_open_) {
    is_open_ = true;
    if (!Open(block)) return false;
  }
  block->bytes.Reserve(kDecodedBlockBytes);
  const size_t made = data_.Read(block->bytes.data(), kDecodedBlockBytes);
  block->bytes.Resize(made);
  block->packed_end = input_.bytes_read();
  if (made == kDecodedBlockBytes) return true;
  if (!data_.is_sound()) return Fail(block);
  const uint64_t used = static_cast<uint64_t>(archive_filter_bytes(archive_.get(), -1));
  char next = 0;
  if (input_.bytes_read() != used || source_->Read(&next, 1) != 0)
    block->error = DescribeGarbage(compression_);
  if (source_->failure()) block->error = DescribeCutOff(compression_, *source_);
  return false;
}

// Returns false if there is nothing to read; then the block tells why, unless what comes out is empty.
bool FilterDecoder::Open(DecodedBlock* block) {
  struct archive* const handle = archive_.get();
  if (compression_ == Compression::kXz) {
    const uint64_t dictionary = XzDictionaryBytes(input_.ReadAhead(kXzStreamHeader + kXzMaxBlockHeader));
    if (dictionary > kMaxXzDictionary) {
      block->error = fmt::format(
          "xz data with a dictionary of {} MiB, more than {}: not decompressed; do it yourself if it is "
          "sound",
          dictionary >> 20, kMaxXzDictionary >> 20);
      return false;
    }
    archive_read_support_filter_xz(handle);
  } else {
    archive_read_support_filter_bzip2(handle);
  }
  archive_read_support_format_raw(handle);
  archive_read_support_format_empty(handle);
  if (!input_.Open(handle)) return Fail(block);
  // The filter, and the input itself. libarchive would also take off a second layer; and it takes what is too
  // short to be compressed for what it is.
  input_.Rethrow();
  const int filters = archive_filter_count(handle);
  if (filters != 2) {
    block->error = filters > 2 ? DescribeNesting() : DescribeCutOff(compression_, *source_);
    return false;
  }
  struct archive_entry* entry = nullptr;
  const int status = archive_read_next_header(handle, &entry);
  if (status == ARCHIVE_EOF) return false;
  return status >= ARCHIVE_WARN || Fail(block);
}

bool FilterDecoder::Fail(DecodedBlock* block) {
  input_.Rethrow();
  if (archive_errno(archive_.get()) == ENOMEM) throw std::bad_alloc();
  const std::string_view why = ArchiveError(archive_.get());
  // "truncated bzip2 input", and liblzma's word for an end that comes too early.
  const bool cut_off = source_->failure() || why.find("truncated") != std::string_view::npos ||
                       why.find("No progress is possible") != std::string_view::npos;
  block->error = cut_off ? DescribeCutOff(compression_, *source_)
                         : DescribeDamage(compression_, ArchiveError(archive_.get()));
  return false;
}

}  // namespace kenpin
