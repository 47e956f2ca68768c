#include "io/corpus.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "io/input.h"

namespace kenpin {
namespace {

struct FormatName {
  InputFormat format;
  std::string_view name;
};
constexpr std::array<FormatName, 6> kFormatNames = {{{InputFormat::kMbox, "mbox"},
                                                     {InputFormat::kMboxcl, "mboxcl"},
                                                     {InputFormat::kMboxcl2, "mboxcl2"},
                                                     {InputFormat::kMaildir, "maildir"},
                                                     {InputFormat::kEmlDir, "eml-dir"},
                                                     {InputFormat::kEml, "eml"}}};

// The size of a regular file, and 0 of anything else.
uint64_t FileSize(const std::string& path) {
  struct stat found;
  return stat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) ? static_cast<uint64_t>(found.st_size) : 0;
}

}  // namespace

std::string_view InputFormatName(InputFormat format) {
  const FormatName* found = std::find_if(kFormatNames.begin(), kFormatNames.end(),
                                         [format](const FormatName& f) { return f.format == format; });
  return found->name;
}

std::optional<InputFormat> ParseInputFormat(std::string_view name) {
  const FormatName* found = std::find_if(kFormatNames.begin(), kFormatNames.end(),
                                         [name](const FormatName& f) { return f.name == name; });
  return found == kFormatNames.end() ? std::nullopt : std::optional<InputFormat>(found->format);
}

struct Corpus::Impl {
  std::vector<std::string> paths;
  std::shared_ptr<ReadSettings> settings = std::make_shared<ReadSettings>();
  size_t next_input = 0;
  std::unique_ptr<InputReader> reader;
  uint64_t counted = 0;           // Octets of the current input in total_bytes.
  std::vector<InputInfo> inputs;  // One per path; its size is what stat() said until the input is opened.
  std::atomic<uint64_t> total_bytes{0};

  // Asks the reader what it expects.
  void Estimate() {
    const std::optional<uint64_t> estimate = reader->EstimatedBytes();
    if (!estimate) return;
    total_bytes += *estimate - counted;
    counted = *estimate;
  }
};

Corpus::Corpus(std::vector<std::string> paths, CorpusOptions options) : impl_(std::make_unique<Impl>()) {
  options.chunk_bytes = std::max<size_t>(options.chunk_bytes, 1);
  options.max_message_bytes = std::max<size_t>(options.max_message_bytes, 1);
  impl_->settings->options = options;
  impl_->paths = std::move(paths);
  for (const std::string& path : impl_->paths) {
    impl_->inputs.push_back({path, std::nullopt, FileSize(path), Compression::kNone, ArchiveKind::kNone});
    impl_->total_bytes += impl_->inputs.back().bytes;
  }
}

Corpus::~Corpus() = default;

std::unique_ptr<ChunkRequest> Corpus::Next() {
  while (true) {
    if (impl_->reader != nullptr) {
      std::unique_ptr<ChunkRequest> request = impl_->reader->Next();
      impl_->Estimate();
      if (request != nullptr) return request;
      impl_->reader.reset();
    }
    if (impl_->next_input == impl_->paths.size()) return nullptr;
    const size_t index = impl_->next_input++;
    if (impl_->settings->options.PartOf(index).kind == InputPart::Kind::kNothing) {
      impl_->total_bytes -= std::exchange(impl_->inputs[index].bytes, 0);
      continue;
    }
    OpenedInput opened = OpenInput(impl_->paths[index], static_cast<uint32_t>(index), impl_->settings);
    impl_->reader = std::move(opened.reader);
    impl_->total_bytes += opened.info.bytes - impl_->inputs[index].bytes;
    impl_->counted = opened.info.bytes;
    const bool is_looked_at = impl_->settings->options.look != nullptr;
    if (impl_->reader != nullptr || is_looked_at) impl_->inputs[index] = std::move(opened.info);
    if (!opened.errors.empty())
      return MakeErrorRequest(static_cast<uint32_t>(index), std::move(opened.errors));
  }
}

void Corpus::Load(std::unique_ptr<ChunkRequest> request, Chunk* chunk) const {
  chunk->Clear();
  request->LoadInto(chunk);
}

const std::vector<InputInfo>& Corpus::inputs() const { return impl_->inputs; }

uint64_t Corpus::total_bytes() const { return impl_->total_bytes.load(std::memory_order_relaxed); }

}  // namespace kenpin
