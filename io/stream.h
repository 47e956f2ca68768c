// Reads serially what cannot be entered in the middle: standard input, what is compressed, mbox files whose
// records end by Content-Length, and a file that is one message.
//
// The octets are read and cut inside Next(); a request carries its records and their buffer. Buffers go back
// to a pool when a request is loaded, so that a stream of any length needs as many of them as there are
// chunks in flight.
#ifndef KENPIN_IO_STREAM_H_
#define KENPIN_IO_STREAM_H_

#include <memory>
#include <string>

#include "io/byte_source.h"
#include "io/input.h"

namespace kenpin {

// Reads a file whose first record begins at `first_record`, by any rule.
std::unique_ptr<InputReader> MakeSerialReader(std::shared_ptr<const SharedFile> file, uint32_t input,
                                              RecordRule rule, uint64_t first_record,
                                              std::shared_ptr<const ReadSettings> settings);

// Opens the records that a source gives. Finds out by the first octets whether they are an mbox or one
// message, unless told; a stream cannot be a directory. Waits for the first octets.
OpenedInput OpenRecords(std::unique_ptr<ByteSource> source, const RecordOrigin& origin,
                        const std::shared_ptr<const ReadSettings>& settings);

// How far the Content-Length of the record at `first_record` can be believed.
RecordReader::LengthCheck CheckFirstContentLength(std::shared_ptr<const SharedFile> file,
                                                  uint64_t first_record, const ReadSettings& settings);

}  // namespace kenpin

#endif  // KENPIN_IO_STREAM_H_
