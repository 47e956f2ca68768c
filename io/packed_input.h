// Opens what can only be read forward, after a look at its first octets: compressed, an archive, or records
// as they are.
//
// A compressed archive is unpacked, one compression deep; what is compressed twice, or a zip within what is
// compressed, is a named error.
#ifndef KENPIN_IO_PACKED_INPUT_H_
#define KENPIN_IO_PACKED_INPUT_H_

#include <cstdint>
#include <memory>

#include "io/byte_source.h"
#include "io/compression.h"
#include "io/input.h"

namespace kenpin {

// `source` gives the input from its first octet on, of which there are `size` (0: not known). Waits for the
// first octets of a pipe.
OpenedInput OpenForward(std::unique_ptr<ByteSource> source, const RecordOrigin& origin, uint64_t size,
                        const std::shared_ptr<const ReadSettings>& settings);

// Opens a file that DetectPacking() says is packed.
OpenedInput OpenPackedFile(std::shared_ptr<const SharedFile> file, Packing packing, uint32_t input,
                           const std::shared_ptr<const ReadSettings>& settings);

}  // namespace kenpin

#endif  // KENPIN_IO_PACKED_INPUT_H_
