// Content-Length in mboxcl and mboxcl2: how long a record's body says that it is, and whether that can be
// believed.
//
// A length is believed only if it lands where a record may end: on a From_ line or at the end of the input,
// an empty line between them or not. One forged field must not hide the messages that follow.
#ifndef KENPIN_IO_CONTENT_LENGTH_H_
#define KENPIN_IO_CONTENT_LENGTH_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "io/from_line.h"

namespace kenpin {

// Octets of a header section in which Content-Length is looked for; one of a longer header is ignored
// (RecordFlaw::kContentLengthIgnored).
inline constexpr size_t kMaxHeaderForContentLength = size_t{256} << 10;
// Octets from the end of a body on that FindLanding() looks at.
inline constexpr size_t kLandingLookAhead = kMaxFromLine + 4;

// Octets from the start of `record` (its From_ line) to behind the empty line that ends the header section;
// null if there is none.
std::optional<size_t> FindHeaderEnd(std::string_view record);

// The value of the first Content-Length field between the From_ line and the end of the header section; null
// without a valid one.
std::optional<uint64_t> FindContentLength(std::string_view header);

// Whether a body may end before `rest`, which holds kLandingLookAhead octets or everything up to the end of
// the input; `previous` is the octet before it. Returns the octets of the empty line (or of the body's
// missing line end) that separates it from the next record: 0 to
// 2. Null: it does not land.
std::optional<size_t> FindLanding(char previous, std::string_view rest);

}  // namespace kenpin

#endif  // KENPIN_IO_CONTENT_LENGTH_H_
