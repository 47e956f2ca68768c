// Why a body hash does not match: what would have to be undone for the body to be the signed one again. Only
// `kenpin explain` asks; every attempt hashes the body once more, and their sum is bounded.
//
// Nothing is guessed: a cause is named only when undoing it gives bh= exactly.
#ifndef KENPIN_ENGINE_EXPLAIN_BODY_CAUSE_H_
#define KENPIN_ENGINE_EXPLAIN_BODY_CAUSE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/dkim/body_hash.h"
#include "engine/mail/content_type.h"
#include "engine/mail/line_end.h"

namespace kenpin {

// Octets that all attempts for one signature may hash: about half a second.
inline constexpr uint64_t kMaxCauseOctets = 512u << 20;
// Lines that a mailing list may have appended. Real footers have fewer than 20.
inline constexpr uint32_t kMaxFooterLines = 64;
// Parts of a multipart that may be the whole signed body.
inline constexpr size_t kMaxWrappedParts = 8;
// A larger body is not decoded or converted.
inline constexpr size_t kMaxConvertedBody = 16u << 20;

// What happened between signer and reader.
enum class BodyCauseKind : uint8_t {
  kUnexplained,            // Nothing that was tried gives bh=.
  kOtherCanonicalization,  // By the canonicalization that c= does not name it matches: white space changed,
                           // or the signer did as it did not say.
  kLineEnds,               // CR and LF were changed: another reading of them matches.
  kMboxQuoting,            // Lines that begin with "From " were quoted or unquoted on the way.
  kLimitWrong,             // The whole body has the hash; l= is not what the signer hashed.
  kEmptyBody,              // bh= is the hash of an empty body: the content was added behind the signer.
  kLinesAppended,          // Without its last lines the body matches, as when a list adds a footer.
  kPartWrapped,            // A part of the multipart is the signed body: a list or filter wrapped it.
  kTransferEncoded,        // With the transfer encoding undone it matches: a relay encoded 8-bit text.
  kCharsetChanged,         // In another charset it matches: a relay converted the text.
  kNotTried,               // The body is above the size limit: nothing could be tried.
};
std::string_view BodyCauseName(BodyCauseKind kind);  // "unexplained", "other_canonicalization", ...
std::string_view BodyCauseText(BodyCauseKind kind);  // One sentence for people.

struct BodyCause {
  BodyCauseKind kind = BodyCauseKind::kUnexplained;
  Canonicalization canonicalization = Canonicalization::kRelaxed;  // Of the match.
  LineEndReading line_ends = LineEndReading::kStandard;
  MboxQuoting quoting = MboxQuoting::kAsStored;
  uint32_t lines = 0;         // kLinesAppended: how many.
  uint32_t part = 0;          // kPartWrapped: which one, from 1.
  std::string_view charset;   // kCharsetChanged: in which it matches; static.
  bool budget_spent = false;  // kUnexplained: the limits ended the search.
};

struct BodyCauseInput {
  std::string_view body;            // With kBufferSlack readable octets at both ends.
  BodyHashRequest request;          // What the signature asks for.
  std::span<const uint8_t> stated;  // bh=.
  ContentType type;                 // Of the message.
  TransferEncoding encoding = TransferEncoding::k7bit;
};

// Searches. Never fails; bounded by the limits above.
BodyCause FindBodyCause(const BodyCauseInput& input, BodyHasher& hasher);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_EXPLAIN_BODY_CAUSE_H_
