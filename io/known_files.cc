#include "io/known_files.h"

#include <algorithm>
#include <bit>
#include <functional>

#include "io/byte_codec.h"

namespace kenpin {
namespace {

constexpr uint64_t kEncoding = 1;
// File names are 255 octets at most where Linux is concerned.
constexpr size_t kMaxNameBytes = 4096;
// What names share is stored once: a stored octet stands for at most so many of a name, of 255 octets, as
// file systems have them.
constexpr size_t kMaxNamesPerOctet = 64;
// Of one entry: five numbers.
constexpr size_t kMinEntryBytes = 5;
// Of what stands in the table.
constexpr uint64_t kIndexMask = 0xffffffff;
constexpr uint64_t kHashMask = ~kIndexMask;

size_t SharedBytes(std::string_view a, std::string_view b) {
  const size_t most = std::min(a.size(), b.size());
  size_t shared = 0;
  while (shared < most && a[shared] == b[shared]) ++shared;
  return shared;
}

}  // namespace

std::string_view KnownFiles::name(size_t index) const {
  return std::string_view(names_).substr(entries_[index].begin, entries_[index].length);
}

void KnownFiles::Append(std::string_view name, const KnownFile& file) {
  table_.clear();
  entries_.push_back({names_.size(), name.size(), file});
  names_ += name;
}

std::string KnownFiles::Encode() const {
  ByteWriter out;
  out.Number(kEncoding);
  out.Number(entries_.size());
  std::string_view before;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const std::string_view now = name(i);
    const size_t shared = SharedBytes(before, now);
    out.Number(shared);
    out.Text(now.substr(shared));
    out.Number(entries_[i].file.night);
    out.Number(entries_[i].file.size);
    out.Number(static_cast<uint64_t>(entries_[i].file.modified));
    before = now;
  }
  return out.bytes();
}

std::optional<KnownFiles> KnownFiles::Decode(std::string_view stored) {
  ByteReader in(stored);
  if (in.Number(kEncoding) != kEncoding) return std::nullopt;
  const uint64_t count = in.Number(stored.size() / kMinEntryBytes);
  // No memory is taken for what is only announced.
  KnownFiles files;
  std::string name;
  for (uint64_t i = 0; i < count && in.ok(); ++i) {
    const uint64_t shared = in.Number(name.size());
    const std::string_view rest = in.Text();
    if (shared + rest.size() > kMaxNameBytes) return std::nullopt;
    const std::string before = i == 0 ? std::string() : name;
    name.resize(shared);
    name += rest;
    KnownFile file;
    file.night = static_cast<uint32_t>(in.Number(UINT32_MAX));
    file.size = in.Number(UINT64_MAX);
    file.modified = static_cast<int64_t>(in.Number(UINT64_MAX));
    if (name < before) return std::nullopt;
    files.Append(name, file);
    if (files.names_.size() > kMaxNamesPerOctet * stored.size()) return std::nullopt;
  }
  if (!in.done()) return std::nullopt;
  return files;
}

size_t KnownFiles::PlaceOf(std::string_view wanted, uint64_t hash) const {
  const size_t mask = table_.size() - 1;
  size_t place = hash & mask;
  // Names are alike for long: they are compared only where the hash says that they are the same.
  for (; table_[place] != 0; place = (place + 1) & mask) {
    const bool looks_so = ((table_[place] ^ hash) & kHashMask) == 0;
    if (looks_so && name((table_[place] & kIndexMask) - 1) == wanted) break;
  }
  return place;
}

void KnownFiles::BuildTable() {
  table_.assign(std::bit_ceil(entries_.size() * 2 + 1), 0);
  for (size_t i = 0; i < entries_.size(); ++i) {
    const uint64_t hash = std::hash<std::string_view>()(name(i));
    table_[PlaceOf(name(i), hash)] = (hash & kHashMask) | (i + 1);
  }
}

size_t KnownFiles::Find(std::string_view wanted) {
  if (table_.empty()) BuildTable();
  const uint64_t found = table_[PlaceOf(wanted, std::hash<std::string_view>()(wanted))];
  return found == 0 ? kNone : (found & kIndexMask) - 1;
}

KnownFilesCheck::KnownFilesCheck(KnownFiles* known)
    : known_(*known), met_(known->size()), followed_(known->size()) {}

void KnownFilesCheck::Follow(std::string_view base) {
  const size_t index = known_.Find(base);
  if (index != KnownFiles::kNone) followed_[index] = true;
}

bool KnownFilesCheck::Meet(std::string_view base, std::string_view folder, std::string_view name) {
  const size_t index = known_.Find(base);
  if (index == KnownFiles::kNone) return false;
  // A message on its way from new to cur may be met in both: where it is met last does not matter then.
  met_[index] = true;
  if (followed_[index]) {
    std::string& place = places_[std::string(base)];
    place = folder;
    place += name;
  }
  return true;
}

KnownFilesCheck::State KnownFilesCheck::Meet(std::string_view name, uint64_t size, int64_t modified) {
  const size_t index = known_.Find(name);
  if (index == KnownFiles::kNone) return State::kNew;
  met_[index] = true;
  const KnownFile& file = known_.file(index);
  return file.size == size && file.modified == modified ? State::kSame : State::kChanged;
}

std::vector<bool> KnownFilesCheck::Met() const {
  std::vector<bool> met = met_;
  // The mark stands at the last entry of a name.
  for (size_t i = met.size(); i-- > 1;) {
    if (met[i] && known_.name(i - 1) == known_.name(i)) met[i - 1] = true;
  }
  return met;
}

}  // namespace kenpin
