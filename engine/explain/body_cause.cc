#include "engine/explain/body_cause.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/mail/text_decode.h"
#include "io/buffer.h"

namespace kenpin {
namespace {

constexpr std::array kReadings = {LineEndReading::kStandard, LineEndReading::kCrBeforeLfIsData,
                                  LineEndReading::kLoneLfIsData, LineEndReading::kLoneCrEndsLine};
// What relays are known to convert from and to.
constexpr std::array<const char*, 7> kCharsets = {"UTF-8",     "ISO-8859-1", "windows-1252", "ISO-2022-JP",
                                                  "Shift_JIS", "EUC-JP",     "GB18030"};

Canonicalization Other(Canonicalization canonicalization) {
  return canonicalization == Canonicalization::kSimple ? Canonicalization::kRelaxed
                                                       : Canonicalization::kSimple;
}

// The contents of the first parts of a multipart, each without its little header.
std::vector<std::string_view> SplitParts(std::string_view body, std::string_view boundary) {
  std::vector<std::string_view> parts;
  size_t begin = body.npos;
  for (size_t line = 0; line < body.size() && parts.size() < kMaxWrappedParts;) {
    const size_t next = std::min(body.find('\n', line), body.size() - 1) + 1;
    const std::string_view text = body.substr(line, next - line);
    if (text.starts_with("--") && text.substr(2).starts_with(boundary)) {
      if (begin != body.npos) parts.push_back(body.substr(begin, line - begin));
      begin = next;
    }
    line = next;
  }
  for (std::string_view& part : parts) {
    const size_t lf = part.find("\n\n");
    const size_t crlf = part.find("\n\r\n");
    const size_t end = std::min(lf, crlf);
    part.remove_prefix(end == part.npos ? part.size() : end + (end == crlf ? 3 : 2));
    // The line end before a delimiter belongs to the delimiter (RFC 2046 §5.1.1).
    if (part.ends_with('\n')) part.remove_suffix(part.ends_with("\r\n") ? 2 : 1);
  }
  return parts;
}

class Search {
 public:
  Search(const BodyCauseInput& input, BodyHasher& hasher) : in_(input), hasher_(hasher) {
    cause_.canonicalization = input.request.canonicalization;
  }

  BodyCause Run() {
    if (Readings() || Limits() || Footer() || Wrapped() || Encoded() || Converted(in_.body)) return cause_;
    cause_ = BodyCause();
    cause_.budget_spent = spent_ >= kMaxCauseOctets;
    return cause_;
  }

 private:
  bool Matches(std::string_view body, BodyHashRequest request, const BodyReading& reading) {
    if (spent_ + body.size() > kMaxCauseOctets) {
      spent_ = kMaxCauseOctets;
      return false;
    }
    spent_ += body.size();
    BodyHash hash;
    hash.request = request;
    hasher_.Compute(body, reading, {&hash, 1}, nullptr);
    return std::ranges::equal(hash.bytes(), in_.stated);
  }

  bool Matches(std::string_view body) { return Matches(body, in_.request, BodyReading()); }

  // As it was before it was put into an mbox: archives of lists have both, footers and quotes.
  bool MatchesUnquoted(std::string_view body) {
    const bool quoted = body.find(">From ") != std::string_view::npos;
    return quoted && Matches(body, in_.request, {LineEndReading::kStandard, MboxQuoting::kUnquote});
  }

  bool Found(BodyCauseKind kind) {
    cause_.kind = kind;
    return true;
  }

  // The mildest explanation first: what differs least from the way that the verifier went.
  bool Readings() {
    const bool quoted = in_.body.find(">From ") != std::string_view::npos;
    for (const Canonicalization canonicalization :
         {in_.request.canonicalization, Other(in_.request.canonicalization)}) {
      for (const LineEndReading line_ends : kReadings) {
        for (const MboxQuoting quoting : {MboxQuoting::kAsStored, MboxQuoting::kUnquote}) {
          if (quoting == MboxQuoting::kUnquote && !quoted) continue;
          BodyHashRequest request = in_.request;
          request.canonicalization = canonicalization;
          if (!Matches(in_.body, request, {line_ends, quoting})) continue;
          cause_.canonicalization = canonicalization;
          cause_.line_ends = line_ends;
          cause_.quoting = quoting;
          if (canonicalization != in_.request.canonicalization)
            return Found(BodyCauseKind::kOtherCanonicalization);
          return Found(line_ends == LineEndReading::kStandard ? BodyCauseKind::kMboxQuoting
                                                              : BodyCauseKind::kLineEnds);
        }
      }
    }
    return false;
  }

  bool Limits() {
    if (in_.request.limit != kNoBodyLimit) {
      BodyHashRequest whole = in_.request;
      whole.limit = kNoBodyLimit;
      if (Matches(in_.body, whole, BodyReading())) return Found(BodyCauseKind::kLimitWrong);
    }
    return !in_.body.empty() && Matches(in_.body.substr(0, 0)) && Found(BodyCauseKind::kEmptyBody);
  }

  // Empty lines at the end never count, so that what stood before a footer is cut to its last line of text.
  bool Footer() {
    std::string_view rest = in_.body;
    for (uint32_t lines = 1; lines <= kMaxFooterLines && !rest.empty(); ++lines) {
      const size_t end = rest.size() > 1 ? rest.rfind('\n', rest.size() - 2) : rest.npos;
      rest = rest.substr(0, end == rest.npos ? 0 : end + 1);
      if (rest.empty() || !(Matches(rest) || MatchesUnquoted(rest))) continue;
      cause_.lines = lines;
      return Found(BodyCauseKind::kLinesAppended);
    }
    return false;
  }

  bool Wrapped() {
    if (in_.type.media != MediaType::kMultipart || in_.type.boundary.empty()) return false;
    uint32_t number = 0;
    for (const std::string_view part : SplitParts(in_.body, in_.type.boundary)) {
      ++number;
      if (!Matches(part)) continue;
      cause_.part = number;
      return Found(BodyCauseKind::kPartWrapped);
    }
    return false;
  }

  bool Encoded() {
    const bool base64 = in_.encoding == TransferEncoding::kBase64;
    if (!base64 && in_.encoding != TransferEncoding::kQuotedPrintable) return false;
    if (in_.body.size() > kMaxConvertedBody) return false;
    Buffer decoded;
    decoded.Reserve(in_.body.size() + 3);
    const size_t size =
        base64 ? DecodeBase64(in_.body, decoded.data()) : DecodeQuotedPrintable(in_.body, decoded.data());
    decoded.Resize(size);
    if (Matches(decoded.view())) return Found(BodyCauseKind::kTransferEncoded);
    return Converted(decoded.view());
  }

  // From the declared charset, or UTF-8, into each of the others.
  bool Converted(std::string_view body) {
    if (body.size() > kMaxConvertedBody || in_.type.media == MediaType::kMultipart) return false;
    const std::string declared(in_.type.charset.substr(0, 64));
    const char* const from = declared.empty() ? "UTF-8" : declared.c_str();
    for (const char* const charset : kCharsets) {
      Buffer converted;
      if (!Convert(body, from, charset, &converted)) continue;
      if (!Matches(converted.view())) continue;
      cause_.charset = charset;
      return Found(BodyCauseKind::kCharsetChanged);
    }
    return false;
  }

  static bool Convert(std::string_view text, const char* from, const char* to, Buffer* out) {
    if (ucnv_compareNames(from, to) == 0) return false;
    const size_t room = text.size() * 4 + 16;
    out->Reserve(room);
    UErrorCode status = U_ZERO_ERROR;
    const int32_t size = ucnv_convert(to, from, out->data(), static_cast<int32_t>(room), text.data(),
                                      static_cast<int32_t>(text.size()), &status);
    if (U_FAILURE(status)) return false;
    out->Resize(static_cast<size_t>(size));
    return out->view() != text;
  }

  const BodyCauseInput& in_;
  BodyHasher& hasher_;
  BodyCause cause_;
  uint64_t spent_ = 0;  // Octets hashed so far.
};

struct Row {
  std::string_view name;
  std::string_view text;
};

constexpr std::array<Row, 11> kRows = {{
    {"unexplained", "Nothing that was tried gives the signed hash: the content itself was changed."},
    {"other_canonicalization",
     "By the other canonicalization the body matches: white space was changed on the way, or c= does not say "
     "what the signer hashed."},
    {"line_ends", "Line ends were changed on the way: the body matches when CR and LF are read otherwise."},
    {"mbox_quoting", "Lines that begin with \"From \" were quoted or unquoted on the way."},
    {"limit_wrong", "The whole body has the signed hash: l= is not what the signer hashed."},
    {"empty_body", "The signed hash is that of an empty body: the content was added behind the signer."},
    {"lines_appended",
     "Without its last lines the body matches: a footer was appended, as mailing lists do."},
    {"part_wrapped", "One part of the multipart is the signed body: a mailing list or a filter wrapped it."},
    {"transfer_encoded", "With the transfer encoding undone the body matches: a relay encoded it."},
    {"charset_changed", "In another charset the body matches: a relay converted it."},
    {"not_tried",
     "The body is too large to be kept: it was hashed as it passed, and no cause was looked for."},
}};

}  // namespace

std::string_view BodyCauseName(BodyCauseKind kind) { return kRows[static_cast<size_t>(kind)].name; }
std::string_view BodyCauseText(BodyCauseKind kind) { return kRows[static_cast<size_t>(kind)].text; }

BodyCause FindBodyCause(const BodyCauseInput& input, BodyHasher& hasher) {
  return Search(input, hasher).Run();
}

}  // namespace kenpin
