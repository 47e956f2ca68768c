// A message through all of the engine: its record is the same whatever stands around it in the chunk,
// whatever was judged before, and by whichever path hashes and signatures are checked; it is one line of
// JSON.
#include <memory>
#include <string>
#include <string_view>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/judged.h"
#include "tests/fuzz/read_formats.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// A worker remembers what it sums up; a new one now and then keeps the memory of a long run small.
constexpr uint64_t kMessagesPerWorker = 1000;

class Path {
 public:
  explicit Path(CryptoKernels kernels) : scene_(kernels) {}

  std::string RecordOf(std::string_view message, std::string_view before, std::string_view after) {
    if (count_++ % kMessagesPerWorker == 0)
      worker_ = std::make_unique<Worker>(scene_.context(), 3, size_t{1} << 20);
    fuzz::Judge(*worker_, message, before, after, "mail.mbox", &pending_);
    std::string record = pending_.records;
    pending_.Clear();
    return record;
  }

 private:
  fuzz::Scene scene_;
  std::unique_ptr<Worker> worker_;
  PendingChunk pending_;
  uint64_t count_ = 0;
};

constexpr std::string_view kMail = "\n--=?\r:<a href=http://x.example/>\nFrom: x@y.example\n\n ";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  static Path usual(CryptoKernels::kAuto);
  static Path openssl(CryptoKernels::kOpenssl);
  static Path lanes(CryptoKernels::kLanes);
  const std::string record = usual.RecordOf(input, "", "");
  Require(!record.empty() && record.back() == '\n' && record.find('\n') + 1 == record.size(),
          "a record is a line");
  Require(fuzz::IsJson(record), "a record is JSON");
  // A fuzzer takes one more path an input.
  const size_t path = fuzz::IsFuzzing() ? fuzz::Dice(input).Below(3) : 3;
  if (path == 0 || path == 3)
    Require(usual.RecordOf(input, kMail, kMail) == record, "neighbours change nothing");
  if (path == 1 || path == 3)
    Require(openssl.RecordOf(input, "\x80\xff", "\r\n.") == record, "OpenSSL says the same");
  if (path == 2 || path == 3) Require(lanes.RecordOf(input, kMail, "x") == record, "the lanes say the same");
  return 0;
}
