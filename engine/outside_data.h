// What the provider itself says of a domain, from files that the user exported: spam rates by day, and
// whether unsubscribing is honoured. kenpin asks no provider.
#ifndef KENPIN_ENGINE_OUTSIDE_DATA_H_
#define KENPIN_ENGINE_OUTSIDE_DATA_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "rules/corpus_rule.h"

namespace kenpin {

// Read once, then only asked: any thread.
class OutsideData {
 public:
  // A CSV with the columns domain, day (YYYY-MM-DD or YYYYMMDD) and rate: "0.05%", or a share between 0
  // and 1.
  absl::Status ReadSpamRates(const std::string& path);

  // The same CSV, which may also have a column honor_unsubscribe (COMPLIANT or NEEDS_WORK; its rows may leave
  // out day and rate), or JSON: answers of the Postmaster Tools API (complianceStatus, domainStats of the
  // metric of spam rates, trafficStats of v1), one or an array of them.
  absl::Status ReadPostmaster(const std::string& path);

  // What is known of the domain and the names below it: of a day the worst rate.
  OutsideFacts FactsOf(std::string_view org_domain) const;

  // Adds one value; the worst of several stands. `domain` in lower case.
  void AddRate(std::string_view domain, int32_t day, uint32_t parts_per_million);
  void AddHonour(std::string_view domain, bool honoured);

 private:
  struct Domain {
    std::map<int32_t, uint32_t> rates;  // Parts per million by day since 1970.
    std::optional<bool> honoured;
  };
  std::map<std::string, Domain, std::less<>> domains_;
};

// "2026-07-01" or "20260701" as days since 1970.
std::optional<int32_t> ParseDay(std::string_view text);
// "0.05%" or "0.0005" as parts per million, rounded down.
std::optional<uint32_t> ParseRate(std::string_view text);

}  // namespace kenpin

#endif  // KENPIN_ENGINE_OUTSIDE_DATA_H_
