#include "io/packed_input.h"

#include <algorithm>
#include <utility>

#include "io/archive_reader.h"
#include "io/decoder.h"
#include "io/decompressing_source.h"
#include "io/detect.h"
#include "io/stream.h"

namespace kenpin {
namespace {

// Knows how much more may come out, by what has come out so far.
class MeteredReader : public InputReader {
 public:
  MeteredReader(std::unique_ptr<InputReader> reader, std::shared_ptr<const ExpansionMeter> meter,
                uint64_t packed_size)
      : reader_(std::move(reader)), meter_(std::move(meter)), packed_size_(packed_size) {}

  std::unique_ptr<ChunkRequest> Next() override { return reader_->Next(); }

  std::optional<uint64_t> EstimatedBytes() const override {
    const double packed = static_cast<double>(meter_->packed.load());
    if (packed == 0) return std::nullopt;
    const double factor = static_cast<double>(meter_->unpacked.load()) / packed;
    return static_cast<uint64_t>(static_cast<double>(packed_size_) * factor);
  }

 private:
  std::unique_ptr<InputReader> reader_;
  std::shared_ptr<const ExpansionMeter> meter_;
  uint64_t packed_size_;
};

OpenedInput Refuse(const RecordOrigin& origin, std::string what) {
  OpenedInput opened;
  opened.info.path = origin.path;
  opened.errors.push_back({origin.input, origin.path, 0, std::move(what)});
  return opened;
}

OpenedInput OpenArchive(std::unique_ptr<ArchiveMembers> members, ArchiveKind kind, const RecordOrigin& origin,
                        const std::shared_ptr<const ReadSettings>& settings) {
  OpenedInput opened;
  opened.info.path = origin.path;
  opened.info.format = settings->options.format.value_or(InputFormat::kEmlDir);
  opened.info.archive = kind;
  opened.reader = MakeArchiveReader(std::move(members), origin, settings);
  return opened;
}

OpenedInput OpenUnpacked(std::unique_ptr<PeekedSource> source, ArchiveKind archive,
                         const RecordOrigin& origin, const std::shared_ptr<const ReadSettings>& settings,
                         std::shared_ptr<const ExpansionMeter> meter) {
  if (archive == ArchiveKind::kNone) return OpenRecords(std::move(source), origin, settings);
  const ExpansionLimits& limits = settings->options.expansion;
  return OpenArchive(std::make_unique<ArchiveMembers>(archive, std::move(source), limits, std::move(meter)),
                     archive, origin, settings);
}

}  // namespace

OpenedInput OpenForward(std::unique_ptr<ByteSource> source, const RecordOrigin& origin, uint64_t size,
                        const std::shared_ptr<const ReadSettings>& settings) {
  auto peeked = std::make_unique<PeekedSource>(std::move(source), kDetectBytes);
  const Packing outer = DetectPacking(peeked->beginning());
  if (outer.compression == Compression::kNone)
    return OpenUnpacked(std::move(peeked), outer.archive, origin, settings, nullptr);
  const CorpusOptions& options = settings->options;
  auto meter = std::make_shared<ExpansionMeter>();
  auto unpacked = std::make_unique<PeekedSource>(
      std::make_unique<DecompressingSource>(outer.compression, std::move(peeked), options.expansion,
                                            options.decompression_threads, meter),
      kDetectBytes);
  const Packing inner = DetectPacking(unpacked->beginning());
  if (inner.compression != Compression::kNone || inner.archive == ArchiveKind::kZip)
    return Refuse(origin, DescribeNesting());
  OpenedInput opened = OpenUnpacked(std::move(unpacked), inner.archive, origin, settings, meter);
  opened.info.compression = outer.compression;
  opened.info.bytes = size;
  if (opened.reader != nullptr && size > 0) {
    opened.reader = std::make_unique<MeteredReader>(std::move(opened.reader), std::move(meter), size);
  }
  return opened;
}

OpenedInput OpenPackedFile(std::shared_ptr<const SharedFile> file, Packing packing, uint32_t input,
                           const std::shared_ptr<const ReadSettings>& settings) {
  const RecordOrigin origin{input, file->rank, file->path};
  const uint64_t size = file->size;
  if (packing.compression != Compression::kNone)
    return OpenForward(std::make_unique<FileSource>(std::move(file), 0, settings->options.stop_fd), origin,
                       size, settings);
  const ExpansionLimits& limits = settings->options.expansion;
  OpenedInput opened = OpenArchive(
      std::make_unique<ArchiveMembers>(packing.archive, std::move(file), limits, settings->options.stop_fd),
      packing.archive, origin, settings);
  opened.info.bytes = size;
  return opened;
}

}  // namespace kenpin
