// One mbox file, whichever of its dialects it is, read by whole records.
#ifndef KENPIN_IO_MBOX_FILE_H_
#define KENPIN_IO_MBOX_FILE_H_

#include <cstdint>
#include <memory>

#include "io/byte_source.h"
#include "io/corpus.h"
#include "io/input.h"

namespace kenpin {

struct OpenedMbox {
  InputFormat format = InputFormat::kMbox;  // kMboxcl where its Content-Length is honoured.
  std::unique_ptr<InputReader> reader;
};

// Opens an mbox whose first From_ line stands at `first_record`, to be read in parallel. Its Content-Length
// is honoured, and the reader serial, if the first record's lands on a From_ line or the end, unless
// settings->options.format says that it is an mbox without. Of a `part` in octets only its records are read,
// if the reader is parallel.
OpenedMbox OpenMboxFile(std::shared_ptr<const SharedFile> file, uint32_t input, uint64_t first_record,
                        std::shared_ptr<const ReadSettings> settings, const InputPart& part = {});

// Reads all of a small one, by the same rules, and appends it to a chunk that may hold other files: octets,
// messages but for their views, path and errors. The place of each record in the buffer is appended to
// `spans`. `scratch` is reused.
void AppendMboxFile(const std::shared_ptr<const SharedFile>& file, uint32_t input, uint64_t first_record,
                    const ReadSettings& settings, Buffer* scratch, Chunk* chunk,
                    std::vector<RecordSpan>* spans);

}  // namespace kenpin

#endif  // KENPIN_IO_MBOX_FILE_H_
