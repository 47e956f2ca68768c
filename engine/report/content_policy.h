// How an HTML report tells browsers that nothing but its own script and style may run.
#ifndef KENPIN_ENGINE_REPORT_CONTENT_POLICY_H_
#define KENPIN_ENGINE_REPORT_CONTENT_POLICY_H_

#include <string>
#include <string_view>

namespace kenpin {

// 'sha256-...', quotes included: an inline script or style as a Content-Security-Policy names it (CSP 3).
std::string HashSource(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_REPORT_CONTENT_POLICY_H_
