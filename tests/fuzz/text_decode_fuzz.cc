// Decoders and scans over octets: every SIMD target gives what the loops give that go octet by octet, within
// the bounds that are promised, whatever stands around the text.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/crypto/base64.h"
#include "engine/dkim/test_body.h"
#include "engine/mail/byte_scan.h"
#include "engine/mail/byte_scan_scalar.h"
#include "engine/mail/markup_scan.h"
#include "engine/mail/markup_scan_scalar.h"
#include "engine/mail/text_decode.h"
#include "engine/mail/text_decode_scalar.h"
#include "io/scan_kernels.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

// Decodes into memory of exactly the size that the contract asks for.
std::string Decoded(size_t (*decode)(std::string_view, char*), std::string_view in, size_t most) {
  const std::unique_ptr<char[]> out(new char[most + kDecodeSlack]);
  const size_t written = decode(in, out.get());
  Require(written <= most, "a decoder writes no more than it says");
  return {out.get(), written};
}

void CheckDecoders(std::string_view text) {
  const size_t size = text.size();
  Require(Decoded(DecodeQuotedPrintable, text, size) == Decoded(scalar::DecodeQuotedPrintable, text, size),
          "quoted-printable");
  const std::string base64 = Decoded(DecodeBase64, text, 3 * (size / 4 + 1));
  Require(base64 == Decoded(scalar::DecodeBase64, text, 3 * (size / 4 + 1)), "base64");
  Require(Decoded(Iso2022JpToEucJp, text, 3 * size) == Decoded(scalar::Iso2022JpToEucJp, text, 3 * size),
          "ISO-2022-JP");
  std::vector<uint8_t> strict(MaxBase64DecodedSize(size));
  if (const std::optional<size_t> octets = DecodeBase64(text, std::span<uint8_t>(strict))) {
    Require(*octets <= strict.size(), "the strict decoder keeps to its bound");
    Require(std::string_view(reinterpret_cast<const char*>(strict.data()), *octets) == base64,
            "what the strict decoder reads, the lenient one reads too");
  }
}

void CheckScans(std::string_view text) {
  size_t at = 0;
  do {
    at = FindDashLine(text, at);
    Require(at == scalar::FindDashLine(text, at) && at <= text.size(), "dash lines");
  } while (at++ < text.size());
  Require(FindDashLine(text, 0) == scalar::FindDashLine(text, 0), "the first dash line");
  Require(HasEightBit(text) == scalar::HasEightBit(text), "octets above 127");
  const Base64Run run = MeasureBase64(text);
  const Base64Run plain = scalar::MeasureBase64(text);
  Require(run.length == plain.length && run.symbols == plain.symbols, "runs of base64");
  const size_t blocks = text.size() / 64;
  std::vector<BlockMasks> masks(blocks);
  std::vector<BlockMasks> expected(blocks);
  ScanBlocks(text.data(), blocks, masks.data());
  scalar::ScanBlocks(text.data(), blocks, expected.data());
  for (size_t i = 0; i < blocks; ++i) {
    Require(masks[i].lf == expected[i].lf && masks[i].cr == expected[i].cr &&
                masks[i].eight_bit == expected[i].eight_bit && masks[i].nul == expected[i].nul &&
                masks[i].encoded_word == expected[i].encoded_word,
            "block masks");
  }
}

template <typename Find>
std::vector<uint32_t> AllPlaces(std::string_view text, size_t room, Find find) {
  std::vector<uint32_t> all;
  std::vector<uint32_t> places(room);
  for (size_t from = 0; from < text.size();) {
    const ScanRun run = find(text, from, std::span<uint32_t>(places));
    Require(run.next > from && run.next <= text.size() && run.count <= room, "a scan goes on");
    all.insert(all.end(), places.begin(), places.begin() + static_cast<ptrdiff_t>(run.count));
    from = run.next;
  }
  Require(std::is_sorted(all.begin(), all.end()), "places are in order");
  return all;
}

void CheckPlaces(std::string_view text, size_t room) {
  Require(AllPlaces(text, room, FindMarkup) == AllPlaces(text, 64, scalar::FindMarkup), "places of markup");
  WordWindows windows;
  windows.Add("unsu", 0);
  windows.Add("\xe9\x85\x8d", 1);
  windows.Add("\xc7\xdb\xbf\xae", 7);
  const auto by_kernel = [&](std::string_view t, size_t from, std::span<uint32_t> out) {
    return FindWindows(t, from, windows, out);
  };
  const auto by_octet = [&](std::string_view t, size_t from, std::span<uint32_t> out) {
    return scalar::FindWindows(t, from, windows, out);
  };
  Require(AllPlaces(text, room, by_kernel) == AllPlaces(text, 64, by_octet), "places of words");
}

void CheckFromLines(std::string_view text) {
  if (text.empty()) return;
  const auto all = [&](auto find) {
    std::vector<size_t> found;
    std::array<size_t, kCandidateCapacity> positions;
    for (size_t at = 0; at < text.size();) {
      const CandidateScan scan = find(text.data(), at, text.size(), positions.data());
      found.insert(found.end(), positions.begin(), positions.begin() + static_cast<ptrdiff_t>(scan.count));
      Require(scan.next > at || scan.next == text.size(), "a scan goes on");
      at = scan.next;
    }
    return found;
  };
  Require(all(FindFromCandidates) == all(FindFromCandidatesScalar), "lines that could be From_ lines");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  fuzz::Dice dice(input);
  const fuzz::Surrounded text(input, fuzz::kArounds[dice.Below(3)], dice.Below(64));
  const size_t room = 64 + dice.Below(64);
  test::ForEachTarget([&](const char*) {
    CheckDecoders(text.view());
    CheckScans(text.view());
    CheckPlaces(text.view(), room);
    CheckFromLines(text.view());
  });
  return 0;
}
