#include "io/known_files.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace kenpin {
namespace {

constexpr char kEncoding = 1;
// File names are 255 octets at most where Linux is concerned.
constexpr size_t kMaxNameBytes = 4096;
// Of one entry: five numbers.
constexpr size_t kMinEntryBytes = 5;
// Of what stands in the table.
constexpr uint64_t kIndexMask = 0xffffffff;
constexpr uint64_t kHashMask = ~kIndexMask;

void PutNumber(uint64_t value, std::string* out) {
  for (; value >= 0x80; value >>= 7) out->push_back(static_cast<char>(value | 0x80));
  out->push_back(static_cast<char>(value));
}

// Reads what PutNumber() wrote; `failed` once anything did not fit.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  uint64_t Number() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && at_ < text_.size(); shift += 7) {
      const uint64_t octet = static_cast<uint8_t>(text_[at_++]);
      value |= (octet & 0x7f) << shift;
      if (octet < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }

  std::string_view Text(size_t length) {
    if (length > text_.size() - at_) failed_ = true;
    if (failed_) return {};
    at_ += length;
    return text_.substr(at_ - length, length);
  }

  size_t left() const { return text_.size() - at_; }
  bool failed() const { return failed_; }

 private:
  std::string_view text_;
  size_t at_ = 0;
  bool failed_ = false;
};

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
  std::string out(1, kEncoding);
  out.reserve(names_.size() / 2 + entries_.size() * 4);
  PutNumber(entries_.size(), &out);
  std::string_view before;
  for (size_t i = 0; i < entries_.size(); ++i) {
    const std::string_view now = name(i);
    const size_t shared = SharedBytes(before, now);
    PutNumber(shared, &out);
    PutNumber(now.size() - shared, &out);
    out += now.substr(shared);
    PutNumber(entries_[i].file.night, &out);
    PutNumber(entries_[i].file.size, &out);
    PutNumber(static_cast<uint64_t>(entries_[i].file.modified), &out);
    before = now;
  }
  return out;
}

std::optional<KnownFiles> KnownFiles::Decode(std::string_view stored) {
  Reader reader(stored);
  if (reader.Text(1) != std::string_view(&kEncoding, 1)) return std::nullopt;
  const uint64_t count = reader.Number();
  if (count > reader.left() / kMinEntryBytes) return std::nullopt;
  // No memory is taken for what is only announced.
  KnownFiles files;
  std::string name;
  for (uint64_t i = 0; i < count; ++i) {
    const uint64_t shared = reader.Number();
    const uint64_t rest = reader.Number();
    if (shared > name.size() || rest > kMaxNameBytes || shared + rest > kMaxNameBytes) return std::nullopt;
    const std::string before = i == 0 ? std::string() : name;
    name.resize(shared);
    name += reader.Text(rest);
    KnownFile file;
    const uint64_t night = reader.Number();
    file.size = reader.Number();
    file.modified = static_cast<int64_t>(reader.Number());
    if (reader.failed() || night > UINT32_MAX || name < before) return std::nullopt;
    file.night = static_cast<uint32_t>(night);
    files.Append(name, file);
  }
  if (reader.failed() || reader.left() > 0) return std::nullopt;
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
