// Numbers and texts as octets: numbers seven bits an octet, the low ones first, the high bit set in all but
// the last; texts behind their length. And octets for people.
#ifndef KENPIN_IO_BYTE_CODEC_H_
#define KENPIN_IO_BYTE_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace kenpin {

// Two digits an octet, in lower case.
std::string Hexadecimal(std::span<const uint8_t> octets);

class ByteWriter {
 public:
  void Number(uint64_t value);
  void Text(std::string_view text);
  const std::string& bytes() const { return bytes_; }
  void Clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};

// Reads what may come from anybody. The first thing that does not fit makes ok() false for good; from then on
// numbers are 0 and texts empty.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  // A number of at most `limit`.
  uint64_t Number(uint64_t limit);
  // A view of the bytes that are read.
  std::string_view Text();
  bool ok() const { return ok_; }
  // All has been read, and all of it fitted.
  bool done() const { return ok_ && rest_.empty(); }
  void Fail();

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace kenpin

#endif  // KENPIN_IO_BYTE_CODEC_H_
