// Compressed and archived input: what it is by its first octets, its names, and how much may come out of it.
#ifndef KENPIN_IO_COMPRESSION_H_
#define KENPIN_IO_COMPRESSION_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kenpin {

enum class Compression : uint8_t {
  kNone,
  kGzip,   // RFC 1952: one member or many, also in blocks (BGZF).
  kZstd,   // RFC 8878: one frame or many.
  kXz,     // .xz
  kBzip2,  // .bz2
};

enum class ArchiveKind : uint8_t {
  kNone,
  kTar,  // POSIX.1-1988 (ustar), -2001 (pax), GNU and older.
  kZip,
};

// Octets that DetectPacking() wants, at most.
inline constexpr size_t kPackingBytes = 512;

struct Packing {
  Compression compression = Compression::kNone;
  ArchiveKind archive = ArchiveKind::kNone;

  bool is_packed() const { return compression != Compression::kNone || archive != ArchiveKind::kNone; }
};

// Says by its first kPackingBytes octets (or all there are) whether something is compressed or an archive;
// never both. Compressed octets must be decompressed to learn whether an archive is in them.
Packing DetectPacking(std::string_view beginning);

// Whether `text` begins with the Magic_Number of a frame of zstd, or of a skippable one: 0x184D2A50 to
// 0x184D2A5F (RFC 8878 sections 3.1.1, 3.1.2).
bool BeginsZstdFrame(std::string_view text);
bool BeginsZstdSkippable(std::string_view text);

// "gzip", "zstd", "xz", "bzip2"; empty for kNone.
std::string_view CompressionName(Compression compression);
// "tar", "zip"; empty for kNone.
std::string_view ArchiveName(ArchiveKind archive);

// How much may come out of one input before it is taken for a decompression bomb.
struct ExpansionLimits {
  uint64_t max_ratio = 1000;                 // Octets that come out for one that goes in, once
  uint64_t free_bytes = uint64_t{64} << 20;  // so many have come out.
  uint64_t max_bytes = uint64_t{1} << 40;    // All in all.
};

// The named error once `packed` octets have given `unpacked` ones and that is too much; else empty.
std::string DescribeBomb(const ExpansionLimits& limits, uint64_t packed, uint64_t unpacked);

}  // namespace kenpin

#endif  // KENPIN_IO_COMPRESSION_H_
