#include "io/test_packing.h"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>

#include "gtest/gtest.h"

namespace kenpin {
namespace {

la_ssize_t Append(struct archive*, void* out, const void* data, size_t size) {
  static_cast<std::string*>(out)->append(static_cast<const char*>(data), size);
  return static_cast<la_ssize_t>(size);
}

struct WriterCloser {
  void operator()(struct archive* writer) const { archive_write_free(writer); }
};
using Writer = std::unique_ptr<struct archive, WriterCloser>;

void Put(struct archive* writer, const TestMember& member) {
  std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(), archive_entry_free);
  archive_entry_set_pathname(entry.get(), member.name.c_str());
  archive_entry_set_filetype(entry.get(), member.link.empty() ? AE_IFREG : AE_IFLNK);
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_mtime(entry.get(), 1'750'000'000, 0);
  archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.content.size()));
  if (!member.link.empty()) archive_entry_set_symlink(entry.get(), member.link.c_str());
  EXPECT_GE(archive_write_header(writer, entry.get()), ARCHIVE_WARN) << archive_error_string(writer);
  if (!member.content.empty()) archive_write_data(writer, member.content.data(), member.content.size());
}

// Compression of a file by a filter of libarchive.
std::string Filter(int (*add_filter)(struct archive*), std::string_view text) {
  std::string out;
  const Writer writer(archive_write_new());
  add_filter(writer.get());
  archive_write_set_filter_option(writer.get(), nullptr, "compression-level", "1");
  archive_write_set_format_raw(writer.get());
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  archive_write_open(writer.get(), &out, nullptr, Append, nullptr);
  Put(writer.get(), {"x", std::string(text), ""});
  archive_write_close(writer.get());
  return out;
}

// `extra`: the extra field of the header, or empty.
std::string GzipMember(std::string_view text, std::string_view extra) {
  z_stream stream = {};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
  gz_header header = {};
  std::string field(extra);
  header.extra = reinterpret_cast<Bytef*>(field.data());
  header.extra_len = static_cast<uInt>(field.size());
  header.os = 255;
  if (!extra.empty()) deflateSetHeader(&stream, &header);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  return out;
}

std::string ZstdFrame(std::string_view text) {
  const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size()));
  return out;
}

}  // namespace

std::string Compress(Compression compression, std::string_view text) {
  switch (compression) {
    case Compression::kGzip:
      return GzipMember(text, "");
    case Compression::kZstd:
      return ZstdFrame(text);
    case Compression::kXz:
      return Filter(archive_write_add_filter_xz, text);
    case Compression::kBzip2:
      return Filter(archive_write_add_filter_bzip2, text);
    case Compression::kNone:
      break;
  }
  return std::string(text);
}

std::string CompressInPieces(Compression compression, std::string_view text, size_t piece) {
  std::string out;
  for (size_t p = 0; p < text.size(); p += piece) out += Compress(compression, text.substr(p, piece));
  return out;
}

std::string CompressBgzf(std::string_view text, size_t block) {
  std::string out;
  const auto add = [&out](std::string_view content) {
    // The size of the block less one is known only once the block is made.
    std::string member = GzipMember(content, std::string("BC\2\0\0\0", 6));
    const size_t size = member.size() - 1;
    member[16] = static_cast<char>(size & 0xffu);
    member[17] = static_cast<char>(size >> 8);
    out += member;
  };
  for (size_t p = 0; p < text.size(); p += block) add(text.substr(p, block));
  add("");
  return out;
}

std::string CompressZstdUntold(std::string_view text) {
  const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(), ZSTD_freeCCtx);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 0);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress2(context.get(), out.data(), out.size(), text.data(), text.size()));
  return out;
}

std::string MakeArchive(ArchiveKind kind, const std::vector<TestMember>& members,
                        const std::string& password) {
  std::string out;
  const Writer writer(archive_write_new());
  if (kind == ArchiveKind::kTar) {
    archive_write_set_format_pax_restricted(writer.get());
  } else {
    archive_write_set_format_zip(writer.get());
    if (!password.empty()) {
      EXPECT_EQ(archive_write_set_options(writer.get(), "zip:encryption=zipcrypt"), ARCHIVE_OK);
      archive_write_set_passphrase(writer.get(), password.c_str());
    }
  }
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  archive_write_open(writer.get(), &out, nullptr, Append, nullptr);
  for (const TestMember& member : members) Put(writer.get(), member);
  archive_write_close(writer.get());
  return out;
}

}  // namespace kenpin
