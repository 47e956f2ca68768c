// Header canonicalization: the fields of a message as a signature would sign them, against RFC 6376 §3.4.1
// and §3.4.2 written down plainly here, and the hash against the octets.
#include <string>
#include <string_view>
#include <vector>

#include "engine/dkim/field_selector.h"
#include "engine/dkim/header_hash.h"
#include "engine/dkim/signature.h"
#include "engine/mail/arena.h"
#include "engine/mail/message_view.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

bool IsWsp(char c) { return c == ' ' || c == '\t'; }

// Line ends as CRLF, without the one at the end.
std::string Simple(std::string_view raw) {
  if (raw.ends_with("\r\n")) {
    raw.remove_suffix(2);
  } else if (raw.ends_with('\n')) {
    raw.remove_suffix(1);
  }
  std::string text;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '\n' && (i == 0 || raw[i - 1] != '\r')) text += '\r';
    text += raw[i];
  }
  return text;
}

// "Convert all header field names to lowercase. Unfold. Convert all sequences of WSP to a single SP. Delete
// all WSP at the end of each unfolded value, and before and after the colon."
std::string Relaxed(std::string_view name, std::string_view value) {
  std::string text;
  for (const char c : name) text += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  text += ':';
  std::string unfolded;
  const std::string lines = Simple(value);
  for (size_t i = 0; i < lines.size(); ++i) {
    if (lines.compare(i, 2, "\r\n") == 0) {
      ++i;
    } else {
      unfolded += lines[i];
    }
  }
  std::string compressed;
  for (const char c : unfolded) {
    if (!IsWsp(c)) {
      compressed += c;
    } else if (!compressed.empty() && compressed.back() != ' ') {
      compressed += ' ';
    }
  }
  if (compressed.ends_with(' ')) compressed.pop_back();
  return text + compressed;
}

std::string Plainly(const MessageView& view, const DkimSignature& signature, std::span<const uint32_t> fields,
                    uint32_t own) {
  const bool relaxed = signature.header_canonicalization == Canonicalization::kRelaxed;
  std::string text;
  for (const uint32_t index : fields) {
    const HeaderField& field = view.fields()[index];
    text += relaxed ? Relaxed(view.Name(field), view.Body(field)) : Simple(view.Raw(field));
    text += "\r\n";
  }
  const HeaderField& field = view.fields()[own];
  const std::string_view raw = view.Raw(field);
  const std::string_view gone = signature.signature_text;
  // A field without b= keeps all.
  const size_t at = gone.data() == nullptr ? raw.size() : static_cast<size_t>(gone.data() - raw.data());
  std::string emptied(raw.substr(0, at));
  if (gone.data() != nullptr) emptied += raw.substr(at + gone.size());
  if (!relaxed) return text + Simple(emptied);
  return text + Relaxed(view.Name(field), std::string_view(emptied).substr(field.value_begin - field.begin));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input = fuzz::InputText(data, size);
  fuzz::Dice dice(input);
  static HeaderHasher hasher;
  for (const fuzz::Around around : fuzz::kArounds) {
    const fuzz::Surrounded text(input, around, dice.Below(64));
    Arena arena;
    const MessageView view = IndexMessage(text.view(), arena);
    FieldSelector selector(view, arena);
    for (uint32_t own = 0; own < view.fields().size() && own < 4; ++own) {
      const DkimSignature signature = ParseDkimSignature(view.Body(view.fields()[own]), arena);
      DkimCoverage coverage;
      const std::span<const uint32_t> fields = selector.Select(signature, own, &coverage);
      Require(fields.size() <= signature.names.size(), "no more fields than names");
      for (const uint32_t index : fields)
        Require(index < view.fields().size() && index != own, "fields of the message");
      const std::string canonical = CanonicalHeader(view, signature, fields, own, LineEndReading::kStandard);
      Require(canonical == Plainly(view, signature, fields, own), "a canonical header is that of the RFC");
      for (const LineEndReading reading : {LineEndReading::kStandard, LineEndReading::kCrBeforeLfIsData,
                                           LineEndReading::kLoneLfIsData, LineEndReading::kLoneCrEndsLine}) {
        const std::string octets = CanonicalHeader(view, signature, fields, own, reading);
        Require(
            hasher.Compute(view, signature, fields, own, reading) == Hasher(signature.hash()).Compute(octets),
            "the hash is that of the canonical header");
      }
    }
  }
  return 0;
}
