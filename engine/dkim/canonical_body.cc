// Decides what happens to line ends at the end of a body: both canonicalizations ignore empty lines there,
// and what is the end shows only at the end. The kernels write every line end; here the run of them that
// closes a block is cut off and only counted, and when data follows it is written in front of that. So
// canonical bytes are never stored beyond one block, however many empty lines there are.
#include "engine/dkim/canonical_body.h"

#include <algorithm>
#include <utility>

namespace kenpin {
namespace {

constexpr std::string_view kCrlf = "\r\n";

// Held line ends up to this number are written in front of the next block at once, in the hope that data
// follows.
constexpr uint64_t kMaxHopefulLineEnds = 256;

// How much of a body is looked at before it is passed through: it should still be in the first-level cache
// when it is hashed.
constexpr size_t kPassThroughPiece = 16384;

static_assert(kMinCanonicalBlockSize >= 2 * kMaxHopefulLineEnds + kMinKernelOutput);

// The number of octets before the CRLFs at the end of `octets`. In canonical octets LF stands only behind the
// CR of a line end, and in stored ones without a lone LF likewise, so a CRLF is always a line end.
size_t SizeWithoutFinalLineEnds(std::string_view octets) {
  while (octets.ends_with(kCrlf)) octets.remove_suffix(kCrlf.size());
  return octets.size();
}

void WriteLineEnds(uint64_t count, char* out) {
  for (; count > 0; --count) out = std::copy(kCrlf.begin(), kCrlf.end(), out);
}

}  // namespace

void CanonicalBody::Start(Canonicalization canonicalization, LineEndReading reading) {
  *this = CanonicalBody();
  canonicalization_ = canonicalization;
  reading_ = reading;
}

std::string_view CanonicalBody::Next(std::string_view* input, std::span<char> block) {
  const std::string_view before = *input;
  std::string_view octets;
  while (octets.empty() && owed_ == 0 && !input->empty()) {
    octets = MayPassThrough() ? PassThrough(input) : Convert(input, block);
  }
  if (owed_ != 0) octets = WriteOwed(block);
  if (comparing_ && !differs_) Compare(before.substr(0, before.size() - input->size()), octets.size());
  return octets;
}

// Relaxed differs from simple by the WSP that it removes, which shows in the number of octets, and by the SP
// that it writes for HTAB.
void CanonicalBody::Compare(std::string_view taken, size_t made) {
  taken_ += taken.size();
  made_ += made;
  const uint64_t pending = uint64_t{state_.pending_wsp} + uint64_t{state_.pending_cr};
  const uint64_t relaxed = made_ + kCrlf.size() * (held_ + owed_) + pending;
  const uint64_t simple = taken_ + scan_.lone_line_feeds();
  differs_ = relaxed != simple || taken.find('\t') != taken.npos;
}

std::string_view CanonicalBody::Finish(std::span<char> block) {
  if (!ended_) {
    ended_ = true;
    // Of WSP at the end relaxed leaves nothing, and of a body without data not even a line end. A CR is data.
    differs_ |= !state_.pending_cr && (state_.pending_wsp || !has_data_);
    const bool ends_with_data_cr = state_.pending_cr && reading_ != LineEndReading::kLoneCrEndsLine;
    if (ends_with_data_cr) {
      OweHeld();
      ending_ = state_.pending_wsp ? " \r\r\n" : "\r\r\n";
    } else if (has_data_ || canonicalization_ == Canonicalization::kSimple) {
      // A body without a line end at its end gets one; an empty one is a CRLF in simple, and nothing in
      // relaxed.
      ending_ = kCrlf;
    }
  }
  if (owed_ > 0) return WriteOwed(block);
  return std::exchange(ending_, {});
}

void CanonicalBody::OweHeld() { owed_ = std::exchange(held_, 0); }

std::string_view CanonicalBody::WriteOwed(std::span<char> block) {
  const uint64_t count = std::min<uint64_t>(owed_, block.size() / kCrlf.size());
  WriteLineEnds(count, block.data());
  owed_ -= count;
  return {block.data(), static_cast<size_t>(count) * kCrlf.size()};
}

KernelProgress CanonicalBody::RunKernel(std::string_view input, std::span<char> room) {
  if (reading_ != LineEndReading::kStandard) {
    return CanonicalizeBytes(canonicalization_, reading_, input, room, &state_);
  }
  if (canonicalization_ == Canonicalization::kRelaxed)
    return CanonicalizeRelaxed(input, room, &state_, &scan_);
  return CanonicalizeSimple(input, room, &state_, &scan_);
}

std::string_view CanonicalBody::Convert(std::string_view* input, std::span<char> block) {
  const uint64_t hopeful = held_ <= kMaxHopefulLineEnds ? held_ : 0;
  const size_t offset = static_cast<size_t>(hopeful) * kCrlf.size();
  WriteLineEnds(hopeful, block.data());

  const CanonicalState state_before = state_;
  const LineScan scan_before = scan_;
  const KernelProgress progress = RunKernel(*input, block.subspan(offset));
  const size_t data = SizeWithoutFinalLineEnds({block.data() + offset, progress.produced});
  const uint64_t line_ends = (progress.produced - data) / kCrlf.size();
  if (data > 0 && hopeful < held_) {
    // More line ends are due than fit. Undo this step; with nothing held it will be done again. That doubles
    // the work for one block after each run of more than kMaxHopefulLineEnds.
    state_ = state_before;
    scan_ = scan_before;
    OweHeld();
    return {};
  }
  input->remove_prefix(progress.consumed);
  if (data == 0) {
    held_ += line_ends;
    return {};
  }
  held_ = line_ends;
  has_data_ = true;
  return {block.data(), offset + data};
}

// Simple changes nothing in a body that is stored with CRLF, so its bytes are hashed where they are.
bool CanonicalBody::MayPassThrough() const {
  return canonicalization_ == Canonicalization::kSimple && reading_ == LineEndReading::kStandard &&
         !converting_ && !state_.pending_cr;
}

std::string_view CanonicalBody::PassThrough(std::string_view* input) {
  const std::string_view piece = input->substr(0, kPassThroughPiece);
  const size_t first_lf = piece.find('\n');
  if (first_lf != piece.npos && !piece.substr(0, first_lf).ends_with('\r')) {
    converting_ = true;  // Most bodies that need it show it in their first line.
    return {};
  }
  LineScan scan;
  ScanLines(piece, &scan);
  converting_ = scan.lone_line_feeds() != 0;
  if (converting_) return {};

  const size_t open_cr = piece.back() == '\r' ? 1 : 0;
  const size_t complete = piece.size() - open_cr;
  const size_t data = SizeWithoutFinalLineEnds(piece.substr(0, complete));
  if (data > 0 && held_ > 0) {
    OweHeld();
    return {};
  }
  // With more input behind the piece, what is undecided at its end is simply left there to begin the next
  // one.
  const bool last_piece = piece.size() == input->size();
  if (last_piece) {
    input->remove_prefix(piece.size());
    state_.pending_cr = open_cr != 0;
  } else {
    input->remove_prefix(data > 0 ? data : complete);
  }
  if (last_piece || data == 0) held_ += (complete - data) / kCrlf.size();
  has_data_ |= data > 0;
  return piece.substr(0, data);
}

}  // namespace kenpin
