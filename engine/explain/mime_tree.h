// The MIME tree of a message, as people draw it. Only `kenpin explain` wants it; what rules say of MIME comes
// from engine/mail/mime_walk.h.
//
// The tree is mimetic's. It recurses into every entity and dies of 40,000 nested ones, so that a count of
// what could nest stands in front of it: every container has a Content-Type field of its own. So does a
// measure of the longest field.
#ifndef KENPIN_ENGINE_EXPLAIN_MIME_TREE_H_
#define KENPIN_ENGINE_EXPLAIN_MIME_TREE_H_

#include <cstddef>

#include "engine/mail/message_view.h"
#include "engine/report/explanation.h"

namespace kenpin {

// A larger message is not drawn.
inline constexpr size_t kMaxTreeOctets = 32u << 20;
// Lines that begin with "Content-Type": a bound of depth and of parts that say what they are.
inline constexpr size_t kMaxTreeTypes = 1000;
// Lines that begin with "--": a bound of the parts.
inline constexpr size_t kMaxTreeDelimiters = 5000;
// Octets of a header field with its continuation lines, of the message or of a part: mimetic takes time by
// their square.
inline constexpr size_t kMaxTreeField = 64u << 10;
// Deeper ones are left out of the picture.
inline constexpr uint32_t kMaxTreeDepth = 32;
// Entities that are told.
inline constexpr size_t kMaxTreeNodes = 200;

// Never fails; MimeTree::not_drawn says what is missing and why.
MimeTree DrawMimeTree(const MessageView& view);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_EXPLAIN_MIME_TREE_H_
