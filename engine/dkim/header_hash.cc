// Writes canonical header fields into a block and the block, when it is full, into the hash. Most headers fit
// into one block, which makes one call of the hash function.
//
// Header text is words with one space between them, which relaxed canonicalization leaves alone: eight octets
// without anything else are copied at once. The loop for all else is free of branches: every byte is written,
// white space as SP, and the write position stays where it is when white follows white. A run's SP is
// therefore written before it is known whether it ends the line (§3.4.2: then it vanishes), so the last SP of
// a field value is taken back at the end, and stays in the block when that is flushed in between.
#include "engine/dkim/header_hash.h"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "engine/mail/ascii.h"
#include "engine/mail/byte_word.h"

namespace kenpin {
namespace {

constexpr size_t kBlockBytes = 4096;

// Whether `c` between `previous` and `next` is white space or part of a line end in a field value: both
// unfold to one SP. Free of branches.
template <LineEndReading kReading>
bool IsWhite(char previous, char c, char next) {
  const bool wsp = (c == ' ') | (c == '\t');
  const bool lf = c == '\n';
  const bool cr = c == '\r';
  switch (kReading) {
    case LineEndReading::kStandard:
      return wsp | lf | (cr & (next == '\n'));
    case LineEndReading::kCrBeforeLfIsData:
      return wsp | lf;
    case LineEndReading::kLoneLfIsData:
      return wsp | (lf & (previous == '\r')) | (cr & (next == '\n'));
    case LineEndReading::kLoneCrEndsLine:
      return wsp | lf | cr;
  }
  return false;
}

// Where canonical bytes go: a block before a hash or a string.
class Output {
 public:
  Output(char* block, Hasher* hasher, std::string* text) : block_(block), hasher_(hasher), text_(text) {}

  void Append(std::string_view bytes) {
    while (!bytes.empty()) {
      const size_t n = std::min(bytes.size(), Room());
      std::memcpy(block_ + used_, bytes.data(), n);
      used_ += n;
      bytes.remove_prefix(n);
    }
  }

  void AppendLower(std::string_view bytes) {
    while (!bytes.empty()) {
      const size_t n = std::min(bytes.size(), Room());
      std::transform(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(n), block_ + used_, ToLower);
      used_ += n;
      bytes.remove_prefix(n);
    }
  }

  void BeginValue() {
    in_white_ = true;
    wrote_ = false;
  }

  // Appends a part of a field value, white space reduced. A line end is never cut by the end of a part.
  template <LineEndReading kReading>
  void AppendReduced(std::string_view part) {
    const char* p = part.data();
    const char* const end = p + part.size();
    char previous = '\0';
    while (p < end) {
      const char* const stop = p + std::min(static_cast<size_t>(end - p), Room());
      // Members would be stored and loaded for every byte, which is written through a char* that may point to
      // them.
      char* const begin = block_ + used_;
      char* out = begin;
      bool in_white = in_white_;
      for (; p < stop; ++p) {
        if (kReading == LineEndReading::kStandard && kHasByteWords) {
          CopyUnchanged(stop, &p, &out, &in_white);
          if (p == stop) break;
        }
        const bool white = IsWhite<kReading>(previous, *p, p + 1 < end ? p[1] : '\0');
        *out = white ? ' ' : *p;
        out += static_cast<ptrdiff_t>(!(white & in_white));
        in_white = white;
        previous = *p;
      }
      in_white_ = in_white;
      wrote_ |= out != begin;
      used_ += static_cast<size_t>(out - begin);
    }
  }

  // Copies octets that relaxed canonicalization keeps, eight at a time, as long as there are eight more.
  static void CopyUnchanged(const char* stop, const char** from, char** to, bool* in_white) {
    const char* p = *from;
    char* out = *to;
    bool white = *in_white;
    while (static_cast<size_t>(stop - p) >= kByteWordSize) {
      const uint64_t word = LoadByteWord(p);
      const uint64_t controls = OctetsBelow(word, ' ');
      const uint64_t spaces = OctetsBelow(word, ' ' + 1) ^ controls;
      const uint64_t changed = controls | (spaces & (spaces << 8 | (white ? 0x80u : 0u)));
      // What is written too much is overwritten: there is as much room as there are octets left.
      std::memcpy(out, &word, sizeof word);
      const size_t kept = changed == 0 ? kByteWordSize : FirstMarked(changed);
      p += kept;
      out += kept;
      if (kept != 0) white = p[-1] == ' ';
      if (changed != 0) break;
    }
    *from = p;
    *to = out;
    *in_white = white;
  }

  void EndValue() {
    if (in_white_ && wrote_) --used_;
    in_white_ = false;
  }

  void Flush() { FlushFirst(used_); }

 private:
  // Free bytes in the block, at least one. A SP that may yet vanish is kept back.
  size_t Room() {
    if (used_ == kBlockBytes) FlushFirst(used_ - (in_white_ && wrote_ ? 1 : 0));
    return kBlockBytes - used_;
  }

  void FlushFirst(size_t size) {
    const std::string_view full(block_, size);
    if (hasher_ != nullptr) hasher_->Update(full);
    if (text_ != nullptr) text_->append(full);
    std::memmove(block_, block_ + size, used_ - size);
    used_ -= size;
  }

  char* const block_;
  size_t used_ = 0;
  Hasher* const hasher_;
  std::string* const text_;
  bool in_white_ = false;  // The last byte of the value was white (or there is none yet).
  bool wrote_ = false;     // Something of the value was written.
};

bool IsLineEndOctet(char c) { return c == '\r' || c == '\n'; }

// Appends `bytes` with every line end as CRLF and all else as it stands (§3.4.1).
void AppendSimple(std::string_view bytes, LineEndReading reading, Output& out) {
  const bool cr_may_join = reading != LineEndReading::kCrBeforeLfIsData;
  while (!bytes.empty()) {
    const size_t plain =
        static_cast<size_t>(std::find_if(bytes.begin(), bytes.end(), IsLineEndOctet) - bytes.begin());
    out.Append(bytes.substr(0, plain));
    bytes.remove_prefix(plain);
    if (bytes.empty()) return;
    size_t taken = 1;
    bool ends_line = bytes[0] == '\n' ? reading != LineEndReading::kLoneLfIsData
                                      : reading == LineEndReading::kLoneCrEndsLine;
    if (cr_may_join && bytes.starts_with("\r\n")) {
      taken = 2;
      ends_line = true;
    }
    out.Append(ends_line ? std::string_view("\r\n") : bytes.substr(0, taken));
    bytes.remove_prefix(taken);
  }
}

void AppendReduced(std::string_view part, LineEndReading reading, Output& out) {
  switch (reading) {
    case LineEndReading::kStandard:
      return out.AppendReduced<LineEndReading::kStandard>(part);
    case LineEndReading::kCrBeforeLfIsData:
      return out.AppendReduced<LineEndReading::kCrBeforeLfIsData>(part);
    case LineEndReading::kLoneLfIsData:
      return out.AppendReduced<LineEndReading::kLoneLfIsData>(part);
    case LineEndReading::kLoneCrEndsLine:
      return out.AppendReduced<LineEndReading::kLoneCrEndsLine>(part);
  }
}

// The field body without what ends the field. Where a CR before LF is data, the field ends at the LF only.
std::string_view FieldBody(const MessageView& view, const HeaderField& field, LineEndReading reading) {
  const bool ends_in_crlf = field.end - field.value_end == 2;
  const uint32_t end =
      field.value_end + (ends_in_crlf && reading == LineEndReading::kCrBeforeLfIsData ? 1 : 0);
  return view.bytes().substr(field.value_begin, end - field.value_begin);
}

// Appends a field without its final CRLF. `cut`, a part of the field body or empty, is left out (§3.7: the
// value of b=).
void AppendField(const MessageView& view, const HeaderField& field, Canonicalization canonicalization,
                 std::string_view cut, LineEndReading reading, Output& out) {
  const std::string_view body = FieldBody(view, field, reading);
  std::string_view head = body;
  std::string_view tail;
  if (cut.data() != nullptr) {
    const size_t begin = static_cast<size_t>(cut.data() - body.data());
    head = body.substr(0, begin);
    tail = body.substr(begin + cut.size());
    // A CR that has become data behind the last value belongs to that value.
    if (!tail.starts_with(';')) tail = {};
  }
  if (canonicalization == Canonicalization::kSimple) {
    out.Append(view.bytes().substr(field.begin, field.value_begin - field.begin));
    AppendSimple(head, reading, out);
    AppendSimple(tail, reading, out);
    return;
  }
  out.AppendLower(view.Name(field));
  out.Append(":");
  out.BeginValue();
  AppendReduced(head, reading, out);
  AppendReduced(tail, reading, out);
  out.EndValue();
}

void AppendHeader(const MessageView& view, const DkimSignature& signature, std::span<const uint32_t> fields,
                  uint32_t own, LineEndReading reading, Output& out) {
  for (const uint32_t index : fields) {
    AppendField(view, view.fields()[index], signature.header_canonicalization, {}, reading, out);
    out.Append("\r\n");
  }
  AppendField(view, view.fields()[own], signature.header_canonicalization, signature.signature_text, reading,
              out);
  out.Flush();
}

}  // namespace

HeaderHasher::HeaderHasher()
    : sha256_(HashAlgorithm::kSha256),
      branch_(HashAlgorithm::kSha256),
      sha1_(HashAlgorithm::kSha1),
      block_(new char[kBlockBytes]) {}

Digest HeaderHasher::Compute(const MessageView& view, const DkimSignature& signature,
                             std::span<const uint32_t> fields, uint32_t own, LineEndReading reading) {
  Hasher& hasher = signature.hash() == HashAlgorithm::kSha256 ? sha256_ : sha1_;
  hasher.Start();
  Output out(block_.get(), &hasher, nullptr);
  AppendHeader(view, signature, fields, own, reading, out);
  return hasher.Finish();
}

void HeaderHasher::ComputeSeals(const MessageView& view, std::span<const SealedSet> sets,
                                LineEndReading reading, std::span<Digest> digests) {
  constexpr Canonicalization kRelaxed = Canonicalization::kRelaxed;
  sha256_.Start();
  Output out(block_.get(), &sha256_, nullptr);
  for (size_t i = 0; i < sets.size(); ++i) {
    const HeaderField& seal = view.fields()[sets[i].seal];
    for (const uint32_t index : {sets[i].results, sets[i].message_signature}) {
      AppendField(view, view.fields()[index], kRelaxed, {}, reading, out);
      out.Append("\r\n");
    }
    // The block is empty now, and the branch may use it.
    out.Flush();
    branch_.Resume(sha256_);
    Output end(block_.get(), &branch_, nullptr);
    AppendField(view, seal, kRelaxed, sets[i].signature_text, reading, end);
    end.Flush();
    digests[i] = branch_.Finish();
    AppendField(view, seal, kRelaxed, {}, reading, out);
    out.Append("\r\n");
  }
}

std::string CanonicalHeader(const MessageView& view, const DkimSignature& signature,
                            std::span<const uint32_t> fields, uint32_t own, LineEndReading reading) {
  const std::unique_ptr<char[]> block(new char[kBlockBytes]);
  std::string text;
  Output out(block.get(), nullptr, &text);
  AppendHeader(view, signature, fields, own, reading, out);
  return text;
}

}  // namespace kenpin
