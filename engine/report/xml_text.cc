#include "engine/report/xml_text.h"

#include "engine/report/printable_text.h"

namespace kenpin {
namespace {

// Longer texts are cut with an ellipsis.
constexpr size_t kMaxColumns = 4000;

}  // namespace

void AppendXmlText(std::string_view text, std::string* out) {
  for (const char c : PrintableText(text, kMaxColumns)) {
    switch (c) {
      case '&':
        out->append("&amp;");
        break;
      case '<':
        out->append("&lt;");
        break;
      case '>':
        out->append("&gt;");
        break;
      case '"':
        out->append("&quot;");
        break;
      case '\'':
        out->append("&apos;");
        break;
      default:
        out->push_back(c);
    }
  }
}

}  // namespace kenpin
