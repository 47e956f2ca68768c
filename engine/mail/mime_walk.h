// The leaves of a MIME body, found by scanning for boundary delimiter lines only: what lies between them is
// not read, but for the little header of each part and for base64 text. It is the body half of what the
// format-mime rule judges.
//
// A message that is not multipart is one leaf, and its body is not touched unless it is base64. A
// message/rfc822 part is a leaf: it is a message of its own, and what its sender did wrong is not this
// sender's doing.
#ifndef KENPIN_ENGINE_MAIL_MIME_WALK_H_
#define KENPIN_ENGINE_MAIL_MIME_WALK_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/mail/arena.h"
#include "engine/mail/content_type.h"
#include "engine/mail/facts.h"
#include "engine/mail/message_view.h"
#include "engine/mail/parse_flaw.h"

namespace kenpin {

// Nested multiparts beyond this depth are taken as leaves (kMimeTooDeep). Each open multipart may be compared
// with every delimiter-like line, so the depth is a factor of the worst case.
inline constexpr size_t kMaxMimeDepth = 32;
// Parts beyond this number are not walked (kTooManyParts). Mail of people and newsletters has under 100.
inline constexpr size_t kMaxMimeParts = 10'000;
// RFC 2046 §5.1.1 allows 70 octets; longer ones occur and are harmless up to this length. A still longer one
// counts as none.
inline constexpr size_t kMaxBoundaryLength = 256;

// One leaf. Offsets are from the first byte of the message; the line end before a boundary delimiter belongs
// to the delimiter.
struct MimeLeaf {
  uint32_t header_begin = 0;  // Of the part; equal to `begin` when the message is the leaf.
  uint32_t begin = 0;         // Content.
  uint32_t end = 0;
  MediaType type =
      MediaType::kTextPlain;  // kMultipart only where it could not be opened: no boundary, or too deep.
  TransferEncoding encoding = TransferEncoding::k7bit;
  uint8_t depth = 0;         // Multiparts around it.
  bool attachment = false;   // Content-Disposition: attachment (RFC 2183 §2.2).
  std::string_view charset;  // As written, in the message or the arena; empty if nothing is said.
};

struct MimeWalk {
  // Complete but for eight_bit_under_7bit, which FindEightBitUnder7bit() answers.
  MimeFacts facts;
  std::span<const MimeLeaf> leaves;  // In order; lives as long as the arena.
  ParseFlaws flaws;                  // kTooManyParts, kMimeTooDeep.
};

// Walks the body of `message`. Never fails; linear in the body (times kMaxMimeDepth for hostile mail). 64
// octets behind the body must be readable.
MimeWalk WalkMime(const MessageView& message, Arena& arena);

// Whether a leaf that is declared 7bit, or is so by default, holds an octet above 127. To be asked only when
// the body holds such octets at all (the hashing pass knows): it reads the leaves once more.
bool FindEightBitUnder7bit(const MessageView& message, std::span<const MimeLeaf> leaves);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MIME_WALK_H_
