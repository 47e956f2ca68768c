// DMARC records: bounded, the text kept, spaces around tags without meaning.
#include <string>
#include <string_view>

#include "engine/auth/dmarc_record.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace kenpin;
using fuzz::Require;

bool SameMeaning(const DmarcRecord& a, const DmarcRecord& b) {
  return a.p == b.p && a.sp == b.sp && a.np == b.np && a.psd == b.psd && a.testing == b.testing &&
         a.adkim == b.adkim && a.aspf == b.aspf && a.rua.size() == b.rua.size() &&
         a.ruf.size() == b.ruf.size() && a.fo == b.fo && a.pct == b.pct && a.rf == b.rf && a.ri == b.ri;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Exact text(fuzz::InputText(data, size));
  const std::optional<DmarcRecord> record = ParseDmarcRecord(text.view());
  const DnsAnswer answer{DnsStatus::kFound, {std::string(text.view()), "v=DMARC1; p=none"}, {}};
  const DmarcAnswer both = ParseDmarcAnswer(answer);
  Require(both.record_count == (record ? 2u : 1u) && (both.single() == nullptr) == record.has_value(),
          "the records of an answer are those that parse");
  if (!record) return 0;
  Require(record->text == text.view(), "the text is kept");
  for (const std::vector<ReportUri>& uris : {record->rua, record->ruf}) {
    Require(uris.size() <= kMaxReportUris, "addresses are bounded");
    for (const ReportUri& uri : uris) {
      Require(!uri.text.empty() && uri.text.size() <= size, "an address stands in the record");
      for (const char c : uri.domain) Require(c < 'A' || c > 'Z', "domains are in lower case");
    }
  }
  Require(record->fo < 16, "fo= has four values");
  if (record->p)
    Require(!record->flaws.Has(DmarcFlaw::kPolicyMissing), "a policy that is there is not missing");
  const std::optional<DmarcRecord> spaced = ParseDmarcRecord(std::string(text.view()) + " ");
  Require(spaced && SameMeaning(*record, *spaced), "space at the end means nothing");
  return 0;
}
