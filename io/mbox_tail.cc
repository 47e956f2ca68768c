#include "io/mbox_tail.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "io/mbox.h"

namespace kenpin {
namespace {

// Where the search for the last records begins, before the end; four times as far if there is none.
constexpr uint64_t kFirstLook = uint64_t{64} << 10;
constexpr uint64_t kLookFactor = 4;
// Only the cuts matter: of a longer record no more is kept in memory.
constexpr size_t kKeptBytes = size_t{64} << 10;
constexpr size_t kPieceBytes = size_t{256} << 10;

class Sha256 {
 public:
  Sha256() { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }
  ~Sha256() { EVP_MD_CTX_free(context_); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Add(const void* octets, size_t size) { EVP_DigestUpdate(context_, octets, size); }
  void AddNumber(uint64_t number) {
    std::array<uint8_t, 8> octets;
    for (uint8_t& octet : octets) {
      octet = static_cast<uint8_t>(number);
      number >>= 8;
    }
    Add(octets.data(), octets.size());
  }
  std::string Finish() {
    std::string digest(32, '\0');
    EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(digest.data()), nullptr);
    return digest;
  }

 private:
  EVP_MD_CTX* context_ = EVP_MD_CTX_new();
};

class TailReader {
 public:
  TailReader(const std::shared_ptr<const SharedFile>& file, uint64_t from, const ReadSettings& settings)
      : from_(from - std::min<uint64_t>(from, kFromLookBehind)),
        source_(file, from_),
        records_(&source_, from_, RecordRule::kFromLine, {kKeptBytes, settings.oversize_bytes()},
                 &settings.gate, Buffer()) {}

  // Finds a record that begins in [begin, end); the first one of a file is taken as it is.
  bool Find(uint64_t begin, uint64_t end, uint64_t first_record) {
    if (begin == first_record) {
      records_.StartAt(begin);
      return records_.has_record();
    }
    return records_.Seek(begin, end);
  }
  uint64_t offset() const { return records_.record_offset(); }

  // Reads the records before `end`, and adds how they were cut. Returns whether the last one ends there.
  bool AddCuts(uint64_t end, Sha256* sha256) {
    uint64_t at = offset();
    std::vector<uint64_t> ambiguous;
    while (records_.has_record() && records_.record_offset() < end) {
      records_.ReadRecord();
      const LoadedRecords loaded = records_.Cut(Buffer());
      for (const RecordSpan& record : loaded.records) {
        for (const uint64_t number : {record.offset, record.length, uint64_t{record.separator},
                                      uint64_t{record.quoted}, uint64_t{record.flaws}}) {
          sha256->AddNumber(number);
        }
        at = record.offset + record.length;
      }
      for (const std::vector<uint64_t>* lines : {&loaded.ambiguous_splits, &loaded.ambiguous_texts}) {
        for (const uint64_t line : *lines) {
          // The line at the end belongs to what follows.
          if (line < end) sha256->AddNumber(line);
        }
      }
    }
    return at == end && !source_.failure();
  }

 private:
  uint64_t from_;
  FileSource source_;
  RecordReader records_;
};

bool AddOctets(const SharedFile& file, uint64_t begin, uint64_t end, Sha256* sha256) {
  std::vector<char> piece(static_cast<size_t>(std::min<uint64_t>(kPieceBytes, end - begin)));
  for (uint64_t at = begin; at < end;) {
    const size_t wanted = static_cast<size_t>(std::min<uint64_t>(piece.size(), end - at));
    if (ReadAt(file.file, at, piece.data(), wanted).bytes < wanted) return false;
    sha256->Add(piece.data(), wanted);
    at += wanted;
  }
  return true;
}

// The digest of the records that `reader` stands before; null if they do not end at `end`.
std::optional<std::string> DigestTail(const SharedFile& file, uint64_t end, TailReader* reader) {
  const uint64_t begin = reader->offset();
  Sha256 sha256;
  if (!reader->AddCuts(end, &sha256) || !AddOctets(file, begin, end, &sha256)) return std::nullopt;
  return sha256.Finish();
}

}  // namespace

std::optional<MboxTail> ReadMboxTail(const std::shared_ptr<const SharedFile>& file, uint64_t first_record,
                                     const ReadSettings& settings) {
  const uint64_t end = file->size;
  for (uint64_t look = kFirstLook;; look *= kLookFactor) {
    const uint64_t begin = std::max(first_record, end - std::min(end, look));
    TailReader reader(file, begin, settings);
    if (reader.Find(begin, end - std::min<uint64_t>(end, kFromLookAhead), first_record)) {
      MboxTail tail{reader.offset(), end, {}};
      std::optional<std::string> digest = DigestTail(*file, end, &reader);
      if (!digest) return std::nullopt;
      tail.sha256 = *std::move(digest);
      return tail;
    }
    if (begin == first_record) return std::nullopt;
  }
}

bool HasGrownFrom(const MboxTail& tail, const std::shared_ptr<const SharedFile>& file, uint64_t first_record,
                  const ReadSettings& settings) {
  if (file->size <= tail.end || tail.begin < first_record || tail.begin >= tail.end) return false;
  TailReader reader(file, tail.begin, settings);
  if (!reader.Find(tail.begin, tail.begin + 1, first_record)) return false;
  return DigestTail(*file, tail.end, &reader) == tail.sha256;
}

}  // namespace kenpin
