#include "engine/partial/manifest.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "io/whole_number.h"

namespace kenpin {
namespace {

constexpr std::string_view kMagic = "kenpin manifest 1";
constexpr std::string_view kColumns = "# shard\tinput\tkind\tsize\tmtime\tstart\tend\tcheck\tpath";
constexpr std::array<std::string_view, 3> kKinds = {"whole", "mbox", "files"};
constexpr size_t kColumnCount = 9;
constexpr std::string_view kNoFormat = "auto";
constexpr std::string_view kNoCheck = "-";

std::string QuotePath(std::string_view path) {
  std::string text;
  for (const char c : path) {
    const uint8_t octet = static_cast<uint8_t>(c);
    if (octet < 0x21 || octet == 0x7f || c == '%') {
      text += fmt::format("%{:02X}", octet);
    } else {
      text += c;
    }
  }
  return text;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Empty when it is not what QuotePath() writes.
std::string UnquotePath(std::string_view text) {
  std::string path;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      path += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return {};
    path += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return path;
}

template <typename Number>
bool ParseInto(std::string_view text, Number* number) {
  const std::optional<Number> parsed = ParseWholeNumber<Number>(text);
  if (parsed) *number = *parsed;
  return parsed.has_value();
}

// Cuts off what stands before the next `separator`, or all.
std::string_view TakeField(std::string_view* rest, char separator) {
  const size_t end = rest->find(separator);
  const std::string_view field = rest->substr(0, end);
  rest->remove_prefix(end == std::string_view::npos ? rest->size() : end + 1);
  return field;
}

// Reads line by line; each member one kind of line.
class ManifestReader {
 public:
  explicit ManifestReader(std::string_view text) : rest_(text) {}

  absl::StatusOr<Manifest> Read() {
    if (NextLine() != kMagic)
      return Wrong("is no manifest of this version of kenpin; make one with kenpin plan");
    if (!ReadHead(NextLine())) return Wrong("the number of shards is no number from 1 on");
    if (NextLine() != kColumns) return Wrong("the columns are other ones");
    while (!rest_.empty()) {
      std::string_view line = NextLine();
      if (line.starts_with("end ")) {
        uint64_t parts = 0;
        if (!ParseInto(line.substr(4), &parts) || parts != manifest_.parts.size() || !rest_.empty())
          return Wrong("the last line tells another number of parts");
        return std::move(manifest_);
      }
      if (!ReadPart(line)) return Wrong("this is no part");
      if (!IsInOrder()) return Wrong("this part does not go on where the one before ends");
    }
    return Wrong("the end is missing");
  }

 private:
  std::string_view NextLine() {
    ++line_;
    return TakeField(&rest_, '\n');
  }

  absl::Status Wrong(std::string_view what) const {
    const std::string text = fmt::format("line {}: {}", line_, what);
    return absl::InvalidArgumentError(absl::string_view(text.data(), text.size()));
  }

  bool ReadHead(std::string_view line) {
    if (TakeField(&line, ' ') != "shards" || !ParseInto(TakeField(&line, ' '), &manifest_.shards))
      return false;
    if (TakeField(&line, ' ') != "input-format") return false;
    if (line != kNoFormat) {
      manifest_.format = ParseInputFormat(line);
      if (!manifest_.format) return false;
    }
    return manifest_.shards >= 1 && manifest_.shards <= kMaxShards;
  }

  bool ReadPart(std::string_view line) {
    std::array<std::string_view, kColumnCount> fields;
    for (size_t i = 0; i < kColumnCount; ++i)
      fields[i] = TakeField(&line, i + 1 < kColumnCount ? '\t' : '\n');
    ManifestPart part;
    size_t kind = 0;
    while (kind < kKinds.size() && kKinds[kind] != fields[2]) ++kind;
    const std::string path = UnquotePath(fields[8]);
    const bool reads = kind < kKinds.size() && ParseInto(fields[0], &part.shard) &&
                       ParseInto(fields[1], &part.input) && ParseInto(fields[3], &part.size) &&
                       ParseInto(fields[4], &part.modified) && ParseInto(fields[5], &part.start) &&
                       ParseInto(fields[6], &part.end) && !fields[7].empty() && !path.empty();
    if (!reads || part.start > part.end || part.shard < 1 || part.shard > manifest_.shards) return false;
    part.kind = static_cast<ManifestPart::Kind>(kind);
    if (fields[7] != kNoCheck) part.check = fields[7];
    if (part.input > manifest_.paths.size()) return false;
    if (part.input == manifest_.paths.size()) manifest_.paths.push_back(path);
    if (part.input + 1 != manifest_.paths.size() || manifest_.paths.back() != path) return false;
    manifest_.parts.push_back(std::move(part));
    return true;
  }

  // The last part, against the one before it.
  bool IsInOrder() const {
    const ManifestPart& part = manifest_.parts.back();
    if (manifest_.parts.size() == 1) return part.start == 0;
    const ManifestPart& before = manifest_.parts[manifest_.parts.size() - 2];
    if (part.shard < before.shard) return false;
    if (part.input != before.input) return part.start == 0;
    return part.kind == before.kind && part.kind != ManifestPart::Kind::kWhole && part.start == before.end &&
           part.shard > before.shard;
  }

  std::string_view rest_;
  size_t line_ = 0;
  Manifest manifest_;
};

}  // namespace

std::string WriteManifest(const Manifest& manifest) {
  std::string text = fmt::format("{}\nshards {} input-format {}\n{}\n", kMagic, manifest.shards,
                                 manifest.format ? InputFormatName(*manifest.format) : kNoFormat, kColumns);
  for (const ManifestPart& part : manifest.parts) {
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", part.shard, part.input,
                        kKinds[static_cast<size_t>(part.kind)], part.size, part.modified, part.start,
                        part.end, part.check.empty() ? kNoCheck : std::string_view(part.check),
                        QuotePath(manifest.paths[part.input]));
  }
  return text + fmt::format("end {}\n", manifest.parts.size());
}

absl::StatusOr<Manifest> ReadManifest(std::string_view text) { return ManifestReader(text).Read(); }

std::vector<InputPart> PartsOf(const Manifest& manifest, uint32_t shard) {
  std::vector<InputPart> parts(manifest.paths.size(), {InputPart::Kind::kNothing, 0, 0});
  for (const ManifestPart& part : manifest.parts) {
    if (part.shard != shard) continue;
    InputPart::Kind kind = InputPart::Kind::kWhole;
    if (part.kind == ManifestPart::Kind::kMbox) kind = InputPart::Kind::kOctets;
    if (part.kind == ManifestPart::Kind::kFiles) kind = InputPart::Kind::kFiles;
    parts[part.input] = {kind, part.start, part.end};
  }
  return parts;
}

}  // namespace kenpin
