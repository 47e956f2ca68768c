// A report that is compressed with zstd (RFC 8878) as it is written: one frame with a checksum.
#ifndef KENPIN_IO_ZSTD_SINK_H_
#define KENPIN_IO_ZSTD_SINK_H_

#include <absl/status/status.h>

#include <memory>
#include <string_view>
#include <vector>

#include "io/sink.h"

namespace kenpin {

// Not thread-safe. Destroyed without Commit() it leaves no file behind, like Sink.
class ZstdSink {
 public:
  explicit ZstdSink(std::unique_ptr<Sink> sink);
  ~ZstdSink();
  ZstdSink(const ZstdSink&) = delete;
  ZstdSink& operator=(const ZstdSink&) = delete;

  // Errors as those of Sink.
  absl::Status Append(std::string_view bytes);
  // Ends the frame. To be called once, last.
  absl::Status Commit();

 private:
  struct Context;

  absl::Status Write(std::string_view bytes, bool is_end);

  std::unique_ptr<Sink> sink_;
  std::unique_ptr<Context> context_;
  std::vector<char> out_;
};

}  // namespace kenpin

#endif  // KENPIN_IO_ZSTD_SINK_H_
