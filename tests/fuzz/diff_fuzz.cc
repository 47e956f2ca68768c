// Summaries of earlier runs, as `kenpin diff` and --baseline read them: any JSON at all, and what a summary
// holds of wrong kinds, is refused with a reason or compared, and the writers of differences stay harmless.
#include <string>
#include <string_view>

#include "engine/report/summary_diff.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/read_formats.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace kenpin;
  using fuzz::Require;
  const fuzz::Exact text(fuzz::InputText(data, size));
  const auto same = DiffSummaries(text.view(), "before", text.view(), "after");
  if (!same.ok()) {
    Require(same.status().message().find("before") != std::string_view::npos ||
                same.status().message().find("after") != std::string_view::npos,
            "an error names the file");
    return 0;
  }
  Require(same->empty() && same->regressions() == 0, "a summary compared with itself has not changed");
  Require(fuzz::IsJson(text.view()), "what was compared is JSON");
  return 0;
}
