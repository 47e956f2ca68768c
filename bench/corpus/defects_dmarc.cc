// Defects of the Author Domain: what is wrong is published by a sender of its own (senders.cc), and the mail
// itself is good.
#include "bench/corpus/defects.h"

namespace kenpin::corpus {
namespace {

#define KENPIN_DMARC_UNTOLD                                                              \
  "dmarc-record-present=unknown dmarc-record-single=unknown dmarc-record-valid=unknown " \
  "dmarc-policy=unknown "                                                                \
  "dmarc-reports=unknown dmarc-old-tags=unknown"

constexpr DefectRow Row(std::string_view sender, std::string_view about, std::string_view claims,
                        uint32_t needs = kSingle) {
  // The sender's domain without its suffix names the defect.
  constexpr std::string_view kSuffix = ".example";
  DefectRow row;
  row.name = sender.substr(0, sender.size() - kSuffix.size());
  row.about = about;
  row.needs = needs;
  row.claims = claims;
  row.demo_millionths = kRareMillionths;
  row.sender = sender;
  return row;
}

constexpr DefectRow Named(std::string_view name, DefectRow row) {
  row.name = name;
  return row;
}

const std::array<DefectRow, 26> kRows = {{
    Row("dmarc-absent.example", "no DMARC record",
        "dmarc-record-present=fail dmarc-record-single=na dmarc-record-valid=na dmarc-policy=na "
        "dmarc-reports=na "
        "dmarc-old-tags=na"),
    Row("dmarc-twice.example", "two DMARC records",
        "dmarc-record-present=? dmarc-record-single=fail dmarc-record-valid=? dmarc-policy=? dmarc-reports=? "
        "dmarc-old-tags=?"),
    Row("dmarc-no-policy.example", "no p=, and an address for reports",
        "dmarc-record-valid=warn dmarc-policy=fail"),
    Row("dmarc-no-policy-no-reports.example", "neither p= nor rua=",
        "dmarc-record-present=? dmarc-record-valid=fail dmarc-policy=fail dmarc-reports=? dmarc-old-tags=?"),
    Row("dmarc-odd-policy.example", "p= is no policy, and an address for reports",
        "dmarc-record-valid=warn dmarc-policy=fail"),
    Row("dmarc-odd-version.example", "v= is not DMARC1",
        "dmarc-record-present=? dmarc-record-single=? dmarc-record-valid=? dmarc-policy=? dmarc-reports=? "
        "dmarc-old-tags=?"),
    Row("dmarc-percent.example", "pct=25", "dmarc-old-tags=warn"),
    Row("dmarc-interval.example", "ri=3600", "dmarc-old-tags=warn"),
    Row("dmarc-unread.example", "p=none without rua=", "dmarc-policy=warn dmarc-reports=warn"),
    Row("dmarc-strangers.example", "reports go to a stranger that did not consent", "dmarc-reports=warn"),
    Row("dmarc-size.example", "rua= with a size limit", "dmarc-reports=warn"),
    Row("dmarc-weak-below.example", "sp= is weaker than p=", "dmarc-policy=warn"),
    Row("dmarc-testing.example", "t=y", "dmarc-policy=warn"),
    Row("dmarc-odd-tag.example", "an unknown tag", "dmarc-record-valid=warn"),
    Row("dmarc-double-tag.example", "p= stands twice", "dmarc-record-valid=warn"),
    Row("dmarc-servfail.example", "the question for the DMARC record failed",
        KENPIN_DMARC_UNTOLD " align-dkim=? align-spf=? align-from=? align-both=? unsub-dkim-covered=? "
                            "unsub-one-click=?",
        kSingle | kNoFeedback),
    Named("dmarc-strict",
          Row("news.dmarc-strict.example", "adkim=s and aspf=s, and neither is the From domain",
              "align-dkim=fail align-spf=fail unsub-dkim-covered=? unsub-one-click=?",
              kSingle | kNoFeedback | kEnvelope)),
    Row("dmarc-strict-bounce.example", "aspf=s, and bounces go to another domain", "align-spf=fail",
        kSingle | kEnvelope),
    Named("dmarc-only-below",
          Row("news.dmarc-only-below.example", "a record only at the From domain: the two methods differ",
              "align-dkim=unknown align-spf=unknown dmarc-reports=? unsub-dkim-covered=? unsub-one-click=?",
              kSingle | kNoFeedback | kEnvelope)),
    Named("reject-unsigned", Row("kita-shinkin.example", "p=reject, and no signature",
                                 "unsub-dkim-covered=fail unsub-one-click=fail", kUnsigned | kCampaignOnly)),
    Named("reject-third-party", Row("harbor-outdoor.example", "p=reject, and only the service's signature",
                                    "align-dkim=fail unsub-dkim-covered=warn", kThirdParty | kCampaignOnly)),
    Named("from-domain-absent", Row("gone.from-trouble.example", "the From domain does not exist",
                                    "infra-domain-resolves=fail spf-header-from=fail")),
    Named("from-null-mx",
          Row("deaf.from-trouble.example", "the From domain takes no mail", "infra-domain-resolves=fail")),
    Named("from-without-mx", Row("web.from-trouble.example", "the From domain has an address and no MX",
                                 "infra-domain-resolves=warn")),
    Named("from-without-host", Row("text.from-trouble.example", "the From domain has neither MX nor address",
                                   "infra-domain-resolves=warn")),
    Named("from-spf-forgets", Row("other.from-trouble.example", "SPF of the From domain names other hosts",
                                  "spf-header-from=fail")),
}};

}  // namespace

std::span<const DefectRow> DmarcDefects() { return kRows; }

}  // namespace kenpin::corpus
