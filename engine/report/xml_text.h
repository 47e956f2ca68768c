// Text from outside inside of XML 1.0: well-formed whatever it holds.
#ifndef KENPIN_ENGINE_REPORT_XML_TEXT_H_
#define KENPIN_ENGINE_REPORT_XML_TEXT_H_

#include <string>
#include <string_view>

namespace kenpin {

// Appends `text` as PrintableText() shows it, with &, <, >, " and ' as entities: fit for content and for
// attributes in quotes. XML 1.0 has no way to write most control characters, so they stay shown as "\x1b".
void AppendXmlText(std::string_view text, std::string* out);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_XML_TEXT_H_
