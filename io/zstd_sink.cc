#include "io/zstd_sink.h"

#include <zstd.h>

#include <new>
#include <utility>

namespace kenpin {
namespace {

// The level at which zstd is fastest for what it saves: records become a fourteenth, at level 6 an
// eighteenth.
constexpr int kLevel = 1;

}  // namespace

struct ZstdSink::Context {
  ZSTD_CCtx* stream = ZSTD_createCCtx();

  Context() {
    if (stream == nullptr) throw std::bad_alloc();
  }
  ~Context() { ZSTD_freeCCtx(stream); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

ZstdSink::ZstdSink(std::unique_ptr<Sink> sink)
    : sink_(std::move(sink)), context_(std::make_unique<Context>()), out_(ZSTD_CStreamOutSize()) {
  ZSTD_CCtx_setParameter(context_->stream, ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context_->stream, ZSTD_c_checksumFlag, 1);
}

ZstdSink::~ZstdSink() = default;

absl::Status ZstdSink::Append(std::string_view bytes) {
  return bytes.empty() ? absl::OkStatus() : Write(bytes, false);
}

absl::Status ZstdSink::Commit() {
  if (const absl::Status status = Write("", true); !status.ok()) return status;
  return sink_->Commit();
}

absl::Status ZstdSink::Write(std::string_view bytes, bool is_end) {
  ZSTD_inBuffer in = {bytes.data(), bytes.size(), 0};
  bool is_done = false;
  while (!is_done) {
    ZSTD_outBuffer out = {out_.data(), out_.size(), 0};
    const size_t left =
        ZSTD_compressStream2(context_->stream, &out, &in, is_end ? ZSTD_e_end : ZSTD_e_continue);
    if (ZSTD_isError(left) != 0) return absl::InternalError(ZSTD_getErrorName(left));
    const absl::Status status = sink_->Append({out_.data(), out.pos});
    if (!status.ok()) return status;
    is_done = is_end ? left == 0 : in.pos == in.size;
  }
  return absl::OkStatus();
}

}  // namespace kenpin
