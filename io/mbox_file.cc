#include "io/mbox_file.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>
#include <vector>

#include "io/mbox_ranges.h"
#include "io/stream.h"

namespace kenpin {

OpenedMbox OpenMboxFile(std::shared_ptr<const SharedFile> file, uint32_t input, uint64_t first_record,
                        std::shared_ptr<const ReadSettings> settings, const InputPart& part) {
  RecordReader::LengthCheck check = RecordReader::LengthCheck::kAbsent;
  if (!settings->options.format) check = CheckFirstContentLength(file, first_record, *settings);
  if (check == RecordReader::LengthCheck::kLands) {
    return {InputFormat::kMboxcl, MakeSerialReader(std::move(file), input, RecordRule::kContentLength,
                                                   first_record, std::move(settings))};
  }
  const bool ignored = check == RecordReader::LengthCheck::kIgnored;
  const uint8_t flaws = ignored ? static_cast<uint8_t>(RecordFlaw::kContentLengthIgnored) : uint8_t{0};
  return {InputFormat::kMbox,
          MakeMboxRangeReader(std::move(file), input, first_record, flaws, part, std::move(settings))};
}

void AppendMboxFile(const std::shared_ptr<const SharedFile>& file, uint32_t input, uint64_t first_record,
                    const ReadSettings& settings, Buffer* scratch, Chunk* chunk,
                    std::vector<RecordSpan>* spans) {
  FileSource source(file, 0);
  RecordReader reader(&source, 0, RecordRule::kFromLine, settings.limits(), &settings.gate,
                      std::move(*scratch));
  reader.StartAt(first_record);
  const RecordReader::LengthCheck check = reader.CheckContentLength();
  if (check == RecordReader::LengthCheck::kLands) reader.set_rule(RecordRule::kContentLength);
  if (check == RecordReader::LengthCheck::kIgnored) {
    reader.AddFlaws(static_cast<uint8_t>(RecordFlaw::kContentLengthIgnored));
  }
  while (reader.has_record()) reader.ReadRecord();
  LoadedRecords loaded = reader.Finish();

  const uint32_t file_index = static_cast<uint32_t>(chunk->files.size());
  chunk->files.push_back(file->path);
  const size_t base = chunk->buffer.size();
  chunk->buffer.Reserve(base + loaded.buffer.size());
  chunk->buffer.Resize(base + loaded.buffer.size());
  std::memcpy(chunk->buffer.data() + base, loaded.buffer.data(), loaded.buffer.size());
  chunk->bytes_read += first_record;
  for (RecordSpan span : loaded.records) {
    span.index += base;
    MessageRange message;
    message.ordinal = {input, file->rank, span.offset};
    message.file_index = file_index;
    chunk->messages.push_back(message);
    chunk->bytes_read += span.length;
    spans->push_back(span);
  }
  std::move(loaded.large_bodies.begin(), loaded.large_bodies.end(), std::back_inserter(chunk->large_bodies));
  ReportAmbiguousLines(loaded, {input, file->rank, 0}, file_index, chunk);
  if (source.failure()) {
    chunk->errors.push_back({input, file->path, source.failure()->offset, source.failure()->what});
  }
  *scratch = std::move(loaded.buffer);
}

}  // namespace kenpin
