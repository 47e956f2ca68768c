#include "io/filter_decoder.h"

#include <archive.h>
#include <archive_entry.h>

#include <string_view>

namespace kenpin {

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
    archive_read_support_filter_xz(handle);
  } else {
    archive_read_support_filter_bzip2(handle);
  }
  archive_read_support_format_raw(handle);
  archive_read_support_format_empty(handle);
  if (!input_.Open(handle)) return Fail(block);
  // The filter, and the input itself. libarchive would also take off a second layer; and it takes what is too
  // short to be compressed for what it is.
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
  const std::string_view why = ArchiveError(archive_.get());
  // "truncated bzip2 input", and liblzma's word for an end that comes too early.
  const bool cut_off = source_->failure() || why.find("truncated") != std::string_view::npos ||
                       why.find("No progress is possible") != std::string_view::npos;
  block->error = cut_off ? DescribeCutOff(compression_, *source_)
                         : DescribeDamage(compression_, ArchiveError(archive_.get()));
  return false;
}

}  // namespace kenpin
