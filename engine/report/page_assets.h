// What stands in engine/report/page/, compiled in, so that the program needs no files beside it.
#ifndef KENPIN_ENGINE_REPORT_PAGE_ASSETS_H_
#define KENPIN_ENGINE_REPORT_PAGE_ASSETS_H_

#include <string_view>

namespace kenpin {

extern const std::string_view kPageTemplate;  // page.html, with marks such as @DATA@.
extern const std::string_view kPageStyle;     // page.css
extern const std::string_view kPageScript;    // All scripts, in the order in which they need one another.

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_PAGE_ASSETS_H_
