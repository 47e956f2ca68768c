#include "engine/report/summary_html.h"

#include <array>
#include <string_view>

#include "engine/crypto/base64.h"
#include "engine/crypto/digest.h"
#include "engine/report/html_data.h"
#include "engine/report/page_assets.h"

namespace kenpin {
namespace {

// 'sha256-...' of an inline script or style, as a Content-Security-Policy names it.
std::string HashSource(std::string_view text) {
  const Digest digest = Hasher(HashAlgorithm::kSha256).Compute(text);
  std::array<char, Base64EncodedSize(kMaxDigestSize)> encoded{};
  return "'sha256-" + std::string(EncodeBase64(digest.bytes(), encoded)) + "'";
}

// Puts `value` in the place of the only `mark` in the template.
void Fill(std::string_view mark, std::string_view value, std::string* page) {
  const size_t at = page->find(mark);
  if (at != std::string::npos) page->replace(at, mark.size(), value);
}

}  // namespace

std::string SummaryAsHtml(const RunSummary& run) {
  std::string page(kPageTemplate);
  Fill("@SCRIPT_HASH@", HashSource(kPageScript), &page);
  Fill("@STYLE_HASH@", HashSource(kPageStyle), &page);
  Fill("@STYLE@", kPageStyle, &page);
  Fill("@SCRIPT@", kPageScript, &page);
  // Last, because what stands in the data may look like a mark.
  Fill("@DATA@", HtmlDataOf(run), &page);
  return page;
}

}  // namespace kenpin
