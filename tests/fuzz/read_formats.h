// Small strict readers of the formats that reports are written in, which share nothing with the writers.
#ifndef KENPIN_TESTS_FUZZ_READ_FORMATS_H_
#define KENPIN_TESTS_FUZZ_READ_FORMATS_H_

#include <string_view>

namespace kenpin::fuzz {

// UTF-8 without control characters (C0 but LF and, before it, CR; DEL; C1).
bool IsHarmlessText(std::string_view text);

// RFC 8259.
bool IsJson(std::string_view text);

// RFC 4180 with CRLF: every record has as many fields as the first, quotes stand where they may.
bool IsCsv(std::string_view text);

// A well-formed XML 1.0 document as far as reports use it: declaration, elements with attributes in double
// quotes, text, the five named entities and character references; no comment, CDATA section or DOCTYPE.
bool IsXml(std::string_view text);

// The text format of Prometheus: "# HELP", "# TYPE" and samples with labels and a number.
bool IsMetrics(std::string_view text);

}  // namespace kenpin::fuzz

#endif  // KENPIN_TESTS_FUZZ_READ_FORMATS_H_
