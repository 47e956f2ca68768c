#include "io/compression.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace kenpin {
namespace {

constexpr size_t kTarHeader = 512;
constexpr size_t kTarChecksum = 148;
constexpr size_t kTarChecksumLength = 8;

// "BZh", the level, and the mark of a block, or that of the end where there is none.
bool BeginsLikeBzip2(std::string_view text) {
  if (text.size() < 10 || !text.starts_with("BZh") || text[3] < '1' || text[3] > '9') return false;
  const std::string_view mark = text.substr(4, 6);
  return mark == "\x31\x41\x59\x26\x53\x59" || mark == "\x17\x72\x45\x38\x50\x90";
}

// The number that a tar header states as its checksum: octal digits, which spaces may precede.
std::optional<uint32_t> StatedTarChecksum(std::string_view header) {
  std::string_view field = header.substr(kTarChecksum, kTarChecksumLength);
  field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
  uint32_t value = 0;
  size_t digits = 0;
  while (digits < field.size() && field[digits] >= '0' && field[digits] <= '7') {
    value = value * 8 + static_cast<uint32_t>(field[digits++] - '0');
  }
  if (digits == 0) return std::nullopt;
  return value;
}

// Whether the first block is a tar header: no text has its checksum at this place by chance.
bool BeginsLikeTar(std::string_view text) {
  if (text.size() < kTarHeader) return false;
  const std::optional<uint32_t> stated = StatedTarChecksum(text);
  if (!stated || text[0] == '\0') return false;
  uint32_t sum = 0;
  for (size_t i = 0; i < kTarHeader; ++i) {
    const bool in_field = i >= kTarChecksum && i < kTarChecksum + kTarChecksumLength;
    sum += in_field ? uint32_t{' '} : static_cast<uint8_t>(text[i]);
  }
  return sum == *stated;
}

}  // namespace

bool BeginsZstdFrame(std::string_view text) { return text.starts_with("\x28\xb5\x2f\xfd"); }

bool BeginsZstdSkippable(std::string_view text) {
  return text.size() >= 4 && (static_cast<uint8_t>(text[0]) & 0xf0u) == 0x50 &&
         text.substr(1, 3) == "\x2a\x4d\x18";
}

Packing DetectPacking(std::string_view beginning) {
  if (beginning.starts_with("\x1f\x8b\x08")) return {Compression::kGzip, ArchiveKind::kNone};
  if (BeginsZstdFrame(beginning) || BeginsZstdSkippable(beginning))
    return {Compression::kZstd, ArchiveKind::kNone};
  if (beginning.starts_with(std::string_view("\xfd\x37\x7a\x58\x5a\x00", 6)))
    return {Compression::kXz, ArchiveKind::kNone};
  if (BeginsLikeBzip2(beginning)) return {Compression::kBzip2, ArchiveKind::kNone};
  if (beginning.starts_with("PK\x03\x04") || beginning.starts_with("PK\x05\x06"))
    return {Compression::kNone, ArchiveKind::kZip};
  if (BeginsLikeTar(beginning)) return {Compression::kNone, ArchiveKind::kTar};
  return {};
}

std::string_view CompressionName(Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return "gzip";
    case Compression::kZstd:
      return "zstd";
    case Compression::kXz:
      return "xz";
    case Compression::kBzip2:
      return "bzip2";
    case Compression::kNone:
      break;
  }
  return "";
}

std::string_view ArchiveName(ArchiveKind archive) {
  if (archive == ArchiveKind::kNone) return "";
  return archive == ArchiveKind::kTar ? "tar" : "zip";
}

std::string DescribeBomb(const ExpansionLimits& limits, uint64_t packed, uint64_t unpacked) {
  if (unpacked > limits.max_bytes) {
    return fmt::format(
        "decompression bomb: gives more than {} octets; what came before was judged, unpack it yourself if "
        "it "
        "is sound",
        limits.max_bytes);
  }
  if (unpacked <= limits.free_bytes || unpacked / std::max<uint64_t>(packed, 1) < limits.max_ratio) return "";
  return fmt::format(
      "decompression bomb: gives more than {} times its size; what came before was judged, unpack it "
      "yourself "
      "if it is sound",
      limits.max_ratio);
}

}  // namespace kenpin
