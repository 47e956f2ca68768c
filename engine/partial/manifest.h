// The manifest: which machine reads which part of a corpus. `kenpin plan` writes it, `kenpin scan --manifest`
// obeys it.
//
// Text, one line a part behind three lines of head, fields separated by tabs:
//
//   kenpin manifest 1
//   shards 7 input-format auto
//   # shard input kind size mtime start end check path
//   1  0  mbox  523000000  1775433600000000000  0          74714285   -                 archive.mbox
//   2  0  mbox  523000000  1775433600000000000  74714285   149428571  -                 archive.mbox
//   7  1  files 730000     1775433600000000000  0          240        93a1f60c5d27b18e  inbox
//   end 3
//
// Parts are in the order of the corpus, which is also that of the shards: what the shards read one after the
// other is what one run reads. `input` counts the CORPUS arguments from 0; every one has a part.
//   whole  a file that is not split, and a directory without files: start 0, end size
//   mbox   the messages whose From_ lines begin in the octets [start, end)
//   files  the files of a directory with these ranks in the bytewise order of their names; size is their
//          octets, mtime the newest, and check a hash of all names in the directory and of the sizes
//          and times of the part
// mtime is in nanoseconds since 1970. In paths, octets below 0x21, 0x7f and "%" stand as %XX.
#ifndef KENPIN_ENGINE_PARTIAL_MANIFEST_H_
#define KENPIN_ENGINE_PARTIAL_MANIFEST_H_

#include <absl/status/statusor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/partial/state_tables.h"
#include "io/corpus.h"

namespace kenpin {

inline constexpr uint32_t kMaxShards = kMaxStateNumber;

struct ManifestPart {
  enum class Kind : uint8_t { kWhole, kMbox, kFiles } kind = Kind::kWhole;
  uint32_t shard = 1;
  uint32_t input = 0;
  uint64_t size = 0;
  int64_t modified = 0;  // Nanoseconds since 1970.
  uint64_t start = 0;
  uint64_t end = 0;
  std::string check;  // Of kFiles.
  bool operator==(const ManifestPart&) const = default;
};

struct Manifest {
  uint32_t shards = 1;
  std::optional<InputFormat> format;  // --input-format.
  std::vector<std::string> paths;     // The CORPUS arguments.
  std::vector<ManifestPart> parts;
};

// The text. Equal manifests give equal texts.
std::string WriteManifest(const Manifest& manifest);
// Reads what may come from anybody; an error says what is wrong in which line.
absl::StatusOr<Manifest> ReadManifest(std::string_view text);

// What is to be read of each path for a shard from 1 to manifest.shards, as CorpusOptions wants it.
std::vector<InputPart> PartsOf(const Manifest& manifest, uint32_t shard);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_PARTIAL_MANIFEST_H_
