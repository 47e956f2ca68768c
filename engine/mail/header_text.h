// The text of an unstructured field body or a display name, as a mail reader shows it.
#ifndef KENPIN_ENGINE_MAIL_HEADER_TEXT_H_
#define KENPIN_ENGINE_MAIL_HEADER_TEXT_H_

#include <cstddef>
#include <string_view>

#include "engine/mail/arena.h"

namespace kenpin {

// Returns `body` in UTF-8: unfolded, encoded-words decoded (RFC 2047; those that cannot be stand as they
// are), at most `most` octets of it, cut between two characters; *cut becomes true if more may have followed.
// Raw octets above 127 stand as they are. The view is of `body` or of `arena`. Linear.
std::string_view DecodeHeaderText(std::string_view body, size_t most, Arena& arena, bool* cut);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_HEADER_TEXT_H_
