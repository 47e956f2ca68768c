// Body canonicalization byte by byte: the page to read first. It serves the unusual readings of line ends
// (asked for only after a mismatch in a message that mixes forms), machines without SIMD, and the tests, as
// the twin of the fast loops.
#include <algorithm>

#include "engine/dkim/body_kernels.h"

namespace kenpin {
namespace {

constexpr char kCr = '\r';
constexpr char kLf = '\n';

bool IsWsp(char c) { return c == ' ' || c == '\t'; }

// One byte writes at most four: a pending SP, a pending CR, and a line end.
constexpr size_t kMaxOutputPerByte = 4;

class ByteMachine {
 public:
  ByteMachine(Canonicalization canonicalization, LineEndReading reading, CanonicalState* state, char* out)
      : relaxed_(canonicalization == Canonicalization::kRelaxed),
        reading_(reading),
        state_(*state),
        out_(out) {}

  void Step(char c) {
    if (state_.pending_cr) {
      state_.pending_cr = false;
      if (c == kLf) return EndLine();
      if (reading_ == LineEndReading::kLoneCrEndsLine) {
        EndLine();
      } else {
        WriteData(kCr);
      }
    }
    if (c == kCr && reading_ != LineEndReading::kCrBeforeLfIsData) {
      state_.pending_cr = true;
    } else if (c == kLf && reading_ != LineEndReading::kLoneLfIsData) {
      EndLine();
    } else if (relaxed_ && IsWsp(c)) {
      state_.pending_wsp = true;
    } else {
      WriteData(c);
    }
  }

  char* out() const { return out_; }

 private:
  // §3.4.4: a WSP run becomes one SP, but at the end of a line it vanishes.
  void WriteData(char c) {
    if (state_.pending_wsp) *out_++ = ' ';
    state_.pending_wsp = false;
    *out_++ = c;
  }

  void EndLine() {
    state_.pending_wsp = false;
    *out_++ = kCr;
    *out_++ = kLf;
  }

  const bool relaxed_;
  const LineEndReading reading_;
  CanonicalState& state_;
  char* out_;
};

}  // namespace

BodyFacts LineScan::Facts() const {
  BodyFacts facts;
  facts.line_ends.crlf = crlfs;
  facts.line_ends.lone_lf = line_feeds - crlfs;
  facts.line_ends.lone_cr = carriage_returns - crlfs;
  facts.longest_line = std::max(longest_line, line_length);
  facts.has_eight_bit = eight_bit != 0;
  facts.has_nul = nul != 0;
  return facts;
}

KernelProgress CanonicalizeBytes(Canonicalization canonicalization, LineEndReading reading,
                                 std::string_view in, std::span<char> out, CanonicalState* state) {
  ByteMachine machine(canonicalization, reading, state, out.data());
  const char* const full = out.data() + out.size() - kMaxOutputPerByte;
  size_t consumed = 0;
  while (consumed < in.size() && machine.out() <= full) machine.Step(in[consumed++]);
  return {consumed, static_cast<size_t>(machine.out() - out.data())};
}

void ScanLinesByBytes(std::string_view in, LineScan* scan) {
  for (char c : in) {
    if (c == kLf) {
      ++scan->line_feeds;
      if (scan->after_cr) ++scan->crlfs;
      scan->longest_line = std::max(scan->longest_line, scan->line_length - (scan->after_cr ? 1 : 0));
      scan->line_length = 0;
    } else {
      ++scan->line_length;
    }
    if (c == kCr) ++scan->carriage_returns;
    scan->after_cr = c == kCr;
    if (static_cast<uint8_t>(c) >= 0x80) scan->eight_bit = 1;
    if (c == '\0') scan->nul = 1;
  }
}

}  // namespace kenpin
