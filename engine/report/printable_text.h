// Text from outside made fit for a terminal: nothing that the terminal could obey, or that could lead the eye
// astray, passes.
#ifndef KENPIN_ENGINE_REPORT_PRINTABLE_TEXT_H_
#define KENPIN_ENGINE_REPORT_PRINTABLE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace kenpin {

// `text` with every control, format (bidi, zero-width), private and unassigned character and every invalid
// octet as "\x1b", cut to `max_columns` with an ellipsis. Wide East Asian characters count two columns.
std::string PrintableText(std::string_view text, size_t max_columns);

// The same for a path, which loses its beginning instead: what tells files apart stands at the end.
std::string PrintablePath(std::string_view path, size_t max_columns);

// How many columns a text takes that PrintableText() or PrintablePath() made.
size_t ColumnsOfText(std::string_view printable);

// How many octets of such a text fit into `columns`; at least one character of a text that is not empty.
size_t PrefixOfColumns(std::string_view printable, size_t columns);

// 1234567 as "1,234,567".
std::string GroupDigits(uint64_t number);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_PRINTABLE_TEXT_H_
