// A Content-* field whose name is misspelled is no Content-* field at all, and the reader falls back to
// defaults: worth telling.
#ifndef KENPIN_ENGINE_MAIL_MISSPELLED_FIELD_H_
#define KENPIN_ENGINE_MAIL_MISSPELLED_FIELD_H_

#include <string_view>

namespace kenpin {

// Whether `name` is one edit (a letter changed, added, left out, or two neighbours swapped) from
// Content-Type, Content-Transfer-Encoding, Content-Disposition, Content-Description or Content-ID, and is
// none of them. Letter case does not count.
bool IsMisspelledContentField(std::string_view name);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_MAIL_MISSPELLED_FIELD_H_
