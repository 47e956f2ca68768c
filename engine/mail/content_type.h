// Content-Type and Content-Transfer-Encoding, as tolerantly as mail readers read them: what a reader would
// understand is understood, and only what no reader can use is called unparsable.
#ifndef KENPIN_ENGINE_MAIL_CONTENT_TYPE_H_
#define KENPIN_ENGINE_MAIL_CONTENT_TYPE_H_

#include <cstdint>
#include <string_view>

#include "engine/mail/arena.h"

namespace kenpin {

// RFC 2045 §6.
enum class TransferEncoding : uint8_t {
  k7bit,  // Also when nothing is said.
  k8bit,
  kBinary,
  kQuotedPrintable,
  kBase64,
  kUnknown,  // A word that RFC 2045 does not name.
};

enum class MediaType : uint8_t {
  kTextPlain,  // Also when nothing is said, or nothing that parses (RFC 2045 §5.2).
  kTextHtml,
  kTextOther,
  kMessage,  // message/rfc822 and all other message/*.
  kMultipart,
  kOther,
};

// A parsed Content-Type (RFC 2045 §5.1). Views point into the field body or into the arena.
struct ContentType {
  bool parsed = false;  // There is a type and a subtype.
  MediaType media = MediaType::kTextPlain;
  bool digest = false;    // multipart/digest: its parts are message/rfc822 by default (RFC 2046 §5.1.5).
  std::string_view type;  // As written.
  std::string_view subtype;
  std::string_view boundary;  // Without quotes and trailing white space; empty if there is none.
  std::string_view charset;   // As written; empty if there is none.
};

// Parses a field body. Comments and folds may stand anywhere; a missing or doubled semicolon, and special
// characters in an unquoted value, are forgiven; of a repeated parameter the first counts. A boundary in
// pieces (RFC 2231 §3) is put together in `arena`. Linear.
ContentType ParseContentType(std::string_view body, Arena& arena);

// Parses a field body: one word, comments aside.
TransferEncoding ParseTransferEncoding(std::string_view body);

// Whether a MIME-Version field body is 1.0, comments and white space aside (RFC 2045 §4).
bool IsMimeVersion1(std::string_view body);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_CONTENT_TYPE_H_
