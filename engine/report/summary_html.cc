#include "engine/report/summary_html.h"

#include <string_view>

#include "engine/report/content_policy.h"
#include "engine/report/html_data.h"
#include "engine/report/page_assets.h"
#include "engine/report/words.h"

namespace kenpin {
namespace {

// Puts `value` in the place of the only `mark` in the template.
void Fill(std::string_view mark, std::string_view value, std::string* page) {
  const size_t at = page->find(mark);
  if (at != std::string::npos) page->replace(at, mark.size(), value);
}

}  // namespace

std::string SummaryAsHtml(const RunSummary& run, Language language) {
  const Speaker say(language);
  std::string page(kPageTemplate);
  Fill("@LANGUAGE@", LanguageName(language), &page);
  Fill("@NO_SCRIPT@", say("noscript"), &page);
  Fill("@SCRIPT_HASH@", HashSource(kPageScript), &page);
  Fill("@STYLE_HASH@", HashSource(kPageStyle), &page);
  Fill("@STYLE@", kPageStyle, &page);
  Fill("@SCRIPT@", kPageScript, &page);
  // Last, because what stands in the data may look like a mark.
  Fill("@DATA@", HtmlDataOf(run, language), &page);
  return page;
}

}  // namespace kenpin
